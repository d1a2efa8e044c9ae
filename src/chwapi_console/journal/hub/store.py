"""A hub as a store: all that it holds, read and checked as any journal.

An exchange needs no such thing (`HubBeside`): this is for who looks at a hub itself. What is written
here goes the way of what a journal hands out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from chwapi_console.clock import iso, utc_now
from chwapi_console.errors import RecordError
from chwapi_console.hub_address import HubAddress
from chwapi_console.journal.audit import Audit, audited
from chwapi_console.journal.file.file_format import StoredRow
from chwapi_console.journal.hub.beside import HubBeside, event_of
from chwapi_console.journal.hub.connection import HubConnection
from chwapi_console.journal.hub.rows import Heads, HubRow
from chwapi_console.journal.hub.tables import FORMAT
from chwapi_console.journal.record.events import Draft, Event, new_id
from chwapi_console.journal.record.record import Received, Record
from chwapi_console.journal.record.room import USUAL, Room
from chwapi_console.journal.record.sequencing import (
    Actor,
    as_events,
    following,
    not_written_yet,
    refuse_what_was_not_shown,
    this_machine,
)
from chwapi_console.text import Sentence

ROWS_AT_ONCE = 5_000


class HubStore:
    """A hub, read whole.

    JournalError where it cannot be reached, or has no tables of this program's format. It writes
    under an origin that begins with the store and ends with it.
    """

    def __init__(self, address: HubAddress) -> None:
        self.hub = HubConnection(address)
        self._begin_anew()
        self.origin = ""
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    def _begin_anew(self) -> None:
        self.record = Record()
        self._beside = HubBeside(self.hub, self)

    @property
    def name(self) -> str:
        """The hub's address, without a password."""
        return self.hub.name

    @property
    def own_origins(self) -> frozenset[str]:
        """That of this store, once it wrote anything."""
        return frozenset({self.origin} - {""})

    @property
    def format(self) -> int:
        """That of the tables: those of another are not opened."""
        return FORMAT

    @property
    def why_read_only(self) -> Sentence | None:
        """Never known before something is written."""
        return None

    @property
    def trouble(self) -> Sentence | None:
        """The first entry that is no event, or does not fit the others."""
        return self._beside.trouble or next(
            (misfit.sentence for misfit in self.record.misfits), None
        )

    def refresh(self) -> None:
        """Reads on; from the beginning, where the hub was put back to an earlier state."""
        self._beside.refresh()
        if not _goes_on(self.record, self._beside.heads):
            self._begin_anew()
            self._beside.refresh()
        self._take_all()

    def _take_all(self) -> None:
        while True:
            brought = sorted(self._beside.record.brought, key=lambda event: event.order)
            for event in brought:
                self.record.take(event)
            if not self._beside.has_more or not brought:
                return
            self._beside.refresh()

    def append(
        self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Writes the drafts; see `Store.append`.

        What others put there meanwhile is seen by whoever reads next: people act in journals, where
        nothing comes in between.
        """
        self.refresh()
        if unwritten := not_written_yet(self.record, drafts):
            refuse_what_was_not_shown(self.record, shown)
            self._write(self._following(unwritten, actor))
        return as_events(self.record, drafts)

    def receive(
        self, events: Iterable[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        """Puts events there that were made elsewhere; see `Store.receive`."""
        self.refresh()
        try:
            received = self.record.receive(events, room)
            if self.record.goes_on_elsewhere(self.origin, received.taken):
                self.renounce(self.origin)
            told = self.record.news_of_loose(received)
            told_events = self._following(told, actor or this_machine()) if told else []
            self._hand_out([*received.taken, *told_events])
        except BaseException:
            self._begin_anew()
            raise
        for event in told_events:
            self.record.take(event)
        return received

    def _write(self, events: Sequence[Event]) -> None:
        self._hand_out(events)
        for event in events:
            self.record.take(event)

    def _hand_out(self, events: Sequence[Event]) -> None:
        """RecordError where somebody took a place meanwhile."""
        if events and (refused := self._beside.receive(events).refused):
            raise RecordError(refused[0].sentence)

    def _following(self, drafts: Sequence[Draft], actor: Actor) -> list[Event]:
        self.origin = self.origin or f"{actor.host}-{new_id()[:8]}"
        return following(self.record, self.origin, drafts, actor, iso(utc_now()))

    def renounce(self, origin: str) -> None:
        """Writes no more under an origin."""
        if self.origin == origin:
            self.origin = ""

    def take_in(self) -> bool:
        """Nothing stands beside a hub."""
        return True

    def audit(self) -> Audit:
        """Reads every row anew."""
        rows = sorted(self._rows(), key=lambda ordered: ordered[0])
        return audited((number, *row[1:]) for number, (_, row) in enumerate(rows, 1))

    def _rows(self) -> Iterator[tuple[tuple[int, str, int], StoredRow]]:
        """Every row, in the order in which it is to be read.

        One that is no event after the one before it.
        """
        lamport = 0
        for row in self._stored():
            event = event_of(row)
            lamport = event.lamport if event else lamport
            identity = event.id if event else ""
            yield (
                (lamport, row.origin, row.seq),
                (0, row.origin, row.seq, identity, row.hash, row.body),
            )

    def _stored(self) -> Iterator[HubRow]:
        for origin, (last, _) in self.hub.how_far(self.record.tips).heads.items():
            seq = 0
            while seq < last and (rows := self.hub.after(origin, seq, last, ROWS_AT_ONCE)):
                yield from rows
                if rows[-1].seq <= seq:  # as no hub does: it would go on without end
                    break
                seq = rows[-1].seq

    def close(self) -> None:
        """Lets go of the connection."""
        self.hub.close()


def _goes_on(record: Record, heads: Heads) -> bool:
    """Whether all that was read of a hub is there still."""
    return all(
        origin in heads
        and heads[origin][0] >= seq
        and (heads[origin][0] > seq or heads[origin][1] == digest)
        for origin, (seq, digest) in record.tips.items()
    )
