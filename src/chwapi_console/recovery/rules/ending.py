"""When a recovery is ended, and what is done after that."""

from collections.abc import Collection
from typing import get_args

from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.journal.kinds.server_kinds import FoundChange, StandingChange, StepChange
from chwapi_console.journal.kinds.service_kinds import ConditionChange, PinChange, SignOffChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.cases import (
    CLOSE,
    ON_THE_RECOVERY,
    REOPEN,
    UNDO,
    ConditionCase,
    EndCase,
    FoundCase,
    PinCase,
    ServerCase,
    SignOffCase,
    StepCase,
    UndoCase,
)
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, WANTS, Rule
from chwapi_console.recovery.words.meant.ending import ended_words, left_to_end, reserves_ahead
from chwapi_console.text import Sentence, in_one, plural, say, some

WorkCase = ServerCase | StepCase | SignOffCase | ConditionCase | PinCase | FoundCase | UndoCase
"""What does something to the recovery, rather than to its end or to what is known of it."""
WORK = (StandingChange, StepChange, SignOffChange, ConditionChange, PinChange, FoundChange)
"""What an act says that does so."""

MOST_NAMED = 12
"""Things that do not hold yet which a refusal names; the others are counted."""
MOST_RESERVES = 3
"""Reserves that run on after the end which a question names; the others are counted."""
MOST_STRANGE = 4
"""Exceptions that are none which a refusal names, and services of one of them."""


def _without_a_word(case: EndCase) -> Sentence | None:
    if case.remarks.reason.strip():
        return None
    if case.act == CLOSE:
        return say("Say what the recovery ends with: --reason TEXT.")
    return say("Say why the recovery goes on: --reason TEXT.")


def _not_done(case: EndCase) -> Sentence | None:
    left = [one for one in left_to_end(case.view) if one.subject not in case.exceptions]
    if not left:
        return None
    if case.act == UNDO:
        return say(
            "That would close the recovery again, and this does not hold: {what}. Do that, or close "
            "it anew with each exception: close --exception ID=REASON. All of it: close --list",
            what=some([one.words for one in left], MOST_NAMED),
        )
    return plural(
        "The recovery cannot be closed: {what}. Do that, or name it: --exception ID=REASON. All of it: "
        "close --list",
        "The recovery cannot be closed, {n} things do not hold: {what}. Do them, or name each of "
        "them: --exception ID=REASON. All of them: close --list",
        len(left),
        what=some([one.words for one in left], MOST_NAMED),
    )


def _no_exception(case: EndCase) -> Sentence | None:
    left = {one.subject for one in left_to_end(case.view)}
    strange = [subject for subject in case.exceptions if subject not in left]
    if not strange:
        return None
    told = [_why_no_exception(case, subject, left) for subject in strange[:MOST_STRANGE]]
    if more := len(strange) - len(told):
        told.append(plural("{n} more is no exception.", "{n} more are no exceptions.", more))
    told.append(say("What hinders the end: close --list"))
    return in_one(told)


def _why_no_exception(case: EndCase, subject: str, left: Collection[str]) -> Sentence:
    """Why an id is none of those that are named as an exception.

    A server that is not back hinders the end by what waits for it, and that is what is named.
    """
    plan = case.view.plan
    if not any(subject in part for part in (plan.servers, plan.services, plan.conditions)):
        return no_such_node(subject, left)
    held = [service for service in left if service in case.view.graph.above(subject)]
    if case.view.works(subject) or not held:
        return say("Nothing about {id} hinders the end: leave that exception out.", id=subject)
    return plural(
        "{id} hinders the end by what waits for it: name that instead, {what}.",
        "{id} hinders the end by what waits for it: name each of those instead, {what}.",
        len(held),
        id=subject,
        what=some(sorted(held), MOST_STRANGE),
    )


def _not_ended(case: EndCase) -> Sentence | None:
    if case.view.situation.ended is not None:
        return None
    return say("The recovery was not closed; it goes on.")


def _ends(case: EndCase) -> Sentence | None:
    ends = say("This ends the recovery for everybody. It can be reopened, and drops nothing.")
    if not (reserves := reserves_ahead(case.view)):
        return ends
    wants_it_again = plural(
        "A reserve ends by itself after that, and nobody may be there to see it: {what}.",
        "{n} reserves end by themselves after that, and nobody may be there to see it: {what}.",
        len(reserves),
        what=some(reserves, MOST_RESERVES),
    )
    return in_one([wants_it_again, ends])


def _after_the_end(case: WorkCase) -> Sentence | None:
    if (ended := ended_words(case.view)) is None or not _is_work(case):
        return None
    return in_one(
        [ended, say("reopen (in the console 7, Y) opens it again; or say that it is meant.")]
    )


def _is_work(case: WorkCase) -> bool:
    """Whether it does something to the recovery.

    Caution must not be hindered: a finding is asked nothing, nor what puts one back; and neither is
    what is said of what was done.
    """
    if isinstance(case, ServerCase):
        return case.after.state != "compromised"
    if isinstance(case, UndoCase):
        return any(map(_takes_work_back, case.targets))
    return True


def _takes_work_back(target: Event) -> bool:
    if target.before is not None:
        return target.before.state != "compromised"
    return isinstance(target.payload, WORK)


END_SAID = Rule(
    "end.reason",
    WANTS,
    EndCase,
    (CLOSE, REOPEN),
    says=say("Whoever ends a recovery, or opens it again, says a word about it."),
    met_by=say("Say it: --reason TEXT."),
    broken=_without_a_word,
    of_words=True,
)
NO_STRANGE_EXCEPTION = Rule(
    "end.exceptions",
    WANTS,
    EndCase,
    (CLOSE,),
    says=say("Only what hinders the end is named as an exception."),
    met_by=say("Leave out what holds."),
    broken=_no_exception,
    of_words=True,
)
ENDED_WHEN_DONE = Rule(
    "end.done",
    REFUSES,
    EndCase,
    (CLOSE, UNDO),
    says=say(
        "A recovery is ended when the services of tiers 1 to 3 are signed off, conditions met, nothing "
        "is suspect and no acts disagree."
    ),
    met_by=say("Do what is left, or name each exception with its reason."),
    broken=_not_done,
)
REOPENED_WHEN_ENDED = Rule(
    "end.there",
    WANTS,
    EndCase,
    (REOPEN,),
    says=say("Only a recovery that was closed is opened again."),
    met_by=say("Nothing need be done."),
    broken=_not_ended,
)
END_MEANT = Rule(
    "end.meant",
    ASKS,
    EndCase,
    (CLOSE, UNDO),
    says=say("Whoever ends a recovery means it."),
    met_by=say("Say that it is meant."),
    broken=_ends,
)
NOTHING_AFTER_THE_END: Rule[WorkCase] = Rule(
    "end.over",
    ASKS,
    get_args(WorkCase),
    ON_THE_RECOVERY,
    says=say("After a recovery was closed nothing is done to it unawares."),
    met_by=say("Reopen it, or say that it is meant; a finding of compromise need not be."),
    broken=_after_the_end,
)
RULES = (
    END_SAID,
    NO_STRANGE_EXCEPTION,
    ENDED_WHEN_DONE,
    REOPENED_WHEN_ENDED,
    END_MEANT,
    NOTHING_AFTER_THE_END,
)
