"""Which column holds what.

By its heading, compared with the words of `vocabulary`, and by what stands in it. The guess is
there to be shown.

Of several columns the best by both is taken. What a person says stands above every guess
(`wishes`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from difflib import SequenceMatcher
from functools import cache, lru_cache

from chwapi_console.inventory.importers.columns.headings import Known, heading_of
from chwapi_console.inventory.importers.columns.products import LAYOUTS, Layout
from chwapi_console.inventory.importers.columns.standing import (
    ColumnCells,
    are_the_same,
    fitness,
    is_each_another,
    like_machines,
    named_within,
    standing_below,
)
from chwapi_console.inventory.importers.columns.wishes import (
    Wish,
    by_number,
    column_titled,
    place_wished,
)
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.words.paths import bare_words, place_parts
from chwapi_console.inventory.importers.words.phrases import (
    heading_key,
    keys_of,
    without_common_beginning,
    words_of,
)
from chwapi_console.inventory.importers.words.vocabulary import (
    FIELDS,
    NO_ADDRESSES,
    NO_NAMES,
    NO_SLIPS,
)
from chwapi_console.inventory.plain_words import folded
from chwapi_console.named_tuples import NamedTuple

EXACT, STEP, NEARLY = 1000, 3, 100
"""What a heading is worth that is a field's very word, by how much the next one of the field is
less, and one with a slip of the pen."""

SURE = 500
"""From where on a heading is a word of the field and not only like one."""

LOOKED_AT = 60
"""Rows by which a table's width is told."""

OF_THE_PLAN = 600
"""What it is worth that a column says the sites of the plan."""

ADDED = frozenset({"address", "contact", "backup", "needs"})
"""What exports of products that do not have it by themselves are given a column for."""

_BARE_HOST = frozenset({"hote", "host", "hosts"})
"""Headings that mean the machine itself as often as the one below it."""
_OF_VIRTUAL_MACHINES = frozenset({"vcpu", "vcpus", "guest", "powerstate", "power", "vm", "vms"})
"""Words of headings that only lists of virtual machines have."""


class Columns(NamedTuple):
    """What was understood of a table's columns, from 0: by field; words that hold for every row.

    The row of the headings (0 where there is none); all headings; the product that is known to
    export such a table.
    """

    of: Mapping[str, int]
    always: Mapping[str, str] = {}
    heading_row: int = 0
    titles: tuple[str, ...] = ()
    layout: Layout | None = None

    @property
    def not_taken(self) -> tuple[str, ...]:
        """The headings that go nowhere."""
        return tuple(
            title
            for place, title in enumerate(self.titles)
            if title and place not in self.of.values()
        )

    def title(self, place: int) -> str:
        """The heading of a column; empty where it has none."""
        return cell_at(self.titles, place)

    def above(self, grid: Grid) -> list[ListRow]:
        """The rows that stand above its headings."""
        return [row for row in grid.rows if row.number < self.heading_row]

    def below(self, grid: Grid) -> list[ListRow]:
        """The rows of the table below its headings."""
        return [row for row in grid.rows if row.number > self.heading_row]


def columns_of(
    grid: Grid, wishes: Sequence[Wish] = (), sites: Set[str] = frozenset()
) -> Columns | None:
    """What the columns hold; None when no column with names can be made out.

    `sites` are names of sites, folded, that the plan knows. RequestError about a wish for no
    column.
    """
    heading = heading_of(grid, _known, _asked(grid, wishes))
    titles = tuple(heading.cells) if heading else ()
    below = [row.cells for row in grid.rows if not heading or row.number > heading.number]
    columns = [
        standing_below(below, place) for place in range(max(map(len, (titles, *below)), default=0))
    ]
    layout = _layout(titles)
    guessed = _guess(titles, columns, sites)
    filled = {place for place, column in enumerate(columns) if column.filled}
    of = (
        _with_what_else_is_known(_of_layout(layout, titles, filled), guessed) if layout else guessed
    )
    for wished in wishes:
        if not wished.always:
            place = place_wished(wished, titles, grid)
            of = {
                field: at
                for field, at in of.items()
                if field != wished.field and (at != place or field == "address")
            }
            of[wished.field] = place
    always = {wished.field: wished.words for wished in wishes if wished.always}
    if "name" not in of:
        of |= _by_content(titles, columns, of)
    if "name" not in of:
        return None
    return Columns(of, always, heading.number if heading else 0, titles, layout)


def _with_what_else_is_known(of: Mapping[str, int], guessed: Mapping[str, int]) -> dict[str, int]:
    """The columns of a product's export, with those that its customer added."""
    return {
        **{
            field: place
            for field, place in guessed.items()
            if field in ADDED and place not in of.values()
        },
        **of,
    }


def _asked(grid: Grid, wishes: Sequence[Wish]) -> list[str]:
    """The headings that somebody named, folded; a letter or number names none."""
    widest = max((len(row.cells) for row in grid.rows[:LOOKED_AT]), default=0)
    return [
        folded(wished.words)
        for wished in wishes
        if not wished.always and not 0 <= by_number(wished.words, -1) < widest
    ]


@lru_cache(maxsize=4096)
def fields_titled(title: str) -> frozenset[str]:
    """The fields that have this very heading."""
    return frozenset(field for field, known in _aliases().items() if folded(title) in known)


OF_A_PRODUCT = 2
"""Headings that are sure at least where a product is known by all of them."""

_MAY_BE_A_HEADING = re.compile(r"\D{1,40}").fullmatch
"""Nearly all cells are told from headings by this alone, and far sooner than by their words."""


def begins_a_table(row: ListRow, columns: Columns) -> bool:
    """Whether a row below the headings is one of headings itself, of the same table or of another."""
    if not columns.heading_row:
        return False
    fields = [
        fields_titled(cell) if _MAY_BE_A_HEADING(cell) else frozenset()
        for cell in row.cells
        if cell
    ]
    sure = sum(map(bool, fields))
    return sure >= 2 and sure * 2 >= len(fields) and any("name" in each for each in fields)


def repeats_headings(row: ListRow, columns: Columns) -> bool:
    """Whether a row of headings says of each column that is taken what the headings above said."""
    return all(
        place < len(row.cells) and folded(row.cells[place]) == folded(columns.title(place))
        for place in columns.of.values()
    )


def _known(cells: Sequence[str]) -> Known:
    """What the words of a row are known to be the headings of, by themselves."""
    of: dict[str, int] = {}
    sure = 0
    for place, field, score in _likenesses(cells):
        if field not in of and place not in of.values():
            of[field] = place
            sure += score > SURE
    if "name" not in of:
        for field in ("fqdn", "runs_on"):
            if field in of and "name" in _likeness(cells[of[field]][:80]):
                of["name"] = of.pop(field)
                break
    if of and (layout := _layout(cells)) is not None:
        return Known({**of, **_of_layout(layout, cells)}, max(sure, OF_A_PRODUCT))
    return Known(of, sure)


def _likenesses(titles: Sequence[str]) -> list[tuple[int, str, int]]:
    """Place, field and likeness of every heading that is like one, the surest first."""
    short = without_common_beginning(titles)
    found = [
        (place, field, score)
        for place, title in enumerate(titles)
        if title
        for field, score in _either(title[:80], short[place][:80]).items()
    ]
    return sorted(found, key=lambda each: (-each[2], each[0]))


def _either(title: str, short: str) -> Mapping[str, int]:
    """The likeness of a heading, or what it is like without the beginning that all share."""
    found = _likeness(title)
    if title == short:
        return found
    return {**{field: score - STEP for field, score in _likeness(short).items()}, **found}


@cache
def _aliases() -> Mapping[str, Mapping[str, int]]:
    """For each field its headings, folded and without articles, with their ranks."""
    return {
        field: {
            written: rank
            for rank, words in reversed(list(enumerate(each)))
            for written in (folded(words), heading_key(words))
        }
        for field, each in FIELDS.items()
    }


@lru_cache(maxsize=4096)
def _likeness(title: str) -> Mapping[str, int]:
    """How much a heading is like the headings of each field; none of what it is not like."""
    found: dict[str, int] = {}
    for key, loss in keys_of(title).items():
        for field, known in _aliases().items():
            if key in known:
                found[field] = max(found.get(field, 0), EXACT - STEP * known[key] - loss)
    return found or dict(_nearly(title))


def _nearly(title: str) -> Iterator[tuple[str, int]]:
    """A heading with a slip of the pen in it: as many words, each nearly the same.

    An id is nothing but an id.
    """
    words = words_of(title)
    if (
        sum(map(len, words)) < 5
        or words[-1:] in (["id"], ["ids"])
        or any(map(str.isdecimal, "".join(words)))
    ):
        return
    for field, known in _alias_words().items():
        if any(len(each) == len(words) and all(map(_is_near, each, words)) for each in known):
            yield field, NEARLY


@cache
def _alias_words() -> Mapping[str, Sequence[Sequence[str]]]:
    return {field: [words_of(words) for words in each] for field, each in FIELDS.items()}


@lru_cache(maxsize=65536)
def _is_near(one: str, other: str) -> bool:
    if one == other:
        return True
    if (
        abs(len(one) - len(other)) > 2
        or min(len(one), len(other)) < 4
        or "id" in (one[-2:], other[-2:])
        or other in NO_SLIPS
    ):
        return False
    return SequenceMatcher(None, one, other).ratio() >= 0.86


def _guess(
    titles: Sequence[str], columns: Sequence[ColumnCells], sites: Set[str]
) -> dict[str, int]:
    """A column for each field that one can be told for.

    The name first, then the best of what is left.
    """
    scored = [
        (score + well, field, place)
        for place, field, score in _likenesses(titles)
        if (well := fitness(field, folded(titles[place]), columns[place])) is not None
    ]
    scored += _claimed_by_what_stands_there(titles, columns, sites)
    hosts = _hosts_of_virtual_machines(titles, columns)
    scored = [
        (score, "runs_on" if field == "name" and place in hosts else field, place)
        for score, field, place in scored
    ]
    of: dict[str, int] = {}
    for wanted in ("name", ""):
        for _, field, place in sorted(scored, key=lambda each: (-each[0], each[2])):
            if (
                field not in of
                and place not in of.values()
                and wanted in (field, "")
                and _may(field, place, titles, columns, of)
            ):
                of[field] = place
    return of


def _hosts_of_virtual_machines(
    titles: Sequence[str], columns: Sequence[ColumnCells]
) -> frozenset[int]:
    """The columns of a list of virtual machines below whose `Host name` names stand again and again.

    Where beside them a column of names says another in each row, that one names the machines.
    """
    words = [frozenset(words_of(title)) for title in titles]
    if not any(each & _OF_VIRTUAL_MACHINES for each in words):
        return frozenset()
    named = [place for place, title in enumerate(titles) if "name" in _likeness(title[:80])]
    again = frozenset(
        place
        for place in named
        if words[place] & _BARE_HOST
        and len(set(columns[place].said)) * 4 <= len(columns[place].said) * 3
    )
    others = (columns[place] for place in named if place not in again)
    return again if any(_names_each(column) for column in others) else frozenset()


def _names_each(column: ColumnCells) -> bool:
    """Whether nearly every row says a name of its own."""
    return column.share("name") >= 0.8 and len(set(column.said)) * 10 >= len(column.said) * 9 > 0


def _claimed_by_what_stands_there(
    titles: Sequence[str], columns: Sequence[ColumnCells], sites: Set[str]
) -> Iterator[tuple[int, str, int]]:
    """What columns are by what stands in them: sites that the plan knows.

    Addresses below a heading that says it is a host.
    """
    for place, (title, column) in enumerate(zip(titles, columns, strict=False)):
        if sites and named_within(column, sites) >= 0.8:
            yield EXACT + OF_THE_PLAN, "site", place
        elif sites and "site" in (likeness := _likeness(title[:80])) and _lie_in(column, sites):
            yield likeness["site"] + OF_THE_PLAN // 2, "site", place
        if title and column.filled and column.share("address") >= 0.5 and _may_be_its_own(title):
            yield (SURE if "name" in _likeness(title[:80]) else NEARLY), "address", place
        elif title and "name" in _likeness(title[:80]) and "runs_on" in _likeness(title[:80]):
            yield NEARLY - 1, "address", place


def _lie_in(column: ColumnCells, sites: Set[str]) -> bool:
    """Whether most cells are places that lie in sites of the plan, by a part of their path."""
    places = [place_parts(cell) for cell in column.cells if cell]
    within = sum(
        any(folded(part) in sites or bare_words(part) in sites for part in parts)
        for parts in places
    )
    return within >= 0.8 * len(places) > 0


def _may_be_its_own(title: str) -> bool:
    """Whether addresses below a heading may be those of the machine itself.

    And not of what it runs on or asks.
    """
    likeness = _likeness(title[:80])
    return NO_ADDRESSES.isdisjoint(words_of(title)) and not (
        "runs_on" in likeness and "name" not in likeness
    )


def _may(
    field: str,
    place: int,
    titles: Sequence[str],
    columns: Sequence[ColumnCells],
    of: Mapping[str, int],
) -> bool:
    """Whether a column can be a field beside the column of names.

    Who says again who stands there is no host but its address.
    """
    if "name" not in of:
        return True
    again = are_the_same(columns[of["name"]], columns[place])
    if field == "runs_on":
        bare = folded(titles[place]) in _BARE_HOST
        return not again and not (bare and is_each_another(columns[place]))
    if (
        field == "address"
        and not columns[place].share("address")
        and "name" in _likeness(titles[place][:80])
    ):
        return again and any("." in cell for cell in columns[place].cells)
    return True


def _of_layout(
    layout: Layout, titles: Sequence[str], filled: Set[int] = frozenset()
) -> dict[str, int]:
    """The columns of a product's export: for each field the first that is there, and says anything."""
    found: dict[str, int] = {}
    for field, keys in layout.columns.items():
        places = [place for key in keys if (place := _column(titles, key)) is not None]
        free = [place for place in places if place not in found.values()]
        if free:
            found[field] = next((place for place in free if place in filled), free[0])
    return found


def _column(titles: Sequence[str], key: str) -> int | None:
    place = column_titled(titles, key)
    return column_titled(without_common_beginning(titles), key) if place is None else place


def _layout(titles: Sequence[str]) -> Layout | None:
    keys = {folded(title) for title in titles} | {
        folded(title) for title in without_common_beginning(titles)
    }
    return next(
        (layout for layout in LAYOUTS if any(each <= keys for each in layout.signatures)), None
    )


def _by_content(
    titles: Sequence[str], columns: Sequence[ColumnCells], taken: Mapping[str, int]
) -> dict[str, int]:
    """The columns of names and addresses, told by what stands in them.

    Names are words without spaces, no two alike; with other columns beside them most have a figure
    or a hyphen too, as machines have.
    """
    rows = max((len(column.cells) for column in columns), default=0)
    found: dict[str, int] = {}
    names: list[tuple[float, int]] = []
    for place, column in enumerate(columns):
        words = set(words_of(cell_at(titles, place)))
        if place in taken.values() or column.filled * 2 < rows:
            continue
        if "address" not in taken and "address" not in found and _holds_addresses(column, words):
            found["address"] = place
        elif _holds_names(column, words):
            names.append((-like_machines(column), place))
    if names and ((not titles and len(columns) == 1) or min(names)[0] <= -0.5):
        found["name"] = min(names)[1]
    if "name" not in found and (named := _named_by_address(titles, columns, taken)) is not None:
        found["name"] = named
    return found if "name" in found else {}


def _holds_addresses(column: ColumnCells, title: Set[str]) -> bool:
    """Whether a column is of addresses by its cells, and its heading says nothing else."""
    return column.share("address") >= 0.9 and title.isdisjoint(NO_ADDRESSES)


def _holds_names(column: ColumnCells, title: Set[str]) -> bool:
    """Whether the cells of a column are names, and its heading says nothing else.

    Names are nearly all unlike each other, and longer than a letter.
    """
    return (
        column.share("name") >= 0.9
        and title.isdisjoint(NO_NAMES)
        and len(set(column.said)) * 10 >= len(column.said) * 9
        and sum(len(word) > 1 for word in column.said) * 10 >= len(column.said) * 9
    )


def _named_by_address(
    titles: Sequence[str], columns: Sequence[ColumnCells], taken: Mapping[str, int]
) -> int | None:
    """A column of hosts that holds addresses, where nothing else names them."""
    return next(
        (
            place
            for place, title in enumerate(titles)
            if title and "name" in _likeness(title[:80]) and columns[place].share("address") >= 0.5
        ),
        None,
    )
