"""The record in memory: the events that a store holds, their heads, and how far each origin goes.

It notices on the way when an event does not fit the one before it, and says so, but does not refuse to be read: at 3 a.m.
a damaged record is still the best there is. `audit` is the full examination.
"""

from chwapi_console.journal.events import GENESIS, Event
from chwapi_console.journal.heads import Heads
from chwapi_console.text import Sentence, Value, say


class Record:
    """Grows by `take`, in the order of arrival. `events` is that order; `tips` gives (seq, hash) of each origin's last."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.heads = Heads()
        self.tips: dict[str, tuple[int, str]] = {}
        self.by_id: dict[str, Event] = {}
        self.lamport = 0
        self.misfits: list[Sentence] = []

    def take(self, event: Event) -> None:
        """Adds one event that is in the store."""
        if misfit := self._misfit(event):
            self.misfits.append(misfit)
        self.events.append(event)
        self.by_id[event.id] = event
        self.heads.add(event)
        self.tips[event.origin] = (event.seq, event.hash)
        self.lamport = max(self.lamport, event.lamport)

    def _misfit(self, event: Event) -> Sentence | None:
        """What does not fit about an event that follows all taken so far, by DESIGN section 5."""
        seq, prev = self.tips.get(event.origin, (0, GENESIS))
        where: dict[str, Value] = {"origin": event.origin, "seq": event.seq}
        if event.seq != seq + 1:
            return say("{origin} {seq}: follows {before}; events between them are missing.", before=seq, **where)
        if event.prev != prev:
            return say("{origin} {seq}: does not name the event before it.", **where)
        return None

    def last(self) -> Event | None:
        """The event that people read last."""
        return max(self.events, key=lambda event: event.order, default=None)
