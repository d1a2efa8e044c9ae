"""The origins under which a journal file was written to on this machine.

A journal keeps them in a table beside the events, each with the inode that the file had: a file that
was copied, moved or put back is another, and begins a name of its own. Each login goes on with one
that was born with its key.
"""

import sqlite3
from collections.abc import Sequence

from chwapi_console.clock import iso, utc_now
from chwapi_console.journal.file.file_format import has_table
from chwapi_console.journal.file.filesystem import machine
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.signing.signatures import birth_key, born_with, is_keyed
from chwapi_console.journal.signing.signing_key import own_key

_NOBODYS, _OF_OTHERS_TOO = 0, -1
"""What stands for the inode of an origin that was given up, for no file has one below 1; the second
where others wrote under it."""


def origins_here(connection: sqlite3.Connection, inode: int) -> list[str]:
    """The origins of a file on this machine, whichever login they are of, the latest first."""
    if not has_table(connection, "own_origin"):
        return []
    return [
        origin
        for (origin,) in connection.execute(
            "SELECT origin FROM own_origin WHERE machine = ? AND inode = ? ORDER BY rowid DESC",
            (machine(), inode),
        )
    ]


def origin_to_go_on_with(here: Sequence[str], record: Record) -> str:
    """The latest of the origins of a file that this login goes on with: one born with its key.

    Where it has no key, one without any; empty where there is none.
    """
    if not here:
        return ""
    key = own_key()
    return next(
        (
            origin
            for origin in here
            if (birth_key(record.at.get((origin, 1))) == key if key else not is_keyed(origin))
        ),
        "",
    )


def begin_origin(
    connection: sqlite3.Connection, inode: int, host: str, now: str
) -> tuple[str, Sequence[Draft]]:
    """A new origin of this login in a file, and the drafts that it begins with.

    A login that has a key begins it with that. `now` is ISO 8601 UTC.
    """
    birth: Sequence[Draft] = ()
    if key := own_key():
        origin, first = born_with(host, key)
        birth = (first,)
    else:
        origin = f"{host}-{new_id()[:8]}"
    connection.execute(
        "INSERT INTO own_origin VALUES (?, ?, ?, ?)", (origin, machine(), inode, now)
    )
    return origin, birth


def give_up_origin(connection: sqlite3.Connection, origin: str, *, others_wrote: bool) -> None:
    """An origin is nobody's own any more.

    Where `others_wrote` under that name, that is known from then on, and since when.
    """
    if others_wrote:
        connection.execute(
            "UPDATE own_origin SET inode = ?, since = ? WHERE origin = ?",
            (_OF_OTHERS_TOO, iso(utc_now()), origin),
        )
    else:
        connection.execute("UPDATE own_origin SET inode = ? WHERE origin = ?", (_NOBODYS, origin))


def known_strangers(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The origins of a file under which others wrote, the latest first.

    Each with when that came (ISO 8601 UTC).
    """
    if not has_table(connection, "own_origin"):
        return []
    return connection.execute(
        "SELECT origin, since FROM own_origin WHERE inode = ? AND machine = ? "
        "ORDER BY since DESC, origin",
        (_OF_OTHERS_TOO, machine()),
    ).fetchall()


def was_written_elsewhere(connection: sqlite3.Connection) -> bool:
    """Whether acts were written under an inode or on a machine, be it this one.

    A name that was given up tells nothing of where it was written.
    """
    return (
        has_table(connection, "own_origin")
        and connection.execute("SELECT 1 FROM own_origin WHERE inode > 0").fetchone() is not None
    )
