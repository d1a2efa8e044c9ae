"""What every store of events promises. A file is one; later a hub is another."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from chwapi_console.journal.events import Draft, Event
from chwapi_console.journal.record import Record
from chwapi_console.text import Sentence


class Actor(NamedTuple):
    """Who writes, from where: an operator's name and a host's."""

    operator: str
    host: str


class Store(Protocol):
    """An append-only set of events, grouped by origin."""

    @property
    def record(self) -> Record:
        """What has been read of the store so far."""

    @property
    def origin(self) -> str:
        """The origin that this store's own acts are written under; empty before the first of them."""

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be appended; None when they can."""

    def refresh(self) -> None:
        """Reads on: adds to `record` what arrived since the last call. JournalError when the store cannot be read."""

    def append(self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]) -> list[Event]:
        """Writes the drafts in one transaction; when it returns they are on disk.

        `shown` gives, key by key, the ids of the heads that the actor was shown. StaleView when the store holds others,
        JournalError when it cannot be written; in both cases nothing was. A draft whose id is there already is not
        written again, and its event is returned as it stands.
        """

    def close(self) -> None:
        """Lets go of the store; an acknowledged event needs nothing more."""
