"""The record as it was at a moment.

What was written until then, and what those who wrote it had seen.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import accumulate

from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record


def record_until(record: Record, at: datetime) -> Record:
    """The events that were written until a moment (UTC), in the order in which they came.

    By the clocks of those who wrote. A clock that is ahead hides nothing that others had seen by
    then: what came before an event that counts, counts.
    """
    return _up_to(record, _written_until(record, at))


def record_done_by(record: Record, at: datetime) -> Record:
    """The same, and what was done by then and entered afterwards, as paper is.

    As far as it was entered in the order in which it was done: what comes behind an act of a later
    time in the same journal rests on that.
    """
    known = _written_until(record, at)
    for event in record.events:
        follows = event.seq == known.get(event.origin, 0) + 1
        saw_known = all(tip[0] <= known.get(origin, 0) for origin, tip in event.saw.items())
        if follows and saw_known and (not event.payload.is_meant or event.counts_from <= at):
            known[event.origin] = event.seq
    return _up_to(record, known)


def known_from(record: Record) -> dict[str, datetime]:
    """For each event, by hash, the first moment by which `record_done_by` has it.

    When it was done, or once what it comes behind is known; when it was written at the latest.
    """
    written, found = _written_by(record), dict[str, datetime]()
    places = dict[tuple[str, int], datetime]()
    for event in record.events:
        rests_on = [places.get(place, LAST) for place in _places_before(event)]
        done = [event.counts_from] if event.payload.is_meant else []
        at = min(written[event.hash], max([*rests_on, *done], default=FIRST))
        found[event.hash] = places[event.origin, event.seq] = at
    return found


FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


def _written_by(record: Record) -> dict[str, datetime]:
    """For each event, by hash, the first moment from which `record_until` has it."""
    counts: dict[str, dict[int, datetime]] = {}
    for event in record.events:
        for origin, seq in _places(event):
            of = counts.setdefault(origin, {})
            at = event.moment if event.payload.is_meant else LAST
            of[seq] = min(of.get(seq, LAST), at)
    earliest = {
        (origin, seq): at
        for origin, of in counts.items()
        for seq, at in zip(
            sorted(of, reverse=True),
            accumulate((of[seq] for seq in sorted(of, reverse=True)), min),
            strict=True,
        )
    }
    for event in record.events:
        if not event.payload.is_meant:
            rests_on = [earliest.get(place, LAST) for place in _places_before(event)]
            own = max([event.moment, *rests_on])
            place = (event.origin, event.seq)
            earliest[place] = min(earliest[place], own)
    return {event.hash: earliest[event.origin, event.seq] for event in record.events}


def _written_until(record: Record, at: datetime) -> dict[str, int]:
    """For each origin the number of the last event that counts.

    What people did tells by its time what came before it. What the program adds by itself, as signatures are,
    does not: a clock that was set back would have it sign what nobody had done by then.
    """
    known: dict[str, int] = {}
    for event in record.events:
        if event.moment <= at and event.payload.is_meant:
            for origin, seq in _places(event):
                known[origin] = max(known.get(origin, 0), seq)
    for event in record.events:
        if event.moment <= at and all(seq <= known.get(o, 0) for o, seq in _places_before(event)):
            known[event.origin] = max(known.get(event.origin, 0), event.seq)
    return known


def _places(event: Event) -> Iterator[tuple[str, int]]:
    """Where an event stands, and what its writer had seen."""
    yield event.origin, event.seq
    yield from ((origin, tip[0]) for origin, tip in event.saw.items())


def _places_before(event: Event) -> Iterator[tuple[str, int]]:
    """What an event rests on: the one before it of its origin, and what its writer had seen."""
    if event.seq > 1:
        yield event.origin, event.seq - 1
    yield from ((origin, tip[0]) for origin, tip in event.saw.items())


def _up_to(record: Record, known: Mapping[str, int]) -> Record:
    then = Record()
    for event in record.events:
        if event.seq <= known.get(event.origin, 0):
            then.take(event)
    return then
