"""The sheets of a workbook as grids.

Xlsx, xls and ods, through calamine, which is asked for only here.

A cell of a merged range says what the range says: people merge the site over its servers.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Unread, Where
from chwapi_console.inventory.importers.packed import MOST_CELLS, repacked, too_large
from chwapi_console.inventory.importers.tables import Grid, ListRow, one_line, refuse_many_rows
from chwapi_console.inventory.importers.which_table import tables_asked_for
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
"""How the files of a workbook begin: xlsx and ods are packed, xls is not, nor is what a password
locks."""

MOST_MERGED = 200_000
"""Cells of merged ranges up to which they are filled."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of merged cells, from 0."""


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
        raise _locked(name)
    else:
        from chwapi_console.inventory.importers.old_workbooks import is_within_bounds

        if not is_within_bounds(data):
            raise too_large(name)
    from python_calamine import CalamineError, PasswordError, load_workbook

    try:
        book = load_workbook(io.BytesIO(data))
        sheets = _chosen(_with_cells(book), asked, name)
        read = [_read(book, sheet, name) for sheet in sheets]
    except PasswordError as error:
        raise _locked(name) from error
    except (CalamineError, ValueError, OSError) as error:
        raise RequestError(
            say(
                "{path} cannot be read as a workbook ({error}). Open it, save it as CSV, and "
                "import that.",
                path=name,
                error=type(error).__name__,
            )
        ) from error
    left = _left_out(_with_cells(book), sheets, asked)
    return Sheets(
        tuple(grid for grid, _ in read), (*left, *_unfilled(any(many for _, many in read), name))
    )


def _locked(name: str) -> RequestError:
    return RequestError(
        say(
            "{path} is locked with a password. Open it, take the password off, or save the list as "
            "CSV.",
            path=name,
        )
    )


def _with_cells(book: "CalamineWorkbook") -> "list[SheetMetadata]":
    """The sheets that have cells, and not only a chart or a program."""
    from python_calamine import SheetTypeEnum

    return [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]


def _chosen(
    sheets: "Sequence[SheetMetadata]", asked: Sequence[str], name: str
) -> "list[SheetMetadata]":
    from python_calamine import SheetVisibleEnum

    if not asked:
        return [sheet for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible] or list(
            sheets
        )
    by_title = {sheet.name: sheet for sheet in sheets}
    return [by_title[title] for title in tables_asked_for(name, by_title, asked)]


def _left_out(
    sheets: "Sequence[SheetMetadata]", taken: "Sequence[SheetMetadata]", asked: Sequence[str]
) -> Iterator[Unread]:
    names = {sheet.name for sheet in taken}
    for sheet in sheets if not asked else ():
        if sheet.name not in names:
            yield Unread(
                Where(0, sheet.name),
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


def _read(book: "CalamineWorkbook", sheet: "SheetMetadata", name: str) -> tuple[Grid, bool]:
    """A sheet as a grid, and whether more of its cells are merged than can be filled."""
    cells = book.get_sheet_by_name(sheet.name)
    if cells.start is None:
        return Grid([], sheet.name), False
    if cells.height * cells.width > MOST_CELLS:  # an old workbook, which is not packed
        raise too_large(name)
    rows, (top, left) = cells.to_python(), cells.start
    ranges = [
        area for area in cells.merged_cell_ranges or () if area[1][0] > area[0][0]
    ]  # one within a row is a title
    many = (
        sum((bottom - first + 1) * (right - at + 1) for (first, at), (bottom, right) in ranges)
        > MOST_MERGED
    )
    spread = {} if many else _spread(ranges, rows, top, left)
    return Grid(list(_rows(rows, spread, top, left)), sheet.name), many


def _spread(
    ranges: Sequence[Range], rows: Sequence[Sequence[Any]], top: int, left: int
) -> Mapping[int, Mapping[int, Any]]:
    """What stands in the cells of merged ranges, by row and column of the read part, from 0."""
    found: dict[int, dict[int, Any]] = {}
    for (first, at), (bottom, right) in ranges:
        value = (
            rows[first - top][at - left]
            if 0 <= first - top < len(rows) and 0 <= at - left < len(rows[0])
            else ""
        )
        for row in range(first - top, min(bottom - top + 1, len(rows))):
            found.setdefault(row, {}).update(
                dict.fromkeys(range(at - left, right - left + 1), value)
            )
    return found


def _rows(
    rows: Sequence[Sequence[Any]], spread: Mapping[int, Mapping[int, Any]], top: int, left: int
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


def _words(value: object) -> str:
    """What a cell shows, near enough: a whole number without its point."""
    if isinstance(value, str):
        return one_line(value) if value else ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else one_line(str(value))
