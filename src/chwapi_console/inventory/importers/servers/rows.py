"""From rows, and an understanding of their columns, to servers and words about other rows."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from chwapi_console.inventory.importers.columns.headers import (
    Columns,
    begins_a_table,
    repeats_headings,
)
from chwapi_console.inventory.importers.columns.products import MachineKind
from chwapi_console.inventory.importers.columns.sums import rows_of_sums
from chwapi_console.inventory.importers.found import ListedServer, Unread, Where
from chwapi_console.inventory.importers.servers.merged_sites import sites_of_merged_cells
from chwapi_console.inventory.importers.servers.row_kinds import not_machines, without
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.words.cell_words import OF_METAL, USUAL, YES
from chwapi_console.inventory.importers.words.cells import (
    address_in,
    cell_kind,
    is_made_by_machine,
    machine_name,
    other_addresses,
    says_nothing,
)
from chwapi_console.inventory.importers.words.ids import key
from chwapi_console.inventory.importers.words.machine_addresses import is_machine_address
from chwapi_console.inventory.importers.words.place_words import NO_PLACES
from chwapi_console.inventory.importers.words.ranges import machines_of
from chwapi_console.inventory.importers.words.table_remarks import (
    DATED,
    LEGENDS,
    OF_A_HYPERVISOR,
    OF_NUMBERS,
    PLACEHOLDERS,
    TOTALS,
)
from chwapi_console.inventory.importers.words.verdict_words import KNOWN, bare
from chwapi_console.inventory.plain_words import BLANKS, folded, plain, word_set
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, plural, say

FEWEST_HEADINGS = 2
"""Words alone in the column of names from which they are headings between rows."""
WIDE = 3
"""Columns that are understood from which a row with nothing but words in one cell is taken for a
heading."""

_BETWEEN_NAMES = re.compile(r"\s+(?:[,;/+&|]\s*|(?:et|and|und|en)\s+)?|[,;/+&|]\s*")
_A_MACHINE = re.compile(r"(?=.*[\d-])(?=.*[^\W\d_])[^\W_][\w.-]+").fullmatch
_LIST = re.compile(rf"{BLANKS}[,;|+\n]\s*|(?<!\s)\s+(?:et|and|en|und|&)\s+")
_ANY_OF = re.compile(rf"(?<!\s)\s+(?:ou|or|of|oder)\s+|{BLANKS}/\s*", re.IGNORECASE)


_TEMPLATE = re.compile(r"(?:tpl|tmpl|template|modele|vorlage|sjabloon)[-_. ]")
_TEMPLATES = word_set("template templates modele vorlage sjabloon")
_GONE_FOR_GOOD = re.compile(
    r"retired|decommissioned|disposed(?: of)?|scrapped|sold|archived|archivee?|reformee?|mise? au rebut|au rebut|rebut"
    r"|sortie? du parc|hors parc|demantelee?|decommissionnee?|vendue?|mise? hors service|hors d.usage"
    r"|afgevoerd|uitgefaseerd|verschroot|ontmanteld|verkocht|gearchiveerd|buiten (?:gebruik|dienst) gesteld"
    r"|auss?er (?:betrieb|dienst) (?:genommen|gesetzt|gestellt)"
    r"|ausgemustert|verschrottet|entsorgt|abgebaut|stillgelegt|verkauft|archiviert"
)
"""States of what was disposed of, as registers say them; "hors service" may be tonight's."""
_STRUCK = re.compile(r"~~[^~]+~~$")
_EXPLAINED = re.compile(
    r"(?<![\w.-])([^\W_][\w.-]*) ?\((?! ?(?:ou|or|of|oder|et|and|en|und)\b)[^()]*\)", re.IGNORECASE
)
"""A machine, and in brackets what it is needed for."""
_KEY_OF_AN_OBJECT = re.compile(r"\s?\([A-Z][A-Z0-9]{1,9}-\d+\)$")
"""What Jira writes behind what a cell refers to."""
_A_SITE_BELOW = re.compile(
    r"(?:(?:site|campus|vestiging|standort|implantation|locatie)\b\s?(?:de |du |van |von )?[:–-]?\s?(\S.*)"
    r"|((?:h[ôo]pital|hospital|clinique|kliniek|ziekenhuis|krankenhaus|klinik)\s\S.*))",
    re.IGNORECASE,
)
"""What stands alone above rows and says where their machines are."""


BROKEN = say("a quote is opened and never closed; the row was cut at its separators. Look at it.")


class _Table(NamedTuple):
    """Rows under headings that are read as they were, or that are another table's."""

    heading: ListRow | None
    rows: list[ListRow]
    read: bool


def servers_in(grid: Grid, columns: Columns, site: str = "") -> Iterator[ListedServer | Unread]:
    """The servers of a table. Where neither a row nor `--map` names a site, `site` holds for it."""
    tables = _tables(columns.below(grid), columns)
    above = [table._replace(read=False) for table in _tables(columns.above(grid), columns)]
    yield from _other_tables([*(table for table in above if table.rows), *tables], grid.within)
    yield from _above(
        [*above[0].rows, *(table.heading for table in above if table.heading and not table.rows)],
        grid.within,
    )
    yield from _made_by_machines(tables, columns, grid.within)
    rows = [row for table in tables if table.read for row in table.rows]
    sums = rows_of_sums(rows) if columns.heading_row else frozenset()
    site = _site_above(above, rows, columns) or site
    merged = sites_of_merged_cells(rows, columns)
    yield from _told_of_merged(merged, grid.within)
    others = not_machines(rows, columns)
    yield from _told_of_kinds(others, columns, grid.within)
    between = _headings_between(rows, columns)
    for row in without(others, rows):
        if place := _site_below(row, columns):
            site = place
            continue
        said = _said(row, columns)
        if row.number in merged:
            said["site"] = merged[row.number]
            if not said.get("name"):
                continue
        where = Where(row.number, grid.within)
        why = _no_server(row, said, columns) or (_of_sums(row) if row.number in sums else None)
        if why := why or (_stands_alone(said["name"]) if row.number in between else None):
            yield Unread(where, why)
            continue
        yield from (
            _server({**said, "name": name}, where, columns, site)
            for name in _names_in(said["name"])
        )
        if row.broken:
            yield Unread(where, BROKEN)


def _site_above(above: Sequence[_Table], rows: Sequence[ListRow], columns: Columns) -> str:
    """The site that the last row above the headings names alone, where rows below them name others so."""
    if not any(_site_below(row, columns) for row in rows):
        return ""
    over = [table.heading for table in above if table.heading]
    named = sorted(
        (row.number, place)
        for row in [*over, *(row for table in above for row in table.rows)]
        if (place := _site_below(row, columns))
    )
    return named[-1][1] if named else ""


def _told_of_merged(merged: Mapping[int, str], within: str) -> Iterator[Unread]:
    """A word about sites that were taken from the rows above."""
    if merged:
        yield Unread(
            Where(min(merged), within),
            say(
                "Rows that say no site were given that of the rows above them, as of merged cells. If "
                "that is wrong, write the sites into the list."
            ),
        )


def _site_below(row: ListRow, columns: Columns) -> str:
    """The site that a row alone names for the rows below it, where no column says any.

    Empty for any other row.
    """
    if "site" in columns.of or "site" in columns.always or len(columns.of) < 2:
        return ""
    filled = set(filter(None, row.cells))  # a merged heading says the same in every column
    found = _A_SITE_BELOW.fullmatch(filled.pop()) if len(filled) == 1 else None
    return (found[1] or found[2]).strip(" :") if found else ""


def _names_in(cell: str) -> Sequence[str]:
    """The machines that one cell names, as lists of applications have them in a row; mostly one."""
    if numbered := machines_of(cell):
        return numbered
    parts = [part for part in _BETWEEN_NAMES.split(cell) if part]
    if len(parts) < 2 or not all(map(_A_MACHINE, parts)):
        return [cell]
    once: dict[str, str] = {}
    for part in parts:
        once.setdefault(key(part), part)
    return list(once.values())


def _above(rows: Sequence[ListRow], within: str) -> Iterator[Unread]:
    """A word about what stands above the headings.

    A title mostly, and a list where the headings were made out wrongly.
    """
    if rows:
        yield Unread(
            Where(rows[0].number, within),
            plural(
                '{n} row stands above the headings and was not read: "{words}".',
                '{n} rows stand above the headings and were not read, the first: "{words}".',
                len(rows),
                words=_shortened(" · ".join(filter(None, rows[0].cells))),
            ),
        )


def _made_by_machines(tables: Sequence[_Table], columns: Columns, within: str) -> Iterator[Unread]:
    """A word about what a program wrote where it could not say what there was."""
    found = Counter(
        cell
        for table in tables
        if table.read
        for row in table.rows
        for place in columns.of.values()
        if is_made_by_machine(cell := cell_at(row.cells, place))
    )
    for words, n in found.items():
        yield Unread(
            Where(0, within),
            plural(
                '"{words}" stands in {n} cell, for something that was not exported; it counts as '
                "nothing.",
                '"{words}" stands in {n} cells, for something that was not exported; it counts '
                "as nothing.",
                n,
                words=words,
            ),
        )


def _tables(below: Sequence[ListRow], columns: Columns) -> list[_Table]:
    """The rows by the headings they stand under.

    A printed list says its own on each page, other ones begin another table.
    """
    tables = [_Table(None, [], read=True)]
    for row in below:
        if tuple(row.cells) == columns.titles or (
            begins_a_table(row, columns) and not _says_what_others_say(row, below)
        ):
            tables.append(_Table(row, [], repeats_headings(row, columns)))
        elif columns.heading_row and _alone(row) and LEGENDS.fullmatch(_alone(row)):
            tables.append(_Table(row, [], read=False))
        else:
            tables[-1].rows.append(row)
    return tables


def _says_what_others_say(row: ListRow, rows: Sequence[ListRow]) -> bool:
    """Whether half of a row's words stand in the same columns of rows that are not the same again.

    So does a server called "server" of the type "Server", and no row of headings.
    """
    filled = [(place, cell) for place, cell in enumerate(row.cells) if cell]
    again = sum(
        any(
            place < len(other.cells) and other.cells[place] == cell and other.cells != row.cells
            for other in rows
        )
        for place, cell in filled
    )
    return again * 2 >= len(filled)


def _alone(row: ListRow) -> str:
    """What stands alone in its row; empty where more does."""
    filled = [cell for cell in row.cells if cell]
    return filled[0] if len(filled) == 1 else ""


def _other_tables(tables: Sequence[_Table], within: str) -> Iterator[Unread]:
    for table in tables:
        if table.heading and not table.read:
            yield Unread(
                Where(table.heading.number, within),
                plural(
                    'another table begins here, "{titles}": its {n} row was not read. Put it into '
                    "a sheet or file of its own.",
                    'another table begins here, "{titles}": its {n} rows were not read. Put it '
                    "into a sheet or file of its own.",
                    len(table.rows),
                    titles=_shortened(" · ".join(filter(None, table.heading.cells))),
                ),
            )


def needs_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The needs that a cell lists: `dc1, dc2 ou dc3` is dc1, and any one of the others."""
    groups = (
        tuple(filter(None, (_word(part) for part in _ANY_OF.split(entry))))
        for entry in _LIST.split(_EXPLAINED.sub(_only_a_machine, text))
    )
    return tuple(dict.fromkeys(group for group in groups if group))


def _only_a_machine(found: re.Match[str]) -> str:
    """The name of a machine without what it is needed for; other words as they stand."""
    return found[1] if _A_MACHINE(found[1]) else found[0]


def nameless(row: ListRow) -> Sentence:
    """That a row has no name in it."""
    return say(
        'no name stands in this row: "{words}".',
        words=_shortened(" · ".join(filter(None, row.cells))),
    )


def _said(row: ListRow, columns: Columns) -> dict[str, str]:
    """What a row says of each field."""
    said = {
        field: _word(_without_key(row.cells[place]))
        for field, place in columns.of.items()
        if place < len(row.cells)
    }
    said = {**said, **columns.always}
    if not said.get("name") and _row_kind(said, columns) == "host":
        said["name"] = said.get("runs_on", "")
    called = said.get("name", "")
    name, beside = (called, "") if machines_of(called) else machine_name(called)
    metal = _metal(row, columns)
    if folded(said.get("runs_on", "")) in OF_METAL:
        metal = said.pop("runs_on")
    return {**said, "name": name, "beside": beside, "metal": metal}


def _without_key(cell: str) -> str:
    return _KEY_OF_AN_OBJECT.sub("", cell) if cell.endswith(")") else cell


def _metal(row: ListRow, columns: Columns) -> str:
    """The word of a column that goes nowhere which says that a machine is of metal.

    Empty where none does.
    """
    taken = set(columns.of.values())
    return next(
        (
            cell
            for place, cell in enumerate(row.cells)
            if place not in taken and folded(cell) in OF_METAL
        ),
        "",
    )


def _word(cell: str) -> str:
    return "" if says_nothing(cell) else cell


def _row_kind(said: Mapping[str, str], columns: Columns) -> MachineKind | None:
    """What a row is by a product's own word; a guest where the product has none.

    None for what is no machine.
    """
    kinds = columns.layout.kinds if columns.layout else {}
    return kinds.get(said.get("kind", "").casefold()) if kinds else "guest"


def _calls_itself_a_template(name: str, cells: Sequence[str]) -> bool:
    """Whether a machine has the name of a template, and another cell calls it one too."""
    return bool(_TEMPLATE.match(plain(name))) and any(plain(cell) in _TEMPLATES for cell in cells)


def _no_server(row: ListRow, said: Mapping[str, str], columns: Columns) -> Sentence | None:
    """Why a row is no server; None for one that is."""
    name, filled = said.get("name", ""), [cell for cell in row.cells if cell]
    if _row_kind(said, columns) is None:
        return _of_a_kind(name or filled[0], said.get("kind", ""))
    if total := _total_in(filled):
        return say('"{name}" speaks about the table, not about a server.', name=_shortened(total))
    if not name or (len(filled) > 1 and KNOWN.get(bare(name)) in ("compromised", "clean")):
        return nameless(row)
    if said.get("template", "").casefold() in YES or _calls_itself_a_template(name, filled):
        return say("{name} is a template, not a server.", name=name)
    if _STRUCK.match(_written(row, columns)):
        return say("{name} is crossed out, and was left out.", name=_written(row, columns))
    if PLACEHOLDERS.match(name):
        return say("{name} stands for machines that nobody knows, and is no server.", name=name)
    if OF_A_HYPERVISOR.match(said.get("name", "")):
        return say("{name} is a part of its hypervisor, which makes it by itself.", name=name)
    if (len(filled) <= 2 and TOTALS.match(name)) or (
        len(filled) == 1 and len(columns.titles) > 1 and DATED.fullmatch(name)
    ):
        return say('"{name}" speaks about the table, not about a server.', name=name)
    if (
        len(filled) == 1
        and len(columns.titles) > 1
        and (bare(name) in KNOWN or (len(columns.of) >= WIDE and " " in name))
    ):
        return _stands_alone(name)
    return _gone_for_good(name, said.get("status", ""))


def _stands_alone(name: str) -> Sentence:
    """That a word may be a heading between rows."""
    return say(
        '"{name}" stands alone in its row, like a heading. Fill another cell if it is a server.',
        name=_shortened(name),
    )


def _headings_between(rows: Sequence[ListRow], columns: Columns) -> frozenset[int]:
    """The numbers of rows with nothing but a word where names stand, above rows of machines that say more.

    Two at least, none of them called as all those machines are: `IMC` above `adt-db-1`.
    """
    place = columns.of.get("name", -1)
    named = [row for row in rows if 0 <= place < len(row.cells) and row.cells[place]]
    alone = {row.number for row in named if sum(map(bool, row.cells)) == 1}
    above = {
        row.number
        for row, below in pairwise(named)
        if row.number in alone and below.number not in alone
    }
    if (
        len(columns.titles) < 2
        or not FEWEST_HEADINGS <= len(alone) <= len(named) // 2
        or above != alone
        or any((row.number in alone) == bool(_A_MACHINE(row.cells[place])) for row in named)
    ):
        return frozenset()
    return frozenset(above)


def _gone_for_good(name: str, status: str) -> Sentence | None:
    """That a machine was disposed of by what a list says of its state; None where it was not."""
    if not _is_gone_for_good(status):
        return None
    return say("{name} is gone by the list ({status}), and was left out.", name=name, status=status)


def _is_gone_for_good(status: str) -> bool:
    """Whether a state says that a machine was disposed of."""
    words = re.sub(r"^\W*\d*\W*", "", plain(status)).strip()
    return bool(_GONE_FOR_GOOD.fullmatch(words))


def _of_a_kind(words: str, kind: str) -> Sentence:
    """That something is of a kind of things that are no machines."""
    return say('"{words}" is {kind}, not a machine.', kind=kind, words=_shortened(words))


def _told_of_kinds(
    others: Sequence[tuple[ListRow, str]], columns: Columns, within: str
) -> Iterator[Unread]:
    """A word about each row of a register that is no machine by its kind."""
    for row, kind in others:
        name = _said(row, columns)["name"] or next(filter(None, row.cells))
        yield Unread(Where(row.number, within), _of_a_kind(name, kind))


def _written(row: ListRow, columns: Columns) -> str:
    """The name of a row as it stands in its cell."""
    place = columns.of.get("name", -1)
    return cell_at(row.cells, place) if place >= 0 else ""


def _of_sums(row: ListRow) -> Sentence:
    """That a row adds up those above it."""
    return say(
        '"{name}" adds up the rows above it; it is no server.',
        name=_shortened(next(filter(None, row.cells))),
    )


def _total_in(filled: Sequence[str]) -> str:
    """What a row that adds up begins with: every other cell of it is a number.

    Empty for other rows.
    """
    first = next((cell for cell in filled[:3] if _is_of_numbers(cell)), "")
    return (
        first
        if len(filled) > 1
        and first
        and all(cell_kind(cell) == "number" or _is_of_numbers(cell) for cell in filled)
        else ""
    )


def _is_of_numbers(cell: str) -> bool:
    return bool(TOTALS.match(cell) or OF_NUMBERS.fullmatch(cell))


def _server(said: Mapping[str, str], where: Where, columns: Columns, site: str) -> ListedServer:
    layout, name, fqdn = columns.layout, said["name"], said.get("fqdn", "")
    beside, is_host = said.get("beside", ""), _is_host(said, columns)
    address = address_in(said.get("address", "")) or (
        address_in(beside) if is_machine_address(beside) else ""
    )
    return ListedServer(
        name=name,
        where=where,
        site=_place(said, site),
        role=said.get("role") or (layout.role if layout and is_host else ""),
        os=said.get("os", "").removeprefix(f"{name}:").strip(),
        address=address or fqdn,
        needs=needs_in(said.get("needs", "")),
        notes="; ".join(
            _notes(said, columns, fqdn if address and fqdn.casefold() != name.casefold() else "")
        ),
        contact=said.get("contact", ""),
        backup=said.get("backup", ""),
        runs_on="" if is_host else said.get("runs_on", ""),
        cluster=said.get("cluster", ""),
        hosts=is_host,
    )


def _is_host(said: Mapping[str, str], columns: Columns) -> bool:
    layout = columns.layout
    return layout is not None and (
        layout.hosts or (bool(layout.kinds) and _row_kind(said, columns) == "host")
    )


def _place(said: Mapping[str, str], site: str) -> str:
    """Where a row says that its server is.

    What a product calls the one site that nobody named says nothing.
    """
    place = said.get("site", "")
    return site if folded(place) in NO_PLACES else place or site


def _notes(said: Mapping[str, str], columns: Columns, fqdn: str) -> Iterator[str]:
    """The notes on a server, from cells that no other field takes.

    Remarks, what stood beside the name, that it is physical (so that `infer` proposes no hypervisor
    for it), the full name where the address does not say it, further addresses, and an unusual
    state.
    """
    if notes := said.get("notes"):
        yield notes
    if metal := said.get("metal"):
        yield metal
    if (beside := said.get("beside", "")) and not is_machine_address(beside):
        yield beside
    if fqdn:
        yield fqdn
    if others := other_addresses(said.get("address", "")):
        yield ", ".join(others)
    if (
        (status := said.get("status", ""))
        and status.casefold() not in USUAL
        and not status.isdecimal()
    ):
        yield (
            f"{columns.titles[columns.of['status']]}: {status}"
            if "status" in columns.of and columns.titles
            else status
        )


def _shortened(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
