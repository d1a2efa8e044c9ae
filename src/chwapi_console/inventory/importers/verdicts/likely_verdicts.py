"""What to say where a list has no column of verdicts.

The columns that may be meant, with their words, and the way to call every row a hit.
"""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.importers.columns.list_columns import title_words
from chwapi_console.inventory.importers.columns.verdict_columns import lists_findings
from chwapi_console.inventory.importers.tables.tables import cell_at
from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.text import Sentence, say, typed

MOST_WORDS, MOST_KINDS = 4, 12
"""Words of a column that are shown, and how many a column of verdicts may have at all."""

_LEVELS = word_set(
    "alert warning notice info critical high medium low error result alerte alarm hoch mittel "
    "kritisch hoog laag"
)
"""What logs of scanners call their lines."""

_LIKELY = (
    word_set("threat threats malware infection verdict confidence rating"),
    word_set("risk risque risiko severity severite schwere ernst score gravite criticality"),
    word_set("""
    alert alerts incidents events detections encrypted chiffre findings
    status state statut etat zustand toestand health result resultat ergebnis level niveau priority"""),
    word_set("ampel couleur kleur farbe color colour feu stoplicht verkeerslicht pastille light"),
)
"""What a heading that may stand above verdicts speaks of, the likeliest first."""


def no_verdicts(
    titles: Sequence[str], cells: Mapping[int, Sequence[str]], taken: Sequence[int], widest: int
) -> Sentence:
    """That no column of verdicts was made out, and what to type."""
    shown = ", ".join(filter(None, titles)) or str(widest)
    if lists_findings(titles):
        return say(
            "No column with verdicts was made out among {titles}. If every row is something found: "
            "--map verdict==compromised. If a column says which are: --map verdict=COLUMN.",
            titles=shown,
        )
    if sum(map(bool, cells.values())) == 1:
        return say(
            "The list names machines and says nothing of them ({titles}). If all of them are "
            "infected: --map verdict==compromised.",
            titles=shown,
        )
    if likely := _likeliest(titles, cells, taken):
        title, words = likely
        return say(
            "No column with verdicts was made out among {titles}. Say which one it is: --map "
            "verdict=COLUMN. If it is {column}: {typed}.",
            titles=shown,
            column=title,
            typed=typed(
                "--map",
                f"verdict={title}",
                *(part for word in words for part in ("--verdict", f"{word}=VERDICT")),
            ),
        )
    return say(
        "No column with verdicts was made out among {titles}. Say which one it is: --map "
        "verdict=COLUMN.",
        titles=shown,
    )


def _likeliest(
    titles: Sequence[str], cells: Mapping[int, Sequence[str]], taken: Sequence[int]
) -> tuple[str, list[str]] | None:
    """The column that may hold verdicts, with its words; None where none may."""
    known = frozenset(taken)
    few = {
        place: words
        for place, said in cells.items()
        if place not in known and 0 < len(words := list(dict.fromkeys(said))) <= MOST_KINDS
    }
    if not titles:
        levels = [
            place for place, words in few.items() if any(plain(word) in _LEVELS for word in words)
        ]
        worded = [place for place in few if not any(map(str.isdecimal, "".join(few[place])))]
        meant = levels or (worded if len(worded) == 1 else [])
        return (str(meant[0] + 1), few[meant[0]][:MOST_WORDS]) if meant else None
    for likely in _LIKELY:
        for place in sorted(few):
            if set(title_words(cell_at(titles, place))) & likely:
                return titles[place], few[place][:MOST_WORDS]
    worded = [
        place
        for place, words in few.items()
        if cell_at(titles, place) and not any(map(str.isdecimal, "".join(words)))
    ]
    return (titles[worded[0]], few[worded[0]][:MOST_WORDS]) if len(worded) == 1 else None
