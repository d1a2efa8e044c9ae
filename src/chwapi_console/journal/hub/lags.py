"""Who is behind by how much: a hub, the journal here, and the journals of others.

What a journal elsewhere has is known from what its syncer said last, while somebody has it open
there; else from its last act, which says how far it had seen all others. It may have more by now.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.journal.hub.presence import Presence
from chwapi_console.journal.hub.rows import Heads
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple


class Lag(NamedTuple):
    """An origin: how many of its events are `here` and `there` in the hub.

    Its `last` act that is known here. How many of the hub's events the journal that writes it
    `lacks`: None where that is not known, and by its last act alone unless it `is_open`; how many
    of its acts `wait` there.
    """

    origin: str
    here: int
    there: int
    last: Event | None = None
    lacks: int | None = None
    is_open: bool = False
    wait: int = 0

    @property
    def is_even(self) -> bool:
        """Whether neither side is known to lack anything."""
        return self.here == self.there and not self.lacks and not self.wait


def lags(
    record: Record | None, own: frozenset[str], heads: Heads, present: Sequence[Presence]
) -> list[Lag]:
    """Every origin that is known here or there, those first of which somebody lacks something.

    Without a record nothing is known but the hub and who is present.
    """
    tips = record.tips if record is not None else {}
    last = (
        {event.origin: event for event in record.events if event.payload.is_meant}
        if record is not None
        else {}
    )
    open_at = {origin: told for told in present for origin in told.origins}
    all_there = sum(seq for seq, _ in heads.values())
    found = []
    for origin in sorted(tips.keys() | heads.keys()):
        here, there = tips.get(origin, (0, ""))[0], heads.get(origin, (0, ""))[0]
        lag = Lag(origin, here, there, last.get(origin))
        if origin in own:
            pass
        elif (told := open_at.get(origin)) is not None:
            lacks = max(0, all_there - told.events)
            lag = lag._replace(lacks=lacks, is_open=True, wait=told.wait)
        elif lag.last is not None:
            lag = lag._replace(lacks=_unseen(lag.last, heads))
        found.append(lag)
    return sorted(found, key=lambda lag: lag.is_even)


def _unseen(event: Event, heads: Heads) -> int:
    """How many of the hub's events an event, and so who wrote it, had not seen."""
    saw: Mapping[str, tuple[int, str]] = event.saw
    return sum(
        max(0, seq - saw.get(origin, (0, ""))[0])
        for origin, (seq, _) in heads.items()
        if origin != event.origin
    )
