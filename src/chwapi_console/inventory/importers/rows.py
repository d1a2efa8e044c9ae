"""From rows and an understanding of their columns to servers, and to a word about each row that is none."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chwapi_console.inventory.importers.found import Found, Unread, Where
from chwapi_console.inventory.importers.headers import Columns, begins_a_table, says_the_same
from chwapi_console.inventory.importers.tables import Grid, Row
from chwapi_console.inventory.importers.vocabulary import NOTHING, TOTALS, USUAL, YES
from chwapi_console.text import Sentence, plural, say

WIDE = 3
"""Columns that are understood from which a row with nothing but words in one cell is taken for a heading."""

_LIST = re.compile(r"\s*[,;|+\n]\s*|\s+(?:et|and|en|&)\s+")
_ANY_OF = re.compile(r"\s+(?:ou|or|of)\s+|\s*/\s*", re.IGNORECASE)


def servers_in(grid: Grid, columns: Columns, site: str = "") -> Iterator[Found | Unread]:
    """The servers of a table. Where neither a row nor `--map` names a site, `site` holds for it."""
    tables = _tables(columns.below(grid), columns)
    above = [table._replace(read=False) for table in _tables(columns.above(grid), columns)]
    yield from _other_tables([*above, *tables], grid.within)
    for row in (row for table in tables if table.read for row in table.rows):
        said = _said(row, columns)
        where = Where(row.number, grid.within)
        if why := _no_server(row, said, columns):
            yield Unread(where, why)
            continue
        yield _server(said, where, columns, site)
        if row.broken:
            yield Unread(where, say("a quote is opened and never closed; the row was cut at its separators. Look at it."))


class _Table(NamedTuple):
    """Rows under headings that are read as they were, or that are another table's."""

    heading: Row | None
    rows: list[Row]
    read: bool


def _tables(below: Sequence[Row], columns: Columns) -> list[_Table]:
    """The rows by the headings they stand under: a printed list says its own on each page, other ones begin another table."""
    tables = [_Table(None, [], read=True)]
    for row in below:
        if tuple(row.cells) == columns.titles or begins_a_table(row, columns):
            tables.append(_Table(row, [], says_the_same(row, columns)))
        else:
            tables[-1].rows.append(row)
    return tables


def _other_tables(tables: Sequence[_Table], within: str) -> Iterator[Unread]:
    for table in tables:
        if table.heading and not table.read:
            yield Unread(Where(table.heading.number, within), plural(
                'another table begins here, "{titles}": its {n} row was not read. Put it into a sheet or file of its own.',
                'another table begins here, "{titles}": its {n} rows were not read. Put it into a sheet or file of its own.',
                len(table.rows), titles=_shortened(" · ".join(filter(None, table.heading.cells)))))


def needs_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The needs that a cell lists: `dc1, dc2 ou dc3` is dc1, and any one of the others."""
    groups = (tuple(filter(None, (_word(part) for part in _ANY_OF.split(entry)))) for entry in _LIST.split(text))
    return tuple(dict.fromkeys(group for group in groups if group))


def nameless(row: Row) -> Sentence:
    """That a row has no name in it."""
    return say('no name stands in this row: "{words}".', words=_shortened(" · ".join(filter(None, row.cells))))


def _said(row: Row, columns: Columns) -> dict[str, str]:
    """What a row says of each field."""
    said = {field: _word(row.cells[place]) for field, place in columns.of.items() if place < len(row.cells)}
    return {**said, **columns.always}


def _word(cell: str) -> str:
    return "" if cell.casefold() in NOTHING else cell


def _no_server(row: Row, said: Mapping[str, str], columns: Columns) -> Sentence | None:
    """Why a row is no server; None for one that is."""
    name, filled = said.get("name", ""), [cell for cell in row.cells if cell]
    if not name:
        return nameless(row)
    if said.get("template", "").casefold() in YES:
        return say("{name} is a template, not a server.", name=name)
    if len(filled) <= 2 and TOTALS.match(name):
        return say('"{name}" speaks about the table, not about a server.', name=name)
    if len(filled) == 1 and len(columns.of) >= WIDE and " " in name:
        return say('"{name}" stands alone in its row, like a heading. Fill another cell if it is a server.',
                   name=_shortened(name))
    return None


def _server(said: Mapping[str, str], where: Where, columns: Columns, site: str) -> Found:
    layout, name, fqdn = columns.layout, said["name"], said.get("fqdn", "")
    address = said.get("address", "")
    return Found(
        name=name, where=where, site=said.get("site") or site, role=said.get("role") or (layout.role if layout else ""),
        os=said.get("os", ""), address=address or fqdn, needs=needs_in(said.get("needs", "")),
        notes="; ".join(_notes(said, columns, fqdn if address and fqdn.casefold() != name.casefold() else "")),
        contact=said.get("contact", ""), backup=said.get("backup", ""), runs_on=said.get("runs_on", ""),
        cluster=said.get("cluster", ""), hosts=layout.hosts if layout else False)


def _notes(said: Mapping[str, str], columns: Columns, fqdn: str) -> Iterator[str]:
    """Remarks, the full name where the address does not say it, and a state that is not the usual one."""
    if notes := said.get("notes"):
        yield notes
    if fqdn:
        yield fqdn
    if (status := said.get("status", "")) and status.casefold() not in USUAL:
        yield f"{columns.titles[columns.of['status']]}: {status}" if "status" in columns.of and columns.titles else status


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
