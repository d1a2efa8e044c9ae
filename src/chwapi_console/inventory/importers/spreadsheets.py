"""The sheets of a workbook as grids, through openpyxl, which few people need and which is asked for only here.

Cells are read one by one, for a few bytes can claim a million rows. A cell of a merged range says what the range says: people
merge the site over its servers. For that openpyxl has to keep every cell, so it is done only where these are few.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Unread, Where
from chwapi_console.inventory.importers.tables import Grid, Row, one_line
from chwapi_console.inventory.importers.which_table import asked_for
from chwapi_console.inventory.importers.wishes import by_number
from chwapi_console.text import say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 200_000_000
"""Bytes of a workbook when unpacked; more is no list of servers."""

MOST_CELLS = 5_000_000
"""Cells of a sheet, empty ones between them too; more is no list of servers."""

MERGED_WITHIN, MOST_MERGED = 30_000_000, 200_000
"""Bytes of a workbook when unpacked, and cells of its merged ranges, up to which the ranges are filled."""

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')

Cells = Mapping[int, Mapping[int, Any]]
"""What stands in cells, by row and column from 1."""


class Merges(Enum):
    """How many cells of a workbook are merged: none, so few that they are filled, or more."""

    NONE = 0
    FEW = 1
    MANY = 2


class Sheets(NamedTuple):
    """The sheets that were read, and a word about each that was not, or not wholly."""

    grids: tuple[Grid, ...]
    unread: tuple[Unread, ...] = ()


def grids_of_workbook(data: bytes, name: str, asked: Sequence[str]) -> Sheets:
    """The visible sheets, or those asked for, in their order. RequestError when it cannot be read or lacks one of them."""
    openpyxl = _openpyxl()
    _refuse_bombs(data, name)
    merges = _merges(data)
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and rules that no server hangs on
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = _chosen(book.worksheets, asked, name)
            merged = _merged_cells(openpyxl.load_workbook(io.BytesIO(data), data_only=True)) if merges is Merges.FEW else {}
            grids = tuple(Grid(list(_rows(sheet, merged.get(sheet.title, {}), name)), sheet.title) for sheet in sheets)
            return Sheets(grids, tuple(_left_out(book.worksheets, sheets, asked, merges, name)))
    except RequestError:
        raise
    except Exception as error:  # openpyxl fails in as many ways as a workbook can be damaged
        raise RequestError(say("{path} cannot be read as a workbook ({error}). Open it, save it as CSV, and import that.",
                               path=name, error=type(error).__name__)) from error


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise RequestError(say('A workbook needs openpyxl, which is not installed here. Install "{extra}", or save the sheet as '
                               "CSV and import that.", extra="chwapi-console[xlsx]")) from error
    return openpyxl


def _refuse_bombs(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile as error:
        raise RequestError(say("{path} is damaged: it begins like a workbook and does not end like one.", path=name)) from error
    if size > LARGEST:
        raise RequestError(say("{path} is too large to be a list of servers: {size} MB when unpacked.", path=name,
                               size=size // 1_000_000))


def _chosen(sheets: "Sequence[Worksheet]", asked: Sequence[str], name: str) -> "list[Worksheet]":
    if not asked:
        return [sheet for sheet in sheets if sheet.sheet_state == "visible"] or list(sheets)
    by_title = {sheet.title: sheet for sheet in sheets}
    return [by_title[title] for title in asked_for(name, by_title, asked)]


def _left_out(sheets: "Sequence[Worksheet]", taken: "Sequence[Worksheet]", asked: Sequence[str],
              merges: Merges, name: str) -> Iterator[Unread]:
    for sheet in sheets if not asked else ():
        if not any(sheet is each for each in taken):
            yield Unread(Where(0, sheet.title), say("this sheet is hidden and was left out. To read it: --sheet NAME."))
    if merges is Merges.MANY:
        yield Unread(Where(0, name), say("too many cells are merged: only the first cell of each range was read. Take the "
                                   "merging out, and fill the cells."))


def _merges(data: bytes) -> Merges:
    """Whether cells are merged over several rows, and so few that openpyxl can make them all."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MERGED_WITHIN:
            return Merges.NONE
        found = [_area(*match.groups()) for part in packed.namelist() if part.startswith("xl/worksheets/")
                 for match in _MERGE.finditer(packed.read(part))]
    return Merges.NONE if not any(found) else Merges.FEW if sum(found) <= MOST_MERGED else Merges.MANY


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (int(bottom) - int(top) + 1) * (by_number(right.decode(), 0) - by_number(left.decode(), 0) + 1)


def _rows(sheet: "Worksheet", merged: Cells, name: str) -> Iterator[Row]:
    if hasattr(sheet, "reset_dimensions"):  # some programs write a size that is not the sheet's
        sheet.reset_dimensions()
    seen = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        spread = merged.get(number, {})
        widest = max(len(cells), *spread, 0)
        seen += widest
        if seen > MOST_CELLS:
            raise RequestError(say(
                '{path}, sheet "{sheet}" is too large to be a list of servers: over {n} cells, counting the empty ones between. '
                "Take out what stands far to the right or far below, or save the list as CSV.", path=name, sheet=sheet.title,
                n=MOST_CELLS))
        if widest:
            padded = (*cells, *[None] * (widest - len(cells)))
            words = [_words(spread.get(place, cell)) for place, cell in enumerate(padded, 1)]
            if any(words):
                yield Row(number, words)


def _merged_cells(book: Any) -> dict[str, Cells]:
    """What stands in the cells of merged ranges that go over several rows, by sheet.

    A range within one row is a title; said once it is enough.
    """
    found: dict[str, dict[int, dict[int, Any]]] = {}
    for sheet in book.worksheets:
        for area in sheet.merged_cells:
            if area.max_row > area.min_row:
                value = sheet.cell(area.min_row, area.min_col).value
                of_sheet = found.setdefault(sheet.title, {})
                for row in range(area.min_row, area.max_row + 1):
                    of_sheet.setdefault(row, {}).update(dict.fromkeys(range(area.min_col, area.max_col + 1), value))
    return dict(found)


def _words(value: object) -> str:
    """What a cell shows, near enough: a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return one_line(str(value))
