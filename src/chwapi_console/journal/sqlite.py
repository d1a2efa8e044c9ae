"""The journal as one SQLite file, written by several processes at once.

WAL with `synchronous=FULL`: a commit is on disk before it is acknowledged. Every write is one `BEGIN IMMEDIATE`, in which
what others wrote meanwhile is read first, so that nobody acts on what they did not see. Triggers refuse to change or
remove an event, or to put another in its place.
"""

import os
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from chwapi_console.clock import iso, utc_now
from chwapi_console.errors import JournalError, JournalReadOnly, StaleView
from chwapi_console.journal.events import GENESIS, Draft, Event, new_id, sealed, unsealed
from chwapi_console.journal.record import Record
from chwapi_console.journal.store import Actor
from chwapi_console.text import Sentence, every, say

APPLICATION_ID = 0x43485750  # "CHWP"
SCHEMA_VERSION = 1
PATIENCE = 15.0
"""Seconds to wait for other writers before saying so."""

_SCHEMA = (
    """CREATE TABLE event (
        position INTEGER PRIMARY KEY,
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        body BLOB NOT NULL,
        UNIQUE (origin, seq)
    ) STRICT""",
    """CREATE TABLE own_origin (
        origin TEXT PRIMARY KEY,
        machine TEXT NOT NULL,
        inode INTEGER NOT NULL,
        since TEXT NOT NULL
    ) STRICT""",
    """CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never updated'); END""",
    """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    """CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
        WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position OR id = NEW.id
                     OR (origin = NEW.origin AND seq = NEW.seq))
        BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END""",
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)

_WHAT_IT_IS = """SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
    FROM pragma_application_id, pragma_user_version"""
"""One statement, so that it sees another process's laying out of the file whole or not at all."""

Answer = TypeVar("Answer")


class SqliteStore:
    """A journal file. It need not exist yet: then nothing is in it, and the first act creates it."""

    def __init__(self, path: Path, *, read_only: bool = False, patience: float = PATIENCE) -> None:
        self.path = path
        self.record = Record()
        self.origin = ""
        self._asked_read_only = read_only
        self._patience = patience
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._position = 0
        self._read_at: tuple[int, int, bool] | None = None
        self._why_read_only: Sentence | None = None
        if not path.parent.is_dir():
            raise JournalError(say("{path}: the folder of the journal does not exist. Create it, or name another with "
                                   "--journal.", path=str(path)))
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    @property
    def why_read_only(self) -> Sentence | None:
        """Why acts cannot be written; None when they can."""
        if self._asked_read_only:
            return say("Read-only, as asked.")
        if self._connection is None and not os.access(self.path.parent, os.W_OK):
            return say("{path}: the folder of the journal cannot be written to.", path=str(self.path))
        return self._why_read_only

    @property
    def writable(self) -> bool:
        """Whether acts can be appended."""
        return self.why_read_only is None

    def refresh(self) -> None:
        """Reads on; see `Store.refresh`."""
        with self._lock:
            if self._read_at and self._read_at != self._stamp():
                self.close()
            if self._connection is None:
                if not self.path.exists():
                    return
                self._connect()
            self._check_file()
            self._patiently(self._read_on)

    def append(self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]) -> list[Event]:
        """Writes the drafts in one transaction; see `Store.append`."""
        with self._lock:
            if (why := self.why_read_only) is not None:
                raise JournalReadOnly(why)
            if self._connection is None:
                self._create()
            return self._patiently(lambda: self._append(drafts, actor, shown))

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = self._read_at = None

    # Opening

    def _create(self) -> None:
        """An empty file that the folder's group can share, whatever the umask; then as with any other file."""
        group_bits = self.path.parent.stat().st_mode & 0o060
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        except OSError as error:
            raise self._unusable(say("cannot be created: {reason}.", reason=error.strerror or str(error))) from error
        else:
            os.fchmod(descriptor, 0o600 | group_bits)
            os.close(descriptor)
        self._connect()

    def _connect(self) -> None:
        status = self.path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise self._unusable(say("is not a file."))
        self._why_read_only = self._refused_writing()
        self._patiently(self._open)
        self._file = (status.st_dev, status.st_ino)
        self.origin = self._patiently(self._known_origin)

    def _refused_writing(self) -> Sentence | None:
        for place in (self.path, self.path.parent):
            if not os.access(place, os.W_OK):
                return say("{place} cannot be written to: its permissions or its disk forbid it.", place=str(place))
        return None

    def _open(self) -> None:
        """Opens the file; where a full disk leaves no room even for that, to read only."""
        if self.writable:
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
                if not self.writable:
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
            refused = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if not refused or self._wal.exists():
                raise
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
        application, version, tables = connection.execute(_WHAT_IT_IS).fetchone()
        if application == APPLICATION_ID and version > SCHEMA_VERSION:
            raise self._unusable(say("was written by a newer chwapi-console (format {found}, this one reads {known}). "
                                     "Use the newer program.", found=version, known=SCHEMA_VERSION))
        if application == APPLICATION_ID:
            return True
        if tables:
            raise self._unusable(say("is a database, but not a journal. Name the journal with --journal."))
        return False

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        if not self._is_a_journal(connection):
            for statement in _SCHEMA:
                connection.execute(statement)
        connection.execute("COMMIT")

    # Reading and writing

    def _read_on(self) -> None:
        assert self._connection is not None
        rows = self._connection.execute(
            "SELECT position, body FROM event WHERE position > ? ORDER BY position", (self._position,)).fetchall()
        for position, body in rows:
            try:
                event = unsealed(body)
            except ValueError as error:
                raise self._unusable(say("entry {position} is damaged.", position=position)) from error
            self.record.take(event)
            self._position = position

    def _append(self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]) -> list[Event]:
        assert self._connection is not None
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._check_file()
            self._read_on()
            self._check_shown(drafts, shown)
            events = self._sealed(drafts, actor)
            self._connection.executemany(
                "INSERT INTO event (origin, seq, id, body) VALUES (?, ?, ?, ?)",
                [(event.origin, event.seq, event.id, event.body) for event in events])
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self.origin = self._known_origin()
            raise
        self._read_on()
        return [self.record.by_id[draft.id] for draft in drafts]

    def _check_file(self) -> None:
        """An append to a file that was unlinked or replaced would be acknowledged and lost."""
        try:
            status = self.path.stat()
        except OSError as error:
            raise self._unusable(say("has been removed while it was open. Put it back and start again.")) from error
        if (status.st_dev, status.st_ino) != self._file:
            raise self._unusable(say("has been replaced by another file while it was open. Start again to use that one."))

    def _check_shown(self, drafts: Sequence[Draft], shown: Mapping[str, frozenset[str]]) -> None:
        if all(draft.id in self.record.by_id for draft in drafts):
            return
        for key, ids in shown.items():
            unseen = [head for head in self.record.heads.of(key) if head.id not in ids]
            if unseen:
                raise StaleView(say("{subject}: {acts} came in between. Look again, then decide.", subject=key,
                                    acts=every([say("{operator} ({kind}, {time} UTC)", operator=e.operator, time=e.at[11:16],
                                                    kind=_done(e)) for e in unseen])))

    def _sealed(self, drafts: Sequence[Draft], actor: Actor) -> list[Event]:
        """The drafts that are not in the journal yet, each with its place in it."""
        fresh = [draft for draft in drafts if draft.id not in self.record.by_id]
        if not fresh:
            return []
        origin = self._own_origin(actor.host)
        seq, prev = self.record.tips.get(origin, (0, GENESIS))
        saw = {other: tip for other, tip in self.record.tips.items() if other != origin}
        lamport, at = self.record.lamport, iso(utc_now())
        events = []
        for draft in fresh:
            seq, lamport = seq + 1, lamport + 1
            event = sealed(Event(draft.id, origin, seq, prev, saw, lamport, at, actor.operator, actor.host, draft.subject,
                                 draft.kind, draft.data))
            events.append(event)
            prev = event.hash
        return events

    def _own_origin(self, host: str) -> str:
        """The origin of this file on this machine; a file that was copied or moved elsewhere begins another."""
        assert self._connection is not None and self._file is not None
        self.origin = self._known_origin()
        if not self.origin:
            self.origin = f"{host}-{new_id()[:8]}"
            self._connection.execute("INSERT INTO own_origin VALUES (?, ?, ?, ?)",
                                     (self.origin, _machine(), self._file[1], iso(utc_now())))
        return self.origin

    def _known_origin(self) -> str:
        assert self._connection is not None and self._file is not None
        row = self._connection.execute("SELECT origin FROM own_origin WHERE machine = ? AND inode = ? ORDER BY rowid DESC",
                                       (_machine(), self._file[1])).fetchone()
        return row[0] if row else ""

    # Faults

    def _patiently(self, attempt: Callable[[], Answer]) -> Answer:
        """The answer, tried again while others hold the lock: short random waits are fairer than SQLite's own."""
        deadline = time.monotonic() + self._patience
        while True:
            try:
                return attempt()
            except sqlite3.Error as error:
                busy = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > deadline:
                    raise self._explained(error) from error
                time.sleep(0.001 + os.urandom(1)[0] / 13_000)

    def _explained(self, error: sqlite3.Error) -> JournalError:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_NOTADB:
                return self._unusable(say("is not a journal. Name the journal with --journal."))
            case sqlite3.SQLITE_CORRUPT:
                return self._unusable(say("is damaged. Keep a copy of it and of the files -wal and -shm beside it."))
            case sqlite3.SQLITE_FULL:
                return self._unusable(say("the disk is full. Nothing was written; make room, then do it again."))
            case sqlite3.SQLITE_READONLY:
                return JournalReadOnly(say("{path}: cannot be written to. Nothing was written.", path=str(self.path)))
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return self._unusable(say("another process has been writing for {seconds} s. Nothing was written; try again.",
                                          seconds=round(self._patience)))
            case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return self._unusable(say("cannot be opened. Look at its permissions and those of its folder."))
            case _:
                return self._unusable(say("{reason}. Nothing was written.", reason=str(error)))

    def _unusable(self, sentence: Sentence) -> JournalError:
        return JournalError(say("{path}: {sentence}", path=str(self.path), sentence=sentence))


def _machine() -> str:
    """What tells this machine from another; the host's name where it has no id."""
    try:
        return Path("/etc/machine-id").read_text(encoding="ascii").strip() or os.uname().nodename
    except (OSError, UnicodeDecodeError):
        return os.uname().nodename


def _done(event: Event) -> str:
    after = event.after
    return after.state if after is not None else event.kind
