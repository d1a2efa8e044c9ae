"""Who has a journal open on this host, at a console.

A small file beside the journal, with a place for each console that is locked by its process. The
lock ends with the process, however that ends.

So who speaks to the hub for the journal knows of all of them, and none of them needs to be asked.
"""

import fcntl
import json
import os
import struct
from contextlib import suppress
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.journal.hub.presence import MOST_SEATS, Seat, seats_in
from chwapi_console.journal.hub.small_file import opened_beside

MARK = "-seats"
PLACE = 1_024
"""Bytes of a place."""

_LOCK = getattr(fcntl, "F_OFD_SETLK", None)
_ASK = getattr(fcntl, "F_OFD_GETLK", None)
"""Locks of an open file, not of a process: a system that has none tells of its own console alone."""

_LOCKED = struct.Struct("@hhqqi0q")
"""A lock, as the system takes it: its kind, from where it counts, first byte, bytes, process."""


class Seats:
    """The consoles at a journal on this host; this one has a place among them once it sits down.

    What cannot be read or written there is left out: no act rests on it.
    """

    def __init__(self, journal: Path) -> None:
        self._path = Path(f"{os.path.realpath(journal)}{MARK}")
        self._descriptor = -1
        self._place = -1
        self._own: Seat | None = None

    def sit(self, seat: Seat) -> None:
        """Says who sits here."""
        if seat == self._own:
            return
        self._own = seat
        with suppress(OSError):
            if self._descriptor < 0:
                self._descriptor = opened_beside(self._path)
            if self._place < 0:
                self._place = self._free_place()
            if self._place >= 0:
                text = json.dumps(list(seat)).encode()[:PLACE].ljust(PLACE)
                os.pwrite(self._descriptor, text, self._place * PLACE)

    def all(self) -> list[Seat]:
        """Who sits at the consoles of the journal on this host, this one first."""
        own = [] if self._own is None else [self._own]
        return [*own, *self._others()]

    def rise(self) -> None:
        """Nobody sits here any more."""
        self._own = None
        if self._descriptor >= 0:
            close_anyhow(self._descriptor)
        self._descriptor = self._place = -1

    def _others(self) -> list[Seat]:
        found: list[Seat] = []
        if _ASK is None:
            return found
        with suppress(OSError):
            if self._descriptor < 0:
                self._descriptor = opened_beside(self._path, may_make=False)
            places = min(MOST_SEATS, os.fstat(self._descriptor).st_size // PLACE)
            for place in range(places):
                if place != self._place and self._is_taken(place):
                    # whoever may write there may nest lists without end
                    with suppress(ValueError, TypeError, RecursionError):
                        text = os.pread(self._descriptor, PLACE, place * PLACE)
                        found += seats_in([json.loads(text)])
        return found

    def _free_place(self) -> int:
        """The first place that nobody has, which is this one's from now on; -1 where there is none."""
        if _LOCK is not None:
            for place in range(MOST_SEATS):
                with suppress(BlockingIOError, PermissionError):
                    fcntl.fcntl(self._descriptor, _LOCK, self._lock(place))
                    return place
        return -1

    def _is_taken(self, place: int) -> bool:
        """Whether a process has that place; this one's own lock is none that it meets."""
        assert _ASK is not None
        answer = fcntl.fcntl(self._descriptor, _ASK, self._lock(place))
        return bool(_LOCKED.unpack(answer)[0] != fcntl.F_UNLCK)

    @staticmethod
    def _lock(place: int) -> bytes:
        return _LOCKED.pack(fcntl.F_WRLCK, os.SEEK_SET, place * PLACE, PLACE, 0)
