"""Who holds the lock that a writer waits for: on Linux the kernel says so.

SQLite's WAL mode keeps its locks on bytes 120 to 127 of the -shm file; byte 120 is the writer's
(https://www.sqlite.org/walformat.html, section 2.3). /proc/locks has each lock with its process and
inode (proc(5)).
"""

import os
from pathlib import Path
from typing import NamedTuple

WRITE_LOCK = 120


class Holder(NamedTuple):
    """A process: its number, the words it was started with, and whether it is stopped."""

    process: int
    command: str
    stopped: bool


def write_lock_holder(journal: Path, proc: Path = Path("/proc")) -> Holder | None:
    """The process that is writing to the journal; None when nobody is, or nobody can tell."""
    try:
        inode = Path(f"{journal}-shm").stat().st_ino
        locks = (proc / "locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return None
    for fields in (line.split() for line in locks):
        if (
            "->" in fields
            or len(fields) < 8
            or fields[3] != "WRITE"
            or not fields[5].endswith(f":{inode}")
        ):
            continue
        first, last = int(fields[6]), int(fields[7]) if fields[7] != "EOF" else WRITE_LOCK
        if first <= WRITE_LOCK <= last and int(fields[4]) not in (-1, os.getpid()):
            return _described(int(fields[4]), proc)
    return None


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
