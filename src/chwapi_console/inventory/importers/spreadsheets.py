"""The sheets of a workbook as grids, through openpyxl, which few people need and which is asked for only here.

A cell of a merged range says what the range says: people merge the site over its servers. For a large workbook that is left
out, for openpyxl then has to keep every cell.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.tables import Grid, Row, one_line
from chwapi_console.text import say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LARGE = 3_000_000
"""Bytes of a workbook, as they are packed, from which its cells are read one by one."""

LARGEST = 2_000_000_000
"""Bytes of a workbook when unpacked; more is no list of servers."""


def grids_of_workbook(data: bytes, name: str, asked: Sequence[str]) -> list[Grid]:
    """The visible sheets, or those asked for, in their order. RequestError when it cannot be read or lacks one of them."""
    openpyxl = _openpyxl()
    _refuse_bombs(data, name)
    try:
        with warnings.catch_warnings(action="ignore"):  # about styles and rules that no server hangs on
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=len(data) > LARGE, data_only=True)
            sheets = _chosen(book.worksheets, asked)
            return [Grid(list(_rows(sheet)), sheet.title) for sheet in sheets]
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


def _chosen(sheets: "Sequence[Worksheet]", asked: Sequence[str]) -> "list[Worksheet]":
    if not asked:
        return [sheet for sheet in sheets if sheet.sheet_state == "visible"] or list(sheets)
    by_name = {sheet.title.casefold(): sheet for sheet in sheets}
    for name in asked:
        if name.casefold() not in by_name:
            raise RequestError(say('There is no sheet "{name}". The sheets are: {sheets}.', name=name,
                                   sheets=", ".join(sheet.title for sheet in sheets)))
    return [by_name[name.casefold()] for name in asked]


def _rows(sheet: "Worksheet") -> Iterator[Row]:
    if hasattr(sheet, "reset_dimensions"):  # some programs write a size that is not the sheet's
        sheet.reset_dimensions()
    merged = _merged(sheet)
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        words = [_words(merged.get((number, place), cell)) for place, cell in enumerate(cells, 1)]
        if any(words):
            yield Row(number, words)


def _merged(sheet: "Worksheet") -> dict[tuple[int, int], Any]:
    """What stands in the cells of merged ranges that go over several rows, by row and column from 1.

    A range within one row is a title; said once it is enough.
    """
    found: dict[tuple[int, int], Any] = {}
    for area in getattr(sheet, "merged_cells", None) or ():
        if area.max_row > area.min_row:
            value = sheet.cell(area.min_row, area.min_col).value
            found |= {(row, column): value for row in range(area.min_row, area.max_row + 1)
                      for column in range(area.min_col, area.max_col + 1)}
    return found


def _words(value: object) -> str:
    """What a cell shows, near enough: a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return one_line(str(value))
