"""A session that writes act upon act, as a console does, and tells the shim's log after each that it was acknowledged."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

from chwapi_console.session import Session

PLAN = Path("inventory.toml")


def acts(words: Sequence[str]) -> int:
    """Does as many acts as is said, takes the -wal in after each third, and closes."""
    shim = ctypes.CDLL(None)
    session = Session(PLAN, operator="dba")
    for number in range(int(words[1])):
        (event,) = session.note("app1", f"act {number}")
        shim.faults_note(f"acknowledged {event.id}".encode())
        if number % 3 == 2:
            session.take_in()
    session.close()
    return 0
