"""What the columns of a list of findings hold, told by headings and by the cells below them.

Such a list names a machine, its addresses and its site in several columns, says when it last heard
of it in others, and calls it infected in words, with yes and no, or by a number. All of them are
kept: which of several counts is seen where the list is laid beside a plan.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.words import vocabulary
from chwapi_console.inventory.importers.words.infection_words import parted
from chwapi_console.inventory.importers.words.machine_addresses import (
    addresses_in,
    is_machine_address,
)
from chwapi_console.inventory.importers.words.verdict_headings import HEADINGS, VAGUE
from chwapi_console.inventory.importers.words.verdict_words import bare
from chwapi_console.inventory.plain_words import folded, plain, word_set
from chwapi_console.named_tuples import NamedTuple

FIRST_ROWS = 60
"""Rows among which the headings are looked for, below whatever stands above the table."""

LOOKED_AT = 400
"""Rows by which it is told what a column holds."""

NAMES = tuple(
    dict.fromkeys(
        map(
            folded,
            (
                "hostname",
                "host name",
                "computer name",
                "computername",
                "device name",
                "endpoint name",
                "machine name",
                "server name",
                *vocabulary.FIELDS["name"],
                *vocabulary.FIELDS["fqdn"],
                "endpoint",
                "endpoints",
                "asset",
                "system name",
                "system",
                "client name",
                "agent name",
                "hosts",
                "hostnames",
                "machines",
                "computers",
                "devices",
                "assets",
                "serveurs",
                "postes",
                "agent computer name",
                "dns host name",
                "dnshostname",
                "netbios",
                "netbios name",
                "computer dns name",
                "src host",
                "source host",
                "affected host",
                "affected device",
                "impacted assets",
                "affected assets",
                "target",
                "workstation",
                "poste",
                "nom du poste",
                "nom de l'appareil",
                "nom d'hote",
                "terminal",
                "nom du terminal",
                "actif",
                "rechnername",
                "rechner",
                "computername",
                "gerätename",
                "gerät",
                "servername",
                "endpunkt",
                "endpunktname",
                "maschine",
                "apparaatnaam",
                "apparaat",
                "eindpunt",
                "machinenaam",
                "toestelnaam",
                "systeem",
                "werkstation",
            ),
        )
    )
)
"""What stands above a column of names, the likeliest first."""

_MACHINE = word_set("""
    host hosts hostname hostnames machines computers devices assets
    computer computername device endpoint endpoints machine server serveur agent asset fqdn
    dnsname netbios dns rechner rechnername gerat gerate endpunkt ordinateur poste hote equipement noeud node toestel
    systeem system maschine dnshostname servername client workstation appareil apparaat naam name nom names""")
_NOT_A_NAME = word_set("""
    id uuid guid type typ status state statut etat zustand toestand health risk group groups gruppe groupe groep os
    version ip ips address addresses adresse adres mac count user users owner role domain domaine model tags tag policy
    platform last first date location serial kind category value class isolation exposure score level active infected
    antivirus memory cpu update port url description comment vendor criticality rule process file threat malware virus
    product account plugin signature site manufacturer command parent sha md5 hash path event alert family template
    service services program technique tactic severity utilisateur benutzer gebruiker external managed network hypervisor
    manager management scanner time zone timezone timestamp seen scan disk is has key""")
_ADDRESS = word_set("""
    ip ips ipv4 ipv6 address addresses adresse adressen adresses adres inet inet6 ipaddress ipaddresses ipadresse hostip""")
_NOT_THE_MACHINES = word_set("""
    suspicious suspect suspecte suspectes malicious malveillante malveillantes verdachtige verdachte contacted contactee
    contactees blocked bloquees outbound c2
    mac external public visible remote gateway dns mail email dhcp wan nat scanner server physical hardware attacker
    destination dst peer proxy relay mgr nas website url web sender externe publique manager""")
_HEADINGS = frozenset(
    folded(words) for each in vocabulary.FIELDS.values() for words in each
) | word_set("""
    lastseen lastcontact lastscan lastactive lastconnected lastcommunication lastcheckin lastupdate date timestamp
    derniercontact derniereconnexion dernierecommunication dernierscan vule zuletztgesehen letzterkontakt letztescan
    laatstgezien laatstecontact datum zeitstempel tijdstip agentversion""")
"""Headings of any column, folded."""
_HEX = re.compile(
    r"(?=.*\d)(?:[0-9a-f]{8,}|[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})",
    re.IGNORECASE,
)
_DATA = re.compile(
    r"[<>=~]?-?\d+(?:[.,:/ -]\d+)*\s?(?:%|[a-z]{1,2}b?)?|\d{4}-?\d\d-?\d\d\b.*|"
    r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b.*|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)?,?\s*[a-z]{3,4}\.? \d{1,2},? \d{4}\b.*|true|false",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def title_words(title: str) -> tuple[str, ...]:
    """The plain words of a heading.

    `activeThreats`, `health.threats.status`, `Last_Seen` and `Virenscanner` fall apart.
    """
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})", " ", title[:120])
    return tuple(parted(filter(None, re.split(r"[\W_]+", plain(apart)))))


class ListColumns(NamedTuple):
    """The headings of a list, the row they are in, and the columns by what they may hold.

    The row is 0 where there are no headings; of several columns the likeliest comes first.
    """

    heading_row: int
    titles: tuple[str, ...]
    names: tuple[int, ...]
    addresses: tuple[int, ...]
    sites: tuple[int, ...]

    def rows(self, grid: Grid) -> list[ListRow]:
        """All rows but those that say the headings.

        What stands above them is a row too, for it may say something of a server.
        """
        return [
            row
            for row in grid.rows
            if row.number != self.heading_row and tuple(row.cells) != self.titles
        ]


def list_columns(grid: Grid, wished: Sequence[str], is_known: Callable[[str], bool]) -> ListColumns:
    """What was made out of the columns.

    `wished` are headings that a person named; `is_known` says whether a word names a server.
    """
    heading = verdict_heading(grid, wished, is_known)
    titles = tuple(heading.cells) if heading else ()
    below = [row.cells for row in grid.rows if row is not heading][:LOOKED_AT]
    widest = max(map(len, [*below, titles]), default=0)
    columns = {place: filled_cells(below, place) for place in range(widest)}
    return ListColumns(
        heading.number if heading else 0,
        titles,
        tuple(_of_names(grid, titles, columns, is_known)),
        tuple(_of_addresses(titles, columns)),
        tuple(place for place, title in enumerate(titles) if _is_for_sites(title)),
    )


def filled_cells(rows: Iterable[Sequence[str]], place: int) -> list[str]:
    """What stands in a column of these rows, empty cells left out."""
    return [cells[place] for cells in rows if place < len(cells) and cells[place]]


def _of_names(
    grid: Grid,
    titles: Sequence[str],
    columns: Mapping[int, Sequence[str]],
    is_known: Callable[[str], bool],
) -> list[int]:
    """The columns in which names of machines may stand, the likeliest first.

    By how many servers of the plan stand in them, then by their headings. Of one whose heading
    speaks of names the whole grid is looked at, of others the first rows.
    """
    ranks = {place: _rank_of_a_name(title) for place, title in enumerate(titles)}
    likely = sorted((rank, place) for place, rank in ranks.items() if rank is not None)
    names = [place for _, place in likely]

    def agreeing(cells: Sequence[str]) -> int:
        return sum(map(is_known, set(cells)))

    rows = [row.cells for row in grid.rows]
    by_heading = {place: agreeing(filled_cells(rows, place)) for place in names}
    if any(by_heading.values()):
        return sorted(names, key=lambda place: -by_heading[place])
    others = {place: agreeing(cells) for place, cells in columns.items() if place not in by_heading}
    said = [place for place in others if others[place]]
    return [*sorted(said, key=lambda place: -others[place]), *names]


def _of_addresses(titles: Sequence[str], columns: Mapping[int, Sequence[str]]) -> list[int]:
    """The columns with addresses: by their headings; where there are none, by their cells."""
    if titles:
        return [
            place
            for place, title in enumerate(titles)
            if _is_for_addresses(title) and any(map(addresses_in, columns[place]))
        ]
    return [
        place for place, cells in columns.items() if cells and all(map(is_machine_address, cells))
    ]


def verdict_heading(
    grid: Grid, wished: Sequence[str], is_known: Callable[[str], bool]
) -> ListRow | None:
    """The row of the headings.

    That which has the headings that a person named, else the first row of the table that is not
    plainly data. None where there is none.
    """
    rows = grid.rows[:FIRST_ROWS]
    if rows and rows[0].number == 0:
        return rows[0]
    if (named := _with_most_wished(rows, wished)) is not None:
        return named
    usual = _usual_width(grid)
    below = [
        _recurring(grid, place) for place in range(max((len(row.cells) for row in rows), default=0))
    ]
    heads = _before_data(grid, usual, below, is_known)
    best = max(heads, key=lambda row: _known_headings(row.cells), default=None)
    if best is None or _known_headings(best.cells):
        return best or _later(grid, usual, below, is_known)
    return next(
        (
            row
            for row in heads
            if any(_holds_data(grid, row, place, is_known) for place in range(len(row.cells)))
        ),
        None,
    )


def _with_most_wished(rows: Sequence[ListRow], wished: Sequence[str]) -> ListRow | None:
    """The first of the rows with the most of the headings that a person named.

    None where no row has one.
    """
    counts = [sum(folded(cell) in wished for cell in row.cells if cell) for row in rows]
    most = max(counts, default=0)
    return rows[counts.index(most)] if most else None


def _usual_width(grid: Grid) -> int:
    """How many cells most rows fill; the more where as many rows fill another number."""
    widths = Counter(sum(map(bool, row.cells)) for row in grid.rows[:LOOKED_AT])
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _before_data(
    grid: Grid, usual: int, below: "Sequence[Counter[str]]", is_known: Callable[[str], bool]
) -> list[ListRow]:
    """The rows above the first with data that may be headings.

    They fill half of the usual width, and say nothing that stands below again.
    """
    heads: list[ListRow] = []
    for row in grid.rows[:FIRST_ROWS]:
        filled = [(place, cell) for place, cell in enumerate(row.cells) if cell]
        if any(_is_data(cell, is_known) for _, cell in filled):
            break
        again = [cell for place, cell in filled if below[place][plain(cell)] > 1]
        recurs = (
            bool(again)
            and tuple(row.cells) not in _repeated(grid, row)
            and not _says_headings([cell for _, cell in filled], again)
        )
        is_title = len(filled) == 1 < usual and not _known_headings(row.cells)
        if len(filled) * 2 >= usual and not recurs and not is_title:
            heads.append(row)
    return heads


def _later(
    grid: Grid, usual: int, below: "Sequence[Counter[str]]", is_known: Callable[[str], bool]
) -> ListRow | None:
    """The first row below data that is one of headings, as below a line with an export's date."""
    for row in grid.rows[:FIRST_ROWS]:
        filled = [(place, cell) for place, cell in enumerate(row.cells) if cell]
        if (
            len(filled) * 2 >= usual
            and _known_headings(row.cells)
            and not any(_is_data(cell, is_known) for _, cell in filled)
            and not any(below[place][plain(cell)] > 1 for place, cell in filled)
        ):
            return row
    return None


def _known_headings(cells: Sequence[str]) -> int:
    """How many of these cells are headings of names or of verdicts."""
    return sum(
        _rank_of_a_name(cell) is not None or bare(cell) in HEADINGS or bare(cell) in VAGUE
        for cell in cells
        if cell
    )


def _says_headings(cells: Sequence[str], again: Sequence[str]) -> bool:
    """Whether a row is one of headings though other rows repeat some of its words.

    As below `Infected` and `Online`: at least as many of its other cells are headings as the
    repeated ones are not.
    """
    own = sum(_is_a_heading(cell) for cell in cells if cell not in again)
    return own > 0 and own >= sum(not _is_a_heading(cell) for cell in again)


@lru_cache(maxsize=4096)
def _is_a_heading(cell: str) -> bool:
    """Whether a cell is written as headings of any column of a list of machines are."""
    return (
        _rank_of_a_name(cell) is not None
        or _is_for_addresses(cell)
        or folded(cell) in _HEADINGS
        or bare(cell) in HEADINGS
    )


def _holds_data(grid: Grid, heading: ListRow, place: int, is_known: Callable[[str], bool]) -> bool:
    """Whether what stands in a column below a row is data."""
    cells = [
        cell
        for row in grid.rows[:FIRST_ROWS]
        if row.number > heading.number and (cell := cell_at(row.cells, place))
    ]
    return bool(cells) and all(_is_data(cell, is_known) for cell in cells)


def _recurring(grid: Grid, place: int) -> "Counter[str]":
    """How often each word stands in a column."""
    return Counter(
        plain(cell) for row in grid.rows[:LOOKED_AT] if (cell := cell_at(row.cells, place))
    )


def _repeated(grid: Grid, row: ListRow) -> set[tuple[str, ...]]:
    """The row itself, where a list says it anew on each page."""
    same = [each for each in grid.rows[:LOOKED_AT] if each.cells == row.cells]
    return {tuple(row.cells)} if len(same) > 1 else set()


def _is_data(cell: str, is_known: Callable[[str], bool]) -> bool:
    """Whether a cell can be no heading.

    A number, a date, an address, an id, or a server of the plan.
    """
    return bool(
        _DATA.fullmatch(cell) or _HEX.fullmatch(cell) or is_machine_address(cell)
    ) or is_known(cell)


@lru_cache(maxsize=4096)
def _rank_of_a_name(title: str) -> int | None:
    """How far from the likeliest heading of names this one is; None where it is none."""
    words = title_words(title)
    if not words:
        return None
    for tail in ("".join(words), "".join(words[-3:]), "".join(words[-2:]), words[-1]):
        if tail in NAMES and (tail == "".join(words) or not _qualified(words)):
            return NAMES.index(tail) + (0 if tail == "".join(words) else len(NAMES))
    if set(words) & _MACHINE and not set(words) & _NOT_A_NAME:
        return 3 * len(NAMES)
    return None


def _qualified(words: Sequence[str]) -> bool:
    """Whether words before a name say of what it is: `rule.name` names no machine."""
    return bool(set(words) & _NOT_A_NAME)


@lru_cache(maxsize=4096)
def _is_for_addresses(title: str) -> bool:
    words = set(title_words(title))
    return (bool(words & _ADDRESS) and not words & _NOT_THE_MACHINES) or _rank_of_a_name(
        title
    ) is not None


@lru_cache(maxsize=4096)
def _is_for_sites(title: str) -> bool:
    words = title_words(title)
    known = set(map(folded, (*vocabulary.FIELDS["site"], "standort", "niederlassung", "locatie")))
    return (
        bool(words)
        and ("".join(words) in known or words[-1] in known)
        and not set(words) & {"id", "url", "path", "web"}
    )
