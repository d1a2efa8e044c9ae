"""List scheduling (Graham 1966) where not everybody does everything.

Crews that are for some of the work and sleep at night, lanes that work shares, and second pairs of
hands.

Whenever somebody is free, the first stage begins for which there is a crew and a place in all its
lanes. Who would else begin something of a lower tier, or nothing, lends a hand where that is
allowed. Who has nothing free, and something in hand now, does what is brief and comes before that
beside it. So a lane is a resource with a capacity; a place in it is kept only for what is under way.

Who is at what meanwhile, and what rests, is in `on_shift`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import inf

from chwapi_console.recovery.order.crew_work import (
    NO_TIER,
    NOBODY,
    TIER_COUNTS,
    Begun,
    Means,
    Work,
)
from chwapi_console.recovery.order.on_shift import OnShift
from chwapi_console.recovery.order.shifts import NEARLY


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


class _Play(OnShift):
    """One run. It goes through this hundreds of thousands of times, so it asks nothing twice."""

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
        super().__init__(work, means, minutes, run, begun, in_lanes)
        self._done, self._told = done, told
        self._unmet, self._stages, self._count = list(work.unmet), len(work.kind), 0
        self._goes_on: dict[int, int] = {}
        self._in_hand, self._carried_on = set(work.in_hand), set[int]()
        self._kept_for: dict[int, int] = {}
        self._stretch = 0
        self._places, self._tiers, self._stage_at, self._last = work.first_in_turn
        self._moves = work.stretches[1].minute if len(work.stretches) > 1 else inf

    def _turn(self) -> None:
        """Has what is ready stand as time has moved the order by now."""
        of, stretches, stage_at = self._of, self._of.stretches, self._stage_at
        while self._now >= self._moves:
            self._stretch += 1
            following = self._stretch + 1
            self._moves = stretches[following].minute if following < len(stretches) else inf
        self._carry_on()
        self._places, self._tiers, self._stage_at, self._last = of.in_turn(self._stretch)
        in_hand = self._in_hand
        self._brief.clear()
        for kind, ready in enumerate(self._ready):
            if not ready:
                continue
            stages = [stage_at[place] for place in ready]
            ready[:] = [self._standing(stage) for stage in stages]
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
            while self._kept_for and self._go_on_with_kept():
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
        if crew != NOBODY and stage in self._of.in_hand:
            if self._may_go_on(stage, crew):
                self._go_on(stage, crew)
            else:
                self._kept_for[stage] = crew
            return
        if not self._ready[kind] and not self._shut[kind]:
            self._open.append(kind)
        heappush(self._ready[kind], self._standing(stage))
        if self._in_hand and stage in self._of.brief:
            self._note_brief(stage, self._of.kinds[kind].crews)

    def _carry_on(self) -> None:
        """Has what is begun by now go on before what is not, wherever time moves it."""
        of, stage_at = self._of, self._stage_at
        ready = {stage_at[place] for places in self._ready for place in places}
        self._carried_on |= of.with_later([*self._at, *self._goes_on, *(ready & of.later)])

    def _standing(self, stage: int) -> int:
        """The place by which a stage is begun: before all others where it goes on with what is begun.

        Then it is its place less the number of all: by that it is found too, counted from the end.
        """
        return self._places[stage] - (self._stages if stage in self._carried_on else 0)

    def _go_on_with_kept(self) -> bool:
        """Has a crew go on with what it has in hand: the first for which it has a hand and a place.

        Nobody is counted on to hand that over. Says whether any did.
        """
        for stage in sorted(self._kept_for, key=self._places.__getitem__):
            crew = self._kept_for[stage]
            if self._free[crew] > 0 and self._may_go_on(stage, crew):
                del self._kept_for[stage]
                self._go_on(stage, crew)
                return True
        return False

    def _may_go_on(self, stage: int, crew: int) -> bool:
        """Whether the crew that has a server in hand is there, and its next stage finds a place."""
        is_there = stage in self._sleepless or self._is_at_work(crew)
        return is_there and not self._is_full(self._of.lanes_of(stage))

    def _go_on(self, stage: int, crew: int) -> None:
        """Begins the next stage of what a crew has in hand: after its hours where it was at that then."""
        goes_on = stage in self._sleepless
        self._sleepless.discard(stage)
        self._begin(stage, crew, goes_on=goes_on)

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
                if stage in self._sleepless:
                    self._sleepless.add(of.follows[stage])
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
            tiers, places = self._tiers, self._places
            if helper != NOBODY and (
                crew == NOBODY or (tiers[helped] < tiers[stage] and places[helped] < places[stage])
            ):
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
        away, off, minutes, run = self._awaited, self._off, self._minutes, self._run
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
                if free[crew] > 0 and (crew not in away or off[crew] > now):
                    if not lanes or not self._is_full(lanes):
                        is_done = minutes[first][run] <= off[crew] - now
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

    def _let_go_at(self, stage: int, crew: int, at: Sequence[int]) -> float:
        """When a crew that is at a stage has done with it, and with what of a server in hand follows."""
        end, left, shifts = self._ends[stage], 0.0, self._shifts[crew]
        if crew != at[0]:
            return end
        while (stage := self._of.follows.get(stage, NOBODY)) != NOBODY:
            left += self._minutes[stage][self._run]
        return shifts.done(end, left) if shifts and left else end + left

    def _done_by(self, crew: int, minutes: float) -> float:
        """When a crew has so many minutes of work done, begun once it is there and has a hand free."""
        begin, shifts = self._now, self._shifts[crew]
        if self._free[crew] <= 0:
            at = [self._let_go_at(stage, crew, of) for stage, of in self._at.items() if crew in of]
            begin = min(at, default=inf)
        return shifts.done(begin, minutes) if shifts and begin < inf else begin + minutes
