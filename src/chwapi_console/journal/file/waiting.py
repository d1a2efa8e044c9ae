"""For how long whoever finds a journal's file taken tries again, and how often."""

import os
import sqlite3
import time

from chwapi_console.interrupts import let_interrupts_in
from chwapi_console.journal.file.file_faults import PASSING, result_code
from chwapi_console.journal.file.hindrances import Hindrances

SECONDS_OF_OPENING = 2.0
"""Seconds in which whoever opens or closes a journal has made its -wal and -shm, shared them, or
taken them away."""

SHORTEST_WAIT, LONGEST_WAIT = 0.0005, 0.010
"""Seconds between two tries to write, at random in between; after half a second of waiting half as
long, and so on."""


def passes(
    error: sqlite3.Error,
    waited: float,
    patience: float,
    hindrances: Hindrances,
    *,
    read_only: bool,
) -> bool:
    """Whether to try again after so many seconds, for somebody with patience for so many.

    Others hold a lock, or are about to share or to take away what SQLite made for them. Who met
    a -wal that its maker's umask still kept from the group holds it open to read, and must open
    it anew.
    """
    if result_code(error) == sqlite3.SQLITE_READONLY:
        longest = SECONDS_OF_OPENING if hindrances.for_good() else patience
        return waited < longest and not read_only and hindrances.refused() is None
    if result_code(error) == sqlite3.SQLITE_CANTOPEN:
        return waited < SECONDS_OF_OPENING
    return waited < patience and result_code(error) in PASSING


def wait_a_moment(waited: float) -> None:
    """Lets a moment pass, a shorter one where somebody has waited longer (seconds)."""
    let_interrupts_in()  # of what is tried again nothing is written
    time.sleep(SHORTEST_WAIT + os.urandom(1)[0] / 255 * LONGEST_WAIT / (1 + 2 * waited))
