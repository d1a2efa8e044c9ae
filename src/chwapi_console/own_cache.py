"""The user's cache folder: what is kept there saves time, and nothing is lost with it.

The folder is held open and must be one's own and no link: nothing is read, written or taken away anywhere else. What cannot be
kept, or is somebody else's, is done without.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


@contextmanager
def held() -> Iterator[int]:
    """The cache folder, open. OSError where it is a link, somebody else's, or for others to write."""
    path = _path()
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not _own(os.fstat(folder)):
            raise PermissionError(path)
        yield folder
    finally:
        os.close(folder)


@contextmanager
def made() -> Iterator[int]:
    """The same, made where there is none. OSError in somebody else's home, as root finds it after `sudo`: what is made there
    would be in their way."""
    path = _path()
    around = next(parent for parent in path.parents if parent.is_dir())
    if around.stat().st_uid != os.geteuid():
        raise PermissionError(path)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    with held() as folder:
        yield folder


def own_bytes(name: str, folder: int, most: int) -> bytes:
    """The bytes of a file in the folder; none of what is a link, somebody else's, for others to write, or has that many bytes."""
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=folder)
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        return file.read() if stat.S_ISREG(status.st_mode) and _own(status) and status.st_size < most else b""


def put(name: str, content: bytes, folder: int) -> None:
    """Writes a file in the folder, whole or not at all. OSError where that cannot be."""
    fresh = f"{os.getpid()}.new"
    with suppress(FileNotFoundError):
        os.unlink(fresh, dir_fd=folder)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.rename(fresh, name, src_dir_fd=folder, dst_dir_fd=folder)


def _own(status: os.stat_result) -> bool:
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_WRITE


def _path() -> Path:
    """OSError where the environment names no home: then nothing is kept. A relative `XDG_CACHE_HOME` counts for nothing, as
    the XDG Base Directory Specification wants it.
    """
    if (base := os.environ.get("XDG_CACHE_HOME", "")).startswith("/"):
        return Path(base) / "chwapi-console"
    if home := os.environ.get("HOME"):
        return Path(home) / ".cache" / "chwapi-console"
    raise OSError("no home")
