"""What can be taken back: what still stands, and what hides no disagreement by it."""

from chwapi_console.journal.kinds.server_kinds import FoundChange, Settled
from chwapi_console.journal.record.heads import MOST_TOLD, in_conflict
from chwapi_console.recovery.rules.cases import UNDO, UndoCase
from chwapi_console.recovery.rules.rule import ASKS, DISAGREES, REFUSES, Rule
from chwapi_console.recovery.state.told.server_history import is_undo
from chwapi_console.recovery.words.meant.open_work import MOST_NAMED
from chwapi_console.recovery.words.meant.stops import what_undoing_stops
from chwapi_console.recovery.words.things.disagreement import done_by, in_conflict_words
from chwapi_console.text import Sentence, plural, say, some


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


def _stops(case: UndoCase) -> Sentence | None:
    return what_undoing_stops(case.view, case.targets)


def _acted_on_since(case: UndoCase) -> Sentence | None:
    """That acts stand on a server which the plan would not have any more."""
    situation = case.view.situation
    gone = {
        target.subject: len(acts)
        for target in case.targets
        if isinstance(target.payload, FoundChange)
        and target.payload.before is None
        and target.subject in case.view.added
        and (
            acts := [
                act
                for act in situation.history.get(target.subject, ())
                if not isinstance(act.payload, FoundChange)
                and not is_undo(act)
                and act.hash not in situation.undone
            ]
        )
    }
    if not gone:
        return None
    return plural(
        "{n} act stands on {servers}: it would count for nothing.",
        "{n} acts stand on {servers}: they would count for nothing.",
        sum(gone.values()),
        servers=some(list(gone), MOST_NAMED),
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
NO_SERVICE_STOPS_BY_UNDO = Rule(
    "undo.stops",
    ASKS,
    UndoCase,
    (UNDO,),
    says=say("No service that is up goes down unsaid because an act is taken back."),
    met_by=say("Say that it is meant, whatever stops by it."),
    broken=_stops,
)
NOTHING_STANDS_ON_IT = Rule(
    "undo.added",
    ASKS,
    UndoCase,
    (UNDO,),
    says=say("A server that was added is not taken out unsaid once it was acted on."),
    met_by=say("Say that it is meant, whatever was done on it."),
    broken=_acted_on_since,
)
RULES = (
    NO_SETTLEMENT_UNDONE,
    NOBODY_DISAGREES_ABOUT_IT,
    NOTHING_CAME_AFTER,
    NO_SERVICE_STOPS_BY_UNDO,
    NOTHING_STANDS_ON_IT,
)
