"""The top line: incident, time, servers back, services up, operator, journal health; and DRILL in a drill."""

from chwapi_console.clock import span
from chwapi_console.console.row import Piece, Row, fit
from chwapi_console.recovery.view import View
from chwapi_console.session import Health
from chwapi_console.text import Language, Sentence, say


def top_line(view: View, elapsed: int, operator: str, health: Health, width: int, t: Language) -> Row:
    """One row; the incident's name gives way when there is little room."""
    exercise = t(say("DRILL"))
    drill = f" {exercise} " if view.plan.incident.drill else ""
    facts = [t(span(elapsed)), t(say("{back} of {hit} back", back=view.back, hit=len(view.hit))),
             t(say("{up} of {all} up", up=view.up, all=len(view.services))),
             t(operator) or t(say("who are you?")), t(journal_words(health))]
    right = "  ".join(facts) + " "
    name = fit(t(view.plan.incident.name), max(0, width - len(drill) - len(right) - 3))
    return Row((Piece(drill, "drill"), Piece(f" {name} ", "strong"), Piece(right)))


def journal_words(health: Health) -> Sentence:
    """The journal's health in a word or two."""
    if health.record:
        return say("journal: TROUBLE")
    return say("READ-ONLY") if health.read_only else say("journal ok")


def banner(health: Health, t: Language) -> str:
    """What must stay on the screen for as long as it is so; empty when all is well."""
    words = [t(trouble) for trouble in (health.record, health.read_only, health.plan) if trouble]
    return "  ".join(words)
