"""Infections that a list tells which cannot be taken, for people to see all the same.

A chat, columns under `Infectés` and `Sains`, a heading nobody knows: no verdict is made of them, yet
what they say of a server of the plan must not go unseen because a column was not made out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from chwapi_console.inventory.importers.columns.verdict_columns import counts_infections, sense_of
from chwapi_console.inventory.importers.found import Where
from chwapi_console.inventory.importers.servers.matching import Register
from chwapi_console.inventory.importers.tables.tables import Grid, ListRow
from chwapi_console.inventory.importers.verdicts.beside_plan import NEAR, Hit
from chwapi_console.inventory.importers.verdicts.remarks import counts_doubts
from chwapi_console.inventory.importers.words.remark_doubts import counts_findings
from chwapi_console.inventory.importers.words.remark_sense import speaks
from chwapi_console.inventory.importers.words.verdict_meaning import count_of, meaning_of
from chwapi_console.inventory.importers.words.verdict_words import KNOWN, bare
from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.text import Sentence, say

LONGEST, MOST_WORDS = 400, 60
"""Letters of a cell that are read, and of its words that may name a server."""
MOST_LETTERS, FEWEST_COUNTED = 4_000_000, 20
"""Letters of a list that are read, of which a cell counts as so many at least: each is looked up."""
SHORTEST = 3
"""Letters of a word in a sentence that may name a server."""

_RED = word_set("red rouge rot rood rote roter 🔴 🟥 ☠ ☠️")
"""How lists that have colours for verdicts call what is infected."""
_OF_A_SCANNER = re.compile(
    r"\b(?:thor|loki)\b[^a-z]{0,40}\b(?:alert|warning)\b|\bindicators detected\b"
)
"""How scanners write into their logs that they found something."""
_WORD = re.compile(r"[\w.-]+")
_JOINS = "._-"
"""What stands within a name, and beside it is none of it."""


def hits_of_refused(grids: Sequence[Grid], register: Register) -> list[Hit]:
    """The rows that name a server of the plan and speak of an infection, in their order.

    Of a vast list those of its beginning.
    """
    left = MOST_LETTERS
    hits: list[Hit] = []
    for grid in grids:
        rows: list[ListRow] = []
        for row in grid.rows:
            left -= sum(max(FEWEST_COUNTED, min(len(cell), LONGEST)) for cell in row.cells if cell)
            if left < 0:
                break
            rows.append(row)
        hits += _hits(rows, grid, register)
    return hits


def _hits(rows: Sequence[ListRow], grid: Grid, register: Register) -> Iterator[Hit]:
    above: dict[int, str] = {}
    section = ""
    for row in rows:
        filled = [(place, cell[:LONGEST]) for place, cell in enumerate(row.cells) if cell]
        named = {place: found for place, cell in filled if (found := _servers(cell, register))}
        if not named:
            above |= dict(filled)
            if len(filled) == 1:
                section = filled[0][1]
            continue
        said_beside = _first_hit(
            (cell, above.get(place, "")) for place, cell in filled if not _is_a_name(cell, register)
        )
        once = {tuple(servers): place for place, servers in reversed(named.items())}
        for servers, place in reversed(once.items()):
            said = said_beside or _first_hit([(above.get(place, ""), ""), (section, "")])
            if said:
                name = row.cells[place][:LONGEST]
                name = name if _is_a_name(name, register) else ", ".join(servers)
                yield Hit(_where(row, grid), name, said, _why(), servers)


def _where(row: ListRow, grid: Grid) -> Where:
    return Where(row.number, grid.within)


def _why() -> Sentence:
    return say("the list could not be taken")


def _is_a_name(cell: str, register: Register) -> bool:
    """Whether a cell names a server and says nothing more."""
    return " " not in cell and register.knows(cell)


def _servers(cell: str, register: Register) -> Sequence[str]:
    """The servers that a cell names, as a whole or in one of its words."""
    if whole := register.called(cell) or register.at(cell):
        return whole[:NEAR]
    found = (word.strip(_JOINS) for word in _WORD.findall(cell)[:MOST_WORDS])
    words = [word for word in found if len(word) >= SHORTEST]
    return list(dict.fromkeys(server for word in words for server in register.called(word)))[:NEAR]


def _first_hit(cells: Iterable[tuple[str, str]]) -> str:
    """What the first of these cells tells that speaks of an infection, each with what stands above it."""
    for cell, heading in cells:
        if _is_infected(cell):
            return cell
        if (counts_infections(heading) or counts_doubts(heading)) and count_of(bare(cell)):
            return f"{heading}: {cell}"
        if sense_of(heading, (cell,)) == "flag" and meaning_of(cell, "flag", {}) == "compromised":
            return f"{heading}: {cell}"
    return ""


def _is_infected(cell: str) -> bool:
    """Whether words say that a machine is infected, be it in a colour."""
    word = bare(cell)
    return (
        KNOWN.get(word) == "compromised"
        or word in _RED
        or meaning_of(cell, "verdict", {}) == "compromised"
        or speaks(cell)
        or counts_findings(cell)
        or bool(_OF_A_SCANNER.search(plain(cell)))
    )
