"""The journal as one SQLite file, written by several processes at once.

WAL with `synchronous=FULL`: a commit is on disk before it is acknowledged. Every write is one
`BEGIN IMMEDIATE`, in which what others wrote meanwhile is read first, so that nobody acts on what
they did not see. What can still be read of a damaged file is read; what was on the screen when a
file went away is kept in another.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.clock import iso, utc_now
from chwapi_console.errors import JournalError, JournalGone, JournalReadOnly
from chwapi_console.journal.file.file_faults import DOUBTFUL, Answer, result_code
from chwapi_console.journal.file.file_format import (
    GREATEST_POSITION,
    INSERT,
    OWN_ORIGIN,
    ROWS,
    SCHEMA_VERSION,
    StoredRow,
    has_odd_positions,
    take_row,
    values,
)
from chwapi_console.journal.file.held_place import HeldPlace
from chwapi_console.journal.file.journal_file import JournalFile
from chwapi_console.journal.file.kept_elsewhere import gone, keep_elsewhere
from chwapi_console.journal.file.read_so_far import WRITTEN_OVER, ReadSoFar
from chwapi_console.journal.file.taking_turns import LONGEST_TURN, among_writers
from chwapi_console.journal.loose_ends import (
    Stop,
    known_stops,
    lately_strangers,
    noted_loose,
    passed,
    remember_stops,
    stops_in_words,
    strangers_in_words,
)
from chwapi_console.journal.own_origins import (
    begin_origin,
    give_up_origin,
    known_strangers,
    origin_to_go_on_with,
    origins_here,
    was_written_elsewhere,
)
from chwapi_console.journal.record.events import Draft, Event, Place
from chwapi_console.journal.record.knowledge import is_at
from chwapi_console.journal.record.read_once import ReadOnce
from chwapi_console.journal.record.record import Misfit, Received, Record
from chwapi_console.journal.record.room import MEANT, USUAL, Room
from chwapi_console.journal.record.sequencing import (
    Actor,
    as_events,
    following,
    not_written_yet,
    refuse_what_was_not_shown,
    this_machine,
)
from chwapi_console.text import Sentence, all_in_one, say, typed_path

if TYPE_CHECKING:
    from chwapi_console.journal.audit import Audit

HOURS_TOLD = timedelta(hours=12)
"""A shift: for so long whoever looks hears that acts came under a name of this file's own; an audit
tells it for good."""

SECONDS_BETWEEN_BODIES = 60.0
"""Between two looks of who stays at whether the bodies on disk are those that were read."""

SECONDS_FOR_OTHERS = 15.0
"""Seconds to wait for other writers before saying so."""

DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, 0})
"""What reading gives where a page was written over; the second where a text is none any more."""


class SqliteStore:
    """A journal file.

    It need not exist yet: then nothing is in it, and the first act creates it. With `keep`, what is
    known of a file that goes away is put into another; a mirror is not kept so, and what fails
    there undoes no act. `once` has what other stores of this process read of the same file; `place` is
    where the file lies, held open, and is closed with the store.
    """

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        allow_network: bool = False,
        patience: float = SECONDS_FOR_OTHERS,
        keep: bool = True,
        once: ReadOnce | None = None,
        place: HeldPlace | None = None,
    ) -> None:
        self.path = path
        self._place = place
        self.record = Record()
        self._once = once
        self.origin = ""
        self._file = JournalFile(
            path,
            read_only=read_only,
            allow_network=allow_network,
            patience=patience,
            place=place,
        )
        self._file.faults.refuse_a_long_name()
        self._lock = threading.RLock()
        self._read, self._read_anew = ReadSoFar(), False
        self._why_damaged: Sentence | None = None
        self._is_mirror = not keep
        self._keep = keep and not read_only
        self._kept_in: Path | None = None
        self._wrote, self._bodies_from = False, time.monotonic() + SECONDS_BETWEEN_BODIES
        self._stops: list[Stop] = []
        self._strangers: list[tuple[str, str]] = []
        try:
            self.refresh()
            self._taken_in = -1 if self._file.has_wal else self._read.position
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def format(self) -> int:
        """The number of the file's format."""
        return self._file.format

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be written; None when they can."""
        return self._why_damaged or self._file.why_read_only

    @property
    def trouble(self) -> Sentence | None:
        """That entries cannot be read; else all that is wrong, so that nothing hides behind another.

        The first entry that does not fit the others, the first origin whose later acts are kept out,
        that the file has other names, under which other acts may stand, and that acts came lately
        under a name of its own.
        """
        if self._why_damaged is not None:
            return self._why_damaged
        told = [
            next((misfit.sentence for misfit in self.record.misfits), None),
            next(iter(self._stopped()), None),
            self._file.hindrances.other_names(),
        ]
        if self._strangers:
            told.append(lately_strangers(self._strangers, iso(utc_now() - HOURS_TOLD)))
        return all_in_one(told)

    def _stopped(self) -> list[Sentence]:
        """The origins of which an event was refused, so that later acts are missing here.

        Until an event comes that fits.
        """
        return stops_in_words(self._stops, self.record)

    def refresh(self) -> None:
        """Reads on; see `Store.refresh`."""
        with self._lock:
            if self._kept_if_gone(self._file.look_again):
                self._patiently(self._read_on)
                if self._keep and time.monotonic() >= self._bodies_from:
                    self._patiently(self._check_bodies)

    def append(
        self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Writes the drafts in one transaction; see `Store.append`."""

        def fresh() -> list[Event]:
            unwritten = not_written_yet(self.record, drafts)
            if unwritten:
                refuse_what_was_not_shown(self.record, shown)
            return self._following(unwritten, actor) if unwritten else []

        self._write(fresh)
        return as_events(self.record, drafts)

    def receive(
        self, events: Iterable[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        """Writes events that were made elsewhere; see `Store.receive`.

        Acts of our own origin that we did not have show that this file was put back to an earlier
        state, so further acts begin another.
        """
        events = list(events)
        received = Received([], [])

        def fitting() -> Sequence[Event]:
            nonlocal received
            received = self.record.receive(events, room)
            for origin in self._origins_here() if received.taken else ():
                if self.record.goes_on_elsewhere(origin, received.taken):
                    self._give_up(origin, others_wrote=True)
            told = self.record.news_of_loose(received)
            return [
                *received.taken,
                *(self._following(told, actor or this_machine()) if told else ()),
            ]

        self._write(fitting)
        self._strangers = self._asked(known_strangers) or []
        self._remember_stops(received.refused, {event.place: event.hash for event in events})
        return received

    def renounce(self, origin: str) -> None:
        """Writes no more under an origin; see `Store.renounce`."""

        def nothing() -> Sequence[Event]:
            self._give_up(origin)
            return ()

        self._write(nothing)

    def audit(self) -> "Audit":
        """Reads every stored byte anew; see `Store.audit`."""
        from chwapi_console.journal.audit import audited, file_faults

        self.refresh()
        noted = [] if self._file.damaged else self._asked(noted_loose) or []
        found = audited(self._rows(), self.own_origins, set(noted))
        return found._replace(
            file_faults=[
                *(self._asked(lambda file: file_faults(file, self._is_damage)) or ()),
                *self._file.strange_in_memory,
            ],
            beside=self._beside(),
            copied=self._is_copy,
            stopped=[*self._stopped(), *passed(self._stops, self.record)],
            strangers=strangers_in_words(self._strangers),
        )

    def connection(self) -> sqlite3.Connection | None:
        """The open file, to look at; None while there is none."""
        return self._file.connection

    def take_in(self) -> bool:
        """Sees to it that the file itself has all acts; see `Store.take_in`.

        Where all were taken in, nothing is touched.
        """
        with self._lock:
            if not self._is_ahead:
                return True
            try:
                if not self._file.take_in():
                    return False
            except JournalError:  # the next look says so
                return False
            self._taken_in = self._read.position
            return True

    @property
    def _is_ahead(self) -> bool:
        """Whether there is what the file itself may not have yet, and could be given."""
        return (
            self._taken_in != self._read.position
            and self.connection() is not None
            and self.why_read_only is None
        )

    def close(self) -> None:
        """Lets go of the file.

        Who wrote takes in what stands beside it: others may hold it open for as long as they like.
        JournalError where what was written here and acknowledged stands nowhere any more but in
        another file by now.
        """
        with self._lock:
            try:
                if self._wrote and self.connection() is not None:
                    self.take_in() if self._is_mirror or self._kept_in else self._kept_if_gone(
                        self._look_at_last
                    )
            finally:
                self._file.close()
                if self._place is not None:
                    self._place.close()

    def _look_at_last(self) -> None:
        """Sees that what was acknowledged is there still, and takes it in.

        No look comes behind this one that could tell.
        """
        try:
            self._file.check()
            self._file.at_once(self._check_all_is_there)
            self._file.at_once(self._check_bodies)
            if self._is_ahead:
                self._file.take_in()
        except JournalGone:
            raise
        except JournalError:  # a disk that cannot be asked now: the acts stand in the -wal
            pass

    # Reading and writing

    def _read_on(self) -> None:
        if self._why_damaged is not None:
            return
        self._check_all_is_there()
        rows = deque(self._rows_after(0 if self._read_anew else self._read.position))
        if self._read_anew:
            self.record, self._read, self._read_anew = Record(), ReadSoFar(), False
        goes_on = self._read.position > 0
        while (
            rows
        ):  # each is let go of as its event comes, so that no two of all are held at a time
            row = rows.popleft()
            if goes_on and is_at(self.record.at, (row[1], row[2]), row[4]):
                raise JournalGone(WRITTEN_OVER)  # pages of before: no file has an entry twice
            take_row(self.record, row, self._once)
            self._read.add(row[0], row[4])
        self._file.has_been_read = bool(self.record.events)
        if not self._file.damaged:
            self.origin = self.origin or self._known_origin()
            self.record.own = frozenset(self._origins_here())
            self._stops = known_stops(self._file.opened)
            self._strangers = known_strangers(self._file.opened)

    def _check_all_is_there(self) -> None:
        if self._read.position:
            self._file.forget_pages()
        self._read.check(self._file.opened, self._file.bytes_stamp)

    def _check_bodies(self) -> None:
        self._bodies_from = time.monotonic() + SECONDS_BETWEEN_BODIES
        if not self._read_anew and self._why_damaged is None:
            self._read.check_bodies(self._file.opened, self._file.bytes_stamp, self.record.events)

    def _rows_after(self, position: int) -> Sequence[StoredRow]:
        if not self._file.damaged:
            try:
                named = 0 if position else self._named_by_index()
                rows = self._file.opened.execute(
                    f"{ROWS} WHERE position > ? ORDER BY position", (position,)
                ).fetchall()
                if len(rows) >= named or has_odd_positions(self._file.opened):
                    return rows
                self._file.damaged = True
            except sqlite3.DatabaseError as error:
                if (
                    result_code(error) not in DAMAGE
                    or self.record.events
                    or (result_code(error) and not self._file.is_damage(error))
                ):
                    raise
                self._file.damaged = True
        return self._salvaged()

    def _named_by_index(self) -> int:
        """How many entries the file's indexes name.

        A disk that lost a page of the table alone, or gives an old one, leaves a chain that fits.
        SQLite counts by the smallest tree, which is never that of the bodies.
        """
        with suppress(sqlite3.DatabaseError):  # a damaged index hides no entry
            return int(self._file.opened.execute("SELECT count(*) FROM event").fetchone()[0])
        return 0

    def _salvaged(self) -> Sequence[StoredRow]:
        """What a damaged file still gives. Nothing more is written to it."""
        from chwapi_console.journal.file.salvage import salvaged, what_is_missing

        rows, missing = salvaged(self._file.opened, self.path)
        why = what_is_missing(missing, self.path)
        self._why_damaged = self._file.faults.unusable(why).sentence
        return rows

    def _write(self, make: Callable[[], Sequence[Event]]) -> None:
        """Writes what `make` gives once all that others wrote has been read.

        On disk when this returns.
        """
        with self._lock:
            if self._file.why_read_only is not None:
                self._kept_if_gone(self._file.look_again)
            why = self.why_read_only
            if why is None and self.connection() is None:
                self._kept_if_gone(self._file.create)
                why = self.why_read_only
            if why is not None:
                raise JournalReadOnly(why)
            if self._file.format < SCHEMA_VERSION:
                self._kept_if_gone(self._file.bring_up)
                if (why := self.why_read_only) is not None:  # the disk gave out meanwhile
                    raise JournalReadOnly(why)
            began = time.monotonic()
            self._patiently(lambda: self._written(make, began), writing=not self._is_mirror)

    def _written(self, make: Callable[[], Sequence[Event]], began: float) -> None:
        with among_writers(self.path, whoever_holds_it=time.monotonic() - began > LONGEST_TURN):
            self._written_alone(make)

    def _written_alone(self, make: Callable[[], Sequence[Event]]) -> None:
        connection = self._file.opened
        self._file.check()
        connection.execute("BEGIN IMMEDIATE")
        durable: int | None = None
        known = self.origin
        try:
            self._file.check_for_writing()
            self._read_on()
            durable = len(self.record.events)
            self.origin = known = self._known_origin()
            connection.execute(OWN_ORIGIN)
            events = make()
            self._file.make_room_for(len(events), sum(len(event.body) for event in events))
            self._insert(connection, events)
            last = connection.execute("SELECT coalesce(max(position), 0) FROM event").fetchone()[0]
            if self._once is not None:  # before others can read them
                self._once.keep(events)
            self._commit(connection)
        except BaseException:
            if durable is not None and len(self.record.events) > durable:
                self._take_back(durable)
            self.origin = known
            with suppress(sqlite3.Error):  # what went wrong first is what is told
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
            raise
        for event in events:
            if not is_at(self.record.at, event.place, event.hash):
                self.record.take(event)
        self._wrote = True
        self._file.has_been_read = bool(self.record.events)
        for position, event in enumerate(events, last - len(events) + 1):
            self._read.add(position, event.hash)
        self._file.check()  # what was written where nobody looks is not acknowledged

    def _take_back(self, durable: int) -> None:
        """Takes out of the record what is not in the file: all but so many events.

        The next look reads it anew, once all of that is found to be there still.
        """
        events, own = self.record.events[:durable], self.record.own
        self.record = Record()
        self.record.own = own
        for event in events:
            self.record.take(event)
        self._read_anew = True

    def _commit(self, connection: sqlite3.Connection) -> None:
        """JournalError where the disk fails while it is told to keep what it was given.

        Whoever opens the file next may find the act in its -wal, or not.
        """
        try:
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if result_code(error) != sqlite3.SQLITE_IOERR or self._is_mirror:
                raise
            raise self._file.faults.not_kept(error) from error

    def _insert(self, connection: sqlite3.Connection, events: Sequence[Event]) -> None:
        """Puts the events behind all others.

        JournalError where the file does not do what it is told.
        """
        if has_odd_positions(connection) or self._read.position + len(events) >= GREATEST_POSITION:
            raise self._file.faults.unusable(
                say(
                    "has an entry at a position that no journal reaches, so that nothing can be "
                    "written there. Go on in another journal (--journal NEW), and bring in there "
                    "what can be read (sync {path}).",
                    path=typed_path(self.path),
                )
            )
        before = connection.total_changes
        connection.executemany(INSERT, map(values, events))
        if connection.total_changes - before != len(events):
            raise self._file.faults.unusable(
                say(
                    "does not keep what is written to it. Nothing was written. Go on in another "
                    "journal (--journal NEW)."
                )
            )

    # Origins

    @property
    def own_origins(self) -> frozenset[str]:
        """The origins that this file has had on this machine, whichever login they are of.

        See `Store.own_origins`.
        """
        with self._lock:
            readable = self.connection() is not None and not self._file.damaged
            return frozenset(self._patiently(self._origins_here)) if readable else frozenset()

    def _origins_here(self) -> list[str]:
        """The origins of this file on this machine, the latest first."""
        return origins_here(self._file.opened, self._file.inode)

    def _following(self, drafts: Sequence[Draft], actor: Actor) -> list[Event]:
        """The drafts as the next events of this login's origin in this file.

        A file that was copied, moved elsewhere or damaged begins another.
        """
        birth: Sequence[Draft] = ()
        if self.origin in {misfit.origin for misfit in self.record.misfits}:
            self._give_up(self.origin)
        if not self.origin:
            self.origin, birth = begin_origin(
                self._file.opened, self._file.inode, actor.host, iso(utc_now())
            )
            self.record.own |= {self.origin}
        return following(self.record, self.origin, [*birth, *drafts], actor, iso(utc_now()))

    def _known_origin(self) -> str:
        return origin_to_go_on_with(self._origins_here(), self.record)

    def _give_up(self, origin: str, *, others_wrote: bool = False) -> None:
        give_up_origin(self._file.opened, origin, others_wrote=others_wrote)
        self.record.own -= {origin}
        if self.origin == origin:
            self.origin = ""

    def _remember_stops(self, refused: Sequence[Misfit], hashes: Mapping[Place, str]) -> None:
        if not refused:
            return

        def remembered() -> Sequence[Event]:
            remember_stops(self._file.opened, self.record, refused, hashes)
            self._stops = known_stops(self._file.opened)
            return ()

        self._write(remembered)

    # Auditing

    def _rows(self) -> list[StoredRow]:
        """Every entry as it is stored, in the order of arrival.

        Those that a damaged file no longer gives are left out.
        """
        with self._lock:
            return (
                list(self._patiently(lambda: self._rows_after(0)))
                if self.connection() is not None
                else []
            )

    def _asked(self, question: Callable[[sqlite3.Connection], Answer]) -> Answer | None:
        """What the open file answers, waited for as all that is read of it.

        None while there is none.
        """
        with self._lock:
            return (
                self._patiently(lambda: question(self._file.opened))
                if self.connection() is not None
                else None
            )

    def _is_damage(self, error: sqlite3.Error) -> bool:
        """Whether an error of what was `asked` is one of the file.

        Else it is to be raised: a disk fails, or others are at it.
        """
        return self._file.is_damage(error) or (
            self._file.damaged and result_code(error) in DAMAGE | DOUBTFUL
        )

    def _beside(self) -> int:
        """How many of the entries that were read stand in the -wal alone."""
        with self._lock:
            return self._file.entries_beside(len(self.record.events))

    @property
    def _is_copy(self) -> bool:
        """Whether this file is a copy: acts were written under another inode or machine, none here."""
        if self.origin or self._file.damaged or self.connection() is None:
            return False
        try:
            return not self.own_origins and was_written_elsewhere(self._file.opened)
        except sqlite3.DatabaseError:  # what of the file is damaged, `audit` tells
            return False

    # Faults

    def _patiently(self, attempt: Callable[[], Answer], *, writing: bool = False) -> Answer:
        return self._kept_if_gone(lambda: self._file.patiently(attempt, writing=writing))

    def _kept_if_gone(self, attempt: Callable[[], Answer]) -> Answer:
        """The answer.

        Where the file is not what it was, whatever of it is in memory, or can still be read through
        the open handle of a file that was taken away, is put into another file, once.
        """
        try:
            return attempt()
        except JournalGone as went:
            if self.record.events and self._kept_in is None and self._keep:
                if self.connection() is not None:
                    with suppress(JournalGone, sqlite3.Error):
                        self._read_on()
                self._kept_in = keep_elsewhere(self.path, self._put_into)
            why = gone(went.sentence, self._kept_in, len(self.record.events))
            raise self._file.faults.unusable(why) from went

    def _put_into(self, kept: Path) -> None:
        with closing(SqliteStore(kept)) as store:
            store._keep = False  # noqa: SLF001 -- one of its own kind
            store.receive(self.record.events, MEANT)
