"""A workbook, read in a process of its own.

The reader believes what a file says of itself: it makes room for as many strings and cells as are
claimed, ends its process where there is none, and breaks off at what it did not foresee. There that
ends nothing else, and what it may take is bounded (`workbook_process`).
"""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.workbooks import workbook_process
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say

SECONDS_FOR_A_WORKBOOK = 60.0
"""Seconds, on a host that is busy."""

Cell = str | int | float | None

Range = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of merged cells, from 0."""


class SheetRead(NamedTuple):
    """A sheet with cells, or the `error` for which it has none: the reader's name of it.

    Its rows begin at row `top` and column `left`, from 0; of `merged` there are those that go over
    several rows. The `lines` are its rows in JSON, each `width` cells, or none where all are empty.
    """

    title: str
    is_visible: bool
    top: int
    left: int
    merged: Sequence[Range]
    lines: Sequence[bytes]
    width: int
    error: str

    @property
    def rows(self) -> list[Sequence[Cell]]:
        """The cells of each row, as many in each."""
        empty = (None,) * self.width
        return [
            empty if line == workbook_process.EMPTY else json.loads(line) for line in self.lines
        ]


def sheets_of(data: bytes, name: str) -> list[SheetRead]:
    """The sheets of a workbook that have cells, in their order.

    RequestError where it cannot be read within the bounds.
    """
    said = _said_of(data, name)
    lines = io.BytesIO(said)
    sheets = []
    for line in lines:
        about = json.loads(line)
        sheets.append(
            SheetRead(
                about["title"],
                about["visible"],
                about["top"],
                about["left"],
                about["merged"],
                list(islice(lines, about["rows"])),
                about["width"],
                about["error"],
            )
        )
    return sheets


def _said_of(data: bytes, name: str) -> bytes:
    """What the process says of a workbook."""
    if (reader := find_spec("python_calamine")) is None or reader.origin is None:
        raise _without_a_reader(name)
    folder = Path(reader.origin).parents[1]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _program(), str(folder)],
            input=data,
            capture_output=True,
            timeout=SECONDS_FOR_A_WORKBOOK,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _takes_too_much(name) from error
    except OSError as error:
        raise _without_a_process(name, error) from error
    if done.returncode == workbook_process.LOCKED:
        raise locked(name)
    if done.returncode == workbook_process.UNREADABLE:
        raise unreadable(name)
    if done.returncode != workbook_process.DONE:
        raise _takes_too_much(name)
    return done.stdout


def _program() -> str:
    """The text of the process: where the program is one file, it lies in no folder."""
    loader: Any = workbook_process.__spec__.loader
    source: str = loader.get_source(workbook_process.__spec__.name)
    return source


def _without_a_reader(name: str) -> RequestError:
    return RequestError(
        say(
            "{path} is a workbook, and this program came without what reads one. Open it, save "
            "the sheet as CSV, and import that.",
            path=name,
        )
    )


def _without_a_process(name: str, error: OSError) -> RequestError:
    return RequestError(
        say(
            "{path} is a workbook, and no process could be begun to read it ({reason}). Try "
            "again, or save the sheet as CSV, and import that.",
            path=name,
            reason=error.strerror or str(error),
        )
    )


def locked(name: str) -> RequestError:
    """That a password locks it."""
    return RequestError(
        say(
            "{path} is locked with a password. Open it, take the password off, or save the list as "
            "CSV.",
            path=name,
        )
    )


def unreadable(name: str) -> RequestError:
    """That the reader makes nothing of it."""
    return RequestError(
        say(
            "{path} cannot be read as a workbook: something in it is damaged, or it is none. Open it, "
            "save it as CSV, and import that.",
            path=name,
        )
    )


def _takes_too_much(name: str) -> RequestError:
    return RequestError(
        say(
            "{path} is too large to be a list of servers, or made so that its reader never ends "
            "(limits: {sheets} sheets, {cells} cells, {size} MB of memory, {seconds} s). Open it, save the "
            "list as CSV, and import that.",
            path=name,
            sheets=workbook_process.MOST_SHEETS,
            cells=workbook_process.MOST_CELLS,
            size=workbook_process.MOST_MEMORY // 1_000_000,
            seconds=workbook_process.MOST_SECONDS,
        )
    )
