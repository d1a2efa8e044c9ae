"""List scheduling (Graham 1966) where not everybody does everything.

Crews that are for some of the work and sleep at night, lanes that work shares, and second pairs of
hands.

Whenever somebody is free, the first stage begins for which there is a crew and a place in all its
lanes. Who would else begin something of a lower tier, or nothing, lends a hand where that is
allowed. Who has nothing free, and something in hand now, does what is brief and comes before that
beside it. So a lane is a resource with a capacity; a place in it is kept only for what is under way.

A place in a lane is held by work that goes on. What rests, for its crew has gone home, gives its
place back, and takes one again when the crew comes: where there is none it waits for one, before
what has not begun, in the hands of who has it.

Nobody lends a hand at what rests: who did is free until its crew comes. And who lends a hand goes
home at the end of their own shift.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import inf
from types import MappingProxyType

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.shifts import NEARLY, Shifts

A_SECOND_PAIR = 0.5
"""What each further pair of hands does of what the first does: they wait for the same machine, and
tell each other where they are. Two pairs take two thirds of the time of one."""

NO_TIER = 9
"""The tier of what no service waits for."""

TIER_COUNTS = (0, 5, 4, 3, 2, 1, 0.1, 0.1, 0.1, 0.1)
"""What a minute of waiting counts, by tier, as in the rule; of what no service waits for, hardly."""

NOBODY = -1


class StageKind(NamedTuple):
    """What some stages ask for alike.

    One of these `crews`, by number, those first that are for least; and a place in each of these
    `lanes`. In all of them but `places` it waits for a machine, so more hands make nothing faster.
    """

    crews: tuple[int, ...]
    lanes: tuple[int, ...] = ()
    places: tuple[int, ...] = ()


def numbered_kinds(
    kinds: Iterable[StageKind | None],
) -> tuple[list[StageKind], list[int | None]]:
    """The kinds of some stages, each once, and for each stage the number of its kind, None where it has none."""
    numbers: dict[StageKind, int] = {}
    of = [None if kind is None else numbers.setdefault(kind, len(numbers)) for kind in kinds]
    return list(numbers), of


class Means(NamedTuple):
    """What there is to work with: of each crew its places, and its shifts where it has any.

    Of each lane its places.
    """

    places: Sequence[int]
    shifts: Sequence[Shifts | None]
    lanes: Sequence[int]


class Places(NamedTuple):
    """The place of each stage in the order, and its tier."""

    places: Sequence[int]
    tiers: Sequence[int]


class PlacesFrom(NamedTuple):
    """From a minute on the stages have these places; found when a run first comes so far."""

    minute: float
    of: Callable[[], Places]


class InTurn(NamedTuple):
    """The places and tiers of the stages in a stretch; and `stages` in the order of these.

    `last` has for each crew the place of the last of what it has in hand at first.
    """

    places: Sequence[int]
    tiers: Sequence[int]
    stages: Sequence[int]
    last: Mapping[int, int]


class _Work(NamedTuple):
    kinds: Sequence[StageKind]
    kind: Sequence[int | None]
    hands: Sequence[int]
    tiers: Sequence[int]
    unmet: Sequence[int]
    dependents: Sequence[Sequence[int]]
    running: Mapping[int, int]
    follows: Mapping[int, int] = MappingProxyType({})
    brief: Collection[int] = frozenset()
    resting: Collection[int] = frozenset()
    stretches: Sequence[PlacesFrom] = ()


class Work(_Work):
    """What is to be done, by number.

    First come stages, those to begin first in front, each with the number of its kind; one without
    a kind elapses by itself. Then what needs no work. A stage is ready, and anything else done,
    when `unmet` of what it waits for are done; `dependents` wait for it. So many pairs of `hands`
    may be at a stage; `tiers` are the most urgent that wait for each. `running` has the stages that
    crews are at, and `follows` for stages of what is in hand the one that comes after: with it the
    same crew goes on. Of what runs some is `resting`: who has it works again in their hours alone,
    or came back to it in the hours that hold now, so it takes its place in a lane again last.
    What is `brief` takes minutes of a person, as a look does: whose hands are full does it beside
    what they have in hand now and what comes later, which goes on so much later.

    Where time moves the order there are `stretches`, the first from nought on: in each what is ready
    is begun in its order, whatever the numbers.

    What all runs of it share is found out once.
    """

    def in_turn(self, number: int) -> InTurn:
        """The order that holds in a stretch, the first by 0; it is found once."""
        of = self.stretches[number].of if self.stretches else self._by_number
        found = self._found.get(of)
        if found is None:
            (places, tiers), stages = of(), range(len(self.kind))
            in_order = sorted(stages, key=places.__getitem__)
            found = self._found[of] = InTurn(places, tiers, in_order, self._last_in_hand(places))
        return found

    @cached_property
    def first_in_turn(self) -> InTurn:
        """The order that holds at first."""
        return self.in_turn(0)

    @cached_property
    def _found(self) -> dict[Callable[[], Places], InTurn]:
        return {}

    def _by_number(self) -> Places:
        return Places(list(range(len(self.kind))), self.tiers)

    def stands_behind(self, stage: int, other: int, minute: float) -> bool:
        """Whether a stage stands behind another in the order that holds at a minute."""
        begun = [n for n, each in enumerate(self.stretches) if each.minute <= minute]
        places = self.in_turn(begun[-1] if begun else 0).places
        return places[stage] > places[other]

    @cached_property
    def ready_at_first(self) -> Sequence[int]:
        """The stages that wait for nothing, but for those that crews are at."""
        stages = range(len(self.kind))
        return [stage for stage in stages if not self.unmet[stage] and stage not in self.running]

    def _last_in_hand(self, places: Sequence[int]) -> Mapping[int, int]:
        """For each crew the last place of what it has in hand now."""
        last = dict[int, int]()
        for stage, crew in self.running.items():
            last[crew] = max(places[stage], last.get(crew, NOBODY))
            while stage in self.follows:
                stage = self.follows[stage]
                last[crew] = max(places[stage], last[crew])
        return last

    @cached_property
    def for_crew(self) -> Mapping[int, Sequence[int]]:
        """For each crew the numbers of the kinds that it is for."""
        return self._kinds_by(lambda kind: kind.crews)

    @cached_property
    def in_lane(self) -> Mapping[int, Sequence[int]]:
        """For each lane the numbers of the kinds that use it."""
        return self._kinds_by(lambda kind: kind.lanes)

    def _kinds_by(self, of: Callable[[StageKind], Sequence[int]]) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for number, kind in enumerate(self.kinds):
            for each in of(kind):
                found.setdefault(each, []).append(number)
        return found

    @cached_property
    def comes_into(self) -> Mapping[int, Mapping[int, Sequence[int]]]:
        """For each lane, by stage, what follows that and uses the lane, where it does not itself."""
        found: dict[int, dict[int, list[int]]] = {lane: {} for lane in self.in_lane}
        for stage in range(len(self.kind)) if found else ():
            used = self.lanes_of(stage)
            for following in self.dependents[stage]:
                for lane in self.lanes_of(following):
                    if lane not in used:
                        found[lane].setdefault(stage, []).append(following)
        return found

    def lanes_of(self, number: int) -> Sequence[int]:
        """The lanes of a stage; none of what elapses, or needs no work."""
        kind = self.kind[number] if number < len(self.kind) else None
        return () if kind is None else self.kinds[kind].lanes


class Begun(NamedTuple):
    """A stage that began: when, by which crew; `helps` where it lends a hand at one that runs."""

    stage: int
    minute: float
    crew: int
    helps: bool = False


InLanes = list[tuple[float, float]]
"""The stretches in which a stage has a place in its lanes: until it gives it back, by minutes."""


def note_in_lanes(held: dict[int, InLanes], stage: int, minute: float, takes: bool) -> None:
    """Notes that a stage takes a place in its lanes, or gives it back."""
    if takes:
        held.setdefault(stage, []).append((minute, inf))
    else:
        held[stage][-1] = (held[stage][-1][0], minute)


def play(
    work: Work,
    means: Means,
    minutes: Mapping[int, Sequence[float]],
    run: int,
    done: Callable[[int, float, int], bool],
    told: Collection[int] | None = None,
    begun: Callable[[Begun], object] | None = None,
    in_lanes: Callable[[int, float, bool], object] | None = None,
) -> None:
    """Plays it once.

    `minutes` says what a stage takes in each run; one of no minutes needs nobody. `done` is told of
    each number (of those `told` alone, where they are given), at its minute, with how many stages
    are done by then; it says whether to stop. `in_lanes` is told of each stage that takes places in
    its lanes (true) or gives them back, and when.
    """
    _Play(work, means, minutes, run, done, told, begun, in_lanes).through()


class _Play:
    """One run. It goes through this hundreds of thousands of times, so it asks nothing twice.

    A kind of work is `_shut` from when nobody could begin any of it, for want of a crew or of a
    place, until such a crew or place is free again.
    """

    def __init__(
        self,
        work: Work,
        means: Means,
        minutes: Mapping[int, Sequence[float]],
        run: int,
        done: Callable[[int, float, int], bool],
        told: Collection[int] | None,
        begun: Callable[[Begun], object] | None,
        in_lanes: Callable[[int, float, bool], object] | None,
    ) -> None:
        self._of, self._shifts, self._minutes, self._run = work, means.shifts, minutes, run
        self._done, self._told, self._begun, self._in_lanes = done, told, begun, in_lanes
        self._now, self._unmet, self._stages = 0.0, list(work.unmet), len(work.kind)
        self._free, self._lanes, self._count = list(means.places), list(means.lanes), 0
        self._ready: list[list[int]] = [[] for _ in work.kinds]
        self._open, self._shut = list[int](), [False] * len(work.kinds)
        self._off = [inf if shifts is None else -inf for shifts in means.shifts]
        self._busy: list[tuple[float, int]] = []
        self._ends: dict[int, float] = {}
        self._at: dict[int, list[int]] = {}
        self._open_to_hands: list[int] = []
        self._awaited = set[int]()
        self._goes_on: dict[int, int] = {}
        self._in_hand = {*work.running, *work.follows.values()}
        self._brief, self._beside = list[int](), dict[int, int]()
        self._sleepless = set[int]()
        self._home = -1 - len(means.places)
        self._asleep, self._waiting = dict[int, int](), dict[int, float]()
        self._whose = dict[int, int]()
        self._stretch = 0
        self._places, self._tiers, self._stage_at, self._last = work.first_in_turn
        self._for_crew, self._in_lane = work.for_crew, work.in_lane
        self._moves = work.stretches[1].minute if len(work.stretches) > 1 else inf

    def _turn(self) -> None:
        """Has what is ready stand as time has moved the order by now."""
        of, stretches, stage_at = self._of, self._of.stretches, self._stage_at
        while self._now >= self._moves:
            self._stretch += 1
            following = self._stretch + 1
            self._moves = stretches[following].minute if following < len(stretches) else inf
        self._places, self._tiers, self._stage_at, self._last = of.in_turn(self._stretch)
        places, in_hand = self._places, self._in_hand
        self._brief.clear()
        for kind, ready in enumerate(self._ready):
            if not ready:
                continue
            stages = [stage_at[place] for place in ready]
            ready[:] = [places[stage] for stage in stages]
            heapify(ready)
            if in_hand:
                for stage in stages:
                    if stage in of.brief:
                        self._note_brief(stage, of.kinds[kind].crews)
        self._open_to_hands.sort(key=self._places.__getitem__)

    def through(self) -> None:
        """From the first stage to the last, or to where it is told to stop."""
        stop, busy = self._at_first(), self._busy
        while not stop:
            while self._waiting and self._take_again():
                pass
            while (self._open or self._open_to_hands) and self._begin_next():
                pass
            while self._brief and self._in_hand and self._begin_beside():
                pass
            if not busy:
                return
            self._now, stage = heappop(busy)
            if self._now >= self._moves:
                self._turn()
            if stage < 0:
                self._turn_of_shift(stage)
            elif self._ends.get(stage) == self._now:
                stop = self._end(stage)

    def _at_first(self) -> bool:
        """Has go on what runs, and takes note of what is ready; says whether to stop."""
        resting, stop = self._of.resting, False
        for stage, crew in self._of.running.items():
            if stage not in resting or not self._is_told_to_rest(stage, crew):
                self._begin(stage, crew, goes_on=True)
        if resting:
            self._go_on_rested()
        for stage in self._of.ready_at_first:
            minutes = self._minutes[stage][self._run]
            stop = (not minutes and self._is_done(stage)) or stop
            if minutes:
                self._met(stage, minutes)
        return stop

    def _met(self, stage: int, minutes: float) -> None:
        """Takes note that nothing is left that a stage waits for, which takes so many minutes."""
        kind = self._of.kind[stage]
        if kind is None:
            self._until(stage, self._now + minutes)
            return
        crew = self._goes_on.pop(stage, NOBODY) if self._goes_on else NOBODY
        if crew != NOBODY and self._may_go_on(stage, crew):
            self._begin(stage, crew)
            return
        if not self._ready[kind] and not self._shut[kind]:
            self._open.append(kind)
        heappush(self._ready[kind], self._places[stage])
        if self._in_hand and stage in self._of.brief:
            self._note_brief(stage, self._of.kinds[kind].crews)

    def _may_go_on(self, stage: int, crew: int) -> bool:
        """Whether the crew that has a server in hand can go on with it at once."""
        shifts = self._shifts[crew]
        return (shifts is None or self._left(crew, shifts) > 0) and not self._is_full(
            self._of.lanes_of(stage)
        )

    def _is_done(self, number: int) -> bool:
        """Tells that a number is done; says whether to stop."""
        met, unmet, stages, told = [number], self._unmet, self._stages, self._told
        dependents, minutes, run = self._of.dependents, self._minutes, self._run
        while met:
            node = met.pop()
            self._count += node < stages
            if (told is None or node in told) and self._done(node, self._now, self._count):
                return True
            for dependent in dependents[node]:
                left = unmet[dependent] = unmet[dependent] - 1
                if left:
                    continue
                if dependent < stages and (takes := minutes[dependent][run]):
                    self._met(dependent, takes)
                else:
                    met.append(dependent)
        return False

    def _end(self, stage: int) -> bool:
        """Ends a stage, so that its crews and places are free; says whether to stop."""
        del self._ends[stage]
        of, kind = self._of, self._of.kind[stage]
        if kind is not None:
            crews = self._at.pop(stage)
            for crew in crews:
                self._free[crew] += 1
                self._reopen(self._for_crew[crew])
            if stage in self._asleep:
                del self._asleep[stage]
            elif lanes := of.kinds[kind].lanes:
                self._leave(stage, lanes)
            if self._in_hand:
                self._in_hand.discard(stage)
                self._beside.pop(stage, None)
                if crews and stage in of.follows:
                    self._goes_on[of.follows[stage]] = crews[0]
            if self._open_to_hands and stage in self._open_to_hands:
                self._open_to_hands.remove(stage)
        return self._is_done(stage)

    def _begin_next(self) -> bool:
        """Begins the first that somebody can begin, or has somebody lend a hand.

        Says whether anything was.
        """
        stage, crew = self._first_ready()
        if self._open_to_hands and max(self._free) > 0:
            helped, helper = self._first_to_help()
            tiers = self._tiers
            if helper != NOBODY and (crew == NOBODY or tiers[helped] < tiers[stage]):
                self._help(helped, helper)
                return True
        if crew == NOBODY:
            return False
        kind = self._of.kind[stage] or 0
        heappop(self._ready[kind])
        if not self._ready[kind]:
            self._open.remove(kind)
        self._begin(stage, crew)
        return True

    def _note_brief(self, stage: int, crews: Sequence[int]) -> None:
        """Takes note of what is brief and comes before what one of its crews has in hand."""
        last, place = self._last, self._places[stage]
        for crew in crews:
            if last.get(crew, NOBODY) > place:
                self._brief.append(stage)
                return

    def _begin_beside(self) -> bool:
        """Begins the first brief stage that comes before what a crew with full hands has in hand.

        Of what it has in hand the last in the order waits meanwhile. Says whether anything was.
        """
        waiting, places, stage_at = self._beside.values(), self._places, self._stage_at
        first = min([places[stage] for stage in self._brief])
        held = [
            place
            for s in self._in_hand
            if (place := places[s]) > first and s in self._at and s not in waiting
        ]
        if not held:
            return False
        held.sort(reverse=True)
        for place in sorted([places[stage] for stage in self._brief]):
            if place > held[0]:
                return False
            stage = stage_at[place]
            kind = self._kind(stage)
            if kind.lanes and (self._is_full(kind.lanes) or self._kept_free(stage, kind.lanes)):
                continue
            for behind in held:
                crew = self._at[stage_at[behind]][0]
                if (
                    behind > place
                    and crew in kind.crews
                    and self._is_at_work(crew)
                    and not self._is_left_to_others(crew, stage, kind.crews)
                    and not self._would_lie(stage_at[behind], stage, crew)
                ):
                    self._interrupt(stage_at[behind], stage, crew)
                    return True
        return False

    def _would_lie(self, held: int, stage: int, crew: int) -> bool:
        """Whether what a crew has in hand would lie until it comes back, for something brief.

        Where it would have that done before it goes home, and the brief can wait for it: for no
        longer than it takes itself, or somebody else has it done by then. And wherever that has a
        place in a lane, which it would lose.
        """
        end, minutes = self._ends[held], self._minutes[stage][self._run]
        if self._shifts[crew] is None or not end <= self._off[crew] < end + minutes:
            return False
        is_short = end - self._now <= minutes
        return (
            is_short
            or bool(self._kind(held).lanes)
            or any(
                other != crew and self._done_by(other, minutes) <= end + minutes
                for other in self._kind(stage).crews
            )
        )

    def _is_at_work(self, crew: int) -> bool:
        """Whether a crew works now. Of one that sleeps it is noted when it comes."""
        shifts = self._shifts[crew]
        if shifts is None or self._left(crew, shifts) > 0:
            return True
        self._await(crew, shifts)
        return False

    def _await(self, crew: int, shifts: Shifts) -> None:
        """Takes note of when a crew comes that sleeps."""
        if crew not in self._awaited:
            self._awaited.add(crew)
            heappush(self._busy, (shifts.next_begin(self._now), -1 - crew))

    def _interrupt(self, held: int, stage: int, crew: int) -> None:
        """Has a crew do something brief, and go on with what it has in hand after that."""
        kind, shifts, now, minutes = (
            self._of.kind[stage] or 0,
            self._shifts[crew],
            self._now,
            self._minutes[stage][self._run],
        )
        self._ready[kind].remove(self._places[stage])
        heapify(self._ready[kind])
        if not self._ready[kind] and kind in self._open:
            self._open.remove(kind)
        self._brief.remove(stage)
        if lanes := self._kind(stage).lanes:
            self._enter(stage, lanes)
        done, end = shifts.done(now, minutes) if shifts else now + minutes, self._ends[held]
        by_hours = self._hours_at(held, crew)
        self._at[stage], self._beside[stage] = [], held
        self._until(stage, done)
        if held not in self._waiting:
            left = by_hours.work_between(now, end) if by_hours else end - now
            self._until(held, by_hours.done(done, left) if by_hours else done + left)
        for each in (stage, held) if by_hours else (stage,):
            if self._is_told_to_rest(each, crew):
                self._rest_later(each, crew)
        if self._begun:
            self._begun(Begun(stage, now, crew))

    def _first_ready(self) -> tuple[int, int]:
        """The first stage for which there is a crew and a place in its lanes, with the crew."""
        ready, kinds, could, kept = self._ready, self._of.kinds, self._open, None
        free, stage_at, now = self._free, self._stage_at, self._now
        first, taker = self._stages, NOBODY
        while could:
            place = of = self._stages
            for number in could:
                if (its := ready[number][0]) < place:
                    place, of = its, number
            first = stage_at[place]
            crews, lanes, _ = kinds[of]
            taker = NOBODY
            for crew in crews:
                if free[crew] > 0:
                    if not lanes or not self._is_full(lanes):
                        is_done = self._minutes[first][self._run] <= self._off[crew] - now
                        taker = crew if is_done else self._crew_for(crews, first)
                    break
            if taker == NOBODY:
                self._shut[of] = True
            elif not lanes or not self._kept_free(first, lanes):
                break
            else:
                kept, taker = [*(kept or ()), of], NOBODY
            could.remove(of)
        if kept:
            could += kept
        return first, taker

    def _reopen(self, kinds: Sequence[int]) -> None:
        """Some of these may be begun again, now that a crew or a lane has a place."""
        shut, ready = self._shut, self._ready
        for kind in kinds:
            if shut[kind]:
                shut[kind] = False
                if ready[kind]:
                    self._open.append(kind)

    def _is_full(self, lanes: Sequence[int]) -> bool:
        places = self._lanes
        for lane in lanes:  # noqa: SIM110 -- any() costs more than all the rest of it here
            if places[lane] <= 0:
                return True
        return False

    def _kept_free(self, stage: int, lanes: Sequence[int]) -> bool:
        """Whether a place in one of these lanes is kept for work that comes earlier in the order.

        That work is under way and gets there before the stage would leave the lane again; and by
        its tier it would lose more by waiting than the stage does if it comes after (an exchange of
        two, Smith 1956).
        """
        unmet, ends, of = self._unmet, self._ends, self._places
        for lane in lanes:
            comes, places = self._of.comes_into[lane], self._lanes[lane]
            for running in self._at:
                for following in comes.get(running, ()):
                    if of[following] < of[stage] and unmet[following] == 1:
                        places -= self._goes_before(following, ends[running], stage)
            if places <= 0:
                return True
        return False

    def _goes_before(self, following: int, comes: float, stage: int) -> bool:
        """Whether what gets to a lane at a minute goes before a stage, earlier in the order as it is."""
        minutes, until = self._minutes[stage][self._run], comes - self._now
        return until < minutes and self._counts(following) * (minutes - until) > self._counts(
            stage
        ) * (until + self._minutes[following][self._run])

    def _counts(self, stage: int) -> float:
        return TIER_COUNTS[min(self._tiers[stage], NO_TIER)]

    def _first_to_help(self) -> tuple[int, int]:
        for stage in self._open_to_hands:
            if (crew := self._crew_for(self._kind(stage).crews)) != NOBODY:
                return stage, crew
        return NOBODY, NOBODY

    def _crew_for(self, crews: Sequence[int], stage: int | None = None) -> int:
        """One of these crews that is free and at work. Of one that sleeps it is noted when it comes.

        Of several the first; for a stage to begin the first of those that have it done soonest,
        which is not who goes home before it is. And who goes home before it is done leaves it to
        who has it done sooner.
        """
        found, soonest, free, now = NOBODY, inf, self._free, self._now
        minutes = 0.0 if stage is None else self._minutes[stage][self._run]
        for crew in crews:
            if free[crew] <= 0:
                continue
            if (shifts := self._shifts[crew]) is None:
                return crew
            if crew in self._awaited:
                continue
            if left := self._left(crew, shifts):
                if minutes <= left:
                    return crew
                end = shifts.done(now, minutes)
                if end <= now + minutes + NEARLY:
                    return crew
                if end < soonest - NEARLY:
                    found, soonest = crew, end
            else:
                self._await(crew, shifts)
        if found != NOBODY and stage is not None and self._is_left_to_others(found, stage, crews):
            return NOBODY
        return found

    def _is_left_to_others(self, taker: int, stage: int, crews: Sequence[int]) -> bool:
        """Whether one crew goes home before it has a stage done, which another has done sooner."""
        of, minutes, now = self._shifts[taker], self._minutes[stage][self._run], self._now
        if of is None or self._left(taker, of) >= minutes:
            return False
        soonest = of.done(now, minutes) - NEARLY
        return any(crew != taker and self._done_by(crew, minutes) < soonest for crew in crews)

    def _done_by(self, crew: int, minutes: float) -> float:
        """When a crew has so many minutes of work done, begun once it is there and has a hand free."""
        begin, shifts = self._now, self._shifts[crew]
        if self._free[crew] <= 0:
            at = [self._ends[stage] for stage, of in self._at.items() if crew in of]
            begin = min(at, default=inf)
        return shifts.done(begin, minutes) if shifts and begin < inf else begin + minutes

    def _left(self, crew: int, shifts: Shifts) -> float:
        """The minutes until the shift of a crew ends that is at work; nought where it is not."""
        left = self._off[crew] - self._now
        if left <= NEARLY and (left := shifts.left(self._now)):
            self._off[crew] = self._now + left
        return left

    def _begin(self, stage: int, crew: int, *, goes_on: bool = False) -> None:
        """Who has a server in hand now is at work now, whatever their hours say, unless it rests."""
        shifts, minutes, now = self._shifts[crew], self._minutes[stage][self._run], self._now
        if goes_on and (
            shifts is None or not (self._left(crew, shifts) > 0 or stage in self._of.resting)
        ):
            shifts = None
            self._sleepless.add(stage)
        if self._brief and stage in self._brief:
            self._brief.remove(stage)
        self._free[crew] -= 1
        kind = self._kind(stage)
        if kind.lanes:
            self._enter(stage, kind.lanes)
        self._at[stage] = [crew]
        end = now + minutes
        if shifts is not None and end >= self._off[crew]:
            end = shifts.done(now, minutes)
        self._ends[stage] = end
        heappush(self._busy, (end, stage))
        if shifts is not None and (kind.lanes or self._of.hands[stage] > 1):
            self._rest_later(stage, crew)
        if self._of.hands[stage] > 1:
            self._ask_for_hands(stage)
        if self._begun:
            self._begun(Begun(stage, now, crew))

    def _ask_for_hands(self, stage: int) -> None:
        """Takes note that more hands may be at a stage, where they make it faster."""
        kind = self._kind(stage)
        if len(kind.places) == len(kind.lanes):
            self._open_to_hands.append(stage)
            self._open_to_hands.sort(key=self._places.__getitem__)

    def _enter(self, stage: int, lanes: Sequence[int]) -> None:
        """A stage takes a place in each of its lanes."""
        for lane in lanes:
            self._lanes[lane] -= 1
        if self._in_lanes and lanes:
            self._in_lanes(stage, self._now, True)

    def _leave(self, stage: int, lanes: Sequence[int]) -> None:
        """A stage gives its places back."""
        for lane in lanes:
            self._lanes[lane] += 1
            self._reopen(self._in_lane[lane])
        if self._in_lanes and lanes:
            self._in_lanes(stage, self._now, False)

    # What rests

    def _is_told_to_rest(self, stage: int, crew: int) -> bool:
        """Whether it makes a difference that a stage rests: to its lanes, or to who may lend a hand."""
        return bool(self._kind(stage).lanes) or (
            self._of.hands[stage] > 1 and self._shifts[crew] is not None
        )

    def _hours_at(self, stage: int, crew: int) -> Shifts | None:
        """The shifts by which a crew is at a stage; none where it is at it day and night."""
        return None if stage in self._sleepless else self._shifts[crew]

    def _rest_later(self, stage: int, crew: int) -> None:
        """Takes note that a stage rests from when its crew goes home, where that is before its end."""
        self._whose[stage] = crew
        if self._ends[stage] > self._off[crew] + NEARLY:
            heappush(self._busy, (max(self._off[crew], self._now), self._home - stage))

    def _turn_of_shift(self, note: int) -> None:
        """Has a crew come, or what it is at rest when it goes home; and what else so turns at the minute.

        So what rested takes a place again before somebody begins anything with that.
        """
        busy = self._busy
        while True:
            if note <= self._home:
                self._go_home(self._home - note)
            else:
                self._come(-1 - note)
            if not busy or busy[0][0] > self._now + NEARLY:
                return
            note = busy[0][1]
            if note > self._home and (note >= 0 or not self._asleep):
                return
            self._now, _ = heappop(busy)

    def _go_home(self, stage: int) -> None:
        """A stage rests from when its crew goes home, and its place in a lane is free till that comes.

        Before that those go home who lend it a hand.
        """
        now = self._now
        ends = 0.0 if stage in self._waiting else self._ends.get(stage, 0.0)
        if stage in self._asleep or ends <= now + NEARLY:
            return
        for helper in self._at[stage][1:]:
            self._helper_goes_home(stage, helper)
        if (crew := self._whose.get(stage, NOBODY)) == NOBODY:
            return
        if (shifts := self._shifts[crew]) is None or self._ends[stage] <= now + NEARLY:
            return
        if (left := shifts.left(now)) > NEARLY:
            self._off[crew] = now + left
            self._rest_later(stage, crew)
            return
        self._rest(stage)
        self._await(crew, shifts)

    def _rest(self, stage: int) -> None:
        self._asleep[stage] = self._whose[stage]
        self._leave(stage, self._kind(stage).lanes)
        for helper in self._at[stage][1:]:
            self._part(stage, helper)
        if stage in self._open_to_hands:
            self._open_to_hands.remove(stage)

    def _come(self, crew: int) -> None:
        """A crew comes to work; what of it rested goes on, first what comes first in the order."""
        self._awaited.discard(crew)
        self._reopen(self._for_crew[crew])
        if self._asleep:
            own = [stage for stage, of in self._asleep.items() if of == crew]
            for stage in sorted(own, key=self._places.__getitem__):
                self._wake(stage, crew)

    def _wake(self, stage: int, crew: int) -> None:
        """Has what rested go on, or wait for a place in its lanes."""
        shifts, lanes = self._shifts[crew], self._kind(stage).lanes
        if shifts is None or not self._is_at_work(crew):
            return
        del self._asleep[stage]
        if self._is_full(lanes):
            self._waiting[stage] = shifts.work_between(self._now, self._ends[stage])
            self._ends[stage] = inf
        else:
            self._enter_again(stage, lanes)

    def _take_again(self) -> bool:
        """Has the first go on of what waits for a place again, where there is one and its crew at work.

        Says whether any did.
        """
        for stage in sorted(self._waiting, key=self._places.__getitem__):
            crew, lanes = self._whose[stage], self._kind(stage).lanes
            shifts = self._shifts[crew]
            if shifts is not None and not self._is_full(lanes) and self._is_at_work(crew):
                self._until(stage, shifts.done(self._now, self._waiting.pop(stage)))
                self._enter_again(stage, lanes)
                return True
        return False

    def _enter_again(self, stage: int, lanes: Sequence[int]) -> None:
        """Goes on with what rested, in its lanes."""
        self._enter(stage, lanes)
        self._rest_later(stage, self._whose[stage])
        if 0 < len(self._at[stage]) < self._of.hands[stage]:
            self._ask_for_hands(stage)

    def _go_on_rested(self) -> None:
        """What rests at first gives its place back; what just came back takes one if there is any."""
        running, places = self._of.running, self._places
        rested = [
            stage
            for stage in self._of.resting
            if stage in running and self._is_told_to_rest(stage, running[stage])
        ]
        for stage in rested:
            self._begin(stage, running[stage], goes_on=True)
            self._rest(stage)
        for stage in sorted(rested, key=places.__getitem__):
            self._wake(stage, running[stage])

    # Who lends a hand

    def _help(self, stage: int, crew: int) -> None:
        """Another pair of hands joins those that are at a stage."""
        at = self._at[stage]
        self._takes_times(stage, hands_rate(len(at)) / hands_rate(len(at) + 1))
        at.append(crew)
        self._free[crew] -= 1
        if self._shifts[crew] is not None:
            heappush(self._busy, (self._off[crew], self._home - stage))
        if len(at) >= self._of.hands[stage]:
            self._open_to_hands.remove(stage)
        if self._begun:
            self._begun(Begun(stage, self._now, crew, helps=True))

    def _helper_goes_home(self, stage: int, crew: int) -> None:
        """Who lends a hand goes home where their shift is over."""
        if (shifts := self._shifts[crew]) is None:
            return
        if self._left(crew, shifts) > NEARLY:
            heappush(self._busy, (self._off[crew], self._home - stage))
            return
        self._part(stage, crew)
        if stage not in self._open_to_hands:
            self._ask_for_hands(stage)
        if self._hours_at(stage, holder := self._at[stage][0]):
            self._rest_later(stage, holder)

    def _part(self, stage: int, crew: int) -> None:
        """Who lends a hand at a stage is free again."""
        at = self._at[stage]
        self._takes_times(stage, hands_rate(len(at)) / hands_rate(len(at) - 1))
        del at[at.index(crew, 1)]
        self._free[crew] += 1
        self._reopen(self._for_crew[crew])

    def _takes_times(self, stage: int, times: float) -> None:
        """What is left to work at a stage takes so many times as long: not the hours when it rests."""
        end, since = self._ends[stage], self._now
        for brief, held in self._beside.items():
            if held == stage:
                since = self._ends[brief]
        if shifts := self._hours_at(stage, self._at[stage][0]):
            self._until(stage, shifts.done(since, shifts.work_between(since, end) * times))
        else:
            self._until(stage, since + (end - since) * times)

    def _until(self, stage: int, end: float) -> None:
        self._ends[stage] = end
        heappush(self._busy, (end, stage))

    def _kind(self, stage: int) -> StageKind:
        kind = self._of.kind[stage]
        return _NO_KIND if kind is None else self._of.kinds[kind]


_NO_KIND = StageKind(())


def hands_rate(hands: int) -> float:
    """How many times as much so many pairs of hands do as one."""
    return 1 + A_SECOND_PAIR * (hands - 1)
