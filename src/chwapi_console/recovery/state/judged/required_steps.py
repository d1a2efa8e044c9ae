"""Required steps: which are still to be done, which somebody left out, and how often one was tried."""

from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.server_kinds import StepDone, StepFailed
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.server_history import latest_of_each_origin, verdicts_on
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan


def next_step(plan: "Plan", situation: Situation, server: str) -> str:
    """The first step of a server's runbook that is still to be done.

    Empty when none is, and for what is no server.
    """
    steps = plan.steps_of(server) if server in plan.servers else ()
    return next((step for step in steps if situation.is_to_do(server, step)), "")


def required_open(plan: "Plan", situation: Situation, server: str) -> list[str]:
    """The required steps of a server that are still to be done, in order."""
    return [
        step
        for step in plan.steps_of(server)
        if situation.is_to_do(server, step) and plan.is_required(server, step)
    ]


def required_skipped(plan: "Plan", situation: Situation) -> dict[str, dict[str, Event]]:
    """The required steps that were left out, by server, each with the act that says why.

    In the order of the runbook; only servers that have one.
    """
    found: dict[str, dict[str, Event]] = {}
    for (server, step), act in situation.steps.items():
        if (
            situation.step_state(server, step) == "skipped"
            and server in plan.servers
            and step in plan.steps_of(server)
            and plan.is_required(server, step)
        ):
            found.setdefault(server, {})[step] = act
    return {
        server: {step: skipped[step] for step in plan.steps_of(server) if step in skipped}
        for server, skipped in found.items()
    }


def tries(situation: Situation, server: str, step: str) -> int:
    """How often a step was tried since the server's runbook began anew.

    Ticks and failures that stand.
    """
    events = situation.history.get(server, ())
    verdicts = latest_of_each_origin(verdicts_on(events, situation.undone))
    return sum(
        isinstance(payload := event.payload, StepDone | StepFailed)
        and payload.step == step
        and event.hash not in situation.undone
        and not any(situation.knows(verdict, event) for verdict in verdicts)
        for event in events
    )
