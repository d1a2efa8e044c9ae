"""What can be taken back: what still stands, and what hides no disagreement by it."""

from chwapi_console.journal.heads import MOST_TOLD, in_conflict
from chwapi_console.journal.server_kinds import Settled
from chwapi_console.recovery.rules.cases import UNDO, UndoCase
from chwapi_console.recovery.rules.rule import DISAGREES, REFUSES, Rule
from chwapi_console.recovery.words.disagreement import done_by, in_conflict_words
from chwapi_console.text import Sentence, say, some


def _settlement(case: UndoCase) -> Sentence | None:
    if case.target is None or not isinstance(case.target.payload, Settled):
        return None
    return say(
        "{server}: what settled a conflict is not undone, for nobody would see that acts "
        "disagreed. Mark it anew.",
        server=case.subject,
    )


def _in_conflict(case: UndoCase) -> Sentence | None:
    if not in_conflict(case.heads):
        return None
    return in_conflict_words(case.view, case.subject, case.heads)


def _no_longer_stands(case: UndoCase) -> Sentence | None:
    if case.target is None or not case.later:
        return None
    return say(
        "{subject}: the act of {operator} can no longer be undone, for {later} came after it. "
        "Ask that this be undone first.",
        subject=case.subject,
        operator=case.view.by(case.target),
        later=some([done_by(case.view, event) for event in case.later], MOST_TOLD),
    )


NO_SETTLEMENT_UNDONE = Rule(
    "undo.settlement",
    REFUSES,
    UndoCase,
    (UNDO,),
    says=say("What settled a conflict is not undone."),
    met_by=say("Mark the server anew."),
    broken=_settlement,
)
NOBODY_DISAGREES_ABOUT_IT = Rule(
    "undo.conflict",
    DISAGREES,
    UndoCase,
    (UNDO,),
    says=say("While acts disagree about a server, none of them is undone."),
    met_by=say("Settle it: say how it really stands."),
    broken=_in_conflict,
)
NOTHING_CAME_AFTER = Rule(
    "undo.latest",
    REFUSES,
    UndoCase,
    (UNDO,),
    says=say("What others built on is not undone beneath them."),
    met_by=say("Undo the later act first."),
    broken=_no_longer_stands,
)
RULES = (
    NO_SETTLEMENT_UNDONE,
    NOBODY_DISAGREES_ABOUT_IT,
    NOTHING_CAME_AFTER,
)
