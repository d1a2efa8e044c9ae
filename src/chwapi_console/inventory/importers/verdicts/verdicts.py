"""What an EDR or a scanner says of machines, read as verdicts.

A word that is none is listed, never guessed.

Where a row is not understood wholly, or two columns disagree, it is not taken for clean: the most
cautious reading counts. A row in doubt still says *compromised* where any of its cells does.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.columns.headers import Columns
from chwapi_console.inventory.importers.columns.list_columns import (
    ListColumns,
    filled_cells,
    list_columns,
    title_words,
)
from chwapi_console.inventory.importers.columns.verdict_columns import (
    VerdictColumn,
    lists_findings,
    says_when_last,
    seen_columns,
    sense_of,
    tells_of_a_contact,
    tells_when,
    unit_of,
    verdict_columns,
)
from chwapi_console.inventory.importers.columns.wishes import Wish, by_number, place_wished, wish
from chwapi_console.inventory.importers.found import Where
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.verdicts.likely_verdicts import no_verdicts
from chwapi_console.inventory.importers.verdicts.merged_verdicts import hits_above
from chwapi_console.inventory.importers.verdicts.presence import (
    is_unclear_of_an_agent,
    says_agent_off,
    tells_of_a_run,
    tells_of_an_agent,
    tells_of_looks_done,
    tells_what_it_knows,
)
from chwapi_console.inventory.importers.verdicts.remarks import (
    asks_for_doubt,
    doubt_in,
    hit_in,
    places_of_remarks,
    remark_in,
    suspicion_in,
)
from chwapi_console.inventory.importers.verdicts.unread_remarks import (
    UnreadRemark,
    places_to_read,
    unread_in,
)
from chwapi_console.inventory.importers.words.cells import machine_name, says_nothing
from chwapi_console.inventory.importers.words.moments import (
    ends_with_a_time,
    is_never,
    is_time_of_day,
    oldest,
    zone_of,
)
from chwapi_console.inventory.importers.words.remark_doubts import days_of_looks
from chwapi_console.inventory.importers.words.verdict_meaning import meaning, meaning_of, says_yes
from chwapi_console.inventory.importers.words.verdict_words import KNOWN, PLAIN, Meaning, bare
from chwapi_console.inventory.model import Verdict, most_cautious
from chwapi_console.inventory.plain_words import folded
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

FIELDS = ("name", "site", "address", "verdict", "seen")
"""What can be said of a list's columns with `--map`."""

DATED, LONGEST_DATE = 20, 60
"""Cells of a column by which it is told whether they are moments, and letters that one may have
with what stands around it."""


_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_IS_STRUCK = re.compile(r"#(?!\d)|//|;|~~")
"""How a cell begins of a row that somebody took out of a list and left in it."""


class VerdictSaid(NamedTuple):
    """One row of the list: the names that it may give its machine, the likeliest first.

    Its site and addresses as they are written; what it means, None where nobody can tell; and the
    words of the list.

    `seen` are the cells that say when the machine was last heard of, each below its heading.
    `strange` are words that are no verdict. A clean of a row with `doubts` is not to be taken. A
    `remark` says of an infection what the verdict does not. `unread` stands beside a clean, and no
    rule understands it.

    `looked` are days on which a remark says that somebody looked, with its words; `knows` the cells
    that say how old what a scanner knows is.
    """

    names: Sequence[str]
    where: Where
    words: str
    means: Meaning | None
    site: str = ""
    addresses: str = ""
    seen: Sequence[tuple[str, str]] = ()
    strange: Sequence[str] = ()
    doubts: Sequence[Sentence] = ()
    remark: str = ""
    unread: Sequence[UnreadRemark] = ()
    looked: Sequence[tuple[str, str]] = ()
    knows: Sequence[tuple[str, str]] = ()

    @property
    def name(self) -> str:
        """How the list calls the machine; empty where it does not."""
        return next(filter(None, self.names), "")


class Taking(NamedTuple):
    """How a table is taken.

    Its columns by what they hold, words that hold for every row, and what a person said of words;
    the columns in which people write what they want, those that some rows fill to say what agent
    is there, those in which words may stand that no rule understands, and those that say how a run
    of a scan stands.
    """

    columns: Columns
    names: Sequence[int]
    addresses: Sequence[int]
    sites: Sequence[int]
    verdicts: Sequence[VerdictColumn]
    seen: Sequence[int]
    given: Mapping[str, Verdict]
    listed: ListColumns
    chosen: bool = False
    of_findings: bool = False
    remarks: Collection[int] = frozenset()
    agents: Sequence[int] = ()
    to_read: Sequence[int] = ()
    runs: Collection[int] = ()

    @property
    def used(self) -> list[tuple[str, int]]:
        """The columns that are read: field, and place from 0."""
        once = [
            (field, places[0])
            for field, places in (("name", self.names), ("site", self.sites))
            if places
        ]
        return [
            *once,
            *(("address", place) for place in self.addresses if place not in self.names[:1]),
            *(("verdict", each.place) for each in self.verdicts),
            *(("seen", place) for place in self.seen),
        ]

    def rows(self, grid: Grid) -> list[ListRow]:
        """The rows that say something, or may."""
        return self.listed.rows(grid)


def taking(
    grid: Grid,
    maps: Sequence[str],
    meanings: Sequence[str],
    is_known: Callable[[str], bool] = lambda _: False,
) -> Taking:
    """How the table will be taken; `is_known` says whether words name a server of the plan.

    RequestError where the names or the verdicts cannot be made out.
    """
    wishes = [wish(text, FIELDS) for text in maps]
    always = {each.field: each.words for each in wishes if each.always}
    listed = list_columns(grid, _headings(grid, wishes), is_known)
    asked, titles = _places_asked(wishes, listed, grid), listed.titles
    places = _places_of_machines(listed, asked, always)
    names, sites, addresses = places["name"], places["site"], places["address"]
    cells = _cells(grid, listed)
    taken = [*names[:1], *sites, *(place for place in addresses if place not in names)]
    verdicts = _verdicts(titles, cells, asked["verdict"], taken, always)
    if not verdicts and "verdict" not in always:
        raise RequestError(no_verdicts(titles, cells, [*names, *addresses, *sites], len(cells)))
    seen = asked["seen"] or ([] if "seen" in always else _seen_by_itself(listed, cells, taken))
    read_already = {*taken, *names, *seen, *(each.place for each in verdicts)}
    remarks = frozenset(places_of_remarks(titles, cells, read_already))
    return Taking(
        Columns(_firsts(places), always, listed.heading_row, titles),
        names,
        addresses,
        sites,
        verdicts,
        seen,
        dict(map(meaning, meanings)),
        listed,
        bool(asked["verdict"]) or "verdict" in always,
        lists_findings(titles),
        remarks,
        _of_agents(titles, cells, {*taken, *(each.place for each in verdicts)}),
        places_to_read(titles, cells, read_already, remarks),
        _of_runs(titles, cells),
    )


def _firsts(places: Mapping[str, Sequence[int]]) -> dict[str, int]:
    return {field: taken_for[0] for field, taken_for in places.items() if taken_for}


def _places_of_machines(
    listed: ListColumns, asked: Mapping[str, list[int]], always: Mapping[str, str]
) -> dict[str, list[int]]:
    """The columns with names, sites and addresses: those asked for, else those made out.

    RequestError where nothing tells the machines apart.
    """
    places = {
        "name": asked["name"] or ([] if "name" in always else [*listed.names]),
        "site": asked["site"] or [*listed.sites],
        "address": asked["address"] or [*listed.addresses],
    }
    if not (places["name"] or places["address"] or "name" in always or "address" in always):
        raise RequestError(
            say(
                "No column with the names of servers was made out. Say which one it is: --map "
                "name=COLUMN."
            )
        )
    return places


def _places_asked(wishes: Sequence[Wish], columns: ListColumns, grid: Grid) -> dict[str, list[int]]:
    """For each field the columns that a person named for it."""
    asked: dict[str, list[int]] = {field: [] for field in FIELDS}
    for each in wishes:
        if not each.always:
            asked[each.field].append(place_wished(each, columns.titles, grid))
    return asked


def _seen_by_itself(
    columns: ListColumns, cells: Mapping[int, Sequence[str]], taken: Sequence[int]
) -> list[int]:
    """The columns that say when a machine was last heard of, where nobody named one."""
    dated = {
        place: _is_dated(words, cell_at(columns.titles, place))
        for place, words in cells.items()
        if place not in taken
    }
    return seen_columns(columns.titles, cells, dated)


def _headings(grid: Grid, wishes: Sequence[Wish]) -> list[str]:
    """The headings that a person named, folded; numbers and letters of columns are none."""
    widest = max((len(row.cells) for row in grid.rows), default=0)
    return [
        folded(each.words)
        for each in wishes
        if not each.always and not 0 <= by_number(each.words, -1) < widest
    ]


def _cells(grid: Grid, columns: ListColumns) -> dict[int, list[str]]:
    """What stands in each column below its heading, empty cells left out."""
    rows = [row.cells for row in columns.rows(grid) if row.number > columns.heading_row]
    widest = max(map(len, [*rows, columns.titles]), default=0)
    return {place: filled_cells(rows, place) for place in range(widest)}


def _verdicts(
    titles: Sequence[str],
    cells: Mapping[int, Sequence[str]],
    asked: Sequence[int],
    taken: Sequence[int],
    always: Mapping[str, str],
) -> list[VerdictColumn]:
    if asked:
        return [
            VerdictColumn(place, sense_of(cell_at(titles, place), cells.get(place, ())))
            for place in asked
        ]
    return [] if "verdict" in always else verdict_columns(titles, cells, taken)


def _of_agents(
    titles: Sequence[str], cells: Mapping[int, Sequence[str]], read_already: Collection[int]
) -> list[int]:
    """The columns that say of an agent or of a look how it stands, and that not all rows fill."""
    rows = max(map(len, cells.values()), default=0)
    return [
        place
        for place, title in enumerate(titles)
        if place not in read_already
        and (
            tells_of_an_agent(title_words(title))
            or tells_of_looks_done(title_words(title), cells.get(place, ()))
        )
        and 0 < sum(not says_nothing(cell) for cell in cells.get(place, ())) < rows
    ]


def _of_runs(titles: Sequence[str], cells: Mapping[int, Sequence[str]]) -> frozenset[int]:
    """The columns that say how a run of a scan stands."""
    return frozenset(
        place
        for place, title in enumerate(titles)
        if tells_of_a_run(title_words(title), cells.get(place, ()))
    )


def _is_dated(words: Sequence[str], title: str) -> bool:
    """Whether the cells of a column are moments, or say all that there was none."""
    from datetime import UTC

    from chwapi_console.clock import utc_now

    if unit_of(title) and all(word.isdecimal() for word in words):
        return True
    about = title_words(title)
    said = (
        word for word in dict.fromkeys(words) if not (is_never(word) or says_agent_off(about, word))
    )
    some = list(islice(said, DATED))
    told = tells_when(title)
    read_as = [
        word
        for word in some
        if len(word) <= LONGEST_DATE
        and (oldest(word, UTC, utc_now()) is not None or (told and is_time_of_day(word)))
    ]
    if not some:
        return says_when_last(title)
    return len(read_as) * 2 > len(some) or (bool(read_as) and tells_of_a_contact(title))


def verdicts_in(grid: Grid, table: Taking) -> Iterator[VerdictSaid]:
    """What each row says."""
    rows = table.rows(grid)
    above = _hits_above(rows, table)
    section = ""
    for row, below in pairwise([*rows, None]):
        if row is not None:
            section = _section(row, table, section)
            said = _below_section(_said(grid, row, table, above.get(row.number, "")), section)
            yield said if below is None else _with_what_goes_on(said, below, table)


def _section(row: ListRow, table: Taking, section: str) -> str:
    """What stands alone in the last row that said nothing else, as words above several rows do."""
    filled = set(filter(None, row.cells))
    is_alone = len(filled) == 1 and len(row.cells) > 1 and row.number > table.columns.heading_row
    return filled.pop().strip(" -=:*#") if is_alone else section


def _below_section(said: VerdictSaid, section: str) -> VerdictSaid:
    """What a row says, in doubt where it calls clean what stands below words of doubt."""
    if said.means != "clean" or not section:
        return said
    if not (asks_for_doubt(section) or meaning_of(section, "verdict", {}) == "compromised"):
        return said
    doubt = say('it stands below "{words}"', words=section[:LONGEST_DATE])
    return said._replace(doubts=(*said.doubts, doubt))


def _with_what_goes_on(said: VerdictSaid, below: ListRow, table: Taking) -> VerdictSaid:
    """What a row says, in doubt where the row below names no machine and may go on with its words.

    So terminals print what is too long for its column. What stands left of a name is of the table.
    """
    is_of_objects = bool(table.columns.titles) and not table.columns.heading_row
    if said.means != "clean" or is_of_objects or not table.names or "name" in table.columns.always:
        return said
    name = table.names[0]
    if cell_at(below.cells, name) or any(below.cells[:name]):
        return said
    words = [cell for cell in below.cells[name + 1 :] if cell]
    if not words or all(meaning_of(cell, "verdict", table.given) == "clean" for cell in words):
        return said
    doubt = say(
        'the row below names no machine, and may go on with this one: "{words}"',
        words=" · ".join(words)[:LONGEST_DATE],
    )
    return said._replace(doubts=(*said.doubts, doubt))


def _hits_above(rows: Sequence[ListRow], table: Taking) -> Mapping[int, str]:
    """The infections that may hold for rows below them too; none in objects, whose cells none merges."""
    heading = table.columns.heading_row
    if "name" in table.columns.always or (table.columns.titles and not heading):
        return {}
    below = [row for row in rows if row.number > heading]
    return hits_above(below, table.names, table.verdicts, table.given, table.sites, table.seen)


class _Reading(NamedTuple):
    """A cell that says whether the machine is infected, and what it means.

    None for a word that is no verdict.
    """

    cell: str
    means: Meaning | None
    column: VerdictColumn


def _said(grid: Grid, row: ListRow, table: Taking, above: str) -> VerdictSaid:
    always, readings = table.columns.always, list(_readings(row, table))
    strange = [each.cell for each in readings if each.means is None]
    elsewhere, doubts = _infected_elsewhere(row, table), list(_doubts(row, table))
    meanings: list[Meaning] = [each.means for each in readings if each.means is not None]
    if elsewhere and (doubts or not table.chosen):
        meanings.append("compromised")
    remark = "" if "compromised" in meanings else elsewhere or _remark(row, table)
    if beside := _suspicion(row, table) or remark:
        doubts.append(say('another column says "{words}"', words=beside))
    if perhaps := "" if readings else _perhaps_infected(row, table):
        meanings.append("perhaps")
    if above:
        meanings.append("merged")
    doubts += _doubts_of_clean([each.column for each in readings if each.means == "clean"], table)
    named = [always["name"]] if "name" in always else _filled(row, table.names)
    if not named:
        doubts.append(say("no name stands in the columns of names"))
    means = _most_cautious(meanings, strange)
    words = [each.cell for each in readings if each.cell] or [elsewhere or perhaps or above]
    return VerdictSaid(
        _perhaps_names(named, row, table),
        Where(row.number, grid.within),
        " · ".join(words),
        means,
        _site(row, table),
        _addresses(row, table),
        _seen(row, table),
        strange,
        doubts,
        remark,
        unread_in(row.cells, table.columns.titles, table.to_read) if means == "clean" else (),
        _looked(row, table) if means == "clean" else (),
        _known(row, table) if means == "clean" else (),
    )


def _known(row: ListRow, table: Taking) -> list[tuple[str, str]]:
    """The cells that say how old what a scanner knows is, each below its heading."""
    titles = table.columns.titles
    return [
        (titles[at], cell)
        for at, cell in enumerate(row.cells[: len(titles)])
        if cell and tells_what_it_knows(title_words(titles[at]))
    ]


def _looked(row: ListRow, table: Taking) -> list[tuple[str, str]]:
    """The days on which remarks say that somebody looked, each with its words."""
    cells = [row.cells[at] for at in _beside(row, table) if at in table.remarks and row.cells[at]]
    return [(cell, day) for cell in cells for day in days_of_looks(cell)]


def _site(row: ListRow, table: Taking) -> str:
    return table.columns.always.get("site") or " ".join(_filled(row, table.sites[:1]))


def _addresses(row: ListRow, table: Taking) -> str:
    return table.columns.always.get("address") or ", ".join(_filled(row, table.addresses))


def _filled(row: ListRow, places: Sequence[int]) -> list[str]:
    """What stands in these columns of a row, empty cells left out."""
    return [cell for place in places if (cell := cell_at(row.cells, place))]


def _readings(row: ListRow, table: Taking) -> Iterator[_Reading]:
    """Each cell that says a verdict, and the one that a person gave for every row.

    An empty one says that nobody knows, where verdicts stand in words; elsewhere it says nothing.
    """
    for column in table.verdicts:
        if cell := cell_at(row.cells, column.place):
            yield _Reading(cell, meaning_of(cell, column.sense, table.given), column)
        elif column.sense == "verdict":
            yield _Reading("", "unknown", column)
    if (words := table.columns.always.get("verdict")) is not None:
        yield _Reading(
            words, meaning_of(words, "verdict", table.given), VerdictColumn(-1, "verdict")
        )


def _perhaps_names(named: list[str], row: ListRow, table: Taking) -> list[str]:
    """What may name the machine.

    Where the columns may be shifted, or no name stands where it should, any cell.
    """
    if named and not row.broken and not _is_shifted(row, table):
        return named
    return [*named, *(cell for cell in row.cells if cell and cell not in named)]


def _seen(row: ListRow, table: Taking) -> list[tuple[str, str]]:
    """When the machine was last heard of, by each column that says so, with its heading."""
    if "seen" in table.columns.always:
        return [("", table.columns.always["seen"])]
    titles = [(table.columns.title(place), place) for place in table.seen]
    return [(title, _with_unit(title, cell_at(row.cells, place))) for title, place in titles]


def _doubts_of_clean(columns: Sequence[VerdictColumn], table: Taking) -> Iterator[Sentence]:
    """Why what these columns call clean may not be."""
    if any(column.guessed for column in columns):
        yield say(
            "nothing above the column says that it holds verdicts. If it does: --map verdict=COLUMN"
        )
    dated = table.seen or "seen" in table.columns.always
    if not dated and {column.sense for column in columns} == {"count"}:
        yield say(
            "the list counts infections and says no dates. If it is newer than the incident: "
            "--map seen==TIME"
        )


def _with_unit(title: str, cell: str) -> str:
    """What a cell says, with the unit that its heading gives a bare number, or a time its zone."""
    if cell.isdecimal() and unit_of(title):
        return f"{cell} {unit_of(title)}"
    zone = zone_of(title)
    return f"{cell} {zone}" if zone and ends_with_a_time(cell) else cell


def _most_cautious(meanings: Sequence[Meaning], strange: Sequence[str]) -> Meaning | None:
    """Compromised by any; else what may be an infection or is over.

    Or is suspected. Else nobody can tell where a word is no verdict.
    """
    if "compromised" in meanings:
        return "compromised"
    unsettled: tuple[Meaning, ...] = ("perhaps", "over", "suspected", "merged")
    for each in unsettled:
        if each in meanings:
            return each
    if strange or not meanings:
        return None
    return most_cautious([each for each in meanings if each not in unsettled])


def _infected_elsewhere(row: ListRow, table: Taking) -> str:
    """A cell of another column that says in plain words that the machine is infected.

    In a row whose columns may be shifted, any word that means it. Empty where there is none.
    """
    read_already = {each.place for each in table.verdicts} | set(table.names[:1])
    shifted = row.broken or _is_shifted(row, table)
    return next(
        (
            cell
            for place, cell in enumerate(row.cells)
            if cell
            and (shifted or place not in read_already)
            and (bare(cell) in PLAIN or (shifted and _means_infected(cell, table)))
        ),
        "",
    )


def _suspicion(row: ListRow, table: Taking) -> str:
    """What a cell that is read for nothing else says of an infection that is over, or suspected."""
    beside = _beside(row, table)
    found = suspicion_in(row.cells, table.columns.titles, beside)
    if found:
        return found[1]
    return doubt_in(row.cells, table.columns.titles, [at for at in beside if at in table.remarks])


def _remark(row: ListRow, table: Taking) -> str:
    """What a cell that is read for nothing else says of an infection among other words."""
    beside, titles = _beside(row, table), table.columns.titles
    return remark_in(row.cells, titles, [at for at in beside if at in table.remarks]) or hit_in(
        row.cells, titles, beside
    )


def _beside(row: ListRow, table: Taking) -> list[int]:
    """The places of the cells beside the name and the verdicts."""
    read_already = {each.place for each in table.verdicts} | set(table.names[:1])
    return [place for place in range(len(row.cells)) if place not in read_already]


def _perhaps_infected(row: ListRow, table: Taking) -> str:
    """A yes in a row that ends before its verdict; empty where there is none.

    It may be the yes that the verdict is.
    """
    flags = any(each.sense == "flag" for each in table.verdicts)
    if not flags or any(each.place < len(row.cells) for each in table.verdicts):
        return ""
    return next(
        (
            cell
            for place, cell in enumerate(row.cells)
            if place not in table.names[:1] and says_yes(cell)
        ),
        "",
    )


def _means_infected(cell: str, table: Taking) -> bool:
    return table.given.get(bare(cell), KNOWN.get(bare(cell))) == "compromised"


def _is_wide(row: ListRow, table: Taking) -> bool:
    """Whether a row has more cells than there are headings."""
    return bool(table.columns.titles) and len(row.cells) > len(table.columns.titles)


def _is_shifted(row: ListRow, table: Taking) -> bool:
    """Whether what stands in the columns of a row belongs to others.

    There are too many cells, or a verdict where names stand.
    """
    names = [row.cells[place] for place in table.names[:1] if place < len(row.cells)]
    return _is_wide(row, table) or any(
        bare(name) in KNOWN for name in names if name not in ("", "-", "?")
    )


def _doubts(row: ListRow, table: Taking) -> Iterator[Sentence]:
    """Why a row cannot be relied on."""
    if row.broken:
        yield say("a quote is opened and never closed, so its columns may be shifted")
    elif _is_wide(row, table):
        yield say("the row has more columns than headings, so they may be shifted")
    elif _is_shifted(row, table):
        yield say("a verdict stands where names should, so the columns may be shifted")
    if row.number < table.columns.heading_row:
        yield say("the row stands above the headings")
    if any(map(_IS_STRUCK.match, (*row.cells[:1], *_filled(row, table.names[:1])))):
        yield say("the row is struck out")
    if beside := next(filter(_is_doubt, _beside_names(row, table)), ""):
        yield say('beside its name stands "{words}"', words=beside)
    read_already = {each.place for each in table.verdicts} | set(table.names[:1])
    if missing := next((at for at in table.agents if says_nothing(cell_at(row.cells, at))), None):
        yield _missing(table.columns.title(missing))
    yield from _doubts_of_the_agent(row, table, read_already)


def _beside_names(row: ListRow, table: Taking) -> Iterator[str]:
    """What stands in brackets at the names of a row, or behind one: `dc1 (à revoir)`."""
    for cell in _filled(row, table.names):
        yield from (found[1] for found in _IN_BRACKETS.finditer(cell))
        yield machine_name(cell)[1]


def _is_doubt(words: str) -> bool:
    if not words:
        return False
    said = ([words], [""], [0])
    infected = bare(words) in PLAIN or remark_in(*said)
    return bool(infected or suspicion_in(*said) or doubt_in(*said))


def _missing(heading: str) -> Sentence:
    """That a cell is empty in which other rows say that an agent is there, or that somebody looked."""
    if tells_of_an_agent(title_words(heading)):
        return say('by the list there is no agent on it ("{heading}" is empty)', heading=heading)
    return say(
        'the list does not say that it was looked at ("{heading}" is empty)', heading=heading
    )


def _doubts_of_the_agent(
    row: ListRow, table: Taking, read_already: Collection[int]
) -> Iterator[Sentence]:
    """That by one of the cells an agent is off or a scan was not done, or may be."""
    unclear = None
    for place, cell in enumerate(row.cells):
        if place in read_already or not cell:
            continue
        title = table.columns.title(place)
        about = (*title_words(title), *(("scan",) if place in table.runs else ()))
        if says_agent_off(about, cell):
            yield say(
                'by the list its agent is off or its scan was not done ("{heading}": {words})',
                heading=title or str(place + 1),
                words=cell,
            )
            return
        if unclear is None and is_unclear_of_an_agent(title_words(title), cell):
            unclear = say(
                'the list does not say clearly whether its agent is on ("{heading}": {words})',
                heading=title,
                words=cell,
            )
    if unclear:
        yield unclear
