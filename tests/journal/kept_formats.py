"""Journals of every format, as the programs of their time wrote them, and one of a format to come."""

import sqlite3
from contextlib import closing
from pathlib import Path

from chwapi_console.journal.file.file_format import SCHEMA_VERSION
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore

KEPT = Path(__file__).parent / "formats"
FORMATS = sorted(KEPT.glob("*.sqlite"))
DBA = Actor("dba", "host")
NOTE = Draft("7c0b1d0e-0000-4000-8000-000000000001", "san1", "noted", {"text": "hot"})


def bodies(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return [body for (body,) in connection.execute("SELECT body FROM event ORDER BY position")]


def format_in(path: Path) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newer(path: Path) -> None:
    """A journal as a later program could write it: another table, and an act of a kind of its own."""
    with closing(SqliteStore(path)) as store:
        store.append([NOTE], DBA, {})
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE of_tomorrow (what TEXT) STRICT")
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
