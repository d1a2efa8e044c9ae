"""Who holds the lock that a writer or a reader waits for: on Linux the kernel says so.

SQLite's WAL mode keeps its locks on bytes 120 to 128 of the -shm file; byte 120 is the writer's, 122 that of
who makes it anew (https://www.sqlite.org/walformat.html, section 2.3). /proc/locks has each lock with its process,
and the disk and the inode that it is on (proc_locks(5)).
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.named_tuples import NamedTuple

WRITE_LOCK, RECOVERY_LOCK, FIRST_LOCK = 120, 122, 128


class Holder(NamedTuple):
    """A process: its number, the words it was started with, whether it is stopped.

    Who only `reads` writes nothing, and keeps those who would from it: for a lock to read, the
    right to read the -shm is enough.
    """

    process: int
    command: str
    stopped: bool
    reads: bool = False


def write_lock_holder(journal: Path, proc: Path = Path("/proc")) -> Holder | None:
    """The process that keeps others from writing to the journal.

    None when nobody does, or nobody can tell.
    """
    return _holder(Path(f"{journal}-shm"), (WRITE_LOCK, WRITE_LOCK), proc)


def read_lock_holder(journal: Path, proc: Path = Path("/proc")) -> Holder | None:
    """The process that keeps others from reading it.

    It has the file for itself, as the last who closes it has, or the first who opens it has the
    -shm, or makes that anew. None when
    nobody does, or nobody can tell.
    """
    for path, part in (
        (journal, (0, sys.maxsize)),
        (Path(f"{journal}-shm"), (RECOVERY_LOCK, RECOVERY_LOCK)),
        (Path(f"{journal}-shm"), (FIRST_LOCK, FIRST_LOCK)),
    ):
        holder = _holder(path, part, proc)
        if holder is not None and not holder.reads:
            return holder
    return None


def _holder(path: Path, part: tuple[int, int], proc: Path) -> Holder | None:
    """The process that has a lock on some of these bytes of a file."""
    try:
        places = _places(path, proc)
        locks = (proc / "locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    found: Holder | None = None
    for fields in (line.split() for line in locks):
        if "->" in fields or len(fields) < 8 or fields[5] not in places:
            continue
        first, last = int(fields[6]), int(fields[7]) if fields[7] != "EOF" else sys.maxsize
        if first > part[1] or part[0] > last:
            continue
        process = int(fields[4])
        if process == -1 and fields[3] == "WRITE":
            process = _of_descriptor(fields[1:], proc)
        if process not in (-1, os.getpid()):
            found = _described(process, proc)._replace(reads=fields[3] == "READ")
            if not found.reads:
                break
    return found


def _of_descriptor(lock: Sequence[str], proc: Path) -> int:
    """The process in which a lock of an open file description is; -1 where that cannot be seen.

    Such a lock has no process in /proc/locks; the descriptor that it is on tells of it, to whoever
    may look at that process.
    """
    for about in proc.glob("[0-9]*/fdinfo/*"):
        with suppress(OSError):
            for line in about.read_text(encoding="ascii", errors="replace").splitlines():
                if line.startswith("lock:") and line.split()[2:] == lock:
                    return int(about.parts[-3])
    return -1


def _places(path: Path, proc: Path) -> set[str]:
    """How the kernel names a file there, `MAJOR:MINOR:INODE`, the first two in hex.

    Where a disk has parts with numbers of their own (Btrfs, OverlayFS), by that of the mount. An
    inode alone may be of another disk. Nothing opens the file itself: closing it would drop this
    process's locks.
    """
    status = path.stat()
    devices = {f"{os.major(status.st_dev)}:{os.minor(status.st_dev)}"}
    with suppress(OSError, ValueError):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            about = (proc / "self" / "fdinfo" / str(folder)).read_text(encoding="ascii")
        finally:
            close_anyhow(folder)
        mount = about.partition("mnt_id:")[2].split()[:1]
        for line in (proc / "self" / "mountinfo").read_bytes().splitlines():
            if (fields := line.decode("ascii", "replace").split())[:1] == mount:
                devices.add(fields[2])
    numbers = (tuple(map(int, device.split(":"))) for device in devices)
    return {f"{major:02x}:{minor:02x}:{status.st_ino}" for major, minor in numbers}


def _described(process: int, proc: Path) -> Holder:
    words, state = b"", ""
    try:
        words = (proc / str(process) / "cmdline").read_bytes()
        state = (
            (proc / str(process) / "stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()[0]
        )
    except (OSError, IndexError):
        pass
    command = " ".join(word.decode("utf-8", "replace") for word in words.split(b"\0") if word)
    return Holder(process, command, state in ("T", "t"))
