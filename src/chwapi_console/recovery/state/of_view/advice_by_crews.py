"""What somebody goes on with.

The first server that is ready for them and for their crew, but for what would keep a lane from
something that matters more; or a hand at what others have in hand.

A hold is played, by likely times: with the server begun now something earlier in the queue waits
longer for a lane that the server is in then, and is itself back later, and the services on either
are down longer, than if the server waited for that; be what is in hand done somewhat sooner or
later. What nobody waits for is held as well where whoever would be at it is needed before it is
done.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, partial
from itertools import islice

from chwapi_console.clock import clock_after, later
from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.inventory.groups import enough
from chwapi_console.people import same_person
from chwapi_console.recovery.order.crew_work import NO_TIER, hands_rate
from chwapi_console.recovery.order.laid_out import Division, Part, Played, played
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.of_view.advice import (
    NOT_WAITED_FOR,
    Advice,
    CountedOn,
    Elsewhere,
    Full,
    Hand,
    HandsFull,
    WaitAdvice,
)
from chwapi_console.recovery.state.of_view.means import (
    BRIEF,
    Resources,
    full_lane,
    play_by_likely_times,
    resources,
    shifts_of,
    stretches_left,
    who_is_away,
    works_from,
)
from chwapi_console.recovery.state.of_view.timings import likely_left
from chwapi_console.recovery.state.view.view import View

WORTH_TELLING = 15
"""Minutes that likely times cannot tell apart."""

PACES = (0.8, 1.25)
"""How many times as long what is in hand may take for a hold to be as right."""

NEVER = 1e9
"""Minutes after which nothing is begun any more."""

MOST_SPARES_HELD = 3
"""What nobody waits for of which that is asked."""

MOST_HELD = 8
"""Servers of which it is asked whether they had better wait. It takes some plays of the rest of the
incident each."""


def by_crews_and_lanes(
    view: View,
    operator: str,
    site: str | None,
    crew: str | None,
    passed_over: Collection[str],
    between: Callable[[], None],
) -> Advice:
    """As `advice`, of a plan that divides the work."""
    crew = crew or crew_of(view.plan, operator)
    means = resources(view)
    holding = _Holding(view, means, crew, between)
    ready = partial(_for, view, means, operator, site, crew, passed_over)
    chosen, holds, full = _chosen(view, holding, ready())
    between()
    away = who_is_away(view, chosen.server) if chosen else None
    hands = _hands_full(view, means, crew, ready())
    return Advice(
        chosen,
        crew,
        _hand(view, means, operator, crew, chosen, site),
        tuple(holds),
        tuple(full),
        _on(view, crew),
        _elsewhere(view, means, crew, chosen),
        away,
        _meanwhile(view, ready() if away else (), holding),
        _counted_on(view, means, crew, chosen, () if hands and hands.home else ready()),
        hands,
        _rests_before(view, means, crew, chosen) if hands is None else "",
    )


def _chosen(
    view: View, holding: "_Holding", ready: Iterable[Entry]
) -> tuple[Entry | None, list[WaitAdvice], list[Full]]:
    """The first that finds a place and need not wait; what before it had better wait, and what finds none."""
    holds, full = list[WaitAdvice](), list[Full]()
    for entry in ready:
        if (lane := full_lane(view, entry)) is not None:
            full.append(Full(entry.server, lane))
        elif holding.is_enough(len(holds), entry):
            continue
        elif (hold := holding.why(entry)) is None:
            return entry, holds, full
        else:
            holds.append(hold)
    return None, holds, full


def _rests_before(view: View, means: Resources, crew: str | None, chosen: Entry | None) -> str:
    """What a crew at work is for and rests before all that it could begin: who would do most with a hand."""
    if crew not in means.crews or _on(view, crew) is not None:
        return ""
    last = chosen.rank if chosen else len(view.entries) + 1
    before = (server for server in view.in_hand if view.entry[server].rank < last)
    return next((s for s in before if takes(means, crew, s) and means.rests(s)), "")


def _counted_on(
    view: View,
    means: Resources,
    crew: str | None,
    chosen: Entry | None,
    ready: Iterable[Entry],
) -> CountedOn | None:
    """Another crew that begins it now in the forecast, by likely times: the one that is for least."""
    if chosen is None or crew not in means.crews or _on(view, crew) is not None:
        return None
    begun = play_by_likely_times(view, means).begun
    by = next((each.begun for each in begun if each.node == chosen.server), None)
    if by is None or by.minute > 0 or means.crews[by.crew] == crew:
        return None
    rest = (
        entry for entry in ready if entry.server != chosen.server and full_lane(view, entry) is None
    )
    beside = means.hands_free(by.crew) <= 0
    return CountedOn(means.crews[by.crew], next(rest, None), beside)


def _meanwhile(view: View, ready: Iterable[Entry], holding: "_Holding") -> Entry | None:
    """The first of what is ready for which somebody is at work, and that need not wait."""
    at_work = (
        entry
        for entry in ready
        if who_is_away(view, entry.server) is None and full_lane(view, entry) is None
    )
    return next((e for e in islice(at_work, MOST_HELD) if holding.why(e) is None), None)


class _Holding:
    """Asks of one ready server after the other whether it had better wait."""

    def __init__(
        self, view: View, means: Resources, crew: str | None, between: Callable[[], None]
    ) -> None:
        self._view, self._means, self._crew, self._between = view, means, crew, between
        self._spares = 0

    def why(self, entry: Entry) -> WaitAdvice | None:
        """Why it had better wait: for a lane, or for whoever would be at it."""
        hold: WaitAdvice | None = None
        if _uses_lanes(self._view, entry):
            self._between()
            hold = wait_advice(self._view, self._means, entry, self._crew)
        if hold is None and entry.part in NOT_WAITED_FOR:
            self._between()
            hold = self._needed_by_then(entry.server)
            self._spares += hold is not None
        return hold

    def is_enough(self, holds: int, entry: Entry) -> bool:
        """Whether so many are told to wait that it is not asked of another."""
        return holds >= MOST_HELD or (
            entry.part in NOT_WAITED_FOR and self._spares >= MOST_SPARES_HELD
        )

    def _needed_by_then(self, server: str) -> WaitAdvice | None:
        """What somebody waits for that would begin later if this were begun, that nobody waits for.

        None where there is nothing, or where more are at work already than the plan counts on.
        """
        view, plain = self._view, self._idle
        if server not in plain.parts:  # a look at what is clean is no work of a crew
            return None
        at = _number(self._means, plain.parts[server], self._crew)
        if list(plain.running.values()).count(at) >= self._means.means.places[at]:
            return None
        begun = plain._replace(
            running={**plain.running, server: at},
            starts={other: when for other, when in plain.starts.items() if other != server},
            needs_later=plain.needs_later | {server},
        )
        now = _played(view, begun)
        for other in view.order.servers:
            needed, waited = self._without.get((other, 0)), now.begins.get((other, 0))
            if (
                view.order.part[other] not in NOT_WAITED_FOR
                and is_near(view, self._means, other)
                and needed is not None
                and waited is not None
                and waited - needed >= WORTH_TELLING
            ):
                return WaitAdvice(server, "", other, later(view.now, needed))
        return None

    @cached_property
    def _idle(self) -> Division:
        """Who does what if nobody begins what nobody waits for."""
        plain = self._means.division
        last = {s for s, part in self._view.order.part.items() if part in NOT_WAITED_FOR}
        late = dict.fromkeys(last - plain.running.keys(), NEVER)
        return plain._replace(starts={**plain.starts, **late})

    @cached_property
    def _without(self) -> Mapping[tuple[str, int], float]:
        return _played(self._view, self._idle).begins


def hold_on(view: View, means: Resources, entry: Entry, crews: Sequence[str]) -> WaitAdvice | None:
    """Why a ready server had better wait whichever of these crews were to begin it; of none, anybody."""
    whose: Sequence[str | None] = crews or [None]
    holds = [_Holding(view, means, crew, lambda: None).why(entry) for crew in whose]
    return holds[0] if all(holds) else None


def _number(means: Resources, own: Sequence[Part], crew: str | None) -> int:
    """The crew by number that would be at it: theirs, else the first that is for it."""
    return means.crews.index(crew) if crew in means.crews else own[0].kind.crews[0]


def _for(
    view: View,
    means: Resources,
    operator: str,
    site: str | None,
    crew: str | None,
    passed_over: Collection[str] = (),
) -> Iterator[Entry]:
    """What is ready for them but for what they passed over, in the order of the queue."""
    for entry in view.entries:
        if (
            entry.ready_for(operator)
            and entry.server not in passed_over
            and (site is None or view.plan.servers[entry.server].site == site)
            and takes(means, crew, entry.server)
        ):
            yield entry


def _elsewhere(
    view: View, means: Resources, crew: str | None, chosen: Entry | None
) -> Elsewhere | None:
    tier = (chosen.tier or NO_TIER) if chosen else NO_TIER
    for entry in view.entries:
        if (entry.tier or NO_TIER) >= tier:
            return None
        if entry.ready and not takes(means, crew, entry.server) and full_lane(view, entry) is None:
            crews = tuple(means.crews[number] for number in means.kind(entry.server).crews)
            away = who_is_away(view, entry.server)
            return Elsewhere(entry.server, crews, away.until if away else None)
    return None


def takes(means: Resources, crew: str | None, server: str) -> bool:
    """Whether a crew is for a server; any is where the plan does not tell them apart."""
    return crew not in means.crews or means.crews.index(crew) in means.kind(server).crews


def can_go_on(view: View, operator: str, server: str) -> bool:
    """Whether an operator's crew is for a server and at work.

    Of who has no crew by the plan: whether anybody is at work whom it is for.
    """
    crew = crew_of(view.plan, operator)
    if crew not in view.plan.crews:
        return who_is_away(view, server) is None
    return crew in crews_of(view.plan, view.plan.servers[server]) and _on(view, crew) is None


def _hands_full(
    view: View, means: Resources, crew: str | None, ready: Iterable[Entry]
) -> HandsFull | None:
    """What a crew has in hand that can begin nothing more at once, by the plan; what it does beside."""
    if crew is None or crew not in view.plan.crews:
        return None
    held, at_once = means.in_hand([means.crews.index(crew)]), view.plan.crews[crew].at_once
    if len(held) < at_once:
        return None
    last = max((view.entry[server].rank for server in held), default=0)
    first = next((e for e in ready if e.work in BRIEF and full_lane(view, e) is None), None)
    beside = first if first and first.rank < last and _on(view, crew) is None else None
    return HandsFull(crew, tuple(held), at_once, beside, _begins_nothing_until(view, means, crew))


def _begins_nothing_until(view: View, means: Resources, crew: str) -> datetime | None:
    """When a crew goes home, where it begins nothing before that by likely times."""
    number, shifts = means.crews.index(crew), shifts_of(view, crew)
    if shifts is None or not shifts.at_work(0):
        return None
    left = shifts.left(0)
    begun = (of for of in play_by_likely_times(view, means).begun if of.begun.crew == number)
    if any(of.begun.minute < left and of.node not in view.in_hand for of in begun):
        return None
    return clock_after(view.now, left)


def _on(view: View, crew: str | None) -> datetime | None:
    return works_from(view, crew) if crew and crew in view.plan.crews else None


def _uses_lanes(view: View, entry: Entry) -> bool:
    return entry.work == "restore" and any(
        stretch.lanes for stretch in stretches_left(view, entry.server)
    )


def wait_advice(
    view: View, means: Resources, entry: Entry, crew: str | None = None
) -> WaitAdvice | None:
    """Why a server that is ready had better wait; None where it need not."""
    plain, server = means.division, entry.server
    own = plain.parts[server]
    lanes = {lane for part in own for lane in part.kind.lanes}
    earlier = [
        (other, number, shared[0])
        for other in view.order.servers[: entry.rank - 1]
        for number, part in enumerate(plain.parts.get(other, ()))
        if (number or other not in plain.running)
        and is_near(view, means, other)
        and (shared := sorted(lanes.intersection(part.kind.lanes)))
    ]
    at = _number(means, own, crew)
    found = _held_up(view, plain, server, at, earlier) if earlier else None
    if found is None or not all(
        _held_up(view, _at_pace(plain, pace), server, at, [found[:3]]) for pace in PACES
    ):
        return None
    other, _, lane, needed = found
    return WaitAdvice(server, means.lanes[lane], other, later(view.now, needed))


def _held_up(
    view: View, plain: Division, server: str, crew: int, earlier: Sequence[tuple[str, int, int]]
) -> tuple[str, int, int, float] | None:
    """The first part of a server, and the lane, that this server holds up if a crew begins it now.

    With the minute at which that part needs the lane. None where that is no reason to wait.
    """
    own = plain.parts[server]
    begun = plain._replace(
        running={**plain.running, server: crew}, needs_later=plain.needs_later | {server}
    )
    without = [part._replace(kind=part.kind._replace(lanes=())) for part in own]
    now = _played(view, begun)
    beside = _played(view, begun._replace(parts={**plain.parts, server: without}))
    for other, number, lane in earlier:
        needed, waited = beside.begins.get((other, number)), now.begins.get((other, number))
        if (
            needed is None
            or waited is None
            or waited - needed < WORTH_TELLING
            or not _is_in(now, server, own, lane, needed)
        ):
            continue
        then = _played(view, plain._replace(starts={**plain.starts, server: needed + 1}))
        return (other, number, lane, needed) if _gains(view, other, server, now, then) else None
    return None


def _at_pace(plain: Division, pace: float) -> Division:
    """The same with what is in hand taking so many times as long."""
    parts = {
        server: [part._replace(minutes=part.minutes * pace) for part in plain.parts[server]]
        for server in plain.running
    }
    return plain._replace(parts={**plain.parts, **parts})


def is_near(view: View, means: Resources, server: str) -> bool:
    """Whether all that a server needs works or is in somebody's hands at work.

    When it can be begun is known then: of what nobody has in hand it is but a guess, and one that
    the next minute may make another.
    """
    at_it = means.division.running.keys() - means.division.resting
    return server in at_it or all(
        sum(member in at_it or view.works(member) for member in group) >= enough(group)
        for group in view.problem.down.get(server, ())
    )


def _is_in(play: Played, server: str, own: Sequence[Part], lane: int, minute: float) -> bool:
    """Whether a server is in a lane at that minute."""
    return any(
        begins <= minute < ends
        for number, part in enumerate(own)
        if lane in part.kind.lanes
        for begins, ends in play.in_lanes.get((server, number), ())
    )


def _played(view: View, of: Division) -> Played:
    return played(view.problem, view.order.servers, view.order.tier, of)


def _gains(view: View, waiting: str, held: str, now: Played, then: Played) -> bool:
    """Whether what waits works sooner for what is held, and services by what each counts.

    Only those count that stand on either: how all else falls out turns on the minute.
    """
    if now.up.get(waiting, NEVER) - then.up.get(waiting, NEVER) < WORTH_TELLING:
        return False
    services = view.graph.above_any([waiting, held]) & view.plan.services.keys()
    sooner = {s: now.up[s] - then.up[s] for s in services if s in now.up and s in then.up}
    return sum(minutes * view.problem.worth[service] for service, minutes in sooner.items()) > 0


def _hand(
    view: View,
    means: Resources,
    operator: str,
    crew: str | None,
    chosen: Entry | None,
    site: str | None,
) -> Hand | None:
    """Where a hand is wanted, before anything of a lower tier is begun: not at what rests.

    Nor at what stands behind that, as a pin may have it.
    """
    tier = (chosen.tier or NO_TIER) if chosen else NO_TIER + 1
    for server in view.in_hand:
        part, entry = view.plan.servers[server], view.entry[server]
        if (
            part.hands < 2
            or (entry.tier or NO_TIER) >= tier
            or (chosen is not None and entry.rank > chosen.rank)
            or (site is not None and part.site != site)
            or not takes(means, crew, server)
            or means.rests(server)
        ):
            continue
        at_it = people_at(view, server)
        if len(at_it) >= part.hands or any(same_person(name, operator) for name in at_it):
            continue
        if (sooner := sooner_by_a_hand(view, server, len(at_it))) >= WORTH_TELLING:
            return Hand(server, entry.held_by, sooner)
    return None


def people_at(view: View, server: str) -> list[str]:
    """Who is at a server in hand.

    Who has it, and whoever acted on it since it was taken, be it by a note.
    """
    holder, found = view.entry[server].held_by, list[str]()
    for event in view.situation.history.get(server, ()):
        if event.hash in view.situation.undone:
            continue
        if event.after is not None and event.after.work == "restoring":
            found = []
        found.append(view.by(event))
    return [
        holder,
        *dict.fromkeys(name for name in found if not same_person(name, holder)),
    ]


def sooner_by_a_hand(view: View, server: str, hands: int) -> int:
    """By how many minutes another pair of hands likely ends a restoration sooner.

    Nothing while a step of it is in a lane, for that is what it waits for. What is over its likely time
    takes yet what its steps say; nothing is known of it where they say nothing.
    """
    stretches = stretches_left(view, server)
    if not stretches[0].hands_help:
        return 0
    alone = sum(stretch.share for stretch in stretches if stretch.hands_help)
    left = likely_left(view, server) or _left_by_steps(view, server)
    return round(left * alone * (1 - hands_rate(hands) / hands_rate(hands + 1)))


def _left_by_steps(view: View, server: str) -> int:
    """The minutes that a restoration likely takes yet by the steps that are done; nought before any is."""
    left = left_to_restore(view.plan, view.situation, server)
    return left.likely if left != view.plan.restoration(server) else 0
