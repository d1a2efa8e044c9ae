"""Files that somebody named, read within bounds.

Nothing planted in their place is waited for or read without end: a pipe and a device are no files,
and a file larger than it can sensibly be is not read.
"""

import os
import stat
from errno import EFBIG, EINVAL
from os import PathLike
from typing import BinaryIO

from chwapi_console.descriptors import close_anyhow

_PIECE = 1_000_000


class NoFile(OSError):
    """Something that is no file with text in it: a folder, a pipe, a device."""


class TooLarge(OSError):
    """A file with more in it than was allowed for."""


def read_file(path: str | PathLike[str], most: int) -> bytes:
    """The bytes of a file, `most` of them at the utmost.

    NoFile, TooLarge or another OSError where they cannot be had.
    """
    descriptor = _without_waiting(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise NoFile(EINVAL, os.strerror(EINVAL), os.fspath(path))
            if status.st_size > most:
                raise _too_large(path)
            return read_stream(file, most, path)
    except IsADirectoryError as error:
        raise NoFile(error.errno, error.strerror, os.fspath(path)) from error
    finally:
        close_anyhow(descriptor)


def read_stream(stream: BinaryIO, most: int, path: str | PathLike[str] = "-") -> bytes:
    """What an open file or a pipe gives until it ends.

    TooLarge where that is more than `most` bytes.
    """
    data = bytearray()
    while piece := _next_piece(stream, min(_PIECE, most + 1 - len(data))):
        data += piece
        if len(data) > most:
            raise _too_large(path)
    return bytes(data)


def _next_piece(stream: BinaryIO, most: int) -> bytes:
    """What comes next, once something does; nothing at the end.

    Of a pipe that somebody made one that does not wait Python says that there is nothing yet.
    """
    while True:
        piece: bytes | None = stream.read(most)
        if piece is not None:
            return piece
        from select import POLLIN, poll

        waiting = poll()
        waiting.register(stream.fileno(), POLLIN)
        waiting.poll()


def _too_large(path: str | PathLike[str]) -> TooLarge:
    return TooLarge(EFBIG, os.strerror(EFBIG), os.fspath(path))


def _without_waiting(name: str | PathLike[str], flags: int) -> int:
    """A pipe that nobody writes into would never open.

    Nothing that is opened becomes the terminal of this process.
    """
    return os.open(name, flags | os.O_NONBLOCK | os.O_NOCTTY)
