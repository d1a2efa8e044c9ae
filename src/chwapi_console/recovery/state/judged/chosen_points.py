"""From which restore point a server was restored, or is about to be, and how many were tried."""

from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.restore_points import point_behind
from chwapi_console.recovery.state.told.server_history import is_undo, state_said
from chwapi_console.recovery.state.told.situation import Situation


def restored_from(situation: Situation, server: str) -> str:
    """The point that a server was restored from which is restored or verified.

    Empty where nobody said, and for what is no server of the plan.
    """
    shown = situation.servers.get(server)
    if shown is None or shown.state not in ("restored", "verified"):
        return ""
    past = situation.past(server)
    return next((point for head in shown.heads if (point := point_behind(past, head))), "")


def later_finding(situation: Situation, server: str, point: str) -> Event | None:
    """The latest finding that whoever last restored the server from its point did not know.

    None where there is none.
    """
    standing = [
        event
        for event in situation.history.get(server, ())
        if event.hash not in situation.undone and not is_undo(event)
    ]
    restored = [event for event in standing if event.restored_from == point]
    found = [event for event in standing if state_said(event) == "compromised"]
    return next(
        (
            finding
            for finding in reversed(found)
            if any(not situation.knows(act, finding) for act in restored)
        ),
        None,
    )


def chosen_point(plan: Plan, situation: Situation, server: str) -> str:
    """The point that a ticked step of a server's runbook says; empty where none does."""
    for step in reversed(plan.steps_of(server)):
        is_done = situation.step_state(server, step) == "done"
        if is_done and (point := _named(plan, situation.steps[server, step])):
            return point
    return ""


def tried_points(plan: Plan, situation: Situation, server: str) -> list[str]:
    """The points from which somebody went about restoring a server, each once, the first first."""
    if not (points := situation.points.of.get(server)):
        return []
    tried = [
        _named(plan, event)
        for event in situation.history.get(server, ())
        if event.hash not in situation.undone and not is_undo(event)
    ]
    return [point for point in dict.fromkeys(tried) if point in points]


def _named(plan: Plan, event: Event) -> str:
    payload = event.payload
    if isinstance(payload, StepChange):
        return payload.result if plan.step(payload.step).result == "restore-point" else ""
    return event.restored_from
