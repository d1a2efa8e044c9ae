"""What may be added to the plan by the record."""

from chwapi_console.inventory.identifiers import as_taken, why_no_identifier
from chwapi_console.recovery.rules.cases import ADD, UNDO, FoundCase
from chwapi_console.recovery.rules.rule import ASKS, WANTS, Rule
from chwapi_console.recovery.state.told.found_servers import (
    ABOUT_THE_RECORD,
    is_somewhere,
    names_taken,
)
from chwapi_console.recovery.words.meant.stops import what_adding_stops
from chwapi_console.text import Sentence, say


def _no_id(case: FoundCase) -> Sentence | None:
    why = (
        say("that is what acts on no server are on")
        if case.subject in ABOUT_THE_RECORD
        else why_no_identifier(case.subject)
    )
    if why is None:
        return None
    return say('"{id}" cannot be a server: {why}.', id=case.subject, why=why)


def _known(case: FoundCase) -> Sentence | None:
    """Names that differ in what nobody sees, or only in capitals, are taken for one."""
    same = names_taken(case.view.plan).get(as_taken(case.subject))
    if same is None:
        return None
    if same == case.subject:
        return say("{id} is in the plan already. Use show {id}.", id=same)
    return say(
        "{id} looks like {other}, which is in the plan. Give it another id.",
        id=case.subject,
        other=same,
    )


def _nowhere(case: FoundCase) -> Sentence | None:
    if is_somewhere(case.found):
        return None
    return say("Say where {id} is and what it does: --site SITE --role TEXT.", id=case.subject)


def _stops(case: FoundCase) -> Sentence | None:
    return what_adding_stops(case.view, case.subject, case.found)


ADDED_BY_AN_ID = Rule(
    "add.id",
    WANTS,
    FoundCase,
    (ADD, UNDO),
    says=say("A server is called by an id: no blanks, quotes, slashes or brackets."),
    met_by=say("Give it such an id."),
    broken=_no_id,
)
ADDED_ONCE = Rule(
    "add.new",
    WANTS,
    FoundCase,
    (ADD, UNDO),
    says=say("What is in the plan is not added, nor what looks like it."),
    met_by=say("Act on what is there, or give another id."),
    broken=_known,
)
ADDED_SOMEWHERE = Rule(
    "add.place",
    WANTS,
    FoundCase,
    (ADD,),
    says=say("A server that is added stands at a site and does something."),
    met_by=say("Say both."),
    broken=_nowhere,
)
NO_SERVICE_STOPS_BY_A_FIND = Rule(
    "add.stops",
    ASKS,
    FoundCase,
    (ADD, UNDO),
    says=say("No service that is up goes down unsaid because a server is added beneath it."),
    met_by=say("Say that it is meant, or leave out what needs it."),
    broken=_stops,
)
RULES = (ADDED_BY_AN_ID, ADDED_ONCE, ADDED_SOMEWHERE, NO_SERVICE_STOPS_BY_A_FIND)
