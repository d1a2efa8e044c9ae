"""The top line: incident, time, servers back, services up, operator, journal health; and DRILL in a drill."""

from chwapi_console.clock import span
from chwapi_console.console.row import Piece, Row, cells, fit, paragraph, plain
from chwapi_console.recovery.view import View
from chwapi_console.session import Health
from chwapi_console.text import Language, Sentence, Value, say

LONGEST_OPERATOR = 12
"""Cells of the operator's name where there is little room."""
ROOMY = 80
"""Columns from which the servers that nobody has looked at are counted too."""
MOST_LINES = 3


def top_line(view: View, elapsed: int, operator: str, health: Health, width: int, t: Language) -> Row:
    """One row. Where there is little room the facts are said more shortly, and only then the incident's name is cut."""
    exercise = t(say("DRILL"))
    drill = f" {exercise} " if view.plan.incident.drill else ""
    name = t(view.plan.incident.name)
    who = t(operator) or t(say("who are you?"))
    right = _facts(view, elapsed, who, health, t)
    if cells(drill) + cells(name) + cells(right) + 3 > width:
        right = _short_facts(view, elapsed, t(operator) or t(say("who?")), health, width, t)
    return Row((Piece(drill, "drill"), Piece(f" {fit(name, max(0, width - cells(drill) - cells(right) - 3))} ", "strong"),
                Piece(right)))


def _facts(view: View, elapsed: int, who: str, health: Health, t: Language) -> str:
    servers = [say("{back} of {hit} back", back=view.back, hit=len(view.hit)), *_unknown(view)]
    facts: list[Value] = [span(elapsed), *servers, say("{up} of {all} up", up=view.up, all=len(view.services)), who,
                          journal_words(health)]
    return "  ".join(t(fact) for fact in facts) + " "


def _short_facts(view: View, elapsed: int, who: str, health: Health, width: int, t: Language) -> str:
    journal = journal_words(health) if health.record or health.read_only else say("journal ok")
    servers = [say("{back}/{hit} back", back=view.back, hit=len(view.hit)), *(_unknown(view) if width >= ROOMY else ())]
    facts: list[Value] = [span(elapsed), *servers, say("{up}/{all} up", up=view.up, all=len(view.services)),
                          fit(who, LONGEST_OPERATOR).rstrip(), journal]
    return " ".join(t(fact) for fact in facts) + " "


def _unknown(view: View) -> list[Value]:
    """How many nobody has looked at: until there are none, how many were hit is not known."""
    return [say("{n} unknown", n=view.unknown)] if view.unknown else []


def journal_words(health: Health) -> Sentence:
    """The journal's health in a word or two."""
    if health.record:
        return say("journal: TROUBLE")
    return say("READ-ONLY") if health.read_only else say("journal: ok")


def banner(health: Health, width: int, t: Language) -> list[Row]:
    """What must stay on the screen for as long as it is so, on up to three rows; none when all is well."""
    words = [t(trouble) for trouble in (health.record, health.read_only, health.plan) if trouble]
    rows = list(paragraph("  ".join(words), width - 1, look="bad")) if words else []
    if len(rows) > MOST_LINES:
        rows[MOST_LINES - 1:] = [plain(fit(rows[MOST_LINES - 1].text + " …", width - 1), "bad")]
    return rows
