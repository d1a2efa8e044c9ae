"""A stream of which nothing is lost: what the system takes in part is written on.

Python's own, where it was told not to buffer (`PYTHONUNBUFFERED`, as in many containers), takes a part
that was written for the whole, and fails where whoever reads a pipe made it one that does not wait.
"""

import io
import os
import select
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class _Whole(io.RawIOBase):
    """The descriptor of another stream, which stays open with that one, where it does not wait.

    Python's own cannot wait there. What is raised while this one writes (Ctrl-C) may have the same
    written again.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        """The same."""
        return self._descriptor

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: "ReadableBuffer", /) -> int:
        """Writes all of it, and waits for whoever reads it. OSError where that cannot be."""
        left = memoryview(data).cast("B")
        size = len(left)
        while left:
            try:
                left = left[os.write(self._descriptor, left) :]
            except BlockingIOError:
                waiting = select.poll()
                waiting.register(self._descriptor, select.POLLOUT)
                waiting.poll()
        return size


def whole(stream: TextIO) -> TextIO:
    """The stream itself; another on the same descriptor where that one might lose something."""
    beneath = getattr(stream, "buffer", None)
    is_raw = isinstance(beneath, io.FileIO)
    if not is_raw and not (isinstance(beneath, io.BufferedWriter) and not _waits(beneath)):
        return stream
    descriptor = stream.fileno()
    waits = os.get_blocking(descriptor)
    raw: io.RawIOBase = io.FileIO(descriptor, "wb", closefd=False) if waits else _Whole(descriptor)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=stream.encoding,
        errors="replace",
        line_buffering=is_raw or bool(stream.line_buffering),
    )


def _waits(stream: io.BufferedWriter) -> bool:
    try:
        return os.get_blocking(stream.fileno())
    except OSError:
        return True
