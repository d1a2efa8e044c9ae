"""What a packed workbook would unpack to, looked at before anything is made of it: a few bytes can claim a million cells.

Every part is unpacked once, so that a size or a checksum that is a lie is found here; cells are counted by the places that they
claim, for the reader keeps the empty ones between them too. Places: ECMA-376 part 1, 18.3.1 (xlsx); OpenDocument 1.3 part 3, 9.1
(ods).
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping

from chwapi_console.errors import RequestError
from chwapi_console.text import say

LARGEST = 200_000_000
"""Bytes of a workbook when unpacked; more is no list of servers."""

MOST_CELLS = 5_000_000
"""Cells of a sheet, empty ones between them too; more is no list of servers."""

MOST_LETTERS = 500_000_000
"""Letters of all cells together."""

_FAR_DOWN = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]*(\d{5,})""")
_FAR_RIGHT = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{2,})\d""")
_NUMBERS = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]*(\d+)""")
_COLUMN = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z])\d""")
_SHARED = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_USED = re.compile(rb"""\bt=["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_ODS = re.compile(rb"<table:table-row\b([^>]*)>|</table:table-row>|<table:table-cell\b([^>]*?)(/?)>|<table:table\b"
                  rb"|</table:table>")
_ROWS, _COLUMNS = (re.compile(rb"""number-%s-repeated=["'](\d+)["']""" % what) for what in (b"rows", b"columns"))


def refuse_bombs(data: bytes, name: str) -> None:
    """RequestError for a packed workbook that is damaged, or of which more would be made than a list of servers has."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
            if size > LARGEST:
                raise RequestError(say("{path} is too large to be a list of servers: {size} MB when unpacked.", path=name,
                                       size=size // 1_000_000))
            parts = {part.filename: packed.read(part) for part in packed.infolist()}
    except RequestError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise RequestError(say("{path} is damaged: it begins like a workbook and does not end like one. Open it, save it as "
                               "CSV, and "
                               "import that.", path=name)) from error
    if b"content.xml" in (part.encode() for part in parts):
        _refuse_cells(_cells_of_ods(parts["content.xml"]), name)
    for sheet in (part for place, part in parts.items() if place.startswith("xl/worksheets/") and place.endswith(".xml")):
        _refuse_cells(_cells_of(sheet), name)
    if any(letters > MOST_LETTERS for letters in _letters(parts)):
        raise _too_large(name)


def _refuse_cells(cells: int, name: str) -> None:
    if cells > MOST_CELLS:
        raise _too_large(name)


def _too_large(name: str) -> RequestError:
    return RequestError(say("{path} is too large to be a list of servers: over {n} cells in a sheet, counting the empty ones "
                            "between. Take "
                            "out what stands far to the right or far below, or save the list as CSV.", path=name, n=MOST_CELLS))


def _cells_of(sheet: bytes) -> int:
    """The cells of a sheet of an xlsx, from the first to the last."""
    rows = max(map(int, _FAR_DOWN.findall(sheet)), default=0)
    columns = max(map(_column, set(_FAR_RIGHT.findall(sheet))), default=0)
    if not rows:
        return max(map(int, _NUMBERS.findall(sheet)), default=0) * columns if columns else 0
    return rows * (columns or max(map(_column, set(_COLUMN.findall(sheet))), default=1))


def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _letters(parts: Mapping[str, bytes]) -> Iterator[int]:
    """Of each sheet the letters of the strings that it shares with others: one long string may stand in every cell."""
    shared = [len(found) for found in _SHARED.findall(parts.get("xl/sharedStrings.xml", b""))]
    longest = max(shared, default=0)
    for place, sheet in parts.items():
        if place.startswith("xl/worksheets/") and longest * sheet.count(b"<v>") > MOST_LETTERS:
            used = Counter(map(int, _USED.findall(sheet)))
            yield sum(shared[number] * times for number, times in used.items() if number < len(shared))


def _cells_of_ods(content: bytes) -> int:
    """The most cells of one table of an ods that say something, each as often as it is repeated, and the empty ones before
    them."""
    most = cells = rows = columns = wide = 0
    repeated = 1
    for found in _ODS.finditer(content):
        words = found[0]
        if words.startswith(b"<table:table-row"):
            repeated, columns, wide = _times(_ROWS, found[1]), 0, 0
        elif words == b"</table:table-row>":
            rows += repeated
            cells = max(cells, rows * wide) if wide else cells
        elif words.startswith(b"<table:table-cell"):
            columns += _times(_COLUMNS, found[2])
            wide = columns if not found[3] or b"value" in found[2] else wide
        else:
            most, cells, rows = max(most, cells), 0, 0
    return max(most, cells)


def _times(pattern: re.Pattern[bytes], attributes: bytes | None) -> int:
    found = pattern.search(attributes or b"")
    return int(found[1]) if found else 1
