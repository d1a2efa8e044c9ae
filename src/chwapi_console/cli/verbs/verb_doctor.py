"""`doctor`: what is and what is not right here, in words for the telephone."""

import os
import sys
from collections.abc import Iterator, Mapping

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.cli.output.terminal_size import terminal_size
from chwapi_console.errors import ChwapiError
from chwapi_console.inventory.faults import PlanError
from chwapi_console.session.fitness import (
    SUBJECTS,
    Fitness,
    Gravity,
    Terminal,
    of_host,
    of_places,
    of_session,
)
from chwapi_console.text import Sentence, plural, say

WORDS: Mapping[Gravity, Sentence] = {
    "right": say("ok"),
    "odd": say("note"),
    "wrong": say("WRONG"),
}
COLUMNS = (
    TextColumn(say("how")),
    TextColumn(say("what")),
    TextColumn(say("in words"), long="wrap", least=30),
)


def doctor(context: VerbContext) -> int:
    """Prints every finding, what is wrong first. 1 where something is wrong, 0 otherwise."""
    order = list(WORDS)
    findings = sorted(_findings(context), key=lambda found: -order.index(found.gravity))
    wrong = sum(found.gravity == "wrong" for found in findings)
    if context.options.as_json:
        context.out.json(
            {
                "fit": not wrong,
                "findings": [
                    {"id": found.subject, "state": found.gravity, "text": str(found.words)}
                    for found in findings
                ],
            }
        )
    else:
        context.out.table(TextTable(COLUMNS, [_row(found) for found in findings]))
        context.out.say(
            plural("{n} thing is wrong here.", "{n} things are wrong here.", wrong)
            if wrong
            else say("Nothing is wrong here.")
        )
    return int(wrong > 0)


def _row(found: Fitness) -> TextRow:
    return TextRow((WORDS[found.gravity], SUBJECTS[found.subject], found.words))


def _findings(context: VerbContext) -> Iterator[Fitness]:
    yield from of_host(_terminal(), context.operator)
    given = context.options
    try:
        with context.session() as session:
            yield from of_session(session, given.mirror)
    except ChwapiError as error:
        yield Fitness(
            "plan" if isinstance(error, PlanError) else "journal", "wrong", error.sentence
        )
        yield from of_places(given.inventory, given.journal, given.mirror)


def _terminal() -> Terminal:
    columns, lines = terminal_size()
    return Terminal(
        sys.stdout is not None and sys.stdout.isatty(),
        os.environ.get("TERM", ""),
        columns,
        lines,
        getattr(sys.stdout, "encoding", "") or "",
    )
