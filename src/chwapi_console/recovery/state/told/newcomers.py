"""Who acts though the plan's table of people lacks them.

Somebody was asked about each of them once, and said that it is meant. The act that was asked about
keeps that; no other act speaks for them.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from chwapi_console.journal.kinds.service_kinds import SignOffChange
from chwapi_console.journal.record.events import Event
from chwapi_console.people import person

LISTED: Final = "role.listed"
"""The rule that asks, by its id."""


def newcomers(events: Iterable[Event]) -> frozenset[str]:
    """Those people, by `person`."""
    return frozenset(
        person(name)
        for event in events
        if LISTED in event.meant or LISTED in event.overridden
        for name in _named(event)
    )


def _named(event: Event) -> Iterator[str]:
    """Who is named by an act: who did it, who is to have a server in hand, who signed off."""
    yield event.operator
    if event.after is not None and event.after.holder:
        yield event.after.holder
    payload = event.payload
    if isinstance(payload, SignOffChange) and payload.after is not None:
        yield payload.after.by
