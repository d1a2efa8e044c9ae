"""Connections to the file of a journal: to write, to read alone, and to a copy of it in memory."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def connected(file: Path, options: str) -> sqlite3.Connection:
    """A connection that leaves transactions to us and never waits by itself; see `JournalFile.patiently`.

    `options` are those of a URI of SQLite: `mode=rw`, `mode=ro`, `immutable=1`.
    """
    path = os.fspath(file).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(
        f"file:{path}?{options}",
        uri=True,
        timeout=0.0,
        isolation_level=None,
        check_same_thread=False,
    )


def only_reading(connection: sqlite3.Connection, *, damaged: bool = False) -> sqlite3.Connection:
    """The connection, once something could be read through it, and nothing can be written.

    Closed when not: `sqlite3.Error`.
    """
    try:
        connection.execute("PRAGMA query_only = ON")
        if damaged:
            # without it SQLite opens no file that was cut off
            connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def copied_from(source: sqlite3.Connection, *, damaged: bool) -> sqlite3.Connection:
    """What a file and its -wal hold, in memory; the connection to the file is closed.

    Whoever has a journal to themselves for a moment needs no -shm. `sqlite3.Error` where others have
    it, or where the disk lets nothing be made beside it.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    try:
        with closing(source):
            source.execute("PRAGMA locking_mode = EXCLUSIVE")
            only_reading(source, damaged=damaged).backup(copy)
        copy.execute("PRAGMA query_only = ON")  # an act in memory alone would be lost
    except sqlite3.Error:
        copy.close()
        raise
    return copy
