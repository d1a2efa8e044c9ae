"""The top line: incident, time, servers back, services up, operator, journal health; and DRILL in a drill.

No word of it is cut. Where there is little room the facts are said more shortly, then the least of them are left out: what
everybody must see on any screen goes last, which is how the journal is, who acts, how many servers are back.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chwapi_console.clock import span
from chwapi_console.console.row import Piece, Row, cells, fit, paragraph, plain
from chwapi_console.recovery.view import View
from chwapi_console.session import Health
from chwapi_console.text import Language, Sentence, Value, say

LONGEST_OPERATOR = 16
"""Cells of the operator's name where there is little room."""
LEAST_OPERATOR = 3
"""Cells in which a name can still be told by its beginning."""
MOST_LINES = 3

_PARTS = re.compile(r"\w+|\W+")


class Figures(NamedTuple):
    """What the line tells of the incident: minutes since it began; servers back of those hit, and those that nobody has looked
    at; services up of all."""

    incident: str
    drill: bool
    elapsed: int
    back: int
    hit: int
    unknown: int
    up: int
    services: int


def figures_of(view: View, elapsed: int) -> Figures:
    """The figures after so many minutes."""
    incident = view.plan.incident
    return Figures(incident.name, incident.drill, elapsed, view.back, len(view.hit), view.unknown, view.up, len(view.services))


def top_line(of: Figures, operator: str, health: Health, width: int, t: Language) -> Row:
    """One row, no wider than the screen. The incident's name has the room that the facts leave."""
    name = t(of.incident)
    drill, facts, _ = next((way for way in _ways(of, operator, health, width, t) if way.fits(width)),
                           _Way("", t(_in_a_word(health))))
    room = max(0, width - cells(drill) - cells(facts) - 2)
    named = whole_words(name, room)
    gap = " " * max(1, room - cells(named))
    return Row((Piece(drill, "drill"), Piece(f" {named}{gap}", "strong"), Piece(facts)))


class _Way(NamedTuple):
    """A way to say the line: the word for a drill, the facts at the right, and the least cells for the incident's name."""

    drill: str
    facts: str
    name: int = 0

    def fits(self, width: int) -> bool:
        """Whether it is no wider, with a blank before and behind the name."""
        return cells(self.drill) + self.name + cells(self.facts) + 2 <= width


def _ways(of: Figures, operator: str, health: Health, width: int, t: Language) -> Iterator[_Way]:
    """The ways to say it, from the fullest to the shortest."""
    drill = " " + t(say("DRILL")) + " " if of.drill else ""
    unknown: list[Value] = [say("{n} unknown", n=of.unknown)] if of.unknown else []
    who = t(operator) or t(say("who?"))
    short = whole_words(who, LONGEST_OPERATOR) or who
    time, back, journal = span(of.elapsed), say("{back}/{hit} back", back=of.back, hit=of.hit), _journal_shortly(health)
    up = say("{up}/{all} up", up=of.up, all=of.services)
    yield _Way(drill, _in_a_row([time, say("{back} of {hit} back", back=of.back, hit=of.hit), *unknown,
                                 say("{up} of {all} up", up=of.up, all=of.services),
                                 t(operator) or say("who are you?"), journal_words(health)], t, "  "), cells(t(of.incident)))
    yield _Way(drill, _in_a_row([time, back, *unknown, up, short, journal], t))
    yield _Way(drill, _in_a_row([time, back, up, short, journal], t))
    yield _Way(drill, _in_a_row([time, back, short, journal], t))
    yield _Way(drill, _in_a_row([back, short, journal], t))
    yield from _shortest(drill, f"{of.back}/{of.hit}", short, t(_in_a_word(health)), width)


def _shortest(drill: str, back: str, who: str, journal: str, width: int) -> Iterator[_Way]:
    """What must be seen on the smallest screen. Here alone a name is cut, with a sign that it is."""
    yield _Way(drill, " ".join((back, who, journal)))
    for exercise, figures in ((drill, f"{back} "), ("", f"{back} "), ("", "")):
        room = width - cells(exercise) - cells(figures) - cells(journal) - 4
        if room >= LEAST_OPERATOR:
            yield _Way(exercise, f"{figures}{fit(who, min(room, cells(who)))} {journal}")


def _in_a_row(facts: Sequence[Value], t: Language, gap: str = " ") -> str:
    return gap.join(t(fact) for fact in facts) + gap[:1]


def whole_words(text: str, width: int) -> str:
    """The text in no more than so many cells, cut between two words and with a sign that it is; empty where none fits."""
    if cells(text) <= width:
        return text
    kept = ""
    for part in _PARTS.findall(text):
        if cells(kept + part) >= width:
            break
        kept += part
    kept = kept.rstrip()
    return f"{kept}…" if kept else ""


def journal_words(health: Health) -> Sentence:
    """The journal's health in a word or two."""
    if health.record:
        return say("journal: TROUBLE")
    return say("READ-ONLY") if health.read_only else say("journal: ok")


def _journal_shortly(health: Health) -> Sentence:
    return journal_words(health) if health.record or health.read_only else say("journal ok")


def _in_a_word(health: Health) -> Sentence:
    if health.record:
        return say("TROUBLE")
    return say("READ-ONLY") if health.read_only else say("ok")


def banner(health: Health, width: int, t: Language) -> list[Row]:
    """What must stay on the screen for as long as it is so, on up to three rows; none when all is well."""
    words = [t(trouble) for trouble in (health.record, health.read_only, health.plan) if trouble]
    rows = list(paragraph("  ".join(words), width - 1, look="bad")) if words else []
    if len(rows) > MOST_LINES:
        rows[MOST_LINES - 1:] = [plain(fit(rows[MOST_LINES - 1].text + " …", width - 1), "bad")]
    return rows
