"""What an EDR or a scanner says of machines, read as verdicts. A word that is none is listed, never guessed.

Where a row is not understood wholly, or two columns disagree, it is not taken for clean: the most cautious reading counts.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers import vocabulary
from chwapi_console.inventory.importers.found import Unread, Where
from chwapi_console.inventory.importers.headers import Columns, columns_of
from chwapi_console.inventory.importers.headings import FIRST_ROWS
from chwapi_console.inventory.importers.tables import Grid, Row
from chwapi_console.inventory.importers.verdict_words import HEADINGS, KNOWN, OF_INFECTION, VAGUE, YES_NO, bare, meaning
from chwapi_console.inventory.importers.wishes import Wish, wish
from chwapi_console.inventory.model import Verdict, most_cautious
from chwapi_console.inventory.plain_words import folded
from chwapi_console.text import Sentence, say

NAMES = frozenset(map(folded, (*vocabulary.FIELDS["name"], *vocabulary.FIELDS["fqdn"])))
"""What stands above a column of names."""

FIELDS = ("name", "fqdn", "site", "address", "verdict")
"""What is read of a row."""


class Said(NamedTuple):
    """One machine in the list: how it is called there, and the verdict; `words` are those of the list. Without a verdict
    `doubt` says why there is none."""

    name: str
    where: Where
    words: str
    verdict: Verdict | None
    site: str = ""
    address: str = ""
    doubt: Sentence | None = None


class Taking(NamedTuple):
    """How a table is taken: its columns, those of the verdicts, and what words mean in each, in their bare form."""

    columns: Columns
    verdicts: Sequence[int]
    meant: Mapping[int, Mapping[str, Verdict]]

    @property
    def used(self) -> list[tuple[str, int]]:
        """The columns that are read: field, and place from 0."""
        found = [(field, self.columns.of[field]) for field in FIELDS[:-1] if field in self.columns.of]
        return [*found, *(("verdict", place) for place in self.verdicts)]


def taking(grid: Grid, maps: Sequence[str], meanings: Sequence[str]) -> Taking:
    """How the table will be taken. RequestError where the names or the verdicts cannot be made out."""
    wishes = [wish(text, FIELDS) for text in maps]
    asked = [each for each in wishes if each.field == "verdict"]
    guessed = asked or [Wish("verdict", title) for title in _headings(grid)[:1]]
    columns = columns_of(grid, [*(each for each in wishes if each.field != "verdict"), *guessed[-1:]])
    if columns is None:
        raise RequestError(say("No column with the names of servers was made out. Say which one it is: --map name=COLUMN."))
    places = [columns.of["verdict"]] if asked else _columns_of_verdicts(columns.titles)
    if not places:
        raise RequestError(say("No column with verdicts was made out among {titles}. Say which one it is: --map verdict=COLUMN.",
                               titles=", ".join(filter(None, columns.titles)) or str(len(grid.rows[0].cells))))
    given = dict(map(meaning, meanings))
    return Taking(columns, places, {place: {**KNOWN, **_yes_no(columns.title(place)), **given} for place in places})


def _headings(grid: Grid) -> list[str]:
    """The headings of verdicts in the first row that has any beside one of names: "infected" alone is a word of the rows too."""
    for row in grid.rows[:FIRST_ROWS]:
        found = [row.cells[place] for place in _columns_of_verdicts(row.cells)]
        if found and any(folded(cell) in NAMES for cell in row.cells):
            return found
    return []


def _columns_of_verdicts(titles: Sequence[str]) -> list[int]:
    """All columns that hold verdicts by their headings; of vague headings the first, where no other is surer."""
    known = [bare(title) for title in titles]
    sure = [place for place, title in enumerate(known) if title in HEADINGS]
    return sure or [known.index(title) for title in VAGUE if title in known][:1]


def _yes_no(title: str) -> Mapping[str, Verdict]:
    """What yes and no mean beneath a heading; of `threat.infected`, as JSON gives it, what is said last counts."""
    return YES_NO if bare(title.rpartition(".")[2]) in OF_INFECTION else {}


def verdicts_in(grid: Grid, taken: Taking) -> Iterator[Said | Unread]:
    """What each row says, or why it says nothing of anybody."""
    for row in taken.columns.below(grid):
        where, cells = Where(row.number, grid.within), row.cells
        said = {field: cells[place] for field, place in taken.columns.of.items() if place < len(cells)}
        said |= taken.columns.always
        if not (name := said.get("name") or said.get("fqdn", "")):
            yield Unread(where, say('no name stands in this row: "{words}".', words=" · ".join(filter(None, cells))[:60]))
            continue
        words = [cells[place] if place < len(cells) else "" for place in taken.verdicts]
        read = [(word, taken.meant[place].get(bare(word)) if word else "unknown")
                for word, place in zip(words, taken.verdicts, strict=True)]
        doubt = _doubt(row, name, [word for word, verdict in read if verdict is None], taken.columns)
        verdict = None if doubt else most_cautious([verdict for _, verdict in read if verdict is not None])
        yield Said(name, where, " · ".join(filter(None, words)), verdict, said.get("site", ""), said.get("address", ""), doubt)


def _doubt(row: Row, name: str, strange: Sequence[str], columns: Columns) -> Sentence | None:
    """Why a row cannot be relied on; None where it can."""
    if row.broken:
        return say("{name}: a quote is opened and never closed, so its columns may be shifted.", name=name)
    if columns.titles and len(row.cells) > len(columns.titles):
        return say("{name}: the row has more columns than headings, so they may be shifted.", name=name)
    if strange:
        return say('{name}: "{words}" is no verdict. If it means one: --verdict "{words}=VERDICT".', name=name,
                   words=strange[0][:40])
    return None
