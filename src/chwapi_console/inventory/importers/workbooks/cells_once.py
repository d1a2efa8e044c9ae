"""Whether a sheet of an xlsx says one thing in each place.

Of two cells in one place the reader keeps the later, and a spreadsheet program shows neither of
them: it calls the file damaged. Cells stand in the order of their places (ECMA-376 part 1,
18.3.1.4 and 18.3.1.73).
"""

import re
from collections.abc import Mapping
from xml.parsers.expat import ExpatError, ParserCreate

_OF_A_SHEET = re.compile(rb"<(?:[^\s<>/:]*:)?sheetData[\s/>]")
_PLACE = re.compile(r"\s*([A-Za-z]*)(\d{1,9})\s*")
_FIRST = ord("A") - 1


class TwiceThere(ValueError):
    """A cell or a row does not come after the one that stands before it, or the text is no XML."""


def refuse_cells_twice(sheet: bytes) -> None:
    """TwiceThere where a part of a workbook, as a sheet, has two cells or rows in one place."""
    if not _OF_A_SHEET.search(sheet):
        return
    order = _Order()
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = order.doctype
    parser.StartElementHandler = order.begin
    try:
        parser.Parse(sheet, True)
    except ExpatError as error:
        raise TwiceThere(str(error)) from error


class _Order:
    """Counts along: the row and the column of the last cell, from 1."""

    def __init__(self) -> None:
        self._row = self._column = 0

    def doctype(self, *_: object) -> None:
        """Where entities are declared."""
        raise TwiceThere("doctype")

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element: a row, a cell, or neither."""
        kind = name.rpartition(":")[2]
        if kind == "sheetData":
            self._row = self._column = 0
        elif kind == "row":
            _, row = self._place(attributes, self._column, self._row + 1)
            if row <= self._row:
                raise TwiceThere(row)
            self._row, self._column = row, 0
        elif kind == "c":
            column, row = self._place(attributes, self._column + 1, self._row)
            if (row, column) <= (self._row, self._column):
                raise TwiceThere(row)
            self._row, self._column = row, column

    @staticmethod
    def _place(attributes: Mapping[str, str], column: int, row: int) -> tuple[int, int]:
        """Where it says that it stands, else here."""
        said = next((at for name, at in attributes.items() if name.rpartition(":")[2] == "r"), None)
        if said is None or (place := _PLACE.fullmatch(said)) is None:
            return column, row
        return _number(place[1]) or column, int(place[2])


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - _FIRST
    return number
