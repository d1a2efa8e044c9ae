"""What a blocked server waits for, and until when: as whoever blocked it said.

A block whose time has passed, or whose server, service or condition works that it waits for, is
*over*: nobody has said yet that it is there, so the server stays blocked, and comes up in the queue
to be asked about.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.server_kinds import StandingChange
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple

if TYPE_CHECKING:
    from chwapi_console.recovery.state.told.server_history import Past
    from chwapi_console.recovery.state.told.situation import ServerState


class Block(NamedTuple):
    """Until when what a server waits for is expected (UTC), None where nobody knows.

    What that is, an id or in words, empty where nobody said more than the reason.
    """

    until: datetime | None = None
    awaits: str = ""

    @property
    def has_more(self) -> bool:
        """Whether more was said than the reason."""
        return self != NOTHING_MORE

    def as_written(self) -> tuple[str, str]:
        """As an act holds it: until when (ISO 8601, or empty), and what it waits for."""
        return iso(self.until) if self.until else "", self.awaits


NOTHING_MORE = Block()


def blocks(servers: Mapping[str, "ServerState"], pasts: Mapping[str, "Past"]) -> dict[str, Block]:
    """What more was said of blocked servers than the reason, by id; nothing of all others."""
    found = {
        name: _block(pasts[name], state.heads)
        for name, state in servers.items()
        if state.standing.work == "blocked"
    }
    return {name: block for name, block in found.items() if block.has_more}


def _block(past: "Past", heads: Iterable[Event]) -> Block:
    """How a server is blocked, by all who blocked it without knowing of each other.

    The latest end counts, and none where one of them knew of none.
    """
    said = [
        (datetime.fromisoformat(change.until) if change.until else None, change.awaits)
        for head in heads
        for change in _blocking(past.acts_behind(head))
    ]
    ends = [until for until, _ in said]
    return Block(
        max((end for end in ends if end), default=None) if None not in ends else None,
        max((awaits for _, awaits in said), default=""),
    )


def _blocking(acts: Iterable[Event]) -> Iterator[StandingChange]:
    for act in acts:
        payload = act.payload
        if isinstance(payload, StandingChange) and payload.after.work == "blocked":
            yield payload


def over(of: Mapping[str, Block], now: datetime, working: Iterable[str]) -> frozenset[str]:
    """The blocked servers whose time has passed, or for which what they wait for is there."""
    works = frozenset(working) if of else frozenset[str]()
    return frozenset(
        server
        for server, block in of.items()
        if (block.until is not None and block.until <= now) or block.awaits in works
    )
