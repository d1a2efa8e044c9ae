"""The second person: nobody confirms their own work."""

from chwapi_console.people import is_among, same_person
from chwapi_console.recovery.rules.cases import MARK, SETTLE, UNDO, ServerCase
from chwapi_console.recovery.rules.rule import REFUSES, Rule
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, say


def _verifies(case: ServerCase) -> bool:
    """Whether the act would be the first to call the server verified."""
    return case.after.work == "verified" and not any(
        head.after and head.after.work == "verified" for head in case.shown.heads
    )


def _not_restored(case: ServerCase) -> Sentence | None:
    heads = [head.after for head in case.shown.heads if head.after]
    if not _verifies(case) or any(standing.work == "restored" for standing in heads):
        return None
    return say(
        "{server} is {state}; only what is restored can be verified.",
        server=case.subject,
        state=state_word(case.view.situation.shown_state(case.subject)),
    )


def _own(case: ServerCase) -> Sentence | None:
    if not _verifies(case) or not same_person(case.actor, case.before.holder):
        return None
    return say(
        "{operator} restored {server}; somebody else must verify it.",
        operator=case.actor,
        server=case.subject,
    )


def _had_a_hand_in_it(case: ServerCase) -> Sentence | None:
    settles = case.act == SETTLE and case.after.work == "verified"
    if not (settles or _verifies(case)):
        return None
    past = case.view.situation.past(case.subject)
    if not is_among(case.actor, past.restorers(case.shown.heads)):
        return None
    return say(
        "{operator} had a hand in restoring {server}; somebody else must verify it.",
        operator=case.actor,
        server=case.subject,
    )


VERIFIED_AFTER_RESTORED = Rule(
    "verified.restored",
    REFUSES,
    ServerCase,
    (MARK, SETTLE),
    says=say("Only what is restored is verified."),
    met_by=say("Mark it restored first."),
    broken=_not_restored,
)
VERIFIED_BY_ANOTHER = Rule(
    "verified.another",
    REFUSES,
    ServerCase,
    (MARK,),
    says=say("Nobody verifies what they restored."),
    met_by=say("Somebody else verifies it; until then what needs it can be worked on."),
    broken=_own,
)
VERIFIED_BY_NO_HELPER = Rule(
    "verified.no-hand",
    REFUSES,
    ServerCase,
    (MARK, SETTLE, UNDO),
    says=say("Nobody verifies what they had in hand on its way to being restored."),
    met_by=say("Somebody verifies it who had no hand in it."),
    broken=_had_a_hand_in_it,
)
RULES = (
    VERIFIED_AFTER_RESTORED,
    VERIFIED_BY_ANOTHER,
    VERIFIED_BY_NO_HELPER,
)
