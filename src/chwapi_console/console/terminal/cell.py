"""Cells of a frame, and how text takes its place in a line of them.

A cell is a text and its SGR codes; the right half of a wide character is a cell without text.
"""

from functools import lru_cache
from typing import NamedTuple

from rich.cells import split_graphemes

Cell = tuple[str, str]
Line = tuple[Cell, ...]

PLAIN_BELOW = "\u0300"
"""Every printing character below this one takes one cell."""


class Ground(NamedTuple):
    """What lies under all words.

    The SGR codes of its cells, empty for the terminal's own colours, and whether a terminal that
    erases under a pen of that look leaves such cells (`bce` in terminfo, "background colour
    erase").
    """

    sgr: str = ""
    erases: bool = True

    @property
    def blank(self) -> Cell:
        """A cell without a word."""
        return (" ", self.sgr)

    @property
    def cleared(self) -> Cell:
        """What the terminal leaves where it clears the screen or inserts a line.

        Terminals that erase the rest of a line in colour do not all do that in colour, so with a
        ground of ours it is like no cell that is ever wanted.
        """
        return ("", "nobody knows") if self.sgr else self.blank


OWN_COLOURS = Ground()


def frame_of(width: int, height: int, cell: Cell = OWN_COLOURS.blank) -> list[Line]:
    """A frame of one kind of cell."""
    return [(cell,) * width] * height


def put(line: list[Cell], x: int, text: str, sgr: str) -> int:
    """Writes a text of one look into a line from a column on; the column after it.

    What does not fit is left out.
    """
    if text and max(text) < PLAIN_BELOW:
        line[x : x + len(text)] = [(character, sgr) for character in text]
        return x + len(text)
    for cluster, size in _clusters(text):
        if size:
            line[x : x + size] = [(cluster, sgr), *[("", sgr)] * (size - 1)]
            x += size
        elif x:
            _put_mark(line, x - 1, cluster)
    return x


def _put_mark(line: list[Cell], x: int, mark: str) -> None:
    """A mark that takes no cell of its own belongs to the character before it."""
    while x and not line[x][0]:
        x -= 1
    line[x] = (line[x][0] + mark, line[x][1])


@lru_cache(maxsize=4096)
def _clusters(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((text[start:end], size) for start, end, size in split_graphemes(text)[0])


@lru_cache(maxsize=4096)
def is_wide(text: str) -> bool:
    """Whether a text takes another place than one cell."""
    return sum(size for _, size in _clusters(text)) != 1


def end_of_words(line: Line, blank: Cell) -> int:
    """The column from which on there are only blanks."""
    end = len(line)
    while end and line[end - 1] == blank:
        end -= 1
    return end
