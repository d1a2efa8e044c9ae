"""The record as it was at a moment.

What was written until then, and what those who wrote it had seen.
"""

from datetime import datetime

from chwapi_console.journal.record import Record


def record_until(record: Record, at: datetime) -> Record:
    """The events that were written until a moment (UTC), in the order in which they came.

    By the clocks of those who wrote. A clock that is ahead hides nothing that others had seen by
    then: what came before an event that counts, counts.
    """
    known: dict[str, int] = {}
    for event in record.events:
        if event.moment <= at:
            for origin, seq in [
                (event.origin, event.seq),
                *((o, tip[0]) for o, tip in event.saw.items()),
            ]:
                known[origin] = max(known.get(origin, 0), seq)
    then = Record()
    for event in record.events:
        if event.seq <= known.get(event.origin, 0):
            then.take(event)
    return then
