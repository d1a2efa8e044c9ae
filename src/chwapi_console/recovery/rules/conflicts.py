"""Acts that disagree about a server: only `settle` ends that, and it ends nothing else."""

from chwapi_console.recovery.rules.cases import DROP, MARK, SETTLE, TAKE, TRIAGE, ServerCase
from chwapi_console.recovery.rules.rule import DISAGREES, WANTS, Rule
from chwapi_console.recovery.words.things.disagreement import in_conflict_words
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, say


def _in_conflict(case: ServerCase) -> Sentence | None:
    shown = case.shown
    return in_conflict_words(case.view, case.subject, shown.heads) if shown.conflict else None


def _not_in_conflict(case: ServerCase) -> Sentence | None:
    if case.shown.conflict:
        return None
    return say(
        "{server} is not in conflict: it is {state}. Use mark.",
        server=case.subject,
        state=state_word(case.view.situation.shown_state(case.subject)),
    )


NOBODY_DISAGREES = Rule(
    "conflict.settled",
    DISAGREES,
    ServerCase,
    (MARK, TAKE, DROP, TRIAGE),
    says=say("While acts disagree about a server, nothing but settling them is done to it."),
    met_by=say("Settle it: say how it really stands."),
    broken=_in_conflict,
)
SOMEBODY_DISAGREES = Rule(
    "conflict.there",
    WANTS,
    ServerCase,
    (SETTLE,),
    says=say("Only a conflict is settled."),
    met_by=say("Mark it, where nobody disagrees."),
    broken=_not_in_conflict,
)
RULES = (
    NOBODY_DISAGREES,
    SOMEBODY_DISAGREES,
)
