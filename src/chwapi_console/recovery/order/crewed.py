"""List scheduling (Graham 1966) where not everybody does everything.

Crews that are for some of the work and sleep at night, lanes that work shares, and second pairs of
hands.

Whenever somebody is free, the first stage begins for which there is a crew and a place in all its
lanes. Who would else begin something of a lower tier, or nothing, lends a hand where that is
allowed. Who has nothing free, and something in hand now, does what is brief and comes before that
beside it. So a lane is a resource with a capacity; a place in it is kept only for what is under way.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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


class Means(NamedTuple):
    """What there is to work with: of each crew its places, and its shifts where it has any.

    Of each lane its places.
    """

    places: Sequence[int]
    shifts: Sequence[Shifts | None]
    lanes: Sequence[int]


class Work(NamedTuple):
    """What is to be done, by number.

    First come stages, those to begin first in front, each with the number of its kind; one without
    a kind elapses by itself. Then what needs no work. A stage is ready, and anything else done,
    when `unmet` of what it waits for are done; `dependents` wait for it. So many pairs of `hands`
    may be at a stage; `tiers` are the most urgent that wait for each. `running` has the stages that
    crews are at, and `follows` for stages of what is in hand the one that comes after: with it the
    same crew goes on. What is `brief` takes minutes of a person, as a look does: whose hands are
    full does it beside what they have in hand now and what comes later, which goes on so much later.
    """

    kinds: Sequence[StageKind]
    kind: Sequence[int | None]
    hands: Sequence[int]
    tiers: Sequence[int]
    unmet: Sequence[int]
    dependents: Sequence[Sequence[int]]
    running: Mapping[int, int]
    follows: Mapping[int, int] = MappingProxyType({})
    brief: Collection[int] = frozenset()


class Begun(NamedTuple):
    """A stage that began: when, by which crew; `helps` where it lends a hand at one that runs."""

    stage: int
    minute: float
    crew: int
    helps: bool = False


def play(
    work: Work,
    means: Means,
    minutes: Callable[[int], float],
    done: Callable[[int, float], bool],
    begun: Callable[[Begun], object] | None = None,
) -> None:
    """Plays it once.

    `minutes` says what a stage takes; one of no minutes needs nobody. `done` is told of each number
    at its minute, and says whether to stop.
    """
    _Play(work, means, minutes, done, begun).through()


class _Play:
    def __init__(
        self,
        work: Work,
        means: Means,
        minutes: Callable[[int], float],
        done: Callable[[int, float], bool],
        begun: Callable[[Begun], object] | None,
    ) -> None:
        self._of, self._shifts = work, means.shifts
        self._minutes, self._done, self._begun = minutes, done, begun
        self._now, self._unmet, self._stages = 0.0, list(work.unmet), len(work.kind)
        self._free, self._lanes = list(means.places), list(means.lanes)
        self._ready: list[list[int]] = [[] for _ in work.kinds]
        self._queues = list(zip(work.kinds, self._ready, strict=True))
        self._busy: list[tuple[float, int]] = []
        self._ends: dict[int, float] = {}
        self._at: dict[int, list[int]] = {}
        self._open_to_hands: list[int] = []
        self._awaited = set[int]()
        self._goes_on: dict[int, int] = {}
        self._in_hand = {*work.running, *work.follows.values()}
        self._last_of = self._last_in_hand()
        self._brief, self._beside = list[int](), dict[int, int]()
        self._sleepless = set[int]()

    def through(self) -> None:
        """From the first stage to the last, or to where it is told to stop."""
        for stage, crew in self._of.running.items():
            self._begin(stage, crew, goes_on=True)
        waiting = [
            stage
            for stage, unmet in enumerate(self._of.unmet[: self._stages])
            if not unmet and stage not in self._of.running
        ]
        stop = False
        for stage in waiting:
            stop = self._met(stage) or stop
        if stop:
            return
        while True:
            while max(self._free) > 0 and self._begin_next():
                pass
            while self._brief and self._in_hand and self._begin_beside():
                pass
            if not self._busy:
                return
            self._now, stage = heappop(self._busy)
            if stage < 0:
                self._awaited.discard(-1 - stage)
            elif self._ends.get(stage) == self._now and self._end(stage):
                return

    def _met(self, node: int) -> bool:
        """Takes note that nothing is left that a number waits for; says whether to stop."""
        minutes = self._minutes(node) if node < self._stages else 0.0
        if not minutes:
            return self._is_done(node)
        kind, crew = self._of.kind[node], self._goes_on.pop(node, NOBODY)
        if kind is None:
            self._until(node, self._now + minutes)
        elif crew != NOBODY and self._may_go_on(node, crew):
            self._begin(node, crew)
        else:
            heappush(self._ready[kind], node)
            if self._in_hand and node in self._of.brief:
                self._note_brief(node, self._of.kinds[kind].crews)
        return False

    def _may_go_on(self, stage: int, crew: int) -> bool:
        """Whether the crew that has a server in hand can go on with it at once."""
        shifts = self._shifts[crew]
        return (shifts is None or shifts.at_work(self._now)) and all(
            self._lanes[lane] > 0 for lane in self._kind(stage).lanes
        )

    def _is_done(self, number: int) -> bool:
        """Tells that a number is done; says whether to stop."""
        met, unmet, stages = [number], self._unmet, self._stages
        while met:
            node = met.pop()
            if self._done(node, self._now):
                return True
            for dependent in self._of.dependents[node]:
                unmet[dependent] -= 1
                if unmet[dependent]:
                    continue
                if dependent < stages and self._minutes(dependent):
                    self._met(dependent)
                else:
                    met.append(dependent)
        return False

    def _end(self, stage: int) -> bool:
        del self._ends[stage]
        self._in_hand.discard(stage)
        self._beside.pop(stage, None)
        crews = self._at.pop(stage, ())
        for crew in crews:
            self._free[crew] += 1
        if crews and stage in self._of.follows:
            self._goes_on[self._of.follows[stage]] = crews[0]
        for lane in self._kind(stage).lanes:
            self._lanes[lane] += 1
        if stage in self._open_to_hands:
            self._open_to_hands.remove(stage)
        return self._is_done(stage)

    def _begin_next(self) -> bool:
        """Begins the first that somebody can begin, or has somebody lend a hand.

        Says whether anything was.
        """
        stage, crew = self._first_ready()
        helped, helper = self._first_to_help() if self._open_to_hands else (NOBODY, NOBODY)
        tiers = self._of.tiers
        if helper != NOBODY and (crew == NOBODY or tiers[helped] < tiers[stage]):
            self._help(helped, helper)
        elif crew != NOBODY:
            heappop(self._ready[self._of.kind[stage] or 0])
            self._begin(stage, crew)
        else:
            return False
        return True

    def _last_in_hand(self) -> dict[int, int]:
        """For each crew the last stage of what it has in hand now."""
        last, follows = dict[int, int](), self._of.follows
        for stage, crew in self._of.running.items():
            while stage in follows:
                stage = follows[stage]
            last[crew] = max(stage, last.get(crew, NOBODY))
        return last

    def _note_brief(self, stage: int, crews: Sequence[int]) -> None:
        """Takes note of what is brief and comes before what one of its crews has in hand."""
        if any(self._last_of.get(crew, NOBODY) > stage for crew in crews):
            self._brief.append(stage)

    def _begin_beside(self) -> bool:
        """Begins the first brief stage that comes before what a crew with full hands has in hand.

        Of what it has in hand the last in the order waits meanwhile. Says whether anything was.
        """
        waiting = self._beside.values()
        held = sorted(
            (s for s in self._in_hand if s in self._at and s not in waiting), reverse=True
        )
        for stage in sorted(self._brief):
            if not held or stage > held[0]:
                return False
            kind = self._kind(stage)
            if kind.lanes and (self._is_full(kind.lanes) or self._kept_free(stage, kind.lanes)):
                continue
            for other in held:
                crew = self._at[other][0]
                if other > stage and crew in kind.crews and self._is_at_work(crew):
                    self._interrupt(other, stage, crew)
                    return True
        return False

    def _is_at_work(self, crew: int) -> bool:
        """Whether a crew works now. Of one that sleeps it is noted when it comes."""
        shifts = self._shifts[crew]
        if shifts is None or shifts.at_work(self._now):
            return True
        if crew not in self._awaited:
            self._awaited.add(crew)
            heappush(self._busy, (shifts.next_begin(self._now), -1 - crew))
        return False

    def _interrupt(self, held: int, stage: int, crew: int) -> None:
        """Has a crew do something brief, and go on with what it has in hand after that."""
        kind, shifts, now, minutes = (
            self._of.kind[stage] or 0,
            self._shifts[crew],
            self._now,
            self._minutes(stage),
        )
        self._ready[kind].remove(stage)
        heapify(self._ready[kind])
        self._brief.remove(stage)
        for lane in self._kind(stage).lanes:
            self._lanes[lane] -= 1
        done, end = shifts.done(now, minutes) if shifts else now + minutes, self._ends[held]
        by_hours = shifts if held not in self._sleepless else None
        left = by_hours.work_between(now, end) if by_hours else end - now
        self._at[stage], self._beside[stage] = [], held
        self._until(stage, done)
        self._until(held, by_hours.done(done, left) if by_hours else done + left)
        if self._begun:
            self._begun(Begun(stage, now, crew))

    def _first_ready(self) -> tuple[int, int]:
        """The first stage for which there is a crew and a place in its lanes, with the crew."""
        first, taker = self._stages, NOBODY
        free = self._free
        for of, heap in self._queues:
            if not heap or heap[0] > first:
                continue
            for crew in of.crews:
                if free[crew] > 0:
                    break
            else:
                continue
            if of.lanes and self._is_full(of.lanes):
                continue
            crew = self._crew_for(of, heap[0])
            if crew != NOBODY and not (of.lanes and self._kept_free(heap[0], of.lanes)):
                first, taker = heap[0], crew
        return first, taker

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
        return any(
            self._lanes[lane]
            <= sum(self._goes_before(other, stage) for other in self._coming(lane))
            for lane in lanes
        )

    def _coming(self, lane: int) -> Iterator[tuple[float, int]]:
        """The stages that follow those that run and use a lane, each with its minute."""
        kinds, kind = self._of.kinds, self._of.kind
        for running in self._at:
            for following in self._of.dependents[running]:
                if (
                    following < self._stages
                    and (number := kind[following]) is not None
                    and lane in kinds[number].lanes
                    and self._unmet[following] == 1
                    and lane not in self._kind(running).lanes
                ):
                    yield self._ends[running], following

    def _goes_before(self, other: tuple[float, int], stage: int) -> bool:
        comes, following = other
        minutes, until = self._minutes(stage), comes - self._now
        return (
            following < stage
            and until < minutes
            and self._counts(following) * (minutes - until)
            > self._counts(stage) * (until + self._minutes(following))
        )

    def _counts(self, stage: int) -> float:
        return TIER_COUNTS[min(self._of.tiers[stage], NO_TIER)]

    def _first_to_help(self) -> tuple[int, int]:
        for stage in self._open_to_hands:
            if (crew := self._crew_for(self._kind(stage))) != NOBODY:
                return stage, crew
        return NOBODY, NOBODY

    def _crew_for(self, kind: StageKind, stage: int | None = None) -> int:
        """A crew of the kind that is free and at work. Of one that sleeps it is noted when it comes.

        Of several the first; for a stage to begin the first of those that have it done soonest,
        which is not who goes home before it is.
        """
        found, soonest, free, now = NOBODY, inf, self._free, self._now
        for crew in kind.crews:
            if free[crew] <= 0:
                continue
            if (shifts := self._shifts[crew]) is None:
                return crew
            if left := shifts.left(now):
                minutes = 0.0 if stage is None else self._minutes(stage)
                if minutes <= left:
                    return crew
                end = shifts.done(now, minutes)
                if end <= now + minutes + NEARLY:
                    return crew
                if end < soonest - NEARLY:
                    found, soonest = crew, end
            elif crew not in self._awaited:
                self._awaited.add(crew)
                heappush(self._busy, (shifts.next_begin(now), -1 - crew))
        return found

    def _begin(self, stage: int, crew: int, *, goes_on: bool = False) -> None:
        """Who has a server in hand now is at work now, whatever their hours say."""
        kind, shifts, minutes = self._kind(stage), self._shifts[crew], self._minutes(stage)
        if goes_on and shifts is not None and not shifts.at_work(self._now):
            shifts = None
            self._sleepless.add(stage)
        if stage in self._brief:
            self._brief.remove(stage)
        self._free[crew] -= 1
        for lane in kind.lanes:
            self._lanes[lane] -= 1
        self._at[stage] = [crew]
        now = self._now
        self._until(stage, shifts.done(now, minutes) if shifts else now + minutes)
        if self._of.hands[stage] > 1 and len(kind.places) == len(kind.lanes):
            self._open_to_hands.append(stage)
            self._open_to_hands.sort()
        if self._begun:
            self._begun(Begun(stage, now, crew))

    def _help(self, stage: int, crew: int) -> None:
        """Another pair of hands joins those that are at a stage."""
        at, now, end = self._at[stage], self._now, self._ends[stage]
        shifts, faster = self._shifts[at[0]], hands_rate(len(at)) / hands_rate(len(at) + 1)
        if shifts is None or not shifts.at_work(now):
            self._until(stage, now + (end - now) * faster)
        else:
            self._until(stage, shifts.done(now, shifts.work_between(now, end) * faster))
        at.append(crew)
        self._free[crew] -= 1
        if len(at) >= self._of.hands[stage]:
            self._open_to_hands.remove(stage)
        if self._begun:
            self._begun(Begun(stage, now, crew, helps=True))

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
