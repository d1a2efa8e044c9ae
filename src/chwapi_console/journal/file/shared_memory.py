"""Room for the -shm beside a journal.

The index of the -wal, as memory that all who have the journal open share.

SQLite makes it by writing a byte to every 4 KiB and touches the rest as memory. Where blocks are
smaller, and where the disk is full by then, the system ends whoever touches what has no block
(SIGBUS): no error, no sentence. So every block is asked for before SQLite touches one, and a disk
that has none is refused as any full disk is.

Who opens a journal first empties what an earlier night left in its -shm, under a lock on byte 128
(https://www.sqlite.org/walformat.html, section 2.3); all others hold it shared. That is done here
as SQLite does it, by a lock that belongs to the open file (F_OFD_SETLK, fcntl(2)) and so holds
within this process too: SQLite then finds somebody there, and takes -shm as it is.
"""

import errno
import fcntl
import os
import sqlite3
import stat
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.journal.file.file_faults import Busy

REGION = 32 * 1024
"""Bytes by which -shm grows."""

FRAMES_OF_FIRST, FRAMES_OF_OTHERS = 4062, 4096
"""Frames of the -wal that a region has room for; the first begins with the header."""

FRAME = 24 + 4096
"""Bytes of one: its header, and a page."""

FIRST_LOCK = 128
SHARED = (0x40000002, 510)
"""Where who reads a database holds a lock on it, and on how many bytes
(https://www.sqlite.org/src/file/src/os.h)."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


_LEFT_OPEN: list[int] = []
"""Descriptors that could not be closed (see `let_go`), to be taken again by who opens the same file:
a journal that is opened anew at each full disk all night long takes no more of them."""


class NoRoom(sqlite3.OperationalError):
    """The disk has no room for -shm, as SQLite says it of other files."""

    sqlite_errorcode = sqlite3.SQLITE_FULL


def frames_in(wal_size: int) -> int:
    """The frames that a -wal of so many bytes can have."""
    return wal_size // FRAME


def size_for(frames: int) -> int:
    """The bytes of a -shm that indexes so many frames."""
    return REGION * (1 + -(-max(0, frames - FRAMES_OF_FIRST) // FRAMES_OF_OTHERS))


def frames_of(events: int, size: int) -> int:
    """The frames that writing so many events of so many bytes takes at most.

    Each changes a way down three trees.
    """
    return 24 * (1 + events) + 2 * size // 4096


class Failing(sqlite3.OperationalError):
    """The disk fails, as SQLite says it."""

    sqlite_errorcode = sqlite3.SQLITE_IOERR


class SharedMemory:
    """The -shm beside an open journal, held open as long as that is.

    Closing it would take SQLite's own locks on it away (fcntl(2): closing any descriptor of a file
    drops the process's locks).
    """

    def __init__(self, journal: Path) -> None:
        self._path = Path(f"{journal}-shm")
        self._descriptor = -1

    def open(self, like: os.stat_result, frames: int, *, to_write: bool) -> None:
        """Makes -shm with room for so many frames, with the rights of the journal (`like`).

        `NoRoom` where there is none; who comes to read what others have open needs none. `Busy`
        where somebody is just making it, `Failing` where the disk does not answer. What hinders
        opening, SQLite meets and says.
        """
        if self._descriptor >= 0 and not self._is_still_there():
            self.close()
        if self._descriptor < 0:
            self._descriptor = _opened(self._path, like)
        if self._descriptor < 0:
            return
        try:
            self._make(frames, to_write=to_write)
        except OSError as error:
            self.close()
            raise Failing(os.strerror(error.errno or 0)) from error
        except BaseException:
            self.close()
            raise

    def _make(self, frames: int, *, to_write: bool) -> None:
        if self._comes_first():
            os.ftruncate(self._descriptor, 0)
            self._lengthen(size_for(frames))
            _locked(self._descriptor, fcntl.F_RDLCK)
        elif to_write:
            self._fill_holes()

    def _is_still_there(self) -> bool:
        """Whether the path names what is open: who closes a journal last takes its -shm away."""
        try:
            return os.path.samestat(
                os.fstat(self._descriptor), self._path.stat(follow_symlinks=False)
            )
        except OSError:
            return False

    def _comes_first(self) -> bool:
        """Whether nobody has it open; `Busy` where somebody just found so.

        Where no such locks are, SQLite sees to it alone.
        """
        try:
            if _locked(self._descriptor, fcntl.F_WRLCK):
                return True
            if not _locked(self._descriptor, fcntl.F_RDLCK):
                raise Busy
        except OSError:
            pass
        return False

    def _fill_holes(self) -> None:
        """Allocates the holes that another program left where a block is smaller than 4 KiB."""
        size = os.fstat(self._descriptor).st_size
        if size and os.lseek(self._descriptor, 0, os.SEEK_HOLE) < size:
            _allocate(self._descriptor, 0, size)

    def grow(self, frames: int) -> None:
        """Sees to it that there is room for so many frames.

        `NoRoom`, `Failing`. Whoever calls it holds the lock of who writes: nobody else makes it
        larger meanwhile.
        """
        try:
            if self._descriptor >= 0:
                self._lengthen(size_for(frames))
        except OSError as error:
            raise Failing(os.strerror(error.errno or 0)) from error

    def _lengthen(self, wanted: int) -> None:
        size = os.fstat(self._descriptor).st_size
        if size < wanted:
            try:
                _allocate(self._descriptor, size, wanted)
            except NoRoom:
                os.ftruncate(self._descriptor, size)
                raise

    def restore(self, size: int) -> None:
        """Gives it so many bytes again after somebody emptied it.

        Where it ends, touching it would end the process. OSError.
        """
        os.posix_fallocate(self._descriptor, 0, size)

    def close(self) -> None:
        """Lets go of it once SQLite has."""
        if self._descriptor >= 0:
            let_go(self._descriptor)
        self._descriptor = -1


def _allocate(descriptor: int, begin: int, end: int) -> None:
    """Blocks for the bytes from the one to the other.

    `NoRoom` where the disk has none; what else fails, SQLite meets too.
    """
    try:
        os.posix_fallocate(descriptor, begin, end - begin)
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom(os.strerror(error.errno)) from error


def _opened(path: Path, like: os.stat_result) -> int:
    """A descriptor of a file to share, which others can open from its first moment.

    -1 where there is none to be had, and where something else lies there, or one that has another
    name too: it is somebody's, and would be emptied. `NoRoom` where the disk takes no file more.
    """
    mode = like.st_mode & 0o777
    if (left := _left_open(path)) >= 0:
        return left
    try:
        descriptor = os.open(
            path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, mode
        )
    except OSError as error:
        if error.errno in NO_ROOM:
            raise NoRoom(os.strerror(error.errno)) from error
        return -1
    try:
        status = os.fstat(descriptor)
    except OSError:
        status = None
    if status is None or not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        close_anyhow(descriptor)
        return -1
    if not status.st_size:
        if status.st_gid != like.st_gid:
            with suppress(OSError):
                os.fchown(descriptor, -1, like.st_gid)
        if status.st_mode & 0o777 != mode:
            with suppress(OSError):
                os.fchmod(descriptor, mode)
    return descriptor


def _locked(descriptor: int, kind: int, first: int = FIRST_LOCK, size: int = 1) -> bool:
    """Whether a lock of who comes first, or of all others, could be had.

    What is held already becomes it. OSError where the system has no such locks.
    """
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    try:
        fcntl.fcntl(
            descriptor, fcntl.F_OFD_SETLK, struct.pack("hhqqi0q", kind, os.SEEK_SET, first, size, 0)
        )
    except (BlockingIOError, PermissionError):
        return False
    return True


def let_go(descriptor: int) -> None:
    """Closes a file that SQLite locks too.

    Where another connection of this process has it open, only with the process.
    """
    if _is_open_elsewhere(descriptor):
        _LEFT_OPEN.append(descriptor)
    else:
        close_anyhow(descriptor)


def _left_open(path: Path) -> int:
    """A descriptor of that very file which could not be closed; -1 where there is none."""
    with suppress(OSError):
        wanted = path.stat(follow_symlinks=False)
        for descriptor in list(_LEFT_OPEN):
            if _is_of(descriptor, wanted) and wanted.st_nlink == 1:
                with suppress(ValueError):  # another thread has just taken it
                    _LEFT_OPEN.remove(descriptor)
                    return descriptor
    return -1


@contextmanager
def as_if_others_had_it_open(device: int, inode: int) -> Iterator[None]:
    """Holds a reader's lock, so that SQLite, closing, neither checkpoints nor removes the -wal.

    Who closes a file last would take in its -wal and remove what lies beside it, which is somebody
    else's by now. The lock is that of another open file, so that SQLite finds that others read.
    """
    held = -1
    with suppress(OSError):
        for path in Path("/dev/fd").iterdir():
            with suppress(FileNotFoundError):
                status = path.stat()
                if (status.st_dev, status.st_ino) == (device, inode):
                    held = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
                    _locked(held, fcntl.F_RDLCK, *SHARED)
                    break
    try:
        yield
    finally:
        if held >= 0:
            let_go(held)


def take_away_beside(journal: Path, wal: Path, shm: Path) -> None:
    """Takes an empty -wal away, and the -shm, as SQLite does for who closes a journal last.

    Under the same lock: while others have it open, nothing is.
    """
    with suppress(OSError):
        held = os.open(journal, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            if _locked(held, fcntl.F_WRLCK, *SHARED):
                if not wal.lstat().st_size:
                    wal.unlink()
                    shm.unlink()
                _locked(held, fcntl.F_UNLCK, *SHARED)
        finally:
            let_go(held)


def _is_open_elsewhere(descriptor: int) -> bool:
    """Whether this process has the same file open a second time, and where nobody can tell."""
    try:
        status, others = (
            os.fstat(descriptor),
            [int(path.name) for path in Path("/dev/fd").iterdir()],
        )
    except OSError:
        return True
    return any(_is_of(other, status) for other in others if other != descriptor)


def _is_of(descriptor: int, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), status)
    except OSError:  # what the list of them was read by is closed
        return False
