"""The sheets of a workbook as grids: xlsx, xls and ods.

A cell of a merged range says what the range says: people merge the site over its servers.
"""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.inventory.importers.found import Unread, Where
from chwapi_console.inventory.importers.tables.tables import (
    Grid,
    ListRow,
    one_line,
    refuse_many_rows,
)
from chwapi_console.inventory.importers.tables.which_table import tables_asked_for
from chwapi_console.inventory.importers.workbooks.packed import repacked
from chwapi_console.inventory.importers.workbooks.read_apart import (
    Cell,
    Range,
    SheetRead,
    locked,
    sheets_of,
    unreadable,
)
from chwapi_console.inventory.importers.workbooks.workbook_process import MOST_MERGED
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How the files of a workbook begin: xlsx and ods are packed, xls is not, nor is what a password
locks."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")


class Sheets(NamedTuple):
    """The sheets that were read, and a word about each that was not, or not wholly."""

    grids: tuple[Grid, ...]
    unread: tuple[Unread, ...] = ()


def is_workbook(data: bytes) -> bool:
    """Whether bytes begin as a workbook does."""
    return data.startswith((PACKED, OLD))


def grids_of_workbook(data: bytes, name: str, asked: Sequence[str]) -> Sheets:
    """The visible sheets, or those asked for, in their order.

    RequestError when it cannot be read or lacks one of them.
    """
    if data.startswith(PACKED):
        data = repacked(data, name)
    elif _LOCKED in data:
        raise locked(name)
    with_cells = sheets_of(data, name)
    sheets = _chosen(with_cells, asked, name)
    read = list[tuple[Grid, bool]]()
    for sheet in sheets:
        read.append(_read(sheet, name))
        refuse_many_rows(sum(len(grid.rows) for grid, _ in read))
    return Sheets(
        tuple(grid for grid, _ in read),
        (*_left_out(with_cells, sheets, asked), *_unfilled(any(many for _, many in read), name)),
    )


def _chosen(sheets: Sequence[SheetRead], asked: Sequence[str], name: str) -> Sequence[SheetRead]:
    if not asked:
        return [sheet for sheet in sheets if sheet.is_visible] or sheets
    by_title = {sheet.title: sheet for sheet in sheets}
    return [by_title[title] for title in tables_asked_for(name, by_title, asked)]


def _left_out(
    sheets: Sequence[SheetRead], taken: Sequence[SheetRead], asked: Sequence[str]
) -> Iterator[Unread]:
    names = {sheet.title for sheet in taken}
    for sheet in sheets if not asked else ():
        if sheet.title not in names:
            yield Unread(
                Where(0, sheet.title),
                say("this sheet is hidden and was left out. To read it: --sheet NAME."),
            )


def _unfilled(many: bool, name: str) -> Iterator[Unread]:
    if many:
        yield Unread(
            Where(0, name),
            say(
                "too many cells are merged: only the first cell of each range was read. Take the "
                "merging out, and fill the cells."
            ),
        )


def _read(sheet: SheetRead, name: str) -> tuple[Grid, bool]:
    """A sheet as a grid, and whether more of its cells are merged than can be filled."""
    if sheet.error:
        raise unreadable(name)
    many = sum(map(_cells_in, sheet.merged)) > MOST_MERGED
    rows, top, left = sheet.rows, sheet.top, sheet.left
    spread = {} if many else _spread(sheet.merged, rows, top, left)
    return Grid(list(_rows(rows, spread, top, left)), sheet.title), many


def _cells_in(merged: Range) -> int:
    """Cells of a range; none where it ends before it begins, so that it pays for no other."""
    (first, at), (bottom, right) = merged
    return max(0, bottom - first + 1) * max(0, right - at + 1)


def _spread(
    ranges: Sequence[Range], rows: Sequence[Sequence[Cell]], top: int, left: int
) -> Mapping[int, Mapping[int, Cell]]:
    """What stands in the cells of merged ranges, by row and column of the read part, from 0."""
    found: dict[int, dict[int, Cell]] = {}
    for (first, at), (bottom, right) in ranges:
        value = (
            rows[first - top][at - left]
            if 0 <= first - top < len(rows) and 0 <= at - left < len(rows[0])
            else ""
        )
        columns = range(max(0, at - left), min(right - left + 1, len(rows[0]) if rows else 0))
        for row in range(max(0, first - top), min(bottom - top + 1, len(rows))):
            found.setdefault(row, {}).update(dict.fromkeys(columns, value))
    return found


def _rows(
    rows: Sequence[Sequence[Cell]], spread: Mapping[int, Mapping[int, Cell]], top: int, left: int
) -> Iterator[ListRow]:
    """The rows that say something, by the numbers and from the first column that the sheet shows."""
    before, filled = [""] * left, 0
    for place, cells in enumerate(rows):
        merged = spread.get(place)
        words = before + [
            _words(merged.get(at, cell) if merged else cell) for at, cell in enumerate(cells)
        ]
        if any(words):
            filled += 1
            refuse_many_rows(filled)
            yield ListRow(top + place + 1, words)


def _words(value: Cell) -> str:
    """What a cell shows, near enough: a whole number without its point."""
    if isinstance(value, str):
        return one_line(value) if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else one_line(str(value))
