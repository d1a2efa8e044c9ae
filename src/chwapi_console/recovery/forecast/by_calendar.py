"""The order in which the runs take what is to be done, where tiers follow the calendar.

A tier that rises at midnight counts from midnight on: what crews likely begin before that, each what
it is for and in its hours, stands as the queue has it now, the rest as it will have it then.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.learning import Learned
from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.state.entry import Entry
from chwapi_console.recovery.state.means import Resources, minutes_until
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


def course(view: View, so_far: Learned, means: Resources) -> Course:
    """The course of a view: the queue itself where the calendar changes no tier.

    With these crews at work, in their hours, as slowly as was learned.
    """
    slower = so_far.pace.times(0.0) * so_far.factor.get("", 1.0)
    laid, left, at = list[Entry](), list(view.entries), 0.0
    order_of: dict[str, Order] = {}
    for turn in _turns(view):
        until = minutes_until(view, turn)
        begun = _begun(view, left, means, [of / slower for of in _work_of(means, at, until)])
        laid += [entry for entry in left if entry.server in begun]
        then = _with_tiers_of(view, turn)
        left, at = _as_then(then, [entry for entry in left if entry.server not in begun]), until
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


def _work_of(means: Resources, earlier: float, later: float) -> list[float]:
    """The minutes of work of each crew between two minutes: of all its hands, in its hours."""
    return [
        hands * (shifts.work_between(earlier, later) if shifts else later - earlier)
        for hands, shifts in zip(means.means.places, means.means.shifts, strict=True)
    ]


def _begun(
    view: View, entries: Sequence[Entry], means: Resources, work: list[float]
) -> AbstractSet[str]:
    """The servers that crews begin with so many minutes of work each, the first in the queue first.

    Of the crews that are for one it is the one with most of it left. What is in hand is begun.
    """
    begun = set()
    for entry in entries:
        is_held = entry.state == "restoring"
        crew = max(means.kind(entry.server).crews, key=work.__getitem__)
        crew = means.crew_at(entry.server) if is_held else crew
        if is_held or work[crew] > 0:
            begun.add(entry.server)
            work[crew] -= view.problem.minutes.get(entry.server, 0)
    return begun


def _as_then(then: View, entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the order of a later view, with the tiers of then."""
    left = {entry.server: entry for entry in entries}
    return [
        left.pop(entry.server)._replace(tier=entry.tier)
        for entry in then.entries
        if entry.server in left
    ] + list(left.values())
