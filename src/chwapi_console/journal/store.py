"""What every store of events promises.

A file is one, a file with a mirror another; a hub is the other side of a sync. `journal.opening` makes them by
their addresses.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.record import Received, Record
from chwapi_console.journal.record.room import USUAL, Room
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.text import Sentence

if TYPE_CHECKING:
    from chwapi_console.journal.audit import Audit


class Store(Protocol):
    """An append-only set of events, grouped by origin."""

    @property
    def name(self) -> str:
        """What people call it: its path or address."""

    @property
    def record(self) -> Record:
        """What has been read of the store so far."""

    @property
    def origin(self) -> str:
        """The origin that this login's own acts are written under; empty before the first of them."""

    @property
    def own_origins(self) -> frozenset[str]:
        """All origins that are written here and nowhere else: several logins may have one each."""

    @property
    def format(self) -> int:
        """The number of the form that it keeps them in: of a file, or of a hub's tables."""

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be appended; None when they can."""

    @property
    def trouble(self) -> Sentence | None:
        """What is wrong though acts can be read or written: a damaged entry, a copy that lags.

        None when all is well.
        """

    def refresh(self) -> None:
        """Reads on: adds to `record` what arrived since the last call.

        JournalError when the store cannot be read.
        """

    def append(
        self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Writes the drafts in one transaction; when it returns they are on disk.

        `shown` gives, key by key, the hashes of the heads that the actor was shown. StaleView when
        the store holds others, JournalError when it cannot be written; in both cases nothing was. A
        draft that is there already (`Record.written`) is not written again, and its event is
        returned as it stands.
        """

    def receive(
        self, events: Iterable[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        """Writes events that were made elsewhere, as they are, in one transaction.

        Those that are there already are no news. An event that does not fit stops its origin, and
        is named, as is an origin for which there is no room. What they rest on and nobody has is
        said by an event of this store's own (`came_loose`), which the actor writes. JournalError
        when nothing could be written.
        """

    def renounce(self, origin: str) -> None:
        """No further act is written under an origin of this store.

        It goes on, or has gone on, elsewhere.
        """

    def take_in(self) -> bool:
        """Brings the store into a state in which a plain copy of it has every act.

        False where that must be tried again later. No act and no other writer waits for it, and it
        fails none.
        """

    def audit(self) -> "Audit":
        """Reads every stored byte anew, and says what does not fit in it.

        JournalError when it cannot be read at all.
        """

    def close(self) -> None:
        """Lets go of the store; an acknowledged event needs nothing more."""
