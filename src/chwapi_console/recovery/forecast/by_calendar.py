"""The order in which the runs take what is to be done, where tiers follow the calendar.

A tier that rises at midnight counts from midnight on: what crews likely begin before that stands as
the queue has it now, the rest as it will have it then.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from chwapi_console.clock import minutes_between
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.learning import Learned
from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.state.entry import Entry
from chwapi_console.recovery.state.tier_calendar import all_moves, tier_stretches
from chwapi_console.recovery.state.view import View

DAYS_AHEAD, MOST_TURNS = 31, 6
"""Days in which changes of the calendar are looked for, and how many of them count: each costs an
order of its own, and chance says more of what is farther off than the calendar does."""


class Course(NamedTuple):
    """What is to be done in the order in which its turn comes.

    And which order gave each server its place, where that is not the one of now.
    """

    entries: Sequence[Entry]
    order_of: Mapping[str, Order]


def course(view: View, so_far: Learned, crews: int) -> Course:
    """The course of a view: the queue itself where the calendar changes no tier.

    `crews` are at work, as slowly as was learned.
    """
    slower = so_far.pace.times(0.0) * so_far.factor.get("", 1.0)
    laid, left, at = list[Entry](), list(view.entries), view.now
    order_of: dict[str, Order] = {}
    for turn in _turns(view):
        begun = _begun(view, left, crews * minutes_between(at, turn) / slower)
        laid += left[:begun]
        then = _with_tiers_of(view, turn)
        left, at = _as_then(then, left[begun:]), turn
        order_of |= dict.fromkeys((entry.server for entry in left), then.order)
    return Course([*laid, *left], order_of)


def _turns(view: View) -> Sequence[datetime]:
    """The moments at which the calendar changes a tier, the first to come first."""
    until = view.now + timedelta(days=DAYS_AHEAD)
    return sorted({move.at for move in all_moves(view.written, view.now, until)})[:MOST_TURNS]


def _with_tiers_of(view: View, moment: datetime) -> View:
    """The view if the tiers of a later moment held now, and all else stood as it does."""
    plan = view.written
    for name, stretch in tier_stretches(plan, moment).items():
        plan = plan.with_part("services", name, tier=stretch.tier, tier_when=())
    return view.with_plan(plan)


def _begun(view: View, entries: Sequence[Entry], minutes: float) -> int:
    """How many of the entries so many minutes of work are enough to begin."""
    for number, entry in enumerate(entries):
        if minutes <= 0:
            return number
        minutes -= view.problem.minutes.get(entry.server, 0)
    return len(entries)


def _as_then(then: View, entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the order of a later view, with the tiers of then."""
    left = {entry.server: entry for entry in entries}
    return [
        left.pop(entry.server)._replace(tier=entry.tier)
        for entry in then.entries
        if entry.server in left
    ] + list(left.values())
