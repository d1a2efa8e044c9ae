"""The journal as one SQLite file, written by several processes at once.

WAL with `synchronous=FULL`: a commit is on disk before it is acknowledged. Every write is one `BEGIN IMMEDIATE`, in which
what others wrote meanwhile is read first, so that nobody acts on what they did not see. What can still be read of a damaged
file is read; what was on the screen when a file went away is kept in another.
"""

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from chwapi_console.clock import iso, utc_now
from chwapi_console.errors import ChwapiError, JournalError, JournalReadOnly
from chwapi_console.journal.events import Draft, Event, new_id
from chwapi_console.journal.file_format import (
    APPLICATION_ID,
    INSERT,
    LAYOUT,
    ROWS,
    SCHEMA_VERSION,
    WHAT_IT_IS,
    Row,
    take_row,
    values,
)
from chwapi_console.journal.filesystem import create_shared, machine, network_kind, share_like
from chwapi_console.journal.lock_holder import write_lock_holder
from chwapi_console.journal.record import Received, Record
from chwapi_console.journal.writing import Actor, following, not_written_yet, refuse_what_was_not_shown
from chwapi_console.text import Sentence, plural, say

PATIENCE = 15.0
"""Seconds to wait for other writers before saying so."""

Answer = TypeVar("Answer")


class SqliteStore:
    """A journal file. It need not exist yet: then nothing is in it, and the first act creates it."""

    def __init__(self, path: Path, *, read_only: bool = False, allow_network: bool = False, patience: float = PATIENCE) -> None:
        self.path = path
        self.record = Record()
        self.origin = ""
        self._asked_read_only = read_only
        self._patience = patience
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._position = 0
        self._last_hash = ""
        self._damaged = False
        self._read_at: tuple[int, int, bool] | None = None
        self._why_read_only: Sentence | None = None
        self._kept_in: Path | None = None
        if not path.parent.is_dir():
            raise JournalError(say("{path}: the folder of the journal does not exist. Create it, or name another with "
                                   "--journal.", path=str(path)))
        if not allow_network and (kind := network_kind(path)):
            raise self._unusable(say("lies on a network file system ({kind}), where several writers can damage a journal. Keep "
                                     "it on a disk of this machine and use sync, or insist with --allow-network-fs.", kind=kind))
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        """The file's path."""
        return str(self.path)

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be written; None when they can."""
        if self._asked_read_only:
            return say("Read-only, as asked.")
        if self._connection is None and not os.access(self.path.parent, os.W_OK):
            return say("{path}: the folder of the journal cannot be written to.", path=str(self.path))
        return self._why_read_only

    @property
    def trouble(self) -> Sentence | None:
        """The first entry that does not fit the others."""
        misfits = self.record.misfits
        return misfits[0].sentence if misfits else None

    def refresh(self) -> None:
        """Reads on; see `Store.refresh`."""
        with self._lock:
            if self._read_at and self._read_at != self._stamp():
                self.close()
            if self._connection is None:
                if not self.path.exists():
                    if self._file is not None:
                        raise self._gone(say("has been removed while it was open."))
                    return
                self._connect()
            self._check_file()
            self._patiently(self._read_on)

    def append(self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]) -> list[Event]:
        """Writes the drafts in one transaction; see `Store.append`."""

        def fresh() -> list[Event]:
            unwritten = not_written_yet(self.record, drafts)
            if unwritten:
                refuse_what_was_not_shown(self.record, shown)
            return following(self.record, self._own_origin(actor.host), unwritten, actor, iso(utc_now())) if unwritten else []

        self._write(fresh)
        return [self.record.by_id[draft.id] for draft in drafts]

    def receive(self, events: Iterable[Event]) -> Received:
        """Writes events that were made elsewhere; see `Store.receive`. Acts of our own origin that we did not have show that
        this file was put back to an earlier state, so further acts begin another."""
        events = list(events)
        received = Received([], [])

        def fitting() -> Sequence[Event]:
            nonlocal received
            received = self.record.receive(events)
            if any(event.origin == self.origin for event in received.taken):
                self._forget_origin()
            return received.taken

        self._write(fitting)
        return received

    def renounce(self) -> None:
        """Begins a new origin with the next act; see `Store.renounce`."""

        def nothing() -> Sequence[Event]:
            self._forget_origin()
            return ()

        self._write(nothing)

    def rows(self) -> list[Row]:
        """Every entry as it is stored, in the order of arrival; those that a damaged file no longer gives are left out."""
        with self._lock:
            return self._patiently(lambda: list(self._rows_after(0))) if self._connection is not None else []

    def connection(self) -> sqlite3.Connection | None:
        """The open file, to look at; None while there is none."""
        return self._connection

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = self._read_at = None

    # Opening

    def _create(self) -> None:
        try:
            create_shared(self.path)
        except FileExistsError:
            pass
        except OSError as error:
            raise self._unusable(say("cannot be created: {reason}.", reason=error.strerror or str(error))) from error
        self._connect()

    def _connect(self) -> None:
        status = self.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise self._unusable(say("is not a file."))
        if self._file not in (None, (status.st_dev, status.st_ino)):
            raise self._gone(say("has been replaced by another file while it was open."))
        self._why_read_only = self._refused_writing()
        self._patiently(self._open)
        self._file = (status.st_dev, status.st_ino)
        share_like(self.path, self._wal, Path(f"{self.path}-shm"))
        self.origin = self._patiently(self._known_origin)

    def _refused_writing(self) -> Sentence | None:
        for place in (self.path, self.path.parent):
            if not os.access(place, os.W_OK):
                return say("{place} cannot be written to: its permissions or its disk forbid it.", place=str(place))
        return None

    def _open(self) -> None:
        """Opens the file; where a full disk leaves no room even for that, to read only."""
        if self.why_read_only is None:
            try:
                self._connection = self._checked(self._connected("mode=rw"))
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                    raise
                self._why_read_only = say("{path}: the disk is full; no act can be written until there is room.",
                                          path=str(self.path))
        self._connection = self._checked(self._open_to_read())

    def _checked(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """The connection to what is, or now becomes, a journal; closed when it is none."""
        try:
            connection.execute("PRAGMA synchronous = FULL")
            if not self._is_a_journal(connection):
                if self.why_read_only is not None:
                    raise self._unusable(say("is empty."))
                self._lay_out(connection)
            connection.execute("SELECT count(*) FROM own_origin").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _open_to_read(self) -> sqlite3.Connection:
        """Without a WAL beside it nobody is writing, and the file can be read where not even -shm can be made."""
        connection = self._connected("mode=ro")
        try:
            connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            if self._wal.exists() and self._wal.stat().st_size:
                raise self._unusable(say("holds acts in {wal} that were not yet taken into it, and nothing can be written here "
                                         "to do so. Copy both files to a folder that you can write to, and open them there.",
                                         wal=self._wal.name)) from error
            connection = self._connected("immutable=1")
            self._read_at = self._stamp()
        return connection

    @property
    def _wal(self) -> Path:
        return Path(f"{self.path}-wal")

    def _stamp(self) -> tuple[int, int, bool]:
        """What changes when somebody writes to a file that was opened as one that nobody writes to."""
        status = self.path.stat()
        return (status.st_mtime_ns, status.st_size, self._wal.exists())

    def _connected(self, options: str) -> sqlite3.Connection:
        """A connection that leaves transactions to us and never waits by itself; see `_patiently`."""
        path = os.fspath(self.path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        return sqlite3.connect(f"file:{path}?{options}", uri=True, timeout=0.0, isolation_level=None, check_same_thread=False)

    def _is_a_journal(self, connection: sqlite3.Connection) -> bool:
        """True for a journal that this program can read, False for a file with nothing in it yet."""
        application, version, tables = connection.execute(WHAT_IT_IS).fetchone()
        if application == APPLICATION_ID and version > SCHEMA_VERSION:
            raise self._unusable(say("was written by a newer chwapi-console (format {found}, this one reads {known}). "
                                     "Use the newer program.", found=version, known=SCHEMA_VERSION))
        if application == APPLICATION_ID and version < SCHEMA_VERSION:
            raise self._unusable(say("was written by an early chwapi-console (format {found}, this one reads {known}). Keep it, "
                                     "and begin another with --journal.", found=version, known=SCHEMA_VERSION))
        if application == APPLICATION_ID:
            return True
        if tables:
            raise self._unusable(say("is a database, but not a journal. Name the journal with --journal."))
        return False

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if not self._is_a_journal(connection):
            for statement in LAYOUT:
                connection.execute(statement)
        connection.execute("COMMIT")

    # Reading and writing

    def _read_on(self) -> None:
        assert self._connection is not None
        if self._damaged:
            return
        if self._position and self._connection.execute(
                "SELECT hash FROM event WHERE position = ?", (self._position,)).fetchone() != (self._last_hash,):
            raise self._gone(say("has been put back to an earlier state while it was open."))
        for row in self._rows_after(self._position):
            take_row(self.record, row)
            self._position, self._last_hash = row[0], row[4]

    def _rows_after(self, position: int) -> Iterator[Row]:
        assert self._connection is not None
        rows = self._connection.execute(f"{ROWS} WHERE position > ? ORDER BY position", (position,))
        try:
            yield from rows.fetchall()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT or self.record.events:
                raise
            yield from self._salvaged()

    def _salvaged(self) -> Iterator[Row]:
        """Entry by entry, what a damaged file still gives. Nothing more is written to it."""
        assert self._connection is not None
        self._damaged, missing = True, 0
        for position in range(1, self._last_position() + 1):
            try:
                row = self._connection.execute(f"{ROWS} WHERE position = ?", (position,)).fetchone()
            except sqlite3.DatabaseError:
                row = None
            if row is None:
                missing += 1
            else:
                yield row
        self._why_read_only = self._unusable(plural(
            "is damaged: {n} entry cannot be read. Go on in another journal (--journal NEW), bring in there what can be read "
            "(sync {path}), then a mirror or what a colleague has.",
            "is damaged: {n} entries cannot be read. Go on in another journal (--journal NEW), bring in there what can be read "
            "(sync {path}), then a mirror or what a colleague has.", missing, path=str(self.path))).sentence

    def _last_position(self) -> int:
        """The last position in a damaged file, by whichever of its trees still says so; else as many as could be in it."""
        assert self._connection is not None
        for index in ("", " INDEXED BY sqlite_autoindex_event_1"):
            statement = f"SELECT max(position) FROM event{index}"
            with suppress(sqlite3.DatabaseError):
                return int(self._connection.execute(statement).fetchone()[0])
        return self.path.stat().st_size // 200

    def _write(self, make: Callable[[], Sequence[Event]]) -> None:
        """Writes what `make` gives once all that others wrote has been read; on disk when this returns."""
        with self._lock:
            if (why := self.why_read_only) is not None:
                raise JournalReadOnly(why)
            if self._connection is None:
                self._create()
            self._patiently(lambda: self._written(make))

    def _written(self, make: Callable[[], Sequence[Event]]) -> None:
        assert self._connection is not None
        self._connection.execute("BEGIN IMMEDIATE")
        durable = len(self.record.events)
        try:
            self._check_file()
            self._read_on()
            durable = len(self.record.events)
            self.origin = self._known_origin()
            events = make()
            self._connection.executemany(INSERT, map(values, events))
            last = self._connection.execute("SELECT max(position) FROM event").fetchone()[0]
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            if len(self.record.events) > durable:
                self.record, self._position, self._last_hash = Record(), 0, ""
            self.origin = self._known_origin()
            raise
        for event in events:
            if event.id not in self.record.by_id:
                self.record.take(event)
        if events:
            self._position, self._last_hash = last, events[-1].hash

    def _check_file(self) -> None:
        """An append to a file that was unlinked or replaced would be acknowledged and lost."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise self._gone(say("has been removed while it was open.")) from error
        if (status.st_dev, status.st_ino) != self._file:
            raise self._gone(say("has been replaced by another file while it was open."))

    # Origins

    def _own_origin(self, host: str) -> str:
        """The origin of this file on this machine; a file that was copied, moved elsewhere or damaged begins another."""
        assert self._connection is not None and self._file is not None
        if self.origin in {misfit.origin for misfit in self.record.misfits}:
            self._forget_origin()
        if not self.origin:
            self.origin = f"{host}-{new_id()[:8]}"
            self._connection.execute("INSERT INTO own_origin VALUES (?, ?, ?, ?)",
                                     (self.origin, machine(), self._file[1], iso(utc_now())))
        return self.origin

    def _known_origin(self) -> str:
        assert self._connection is not None and self._file is not None
        row = self._connection.execute("SELECT origin FROM own_origin WHERE machine = ? AND inode = ? ORDER BY rowid DESC",
                                       (machine(), self._file[1])).fetchone()
        return row[0] if row else ""

    def _forget_origin(self) -> None:
        """No file has inode 0, so that the origin is nobody's own any more."""
        assert self._connection is not None
        self._connection.execute("UPDATE own_origin SET inode = 0 WHERE origin = ?", (self.origin,))
        self.origin = ""

    # Faults

    def _patiently(self, attempt: Callable[[], Answer]) -> Answer:
        """The answer, tried again while others hold the lock: short random waits are fairer than SQLite's own."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return attempt()
            except sqlite3.Error as error:
                passing = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in passing or time.monotonic() > deadline:
                    raise self._explained(error) from error
                time.sleep(0.001 + os.urandom(1)[0] / 13_000)

    def _explained(self, error: sqlite3.Error) -> JournalError:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT if self.record.events:
                return self._gone(say("has been damaged or written over while it was open."))
            case sqlite3.SQLITE_NOTADB:
                return self._unusable(say("is not a journal. Name the journal with --journal."))
            case sqlite3.SQLITE_CORRUPT:
                return self._unusable(say("is damaged. Keep a copy of it and of the files -wal and -shm beside it."))
            case sqlite3.SQLITE_FULL:
                return self._unusable(say("the disk is full. Nothing was written; make room, then do it again."))
            case sqlite3.SQLITE_READONLY:
                return JournalReadOnly(say("{path}: cannot be written to. Nothing was written.", path=str(self.path)))
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
                return self._unusable(self._who_is_writing())
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return self._unusable(say("cannot be opened. Look at its permissions and those of its folder."))
            case _:
                return self._unusable(say("{reason}. Nothing was written.", reason=str(error)))

    def _who_is_writing(self) -> Sentence:
        seconds, holder = max(1, round(self._patience)), write_lock_holder(self.path)
        if holder is None:
            return say("another process has been writing for {seconds} s. Nothing was written; try again.", seconds=seconds)
        if holder.stopped:
            return say("process {process} ({command}) stopped in the middle of writing; this act waited {seconds} s. Nothing "
                       "was written. Let it go on (kill -CONT {process}) or end it (kill -KILL {process}), then try again.",
                       process=str(holder.process), command=holder.command, seconds=seconds)
        return say("process {process} ({command}) has been writing for {seconds} s. Nothing was written; try again.",
                   process=str(holder.process), command=holder.command, seconds=seconds)

    def _gone(self, what: Sentence) -> JournalError:
        """The file that was open is not what it was. Whatever of it is in memory is put into another file, once."""
        if self.record.events and self._kept_in is None and not self._asked_read_only:
            self._keep_elsewhere()
        if self._kept_in is None:
            return self._unusable(say("{what} Put it back, and start again.", what=what))
        return self._unusable(plural(
            "{what} The {n} act known here is kept in {kept}. Start again, and bring it back with: sync {kept}",
            "{what} All {n} acts known here are kept in {kept}. Start again, and bring them back with: sync {kept}",
            len(self.record.events), what=what, kept=str(self._kept_in)))

    def _keep_elsewhere(self) -> None:
        from tempfile import gettempdir
        for folder in (self.path.parent, Path(gettempdir())):
            kept = folder / f"{self.path.name}-kept-{os.getpid()}-{new_id()[:8]}"
            with suppress(ChwapiError, OSError):
                store = SqliteStore(kept)
                store.receive(self.record.events)
                store.close()
                self._kept_in = kept
                return

    def _unusable(self, sentence: Sentence) -> JournalError:
        return JournalError(say("{path}: {sentence}", path=str(self.path), sentence=sentence))
