"""Since when what a promise is about works, and whether that was in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from chwapi_console.clock import minutes_between
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.fallen import beneath, changes, planned_down
from chwapi_console.recovery.state.told.promises import Promise
from chwapi_console.recovery.state.view.view import View

Punctual = Literal["in_time", "in_time_and_lost_since", "late"]


class UpSince(NamedTuple):
    """What is promised works `since` then (UTC; None: it never fell), in time, or so many minutes late.

    It may have worked by then, been lost, and come back.
    """

    since: datetime | None
    punctual: Punctual
    minutes_late: int = 0


def up_since(view: View, promise: Promise) -> UpSince | None:
    """Since when what is promised works; None where it does not, or where that is nothing that does."""
    if promise.subject not in view.graph.needs or not view.works(promise.subject):
        return None
    turns = _turns(view, promise.subject)
    since = turns[-1][0]
    late = minutes_between(promise.by, since) if since else 0
    if not late:
        return UpSince(since, "in_time")
    if _worked_by(turns, promise.by):
        return UpSince(since, "in_time_and_lost_since")
    return UpSince(since, "late", late)


def lost_since(view: View, promise: Promise) -> datetime | None:
    """Since when what is promised works no more that worked at its time, which is over; else None.

    That promise was kept: what came after it is not what was promised.
    """
    is_over = promise.by <= view.now
    if not is_over or promise.subject not in view.graph.needs or view.works(promise.subject):
        return None
    turns = _turns(view, promise.subject)
    return turns[-1][0] if _worked_by(turns, promise.by) else None


def _worked_by(turns: Sequence[tuple[datetime | None, bool]], by: datetime) -> bool:
    """Whether something with these turns worked at a moment."""
    worked = [works for at, works in turns if at is None or not minutes_between(by, at)]
    return bool(worked) and worked[-1]


def _turns(view: View, node: str) -> list[tuple[datetime | None, bool]]:
    """From when on a server, service or condition worked, or did not; the last is how it stands."""
    plan, situation = view.plan, view.situation
    graph, planned = beneath(plan, situation, {node}), planned_down(plan, situation)
    found: list[tuple[datetime | None, bool]] = [(None, node in graph.working_without(planned))]
    for then in changes(plan, situation, graph, planned, view.suspects, view.now):
        works = node in then.graph_of(graph, plan).working_without(then.down)
        if works != found[-1][1]:
            found.append((then.at, works))
    return found
