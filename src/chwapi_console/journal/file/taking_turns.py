"""Writers and whoever takes the -wal in take turns: any number of the ones, or one of the others.

SQLite before 3.51.3 can damage a file where a checkpoint that has nothing left to do meets a commit
that begins the -wal anew (https://www.sqlite.org/wal.html, "The WAL-Reset Bug"). A lock on the
folder keeps the two apart; one on the file itself would take away SQLite's own locks when it is let
go of (fcntl(2): closing any descriptor of a file drops the process's locks on it).
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.journal.file.file_faults import Busy

LONGEST_TURN = 1.5
"""Seconds that taking in a -wal may last: who holds the folder longer does something else, and
hinders no act."""


@contextmanager
def among_writers(journal: Path, *, whoever_holds_it: bool = False) -> Iterator[None]:
    """While nobody takes the -wal in.

    `Busy` where somebody does just now, unless who holds the folder does not count any more: any
    login that may read a folder can hold it for ever. Where folders cannot be locked nobody ever
    takes anything in.
    """
    with _locked(journal, LOCK_SH, whoever_holds_it=whoever_holds_it):
        yield


@contextmanager
def alone(journal: Path) -> Iterator[bool]:
    """While nobody writes and nobody else takes the -wal in.

    False where the folder cannot be locked. `Busy` where somebody does.
    """
    with _locked(journal, LOCK_EX) as locked:
        yield locked


@contextmanager
def _locked(journal: Path, kind: int, *, whoever_holds_it: bool = False) -> Iterator[bool]:
    descriptor = _folder(journal)
    try:
        locked = False
        try:
            if descriptor >= 0:
                flock(descriptor, kind | LOCK_NB)
                locked = True
        except BlockingIOError as error:
            if not whoever_holds_it:
                raise Busy from error
        except OSError:
            pass
        yield locked
    finally:
        if descriptor >= 0:
            close_anyhow(descriptor)


def _folder(journal: Path) -> int:
    """A descriptor of the folder that the file really lies in; -1 where it cannot be had."""
    with suppress(OSError):
        folder = os.path.dirname(os.path.realpath(journal))  # noqa: PTH120
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    return -1
