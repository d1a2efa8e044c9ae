"""Which row of a table is its headings: the one that says what stands below it, and is not like it.

Words of headings are words of rows too ("server", "infected", "IMC"), so no word decides alone: a
row that holds dates, numbers or addresses, or that says what other rows say in the same column, is
data, whatever its words are. And a row above columns of names and addresses that itself holds
neither is the headings, though nobody knows a word of it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from chwapi_console.inventory.importers.columns.standing import ColumnCells, standing_below
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow
from chwapi_console.inventory.importers.words.cells import CellKind, cell_kind
from chwapi_console.inventory.plain_words import folded
from chwapi_console.named_tuples import NamedTuple

FIRST_ROWS = 60
"""Rows among which the headings are looked for, below whatever stands above the table."""

WIDEST = 400
"""Columns by which they are looked for: wider lists name what counts among these too."""

LOOKED_AT = 120
"""Rows below by which a row is told to be headings."""

_DATA: tuple[CellKind, ...] = ("address", "mac", "id", "date", "email", "url", "yes or no")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TYPED: tuple[CellKind, ...] = (*_DATA, "number")
SURE_HEADINGS = 3
"""Headings of a row that are known, from which on a yes among them is none."""
ASKED, CONTRAST, AGAIN, ABOVE = 20, 1, 3, 2


class Known(NamedTuple):
    """What the words of a row are known to be the headings of.

    By field the place, and how many of these are sure.
    """

    of: Mapping[str, int]
    sure: int


def heading_of(
    grid: Grid, known: Callable[[Sequence[str]], Known], asked: Iterable[str] = ()
) -> ListRow | None:
    """The row of the headings; None where none looks like one.

    `known` says what the words of a row are, `asked` are folded headings that somebody named.
    """
    if grid.rows and grid.rows[0].number == 0:  # keys of objects
        return grid.rows[0]
    named = frozenset(asked)
    best: tuple[int, ListRow | None] = (0, None)
    widths: list[int] = []
    looked_at = [
        row._replace(cells=row.cells[:WIDEST]) for row in grid.rows[: FIRST_ROWS + LOOKED_AT]
    ]
    for place, row in enumerate(grid.rows[:FIRST_ROWS]):
        filled = sum(map(bool, row.cells))
        score = (
            _asked_for(row, known(row.cells), named)
            if named and any(folded(cell) in named for cell in row.cells)
            else _score(looked_at, place, known(looked_at[place].cells))
        )
        if score is not None:
            score -= ABOVE * sum(width > 1 and width * 5 >= filled * 3 for width in widths)
            if score > best[0]:
                best = (score, row)
        widths.append(filled)
    return best[1]


def _asked_for(row: ListRow, known_of_hub: Known, asked: frozenset[str]) -> int:
    """How much a row looks like headings that has some of which somebody named."""
    wanted = sum(folded(cell) in asked for cell in row.cells if cell)
    return ASKED * wanted + 2 * known_of_hub.sure + len(known_of_hub.of)


def _score(rows: Sequence[ListRow], place: int, known_of_hub: Known) -> int | None:
    """How much a row looks like headings; None where it does not."""
    row = rows[place]
    filled = [at for at, cell in enumerate(row.cells) if cell]
    if is_data(row) and not (known_of_hub.sure >= SURE_HEADINGS and _is_but_an_answer(row)):
        return None
    below = [other.cells for other in rows[place + 1 : place + 1 + LOOKED_AT]]
    beside = [*(other.cells for other in rows[:place]), *below]
    around = [cells for cells in beside if tuple(cells) != tuple(row.cells)]
    again = sum(_again(row.cells, around, at) for at in filled)
    if again * 2 > len(filled):
        return None
    columns = {at: standing_below(below, at) for at in filled} if below else {}
    contrast = sum(_is_typed(column) for column in columns.values())
    said = 2 * known_of_hub.sure + len(known_of_hub.of)
    score = CONTRAST * contrast + said - AGAIN * again
    if _says_enough(row, known_of_hub):
        return score
    return score + 1 if _stands_out(row, columns, contrast) and not again else None


def _is_but_an_answer(row: ListRow) -> bool:
    """Whether a row is data by a word alone that is a yes in some language: `Waar`, where it stands."""
    return not is_data(
        row._replace(cells=[cell for cell in row.cells if cell_kind(cell) != "yes or no"])
    )


def is_data(row: ListRow) -> bool:
    """Whether a row holds what no headings are made of.

    An address, a date, a yes, or mostly numbers.
    """
    kinds = [cell_kind(cell) for cell in row.cells if cell]
    years = sum(bool(_YEAR.fullmatch(cell)) for cell in row.cells)
    return any(kind in _DATA for kind in kinds) or (kinds.count("number") - years) * 3 > len(kinds)


def _again(cells: Sequence[str], others: Sequence[Sequence[str]], at: int) -> bool:
    """Whether another row says the same in this column.

    Headings repeated on each page are the whole row again, and no such other.
    """
    return any(at < len(other) and other[at] == cells[at] for other in others)


def _is_typed(column: ColumnCells) -> bool:
    return (
        column.filled > 0
        and max(column.kinds.get(kind, 0) for kind in _TYPED) * 5 >= column.filled * 4
    )


def _says_enough(row: ListRow, known_of_hub: Known) -> bool:
    """Headings name two columns, or one where few stand.

    A lone likeness in a row of data is chance.
    """
    filled = sum(map(bool, row.cells))
    return (len(known_of_hub.of) >= 2 and known_of_hub.sure >= 1) or (
        known_of_hub.sure == 1 and filled <= 3 and "name" in known_of_hub.of
    )


def _stands_out(row: ListRow, columns: Mapping[int, ColumnCells], contrast: int) -> bool:
    """Whether a row of unknown words is another kind of row than those below.

    No name where names stand, a word above numbers.
    """
    filled = sum(map(bool, row.cells))
    names = [
        at
        for at, column in columns.items()
        if column.share("name") >= 0.8 and len(set(column.said)) * 10 >= len(column.said) * 9
    ]
    numbered = [
        at
        for at in names
        if sum(map(_has_a_digit, columns[at].cells)) * 5 >= columns[at].filled * 4
    ]
    if any(_has_a_digit(row.cells[at]) for at in numbered):
        return False
    return (
        filled >= 2
        and (contrast > 0 or bool(numbered))
        and bool(names)
        and len(set(row.cells)) == len(row.cells)
    )


def _has_a_digit(cell: str) -> bool:
    return any(map(str.isdecimal, cell))
