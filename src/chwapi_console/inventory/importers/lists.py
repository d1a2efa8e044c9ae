"""Files that hold tables of servers, and which of their tables are taken.

Files are told apart by their first bytes. Of a workbook every sheet is taken that has a column of
names and one more; where several are and none has a column of sites, a sheet's name is its site, as
in workbooks with a sheet for each. Of RVTools the two sheets that list machines.
"""

import re
from collections.abc import Iterator, Sequence

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.columns.headers import Columns, columns_of, fields_titled
from chwapi_console.inventory.importers.columns.wishes import Wish
from chwapi_console.inventory.importers.exports.objects import grids_of_json, looks_like_json
from chwapi_console.inventory.importers.exports.xml_tables import grids_of_xml, looks_like_xml
from chwapi_console.inventory.importers.found import Haul, Unread, Where, haul
from chwapi_console.inventory.importers.servers.rows import servers_in
from chwapi_console.inventory.importers.tables.html_tables import grids_of_html, looks_like_html
from chwapi_console.inventory.importers.tables.tables import Grid, grid_of_text
from chwapi_console.inventory.importers.tables.upright import upright
from chwapi_console.inventory.importers.tables.which_table import tables_asked_for
from chwapi_console.inventory.importers.workbooks.spreadsheets import grids_of_workbook, is_workbook
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

RVTOOLS = ("vinfo", "vhost")
"""The sheets of RVTools that list machines; two dozen others list their parts."""

_OUTER = re.compile(rb"^[\w.-]+:[ \t]*\r?$", re.MULTILINE)
_NESTED = re.compile(rb"^[ \t]+(?:- )?[\w.-]+:(?:[ \t].*)?\r?$", re.MULTILINE)

MOST_SHOWN = 6
"""Cells of a row that is shown to somebody who has to say which column is which."""


class ReadingHints(NamedTuple):
    """How a table is to be read, where somebody said so.

    The names of sites, folded, that the plan knows.
    """

    wishes: tuple[Wish, ...] = ()
    sheets: tuple[str, ...] = ()
    encoding: str = ""
    site: str = ""
    known_sites: frozenset[str] = frozenset()


class TakenTable(NamedTuple):
    """A table that is taken, with its columns, and the site of rows that name none.

    Rows below the headings are counted where they are no longer here.
    """

    grid: Grid
    columns: Columns
    site: str = ""
    counted: int | None = None

    @property
    def rows_below(self) -> int:
        """How many rows there are below the headings."""
        return self.counted if self.counted is not None else len(self.columns.below(self.grid))

    @property
    def without_rows(self) -> "TakenTable":
        """What is to be told of it.

        A list of a hundred thousand rows need not be held while a plan of it is made.
        """
        return self._replace(grid=self.grid._replace(rows=()), counted=self.rows_below)

    @property
    def haul(self) -> Haul:
        """Its servers."""
        return haul(servers_in(self.grid, self.columns, self.site))


class TakenTables(NamedTuple):
    """The tables of a file that are taken, and a word about each that is not."""

    tables: tuple[TakenTable, ...]
    unread: tuple[Unread, ...] = ()


def tables_of(data: bytes, name: str, hints: ReadingHints = ReadingHints()) -> TakenTables:  # noqa: B008 -- a frozen value
    """The tables with servers in a file.

    RequestError when it has none that can be read, saying what to do.
    """
    grids, hidden = grids_of(data, name, hints)
    of_rvtools = any(grid.within.casefold() == RVTOOLS[0] for grid in grids)
    taken: list[tuple[Grid, Columns]] = []
    left: list[Grid] = []
    for grid in grids:
        wishes = hints.wishes if len(grids) == 1 else _fitting(grid, hints.wishes)
        columns = columns_of(grid, wishes, hints.known_sites)
        if of_rvtools:
            wanted = grid.within.casefold() in RVTOOLS
        else:
            wanted = len(grids) == 1 or (columns is not None and _is_a_list(columns))
        if columns and wanted:
            taken.append((grid, columns))
        else:
            left.append(grid)
    if not taken:
        raise RequestError(_not_understood(name, max(grids, key=lambda grid: len(grid.rows))))
    by_sheet = len(taken) > 1 and not any("site" in columns.of for _, columns in taken)
    tables = tuple(
        TakenTable(grid, columns, hints.site or (grid.within if by_sheet else ""))
        for grid, columns in taken
    )
    if of_rvtools:
        return TakenTables(tables)
    no_list = say("no list of servers was made out in this sheet.")
    return TakenTables(
        tables, (*(Unread(Where(0, grid.within), no_list) for grid in left), *hidden)
    )


def grids_of(data: bytes, name: str, hints: ReadingHints) -> tuple[list[Grid], tuple[Unread, ...]]:
    """All tables of a file, each with rows, and a word about each sheet that was left out.

    RequestError when there is no table.
    """
    unread: tuple[Unread, ...] = ()
    if why := _no_table(data, name):
        raise RequestError(why)
    if looks_like_xml(data):
        grids = grids_of_xml(data, name, hints.sheets)
    elif looks_like_html(data):
        grids = _of_a_page(data, name, hints)
    elif looks_like_json(data):
        grids = grids_of_json(data, name, hints.sheets, hints.encoding, all_of_several=True)
    elif not is_workbook(data):
        grids = [grid_of_text(data, hints.encoding)]
    else:
        sheets = grids_of_workbook(data, name, hints.sheets)
        grids, unread = [grid for grid in sheets.grids if grid.rows], sheets.unread
    grids = [upright(grid, fields_titled) for grid in grids]
    if not any(grid.rows for grid in grids):
        raise RequestError(say("{path} has no rows. Look whether it is the right file.", path=name))
    return grids, unread


def _of_a_page(data: bytes, name: str, hints: ReadingHints) -> list[Grid]:
    """The tables of a web page, or those asked for. RequestError where it has none."""
    grids = grids_of_html(data, hints.encoding)
    if not grids:
        raise RequestError(
            say(
                "{path} is a web page without a table of rows. Open it in a browser, and save or copy "
                "the list that it shows as CSV.",
                path=name,
            )
        )
    asked = tables_asked_for(name, [grid.within for grid in grids], hints.sheets)
    return [grid for grid in grids if grid.within in asked] if asked else grids


def _fitting(grid: Grid, wishes: Sequence[Wish]) -> list[Wish]:
    """The wishes that a sheet among several can fulfil; another sheet may have other headings."""
    return [wish for wish in wishes if wish.always or not _fails(grid, wish)]


def _fails(grid: Grid, wish: Wish) -> bool:
    try:
        columns_of(grid, [wish])
    except RequestError:
        return True
    return False


def _is_a_list(columns: Columns) -> bool:
    """Whether a sheet among several lists servers, and not what the colours of another mean."""
    return len(columns.of) > 1 and bool(columns.titles)


_PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\0": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
}
"""How packed files begin that are no workbooks. None is unpacked: a few bytes may become all memory."""


def _no_table(data: bytes, name: str) -> Sentence | None:
    """Why bytes are no table, as their beginning shows."""
    if not data.strip(b"\0 \r\n\t"):
        return say("{path} is empty.", path=name)
    if kind := next((kind for begins, kind in _PACKED.items() if data.startswith(begins)), ""):
        return say(
            "{path} is packed ({kind}), and not unpacked here. Unpack it, and take the list that comes "
            "of it.",
            path=name,
            kind=kind,
        )
    if data.startswith(b"%PDF"):
        return say(
            "{path} is a PDF. Ask for the table that it was made from, as .xlsx or CSV.", path=name
        )
    if len(_NESTED.findall(data[:4000])) > 1 and _OUTER.search(data[:4000]):
        return say(
            "{path} is YAML, not a table. If it is an inventory of Ansible: import ansible {path}. "
            "Else save the list as "
            "CSV or JSON.",
            path=name,
        )
    return None


def _not_understood(name: str, grid: Grid) -> Sentence:
    return say(
        "No column with the names of servers was made out in {path}. It begins: {rows}. Say which "
        "column is which, like --map name=2 --map site=A.",
        path=name,
        rows=" / ".join(_beginning(grid)),
    )


def _beginning(grid: Grid) -> Iterator[str]:
    for row in grid.rows[:3]:
        yield " | ".join(cell[:30] for cell in row.cells[:MOST_SHOWN])
