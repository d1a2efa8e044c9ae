"""Sites that a merged cell says of several rows.

Saved as CSV, a site that was merged over its machines stands in the first of their rows alone.
"""

from collections.abc import Sequence

from chwapi_console.inventory.importers.columns.headers import Columns
from chwapi_console.inventory.importers.tables.tables import ListRow


def sites_of_merged_cells(rows: Sequence[ListRow], columns: Columns) -> dict[int, str]:
    """By the numbers of rows that say no site the one that stands above them; none where sites do not look merged.

    They do where they stand before the names, the first row says one, each of several stands once, and no
    fewer rows are empty than filled.
    """
    site, name = columns.of.get("site"), columns.of.get("name")
    if site is None or name is None or site > name or "site" in columns.always:
        return {}
    named = [row for row in rows if name < len(row.cells) and row.cells[name]]
    said = [row.cells[site] for row in named]
    filled = [words for words in said if words]
    if (
        len(filled) < 2
        or not said[0]
        or len(set(filled)) < len(filled)
        or len(said) < 2 * len(filled)
    ):
        return {}
    found: dict[int, str] = {}
    above = ""
    for row, words in zip(named, said, strict=True):
        above = words or above
        if not words:
            found[row.number] = above
    return found
