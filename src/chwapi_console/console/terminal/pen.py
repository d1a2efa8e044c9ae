"""A terminal's pen.

The shortest sequences that take it from cell to cell and from look to look, and write.

Terminals differ about the width of what is not one plain character, so after such a cell the place
of the next one is always said anew.
"""

from chwapi_console.console.terminal.cell import PLAIN_BELOW, Line, is_wide
from chwapi_console.console.terminal.sgr import turn


class Pen:
    """What is being sent.

    The sequences so far, the look, which is `sgr` to begin with, and where the terminal's cursor
    stands; a column of None is one that terminals may disagree about.
    """

    def __init__(self, sgr: str) -> None:
        self.sent: list[str] = []
        self._sgr = sgr
        self._y: int | None = None
        self._x: int | None = None

    def go(self, y: int, x: int) -> None:
        """Goes to a cell the shortest way."""
        if (y, x) == (self._y, self._x):
            return
        if y == self._y and self._x is not None and x > self._x:
            steps = x - self._x
            self.sent.append(f"\x1b[{steps}C" if steps > 1 else "\x1b[C")
        elif x == 0 and y == self._y:
            self.sent.append("\r")
        elif x == 0 and self._y is not None and y == self._y + 1:
            self.sent.append("\r\n")
        else:
            self.sent.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._y, self._x = y, x

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
                if sgr != self._sgr:
                    self.look(sgr)
                self.sent.append(text)
                plain = (
                    len(text) == 1
                    and (text < PLAIN_BELOW or not is_wide(text))
                    and column + 1 < width
                )
                self._x = column + 1 if plain else None

    def say(self, sequence: str) -> None:
        """Sends a sequence that leaves the cursor at the beginning of a line nobody knows."""
        self.sent.append(sequence)
        self._y = self._x = None
