"""What a clinician can sign off: what is up, by name, knowing without what and on which suspects."""

from chwapi_console.other_windows import is_for_another_window
from chwapi_console.people import why_no_name
from chwapi_console.recovery.rules.cases import ACCEPT, SignOffCase
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, WANTS, Rule
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import names_of
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.suspicion import MOST_SUSPECTS, in_queue_order
from chwapi_console.text import Sentence, say, some


def _not_up(case: SignOffCase) -> Sentence | None:
    state = case.view.services[case.subject]
    if state.is_up:
        return None
    return say(
        "{service} is {state}; only what is up can be signed off.",
        service=case.subject,
        state=state_word(state.status),
    )


def _nobody(case: SignOffCase) -> Sentence | None:
    return why_no_name(case.by)


def _hardly_a_name(case: SignOffCase) -> Sentence | None:
    if not is_for_another_window(case.by):
        return None
    return say('"{name}" is hardly the name of a clinician.', name=case.by)


def _reserve_and_end(case: SignOffCase) -> Sentence | None:
    if case.reserve.strip() and case.until is None:
        return say("A reserve has an end: say until when it holds, with --until.")
    if case.until is not None and not case.reserve.strip():
        return say("An end (--until) goes with a reserve: say which, with --reserve.")
    return None


def _over_already(case: SignOffCase) -> Sentence | None:
    if case.until is None or case.until > case.view.now:
        return None
    return say("The end of the reserve (--until) is over already. Give a time to come.")


def _without(case: SignOffCase) -> Sentence | None:
    without = case.view.services[case.subject].without
    if not without:
        return None
    return say(
        "{service} is up, without {without}: it would be signed off so.",
        service=node_name(case.view, case.subject),
        without=names_of(case.view, without),
    )


def _suspect(case: SignOffCase) -> Sentence | None:
    suspect = case.view.services[case.subject].suspect
    if not suspect:
        return None
    return say(
        "{service} is up, but stands on what is suspect: {servers}. It would be signed off so.",
        service=node_name(case.view, case.subject),
        servers=some(in_queue_order(case.view, suspect), MOST_SUSPECTS),
    )


SIGNED_OFF_WHEN_UP = Rule(
    "sign-off.up",
    REFUSES,
    SignOffCase,
    (ACCEPT,),
    says=say("Only a service that is up is signed off."),
    met_by=say("Bring back what it needs."),
    broken=_not_up,
)
SIGNED_OFF_BY_SOMEBODY = Rule(
    "sign-off.person",
    REFUSES,
    SignOffCase,
    (ACCEPT,),
    says=say("A sign-off is given by a person: no single letter is a name."),
    met_by=say("Give the clinician's name."),
    broken=_nobody,
)
SIGNED_OFF_BY_A_NAME = Rule(
    "sign-off.name",
    ASKS,
    SignOffCase,
    (ACCEPT,),
    says=say("No question and no command for a shell is a clinician's name."),
    met_by=say("Give the clinician's name, or say that it is meant."),
    broken=_hardly_a_name,
)
RESERVE_WITH_AN_END = Rule(
    "sign-off.reserve",
    WANTS,
    SignOffCase,
    (ACCEPT,),
    says=say(
        "A sign-off with a reserve has an end, at which the service must be signed off again."
    ),
    met_by=say("Say which reserve, and until when it holds."),
    broken=_reserve_and_end,
)
RESERVE_AHEAD = Rule(
    "sign-off.ahead",
    WANTS,
    SignOffCase,
    (ACCEPT,),
    says=say("The end of a reserve lies ahead."),
    met_by=say("Give a time to come."),
    broken=_over_already,
)
SIGNED_OFF_WHOLE = Rule(
    "sign-off.without",
    ASKS,
    SignOffCase,
    (ACCEPT,),
    says=say("A service is signed off with all that it wishes for."),
    met_by=say(
        "Bring that back too, or say that it is meant; without what is kept with the sign-off."
    ),
    broken=_without,
)
SIGNED_OFF_BEYOND_SUSPICION = Rule(
    "sign-off.suspect",
    ASKS,
    SignOffCase,
    (ACCEPT,),
    says=say("No service is signed off that stands on a suspect server."),
    met_by=say(
        "Look at the suspects and mark them clean, or say that it is meant; they are kept with the "
        "sign-off."
    ),
    broken=_suspect,
)
RULES = (
    SIGNED_OFF_WHEN_UP,
    SIGNED_OFF_BY_SOMEBODY,
    SIGNED_OFF_BY_A_NAME,
    RESERVE_WITH_AN_END,
    RESERVE_AHEAD,
    SIGNED_OFF_WHOLE,
    SIGNED_OFF_BEYOND_SUSPICION,
)
