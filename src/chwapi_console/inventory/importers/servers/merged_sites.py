"""Sites that a merged cell says of several rows.

Saved as CSV, a site that was merged over its machines stands in the first of their rows alone, or in a
row of its own above them.
"""

from collections.abc import Sequence

from chwapi_console.inventory.importers.columns.headers import Columns
from chwapi_console.inventory.importers.tables.tables import ListRow, cell_at
from chwapi_console.inventory.importers.words.table_remarks import DATED, LEGENDS, TOTALS


def sites_of_merged_cells(rows: Sequence[ListRow], columns: Columns) -> dict[int, str]:
    """By the numbers of rows that say no site the one that stands above them; none where sites do not look merged.

    They do where they stand before the names, the first row says one, each of several stands once, and no
    fewer rows are empty than filled. So they do where they stand alone in rows of their own, which are
    given too, and no row with a name says any.
    """
    site, name = columns.of.get("site"), columns.of.get("name")
    if site is None or name is None or site > name or "site" in columns.always:
        return {}
    said = [(row, row.cells[site]) for row in rows if name < len(row.cells) and row.cells[name]]
    filled = [words for _, words in said if words]
    if said and not filled:
        alone = [(row, row.cells[site]) for row in rows if _stands_alone(row, site)]
        return _carried_down(sorted([*said, *alone], key=lambda each: each[0].number), own=True)
    if (
        len(filled) < 2
        or not said[0][1]
        or len(set(filled)) < len(filled)
        or len(said) < 2 * len(filled)
    ):
        return {}
    return _carried_down(said, own=False)


def _stands_alone(row: ListRow, site: int) -> bool:
    """Whether a row says a site and nothing else, and no sum or what signs mean."""
    words = cell_at(row.cells, site)
    return (
        bool(words)
        and sum(map(bool, row.cells)) == 1
        and not any(pattern.match(words) for pattern in (TOTALS, LEGENDS, DATED))
    )


def _carried_down(said: Sequence[tuple[ListRow, str]], *, own: bool) -> dict[int, str]:
    """The last site above each row that says none; `own` for the rows that say one too."""
    found: dict[int, str] = {}
    above = ""
    for row, words in said:
        above = words or above
        if above and (own or not words):
            found[row.number] = above
    return found
