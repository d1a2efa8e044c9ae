"""Tables as rows of cells, whatever they were saved as.

The separator is found, rows keep the number an editor shows.

A quote that nothing closes would swallow the rest of a file; here it costs its own line.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.tables.decoding import Decoded, decoded
from chwapi_console.inventory.importers.tables.plain_text import read_as_printed
from chwapi_console.inventory.importers.tables.told_by_tools import read_of_tools
from chwapi_console.marks import normalized
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

SEPARATORS = (";", ",", "\t", "|")
LONGEST_CELL = 40
"""Lines that one cell in quotes may go over. What is longer is a quote that was never closed."""

NARROW = 2
"""Cells of rows in which a remark of several lines may have as many separators as a row has."""

MOST_LINES, MOST_ROWS, MOST_CELLS, MOST_LETTERS = 300_000, 120_000, 2_000_000, 500_000
"""Lines of a text, its rows and cells, and letters of one cell: what has more is no list of
servers, and takes memory for nothing. A cell of a workbook has 32,767 letters at most."""

LOOKED_AT = 200
"""Rows by which the separator is told."""

_TOLD = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_AS_TEXT = re.compile(r'\A="(.*)"')
_OBJECT = re.compile(r"@\{(.*)\}")
_NAME_WITHIN = re.compile(r"(?:^|;\s*)(?:Name|DisplayName|OSFullName|Value)=([^;]*)", re.IGNORECASE)
_TAG = re.compile(
    r"<!--(?:(?!<!--|-->).)*+-->|</?(?:a|abbr|b|br|button|center|code|div|em|font|h[1-6]|hr|i|img|input|label|li"
    r"|ol|p|pre|small|span|strong|sub|sup|svg|table|tbody|td|th|tr|tt|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE | re.DOTALL,
)
_RULED = re.compile(r"(?:[-=:_+]{2,})?")
"""A line between the headings and the rows, as tables in plain text have it."""
_LETTER = re.compile(
    r"&(?:[A-Za-z](?:acute|grave|circ|uml|cedil|tilde|ring|slash)|[ao]elig|AElig|OElig|szlig|amp|nbsp|rsquo"
    r"|lsquo|apos|deg|#39|#x27|#160|#2[2-5]\d);"
)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)


class ListRow(NamedTuple):
    """One row that has something in it.

    Its number counts lines of a text and rows of a sheet, from 1.
    """

    number: int
    cells: Sequence[str]
    broken: bool = False


def cell_at(cells: Sequence[str], place: int) -> str:
    """What stands in a column of a row; empty where nothing does, or the row is shorter."""
    return cells[place] if place < len(cells) else ""


class Grid(NamedTuple):
    """The rows of a table, and where and how they were read.

    The name of its sheet or file; for people the separator and encoding it was read by; what its
    export says of when it was made.
    """

    rows: Sequence[ListRow]
    within: str = ""
    separator: str = ""
    encoding: str = ""
    about: Sequence[str] = ()


def text_of_lines(data: bytes, encoding: str = "") -> Decoded:
    """The text in these bytes. RequestError where it is none, or has more lines than a list has."""
    text, name = decoded(data, encoding)
    if max(text.count("\n"), text.count("\r")) > MOST_LINES:
        raise RequestError(
            say(
                "The list has more than {n} lines, too many for a list of servers. Take out what "
                "is not about servers.",
                n=MOST_LINES,
            )
        )
    return Decoded(text, name)


def grid_of_text(data: bytes, encoding: str = "") -> Grid:
    """The table in a text file. RequestError when it is no text."""
    text, name = text_of_lines(data, encoding)
    lines = io.StringIO(_with_letters(text.lstrip("\ufeff")), newline="").readlines()
    told = _TOLD.fullmatch(lines[0]) if lines else None
    if told:
        lines[0] = "\n"
    if of_tools := read_of_tools(lines):
        return Grid(
            list(filled_rows(ListRow(number, cells) for number, cells in of_tools)), "", "", name
        )
    separator, sure = (told[1], True) if told else _separator(lines)
    if (not sure or separator in ("|", "\t")) and (
        printed := read_as_printed(lines, separator if sure else "")
    ):
        return Grid(
            list(filled_rows(ListRow(number, cells) for number, cells in printed)), "", "", name
        )
    separator = separator or ","
    return Grid(list(filled_rows(_records(lines, separator))), "", separator, name)


def _with_letters(text: str) -> str:
    """A text with its HTML references as letters: the semicolon of `&eacute;` would part cells."""
    return (
        _LETTER.sub(lambda found: unescape(found[0]), text) if "&" in text and ";" in text else text
    )


def one_line(cell: str) -> str:
    """The words of a cell on one line, without invisible signs and without HTML tags."""
    if "<" in cell or "&" in cell:
        cell = _without_tags(cell)
    if cell.startswith("@{") and (
        written := _OBJECT.fullmatch(cell)
    ):  # as PowerShell writes an object into a cell
        cell = named[1] if (named := _NAME_WITHIN.search(written[1])) else ""
    if cell.isascii() and cell.isprintable():
        return " ".join((_AS_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell).split())
    shown = "".join(
        c if c.isprintable() else " " if c.isspace() else "" for c in normalized("NFC", cell)
    )
    return " ".join(shown.split())


def _without_tags(cell: str) -> str:
    """The text of what a product wrote as it shows it in a browser."""
    text = _TAG.sub(" ", cell)
    return _TAG.sub(" ", unescape(text)) if _ENTITY.search(text) else text


def filled_rows(rows: Iterator[ListRow]) -> Iterator[ListRow]:
    """The rows that say something, their cells on one line each.

    RequestError where they are more than a list of servers has.
    """
    count, filled = 0, 0
    for number, cells, broken in rows:
        count += len(cells)
        refuse_many_cells(count)
        for cell in cells:
            refuse_long(cell, number)
        words = [one_line(cell) for cell in cells]
        if any(words) and not all(_RULED.fullmatch(word) for word in words):
            filled += 1
            refuse_many_rows(filled)
            yield ListRow(number, words, broken)


def refuse_many_cells(cells: int) -> None:
    """RequestError where that many cells are no list of servers."""
    if cells > MOST_CELLS:
        raise RequestError(
            say(
                "The list has more than {n} cells, too many for a list of servers. Take out "
                "what is not about servers.",
                n=MOST_CELLS,
            )
        )


def refuse_long(cell: str, number: int) -> None:
    """RequestError about a cell that nobody wrote about a server."""
    if len(cell) > MOST_LETTERS:
        raise RequestError(
            say(
                "Row {row} of the list has a cell of more than {n} letters, which says nothing of "
                "a server. Look whether it is the right file.",
                row=number,
                n=MOST_LETTERS,
            )
        )


def refuse_many_rows(rows: int) -> None:
    """RequestError where that many rows are no list of servers."""
    if rows > MOST_ROWS:
        raise RequestError(
            say(
                "The list has more than {n} rows, too many for a list of servers. Take out what is "
                "not about "
                "servers.",
                n=MOST_ROWS,
            )
        )


def _separator(lines: Sequence[str]) -> tuple[str, bool]:
    """The separator that cuts most rows into equally many cells, and whether those are many.

    Two cells or more; empty where no separator does.
    """

    def agreement(separator: str) -> tuple[int, int]:
        rows = islice(
            (
                row
                for row in _records(lines[: LOOKED_AT * 4], separator)
                if any(map(str.strip, row.cells))
            ),
            LOOKED_AT,
        )
        widths = Counter(len(row.cells) for row in rows)
        width, alike = max(
            widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
        )
        return (alike, width) if width > 1 else (0, 0)

    best = max(SEPARATORS, key=agreement)
    alike, _ = agreement(best)
    return best if alike else "", alike * 2 > sum(map(bool, map(str.strip, lines[:LOOKED_AT])))


def _records(lines: Sequence[str], separator: str) -> Iterator[ListRow]:
    """The records, with the line that each begins on.

    A line with a quote left open is cut without regard to quotes.
    """
    at = widest = 0
    while at < len(lines):
        feed = _Feed(lines, at)
        reader = csv.reader(feed, delimiter=separator)
        start = at
        while (cells := _next(reader)) is not None:
            end = at + reader.line_num
            feed.last = end + LONGEST_CELL
            if (
                end - start > LONGEST_CELL
                or (end == len(lines) and _left_open(lines[start:], separator))
                or (end - start > 1 and _holds_a_row(cells, separator, widest))
            ):
                break
            widest = max(widest, len(cells))
            yield ListRow(start + 1, cells)
            start = end
        if start >= len(lines):
            return
        yield ListRow(
            start + 1, lines[start].rstrip("\r\n").replace('"', "").split(separator), broken=True
        )
        at = start + 1


class _Feed:
    """The lines from one on, but no more for one record than it may have.

    An open quote would have the reader take all.
    """

    def __init__(self, lines: Sequence[str], at: int) -> None:
        self._lines, self._at, self.last = lines, at, at + LONGEST_CELL

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self._at >= len(self._lines) or self._at > self.last:
            raise StopIteration
        self._at += 1
        return self._lines[self._at - 1]


def _next(reader: Iterator[list[str]]) -> list[str] | None:
    """The next record; None at the end, and where a cell is too long to be one."""
    try:
        return next(reader)
    except (StopIteration, csv.Error):
        return None


def _holds_a_row(cells: Sequence[str], separator: str, width: int) -> bool:
    """Whether a cell of several lines holds a row of so many cells.

    Its quote was opened by chance, and is closed by one that opens a cell further down.
    """
    return width > NARROW and any(
        line.count(separator) >= width - 1
        for cell in cells
        if "\n" in cell
        for line in cell.splitlines()
    )


def _left_open(lines: Sequence[str], separator: str) -> bool:
    """Whether the last record of a text ends within a cell that began with a quote."""
    opens = any(re.search(f'(^|{re.escape(separator)})"', line) for line in lines)
    return opens and sum(line.count('"') for line in lines) % 2 == 1
