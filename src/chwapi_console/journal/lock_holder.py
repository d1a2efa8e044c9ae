"""Who holds the lock that a writer waits for: on Linux the kernel says so.

SQLite's WAL mode keeps its locks on bytes 120 to 127 of the -shm file; byte 120 is the writer's
(https://www.sqlite.org/walformat.html, section 2.3). /proc/locks has each lock with its process,
and the disk and the inode that it is on (proc_locks(5)).
"""

import os
from contextlib import suppress
from pathlib import Path

from chwapi_console.named_tuples import NamedTuple

WRITE_LOCK = 120


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
    try:
        places = _places(Path(f"{journal}-shm"), proc)
        locks = (proc / "locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for fields in (line.split() for line in locks):
        if "->" in fields or len(fields) < 8 or fields[5] not in places:
            continue
        first, last = int(fields[6]), int(fields[7]) if fields[7] != "EOF" else WRITE_LOCK
        if first <= WRITE_LOCK <= last and int(fields[4]) not in (-1, os.getpid()):
            return _described(int(fields[4]), proc)._replace(reads=fields[3] == "READ")
    return None


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
            os.close(folder)
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
