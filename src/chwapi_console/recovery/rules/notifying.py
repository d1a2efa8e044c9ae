"""What is said of awareness and of notifications, by which legal deadlines run and end."""

from datetime import datetime

from chwapi_console.clock import day_and_time
from chwapi_console.people import same_person, why_no_name
from chwapi_console.recovery.rules.cases import (
    AWARE,
    NOTIFIED,
    UNDO,
    AwareCase,
    NotifiedCase,
)
from chwapi_console.recovery.rules.rule import ASKS, WANTS, Rule
from chwapi_console.text import Sentence, say


def _nobody(case: AwareCase) -> Sentence | None:
    if case.after is None:
        return None
    by = case.after.by
    if not by.strip():
        return say("Say who became aware, with --by.")
    return None if same_person(by, case.actor) else why_no_name(by)


def _not_yet(case: AwareCase) -> Sentence | None:
    if case.after is None or (at := datetime.fromisoformat(case.after.at)) <= case.view.now:
        return None
    zone = case.view.plan.incident.zone
    return say("{time} is still to come.", time=day_and_time(at.astimezone(zone)))


def _later(case: AwareCase) -> Sentence | None:
    said, zone = case.view.situation.said_of_laws, case.view.plan.incident.zone
    known = said.aware_since(case.law)
    if known is None:
        return None
    what = {"law": case.law, "time": day_and_time(known.at.astimezone(zone)), "by": known.terms.by}
    if case.after is None:
        return say(
            "{law}: {by} is aware since {time}, as far as people know. Nobody would say so any "
            "more, and its clocks would stop.",
            **what,
        )
    if (at := datetime.fromisoformat(case.after.at)) <= known.at:
        return None
    return say(
        "{law}: {by} is aware since {time}, as far as people know. Its deadlines would count from "
        "{later}.",
        later=day_and_time(at.astimezone(zone)),
        **what,
    )


def _no_number(case: NotifiedCase) -> Sentence | None:
    if case.after is None or case.after.ref.strip():
        return None
    return say("Give the number under which it was notified, with --ref.")


def _another_number(case: NotifiedCase) -> Sentence | None:
    said = case.view.situation.said_of_laws.notification(case.duty)
    if said is None or case.after is None or said.terms.ref == case.after.ref:
        return None
    return say(
        "{duty} was notified under {ref} ({operator}, {time}). It would stand under {other}.",
        duty=case.duty,
        ref=said.terms.ref,
        operator=case.view.by(said.event),
        time=case.view.when(said.event),
        other=case.after.ref,
    )


AWARE_BY_SOMEBODY = Rule(
    "aware.person",
    WANTS,
    AwareCase,
    (AWARE,),
    says=say("Somebody became aware, who has a name."),
    met_by=say("Say who."),
    broken=_nobody,
)
AWARE_IN_THE_PAST = Rule(
    "aware.past",
    WANTS,
    AwareCase,
    (AWARE,),
    says=say("Somebody became aware before now."),
    met_by=say("Give the time at which they did."),
    broken=_not_yet,
)
AWARE_NO_LATER = Rule(
    "aware.later",
    ASKS,
    AwareCase,
    (AWARE, UNDO),
    says=say("A legal deadline moves earlier, not later, and no clock is stopped unsaid."),
    met_by=say("Give an earlier time, or say that it is meant."),
    broken=_later,
)
NOTIFIED_UNDER_A_NUMBER = Rule(
    "notified.ref",
    WANTS,
    NotifiedCase,
    (NOTIFIED,),
    says=say("What was notified can be shown: it has a number."),
    met_by=say("Give the number, or whatever else shows that it arrived."),
    broken=_no_number,
)
NOTIFIED_ONCE = Rule(
    "notified.number",
    ASKS,
    NotifiedCase,
    (NOTIFIED,),
    says=say("The number of a notification is not changed unsaid."),
    met_by=say("Name the duty that this number is for, or say that it is meant."),
    broken=_another_number,
)
RULES = (
    AWARE_BY_SOMEBODY,
    AWARE_IN_THE_PAST,
    AWARE_NO_LATER,
    NOTIFIED_UNDER_A_NUMBER,
    NOTIFIED_ONCE,
)
