"""Sign-offs: a named clinician tried a service that was up and accepted it.

A sign-off holds only while nothing that the service stood on then has been unavailable since: a need that was lost and regained
needs a new one. So an act that made one of those servers unavailable ends it, unless whoever wrote the sign-off knew that act.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from chwapi_console.inventory.graph import Graph
from chwapi_console.journal.events import Event, Standing
from chwapi_console.journal.heads import sign_off_key
from chwapi_console.journal.record import Record


class SignOff(NamedTuple):
    """Who accepted a service, after trying what, and the act; the moment is the host's clock, UTC."""

    service: str
    by: str
    tried: str
    event: Event

    @property
    def at(self) -> datetime:
        """When it was written."""
        return datetime.fromisoformat(self.event.at)


def stood_on(graph: Graph, working: Iterable[str], service: str) -> list[str]:
    """The nodes beneath a service that work, by id: what a sign-off vouches for, all of an any-of that works."""
    works, found, left = set(working), set[str](), [service]
    while left:
        beneath = {member for group in graph.needs[left.pop()] for member in group if member in works} - found
        found |= beneath
        left += beneath
    return sorted(found)


def sign_offs(record: Record, services: Iterable[str], history: Mapping[str, Sequence[Event]],
              second_person: bool) -> dict[str, SignOff]:
    """The sign-offs that hold, by service."""
    holding: dict[str, SignOff] = {}
    for service in services:
        for head in record.heads.of(sign_off_key(service)):
            given = head.data["after"]
            if given is not None and not any(_lost(record, head, history.get(server, ()), second_person)
                                             for server in given["servers"]):
                holding[service] = SignOff(service, given["by"], given["tried"], head)
    return holding


def _lost(record: Record, signed: Event, events: Iterable[Event], second_person: bool) -> bool:
    """Whether a server became unavailable by an act that the sign-off did not know."""
    return any(event.after is not None and not available(event.after, second_person) and not record.knows(signed, event)
               for event in events)


def available(standing: Standing, second_person: bool) -> bool:
    """DESIGN section 2: clean without work, restored or verified; with a second person asked for, verified only."""
    if standing.work == "restored":
        return not second_person
    return standing.state in ("clean", "verified")
