"""What an EDR or a scanner says of machines, read as verdicts. A word that is none is listed, never guessed.

That an agent is healthy, active or protected says nothing about whether anybody was in the machine, and a machine on which
nothing was detected yet may not have been looked at: such words are no verdict until a person says that they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.found import Unread, Where
from chwapi_console.inventory.importers.headers import Columns, columns_of
from chwapi_console.inventory.importers.rows import nameless
from chwapi_console.inventory.importers.tables import Grid
from chwapi_console.inventory.importers.vocabulary import NO, YES
from chwapi_console.inventory.importers.wishes import place_wished, wish
from chwapi_console.inventory.model import Verdict
from chwapi_console.inventory.plain_words import folded
from chwapi_console.text import say

VERDICTS: tuple[Verdict, ...] = ("unknown", "clean", "compromised")

FIELDS = ("name", "fqdn", "site", "address", "verdict")
"""What is read of a row."""

HEADINGS = (
    "verdict", "infection status", "infection state", "compromise status", "threat status", "malware status",
    "statut infection", "statut d'infection", "état d'infection", "infected", "infecté", "is infected", "compromised",
    "compromis", "besmet", "geïnfecteerd", "gecompromitteerd", "scan result", "résultat du scan", "résultat de l'analyse",
    "scanresultaat", "detection", "détection", "detectie", "diagnostic", "result", "résultat", "resultaat", "classification",
    "security status", "statut de sécurité", "status", "statut", "état", "state", "toestand")
"""What stands above a column of verdicts, the surest first."""

OF_INFECTION = frozenset(map(folded, (
    "infected", "infecté", "is infected", "compromised", "compromis", "besmet", "geïnfecteerd", "gecompromitteerd")))
"""Headings under which yes and no are verdicts."""

_WORDS: Mapping[Verdict, tuple[str, ...]] = {
    "compromised": (
        "compromised", "compromis", "compromise", "gecompromitteerd", "infected", "infecté", "infectée", "besmet", "geïnfecteerd",
        "malicious", "malveillant", "malware", "malware found", "ransomware", "encrypted", "chiffré", "versleuteld",
        "threat found", "threats found", "menace détectée", "menaces détectées", "positive", "positif", "positief"),
    "clean": (
        "clean", "sain", "saine", "propre", "schoon", "not infected", "uninfected", "non infecté", "pas infecté", "niet besmet",
        "no threat", "no threats", "no threat found", "no threats found", "aucune menace", "geen dreiging", "not compromised",
        "non compromis", "negative", "négatif", "negatief"),
    "unknown": (
        "unknown", "inconnu", "inconnue", "onbekend", "pending", "en attente", "in progress", "en cours", "bezig", "not scanned",
        "non analysé", "pas analysé", "niet gescand", "suspicious", "suspect", "verdacht", "à vérifier", "inconclusive"),
}
KNOWN: Mapping[str, Verdict] = {folded(word): verdict for verdict, words in _WORDS.items() for word in words}
_YES_NO: Mapping[str, Verdict] = {**dict.fromkeys(YES, "compromised"), **dict.fromkeys(NO, "clean")}


class Said(NamedTuple):
    """One machine in the list: how it is called there, and the verdict; `words` are those of the list."""

    name: str
    where: Where
    words: str
    verdict: Verdict
    site: str = ""
    address: str = ""


class Taking(NamedTuple):
    """How a table is taken: its columns, that of the verdicts, and what words mean, by their folded form."""

    columns: Columns
    verdict: int
    meant: Mapping[str, Verdict]

    @property
    def used(self) -> list[tuple[str, int]]:
        """The columns that are read: field, and place from 0."""
        of = {**self.columns.of, "verdict": self.verdict}
        return [(field, of[field]) for field in FIELDS if field in of]


def meaning(text: str) -> tuple[str, Verdict]:
    """`WORD=VERDICT`, as `--verdict` gives it. RequestError for anything else."""
    word, _, verdict = text.rpartition("=")
    for known in VERDICTS:
        if verdict.strip() == known and folded(word):
            return folded(word), known
    raise RequestError(say('"{text}" gives no word a meaning. Write --verdict WORD=clean, or =compromised, or =unknown.',
                           text=text))


def taking(grid: Grid, maps: Sequence[str], meanings: Sequence[str]) -> Taking:
    """How the table will be taken. RequestError where the names or the verdicts cannot be made out."""
    wishes = [wish(text, FIELDS) for text in maps]
    columns = columns_of(grid, [each for each in wishes if each.field != "verdict"])
    if columns is None:
        raise RequestError(say("No column with the names of servers was made out. Say which one it is: --map name=COLUMN."))
    asked = [each for each in wishes if each.field == "verdict"]
    place = place_wished(asked[-1], columns.titles, grid) if asked else _guessed(columns)
    if place is None:
        raise RequestError(say("No column with verdicts was made out among {titles}. Say which one it is: --map verdict=COLUMN.",
                               titles=", ".join(filter(None, columns.titles)) or str(len(grid.rows[0].cells))))
    yes_no = _YES_NO if _bare(columns.title(place)) in OF_INFECTION else {}
    return Taking(columns, place, {**KNOWN, **yes_no, **dict(map(meaning, meanings))})


def _guessed(columns: Columns) -> int | None:
    titles = [_bare(title) for title in columns.titles]
    return next((titles.index(key) for key in map(folded, HEADINGS) if key in titles), None)


def _bare(title: str) -> str:
    """A heading to compare; of `threat.infected`, as JSON gives it, what is said last."""
    return folded(title.rpartition(".")[2])


def verdicts_in(grid: Grid, taken: Taking) -> Iterator[Said | Unread]:
    """What each row says, or why it says nothing."""
    for row in taken.columns.below(grid):
        where, cells = Where(row.number, grid.within), row.cells
        said = {field: cells[place] for field, place in taken.columns.of.items() if place < len(cells)}
        said |= taken.columns.always
        words = cells[taken.verdict] if taken.verdict < len(cells) else ""
        name = said.get("name") or said.get("fqdn", "")
        verdict = taken.meant.get(folded(words)) if words else "unknown"
        if not name:
            yield Unread(where, nameless(row))
        elif verdict is None:
            yield Unread(where, say('{name}: "{words}" is no verdict. If it means one: --verdict "{words}=VERDICT".', name=name,
                                    words=words[:40]))
        else:
            yield Said(name, where, words, verdict, said.get("site", ""), said.get("address", ""))
