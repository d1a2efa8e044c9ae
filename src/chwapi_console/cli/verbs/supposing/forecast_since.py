"""`forecast --since`: when services were expected at a moment that is over, and what moved that.

Of all services by how much each comes later or sooner; of one also which acts did it, and how much
of it came of time alone.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.as_json import Json, expected_range
from chwapi_console.cli.output.table import TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header
from chwapi_console.cli.verbs.patience import ToldShare
from chwapi_console.cli.verbs.plans.seen_plans import by_the_plan_of
from chwapi_console.cli.verbs.supposing.past_queue import plan_of_others, plan_then
from chwapi_console.clock import iso, span, weekday_time
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.record_until import record_done_by
from chwapi_console.moments import read_past
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.drift import MOST_PLAYED, Drift, Stretch, drift
from chwapi_console.recovery.forecast.drift_words import QUARTER, later_by, stretch_moved
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.outlook import IN_HOW_MANY_CASES, expected, rounded
from chwapi_console.recovery.forecast.runs_compared import change, clear_change
from chwapi_console.recovery.state.of_view.over_likely import OverLikely, over_likely
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.news import told
from chwapi_console.recovery.words.since.plan_edits import moved_by_edit
from chwapi_console.recovery.words.since.since_then import (
    changed_by_itself,
    pin_that_ends_soon,
    turns_of_crews,
)
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.why.shift_words import rests_before_done
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, Typed, Value, in_one, plural, say, some

MOST_TOLD = 6
"""What moved it most that is told by name; the rest is counted."""

MOST_ACTS = 3
"""Acts of one moment that are told by name."""

MOST_EDITS = 2
"""What an edit said otherwise that is told; the rest is counted."""

COLUMNS = (
    TextColumn(say("service")),
    TextColumn(say("name"), long="cut", least=20),
    TextColumn(say("tier"), right=True),
    TextColumn(say("told then"), long="wrap"),
    TextColumn(say("told now"), long="wrap"),
    TextColumn(say("moved"), long="wrap"),
)


class _Asked(NamedTuple):
    """A moment that is over, how things stood then by the plan of then, and how they stand now.

    The incident has `begun_since` where an earlier moment was asked about: its beginning counts.
    """

    at: datetime
    plan: Plan
    then: View
    now: View
    record: Record
    begun_since: bool


def forecast_since(context: VerbContext, session: Session, now: View, service: str | None) -> int:
    """Prints when services were expected then and are now; of one also what moved it."""
    given = context.given
    if given.why or given.all or given.crews or given.by:
        raise UsageError(say("--since stands alone: without --why, --by, --crews and --all."))
    of = _asked(context, session, now.at(session.now()))
    if service is None:
        _print_all(context, of)
        return 0
    if service not in of.plan.services:
        name = node_name(now, service)
        raise RequestError(say("The plan of that time had no service {service}.", service=name))
    share = ToldShare(context, now, times=MOST_PLAYED)
    moved = drift(of.plan, of.record, of.at, of.now, service, share)
    if context.options.as_json:
        context.out.json({"now": iso(of.now.now), "since": drift_in_json(of.now, of.at, moved)})
        return 0
    context.out.say(header(now))
    _say_when_it_began(context, of)
    for line in _drift_lines(of, moved):
        context.out.say(line)
    acts = _typed(context, "log", "--since", iso(of.at))
    context.out.say(say("All acts since then: {command}", command=acts))
    return 0


def _typed(context: VerbContext, *words: str) -> Typed:
    return to_type([PROGRAM, *words], context.out.language)


def _asked(context: VerbContext, session: Session, now: View) -> _Asked:
    said = read_past(context.given.since, session.now(), now.plan.incident.zone, hours_ago=True)
    at = min(max(said.at, now.started), now.now)
    known = record_done_by(session.record, at)
    plan, taken_up = plan_then(session, at, known)
    if whose := plan_of_others(session, taken_up):
        context.out.complain(by_the_plan_of(whose))
    plan = plan or now.written
    return _Asked(at, plan, view(plan, known, at), now, session.record, said.at < at)


# All services


def _print_all(context: VerbContext, of: _Asked) -> None:
    share = ToldShare(context, of.now, times=2)
    named = [
        service
        for service in of.now.order.as_they_return(of.now.plan.services)
        if service in of.then.plan.services
        and not (of.then.services[service].is_up and of.now.services[service].is_up)
    ]
    then, now = (forecast(each, named, between=share).services for each in (of.then, of.now))
    if context.options.as_json:
        services = [_of_service(each, then[each], now[each]) for each in named]
        told: Json = {"at": iso(of.at), "services": services}
        context.out.json({"now": iso(of.now.now), "since": told})
        return
    context.out.say(header(of.now))
    _say_when_it_began(context, of)
    rows = [
        TextRow([s, part.name, part.tier, *_told_twice(of, then[s], now[s])])
        for s in named
        for part in [of.now.plan.services[s]]
    ]
    if not rows:
        context.out.complain(say("Every service was up then, and is now."))
        return
    at = weekday_time(of.at, of.now.plan.incident.zone, of.now.now)
    context.out.say(say("As told on {time}, and as told now:", time=at))
    context.out.table(TextTable(COLUMNS, rows))
    context.out.say(IN_HOW_MANY_CASES)
    context.out.say(
        say(
            "Which acts moved one of them: {command}",
            command=_typed(context, "forecast", named[0], "--since", context.given.since),
        )
    )


def _say_when_it_began(context: VerbContext, of: _Asked) -> None:
    if of.begun_since:
        began = weekday_time(of.at, of.now.plan.incident.zone, of.now.now)
        context.out.say(say("The incident began on {time}; it is told from then on.", time=began))


def _told_twice(of: _Asked, then: Outlook, now: Outlook) -> list[Value]:
    """What was told then, what is told now, and by how much it moved."""
    fell = of.then.services[then.service].is_up and not of.now.services[now.service].is_up
    moved = say("no longer up") if fell else moved_words(of.now, then, now)
    return [expected(of.then, then), expected(of.now, now), moved]


def moved_words(now: View, was: Outlook, became: Outlook) -> Sentence | str:
    """By how much it moved; nothing where there was no time, or is none."""
    if change(was, became) is None:
        return say("up by now") if now.services[became.service].is_up else ""
    moved = _clearly_moved(was, became)
    at_worst = _at_worst_moved(was, became)
    if not at_worst or (moved and (moved > 0) == (at_worst > 0)):
        return later_by(moved)
    return say("{moved}; at worst {worst}", moved=later_by(moved), worst=later_by(at_worst))


def _clearly_moved(was: Outlook, became: Outlook) -> int:
    """The minutes by which it moved, not rounded yet; nought where chance alone may move it so far."""
    return (change(was, became) or 0) if clear_change(was, became) else 0


NOTEWORTHY = timedelta(hours=4)
"""From how much on it is told by how much "at worst" moved the other way, or alone."""


def _at_worst_moved(was: Outlook, became: Outlook) -> int:
    """By how many minutes nine of ten cases moved; 0 where that is little for how far apart cases lie."""
    p50, p90, then_p50, then_p90 = was.p50, was.p90, became.p50, became.p90
    if p50 is None or p90 is None or then_p50 is None or then_p90 is None:
        return 0
    by, apart = then_p90 - p90, max(p90 - p50, then_p90 - then_p50)
    return round(by / timedelta(minutes=1)) if abs(by) >= max(NOTEWORTHY, apart / 4) else 0


# One service


def _drift_lines(of: _Asked, moved: Drift) -> Iterator[Sentence]:
    """When it was expected then, and is now, and what moved it."""
    now, zone = of.now, of.now.plan.incident.zone
    name, at = node_name(now, moved.service), weekday_time(of.at, zone, now.now)
    then = expected(of.then, moved.then)
    yield say("{service}, as told on {time}: {then}.", service=name, time=at, then=then)
    total = change(moved.then, moved.now)
    yield (
        say("As told now: {now}.", now=expected(now, moved.now))
        if total is None
        else say(
            "As told now: {now}; {moved}.",
            now=expected(now, moved.now),
            moved=moved_words(now, moved.then, moved.now),
        )
    )
    told = _most(moved)
    if told or _time_tells(moved):
        yield say("What moved it most, each by the forecast just before it and just after:")
    yield from (_stretch_words(of, stretch) for stretch in told)
    if _time_tells(moved):
        yield _time_words(of, moved)
    if moved.by_edit is not None and (moved.by_edit.clear or moved.by_edit.minutes is None):
        yield _edit_words(of, moved.by_edit)
    if total is not None:
        yield _rest_words(moved, told, total)


def _time_tells(moved: Drift) -> bool:
    return moved.waited is not None and abs(moved.by_time) >= abs(moved.waited.clear) // 2 > 0


def _most(moved: Drift) -> list[Stretch]:
    """The stretches with acts that moved it most, in their order; and with which a time came or went."""
    telling = [
        of
        for of in moved.stretches
        if not of.is_of_time and (of.clear or (of.was.p50 is None) != (of.became.p50 is None))
    ]
    by_size = sorted(telling, key=lambda of: (of.minutes is not None, -abs(of.clear), of.begin))
    return sorted(by_size[:MOST_TOLD], key=lambda of: of.begin)


def _stretch_words(of: _Asked, stretch: Stretch) -> Sentence:
    """What was done, and by how much that moved it."""
    now = of.now
    acts = some([told(event, now) for event in stretch.acts], MOST_ACTS)
    zone, moved = now.plan.incident.zone, stretch_moved(now, stretch)
    begin, end = (weekday_time(at, zone, now.now) for at in (stretch.begin, stretch.end))
    if stretch.moment is None:
        return plural(
            "{begin} to {end}, {n} act and the time between ({acts}): {moved}.",
            "{begin} to {end}, {n} acts and the time between ({acts}): {moved}.",
            len(stretch.acts),
            begin=begin,
            end=end,
            acts=acts,
            moved=moved,
        )
    at = weekday_time(stretch.moment, zone, now.now)
    words = say("{time} {acts}: {moved}.", time=at, acts=acts, moved=moved)
    rest = list(_rests_by_that(of, stretch)) if stretch.clear > 0 else []
    return in_one([words, *rest])


def _rests_by_that(of: _Asked, stretch: Stretch) -> Iterator[Sentence]:
    """Of what was taken then, that its crew goes home before it is done, as that was seen then."""
    taken = [act.subject for act in stretch.acts if act.after and act.after.work == "restoring"]
    if taken:
        then = view(of.plan, record_done_by(of.record, stretch.end), stretch.end)
        yield from rests_before_done(then, taken)


def _time_words(of: _Asked, moved: Drift) -> Sentence:
    """How much came of time alone, when most of it, and what was in hand for longer than likely."""
    now, waited = of.now, moved.waited
    if waited is None:
        return say("Time alone: {moved}.", moved=later_by(moved.by_time))
    if abs(waited.clear) * 2 < abs(moved.by_time):
        whole = say(
            "Time alone, in which nobody acted: {moved}, in many stretches.",
            moved=later_by(moved.by_time),
        )
        over = over_likely(now, now.in_hand) if moved.by_time > 0 else ()
        if not over:
            return whole
        return say(
            "{whole} In hand for longer than likely now: {servers}.",
            whole=whole,
            servers=some([_over(each) for each in over], MOST_ACTS),
        )
    begin, end = (
        weekday_time(at, now.plan.incident.zone, now.now) for at in (waited.begin, waited.end)
    )
    whole = say(
        "Time alone, in which nobody acted: {moved}, most of it {begin} to {end} ({most}).",
        moved=later_by(moved.by_time),
        begin=begin,
        end=end,
        most=later_by(waited.clear),
    )
    for fact in _meanwhile(of, moved, waited):
        whole = say("{whole} {fact}", whole=whole, fact=fact)
    return whole


def _meanwhile(of: _Asked, moved: Drift, waited: Stretch) -> Iterator[Sentence]:
    """What was in hand for longer than likely while nobody acted, and what changed by itself."""
    if moved.over:
        yield say(
            "In hand for longer than likely by then: {servers}.",
            servers=some([_over(each) for each in moved.over], MOST_ACTS),
        )
    if waited.leaps:
        yield from of_a_leap(moved, waited)
    known = record_done_by(of.record, waited.begin)
    before, after = (view(of.plan, known, at) for at in (waited.begin, waited.end))
    yield from changed_by_itself(before, after)
    yield from turns_of_crews(before, after, moved.now.service)
    yield from rests_before_done(after, after.missing(moved.now.service))
    yield from pin_that_ends_soon(after, moved.now.service)


def of_a_leap(moved: Drift, waited: Stretch) -> Iterator[Sentence]:
    """Where it moved by more than the time that passed: what of that may be chance, and what is known."""
    yield say(
        "By chance alone each of the two may be {time} off.",
        time=rounded(max(waited.was.unsure, waited.became.unsure, QUARTER)),
    )
    if waited.clear < 0:
        return
    if not moved.over:
        yield say("Nothing in hand was so for longer than likely by then.")
    if moved.in_hand:
        yield say(
            "What is in hand and not done is taken to last the longer, the longer that is so: {servers}.",
            servers=some(
                [
                    say("{server} {moved}", server=server, moved=later_by(minutes))
                    for server, minutes in moved.in_hand
                ],
                MOST_ACTS,
            ),
        )


def _over(each: OverLikely) -> Sentence:
    return say(
        "{server} ({holder}, {time}, likely {likely})",
        server=each.server,
        holder=each.holder,
        time=span(each.minutes),
        likely=span(each.likely),
    )


def _edit_words(of: _Asked, edit: Stretch) -> Sentence:
    """What the plan's edits moved, and what they said otherwise."""
    by_plan = view(of.plan, of.record, of.now.now)
    edits = moved_by_edit(by_plan, of.now)
    said, moved = in_one(edits[:MOST_EDITS]), stretch_moved(of.now, edit)
    told = say("The plan was edited: {moved}. {edits}", moved=moved, edits=said)
    if (rest := len(edits) - MOST_EDITS) <= 0:
        return told
    return plural(
        "{told} {n} change more; queue --since tells all.",
        "{told} {n} changes more; queue --since tells all.",
        rest,
        told=told,
    )


def _rest_words(moved: Drift, told: Sequence[Stretch], total: int) -> Sentence:
    """How much all that is not told moved it together, so that the parts add up."""
    named = sum(of.minutes or 0 for of in told)
    named += moved.by_time if _time_tells(moved) else 0
    named += (moved.by_edit.minutes or 0) if moved.by_edit else 0
    acts = sum(len(of.acts) for of in moved.stretches) - sum(len(of.acts) for of in told)
    rest = total - named
    less = later_by(rest if abs(rest) >= max(moved.then.unsure, moved.now.unsure) else 0)
    if not acts:
        return say("All else together: {moved}.", moved=less)
    if any(of.minutes is None for of in told):
        return plural("{n} more act moved it less.", "{n} more acts moved it less.", acts)
    return plural(
        "All else together, {n} more act and the time between: {moved}.",
        "All else together, {n} more acts and the time between: {moved}.",
        acts,
        moved=less,
    )


# As JSON


def _of_service(service: str, then: Outlook, now: Outlook) -> Json:
    return {
        "service": service,
        "then": expected_range(then),
        "then_reason": str(then.reason) if then.reason else None,
        "forecast": expected_range(now),
        "forecast_reason": str(now.reason) if now.reason else None,
        "p50_change": change(then, now),
        "clear_change": clear_change(then, now),
    }


def drift_in_json(now: View, at: datetime, moved: Drift) -> Json:
    """What moved a service since a moment, stretch by stretch, in their order."""
    return {
        "at": iso(at),
        **_of_service(moved.service, moved.then, moved.now),
        "stretches": [
            {
                "from": iso(of.begin),
                "to": iso(of.end),
                "acts": [as_json.event(event) for event in of.acts],
                "p50_change": of.minutes,
                "clear_change": of.clear if of.minutes is not None else None,
                "taught": of.taught,
                "before": list(of.before),
                "before_if_hit": list(of.before_if_hit),
                "behind": list(of.behind),
                "laid_down": [hand.server for hand in of.hands if hand.free],
                "taken_up": [hand.server for hand in of.hands if not hand.free],
                "p50": iso(of.became.p50) if of.became.p50 else None,
            }
            for of in moved.stretches
        ],
        "by_time": moved.by_time,
        "by_edit": moved.by_edit.minutes if moved.by_edit else None,
        "in_hand_over_likely": [each._asdict() for each in moved.over],
        "in_hand_later": [
            {"server": server, "clear_change": minutes} for server, minutes in moved.in_hand
        ],
    }
