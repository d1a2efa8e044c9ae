"""The user's cache folder: what is kept there saves time, and nothing is lost with it.

The folder is held open and must be one's own and no link: nothing is read, written or taken away
anywhere else. What cannot be kept, or is somebody else's, is done without.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chwapi_console import own_folder
from chwapi_console.processes import lives

_BEGUN = re.compile(r"(\d{1,10})(?:\.(?:[0-9a-f]{16}[\w.+-]*|signatures))?\.new")
"""The name of what a process writes before it has its own: each is `signatures`, or begins with a digest.

An earlier program wrote the number alone.
"""


@contextmanager
def held() -> Iterator[int]:
    """The cache folder, open.

    OSError where it is not one's own, or lies where others choose what stands, as it does for root
    in somebody's home.
    """
    with own_folder.held(_path()) as folder:
        yield folder


@contextmanager
def made() -> Iterator[int]:
    """The folder of the cache, made where there is none."""
    with own_folder.made(_path()) as folder:
        yield folder


def own_bytes(name: str, folder: int, most: int) -> bytes:
    """The bytes of a file in the folder.

    None of what is a link, somebody else's, for others to write, or has that many bytes.
    """
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        return (
            file.read()
            if stat.S_ISREG(status.st_mode) and own_folder.is_own(status) and status.st_size < most
            else b""
        )


def put(name: str, content: bytes, folder: int) -> None:
    """Writes a file in the folder, whole or not at all. OSError where that cannot be.

    What killed processes had begun to write there goes first: a disk may be full.
    """
    _clear_left_over(folder)
    fresh = f"{os.getpid()}.{name}.new"
    with suppress(FileNotFoundError):
        os.unlink(fresh, dir_fd=folder)
    descriptor = os.open(
        fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.rename(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(fresh, dir_fd=folder)
        raise


def _clear_left_over(folder: int) -> None:
    for name in os.listdir(folder):
        begun = _BEGUN.fullmatch(name)
        if begun is None or lives(int(begun[1])):
            continue
        with suppress(OSError):
            if stat.S_ISREG(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
                os.unlink(name, dir_fd=folder)


def _path() -> Path:
    """OSError where the environment names no home: then nothing is kept."""
    if (path := own_folder.place_of("cache")) is None:
        raise OSError("no home")
    return path
