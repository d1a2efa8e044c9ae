"""What a packed workbook would unpack to, looked at before anything is made of it: a few bytes can claim a million cells.

Every part is unpacked here, within bounds, and the reader is handed what came of that and nothing of the archive itself: it would
unpack what is larger than its archive says. Cells are counted by the places that they claim, for the reader keeps the empty ones
between them too. Places: ECMA-376 part 1, 18.3.1 (xlsx); OpenDocument 1.3 part 3, 9.1
(ods).
"""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

from chwapi_console.errors import RequestError
from chwapi_console.text import say

LARGEST = 100_000_000
"""Bytes of a workbook when unpacked; more is no list of servers."""

LARGEST_PART = 40_000_000
"""Bytes of one of its parts that are looked into."""

MOST_PARTS = 5_000

MOST_CELLS = 5_000_000
"""Cells of all sheets, empty ones between them too; more is no list of servers."""

MOST_CELLS_OF_A_SHEET = 3_500_000
"""Cells of one sheet, which is read whole: some hundred bytes each."""

MOST_ROWS = 300_000
"""Rows that are written down, in all sheets."""

MOST_SHARED = 1_000_000
"""Strings that sheets share."""

MOST_LETTERS = 60_000_000
"""Letters of all cells together."""

LONGEST_COLUMN = 9
"""Letters of a column that are counted with; a sheet goes to XFD, and the reader believes whatever stands there."""

_PIECE = 1_000_000

_MEMBER = b"PK\x01\x02"
"""What each entry of an archive's directory begins with."""

_FAR_DOWN = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]*(\d{5,})""")
_FAR_RIGHT = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{2,})\d""")
_NUMBERS = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]*(\d+)""")
_COLUMN = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z])\d""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_SHARED = re.compile(rb"<(?:\w+:)?si(?:\s[^<>]*)?(/?)>|</(?:\w+:)?si>")
_USED = re.compile(rb"""\bt=["']s["'][^<>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_ODS = re.compile(rb"<table:table-row\b([^<>]*)>|</table:table-row>|<table:table-cell\b([^<>]*?)(/?)>|<table:table\b"
                  rb"|</table:table>")
_ROWS, _COLUMNS = (re.compile(rb"""number-%s-repeated=["'](\d+)["']""" % what) for what in (b"rows", b"columns"))


def repacked(data: bytes, name: str) -> bytes:
    """The sheets of a packed workbook, and what they are read by, in an archive made anew. RequestError for one that is damaged,
    or of which more would be made than a list of servers has."""
    parts = _parts(data, name)
    sheets = [part for place, part in parts.items() if place.startswith("xl/worksheets/") and place.endswith(".xml")]
    of_sheets = [_cells_of(sheet) for sheet in sheets]
    cells = sum(of_sheets) + _cells_of_ods(parts.get("content.xml", b""))
    rows = sum(sum(1 for _ in _ROW.finditer(sheet)) for sheet in sheets)
    letters = list(_shared_letters(parts.get("xl/sharedStrings.xml", b"")))
    if cells > MOST_CELLS or rows > MOST_ROWS or len(letters) > MOST_SHARED or _letters(sheets, letters) > MOST_LETTERS:
        raise too_large(name)
    if max(of_sheets, default=0) > MOST_CELLS_OF_A_SHEET:
        raise too_large(name, MOST_CELLS_OF_A_SHEET)
    anew = io.BytesIO()
    with zipfile.ZipFile(anew, "w") as packed:
        for place, part in parts.items():
            packed.writestr(place, part)
    return anew.getvalue()


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a workbook that are text, by their place in it; all others are unpacked and let go of."""
    if data.count(_MEMBER) > MOST_PARTS:
        raise too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            size = sum(part.file_size for part in members)
            largest = max((part.file_size for part in members if _is_read(part)), default=0)
            if size > LARGEST or largest > LARGEST_PART:
                raise RequestError(say("{path} is too large to be a list of servers: {size} MB when unpacked.", path=name,
                                       size=size // 1_000_000))
            for part in members:
                if not _is_read(part):
                    _through(packed, part)
            return {part.filename: packed.read(part) for part in members if _is_read(part)}
    except RequestError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise RequestError(say("{path} is damaged: it begins like a workbook and does not end like one. Open it, save it as "
                               "CSV, and "
                               "import that.", path=name)) from error


def _is_read(part: zipfile.ZipInfo) -> bool:
    return part.filename.endswith((".xml", ".rels")) or part.filename == "mimetype"


def _through(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Unpacks a part that nobody reads: a checksum that is wrong shows."""
    with packed.open(part) as unpacked:
        while unpacked.read(_PIECE):
            pass


def too_large(name: str, cells: int = MOST_CELLS) -> RequestError:
    """What is said of a workbook that no list of servers is as large as."""
    return RequestError(say("{path} is too large to be a list of servers: over {n} cells, counting the empty ones "
                            "between. Take "
                            "out what stands far to the right or far below, or save the list as CSV.", path=name, n=cells))


def _cells_of(sheet: bytes) -> int:
    """The cells of a sheet of an xlsx, from the first to the last: by the places that they claim, and where they claim none by
    how many there are."""
    written = [sum(1 for _ in _CELL.finditer(row)) for row in _ROW.split(sheet)[1:]]
    rows = max(map(int, _FAR_DOWN.findall(sheet)), default=0) or max(map(int, _NUMBERS.findall(sheet)), default=0)
    columns = max(map(_column, {*_FAR_RIGHT.findall(sheet), *_COLUMN.findall(sheet)}), default=0)
    return max(rows, len(written)) * max(columns, *written, 0)


def _column(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters.upper()[:LONGEST_COLUMN]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _shared_letters(strings: bytes) -> Iterator[int]:
    """The letters of each string that sheets share, its marks too."""
    begun = 0
    for found in _SHARED.finditer(strings):
        if not found[0].startswith(b"</"):
            begun = found.start()
        if found[0].startswith(b"</") or found[1]:
            yield found.end() - begun


def _letters(sheets: Sequence[bytes], shared: Sequence[int]) -> int:
    """The letters of the strings that sheets share with others, as often as they stand in a cell: a long one may stand in
    each."""
    longest = max(shared, default=0)
    if longest * sum(sheet.count(b"<v>") for sheet in sheets) <= MOST_LETTERS:
        return 0
    used = Counter(int(number) for sheet in sheets for number in _USED.findall(sheet))
    return sum(shared[number] * times for number, times in used.items() if number < len(shared))


def _cells_of_ods(content: bytes) -> int:
    """The cells of the tables of an ods that say something, each as often as it is repeated, and the empty ones before them."""
    all_cells = cells = rows = columns = wide = 0
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
            all_cells, cells, rows = all_cells + cells, 0, 0
    return all_cells + cells


def _times(pattern: re.Pattern[bytes], attributes: bytes | None) -> int:
    found = pattern.search(attributes or b"")
    return int(found[1]) if found else 1
