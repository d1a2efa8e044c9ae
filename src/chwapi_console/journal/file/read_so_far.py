"""How far a file was read, and whether all of that is in it still.

Who copies an older file, or an older -wal, over an open one leaves a mixture of both: the last entry
is there, and some before it are not. So once the bytes on disk changed, all that was read is looked for.
"""

import sqlite3
from collections.abc import Sequence
from hashlib import blake2b

from chwapi_console.errors import JournalGone
from chwapi_console.journal.record.events import Event
from chwapi_console.text import say

WRITTEN_OVER = say("has been damaged or written over while it was open.")
"""What is said of a file that has not all that was read of it."""

EMPTIED = say("has been emptied while it was open.")
"""What is said of one that has nothing any more."""

Stamp = tuple[int, ...]
"""What changes when somebody writes to the file or to the -wal beside it."""


class ReadSoFar:
    """The entries that were read, in the order of arrival: the last of them, and a sum of all."""

    def __init__(self) -> None:
        self.position = 0
        self._last = ""
        self._sum = blake2b()
        self._stamp: Stamp = ()
        self._stamp_of_bodies: Stamp = ()
        self._is_spoilt = False

    def add(self, position: int, digest: str) -> None:
        """One entry more, by its position and hash."""
        self.position, self._last = position, digest
        self._sum.update(_summed(digest))

    def check(self, connection: sqlite3.Connection, stamp: Stamp) -> None:
        """JournalGone where what was read is not all there.

        All of it is gone through only where the files are not as at the last look; a microsecond each.
        """
        if self._is_spoilt:
            raise JournalGone(WRITTEN_OVER)
        if self.position and self._last_in(connection) != (self._last,):
            raise JournalGone(say("has been put back to an earlier state while it was open."))
        if self.position and stamp != self._stamp and not self._is_all_in(connection):
            raise JournalGone(WRITTEN_OVER)
        self._stamp = stamp

    def check_bodies(
        self, connection: sqlite3.Connection, stamp: Stamp, events: Sequence[Event]
    ) -> None:
        """JournalGone, from then on, where a body is not what was read of it: a disk may spoil a page.

        Nothing is gone through where the files are as when that was last asked; else some
        microseconds an entry.
        """
        if stamp == self._stamp_of_bodies:
            return
        if self._has_another_body(connection, events):
            connection.execute("PRAGMA shrink_memory")  # a disk may fail to read it for once
            self._is_spoilt = self._has_another_body(connection, events)
        if self._is_spoilt:
            raise JournalGone(WRITTEN_OVER)
        self._stamp_of_bodies = stamp

    def _has_another_body(self, connection: sqlite3.Connection, events: Sequence[Event]) -> bool:
        """What was damaged as it was read is in no event, and passed over."""
        rows = "SELECT hash, body FROM event WHERE position <= ? ORDER BY position"
        known = iter(events)
        event = next(known, None)
        for digest, body in connection.execute(rows, (self.position,)):
            if event is None:
                return False
            if digest == event.hash:
                if body != event.body:
                    return True
                event = next(known, None)
        return False

    def _last_in(self, connection: sqlite3.Connection) -> tuple[str] | None:
        row: tuple[str] | None = connection.execute(
            "SELECT hash FROM event WHERE position = ?", (self.position,)
        ).fetchone()
        return row

    def _is_all_in(self, connection: sqlite3.Connection) -> bool:
        there = blake2b()
        rows = "SELECT hash FROM event WHERE position <= ? ORDER BY position"
        for (digest,) in connection.execute(rows, (self.position,)):
            there.update(_summed(digest))
        return there.digest() == self._sum.digest()


def _summed(digest: object) -> bytes:
    """As bytes, whatever somebody put into the column."""
    return f"{digest}\n".encode(errors="surrogatepass")
