"""What rows beside a table say of the whole list.

When it was made, and whether there is more of it than is here.

Such rows stand above the headings and below the last machine, with a cell or two.
"""

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from chwapi_console.inventory.importers.tables.tables import Grid, ListRow
from chwapi_console.inventory.importers.words.long_numbers import counted
from chwapi_console.inventory.importers.words.moments import oldest

CELLS_OF_A_REMARK = 2
"""Cells that are filled in a row that speaks about the table."""

_RANGE = re.compile(
    r"(?<![\d.])(\d+)\s*(?:-|–|to|à|bis|tot|t/m)\s*(\d+)\s*(?:of|sur|von|van|de)\s*(\d+)(?![\d.])",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?:page|seite|pagina|blad)\s*(\d+)\s*(?:/|of|sur|von|van|de)\s*(\d+)", re.IGNORECASE
)
_OF_A_PERIOD = re.compile(
    r"\b(?:last|past|previous|les|derni[èe]re?s?|letzten?|vergangenen?|laatste|afgelopen|voorbije)\s+"
    r"(?:\d+\s+)?(?:derni[èe]re?s?\s+)?"
    r"(?:heures?|hours?|h|days?|jours?|j|weeks?|semaines?|months?|mois|stunden|tagen?|wochen?|monate?n?|uur|uren|dag(?:en)?"
    r"|week|weken|maand(?:en)?)\b",
    re.IGNORECASE,
)
"""What a report says of how long it looks back, which is not when it was made."""


def is_a_part(grid: Grid) -> bool:
    """Whether a list says that there is more of it.

    `Showing 1 to 50 of 240`, `Page 1 of 5` and no page 5.
    """
    reached: dict[str, tuple[int, int]] = {}
    for row in _beside(grid):
        text = " ".join(row.cells)
        for kind, found in (("rows", _RANGE.search(text)), ("pages", _PAGE.search(text))):
            if found:
                upto, total = map(counted, found.groups()[-2:])
                reached[kind] = max(upto, reached.get(kind, (0, 0))[0]), total
    return any(upto < total for upto, total in reached.values())


def told_when(grid: Grid, heading_row: int, zone: tzinfo, now: datetime) -> datetime | None:
    """The oldest moment that the rows above the headings, or an export about itself, say.

    None where they say none.
    """
    texts = [
        *(" ".join(row.cells) for row in _beside(grid) if row.number < heading_row),
        *grid.about,
    ]
    return min(
        (
            moment
            for text in texts
            if (moment := oldest(_OF_A_PERIOD.sub(" ", text[:200]), zone, now)) is not None
        ),
        default=None,
    )


def _beside(grid: Grid) -> Iterator[ListRow]:
    return (
        row for row in grid.rows if row.number and sum(map(bool, row.cells)) <= CELLS_OF_A_REMARK
    )
