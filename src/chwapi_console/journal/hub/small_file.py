"""Small files beside a journal that hold no act, shared by whoever may write the journal."""

import os
import stat
from contextlib import suppress
from errno import EINVAL
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from chwapi_console.descriptors import close_anyhow
from chwapi_console.durable import hidden_beside, write_whole
from chwapi_console.sharing import share

_OPEN = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def opened_beside(path: Path, *, may_make: bool = True) -> int:
    """The descriptor of such a file, made where there is none and it `may_make` one.

    OSError where it cannot be used, be it that something else stands there.
    """
    try:
        return _regular(os.open(path, _OPEN))
    except FileNotFoundError:
        if not may_make:
            raise
        made = os.open(path, _OPEN | os.O_CREAT | os.O_EXCL, 0o600)
    with suppress(OSError):
        share(made, path.parent.stat())
    return made


def put_in_place(path: Path, content: bytes) -> int:
    """The descriptor of a new file in the place of one that another process keeps, locked by this one.

    Nobody can lock it before. OSError where that cannot be done; then nothing was.
    """
    fresh = hidden_beside(path)
    made = os.open(fresh, _OPEN | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        flock(made, LOCK_EX | LOCK_NB)
        with suppress(OSError):
            share(made, path.parent.stat())
        write_whole(made, content)
        fresh.replace(path)
    except BaseException:
        close_anyhow(made)
        with suppress(OSError):
            fresh.unlink()
        raise
    return made


def _regular(descriptor: int) -> int:
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    close_anyhow(descriptor)
    raise OSError(EINVAL, os.strerror(EINVAL))
