"""Ticking and skipping the steps of a server's runbook."""

from datetime import datetime

from chwapi_console.errors import RequestError
from chwapi_console.journal.kinds import StepDone, StepSkipped, step_key
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import STEP, StepCase
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.step_words import step_name
from chwapi_console.text import every, say


def step(
    view: View,
    server: str,
    named: str,
    *,
    skip: str = "",
    result: str = "",
    done_at: datetime | None = None,
    operator: str = "",
) -> Act:
    """Ticks a step of the server's runbook, or skips it with a reason. A step is named, or numbered
    from 1."""
    (server,) = known_servers(view, [server])
    name = _step_named(view, server, named)
    now = view.situation.step_state(server, name)
    payload = (
        StepSkipped(name, now, "skipped", skip, result)
        if skip
        else StepDone(name, now, "done", result=result)
    )
    drafting, remarks = Drafting(view, operator), Remarks(reason=skip, done_at=done_at)
    one = drafting.admit(StepCase(view, STEP, server, name, payload.after, operator, remarks))
    if now != payload.after or skip or result or done_at:
        key = step_key(server, name)
        drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
        drafting.add(one, payload, remarks.data())
    return drafting.done()


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
