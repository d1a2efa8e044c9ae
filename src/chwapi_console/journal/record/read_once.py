"""Events that several stores of one process read from the same file, or write to it.

Each is in memory once. A console with a hub has two stores on its journal, one for people and one
for the exchange beside them, and a record is little else than its events.
"""

from collections.abc import Sequence

from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Event


class ReadOnce:
    """What was read or written so far, by hash.

    Asked on any thread: it only grows, and an event never changes.
    """

    def __init__(self) -> None:
        self._events: dict[str, Event] = {}

    def keep(self, events: Sequence[Event]) -> None:
        """These are about to stand in the file."""
        for event in events:
            self._events.setdefault(event.hash, event)

    def event(self, body: bytes, digest: str, before: Event | None) -> Event:
        """The event in stored bytes; see `unsealed`.

        The hash that stands beside them only finds it: the same bytes are the same event.
        """
        known = self._events.get(digest)
        if known is not None and known.body == body:
            return known
        event = unsealed(body, before)
        return self._events.setdefault(event.hash, event)
