"""What must be said of restore points, and what is asked before the attack is dated later."""

from datetime import datetime

from chwapi_console.clock import day_and_time
from chwapi_console.journal.kinds.point_kinds import PointChange
from chwapi_console.recovery.rules.cases import (
    COMPROMISED_SINCE,
    INDICATORS,
    RESTORE_POINT,
    UNDO,
    IndicatorsCase,
    PointCase,
    SinceCase,
    UndoCase,
)
from chwapi_console.recovery.rules.naming import no_name
from chwapi_console.recovery.rules.rule import ASKS, REFUSES, WANTS, Rule
from chwapi_console.recovery.state.judged.chosen_points import restored_from
from chwapi_console.text import Sentence, say


def _no_name(case: PointCase) -> Sentence | None:
    return no_name(case.point)


def _no_moment(case: PointCase) -> Sentence | None:
    if not case.undated:
        return None
    return say(
        "{server}: restore point {point} is not known yet. Say when it was taken, with --taken.",
        server=case.subject,
        point=case.point,
    )


def _not_yet(case: PointCase | SinceCase) -> Sentence | None:
    at = case.at if isinstance(case, SinceCase) else datetime.fromisoformat(case.terms.taken)
    if at is None or at <= case.view.now:
        return None
    zone = case.view.plan.incident.zone
    return say("{time} is still to come.", time=day_and_time(at.astimezone(zone)))


def _another_moment(case: PointCase) -> Sentence | None:
    """What is told of when a point was taken decides whether the attacker is in it."""
    known = case.view.situation.points.of.get(case.subject, {}).get(case.point)
    if known is None or known.in_conflict or known.terms.taken == case.terms.taken:
        return None
    zone = case.view.plan.incident.zone
    return say(
        "As far as people know restore point {point} of {server} was taken {before}; it would "
        "count as taken {after}. Another point has another name.",
        point=case.point,
        server=case.subject,
        before=day_and_time(known.taken.astimezone(zone)),
        after=day_and_time(datetime.fromisoformat(case.terms.taken).astimezone(zone)),
    )


def _later(case: SinceCase) -> Sentence | None:
    points, zone = case.view.situation.points, case.view.plan.incident.zone
    for server in case.servers or [""]:
        since = points.since(server)
        if since is not None and case.at is None:
            return say(
                "As far as people know the attacker was in since {time}. Nobody would say so any "
                "more, and points taken since would count as older than the attack.",
                time=day_and_time(since.at.astimezone(zone)),
            )
        if since is not None and case.at is not None and since.at < case.at:
            return say(
                "As far as people know the attacker was in since {time} already: points taken "
                "between then and {later} would count as older than the attack.",
                time=day_and_time(since.at.astimezone(zone)),
                later=day_and_time(case.at.astimezone(zone)),
            )
    return None


def _no_set(case: IndicatorsCase) -> Sentence | None:
    if any(c.isalnum() for c in case.name) and case.name.isprintable():
        return None
    return say("Name the set of indicators.")


def _taken_from_under(case: UndoCase) -> Sentence | None:
    """What is known of the point that a server was restored from is put right, not taken away."""
    payload = case.target.payload if case.target is not None else None
    if not isinstance(payload, PointChange) or payload.before is not None:
        return None
    server, situation = case.subject, case.view.situation
    if server not in situation.servers or restored_from(situation, server) != payload.point:
        return None
    return say(
        "{server} was restored from point {point}. Put right what is wrong with it: restore-point "
        "{server} {point} …",
        server=server,
        point=payload.point,
    )


POINT_WITH_A_NAME = Rule(
    "point.name",
    WANTS,
    PointCase,
    (RESTORE_POINT,),
    says=say("A restore point is called by one word."),
    met_by=say("Write its name without blanks."),
    broken=_no_name,
)
POINT_WITH_A_MOMENT = Rule(
    "point.taken",
    WANTS,
    PointCase,
    (RESTORE_POINT,),
    says=say("Of a restore point it is known when it was taken."),
    met_by=say("Say when, with --taken."),
    broken=_no_moment,
)
POINT_OF_THE_PAST = Rule(
    "point.past",
    WANTS,
    PointCase,
    (RESTORE_POINT,),
    says=say("A restore point was taken before now."),
    met_by=say("Give the time at which it was taken."),
    broken=_not_yet,
)
POINT_TAKEN_ONCE = Rule(
    "point.moved",
    ASKS,
    PointCase,
    (RESTORE_POINT, UNDO),
    says=say("A restore point was taken once: when it was is not changed unsaid."),
    met_by=say("Give another point another name, or say that it is meant."),
    broken=_another_moment,
)
SINCE_THE_PAST = Rule(
    "since.past",
    WANTS,
    SinceCase,
    (COMPROMISED_SINCE,),
    says=say("The attacker came before now."),
    met_by=say("Give the earliest trace that is known."),
    broken=_not_yet,
)
SINCE_NO_LATER = Rule(
    "since.later",
    ASKS,
    SinceCase,
    (COMPROMISED_SINCE, UNDO),
    says=say("The moment since when the attacker was in moves earlier, not later."),
    met_by=say("Give an earlier time, or say that it is meant."),
    broken=_later,
)
POINT_NOT_TAKEN_AWAY = Rule(
    "point.kept",
    REFUSES,
    UndoCase,
    (UNDO,),
    says=say("What is told of the point that a server was restored from is not taken back."),
    met_by=say("Tell of the point what is so."),
    broken=_taken_from_under,
)
INDICATORS_WITH_A_NAME = Rule(
    "indicators.name",
    WANTS,
    IndicatorsCase,
    (INDICATORS,),
    says=say("A set of indicators has a name."),
    met_by=say("Name it, as whoever made it does."),
    broken=_no_set,
)
RULES = (
    POINT_WITH_A_NAME,
    POINT_WITH_A_MOMENT,
    POINT_OF_THE_PAST,
    POINT_TAKEN_ONCE,
    SINCE_THE_PAST,
    SINCE_NO_LATER,
    POINT_NOT_TAKEN_AWAY,
    INDICATORS_WITH_A_NAME,
)
