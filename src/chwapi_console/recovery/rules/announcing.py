"""What an act announces to clinicians, or stops for them: whoever does it must mean it."""

from chwapi_console.recovery.rules.cases import MARK, SETTLE, TAKE, TRIAGE, UNDO, ServerCase
from chwapi_console.recovery.rules.rule import ASKS, Rule
from chwapi_console.recovery.words.meant.open_work import (
    MOST_IN_FULL,
    MOST_NAMED,
    open_work_in_words,
    required_by_plan,
)
from chwapi_console.recovery.words.meant.stops import what_stops
from chwapi_console.text import Sentence, say


def _open(case: ServerCase) -> Sentence | None:
    if not (required := required_by_plan(case.view, case.open_work)):
        return None
    return open_work_in_words(
        case.view, case.servers, case.after.state, required, in_full=not case.by_key
    )


def _stops(case: ServerCase) -> Sentence | None:
    """Caution must not be hindered, so who types a finding in full is asked nothing.

    A key slips. What an undo stops is asked about all that it takes back.
    """
    state = case.after.state
    if case.act == UNDO or (state == "compromised" and not case.by_key):
        return None
    most = MOST_NAMED if case.by_key else MOST_IN_FULL
    return what_stops(case.view, case.servers, state, case.after.replacement, most)


NO_WORK_IS_OPEN = Rule(
    "work.open",
    ASKS,
    ServerCase,
    (MARK, SETTLE, TRIAGE),
    says=say(
        "A server is called usable when the work on it is done: taken, examined, its steps ticked, "
        "its needs there, in nobody else's hands."
    ),
    met_by=say("Do what is open, or say that it is meant; what was open is kept with the act."),
    broken=_open,
)
NO_SERVICE_STOPS = Rule(
    "service.stops",
    ASKS,
    ServerCase,
    (MARK, SETTLE, TAKE),
    says=say(
        "No service that is up goes down by an act unsaid; only a finding of compromise need not "
        "be meant."
    ),
    met_by=say("Say that it is meant, whatever stops by it."),
    broken=_stops,
)
RULES = (
    NO_WORK_IS_OPEN,
    NO_SERVICE_STOPS,
)
