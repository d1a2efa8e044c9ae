"""The tables of a web page, as reports of scanners and consoles are saved.

Nothing of a page is run or fetched: it is letters between tags. What stands between the tables is a
row of one cell above the next of them, for a title may say when a report was made or which site it is
of. A cell that goes over several rows or columns says what it says of all of them.

Tags are cut here, in a time that grows with the page: `html.parser` is within the square of it, a
minute for 80 kB of tags that never end.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.tables.tables import (
    Grid,
    ListRow,
    filled_rows,
    refuse_many_cells,
    refuse_many_rows,
    text_of_lines,
)
from chwapi_console.text import say

MOST_ABOVE = 20
"""Lines of text that are kept above a table; what stands further up is the frame of the page."""

WIDEST, DEEPEST, MOST_TABLES = 500, 50, 1_000
"""Columns over which one cell may go, tables within one another, and tables of a page."""

_BEGINS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body")
_OF_A_TABLE = re.compile(r"<(/?)(table|tr|t[dh])(?=[\s>/])([^<>]*)>", re.IGNORECASE)
_BEGINS_TABLE = re.compile(r"<table(?=[\s>/])", re.IGNORECASE)
_SPAN = re.compile(r"\b(row|col)span\s{0,3}=\s{0,3}[\"']?(\d{1,5})", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|hr|section|header|caption|title)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"</?(?:s|del|strike)(?=[\s>])[^<>]*>", re.IGNORECASE)
_STYLED = re.compile(r"<(?:span|font|p|b)\s([^<>]*)>([^<]*)</(?:span|font|p|b)>", re.IGNORECASE)
_UNSEEN = ("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<svg", "</svg")


def looks_like_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does."""
    return data[:400].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_BEGINS)


def grids_of_html(data: bytes, encoding: str = "") -> list[Grid]:
    """The tables of a page that have more than one row and column, by their place: 1, 2.

    RequestError where there is more of anything than a list of servers has.
    """
    text, name = text_of_lines(data, encoding)
    if len(_BEGINS_TABLE.findall(text)) > MOST_TABLES:
        raise RequestError(
            say(
                "The page has more than {n} tables. Save the one that lists servers as CSV.",
                n=MOST_TABLES,
            )
        )
    tables = [table for table in _tables(_seen(text)) if _is_one(table)]
    return [
        Grid(
            list(filled_rows(_numbered(table))),
            str(at) if len(tables) > 1 else "",
            "",
            name,
        )
        for at, table in enumerate(tables, 1)
    ]


def _numbered(table: "_Table") -> Iterator[ListRow]:
    """What stands above a table and its rows, counted from 1: many a page is one line of text."""
    rows = [*([line] for line in table.above), *table.rows]
    yield from (ListRow(number, cells) for number, cells in enumerate(rows, 1))


class _Table:
    """A table as far as it was read: what stands above it, its rows, and the cell that is open.

    `from_above` are the cells of rows above that go on in the row that is open, by their columns, each
    with how many rows it has left; `for_below` those that go on in the next.
    """

    def __init__(self, above: Sequence[str]) -> None:
        self.above = above
        self.rows: list[list[str]] = []
        self.from_above: dict[int, tuple[int, str]] = {}
        self.for_below: dict[int, tuple[int, str]] = {}
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.struck = False
        self.cells = 0

    def begin_row(self) -> None:
        """A new row, behind the end of the one that is open."""
        self.end_row()
        self.from_above, self.for_below = self.for_below, {}
        self.rows.append([])
        refuse_many_rows(len(self.rows) - 1)

    def end_row(self) -> None:
        """The end of the row that is open, with what goes on from above behind its last cell."""
        self.end_cell()
        for at in sorted(self.from_above):
            for _ in range(len(self.rows[-1]), at):
                self._put("", 1)
            self._go_on()

    def begin_cell(self, about: str) -> None:
        """A new cell, in the row that is open."""
        self.end_cell()
        if not self.rows:
            self.begin_row()
        spans = {found[1].lower(): int(found[2]) for found in _SPAN.finditer(about)}
        self.struck = "line-through" in about.lower()
        self.spans = max(1, spans.get("row", 1)), min(max(1, spans.get("col", 1)), WIDEST)
        self.cell = []

    def end_cell(self) -> None:
        """The end of the cell that is open."""
        if self.cell is None:
            return
        words, self.cell = _words("".join(self.cell)), None
        if self.struck and words:
            words = f"~~{words}~~"
        self._go_on()
        for _ in range(self.spans[1]):
            self._put(words, self.spans[0])

    def _go_on(self) -> None:
        """What cells of rows above say in the columns that come next."""
        while (said := self.from_above.pop(len(self.rows[-1]), None)) is not None:
            self._put(said[1], said[0])

    def _put(self, words: str, rows: int) -> None:
        cells = self.rows[-1]
        if rows > 1:
            self.for_below[len(cells)] = (rows - 1, words)
        cells.append(words)
        self.cells += 1
        refuse_many_cells(self.cells)


def _tables(text: str) -> Iterator[_Table]:
    """The tables of a page in the order of their ends; one within a cell of another is its own."""
    open_ones: list[_Table] = []
    above: list[str] = []
    at = 0
    for found in _OF_A_TABLE.finditer(text):
        _hear(open_ones, above, text[at : found.start()])
        at = found.end()
        kind, ends = found[2].lower(), bool(found[1])
        if kind == "table":
            if not ends and len(open_ones) < DEEPEST:
                open_ones.append(_Table(above))
                above = []
            elif ends and open_ones:
                open_ones[-1].end_row()
                yield open_ones.pop()
        elif open_ones and ends:
            open_ones[-1].end_cell()
        elif open_ones and kind == "tr":
            open_ones[-1].begin_row()
        elif open_ones:
            open_ones[-1].begin_cell(found[3])
    _hear(open_ones, above, text[at:])
    for table in reversed(open_ones):
        table.end_row()
        yield table


def _hear(open_ones: Sequence[_Table], above: list[str], text: str) -> None:
    """Takes what stands between two tags: the words of a cell, else lines above the next table."""
    if open_ones:
        if open_ones[-1].cell is not None:
            open_ones[-1].cell.append(text)
        return
    above += [
        words for part in _BREAK.split(text) for line in part.split("\n") if (words := _words(line))
    ]
    del above[:-MOST_ABOVE]


def _words(text: str) -> str:
    """The words of a text without its tags, what is crossed out between two tildes each."""
    text = _STYLED.sub(_struck, _LINE_THROUGH.sub("~~", text))
    return " ".join(unescape(_TAG.sub(" ", text)).split())


def _struck(styled: re.Match[str]) -> str:
    """A styled text between its tildes, where its style crosses it out; else as it stands."""
    style, text = styled.groups()
    return f"~~{text}~~" if "line-through" in style.lower() else styled[0]


def _seen(text: str) -> str:
    """A page without what no browser shows: comments, programs, styles. Its lines stay apart."""
    for begins, ends in _UNSEEN:
        parts: list[str] = []
        at, low = 0, text.lower()
        while (begun := low.find(begins, at)) >= 0:
            ended = low.find(ends, begun)
            parts += [
                text[at:begun],
                "\n" * text.count("\n", begun, ended if ended >= 0 else len(text)),
            ]
            ended = low.find(">", ended) if ended >= 0 else -1
            at = ended + 1 if ended >= 0 else len(text)
        text = "".join((*parts, text[at:]))
    return text


def _is_one(table: _Table) -> bool:
    """Whether a table has more than one row and more than one column, as those for layout have not."""
    return len(table.rows) > 1 and any(len(cells) > 1 for cells in table.rows)
