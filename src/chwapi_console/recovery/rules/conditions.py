"""What is said of conditions: by whom each is met, after trying what, on needs that work.

Until when a reserve holds; and why one is lost.
"""

from functools import reduce

from chwapi_console.inventory.groups import is_met
from chwapi_console.people import why_no_name
from chwapi_console.recovery.rules.cases import CONDITION, UNDO, ConditionCase
from chwapi_console.recovery.rules.rule import ASKS, MAY_BE_OVERRIDDEN, REFUSES, WANTS, Rule
from chwapi_console.recovery.state.view.supposed_views import without_condition
from chwapi_console.recovery.words.meant.consequences import naming, services_up
from chwapi_console.recovery.words.meant.open_work import MOST_NAMED
from chwapi_console.recovery.words.things.conditions import condition_name, what_it_waits_for
from chwapi_console.recovery.words.things.suspicion import MOST_SUSPECTS, in_queue_order
from chwapi_console.text import Sentence, say, some


def _untold(case: ConditionCase) -> Sentence | None:
    if case.after.state != "met" or (case.after.by.strip() and case.after.tried.strip()):
        return None
    return say("Say who meets it, with --by, and what they tried or saw, with --tried.")


def _nobody(case: ConditionCase) -> Sentence | None:
    return why_no_name(case.after.by) if case.after.state == "met" else None


def _from_nobody(case: ConditionCase) -> Sentence | None:
    if case.after.state != "awaited" or case.after.source.strip():
        return None
    return say("Say from whom it is awaited, with --from.")


def _no_reason(case: ConditionCase) -> Sentence | None:
    if case.after.state not in ("lost", "open") or case.remarks.reason.strip():
        return None
    return say("Say why, with --reason.")


def _endless_reserve(case: ConditionCase) -> Sentence | None:
    if not case.after.reserve.strip() or case.until is not None:
        return None
    return say("A reserve has an end: say until when it holds, with --until.")


def _idle_words(case: ConditionCase) -> Sentence | None:
    """What was said that does not go with the state."""
    after, met = case.after, case.after.state == "met"
    if not met and (after.by or after.tried or after.reserve):
        return say("--by, --tried and --reserve go with the state met only.")
    if after.source and after.state != "awaited":
        return say("--from goes with the state awaited only.")
    if case.until is not None and not (after.state == "awaited" or (met and after.reserve.strip())):
        return say("An end (--until) goes with a reserve, or with the state awaited.")
    return None


def _over_already(case: ConditionCase) -> Sentence | None:
    if case.until is None or case.until > case.view.now:
        return None
    if case.act == UNDO:
        return say(
            "{condition} would stand again as it did until a time that lies behind us already. Say "
            "how it stands.",
            condition=condition_name(case.view, case.subject),
        )
    return say("The end (--until) lies behind us already.")


def _needs_do_not_work(case: ConditionCase) -> Sentence | None:
    view = case.view
    if case.after.state != "met" or all(
        is_met(group, view.works) for group in view.graph.needs[case.subject]
    ):
        return None
    return say(
        "{condition} cannot be met yet: it waits for {needs}.",
        condition=condition_name(view, case.subject),
        needs=what_it_waits_for(view, case.subject),
    )


def _suspect(case: ConditionCase) -> Sentence | None:
    if case.after.state != "met" or not case.after.suspect:
        return None
    return say(
        "{condition} stands on what is suspect: {servers}. It would be met so.",
        condition=condition_name(case.view, case.subject),
        servers=some(in_queue_order(case.view, case.after.suspect), MOST_SUSPECTS),
    )


def _stops(case: ConditionCase) -> Sentence | None:
    """Of all conditions of the act at once: one may stand for another, but not for all.

    What an undo stops is asked about all that it takes back.
    """
    view = case.view
    if case.act == UNDO:
        return None
    conditions = [each for each in case.conditions or [case.subject] if view.works(each)]
    if case.after.state == "met" or not conditions:
        return None
    then = reduce(without_condition, conditions, view)
    stopped = services_up(view) - services_up(then)
    if not stopped:
        return None
    services = naming(view, stopped, MOST_NAMED)
    if len(conditions) == 1:
        condition = condition_name(view, conditions[0])
        return say(
            "{condition} is met. That stops {services}.", condition=condition, services=services
        )
    names = some([condition_name(view, condition) for condition in conditions], MOST_NAMED)
    return say("{conditions} are met. That stops {services}.", conditions=names, services=services)


MET_AND_TRIED = Rule(
    "condition.told",
    WANTS,
    ConditionCase,
    (CONDITION,),
    says=say("A condition is met by somebody, who says what they tried or saw."),
    met_by=say("Say both."),
    broken=_untold,
)
MET_BY_SOMEBODY = Rule(
    "condition.person",
    REFUSES,
    ConditionCase,
    (CONDITION,),
    says=say("A condition is met by a person: no single letter is a name."),
    met_by=say("Give the name of whoever met it."),
    broken=_nobody,
)
AWAITED_FROM_SOMEBODY = Rule(
    "condition.from",
    WANTS,
    ConditionCase,
    (CONDITION,),
    says=say("What is awaited is awaited from somebody."),
    met_by=say("Say from whom."),
    broken=_from_nobody,
)
LOST_WITH_A_REASON = Rule(
    "condition.reason",
    WANTS,
    ConditionCase,
    (CONDITION,),
    says=say("Whoever gives a condition up, or opens it again, says why."),
    met_by=say("Say what happened."),
    broken=_no_reason,
    of_words=True,
)
RESERVE_WITH_AN_END = Rule(
    "condition.reserve",
    WANTS,
    ConditionCase,
    (CONDITION,),
    says=say("A reserve has an end, at which the condition is open again by itself."),
    met_by=say("Say until when it holds."),
    broken=_endless_reserve,
)
SAID_WITH_ITS_STATE = Rule(
    "condition.words",
    WANTS,
    ConditionCase,
    (CONDITION,),
    says=say("Nothing is said of a condition that does not go with how it stands."),
    met_by=say("Leave it out, or say another state."),
    broken=_idle_words,
)
ENDS_AHEAD = Rule(
    "condition.ahead",
    WANTS,
    ConditionCase,
    (CONDITION, UNDO),
    says=say("The end of a reserve, and the time at which something is awaited, lie ahead."),
    met_by=say("Give a time to come."),
    broken=_over_already,
)
MET_WHEN_NEEDS_WORK = Rule(
    "condition.needs",
    MAY_BE_OVERRIDDEN,
    ConditionCase,
    (CONDITION, UNDO),
    says=say("A condition is met only while all that it needs works."),
    met_by=say("Bring back what it needs, or say why it is met all the same."),
    broken=_needs_do_not_work,
)
MET_BEYOND_SUSPICION = Rule(
    "condition.suspect",
    ASKS,
    ConditionCase,
    (CONDITION, UNDO),
    says=say("No condition is met on a suspect server."),
    met_by=say(
        "Look at the suspects and mark them clean, or say that it is meant; they are kept with it."
    ),
    broken=_suspect,
)
NO_SERVICE_STOPS_BY_IT = Rule(
    "condition.stops",
    ASKS,
    ConditionCase,
    (CONDITION,),
    says=say("No service that is up goes down unsaid because a condition is met no longer."),
    met_by=say("Say that it is meant, whatever stops by it."),
    broken=_stops,
)
RULES = (
    MET_AND_TRIED,
    MET_BY_SOMEBODY,
    AWAITED_FROM_SOMEBODY,
    LOST_WITH_A_REASON,
    RESERVE_WITH_AN_END,
    SAID_WITH_ITS_STATE,
    ENDS_AHEAD,
    MET_WHEN_NEEDS_WORK,
    MET_BEYOND_SUSPICION,
    NO_SERVICE_STOPS_BY_IT,
)
