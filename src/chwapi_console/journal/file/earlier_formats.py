"""Journals of an earlier file format.

Read as they are by whoever looks, and brought up to the present one where they lie by the first
act, once a copy of them is kept.

Format 1 had no column for the hash of an entry. The bytes of every entry stay what they are, and so
do origins and the file itself, so that peers and mirrors know it again.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from chwapi_console.journal.file.file_format import (
    APPLICATION_ID,
    EVENT,
    INSERT_AS_STORED,
    LAYOUT,
    LOOSE,
    OWN_ORIGIN,
    SCHEMA_VERSION,
    STOPPED,
    TRIGGERS,
    WHAT_IT_IS,
    has_table,
    strangers,
)
from chwapi_console.journal.record.events import hash_of

BESIDE = {"own_origin": OWN_ORIGIN, "stopped": STOPPED, "loose": LOOSE}
"""The tables that are the same in every format."""

EVENT_1 = (
    "CREATE TABLE event ( position INTEGER PRIMARY KEY, origin TEXT NOT NULL, seq INTEGER NOT NULL, "
    "id TEXT NOT NULL UNIQUE, body BLOB NOT NULL, UNIQUE (origin, seq) ) STRICT"
)
"""The table of format 1, in which nothing else is taken for one."""


def is_of_an_earlier_format(connection: sqlite3.Connection) -> bool:
    """Whether the file is a journal of a format before this one that can be brought up to it."""
    application, version, _ = connection.execute(WHAT_IT_IS).fetchone()
    if application != APPLICATION_ID or version != 1:
        return False
    found = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'event'").fetchone()
    return found is not None and " ".join(str(found[0]).split()) == EVENT_1


def strangers_in(connection: sqlite3.Connection) -> list[str]:
    """The names of what no program of that format made in it.

    Its triggers, whatever is in them by now, are made anew when it is brought up.
    """
    made_anew = {
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        if name in TRIGGERS
    }
    return [name for name in strangers(connection) if name not in made_anew | {"event"}]


def bring_up(connection: sqlite3.Connection, reader: sqlite3.Connection, journal: Path) -> None:
    """Brings the journal up to the present format, in one transaction, once a copy is on disk.

    Nothing is done where somebody was faster. `reader` is another connection to the file.
    sqlite3.Error or OSError where that cannot be: then the file is as it was. What others put into
    it is not touched: it keeps the file from being written.
    """
    copy = None
    connection.execute("BEGIN IMMEDIATE")
    try:
        if is_of_an_earlier_format(connection) and not strangers_in(connection):
            copy = keep_a_copy(reader, journal)
            _change(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        if copy is not None:
            with suppress(OSError):
                copy.unlink()
        raise


def in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """What the file holds, in the present format, in memory; nothing of what others put into it."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for statement in LAYOUT:
        copy.execute(statement)
    copy.execute("BEGIN")
    rows = connection.execute("SELECT position, origin, seq, id, body FROM event ORDER BY position")
    copy.executemany(
        INSERT_AS_STORED,
        ((*place, hash_of(body) if isinstance(body, bytes) else "", body) for *place, body in rows),
    )
    for table, layout in BESIDE.items():
        if has_table(connection, table):
            copy.execute(layout)
            for row in connection.execute(f"SELECT * FROM {table}"):
                copy.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
    copy.execute("COMMIT")
    copy.execute("PRAGMA query_only = ON")
    return copy


def keep_a_copy(reader: sqlite3.Connection, journal: Path) -> Path:
    """A copy of the journal beside it, whole and on disk before it has its name.

    `inventory.journal.format-1`, or with a number behind where that is taken. OSError where it
    cannot be. SQLite follows whatever stands at a name that it is given, so it writes none.
    """
    from chwapi_console.errors import RequestError
    from chwapi_console.inventory.edit.replace import write_new

    content = _content(reader)
    name, number = Path(f"{journal}.format-1"), 1
    while True:
        kept = name if number == 1 else Path(f"{name}-{number}")
        try:
            write_new(kept, content)
        except RequestError as error:
            reason = error.__cause__
            if isinstance(reason, OSError) and not isinstance(reason, FileExistsError):
                with suppress(OSError):
                    kept.unlink(missing_ok=True)
                raise reason from error
            number += 1
        else:
            return kept


def _content(reader: sqlite3.Connection) -> bytes:
    """The bytes of the whole file, those that stand in its -wal too, as of one that has none."""
    if hasattr(reader, "serialize"):
        content = reader.serialize()
        # write and read version: 1 is that of a rollback journal (SQLite file format, 1.3.3)
        return content[:18] + b"\x01\x01" + content[20:]
    from tempfile import mkdtemp

    own = Path(mkdtemp())  # SQLite before 3.36
    try:
        with closing(sqlite3.connect(own / "copy", isolation_level=None)) as copy:
            reader.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        return (own / "copy").read_bytes()
    finally:
        with suppress(OSError):
            (own / "copy").unlink(missing_ok=True)
            own.rmdir()


def _change(connection: sqlite3.Connection) -> None:
    connection.create_function("hash_of", 1, hash_of, deterministic=True)
    for name in TRIGGERS:
        connection.execute(f"DROP TRIGGER IF EXISTS {name}")
    connection.execute("ALTER TABLE event RENAME TO event_1")
    connection.execute(EVENT)
    connection.execute(
        "INSERT INTO event SELECT position, origin, seq, id, hash_of(body), body FROM event_1"
    )
    connection.execute("DROP TABLE event_1")
    for trigger in TRIGGERS.values():
        connection.execute(trigger)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
