"""A terminal's pen.

The shortest sequences that take it from cell to cell and from look to look, and write.

Terminals differ about the width of what is not one plain character, so after such a cell the place
of the next one is always said anew.
"""

from collections.abc import Iterator, Sequence
from copy import copy
from typing import Self

from chwapi_console.console.terminal.cell import (
    PLAIN_BELOW,
    Line,
    is_wide,
    is_written_with,
    look_from,
)
from chwapi_console.console.terminal.sgr import of_a_blank, turn

MOST_PASSED = 4
"""Cells that are no more bytes than a step over them."""


def _by(steps: int, forth: str, back: str) -> str:
    """The sequence for so many steps in one of two directions."""
    if not steps:
        return ""
    return f"\x1b[{abs(steps) if abs(steps) > 1 else ''}{forth if steps > 0 else back}"


def _bytes_of(way: str) -> int:
    """The bytes on the line: the terminal's own side adds one to the end of a line."""
    return len(way) + way.count("\n")


class Pen:
    """What is being sent.

    The sequences so far, the look, which is `sgr` to begin with, and where the terminal's cursor
    stands, of a terminal that shall show the lines that are `wanted`; a column of None is one that terminals may disagree about.
    """

    def __init__(self, sgr: str, wanted: Sequence[Line] = ()) -> None:
        self.sent: list[str] = []
        self._wanted = wanted
        self._sgr = sgr
        self._y: int | None = None
        self._x: int | None = None

    def copied(self) -> Self:
        """Another pen that stands where this one does, and has sent the same."""
        pen = copy(self)
        pen.sent = list(self.sent)
        return pen

    def go(self, y: int, x: int) -> None:
        """Goes to a cell the shortest way."""
        if (y, x) == (self._y, self._x):
            return
        self.sent.append(min(self._ways(y, x), key=_bytes_of))
        self._y, self._x = y, x

    def _ways(self, y: int, x: int) -> Iterator[str]:
        """Sequences that lead to a cell; all of them are older than any terminal in use."""
        yield f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"
        if self._y is None:
            return
        lines = _by(y - self._y, "B", "A")
        yield lines + "\r" + _by(x, "C", "D")
        if y == self._y + 1:
            yield "\r\n" + _by(x, "C", "D")
            if (passed := self._passed(y, x)) is not None:
                yield "\r\n" + passed
        if self._x is not None:
            yield lines + _by(x - self._x, "C", "D")
            if x < self._x:
                yield lines + "\b" * (self._x - x)

    def _passed(self, y: int, x: int) -> str | None:
        """The first few cells of a line as they are wanted; None where this look writes others."""
        cells = self._wanted[y][:x] if self._wanted and x <= MOST_PASSED else ()
        texts = [text for text, sgr in cells if is_written_with(text, sgr, self._sgr)]
        if not cells or len(texts) < x or any(len(t) != 1 or t >= PLAIN_BELOW for t in texts):
            return None
        return "".join(texts)

    def look(self, sgr: str) -> None:
        """Takes a look."""
        self.sent.append(turn(self._sgr, sgr))
        self._sgr = sgr

    def write(self, y: int, x: int, cells: Line, width: int) -> None:
        """Writes cells, which begin at no right half."""
        for column, (text, sgr) in enumerate(cells, x):
            if text:
                if (y, column) != (self._y, self._x):
                    self.go(y, column)
                if not is_written_with(text, sgr, self._sgr):
                    self.look(look_from(cells, column - x, sgr))
                self.sent.append(text)
                plain = (
                    len(text) == 1
                    and (text < PLAIN_BELOW or not is_wide(text))
                    and column + 1 < width
                )
                self._x = column + 1 if plain else None

    def erase(self, y: int, x: int, sgr: str) -> None:
        """Erases a line from a cell on, under the paper of a look."""
        self.go(y, x)
        if of_a_blank(sgr) != of_a_blank(self._sgr):
            self.look(sgr)
        self.sent.append("\x1b[K")

    def say(self, sequence: str) -> None:
        """Sends a sequence that leaves the cursor at the beginning of a line nobody knows."""
        self.sent.append(sequence)
        self._y = self._x = None
