"""Blanks below a verdict that may be one merged cell.

Saved as CSV, a verdict that was merged over several rows stands in the first of them alone, and the
machines below it seem to have none. Below an infection such a blank may be the same infection; a clean
is never carried down.

A verdict that stands before the name heads the rows below it. Behind the name, and of answers, blanks
are taken so only where no word stands twice in a row, for whoever merges cells merges the same ones;
of words also where they are the fewer and say no date of their own: in a column that says hardly
anything a blank is a machine at which nobody looked yet.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from chwapi_console.inventory.importers.columns.verdict_columns import VerdictColumn
from chwapi_console.inventory.importers.tables.tables import ListRow, cell_at
from chwapi_console.inventory.importers.words.verdict_meaning import meaning_of
from chwapi_console.inventory.importers.words.verdict_words import bare
from chwapi_console.inventory.model import Verdict

_OF_AN_INFECTION = ("compromised", "suspected", "over")


def hits_above(
    rows: Sequence[ListRow],
    names: Sequence[int],
    columns: Sequence[VerdictColumn],
    given: Mapping[str, Verdict],
    sites: Sequence[int] = (),
    seen: Sequence[int] = (),
) -> dict[int, str]:
    """By the numbers of rows whose verdict is empty the word of an infection that stands above it.

    `rows` are those below the headings, `names` the columns with names, `given` what a person said of
    words; `sites` the columns with sites, of which cells may be merged over the same rows; `seen` those
    with dates.
    """
    found: dict[int, str] = {}
    if not names:
        return found
    named = [row for row in rows if cell_at(row.cells, names[0])]
    for column in columns:
        merged = column.sense != "count" and _may_be_merged(named, names[0], column, sites)
        if not (merged or (column.sense == "verdict" and _is_mostly_filled(named, column))):
            continue
        above = ""
        for row in named:
            if cell := cell_at(row.cells, column.place):
                hit = meaning_of(cell, column.sense, given) in _OF_AN_INFECTION
                above = cell if hit else ""
            elif above and (merged or not any(cell_at(row.cells, place) for place in seen)):
                found.setdefault(row.number, above)
    return found


def _may_be_merged(
    rows: Sequence[ListRow], name: int, column: VerdictColumn, sites: Sequence[int]
) -> bool:
    """Whether the blanks of a column look as merged cells do."""
    said = [bare(cell_at(row.cells, column.place)) for row in rows]
    filled = [word for word in said if word]
    if column.place < name and column.sense == "verdict":
        return True
    if any(_begins_groups([cell_at(row.cells, site) for row in rows], said) for site in sites):
        return True
    return (
        len(filled) > 1
        and len(said) >= 2 * len(filled)
        and all(one != other for one, other in pairwise(filled))
    )


def _is_mostly_filled(rows: Sequence[ListRow], column: VerdictColumn) -> bool:
    """Whether blanks are no more than half of a column, which says more than one thing."""
    filled = [row for row in rows if cell_at(row.cells, column.place)]
    return len(filled) > 1 and len(rows) <= 2 * len(filled)


def _begins_groups(sites: Sequence[str], said: Sequence[str]) -> bool:
    """Whether a column of sites has blanks of its own, and says none where the verdicts are blank."""
    filled = [at for at, site in enumerate(sites) if site]
    return bool(filled) and len(filled) < len(sites) and all(said[at] for at in filled)
