"""What somebody types, a line at a time, and what of it can be no answer.

That is what was typed before the question was there, and what stands behind the first line of a
paste. At a terminal the two are told from an answer by when they come. In a pipe all lines may be
there from the start, so nothing of it is left out here.
"""

import os
import sys
from typing import TextIO

from chwapi_console.interrupts import comes_in, let_interrupts_in
from chwapi_console.letters import with_letters

SECONDS_OF_A_PASTE = 0.15
"""How soon the next line of a paste follows, also on a slow line: nobody types one so fast."""
MOST_BYTES = 65536
LONGEST_LINE = 1 << 20
"""Bytes of a line from a pipe beyond which no end of it is waited for: it is taken for torn."""


class TypedLines:
    """The lines of stdin.

    `is_over` once there are no more; `torn` is what stood on the last one, where its end is
    missing.
    """

    def __init__(self, stream: TextIO | None) -> None:
        self.at_terminal = stream is not None and stream.isatty()
        self.is_over = stream is None
        self.torn = ""
        self._stream = stream
        self._number = _number(stream) if stream is not None else None
        self._terminal = self._number if self.at_terminal else None
        self._read_ahead = b""
        if reread := getattr(stream, "reconfigure", None):
            reread(errors="surrogateescape")

    def forget_what_waits(self) -> bool:
        """Throws away what was typed by now, a line or its beginning; whether there was a line."""
        if self._terminal is None:
            return False
        import termios

        forgotten = bool(self._lines_that_come(0))
        termios.tcflush(self._terminal, termios.TCIFLUSH)
        return forgotten

    def next_lines(self) -> list[str]:
        """The next line, with those that were pasted with it; none at the end."""
        let_interrupts_in()
        if self.is_over:
            return []
        if self._terminal is None:
            return self._whole(self._next_in_a_pipe())
        typed = self._read()
        while typed and not typed.endswith(b"\n") and (more := self._read()):
            typed += more
        lines = self._whole(typed.decode("utf-8", "surrogateescape"))
        return [*lines, *self._lines_that_come(SECONDS_OF_A_PASTE)]

    def _next_in_a_pipe(self) -> str:
        """The next line of a pipe or a file, with its end where it has one."""
        if self._number is None:
            assert self._stream is not None
            return self._stream.readline()
        while (
            b"\n" not in self._read_ahead
            and len(self._read_ahead) < LONGEST_LINE
            and (more := self._read())
        ):
            self._read_ahead += more
        line, end, self._read_ahead = self._read_ahead.partition(b"\n")
        return (line + end).decode("utf-8", "surrogateescape")

    def _lines_that_come(self, seconds: float) -> list[str]:
        """What comes at once, and so on until nothing has come for so long."""
        assert self._terminal is not None
        lines = list[str]()
        while not self.is_over and comes_in(self._terminal, seconds):
            lines += self._whole(self._read().decode("utf-8", "surrogateescape"))
        return lines

    def _read(self) -> bytes:
        """What comes next; nothing at the end."""
        assert self._number is not None
        try:
            comes_in(self._number)
            return os.read(self._number, MOST_BYTES)
        except OSError:  # the line was cut off
            return b""

    def _whole(self, text: str) -> list[str]:
        """The lines of a text that have an end."""
        *whole, rest = text.split("\n")
        if not text or rest:
            self.is_over, self.torn = True, with_letters(rest)
        return [with_letters(line) for line in whole]


def _number(stream: TextIO) -> int | None:
    """The descriptor of a stream; None where it has none."""
    try:
        return stream.fileno()
    except OSError:
        return None


def lines_of_stdin() -> TypedLines:
    """The lines of this process."""
    return TypedLines(sys.stdin)
