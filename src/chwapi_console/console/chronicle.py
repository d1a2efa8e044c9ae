"""The record as people read it: its events in reading order, the newest last, with their origins, their years and the head
code.
"""

from collections.abc import Sequence
from typing import NamedTuple

from chwapi_console.journal.events import Event


class Chronicle(NamedTuple):
    """A value: a longer one is made when the record has grown."""

    events: Sequence[Event] = ()
    origins: frozenset[str] = frozenset()
    head_code: str = ""
    years: frozenset[str] = frozenset()

    def with_more(self, more: Sequence[Event], head_code: str) -> "Chronicle":
        """With the events that came after; those of another origin may belong before some that are here."""
        events = [*self.events, *more]
        newest = max(0, len(self.events) - 1)
        if any(later.order < earlier.order for earlier, later in zip(events[newest:], events[newest + 1:], strict=False)):
            events.sort(key=lambda event: event.order)
        return Chronicle(events, self.origins | {event.origin for event in more}, head_code,
                         self.years | {event.at[:4] for event in more})
