"""Which column holds what: headings are found, compared with the words of `vocabulary`, and the guess is there to be shown.

What a person says stands above every guess (`wishes`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import NamedTuple

from chwapi_console.inventory.importers.tables import Grid, Row
from chwapi_console.inventory.importers.vocabulary import FIELDS, LAYOUTS, Layout
from chwapi_console.inventory.importers.wishes import Wish, by_number, column_titled, place_wished
from chwapi_console.inventory.plain_words import folded, tokens

FIRST_ROWS = 60
"""Rows among which the headings are looked for, below whatever stands above the table."""

LOOKED_AT = 100
"""Rows by which a column without a heading is told."""

EXACT, WORDS, NEARLY = 1000, 300, 100
_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}(/\d+)?")
_HOST = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{1,62}")


class Columns(NamedTuple):
    """What was understood of a table's columns, from 0: by field; words that hold for every row; the row of the headings
    (0 where there is none); all headings; the product that is known to export such a table.
    """

    of: Mapping[str, int]
    always: Mapping[str, str] = {}
    heading_row: int = 0
    titles: tuple[str, ...] = ()
    layout: Layout | None = None

    @property
    def not_taken(self) -> tuple[str, ...]:
        """The headings that go nowhere."""
        return tuple(title for place, title in enumerate(self.titles) if title and place not in self.of.values())

    def title(self, place: int) -> str:
        """The heading of a column; empty where it has none."""
        return self.titles[place] if place < len(self.titles) else ""

    def above(self, grid: Grid) -> list[Row]:
        """The rows that stand above its headings."""
        return [row for row in grid.rows if row.number < self.heading_row]

    def below(self, grid: Grid) -> list[Row]:
        """The rows of the table below its headings."""
        return [row for row in grid.rows if row.number > self.heading_row]


def columns_of(grid: Grid, wishes: Sequence[Wish] = ()) -> Columns | None:
    """What the columns hold; None when no column with names can be made out. RequestError about a wish for no column."""
    heading, guess = _headings(grid, wishes)
    of = dict(guess)
    titles = tuple(heading.cells) if heading else ()
    layout = _layout(titles)
    if layout and heading:
        of = {field: place for field, key in layout.columns.items() if (place := column_titled(titles, key)) is not None}
    for wished in wishes:
        if not wished.always:
            of = {field: place for field, place in of.items() if field != wished.field}
            of[wished.field] = place_wished(wished, titles, grid)
    always = {wished.field: wished.words for wished in wishes if wished.always}
    if "name" not in of and (by_content := _by_content(grid, heading, of)):
        of |= by_content
    if "name" not in of:
        return None
    return Columns(of, always, heading.number if heading else 0, titles, layout)


def _headings(grid: Grid, wishes: Sequence[Wish]) -> tuple[Row | None, Mapping[str, int]]:
    """The row that looks most like headings, and what they say."""
    widest = max((len(row.cells) for row in grid.rows[:FIRST_ROWS]), default=0)
    named = [folded(wished.words) for wished in wishes if not wished.always and not 0 <= by_number(wished.words, -1) < widest]
    best: tuple[int, Row | None, Mapping[str, int]] = (0, None, {})
    for row in grid.rows[:FIRST_ROWS]:
        of, sure = _guess(row.cells)
        asked = sum(folded(cell) in named for cell in row.cells if cell)
        score = 2 * sure + len(of) + 20 * asked
        if score > best[0] and (asked or _is_heading(row, of, sure)):
            best = (score, row, of)
    return best[1], best[2]


@lru_cache(maxsize=4096)
def _means(title: str) -> frozenset[str]:
    """The fields that have this very heading."""
    return frozenset(field for field, known in _aliases().items() if folded(title) in known)


def begins_a_table(row: Row, columns: Columns) -> bool:
    """Whether a row below the headings is one of headings itself, of the same table or of another."""
    fields = [_means(cell[:80]) for cell in row.cells if cell] if columns.heading_row else []
    sure = sum(map(bool, fields))
    return sure >= 2 and sure * 2 >= len(fields) and any("name" in each for each in fields)


def says_the_same(row: Row, columns: Columns) -> bool:
    """Whether a row of headings says of each column that is taken what the headings above said."""
    return all(place < len(row.cells) and folded(row.cells[place]) == folded(columns.title(place))
               for place in columns.of.values())


def _is_heading(row: Row, of: Mapping[str, int], sure: int) -> bool:
    """Headings name two columns, or one where it stands alone; a lone likeness in a row of data is chance."""
    filled = sum(map(bool, row.cells))
    return (len(of) >= 2 and sure >= 1) or (sure == 1 and filled <= 3 and "name" in of)


def _guess(titles: Sequence[str]) -> tuple[dict[str, int], int]:
    """A column for each field that one can be told for, the surest first; and how many of these are sure."""
    candidates = sorted(((score, field, place) for place, title in enumerate(titles) if title
                         for field, score in _likeness(title[:80]).items()), key=lambda c: (-c[0], c[2]))
    of: dict[str, int] = {}
    sure = 0
    for score, field, place in candidates:
        if field not in of and place not in of.values():
            of[field] = place
            sure += score > WORDS
    if "name" not in of:
        _give_a_name(of, titles)
    return of, sure


def _give_a_name(of: dict[str, int], titles: Sequence[str]) -> None:
    """Where nothing else can be the name, the host or the full name is."""
    for field in ("fqdn", "runs_on"):
        if field in of and folded(titles[of[field]]) in _aliases()["name"]:
            of["name"] = of.pop(field)
            return


@cache
def _aliases() -> Mapping[str, Mapping[str, int]]:
    """For each field its headings, folded, with their ranks."""
    return {field: {folded(words): rank for rank, words in reversed(list(enumerate(each)))} for field, each in FIELDS.items()}


@cache
def _likeness(title: str) -> Mapping[str, int]:
    """How much a heading is like the headings of each field; none of what it is not like."""
    key, words = folded(title), tokens(title)
    exact = {field: EXACT - known[key] for field, known in _aliases().items() if key in known}
    if exact or not key:
        return exact
    found = {field: WORDS - 50 + 10 * most - place for place, (field, each) in enumerate(FIELDS.items())
             if (most := max((len(tokens(alias)) for alias in each if tokens(alias) <= words), default=0))}
    return found or dict(_nearly(key))


def _nearly(key: str) -> Iterator[tuple[str, int]]:
    """A heading with a slip of the pen in it."""
    if len(key) >= 5:
        for field, known in _aliases().items():
            if get_close_matches(key, known, n=1, cutoff=0.88):
                yield field, NEARLY


def _layout(titles: Sequence[str]) -> Layout | None:
    keys = {folded(title) for title in titles}
    return next((layout for layout in LAYOUTS if layout.signature <= keys), None)


def _by_content(grid: Grid, heading: Row | None, taken: Mapping[str, int]) -> dict[str, int]:
    """The columns of names and addresses, told by what stands in them: names are words without spaces, no two alike."""
    below = [row.cells for row in grid.rows if not heading or row.number > heading.number][:LOOKED_AT]
    widest = max(map(len, below), default=0)
    found: dict[str, int] = {}
    for place in range(widest):
        words = [cells[place] for cells in below if place < len(cells) and cells[place]]
        if place in taken.values() or len(words) * 2 < len(below):
            continue
        if "address" not in taken and "address" not in found and _mostly(_ADDRESS, words):
            found["address"] = place
        elif "name" not in found and _mostly(_HOST, words) and len(set(words)) * 10 >= len(words) * 9:
            found["name"] = place
    return found if "name" in found else {}


def _mostly(pattern: re.Pattern[str], words: Sequence[str]) -> bool:
    return sum(bool(pattern.fullmatch(word)) for word in words) * 10 >= len(words) * 9
