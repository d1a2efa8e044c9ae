"""The process in which a workbook is read: it has bounds, and ends where its reader takes more.

It is run by itself, with nothing else of this program. On stdin it gets the workbook, on the command
line the folder of the reader; on stdout it says what each sheet is, in a line of JSON, and then
each of its rows in one, `[]` where it is empty. The exit code says how it ended.
"""

import contextlib
import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from datetime import date, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

DONE, UNREADABLE, LOCKED, TOO_LARGE = 0, 4, 5, 6
"""Exit codes."""

MOST_MEMORY = 1_000_000_000
"""Bytes; a sheet that is full to its last cell takes 400 MB."""

MOST_SECONDS = 20
"""Seconds of work; a sheet that is full to its last cell takes four."""

MOST_SHEETS = 1_000
MOST_CELLS = 5_000_000
"""Cells of all sheets, empty ones between them too; more is no list of servers."""

MOST_FILLED = 300_000
"""Rows with something in them, in all sheets."""

MOST_BYTES = 150_000_000
"""Bytes that are written out."""

EMPTY = b"[]\n"
"""The line of a row in which nothing stands."""

MOST_MERGED = 200_000
"""Cells of merged ranges up to which they are filled."""


class MoreThanAList(Exception):
    """There is more of it than a list of servers has."""


def main() -> int:
    """Reads the workbook; the exit code."""
    _bound(resource.RLIMIT_AS, MOST_MEMORY)
    _bound(resource.RLIMIT_CPU, MOST_SECONDS)
    _bound(resource.RLIMIT_CORE, 0)
    sys.path.append(sys.argv[1])
    from python_calamine import PasswordError, load_workbook

    try:
        _write(_lines(load_workbook(io.BytesIO(sys.stdin.buffer.read()))))
    except PasswordError:
        return LOCKED
    except (MoreThanAList, MemoryError):
        return TOO_LARGE
    except BaseException:  # what the reader did not foresee is no Exception
        return UNREADABLE
    return DONE


def _bound(limit: int, most: int) -> None:
    _, hard = resource.getrlimit(limit)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(limit, (least, least))


def _write(lines: Iterator[bytes]) -> None:
    room = MOST_BYTES
    for line in lines:
        if (room := room - len(line)) < 0:
            raise MoreThanAList
        sys.stdout.buffer.write(line)


def _lines(book: "CalamineWorkbook") -> Iterator[bytes]:
    from python_calamine import SheetTypeEnum

    if len(book.sheets_metadata) > MOST_SHEETS:
        raise MoreThanAList
    room, filled = MOST_CELLS, 0
    for at, sheet in enumerate(book.sheets_metadata):
        if sheet.typ == SheetTypeEnum.WorkSheet:
            about, rows = _read(book, at, sheet, room)
            room -= about["rows"] * (about["left"] + about["width"])
            yield _line(about)
            for line in map(_line_of_row, rows):
                if (
                    filled := filled + (line != EMPTY)
                ) > MOST_FILLED:  # one part may be many sheets
                    raise MoreThanAList
                yield line


def _line(value: object) -> bytes:
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return line.encode() + b"\n"


def _line_of_row(row: list[Any]) -> bytes:
    return EMPTY if row.count("") == len(row) else _line(row)


def _read(
    book: "CalamineWorkbook", at: int, sheet: "SheetMetadata", room: int
) -> tuple[dict[str, Any], list[list[Any]]]:
    """What a sheet is, and its rows; none where it has no cell, or cannot be read."""
    from python_calamine import SheetVisibleEnum

    about: dict[str, Any] = {
        "title": sheet.name,
        "visible": sheet.visible == SheetVisibleEnum.Visible,
        "top": 0,
        "left": 0,
        "merged": [],
        "rows": 0,
        "width": 0,
        "error": "",
    }
    try:
        cells = book.get_sheet_by_index(at)
        if cells.start is None:
            return about, []
        if cells.height * (cells.start[1] + cells.width) > room:  # each row is shown from its first
            raise MoreThanAList
        rows = cells.to_python()
        about["merged"] = [  # a range within one row is a title
            area for area in cells.merged_cell_ranges or () if area[1][0] > area[0][0]
        ][:MOST_MERGED]
    except (MoreThanAList, MemoryError):
        raise
    except BaseException as error:
        return {**about, "error": type(error).__name__}, []
    about["top"], about["left"] = cells.start
    return {**about, "rows": len(rows), "width": cells.width}, rows


def _plain(value: object) -> str:
    """What JSON has not: of a moment, and whatever else it is, the words."""
    return value.isoformat() if isinstance(value, date | time) else str(value)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        code = main()
        sys.stdout.flush()
        os._exit(code)  # what is left needs no putting away
