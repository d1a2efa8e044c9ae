"""Who knew what, where an event's own word cannot be taken for it.

An event's `saw` says how far its writer had read each other origin. That holds for as long as each
origin is one chain. Where an origin was forked (two events under one number) the record holds one
branch in its place, and an event that saw the other knows nothing of this one beyond what the two
share. What is known then follows from three facts alone: a writer never forgets, so it knows what
the event before knew; it held each event that its `saw` names by a hash which fits here, and all of
that origin before it; and it held an act that was said anew (`Event.keeps`) if it held that act in
any of its places. That somebody else's event was read says nothing of what that one's writer had
read: it may have stayed behind where a fork stopped it.

It follows from the set of events alone, whatever the order of arrival, and never makes an act look
answered that was not.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chwapi_console.journal.record.events import Event, Place

Knowledge = Mapping[str, int]
"""For each origin the greatest `seq` known; all below it is known too."""


class EachKnows:
    """What each event knows.

    `events` are in reading order, in which an event stands after the one before it in its origin;
    `at` may grow.
    """

    def __init__(self, events: Sequence[Event], at: Mapping[Place, Event]) -> None:
        self._acts = _Places(events, at)
        self._of: dict[Place, Knowledge] = {}
        for event in events:
            self.add(event)

    def of(self, event: Event) -> Knowledge:
        """What an event knows."""
        return self._of[event.place]

    def add(self, event: Event) -> None:
        """One event more.

        What the others know stays as it is, unless it says an act anew, is one that was, or is one
        that others rest on and that was missing.
        """
        acts, mine = self._acts, dict(self._of.get((event.origin, event.seq - 1), {}))
        anew: set[Place] = set()
        if event.seq > 1:
            anew |= acts.held(mine, event.origin, event.seq - 1)
        for origin, (seq, digest) in event.saw.items():
            for place in acts.resolved((origin, seq), digest):
                anew |= acts.held(mine, *place)
        for origin, seq in sorted(anew, key=lambda place: place[1]):
            if mine.get(origin, 0) == seq - 1:
                mine[origin] = seq
        self._of[event.place] = mine


class _Places:
    """Where acts stand that were said anew.

    In their first place, where this record holds it, and in others.
    """

    def __init__(self, events: Iterable[Event], at: Mapping[Place, Event]) -> None:
        self._at = at
        self._anew: dict[str, list[Place]] = {}
        self._numbers: dict[str, list[int]] = {}
        for event in events:
            if event.keeps is not None and event.shows_first:
                self._anew.setdefault(event.keeps[1], []).append(event.place)
                self._numbers.setdefault(event.origin, []).append(event.seq)

    def resolved(self, place: Place, digest: str) -> Iterator[Place]:
        """How far this record holds what a writer had read, up to the event with this hash."""
        while not is_at(self._at, place, digest):
            carriers = self._anew.get(digest, ())
            yield from carriers
            first = self._at.get((carriers[0][0], 1)) if carriers else None
            if first is None or place[0] not in first.saw:
                return
            before = first.saw[place[0]]
            place, digest = (place[0], before[0]), before[1]
        yield place

    def held(self, mine: dict[str, int], origin: str, seq: int) -> set[Place]:
        """Takes into what is known that an origin was held up to a number.

        The other places of the acts that it says anew.
        """
        known = mine.get(origin, 0)
        if seq <= known:
            return set()
        mine[origin] = seq
        numbers = self._numbers.get(origin, ())
        return {
            place
            for number in numbers[bisect_right(numbers, known) : bisect_right(numbers, seq)]
            for place in self._elsewhere(self._at[origin, number])
        }

    def _elsewhere(self, event: Event) -> Iterator[Place]:
        if event.keeps is not None:
            if is_at(self._at, *event.keeps):
                yield event.keeps[0]
            yield from self._anew[event.keeps[1]]


def is_at(at: Mapping[Place, Event], place: Place, digest: str) -> bool:
    """Whether the event with this hash stands at this place."""
    there = at.get(place)
    return there is not None and there.hash == digest
