"""What hinders writing to the file that a journal lies in, in words.

Rights, its disk, other names of it, what lies beside it.
"""

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.journal.file.file_faults import in_a_row
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.sharing import how_to_share
from chwapi_console.text import Sentence, say, typed_path

HEADER, PAGES_BEFORE, FIRST_PAGE = 512, slice(16, 20), 4096
"""Bytes of the header of a rollback journal, where in it the number of pages before stands, and bytes
of a page."""

LOOKS, BETWEEN_LOOKS = 10, 0.03
"""How often, and after how many seconds each, it is looked whether a rollback journal is gone again."""


class Hindrances(NamedTuple):
    """Looked for anew each time.

    `path` is what people call the file, `real` the file itself; `wal` and `shm` are where SQLite
    has its own.
    """

    path: Path
    real: Path
    wal: Path
    shm: Path

    def refused(self) -> Sentence | None:
        """Why nothing can be written, by rights, links and names; None where they allow it.

        Looked at before anybody tries to write.
        """
        if (planted := self.planted()) is not None:
            return self.why_planted(planted)
        for place in (self.path, self.real.parent):
            if not os.access(place, os.W_OK):
                return in_a_row(
                    say(
                        "{place} cannot be written to: its permissions or its disk forbid it.",
                        place=str(place),
                    ),
                    how_to_share(self.real),
                )
        return self.other_names()

    def for_good(self) -> Sentence | None:
        """Why SQLite cannot write the file, where no waiting ends that."""
        return self.refused() or self._closed_beside() or self._disk_turned()

    def planted(self) -> Path | None:
        """What lies where SQLite makes its own files and is none.

        SQLite would wait for a pipe without end, and write no act.
        """
        undoes = Path(f"{self.real}-journal")
        odd = next(filter(_is_odd, (self.wal, self.shm, undoes)), None)
        return odd or (undoes if self._undoes_what_was_written(undoes) else None)

    def why_planted(self, planted: Path) -> Sentence:
        """What lies there, and what to do."""
        if _is_odd(planted):
            return say(
                "{path}: in the place of {name} beside it lies a link, a pipe or a folder, which "
                "somebody put there. Take it away.",
                path=str(self.path),
                name=planted.name,
            )
        return say(
            "{path}: {name} beside it is none that this program leaves. SQLite would undo "
            "acts by it, or delete whatever file it names. Take it away.",
            path=str(self.path),
            name=planted.name,
        )

    def _undoes_what_was_written(self, undoes: Path) -> bool:
        """Whether a rollback journal would undo more than a beginning.

        SQLite believes what it says about pages, their number, and a file to delete. A journal here
        has a -wal, so its maker alone leaves one, while the file has no more than its first page:
        a header that says that there was nothing (https://www.sqlite.org/fileformat2.html,
        "The Rollback Journal"). The size is looked at first: whoever makes the file goes on.
        """
        size = size_of(self.real)
        try:
            descriptor = os.open(undoes, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
        except OSError:  # of another login, which may have just begun the file
            return size > FIRST_PAGE and _stays(undoes)
        try:
            header = os.read(descriptor, HEADER + 1)
        finally:
            close_anyhow(descriptor)
        is_of_a_beginning = (
            len(header) <= HEADER and not any(header[PAGES_BEFORE]) and size <= FIRST_PAGE
        )
        return bool(header) and not is_of_a_beginning and _stays(undoes)

    def other_names(self) -> Sentence | None:
        """That the file has another name too.

        Each would have a -wal of its own, and acts would be lost.
        """
        with suppress(OSError):
            if self.path.stat().st_nlink > 1:
                return say(
                    "{path} has several names (hard links), each with a -wal of its own, so that "
                    "acts would be lost. Take the other names away, or make a copy with sync and "
                    "use that.",
                    path=str(self.path),
                )
        return None

    def _closed_beside(self) -> Sentence | None:
        """That a -wal or -shm cannot be written to; None where both can.

        Somebody who could only read the journal may have left it. For a moment it is so too where
        its maker has not shared it yet.
        """
        for path in (self.wal, self.shm):
            if path.exists() and not os.access(path, os.W_OK):
                return say(
                    "{path} cannot be written to: somebody made it who could only read the "
                    "journal. Its owner, or root, ends that: chmod ug+rw {typed}",
                    path=str(path),
                    typed=typed_path(path),
                )
        return None

    def _disk_turned(self) -> Sentence | None:
        """That the system made the disk read-only, though rights and mount say otherwise.

        It does so after errors.
        """
        try:
            close_anyhow(
                os.open(
                    self.real.parent,
                    os.O_RDWR | os.O_CLOEXEC | getattr(os, "O_TMPFILE", os.O_DIRECTORY),
                    0o600,
                )
            )
        except OSError as error:
            if error.errno == errno.EROFS:
                return say(
                    "{path}: the system lets nobody write to its disk any more, as it does after "
                    "errors of the disk. Nothing was written. Look at the disk (dmesg), and go on "
                    "in a journal on another: --journal NEW.",
                    path=str(self.path),
                )
        return None


def _is_odd(path: Path) -> bool:
    """Whether something is there that is no file with one name."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return not stat.S_ISREG(status.st_mode) or status.st_nlink > 1


def _stays(path: Path) -> bool:
    """Whether a file lies there still after a while: what SQLite makes for a moment is gone by then."""
    for _ in range(LOOKS):
        if not size_of(path):
            return False
        time.sleep(BETWEEN_LOOKS)
    return True


def take_away_if_empty(name: str, folder: int) -> None:
    """Takes a journal's file out of an open folder where neither it nor its -wal has anything in it."""
    if not any(_size_in(folder, name + ending) for ending in ("", "-wal")):
        with suppress(FileNotFoundError):
            os.unlink(name, dir_fd=folder)


def _size_in(folder: int, name: str) -> int:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False).st_size
    except FileNotFoundError:
        return 0


def size_of(path: Path) -> int:
    """A file's size in bytes.

    0 where there is none, nor for a link, a pipe or a folder in its place.
    """
    try:
        status = path.lstat()
        return status.st_size if stat.S_ISREG(status.st_mode) else 0
    except OSError:
        return 0
