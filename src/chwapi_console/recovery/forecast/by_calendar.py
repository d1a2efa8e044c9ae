"""The order in which the runs take what is to be done, where time alone moves it.

A tier that rises at midnight counts from midnight on, and so does the end of a block or of a pin:
what crews likely begin before that, each what it is for and in its hours, stands as the queue has it
now, the rest as it will have it then.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.learning import Learned
from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.tier_calendar import all_moves, tier_stretches
from chwapi_console.recovery.state.of_view.means import BRIEF, Resources, minutes_until
from chwapi_console.recovery.state.told.blocks import Block
from chwapi_console.recovery.state.view.view import View

DAYS_AHEAD = 31
"""Days in which changes of the calendar and ends of blocks and pins are looked for."""
MOST_ORDERS, OF_ENTRIES = 12, 4800
"""How many orders the changes may lead to at least, and how many entries of the queue all of them may put
in order: each costs what an order costs. One that comes again, as that of each night, costs none. In place
of one beyond them stands that of them whose tiers are the nearest."""

LAST_TIER = 5


class Course(NamedTuple):
    """What is to be done in the order in which its turn comes.

    And which order gave each server its place, where that is not the one of now. Where time alone
    moves it, `stretches` has the views whose order holds from these minutes on, that of now first.
    """

    entries: Sequence[Entry]
    order_of: Mapping[str, Order]
    stretches: Sequence[tuple[float, View]] = ()


class _StandsSo(NamedTuple):
    """What time alone moves, as it stands at a moment: tiers, blocks that have ended, how many pins hold."""

    tiers: tuple[tuple[str, int], ...]
    ended: AbstractSet[str]
    pins: int

    def differs_by(self, other: "_StandsSo") -> tuple[int, int]:
        """How much is otherwise: first by tiers, of which the most urgent that differs decides."""
        tiers = sum(
            abs(own - its) * 10 ** (LAST_TIER - min(own, its))
            for (_, own), (_, its) in zip(self.tiers, other.tiers, strict=True)
        )
        return tiers, len(self.ended ^ other.ended) + abs(self.pins - other.pins)


def course(view: View, so_far: Learned, means: Resources) -> Course:
    """The course of a view: the queue itself where time alone moves nothing in it.

    With these crews at work, in their hours, as slowly as was learned.
    """
    slower = so_far.pace.times(0.0) * so_far.factor.get("", 1.0)
    laid, left, at = list[Entry](), list(view.entries), 0.0
    order_of: dict[str, Order] = {}
    then, owed = view, [0.0] * len(means.means.places)
    stretches = [(0.0, view)]
    counting = _counting(view)
    for turn in _turns(view):
        if (next := _as_by_itself(view, turn, counting)) is then:
            continue
        until = minutes_until(view, turn)
        free = [entry for entry in left if entry.server not in then.problem.blocked]
        new = _work_of(means, at, until)
        work = [of / slower - debt for of, debt in zip(new, owed, strict=True)]
        begun = _begun(view, free, means, work)
        owed = [max(0.0, -of) for of in work]
        laid += [entry for entry in left if entry.server in begun]
        then = next
        stretches.append((until, then))
        left, at = _as_then(then, [entry for entry in left if entry.server not in begun]), until
        order_of |= dict.fromkeys((entry.server for entry in left), then.order)
    return Course([*laid, *left], order_of, stretches[1:] and stretches)


def time_moves_tiers(view: View) -> bool:
    """Whether time alone moves what goes first: a tier, or a pin that ends.

    A block that ends adds work to what stands there, and in a plan whose work anybody does its place
    in the course says enough of it.
    """
    by_tier = any(service.tier_when for service in view.written.services.values())
    return by_tier or any(pin.until is not None for pin in view.pins)


def _turns(view: View) -> Sequence[datetime]:
    """The moments at which time alone moves the order, the first to come first."""
    until = view.now + timedelta(days=DAYS_AHEAD)
    moves = {move.at for move in all_moves(view.written, view.now, until)}
    return sorted({*moves, *(at for at in _ends(view) if view.now < at <= until)})


def _ends(view: View) -> Iterator[datetime]:
    """When blocks of the view are to end, and its pins do."""
    ends = [block.until for block in view.situation.blocks.values()]
    ends += [pin.until for pin in view.pins]
    yield from (end for end in ends if end is not None)


def _as_by_itself(view: View, moment: datetime, counting: AbstractSet[str]) -> View:
    """The view if what comes by itself until a later moment had come, and all else stood as it does.

    The tiers of then; blocks and pins whose time has come by then have ended. What stands as at
    another moment is worked out once, and so it is if they differ in tiers alone that are not
    `counting`. Beyond the orders that one may cost it is the nearest of these.
    """
    if moment not in view.by_moment:
        view.by_moment[moment] = _as_by_then(view, moment, counting)
    return view.by_moment[moment]


def _as_by_then(view: View, moment: datetime, counting: AbstractSet[str]) -> View:
    """That, of a moment that was not asked about before."""
    plan, so_far = view.written, view.situation
    tiers = {name: stretch.tier for name, stretch in tier_stretches(plan, moment).items()}
    blocks = {server: _ended(block, view.now, moment) for server, block in so_far.blocks.items()}
    pins = [pin for pin in so_far.pins if pin.runs(moment)]
    ended = frozenset(server for server, block in blocks.items() if block.until == view.now)
    key = _StandsSo(tuple(of for of in tiers.items() if of[0] in counting), ended, len(pins))
    if key not in view.by_itself:
        if len(view.by_itself) >= max(MOST_ORDERS, OF_ENTRIES // max(1, len(view.entries))):
            known = [of for of in view.by_itself if isinstance(of, _StandsSo)]
            return view.by_itself[min(known, key=key.differs_by)]
        for name, tier in tiers.items():
            plan = plan.with_part("services", name, tier=tier, tier_when=())
        then = so_far._replace(blocks=blocks, pins=pins)
        view.by_itself[key] = view._replace(written=plan).with_situation(then)
    return view.by_itself[key]


def _counting(view: View) -> AbstractSet[str]:
    """The services whose tier may put something in the queue otherwise.

    Those that are not up; of the others those with a suspect beneath, which is to be looked at in
    their tier, those of a group that is not whole, which weigh in its worth, and those that wish for
    what does not work, and lend it theirs.
    """
    counting = {service for service in view.services if not view.works(service)}
    if view.suspects:
        counting |= view.graph.above_any(view.suspects)
    for of in view.problem.groups.values():
        if not all(map(view.works, of.services)):
            counting.update(of.services)
    for service, wishes in view.problem.wishes.items():
        if not all(map(view.works, wishes)):
            counting.add(service)
    return counting


def _ended(block: Block, now: datetime, moment: datetime) -> Block:
    """A block, ended now where its time comes until a later moment."""
    comes = block.until is not None and block.until <= moment
    return block._replace(until=now) if comes else block


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

    Of the crews that are for one it is the one with most of it left. What is in hand is begun, before
    all else. `work` becomes what is left of it: less than none where a crew is at something for longer.
    """
    begun = set()
    for entry in sorted(entries, key=lambda entry: entry.state != "restoring"):
        is_held = entry.state == "restoring"
        crew = max(means.kind(entry.server).crews, key=work.__getitem__)
        crew = means.crew_at(entry.server) if is_held else crew
        if is_held or work[crew] > 0:
            begun.add(entry.server)
            work[crew] -= view.problem.minutes.get(entry.server, 0)
    return begun | _done_beside(entries, means)


def _done_beside(entries: Sequence[Entry], means: Resources) -> AbstractSet[str]:
    """What takes minutes and stands before something in hand: who has that does it beside that."""
    held, beside = set[int](), set[str]()
    for entry in reversed(entries):
        if entry.state == "restoring":
            held.add(means.crew_at(entry.server))
        elif (
            entry.ready
            and entry.work in BRIEF
            and held.intersection(means.kind(entry.server).crews)
        ):
            beside.add(entry.server)
    return beside


def _as_then(then: View, entries: Sequence[Entry]) -> list[Entry]:
    """The entries in the order of a later view, with the tiers of then."""
    left = {entry.server: entry for entry in entries}
    return [
        left.pop(entry.server)._replace(tier=entry.tier)
        for entry in then.entries
        if entry.server in left
    ] + list(left.values())
