"""The record as people read it.

Its events in reading order, the newest last, with their origins, their years and the head code.
Signatures are no news to anybody and are left out.
"""

from collections.abc import Sequence

from chwapi_console.journal.kinds.record_kinds import Signed
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple


class Chronicle(NamedTuple):
    """A value: a longer one is made when the record has grown.

    `read` counts the events that it was made of, `unsigned` has the hashes of those that lack the
    signature of their origin's key, as far as that was looked at.
    """

    events: Sequence[Event] = ()
    origins: frozenset[str] = frozenset()
    head_code: str = ""
    years: frozenset[str] = frozenset()
    read: int = 0
    unsigned: frozenset[str] = frozenset()

    def with_more(self, more: Sequence[Event], head_code: str) -> "Chronicle":
        """With the events that came after.

        Those of another origin may belong before some that are here.
        """
        read, more = (
            self.read + len(more),
            [event for event in more if not isinstance(event.payload, Signed)],
        )
        events = [*self.events, *more]
        newest = max(0, len(self.events) - 1)
        if any(
            later.order < earlier.order
            for earlier, later in zip(events[newest:], events[newest + 1 :], strict=False)
        ):
            events.sort(key=lambda event: event.order)
        return Chronicle(
            events,
            self.origins | {event.origin for event in more},
            head_code,
            self.years | {event.at[:4] for event in more},
            read,
            self.unsigned,
        )
