"""Names that stay.

What is in a file is on disk once the file is synced, under which name it is there once its folder
is.
"""

import os
from errno import EDQUOT, EIO, ENOSPC
from pathlib import Path

from chwapi_console.descriptors import close_anyhow

_FAILING = frozenset({EIO, ENOSPC, EDQUOT})
"""What a disk answers that does not keep what it was given; others only say that folders cannot be
asked for it."""


NOT_FOR_ALL = 0o775
"""The most rights of a new folder, whatever the umask: some services have none."""


def hidden_beside(path: Path) -> Path:
    """Where a file is written before it gets a name: beside it, under one that nobody can have planted.

    It bears the process, so that what a killed one leaves is known.
    """
    return path.with_name(f".{path.name[:200]}.{os.getpid()}-{os.urandom(4).hex()}.new")


def write_whole(descriptor: int, content: bytes) -> None:
    """Writes all of it, where the system takes a part at a time. OSError where that cannot be."""
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]


def sync_folder(folder: Path) -> None:
    """Has the names in a folder on disk, where it can be asked for.

    OSError where the disk fails at it: what was named is there, and nobody knows for how long.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            close_anyhow(descriptor)
    except OSError as error:
        if error.errno in _FAILING:
            raise


def sync_file(path: Path) -> None:
    """Has what is in a file on disk that another program wrote. OSError where that cannot be."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(descriptor)
    finally:
        close_anyhow(descriptor)


def make_folder(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, on disk; not for everybody to write in.

    OSError where that cannot be.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing[1:]):
        each.mkdir(NOT_FOR_ALL, exist_ok=True)
    folder.mkdir(NOT_FOR_ALL, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)
