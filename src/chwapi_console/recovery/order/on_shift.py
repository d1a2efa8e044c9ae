"""Who is at what while it is played: crews and places in lanes, what rests, who lends a hand.

A place in a lane is held by work that goes on. What rests, for its crew has gone home, gives its
place back, and takes one again when the crew comes: where there is none it waits for one, before
what has not begun, in the hands of who has it. Whose crew came first has one first.

Nobody lends a hand at what rests: who did is free until its crew comes. And who lends a hand goes
home at the end of their own shift.
"""

from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from math import inf

from chwapi_console.recovery.order.crew_work import (
    NOBODY,
    Begun,
    Means,
    StageKind,
    Work,
    hands_rate,
)
from chwapi_console.recovery.order.shifts import NEARLY, Shifts

_NO_KIND = StageKind(())


class OnShift:
    """Who is at what now in one run, and until when. What begins next is for others to say.

    A kind of work is `_shut` from when nobody could begin any of it, for want of a crew or of a
    place, until such a crew or place is free again.
    """

    def __init__(
        self,
        work: Work,
        means: Means,
        minutes: Mapping[int, Sequence[float]],
        run: int,
        begun: Callable[[Begun], object] | None,
        in_lanes: Callable[[int, float, bool], object] | None,
    ) -> None:
        self._of, self._shifts, self._minutes, self._run = work, means.shifts, minutes, run
        self._begun, self._in_lanes, self._now = begun, in_lanes, 0.0
        self._free, self._lanes = list(means.places), list(means.lanes)
        self._ready: list[list[int]] = [[] for _ in work.kinds]
        self._open, self._shut = list[int](), [False] * len(work.kinds)
        self._off = [inf if shifts is None else -inf for shifts in means.shifts]
        self._busy: list[tuple[float, int]] = []
        self._ends: dict[int, float] = {}
        self._at: dict[int, list[int]] = {}
        self._open_to_hands: list[int] = []
        self._awaited = set[int]()
        self._brief, self._beside = list[int](), dict[int, int]()
        self._sleepless = set[int]()
        self._home = -1 - len(means.places)
        self._asleep, self._waiting = dict[int, int](), dict[int, float]()
        self._whose = dict[int, int]()
        self._places = work.first_in_turn.places
        self._for_crew, self._in_lane = work.for_crew, work.in_lane

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
        self._until(stage, end)
        if shifts is not None and self._is_told_to_rest(stage, crew):
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

    def _until(self, stage: int, end: float) -> None:
        self._ends[stage] = end
        heappush(self._busy, (end, stage))

    def _kind(self, stage: int) -> StageKind:
        kind = self._of.kind[stage]
        return _NO_KIND if kind is None else self._of.kinds[kind]

    # Places in lanes

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

    def _is_full(self, lanes: Sequence[int]) -> bool:
        places = self._lanes
        for lane in lanes:  # noqa: SIM110 -- any() costs more than all the rest of it here
            if places[lane] <= 0:
                return True
        return False

    def _reopen(self, kinds: Sequence[int]) -> None:
        """Some of these may be begun again, now that a crew or a lane has a place."""
        shut, ready = self._shut, self._ready
        for kind in kinds:
            if shut[kind]:
                shut[kind] = False
                if ready[kind]:
                    self._open.append(kind)

    # Hours

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

    def _left(self, crew: int, shifts: Shifts) -> float:
        """The minutes until the shift of a crew ends that is at work; nought where it is not."""
        left = self._off[crew] - self._now
        if left <= NEARLY and (left := shifts.left(self._now)):
            self._off[crew] = self._now + left
        return left

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
        """A crew comes to work; what of it rested waits for a place in its lanes, if any."""
        self._awaited.discard(crew)
        self._reopen(self._for_crew[crew])
        for stage in [stage for stage, of in self._asleep.items() if of == crew]:
            self._wake(stage, crew)

    def _wake(self, stage: int, crew: int) -> None:
        """Has what rested wait until it may go on."""
        shifts = self._shifts[crew]
        if shifts is not None and self._is_at_work(crew):
            del self._asleep[stage]
            self._waiting[stage] = shifts.work_between(self._now, self._ends[stage])
            self._ends[stage] = inf

    def _take_again(self) -> bool:
        """Has the first go on of what waits for a place again, where there is one and its crew at work.

        That is whose crew came first, of one crew what comes first in the order. Says whether any did.
        """
        finds = [each for each in self._waiting if not self._is_full(self._kind(each).lanes)]
        for stage in sorted(finds, key=self._came_and_place):
            crew, lanes = self._whose[stage], self._kind(stage).lanes
            shifts = self._shifts[crew]
            if shifts is not None and self._is_at_work(crew):
                self._until(stage, shifts.done(self._now, self._waiting.pop(stage)))
                self._enter_again(stage, lanes)
                return True
        return False

    def _came_and_place(self, stage: int) -> tuple[float, int]:
        """By what it is settled who has a place in a lane again: who came first, then the order."""
        shifts = self._shifts[self._whose[stage]]
        came = -shifts.worked_since(self._now) if shifts else -inf
        return came, self._places[stage]

    def _enter_again(self, stage: int, lanes: Sequence[int]) -> None:
        """Goes on with what rested, in its lanes."""
        self._enter(stage, lanes)
        self._rest_later(stage, self._whose[stage])
        if 0 < len(self._at[stage]) < self._of.hands[stage]:
            self._ask_for_hands(stage)

    def _go_on_rested(self) -> None:
        """What rests at first gives its place back; what came back waits for one before all else."""
        running = self._of.running
        rested = [
            stage
            for stage in self._of.resting
            if stage in running and self._is_told_to_rest(stage, running[stage])
        ]
        for stage in rested:
            self._begin(stage, running[stage], goes_on=True)
            self._rest(stage)
        for stage in rested:
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
