"""Who knew what, where an event's own word cannot be taken for it.

An event's `saw` says how far its writer had read each other origin. That holds for as long as each origin is one chain. Where
an origin was forked (two events under one number) the record holds one branch, and an event that saw the other knows nothing
of this one beyond what they share. What is known is then joined up from what is there: the event before, the events seen
whose hashes fit, and all that these knew in turn. It follows from the set of events alone, whatever the order of arrival.
"""

from collections.abc import Iterable, Mapping

from chwapi_console.journal.events import Event, Place

Knowledge = Mapping[str, int]
"""For each origin the greatest `seq` known; all below it is known too."""


def known_by_each(events: Iterable[Event], at: Mapping[Place, Event]) -> dict[Place, Knowledge]:
    """What each event knows. `events` are in reading order, in which whatever an event saw stands before it.

    An act that was kept out by a fork and said anew (`Event.keeps`) is known to whoever saw it in its first place, and
    whoever knows it anew knows it there too.
    """
    known: dict[Place, dict[str, int]] = {}
    anew: dict[str, Place] = {}
    for event in events:
        mine: dict[str, int] = {}
        for place in _seen(event, at, anew):
            _join(mine, known.get(place, {}))
            _join(mine, {place[0]: place[1]})
        known[event.place] = mine
        if event.keeps is not None:
            anew[event.keeps[1]] = event.place
    return dict(known)


def _seen(event: Event, at: Mapping[Place, Event], anew: Mapping[str, Place]) -> Iterable[Place]:
    """The places of the events that this one follows directly, as far as the record holds them."""
    if event.seq > 1:
        yield (event.origin, event.seq - 1)
    for origin, (seq, digest) in event.saw.items():
        if is_at(at, (origin, seq), digest):
            yield (origin, seq)
        elif digest in anew:
            yield anew[digest]
    if event.keeps is not None and is_at(at, *event.keeps):
        yield event.keeps[0]


def is_at(at: Mapping[Place, Event], place: Place, digest: str) -> bool:
    """Whether the event with this hash stands at this place."""
    there = at.get(place)
    return there is not None and there.hash == digest


def _join(mine: dict[str, int], other: Knowledge) -> None:
    for origin, seq in other.items():
        if seq > mine.get(origin, 0):
            mine[origin] = seq
