"""What a packed workbook would unpack to, looked at before anything is made of it.

A few bytes can claim a million cells.

Every part is unpacked here, within bounds, and the reader is handed what came of that and nothing
of the archive itself: it would unpack what is larger than its archive says. Cells are counted in
every part that it is handed, for a relation may call any of them a sheet; and by the places that
they claim, for the reader keeps the empty ones between them too. Places: ECMA-376 part 1, 18.3.1.
"""

import io
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.words.long_numbers import counted
from chwapi_console.inventory.importers.workbooks.struck_cells import with_strikes
from chwapi_console.inventory.importers.workbooks.workbook_process import MOST_CELLS
from chwapi_console.text import say

LARGEST = 100_000_000
"""Bytes of a workbook when unpacked; more is no list of servers."""

LARGEST_PART = 40_000_000
"""Bytes of one of its parts that are looked into."""

MOST_PARTS = 5_000

MOST_CELLS_OF_A_SHEET = 3_500_000
"""Cells of one sheet, which is read whole: some hundred bytes each."""

MOST_ROWS = 300_000
"""Rows that are written down, in all sheets."""

MOST_SHARED = 1_000_000
"""Strings that sheets share."""

MOST_LETTERS = 60_000_000
"""Letters of all cells together."""

LONGEST_COLUMN = 9
"""Letters of a column that are counted with; a sheet goes to XFD, and the reader believes whatever
stands there."""

_PIECE = 1_000_000

_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts of a workbook are packed; others take what memory they say."""

_MEMBER = b"PK\x01\x02"
"""What each entry of an archive's directory begins with."""

_FAR_DOWN = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]*(\d{5,})""")
_FAR_RIGHT = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{2,})\d""")
_NUMBERS = re.compile(rb"""\br\s*=\s*["']\s*[A-Za-z]*(\d+)""")
_COLUMN = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z])\d""")
_ROW = re.compile(rb"<(?:[^\s<>/:]*:)?row[\s/>]")
_CELL = re.compile(rb"<(?:[^\s<>/:]*:)?c[\s/>]")
_SHARED = re.compile(rb"<(?:[^\s<>/:]*:)?si(?:\s[^<>]*)?(/?)>|</(?:[^\s<>/:]*:)?si\s*>")
_VALUE = re.compile(rb"<(?:[^\s<>/:]*:)?v[\s>]")
_SHARES = re.compile(rb"""\bt\s*=\s*["']s["']""")
_USED = re.compile(
    rb"""\bt\s*=\s*["']s["'](?:(?!\bt\s*=)[^<>])*+>\s*<(?:[^\s<>/:]*:)?v(?:\s[^<>]*)?>\s*(\d{1,9})\s*<"""
)

_CHAIN = "calcchain.xml"
"""What says in which order a program computes cells: it looks like a sheet, and nobody reads it."""


def repacked(data: bytes, name: str) -> bytes:
    """The sheets of a packed workbook, and what they are read by, in an archive made anew.

    RequestError for one that is damaged, or of which more would be made than a list of servers has.
    """
    parts = _parts(data, name)
    of_sheets = [_cells_of(part) for part in parts.values()]
    cells = sum(of_sheets) + sum(_cells_of_tables(part, name) for part in parts.values())
    rows = sum(sum(1 for _ in _ROW.finditer(part)) for part in parts.values())
    if cells > MOST_CELLS or rows > MOST_ROWS:
        raise too_large(name)
    uses = _Uses([*parts.values()])
    for letters in (list(_shared_letters(part)) for part in parts.values()):
        if len(letters) > MOST_SHARED or uses.letters(letters) > MOST_LETTERS:
            raise too_large(name)
    if max(of_sheets, default=0) > MOST_CELLS_OF_A_SHEET:
        raise too_large(name, MOST_CELLS_OF_A_SHEET)
    _refuse_what_is_said_twice(parts, name)
    anew = io.BytesIO()
    with zipfile.ZipFile(anew, "w") as packed:
        for place, part in with_strikes(parts).items():
            packed.writestr(place, part)
    return anew.getvalue()


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a workbook that are text, by their place in it.

    All others are unpacked and let go of.
    """
    if data.count(_MEMBER) > MOST_PARTS:
        raise too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            members = packed.infolist()
            _check_members(members, name)
            for part in members:
                if not _is_read(part):
                    deque(_pieces(packed, part), maxlen=0)
            return {
                part.filename: b"".join(_pieces(packed, part)) for part in members if _is_read(part)
            }
    except RequestError:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise _damaged(name) from error


def _check_members(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    """RequestError where no program packs a workbook so, or where more would come of it."""
    if len({part.filename.lower() for part in members}) < len(members):
        raise _says_two_things(name)
    size = sum(part.file_size for part in members)
    largest = max((part.file_size for part in members if _is_read(part)), default=0)
    if size > LARGEST or largest > LARGEST_PART:
        raise RequestError(
            say(
                "{path} is too large to be a list of servers: {size} MB when unpacked.",
                path=name,
                size=size // 1_000_000,
            )
        )
    if any(part.compress_type not in _USUAL for part in members):
        raise _damaged(name)


def _damaged(name: str) -> RequestError:
    return RequestError(
        say(
            "{path} is damaged: it begins like a workbook and does not end like one. Open it, save "
            "it as "
            "CSV, and import that.",
            path=name,
        )
    )


def _refuse_what_is_said_twice(parts: Mapping[str, bytes], name: str) -> None:
    from chwapi_console.inventory.importers.workbooks.cells_once import (
        TwiceThere,
        refuse_cells_twice,
    )

    try:
        for part in parts.values():
            refuse_cells_twice(part)
    except TwiceThere as error:
        raise _says_two_things(name) from error


def _says_two_things(name: str) -> RequestError:
    return RequestError(
        say(
            "{path} says two things in one place: it has two parts of one name, or two cells or rows "
            "where there is one, as no program writes it. Open it, look at it, save it as CSV, and "
            "import that.",
            path=name,
        )
    )


def _is_read(part: zipfile.ZipInfo) -> bool:
    place = part.filename
    return place == "mimetype" or (
        place.endswith((".xml", ".rels")) and not place.lower().endswith(_CHAIN)
    )


def _pieces(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part piece by piece, up to the size that its archive says; a checksum that is wrong shows.

    Read at one go it would be unpacked whole, whatever its size, before it is cut.
    """
    with packed.open(part) as unpacked:
        while piece := unpacked.read(_PIECE):
            yield piece


def too_large(name: str, cells: int = MOST_CELLS) -> RequestError:
    """What is said of a workbook that no list of servers is as large as."""
    return RequestError(
        say(
            "{path} is too large to be a list of servers: over {n} cells, counting the empty ones "
            "between. Take out what stands far to the right or far below, or save the list as CSV.",
            path=name,
            n=cells,
        )
    )


def _cells_of(sheet: bytes) -> int:
    """The cells of a sheet of an xlsx, from the first to the last.

    By the places that they claim, and where they claim none by how many there are.
    """
    if not _CELL.search(sheet) and not _ROW.search(sheet):
        return 0
    written = [sum(1 for _ in _CELL.finditer(row)) for row in _ROW.split(sheet)[1:]]
    rows = max(map(counted, _FAR_DOWN.findall(sheet)), default=0) or max(
        map(int, _NUMBERS.findall(sheet)), default=0
    )
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


class _Uses:
    """How often the cells of all sheets show strings that sheets share, worked out once."""

    def __init__(self, sheets: Sequence[bytes]) -> None:
        self._sheets = sheets

    def letters(self, shared: Sequence[int]) -> int:
        """The letters of the strings that sheets share with others, as often as they stand in a cell.

        A long one may stand in each, and does where it cannot be told which one does.
        """
        longest = max(shared, default=0)
        if not longest or longest * self._values <= MOST_LETTERS:
            return 0
        untold = self._shares - self._used.total()
        return untold * longest + sum(
            letters * self._used[number] for number, letters in enumerate(shared)
        )

    @cached_property
    def _values(self) -> int:
        return sum(sum(1 for _ in _VALUE.finditer(sheet)) for sheet in self._sheets)

    @cached_property
    def _shares(self) -> int:
        return sum(sum(1 for _ in _SHARES.finditer(sheet)) for sheet in self._sheets)

    @cached_property
    def _used(self) -> "Counter[int]":
        return Counter(int(number) for sheet in self._sheets for number in _USED.findall(sheet))


def _cells_of_tables(part: bytes, name: str) -> int:
    """The cells of the tables of an ods. RequestError for one that is damaged."""
    if b"<table:table" not in part:
        return 0
    from chwapi_console.inventory.importers.workbooks.repeated_cells import (
        Misplaced,
        repeated_cells,
    )

    try:
        return repeated_cells(part)
    except Misplaced as error:
        raise _damaged(name) from error
