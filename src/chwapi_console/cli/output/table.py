"""A table as data, and as plain text.

A heading, then one line for each row, aligned, with nothing cut, so that grep finds it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Language, Sentence, Value

CellLook = Literal["", "now", "held", "trouble", "aside"]
"""How much a row wants to be seen; said by words too, never by this alone."""

GAP = "  "
NOTHING = "-"
"""An empty cell, so that the fields of a line can be counted."""


class TextColumn(NamedTuple):
    """One column.

    On a terminal with little room `spare` ones go first, those of 2 after those of 1, and `long`
    ones are cut or wrapped, to no less than `least` cells where that can be.
    """

    title: Sentence
    right: bool = False
    spare: Literal[0, 1, 2] = 0
    long: Literal["", "cut", "wrap"] = ""
    least: int = 0


class TextRow(NamedTuple):
    """One line of a table: a value for each column."""

    cells: Sequence[Value]
    look: CellLook = ""


class TextTable(NamedTuple):
    """Columns and rows."""

    columns: Sequence[TextColumn]
    rows: Sequence[TextRow]


def cell_words(row: TextRow, language: Language) -> list[str]:
    """The words of a row's cells."""
    return [language(cell) or NOTHING for cell in row.cells]


def plain_lines(table: TextTable, language: Language) -> Iterator[str]:
    """The table as text; the last column is not filled up with blanks."""
    lines = [
        [language(column.title) for column in table.columns],
        *(cell_words(row, language) for row in table.rows),
    ]
    widths = [max(map(cells, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = [
            pad(text, width, column.right)
            for text, width, column in zip(line, widths, table.columns, strict=True)
        ]
        yield GAP.join(padded).rstrip()


def pad(text: str, width: int, right: bool = False) -> str:
    """The text, filled up with blanks to so many cells."""
    blanks = " " * (width - cells(text))
    return blanks + text if right else text + blanks


def cells(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
