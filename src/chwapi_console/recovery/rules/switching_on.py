"""Clean servers: who confirms one, and what must be so before it is switched on.

And reconnected.
"""

from chwapi_console.people import is_among
from chwapi_console.recovery.rules.cases import MARK, SETTLE, UNDO, ServerCase
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN, REFUSES, WANTS, Rule
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, plural, say, some

MOST_NAMED = 8


def _switches_on(case: ServerCase) -> bool:
    """Whether the act would be the first to say that the server is on, or in use."""
    is_running = case.view.situation.threshold(case.subject).is_running
    return case.after.work == "on" and not any(
        head.after and is_running(head.after) for head in case.shown.heads
    )


def _never_unplugged(case: ServerCase) -> Sentence | None:
    if not _switches_on(case) or case.view.plan.incident.unplugged:
        return None
    return say(
        "By the plan a clean server is on: {server} need not be switched on. Where all were "
        "unplugged, write unplugged = true into [incident].",
        server=case.subject,
    )


def _not_clean(case: ServerCase) -> Sentence | None:
    heads = [head.after for head in case.shown.heads if head.after] or [case.before]
    if case.after.work != "on" or any(standing.state in CLEAN for standing in heads):
        return None
    if case.after.verdict == "clean" and not _switches_on(case):
        return None  # Found clean, it stays on since it was brought back.
    return say(
        "{server} is {state}; only what is clean is switched on and reconnected. Look at it first, "
        "and mark it clean; what was restored needs no more than that.",
        server=case.subject,
        state=state_word(case.before.state),
    )


def _unconfirmed(case: ServerCase) -> Sentence | None:
    if not _switches_on(case) or not case.view.situation.threshold(case.subject).is_unconfirmed(
        case.after
    ):
        return None
    return say(
        "No second person has confirmed that {server} is clean; it does not count before.",
        server=case.subject,
    )


def _own_look(case: ServerCase) -> Sentence | None:
    after, heads = case.after, case.shown.heads
    if not after.second or any(head.after and head.after.second for head in heads):
        return None
    lookers = case.view.situation.past(case.subject).lookers(heads)
    if not is_among(case.actor, lookers):
        return None
    return say(
        "{operator} said that {server} is clean; somebody else must confirm it.",
        operator=case.actor,
        server=case.subject,
    )


def _uncounted(case: ServerCase) -> Sentence | None:
    if not case.remarks.by_filter:
        return None
    return plural(
        "{n} clean server is off and would be marked on: {servers}.",
        "{n} clean servers are off and would be marked on: {servers}.",
        len(case.servers),
        servers=some(case.servers, MOST_NAMED),
    )


CONFIRMED_BY_ANOTHER = Rule(
    "clean.another",
    REFUSES,
    ServerCase,
    (MARK, SETTLE, UNDO),
    says=say("Nobody confirms what they found clean themselves."),
    met_by=say("Somebody else looks, and confirms it."),
    broken=_own_look,
)
ON_WHERE_UNPLUGGED = Rule(
    "on.unplugged",
    WANTS,
    ServerCase,
    (MARK, SETTLE),
    says=say("Clean servers are switched on where the plan says that all were unplugged."),
    met_by=say("Nothing need be done; or write unplugged = true into the plan."),
    broken=_never_unplugged,
)
ON_WHEN_CLEAN = Rule(
    "on.clean",
    REFUSES,
    ServerCase,
    (MARK, SETTLE),
    says=say("Only what is clean is switched on and reconnected."),
    met_by=say("Look at it, and mark it clean; or restore it."),
    broken=_not_clean,
)
ON_WHEN_CONFIRMED = Rule(
    "on.confirmed",
    MAY_BE_OVERRIDDEN,
    ServerCase,
    (MARK, SETTLE),
    says=say("Where clean needs a second person, it is confirmed before it is switched on."),
    met_by=say("Somebody else confirms it first."),
    broken=_unconfirmed,
)
COUNTED_BEFORE = Rule(
    "on.counted",
    ASKS,
    ServerCase,
    (MARK,),
    says=say("Servers that are named by what they have in common are counted before the act."),
    met_by=say("Read how many there are and which, and say that it is meant."),
    broken=_uncounted,
)
RULES = (
    CONFIRMED_BY_ANOTHER,
    ON_WHERE_UNPLUGGED,
    ON_WHEN_CLEAN,
    ON_WHEN_CONFIRMED,
    COUNTED_BEFORE,
)
