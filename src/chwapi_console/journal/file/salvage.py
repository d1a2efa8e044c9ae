"""Reads what is left of a damaged journal file, entry by entry, and says how much that is.

One lost page must not hide the others.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from chwapi_console.journal.file.file_format import ROWS, StoredRow
from chwapi_console.text import Sentence, plural, say, typed_path

LEAST_ENTRY = 200
"""Bytes that no entry goes below."""

MOST_ENTRIES = 1_000_000
"""Entries that are looked for: a damaged file may claim any number, and be as long as somebody made
it."""


def salvaged(connection: sqlite3.Connection, path: Path) -> tuple[list[StoredRow], int]:
    """The entries that can be read, in the order of arrival, and how many cannot."""
    rows, last = (
        list[StoredRow](),
        min(_last_position(connection, path), path.stat().st_size // LEAST_ENTRY, MOST_ENTRIES),
    )
    for position in range(1, last + 1):
        with suppress(sqlite3.DatabaseError):
            if (
                row := connection.execute(f"{ROWS} WHERE position = ?", (position,)).fetchone()
            ) is not None:
                rows.append(row)
    return rows, last - len(rows)


def _last_position(connection: sqlite3.Connection, path: Path) -> int:
    """The last position, by whichever of the file's trees still says so, and knows more.

    Else as many as could be in it.
    """
    found: list[int] = []
    for index in ("", " INDEXED BY sqlite_autoindex_event_1"):
        with suppress(sqlite3.DatabaseError):
            found += [
                int(last)
                for (last,) in connection.execute(f"SELECT max(position) FROM event{index}")
                if last is not None
            ]
    return max(found, default=path.stat().st_size // LEAST_ENTRY)


def what_is_missing(missing: int, path: Path) -> Sentence:
    """That the file is damaged, with how many entries cannot be read."""
    if not missing:
        return say(
            "is damaged, though no entry is known to be missing. Go on in another journal "
            "(--journal NEW), bring in there what can be read (sync {path}), then a mirror or what a "
            "colleague has.",
            path=typed_path(path),
        )
    return plural(
        "is damaged: {n} entry cannot be read. Go on in another journal (--journal NEW), "
        "bring in there what can be read (sync {path}), then a mirror or what a colleague "
        "has.",
        "is damaged: {n} entries cannot be read. Go on in another journal (--journal NEW), "
        "bring in there what can be read "
        "(sync {path}), then a mirror or what a colleague "
        "has.",
        missing,
        path=typed_path(path),
    )
