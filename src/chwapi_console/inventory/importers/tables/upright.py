"""Tables that people lay otherwise on a sheet.

The same headings twice side by side, headings down the first column, or machines below words that say
what they are. All are made into one table below one row of headings, before anybody looks what its
columns hold.
"""

import re
from collections.abc import Callable, Sequence

from chwapi_console.inventory.importers.tables.beside_places import below_by_place
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.words.verdict_headings import is_heading
from chwapi_console.inventory.importers.words.verdict_words import ANSWERS, KNOWN, bare

FIRST_ROWS = 20
"""Rows among which headings that stand twice are looked for."""

MOST_BESIDE = 200
"""Columns up to which a table may stand beside another."""
_AGAIN, _UNNAMED = re.compile(r"\.\d{1,3}$"), re.compile(r"Unnamed: \d{1,3}")
"""How a program that reads tables calls a heading that it met before, and one that is empty."""

MOST_TURNED = 40
"""Rows up to which a table may lie on its side."""

FieldsOfTitle = Callable[[str], frozenset[str]]
"""The fields that have this very heading; none for other words."""


def upright(grid: Grid, fields: FieldsOfTitle) -> Grid:
    """The table as it would stand if it were one below its headings; most stand so already."""
    if not grid.rows or grid.rows[0].number == 0:
        return grid
    return (
        _below_each_other(grid, fields)
        or below_by_place(grid, FIRST_ROWS, lambda title: _fields_or_verdict(title, fields))
        or _turned(grid, fields)
        or _below_verdicts(grid)
        or grid
    )


def _below_each_other(grid: Grid, fields: FieldsOfTitle) -> Grid | None:
    heads = (
        (at, row, width)
        for at, row in enumerate(grid.rows[:FIRST_ROWS])
        if (width := _repeats(row.cells))
    )
    found = next(
        (
            each
            for each in heads
            if "name" in frozenset().union(*map(fields, each[1].cells[: each[2]]))
        ),
        None,
    )
    if found is None:
        return None
    at, row, width = found
    parts = -(-max(len(each.cells) for each in grid.rows[at:]) // width)
    below = [
        ListRow(each.number, cells, each.broken)
        for part in range(parts)
        for each in grid.rows[at + 1 :]
        if any(cells := [*each.cells[part * width : (part + 1) * width]])
    ]
    return grid._replace(
        rows=[*grid.rows[:at], ListRow(row.number, [*row.cells[:width]], row.broken), *below]
    )


def _repeats(cells: Sequence[str]) -> int:
    """How many cells the headings take that stand several times in a row; 0 where they do not."""
    written = _as_written(cells)
    while written and not written[-1]:
        written.pop()
    for width in range(2, min(len(written) // 2 + 2, MOST_BESIDE)):
        first = written[:width]
        parts = [
            [*written[at : at + width], *[""] * width][:width]
            for at in range(0, len(written), width)
        ]
        if (
            len(parts) > 1
            and sum(map(bool, first)) > 1
            and first[0]
            and all(part == first for part in parts)
        ):
            return width
    return 0


def _as_written(cells: Sequence[str]) -> list[str]:
    """Headings without what a program puts behind those that stood there before: `Nom`, `Nom.1`."""
    return [
        ""
        if _UNNAMED.fullmatch(cell)
        else once
        if (once := _AGAIN.sub("", cell)) in cells
        else cell
        for cell in cells
    ]


def _fields_or_verdict(title: str, fields: FieldsOfTitle) -> frozenset[str]:
    return fields(title) or (frozenset({"verdict"}) if is_heading(title) else frozenset())


def _below_verdicts(grid: Grid) -> Grid | None:
    """A column of machines below each of several verdicts, as one of names and one of verdicts."""
    head, *below = grid.rows
    said = [_verdict_of(cell) for cell in head.cells]
    if len(said) < 2 or "compromised" not in said or None in said or len(set(said)) < 2:
        return None
    told = [
        (row.number, cell, _COUNTED.sub("", head.cells[at]))
        for row in below
        for at, cell in enumerate(row.cells)
        if cell and at < len(head.cells)
    ]
    if not told or not all(map(_is_a_name, (cell for _, cell, _ in told))):
        return None
    rows = [ListRow(number, [cell, verdict]) for number, cell, verdict in told]
    return grid._replace(rows=[ListRow(head.number, [*_OF_VERDICTS]), *rows])


_OF_VERDICTS = ("Hostname", "Verdict")
_COUNTED = re.compile(r"\s?[(\[]\d{1,4}[)\]]$")
_NAME = re.compile(r"[^\W_][\w.\\$-]*(?: \([^()]*\))?")


def _verdict_of(title: str) -> str | None:
    """What a heading means that is a verdict in the singular or plural, with or without its count."""
    return KNOWN.get(bare(_COUNTED.sub("", title)).rstrip(" :"))


def _is_a_name(cell: str) -> bool:
    return bool(_NAME.fullmatch(cell)) and bare(cell) not in ANSWERS and bare(cell) not in KNOWN


def _turned(grid: Grid, fields: FieldsOfTitle) -> Grid | None:
    """A table with a machine in each column.

    What stands first in its rows are headings, what stands first in columns is none.
    """
    if not 2 <= len(grid.rows) <= MOST_TURNED:
        return None
    heads = [row.cells[0] for row in grid.rows]
    known = [_fields_or_verdict(head, fields) for head in heads if head]
    said = frozenset().union(*known)
    if (
        len(heads) != len(set(heads))
        or "name" not in said
        or len(said) < 2
        or sum(map(bool, known)) * 3 < len(heads) * 2
        or "name" not in fields(heads[0])
        or len(grid.rows[0].cells) < 2
        or any(_fields_or_verdict(cell, fields) for cell in grid.rows[0].cells[1:])
    ):
        return None
    wide = max(len(row.cells) for row in grid.rows)
    columns = [[cell_at(row.cells, at) for row in grid.rows] for at in range(wide)]
    return grid._replace(
        rows=[ListRow(at, cells) for at, cells in enumerate(columns, 1) if any(cells)]
    )
