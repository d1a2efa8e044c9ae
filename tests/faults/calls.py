"""Calls to the system that can be made to fail: their classes, what each can answer, and the shim
that makes them do so.

The shim is built by the system's compiler into a folder of the run's own.
"""

import errno
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).parent / "shim.c"

CLASSES = (
    "open",
    "read",
    "write",
    "sync",
    "name",
    "truncate",
    "map",
    "allocate",
    "lock",
    "stat",
    "mode",
    "unlink",
    "close",
    "list",
)
"""In the order of the shim's own list."""

FAIL, FAIL_FROM_HERE, SHORT, KILL_BEFORE, KILL_AFTER, ALL_GONE = range(6)
HOW = (
    "fails",
    "fails from there on",
    "stops short",
    "is killed before",
    "is killed after",
    "finds its disk gone",
)

_DISK = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS)
ERRORS: Mapping[str, Sequence[int]] = {
    "open": (*_DISK, errno.EMFILE, errno.EACCES, errno.EINTR),
    "read": (errno.EIO, errno.EINTR),
    "write": (*_DISK, errno.EINTR),
    "sync": (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EINTR),
    "name": _DISK,
    "truncate": (errno.EIO, errno.ENOSPC, errno.EROFS),
    "map": (errno.ENOMEM, errno.EIO),
    "allocate": (errno.ENOSPC, errno.EIO, errno.EINTR),
    "lock": (errno.ENOLCK, errno.EIO, errno.EAGAIN),
    "stat": (errno.EIO, errno.ESTALE, errno.EACCES),
    "mode": (errno.EPERM, errno.EIO, errno.EROFS),
    "unlink": (*_DISK, errno.EACCES),
    "close": (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EINTR),
    "list": (errno.EIO, errno.ESTALE, errno.EACCES),
}
NO_DISK = (errno.EIO, errno.ENOTCONN)
"""What a disk answers once it is gone: a stick, a program that gave files (FUSE)."""
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
CHANGES = frozenset({"open", "write", "sync", "name", "truncate", "allocate", "unlink"})
"""Classes before and after which a kill leaves something else on the disk."""


class Fault(NamedTuple):
    """What happens at which call: of a class by name, the first is number 1; `error` as errno has
    it, 0 for a kill."""

    kind: str
    place: int
    how: int
    error: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kind} {self.place} {HOW[self.how]} {errno.errorcode.get(self.error, '')}"
        ).rstrip()


def faults_at(kind: str, place: int) -> list[Fault]:
    """All that can happen at a call."""
    found = [
        Fault(kind, place, how, error)
        for error in ERRORS[kind]
        for how in (FAIL, FAIL_FROM_HERE)
        if (how, error) != (FAIL_FROM_HERE, errno.EINTR)
    ]  # who asks again for ever is right: no kernel does that
    if kind == "write":
        found.append(Fault(kind, place, SHORT))
    if kind in CHANGES:
        found += [Fault(kind, place, KILL_BEFORE), Fault(kind, place, KILL_AFTER)]
    return found + [Fault(kind, place, ALL_GONE, error) for error in NO_DISK]


def compiler() -> str | None:
    """The system's C compiler; None where there is none."""
    return shutil.which("cc")


def build_shim(folder: Path) -> Path:
    """Builds the shim into the folder, and gives its path."""
    shim = folder / "shim.so"
    subprocess.run(
        [compiler() or "cc", "-O2", "-shared", "-fPIC", "-o", shim, SOURCE, "-ldl"], check=True
    )
    return shim
