"""Two tables side by side on one sheet, told by the plan's servers in them.

A second column of servers, none of which stands in the first, with verdicts below a like heading as far
behind it as behind the first, is a table of its own. So it is with other columns of verdicts where
the heading of the servers is the same: what stands in it is never said of the servers before.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from chwapi_console.inventory.importers.columns.list_columns import title_words
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.words.verdict_meaning import meaning_of
from chwapi_console.inventory.importers.words.verdict_words import ANSWERS, bare

FEWEST, MOST_COLUMNS, LOOKED_AT, HEADINGS = 2, 40, 100, 2
"""Servers of the plan that a column of machines has; columns and rows that are looked at; cells above
the first of them that count for nothing."""

WhichServers = Callable[[str], Sequence[str]]
"""The servers of the plan that words name; none for other words."""


def tables_of(grid: Grid, servers: WhichServers) -> Sequence[Grid]:
    """The tables of a sheet: those of like columns below each other, unlike ones each by itself.

    Most are one.
    """
    rows = grid.rows[:LOOKED_AT]
    wide = max((len(row.cells) for row in rows), default=0)
    if not rows or rows[0].number == 0 or wide > MOST_COLUMNS:
        return [grid]
    begins = _columns_of_others(rows, wide, servers)
    begun = _begun(rows, begins, servers)
    edges = [*begins, wide]
    said = {_verdicts(rows, begun, begin, end) for begin, end in pairwise(edges) if begun}
    if len(begins) < 2 or not all(said):
        return [grid]
    if len(said) == 1:
        return [grid._replace(rows=[*_stacked(grid.rows, begun, edges)])]
    headings = {_heading(rows, begun, at) for at in begins}
    return [grid] if len(headings) > 1 or "" in headings else _apart(grid, edges)


def _columns_of_others(rows: Sequence[ListRow], wide: int, servers: WhichServers) -> list[int]:
    """The first column of servers, and those of others than all before name, each once and little else."""
    begins: list[int] = []
    before: set[str] = set()
    for at in range(wide):
        filled = [cell for row in rows if (cell := cell_at(row.cells, at))]
        first = next((place for place, cell in enumerate(filled) if servers(cell)), 0)
        cells = filled[min(first, HEADINGS) :]
        told = [tuple(each) for cell in cells if (each := servers(cell))]
        named = {server for each in told for server in each}
        if (
            len(named) >= FEWEST
            and len(set(told)) == len(told)
            and len(told) * 2 > len(cells)
            and before.isdisjoint(named)
        ):
            begins.append(at)
            before |= named
    return begins


def _begun(rows: Sequence[ListRow], begins: Sequence[int], servers: WhichServers) -> int:
    """The number of the first row that names a server in one of these columns; 0 where none does."""
    return next(
        (row.number for row in rows if any(servers(cell_at(row.cells, at)) for at in begins)), 0
    )


def _verdicts(
    rows: Sequence[ListRow], begun: int, begin: int, end: int
) -> tuple[tuple[int, str], ...]:
    """The columns with verdicts of a table, how far behind its machines, each with how its heading begins."""
    return tuple(
        (at - begin, _heading(rows, begun, at))
        for at in range(begin + 1, end)
        if any(_is_a_verdict(cell_at(row.cells, at)) for row in rows if row.number >= begun)
    )


def _heading(rows: Sequence[ListRow], begun: int, at: int) -> str:
    above = [cell for row in rows if row.number < begun and (cell := cell_at(row.cells, at))]
    return next(iter(title_words(above[-1])), "") if above else ""


def _is_a_verdict(cell: str) -> bool:
    return bool(cell) and (
        bare(cell) in ANSWERS or meaning_of(cell, "verdict", {}) in ("clean", "compromised")
    )


def _apart(grid: Grid, edges: Sequence[int]) -> list[Grid]:
    """Each table with its own headings; the first keeps what stands before its servers."""
    return [
        grid._replace(
            rows=[
                row._replace(cells=part) for row in grid.rows if any(part := row.cells[begin:end])
            ]
        )
        for begin, end in pairwise([0, *edges[1:]])
    ]


def _stacked(rows: Sequence[ListRow], begun: int, edges: Sequence[int]) -> Iterator[ListRow]:
    """The rows of the first table with what stands above all, then those of each other."""
    first = edges[0]
    for begin, end in pairwise(edges):
        for row in rows:
            if begin == first:
                cells = [*row.cells[:end]]
            else:
                cells = [*[""] * first, *row.cells[begin:end]] if row.number >= begun else []
            if any(cells):
                yield row._replace(cells=cells)
