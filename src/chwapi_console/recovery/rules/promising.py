"""What is said with a promise, and who takes a shift over."""

from datetime import datetime

from chwapi_console.people import person, same_person, why_nobody
from chwapi_console.recovery.rules.cases import HANDOVER, PROMISE, HandoverCase, PromiseCase
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, WANTS, Rule
from chwapi_console.text import Sentence, every, say


def _nothing(case: PromiseCase) -> Sentence | None:
    if case.after.text.strip():
        return None
    return say("Say what is promised.")


def _no_time(case: PromiseCase) -> Sentence | None:
    if case.after.by:
        return None
    return say("Say by when, with --by.")


def _over_already(case: PromiseCase) -> Sentence | None:
    if case.after.state != "open" or not case.after.by:
        return None
    if datetime.fromisoformat(case.after.by) > case.view.now:
        return None
    return say("That time lies behind us already. Promise a time to come.")


def _nobody(case: HandoverCase) -> Sentence | None:
    by = case.after.by
    return None if same_person(by, case.actor) else why_nobody(by)


def _from_several(case: HandoverCase) -> Sentence | None:
    """That servers are taken from more than one person: of these somebody may stay."""
    state = case.view.situation.state
    held = [server for server in case.after.servers if state(server) == "restoring"]
    holders = {
        person(holder): holder
        for server in held
        if not same_person(
            holder := case.view.situation.servers[server].standing.holder, case.after.by
        )
    }
    if len(holders) < 2:
        return None
    return say(
        "That takes servers from {people}: it says that all of them go.",
        people=every(sorted(holders.values())),
    )


PROMISED_SOMETHING = Rule(
    "promise.text",
    WANTS,
    PromiseCase,
    (PROMISE,),
    says=say("A promise says what."),
    met_by=say("Write what was promised, to whom."),
    broken=_nothing,
)
PROMISED_BY_A_TIME = Rule(
    "promise.time",
    WANTS,
    PromiseCase,
    (PROMISE,),
    says=say("A promise says by when."),
    met_by=say("Give the time."),
    broken=_no_time,
)
PROMISED_AHEAD = Rule(
    "promise.ahead",
    WANTS,
    PromiseCase,
    (PROMISE,),
    says=say("What is promised is promised for a time to come."),
    met_by=say("Give a time that lies ahead."),
    broken=_over_already,
)
TAKEN_OVER_BY_SOMEBODY = Rule(
    "handover.person",
    REFUSES,
    HandoverCase,
    (HANDOVER,),
    says=say("Who takes a shift over is a person: no shared account, no single letter."),
    met_by=say("Name a person."),
    broken=_nobody,
)
TAKEN_OVER_FROM_ONE = Rule(
    "handover.several",
    ASKS,
    HandoverCase,
    (HANDOVER,),
    says=say("Who takes a shift over takes servers from one person who goes."),
    met_by=say("Name the servers of who goes (--take), or say that it is meant."),
    broken=_from_several,
)
RULES = (
    PROMISED_SOMETHING,
    PROMISED_BY_A_TIME,
    PROMISED_AHEAD,
    TAKEN_OVER_BY_SOMEBODY,
    TAKEN_OVER_FROM_ONE,
)
