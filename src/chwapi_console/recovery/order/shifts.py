"""The hours that a crew works, week after week, as minutes from a moment on.

Clocks that are put forward or back are not looked at: it is an hour, twice a year.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from chwapi_console.named_tuples import NamedTuple

WEEK, DAY = 10_080, 1440

NEARLY = 1e-6
"""Minutes that arithmetic may be out by."""


class Shifts(NamedTuple):
    """Stretches of a week, in minutes after Monday 00:00, none touching another.

    `worked` has what lies in them up to the end of each. The moment from which minutes count lies
    `offset` in its week.
    """

    offset: float
    begins: Sequence[int]
    ends: Sequence[int]
    worked: Sequence[int]

    def at_work(self, minute: float) -> bool:
        """Whether they work at that minute."""
        return self.left(minute) > 0

    def left(self, minute: float) -> float:
        """The minutes from one at which they work until they go home; nought where they do not.

        What goes on into the next week is one stretch.
        """
        place = (self.offset + minute + NEARLY) % WEEK
        number = bisect_right(self.begins, place) - 1
        left = max(0.0, self.ends[number] - place) if number >= 0 else 0.0
        goes_on = left and self.ends[number] == WEEK and self.begins[0] == 0
        return left + self.ends[0] if goes_on else left

    def next_begin(self, minute: float) -> float:
        """The minute at which they begin again, of one at which they do not work."""
        place = (self.offset + minute) % WEEK
        following = bisect_right(self.begins, place)
        begin = self.begins[following] if following < len(self.begins) else WEEK + self.begins[0]
        return minute + begin - place

    def rested(self, minute: float) -> float:
        """The minutes since they stopped, of one at which they do not work."""
        return min((self.offset + minute - end) % WEEK for end in self.ends)

    def worked_since(self, minute: float) -> float:
        """The minutes for which they work by one at which they do."""
        place = (self.offset + minute + NEARLY) % WEEK
        number = bisect_right(self.begins, place) - 1
        is_seam = self.begins[number] == 0 and self.ends[-1] == WEEK
        return place - (self.begins[-1] - WEEK if is_seam else self.begins[number])

    def done(self, minute: float, work: float) -> float:
        """When so many minutes of work are done that begin then: between shifts it rests."""
        offset, _, ends, worked = self
        whole = worked[-1]
        weeks, left = divmod(self._so_far(minute) + work, whole)
        if left <= NEARLY:
            weeks, left = weeks - 1, float(whole)
        number = bisect_left(worked, left - NEARLY)
        if number == len(worked):
            number -= 1
        return weeks * WEEK + ends[number] - (worked[number] - left) - offset

    def work_between(self, earlier: float, later: float) -> float:
        """The minutes of work between two minutes."""
        return self._so_far(later) - self._so_far(earlier)

    def _so_far(self, minute: float) -> float:
        """The minutes of work since the Monday of the week that minutes count from."""
        offset, begins, ends, worked = self
        weeks, place = divmod(offset + minute, WEEK)
        number = bisect_right(begins, place) - 1
        if number < 0:
            return weeks * worked[-1]
        rest = ends[number] - place
        inside = worked[number] - rest if rest > 0 else worked[number]
        return weeks * worked[-1] + inside


def turns_of(shifts: Shifts, until: float) -> Iterator[tuple[float, bool]]:
    """The minutes at which work begins (true) and ends, after now and up to one.

    Who works from one week into the next neither ends nor begins between the two.
    """
    week, seam = 0, shifts.begins[0] == 0 and shifts.ends[-1] == WEEK
    while week * WEEK - shifts.offset <= until:
        turns = sorted([*((m, True) for m in shifts.begins), *((m, False) for m in shifts.ends)])
        for place, begins in turns:
            minute = week * WEEK + place - shifts.offset
            if 0 < minute <= until and not (seam and place % WEEK == 0):
                yield minute, begins
        week += 1


def shifts(
    hours: Sequence[tuple[int, int]], weekdays: Sequence[int], offset: float
) -> Shifts | None:
    """The shifts of a crew, of which a moment lies `offset` minutes in its week.

    None for who works day and night.
    """
    stretches = _stretches(tuple(hours), tuple(weekdays))
    return None if stretches is None else Shifts(offset, *stretches)


@lru_cache(maxsize=256)
def _stretches(
    hours: tuple[tuple[int, int], ...], weekdays: tuple[int, ...]
) -> tuple[Sequence[int], Sequence[int], Sequence[int]] | None:
    """When the shifts of a week begin and end, and what is worked up to the end of each."""
    if not hours and not weekdays:
        return None
    at_work = [False] * WEEK
    for day in weekdays or range(7):
        for since, until in hours or ((0, DAY),):
            first = day * DAY + since
            for minute in range(first, first + (until - since - 1) % DAY + 1):
                at_work[minute % WEEK] = True
    if all(at_work):
        return None
    begins = [m for m in range(WEEK) if at_work[m] and (m == 0 or not at_work[m - 1])]
    ends = [m + 1 for m in range(WEEK) if at_work[m] and (m + 1 == WEEK or not at_work[m + 1])]
    lengths = [end - begin for begin, end in zip(begins, ends, strict=True)]
    return begins, ends, list(accumulate(lengths))
