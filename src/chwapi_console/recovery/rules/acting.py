"""Who acts: a name that is one person's stands beside every act."""

from chwapi_console.people import why_nobody
from chwapi_console.recovery.rules.cases import EVERY_ACT, EXPORT, SIGN, ActorCase
from chwapi_console.recovery.rules.rule import REFUSES, Rule
from chwapi_console.text import Sentence, in_one, say


def _nameless(case: ActorCase) -> Sentence | None:
    if case.actor:
        return None
    return say(
        "Say who you are: this is a shared account. Use --operator NAME, or set CHWAPI_OPERATOR."
    )


def _nobody(case: ActorCase) -> Sentence | None:
    if (why := why_nobody(case.actor)) is None:
        return None
    return in_one([why, say("Use --operator NAME, or set CHWAPI_OPERATOR.")])


DONE_BY_NAME = Rule(
    "actor.named",
    REFUSES,
    ActorCase,
    (EVERY_ACT, SIGN, EXPORT),
    says=say("Every act bears a name."),
    met_by=say("Say who you are: --operator, CHWAPI_OPERATOR, or the console, which asks."),
    broken=_nameless,
)
DONE_BY_A_PERSON = Rule(
    "actor.person",
    REFUSES,
    ActorCase,
    (EVERY_ACT,),
    says=say("No act bears the name of an account that people share, nor a single letter."),
    met_by=say("Give a person's name."),
    broken=_nobody,
)
RULES = (DONE_BY_NAME, DONE_BY_A_PERSON)
