"""The file format of a journal.

An SQLite database of two tables, and triggers that refuse to change what is in them.

`docs/design/journal.md` describes it for those who read a journal without this program; a test
holds the two together.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from chwapi_console.journal.file.file_faults import FileFaults
from chwapi_console.journal.record.decode import unsealed
from chwapi_console.journal.record.events import Event, hash_of
from chwapi_console.journal.record.read_once import ReadOnce
from chwapi_console.journal.record.record import Misfit, Record
from chwapi_console.text import Sentence, say

APPLICATION_ID = 0x43485750  # "CHWP"
SCHEMA_VERSION = 2

TRIGGERS = {
    "event_is_never_updated": """CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never updated'); END""",
    "event_is_never_deleted": """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
    "event_is_never_replaced": """CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
        WHEN EXISTS (SELECT 1 FROM event WHERE position = NEW.position)
          OR EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
          OR EXISTS (SELECT 1 FROM event WHERE origin = NEW.origin AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END""",
}
"""Each by its name. The third is there because INSERT OR REPLACE goes past the other two."""

OWN_ORIGIN = """CREATE TABLE IF NOT EXISTS own_origin (
        origin TEXT PRIMARY KEY,
        machine TEXT NOT NULL,
        inode INTEGER NOT NULL,
        since TEXT NOT NULL
    ) STRICT"""

STOPPED = """CREATE TABLE IF NOT EXISTS stopped (
        origin TEXT PRIMARY KEY,
        seq INTEGER NOT NULL,
        hash TEXT NOT NULL,
        since TEXT NOT NULL
    ) STRICT"""
"""Origins of which an event from elsewhere was refused, so that none of their later ones is here;
no event either."""

LOOSE = """CREATE TABLE IF NOT EXISTS loose (
        event TEXT NOT NULL,
        names TEXT NOT NULL,
        PRIMARY KEY (event, names)
    ) STRICT"""
"""Hashes of events that came from elsewhere, and those that they claim to have seen and that were
not here then."""

EVENT = """CREATE TABLE event (
        position INTEGER PRIMARY KEY,
        origin TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT NOT NULL UNIQUE,
        hash TEXT NOT NULL,
        body BLOB NOT NULL,
        UNIQUE (origin, seq)
    ) STRICT"""

LAYOUT = (
    EVENT,
    OWN_ORIGIN,
    *TRIGGERS.values(),
    f"PRAGMA application_id = {APPLICATION_ID}",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
)

_OURS = frozenset(
    " ".join(sql.replace("IF NOT EXISTS ", "").split())
    for sql in (*LAYOUT, STOPPED, LOOSE)
    if sql.startswith("CREATE")
)

IN_WAL = slice(18, 20)
"""Where a file says that it has a -wal (https://www.sqlite.org/fileformat2.html, 1.3.3)."""

WHAT_IT_IS = """SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)
    FROM pragma_application_id, pragma_user_version"""
"""One statement, so that it sees another process's laying out of the file whole or not at all."""

ROWS = "SELECT position, origin, seq, id, hash, body FROM event"
BY_HASH = "hash:"
"""What stands in the column of ids, before its hash, for an event that bears another's id: each may
stand there once, and no one hand says who bore it first. No id that begins so stands there itself."""

INSERT = f"""INSERT INTO event (origin, seq, id, hash, body)
    SELECT o, s, CASE WHEN substr(i, 1, {len(BY_HASH)}) = '{BY_HASH}'
        OR EXISTS (SELECT 1 FROM event WHERE id = i) THEN '{BY_HASH}' || h ELSE i END, h, b
    FROM (SELECT ? AS o, ? AS s, ? AS i, ? AS h, ? AS b)"""

INSERT_AS_STORED = "INSERT INTO event (position, origin, seq, id, hash, body) VALUES (?,?,?,?,?,?)"
"""Puts an entry of another file where it stood there."""

GREATEST_POSITION = 1 << 53
"""No journal has as many entries; one that stands there or beyond was put there by hand."""

HASH = re.compile(r"[0-9a-f]{64}")

StoredRow = tuple[int, str, int, str, str, bytes]
"""One entry as it is stored: position, origin, seq, id, hash, body."""


def values(event: Event) -> tuple[str, int, str, str, bytes]:
    """What `INSERT` stores of an event."""
    return (event.origin, event.seq, event.id, event.hash, event.body)


def take_row(record: Record, row: StoredRow, once: ReadOnce | None = None) -> None:
    """One entry into the record. The columns are there to search by; what counts is the body."""
    _, origin, seq, identity, digest, body = row
    try:
        before = record.events[-1] if record.events else None
        event = once.event(body, digest, before) if once else unsealed(body, before)
    except ValueError:
        stored = (
            body if isinstance(body, bytes) else repr(body).encode()
        )  # a page that was written over may give anything
        record.take_unreadable(
            *_place(origin, seq), digest if HASH.fullmatch(str(digest)) else hash_of(stored)
        )
        return
    record.take(event)
    if (event.origin, event.seq, event.hash) != (origin, seq, digest) or (
        identity not in (event.id, BY_HASH + event.hash)
    ):
        record.note(
            Misfit(
                *_place(origin, seq),
                say("was changed: it is not what its place, id and hash in the file say."),
            )
        )


def _place(origin: object, seq: object) -> tuple[str, int]:
    """The place that a row claims.

    A page that was written over may give anything there, whatever the column was made for.
    """
    return str(origin), seq if isinstance(seq, int) else 0


def is_a_journal(connection: sqlite3.Connection, faults: FileFaults) -> bool:
    """True for a journal that this program can read; false for a file with nothing in it yet.

    It may be one of a newer format that keeps its events in the same table.
    """
    application, version, tables = connection.execute(WHAT_IT_IS).fetchone()
    if application == APPLICATION_ID:
        if version > SCHEMA_VERSION and has_table(connection, "event"):
            return True
        if version != SCHEMA_VERSION:
            raise faults.no_journal(_of_another_format(version))
        if "event" in strangers(connection):
            raise faults.no_journal(
                say(
                    "keeps its events in another table than this program makes, which could give "
                    "anything for "
                    "one. Keep it as it is, and bring back a copy of the journal, or a mirror."
                )
            )
        return True
    if tables:
        raise faults.no_journal(
            say("is a database, but not a journal. Name the journal with --journal.")
        )
    return False


def _of_another_format(version: int) -> Sentence:
    if version > SCHEMA_VERSION:
        return say(
            "was written by a newer chwapi-console (format {found}, this one reads {known}). "
            "Use the newer program.",
            found=version,
            known=SCHEMA_VERSION,
        )
    return say(
        "was written by an early chwapi-console (format {found}, this one reads {known}). "
        "Keep it, and begin another with --journal.",
        found=version,
        known=SCHEMA_VERSION,
    )


def why_newer(path: Path, found: int) -> Sentence | None:
    """Why nothing is written to a journal of a newer format; None for one of this."""
    if found <= SCHEMA_VERSION:
        return None
    return say(
        "{path}: was written by a newer chwapi-console (format {found}, this one writes {known}). "
        "It is read as far as it is understood; to act, use the newer program.",
        path=str(path),
        found=found,
        known=SCHEMA_VERSION,
    )


def format_of(connection: sqlite3.Connection) -> int:
    """The number of the format that the file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def lay_out(connection: sqlite3.Connection, faults: FileFaults) -> None:
    """Makes a journal of a file with nothing in it yet, unless somebody was faster."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    if not is_a_journal(connection, faults):
        for statement in LAYOUT:
            connection.execute(statement)
    connection.execute("COMMIT")


def laid_out() -> bytes:
    """The bytes of a journal without an entry; none where SQLite was built without a way to give them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        for statement in LAYOUT:
            made.execute(statement)
        if not hasattr(made, "serialize"):
            return b""
        content = bytearray(made.serialize())
    content[IN_WAL] = b"\x02\x02"
    return bytes(content)


def has_table(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the file has a table that this program made in it.

    Who takes it out by hand loses no event by that, and one made otherwise, which could give
    anything, is none.
    """
    found = connection.execute(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
    ).fetchone()
    return found is not None and _is_ours(found[0])


def _is_ours(sql: object) -> bool:
    return isinstance(sql, str) and " ".join(sql.split()) in _OURS


def strangers(connection: sqlite3.Connection) -> list[str]:
    """The names of what is in the file and was not made by this program.

    A trigger could swallow an act, a table made otherwise give anything for an event.
    """
    return [
        name
        for name, sql in connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
        if not _is_ours(sql)
    ]


def has_strange_tables(connection: sqlite3.Connection) -> bool:
    """Whether a table, an index or a view in the file was not made by this program.

    What SQLite has to work out in one could take any time and memory.
    """
    found = connection.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type != 'trigger'"
    ).fetchall()
    return not all(_is_ours(sql) for (sql,) in found)


def has_odd_positions(connection: sqlite3.Connection) -> bool:
    """Whether an entry stands where no journal has one.

    Before the first that is read, or so far that nothing can be put behind it.
    """
    first, last = connection.execute("SELECT min(position), max(position) FROM event").fetchone()
    return first is not None and (first < 1 or last >= GREATEST_POSITION)


def missing_triggers(connection: sqlite3.Connection) -> list[str]:
    """The names of the triggers that are not there, or not as this program makes them."""
    there = dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    )
    return [name for name, sql in TRIGGERS.items() if there.get(name) != sql]
