"""Ticking and skipping the steps of a server's runbook, and saying that one failed."""

from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds.server_kinds import StepDone, StepFailed, StepSkipped, step_key
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import STEP, StepCase
from chwapi_console.recovery.rules.door import also_overriding
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.rules.results import as_kept
from chwapi_console.recovery.state.judged.images import IMAGE
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import every, say


def step(
    view: View,
    server: str,
    named: str,
    *,
    skip: str = "",
    failed: str = "",
    result: str = "",
    remarks: Remarks = NO_REMARKS,
    operator: str = "",
) -> Act:
    """Ticks a step of the server's runbook, skips it with a reason, or says why it failed.

    A step is named, or numbered from 1. Each tick or failure with something to say counts as a try
    of its own.
    """
    (server,) = known_servers(view, [server])
    name = _step_named(view, server, named)
    now, result = (
        view.situation.step_state(server, name),
        as_kept(view, view.plan.step(name).result, result),
    )
    payload = _payload(name, now, skip, failed, result)
    drafting, remarks = Drafting(view, operator), remarks._replace(reason=skip or failed)
    case = StepCase(view, STEP, server, name, payload.after, operator, remarks, result)
    with also_overriding(_said_by_skipping(case)):
        one = drafting.admit(case)
    if now != payload.after or skip or failed or result or remarks.data():
        key = step_key(server, name)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, payload, remarks.data())
    return drafting.done()


def _said_by_skipping(case: StepCase) -> dict[str, str]:
    """What the reason for which somebody skips the image overrides: the rule that one is recorded."""
    return {IMAGE: case.remarks.reason} if (case.step, case.after) == ("image", "skipped") else {}


def _payload(
    name: str, now: str, skip: str, failed: str, result: str
) -> StepDone | StepSkipped | StepFailed:
    if skip:
        return StepSkipped(name, now, "skipped", skip, result)
    if failed:
        return StepFailed(name, now, "failed", failed, result)
    return StepDone(name, now, "done", result=result)


def _step_named(view: View, server: str, name: str) -> str:
    steps = view.plan.steps_of(server)
    if name in steps:
        return name
    if name.isdecimal() and 0 < int(name) <= len(steps):
        return steps[int(name) - 1]
    if not steps:
        raise RequestError(
            say("{server} has no runbook in the plan, so it has no steps.", server=server)
        )
    raise RequestError(
        say(
            '{server} has no step "{step}". Its steps are {steps}.',
            server=server,
            step=name,
            steps=every([step_name(view.plan, step) for step in steps]),
        )
    )
