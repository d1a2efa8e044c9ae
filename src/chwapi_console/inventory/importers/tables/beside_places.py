"""Tables of several places side by side, each behind the same headings.

`Serveur IMC`, `IP IMC`, `Serveur Union`, `IP Union` become one table with a column of sites, and so do
`Serveur IMC`, `IP`, `Serveur Union`, `IP`.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from chwapi_console.inventory.importers.tables.tables import Grid, ListRow, cell_at
from chwapi_console.inventory.importers.words.machine_words import says_what_a_machine_is
from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.named_tuples import NamedTuple

MOST_TITLES, LONGEST = 60, 60
"""Headings of a row, and letters of one, up to which they are looked at."""

FieldsOfTitle = Callable[[str], frozenset[str]]
"""The fields that have this very heading; none for other words."""

_WORDS = re.compile(r"[^\s()\[\]:_/|–—-]+")
_OF_TWO_STATES = word_set("""
    source sources cible target quelle ziel bron doel old new ancien nouveau alt neu oud nieuw avant apres before after vor
    nach voor na from to actuel futur current future origine destination court long short full complet utilisateur user""")
"""What stands behind two headings about one machine, or about two of which only one is meant."""


class _Part(NamedTuple):
    """A heading in two: what it asks, and of which place."""

    stem: str
    place: str


class _Beside(NamedTuple):
    """Columns of the same headings for each place, and those that hold for all."""

    stems: Sequence[str]
    places: dict[str, Sequence[int]]
    shared: Sequence[int]


def below_by_place(grid: Grid, rows: int, fields: FieldsOfTitle) -> Grid | None:
    """The table with its places below each other; None for one that has none side by side.

    Its headings are looked for among so many first rows.
    """
    for at, row in enumerate(grid.rows[:rows]):
        if found := _beside(row.cells, fields):
            below = [*_below(grid.rows[at + 1 :], found)]
            return grid._replace(
                rows=[*grid.rows[:at], _headings(row, found), *below] if below else grid.rows
            )
    return None


def _beside(titles: Sequence[str], fields: FieldsOfTitle) -> _Beside | None:
    if not 4 <= len(titles) <= MOST_TITLES:
        return None
    for first, words in ((False, 1), (True, 1), (False, 2), (True, 2)):
        parts = [_parted(title, words, first=first) for title in titles]
        named = [each.place for each in parts if each and "name" in fields(each.stem)]
        places = list(dict.fromkeys(place for place in named if named.count(place) == 1))
        if len(places) > 1 and all(_may_be_a_place(place, fields) for place in places):
            found = _columns(_with_repeated(parts, titles, places), places)
            if found and _is_a_table(found, titles, fields):
                return found
    return None


def _parted(title: str, many: int, *, first: bool) -> _Part | None:
    """A heading and its last words, or its first; None where it has no more."""
    words = _WORDS.findall(title[:LONGEST])
    if len(words) <= many:
        return None
    stem, place = (words[many:], words[:many]) if first else (words[:-many], words[-many:])
    return _Part(" ".join(stem), " ".join(place))


def _with_repeated(
    parts: Sequence[_Part | None], titles: Sequence[str], places: Sequence[str]
) -> list[_Part | None]:
    """The headings in two, with those that stand bare behind the name of each place: `Etat`."""
    place = ""
    told: list[_Part | None] = []
    for part, title in zip(parts, titles, strict=True):
        if part and part.place in places:
            place = part.place
        elif title and place and titles.count(title) == len(places):
            part = _Part(title, place)
        told.append(part)
    return told


def _may_be_a_place(place: str, fields: FieldsOfTitle) -> bool:
    words = place.split()
    last = words[-1]
    return not (
        fields(place)
        or any(plain(word) in _OF_TWO_STATES for word in words)
        or (
            len(words) == 1
            and (fields(last) or (_is_long(last) and says_what_a_machine_is(plain(last))))
        )
    )


def _is_long(word: str) -> bool:
    return len(word) > 1 and not word.isdecimal()


def _columns(parts: Sequence[_Part | None], places: Sequence[str]) -> _Beside | None:
    """The columns of each place; None where not all have the same."""
    of = {
        place: {part.stem: at for at, part in enumerate(parts) if part and part.place == place}
        for place in places
    }
    stems = list(of[places[0]])
    if len(stems) < 2 or any(set(each) != set(stems) for each in of.values()):
        return None
    taken = {at for each in of.values() for at in each.values()}
    return _Beside(
        stems,
        {place: [each[stem] for stem in stems] for place, each in of.items()},
        [at for at in range(len(parts)) if at not in taken],
    )


def _is_a_table(found: _Beside, titles: Sequence[str], fields: FieldsOfTitle) -> bool:
    """Whether beside the names more is known of each place, and no name holds for all."""
    known = sum(map(bool, map(fields, found.stems)))
    return known > 1 and not any("name" in fields(titles[at]) for at in found.shared)


def _headings(row: ListRow, found: _Beside) -> ListRow:
    shared = [row.cells[at] for at in found.shared]
    return row._replace(cells=[*shared, *found.stems, "Site"])


def _below(rows: Sequence[ListRow], found: _Beside) -> Iterator[ListRow]:
    """Each row once for each place of which it says anything."""
    for place, columns in found.places.items():
        site = "" if len(place) == 1 or place.isdecimal() else place
        for row in rows:
            cells = [cell_at(row.cells, at) for at in columns]
            if any(cells):
                yield row._replace(
                    cells=[*(cell_at(row.cells, at) for at in found.shared), *cells, site]
                )
