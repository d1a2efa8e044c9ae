"""Journals of an earlier file format: brought up to the present one where they lie, once a copy of
them is kept; or read as they are where nothing can be written.

Format 1 had no column for the hash of an entry. The bytes of every entry stay what they are, and so
do origins and the file itself, so that peers and mirrors know it again.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from chwapi_console.durable import sync_file, sync_folder
from chwapi_console.journal.events import hash_of
from chwapi_console.journal.file_format import (
    APPLICATION_ID,
    EVENT,
    SCHEMA_VERSION,
    TRIGGERS,
    WHAT_IT_IS,
)
from chwapi_console.journal.filesystem import share_like

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


def bring_up(connection: sqlite3.Connection, reader: sqlite3.Connection, journal: Path) -> None:
    """Brings the journal up to the present format, in one transaction and after a copy of it is on
    disk, unless somebody was faster; `reader` is another connection to the file. sqlite3.Error or
    OSError where that cannot be: then it is as it was."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if is_of_an_earlier_format(connection):
            keep_a_copy(reader, journal)
            _change(connection)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def in_memory(connection: sqlite3.Connection) -> sqlite3.Connection:
    """What the file holds, in the present format, in memory."""
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.backup(copy)
    _change(copy)
    copy.execute("PRAGMA query_only = ON")
    return copy


def keep_a_copy(reader: sqlite3.Connection, journal: Path) -> Path:
    """A copy of the journal beside it, whole and on disk before it has its name:
    `inventory.journal.format-1`, or with a number behind where that is taken."""
    begun = Path(f"{journal}.format-1.{os.getpid()}")
    try:
        begun.unlink(missing_ok=True)
        with closing(sqlite3.connect(begun, isolation_level=None)) as copy:
            reader.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        share_like(journal, begun)
        sync_file(begun)
        kept = _named(begun, Path(f"{journal}.format-1"))
        sync_folder(journal.parent)
    finally:
        begun.unlink(missing_ok=True)
    return kept


def _named(begun: Path, name: Path) -> Path:
    """Gives the copy a name that nothing has yet."""
    number, wanted = 1, name
    while True:
        try:
            os.link(begun, wanted)
        except FileExistsError:
            number += 1
            wanted = Path(f"{name}-{number}")
        else:
            return wanted


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
