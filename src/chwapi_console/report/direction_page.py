"""The situation for the direction, told by telephone: what is up, and what comes next."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chwapi_console.clock import later_forecast_time, span, weekday_time
from chwapi_console.inventory.model import TIER_WORDS
from chwapi_console.recovery.forecast.outlook import rounded
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.outage_words import (
    start_in_words,
    turned_in_brief,
)
from chwapi_console.recovery.words.since.up_again import up_again_words
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.holds_until import holds_until, up_until_words
from chwapi_console.report.handover import Stopped
from chwapi_console.report.page import Section
from chwapi_console.report.page_table import PageColumn, PageTable
from chwapi_console.report.pictures import expectations_picture, over_time
from chwapi_console.report.situation import (
    Awaited,
    LatePromise,
    ServiceShare,
    SituationReport,
    minutes_late,
)
from chwapi_console.report.situation_words import (
    closed_words,
    expected_words,
    nobody_at,
    servers_back,
    site_name,
    suspect_services,
    up_and_lost,
    why_before,
    with_suspects,
)
from chwapi_console.text import Sentence, Value, every, plural, say, some, word

MOST_NEXT, MOST_STOPPED, MOST_WHY, MOST_TERMS, MOST_CHANGED, MOST_TIERS = 2, 1, 1, 1, 2, 1
"""Lines, which are read out within a minute; and names, terms and tiers in them."""
MOST_PROMISED = 2
MOST_ENDING = 2
"""Promises that are told by name; the heading counts all that are expected later."""

MOST_UP_AGAIN = 1
MOST_ALSO_STOPPED, MOST_PINNED = 1, 2
MOST_NEXT_BESIDE_THE_WORST = 1


def under_for_direction(of: SituationReport) -> Iterator[Sentence]:
    """What stands below the title, for the telephone.

    What is nought is left out, and so is what tables have on paper.
    """
    view = of.view
    yield closed_words(view) or say("Running for {time}", time=span(view.elapsed))
    vital = [_of_a_tier(share) for share in of.tiers[:MOST_TIERS]]
    up, tiers = up_again_words(of.all.fallen), every(vital)
    yield (
        say("{again}; up: {tiers}; limited: {n}.", again=up, tiers=tiers, n=of.all.limited)
        if of.all.limited
        else say("{again}; up: {tiers}.", again=up, tiers=tiers)
    )
    line = servers_back(view)
    if view.unknown:
        unknown = plural("{n} not looked at yet", "{n} not looked at yet", view.unknown)
        line = say("{back}; {unknown}", back=line, unknown=unknown)
    if of.found_again:
        again = some([found.subject for found in of.found_again], MOST_STOPPED)
        line = say("{back}; infected again: {servers}", back=line, servers=again)
    yield with_suspects(view, line)


def _of_a_tier(share: ServiceShare) -> Sentence:
    return say(
        "{tier} {up} of {all}",
        tier=TIER_WORDS[int(share.name or 0)],
        up=share.up,
        all=share.services,
    )


def for_direction(of: SituationReport) -> list[Section]:
    """The sections of the page for the direction."""
    view = of.view
    return [
        _lost_again(of),
        *_changed_in_brief(of),
        _suspect_in_brief(view),
        *_ending_in_brief(view),
        _later_than_promised(of),
        Section(say("Over time"), picture=lambda: over_time(view)),
        *_shares_on_paper(of),
        _next_in_brief(of),
        _latest_in_brief(of),
        nobody_at(of)._replace(not_by_telephone=True),
        _stopped(of),
        _pinned_in_brief(view),
        why_before(of, MOST_WHY, MOST_TERMS)._replace(not_by_telephone=True),
    ]


def _lost_again(of: SituationReport) -> Section:
    """What was up, and is not: nothing else is as much news to who has told others that it was."""
    view = of.view
    told = {*of.changes.lost, *(service for service, _ in of.changes.turns)}
    lost = [
        each
        for each in of.awaited
        if each.outage
        and each.outage.since
        and not each.outage.by_plan
        and each.service not in told
    ]
    lost.sort(key=lambda each: view.problem.urgency(each.service))
    names = some([node_name(view, each.service) for each in lost], MOST_CHANGED)
    lines: list[Value] = [names] if lost else []
    if len(lost) == 1 and (outage := lost[0].outage):
        lines = [say("{service}, since {time}", service=names, time=start_in_words(view, outage))]
    return Section(say("No longer up: {n}", n=len(lost)), lines)


def _suspect_in_brief(view: View) -> Section:
    services = suspect_services(view)
    names = some([node_name(view, service) for service in services], MOST_UP_AGAIN)
    line = say("On what may be infected: {services}.", services=names)
    return Section(say("Up, suspect: {n}", n=len(services)), [line] if services else [])


def _ending_in_brief(view: View) -> list[Section]:
    """What is up and will not be once a reserve has ended: it is to be met anew before."""
    ends = sorted(holds_until(view).items(), key=lambda each: each[1].until)
    lines = [up_until_words(view, service, holds) for service, holds in ends[:MOST_ENDING]]
    return [Section(say("Ends by itself: {n}", n=len(ends)), lines)] if ends else []


def _later_than_promised(of: SituationReport) -> Section:
    """What was promised and is expected later: who was told the one has to be told the other."""
    lines = [_late_in_brief(of.view, each) for each in of.late[:MOST_PROMISED]]
    if others := of.late[MOST_PROMISED:]:
        names = [node_name(of.view, each.promise.subject) for each in others]
        lines.append(say("also later: {services}", services=some(names, MOST_PROMISED)))
    return Section(say("Later than promised: {n}", n=len(of.late)), lines)


def _late_in_brief(view: View, of: LatePromise) -> Sentence:
    zone, promise = view.plan.incident.zone, of.promise
    about = node_name(view, promise.subject)
    by = _by_day(view, promise.by)
    if of.p50 is None:
        return say("{about}: promised {time}, nobody can say when", about=about, time=by)
    when = later_forecast_time(of.p50, view.now, zone, view.now)
    if would_be_suspect(view, [promise.subject]) is not None:
        when = say("{when} (suspect)", when=when)
    return say("{about}: promised {time}, expected {when}", about=about, time=by, when=when)


def _stopped(of: SituationReport) -> Section:
    lines = [_stopped_in_brief(of.view, each) for each in of.blocked[:MOST_STOPPED]]
    told = {each for stop in of.blocked[:MOST_STOPPED] for each in _held_up(of.view, stop)[:1]}
    others = [each for stop in of.blocked[MOST_STOPPED:] for each in _held_up(of.view, stop)[:1]]
    if names := [node_name(of.view, each) for each in dict.fromkeys(others) if each not in told]:
        lines.append(say("also: {services}", services=some(names, MOST_ALSO_STOPPED)))
    return Section(say("Blocked: {n}", n=len(of.blocked)), lines)


def _stopped_in_brief(view: View, of: Stopped) -> Sentence:
    """What waits for a server that is blocked, else its name, why, and until when."""
    names = some([node_name(view, each) for each in _held_up(view, of)], 1)
    line = say("{what}: {reason}", what=names, reason=reason_told(of))
    if of.block.until is None:
        return line
    if of.block.until <= view.now:
        return say(
            "{blocked}; due {time}, passed", blocked=line, time=_by_day(view, of.block.until)
        )
    return say("{blocked}; until {time}", blocked=line, time=_by_day(view, of.block.until))


def _held_up(view: View, of: Stopped) -> Sequence[str]:
    """The services that wait for what is blocked, the most urgent first; itself where none does."""
    return view.order.because.get(of.server) or [of.server]


def _pinned_in_brief(view: View) -> Section:
    """What people put first against the rule, for who has to answer for it."""
    names = [node_name(view, pin.subject) for pin in view.pins]
    lines: list[Value] = [some(names, MOST_PINNED)] if names else []
    return Section(say("Put first by pins: {n}", n=len(names)), lines)


def _by_day(view: View, at: datetime) -> Sentence | str:
    """A time, with its day where that is not today."""
    zone = view.plan.incident.zone
    if at.astimezone(zone).date() == view.now.astimezone(zone).date():
        return _time(view, at)
    return weekday_time(at, zone, view.now)


def _time(view: View, at: datetime) -> str:
    return f"{at.astimezone(view.plan.incident.zone):%H:%M}"


def _changed_in_brief(of: SituationReport) -> list[Section]:
    """What changed, for the telephone: by fewer names, and without the day of late times."""
    if of.since is None:
        return []
    view = of.view
    lines = [
        *up_and_lost(of, MOST_UP_AGAIN, MOST_CHANGED),
        *turned_in_brief(view, of.changes, MOST_UP_AGAIN),
    ]
    within_a_day = view.now - of.since < timedelta(days=1)
    since = _time(view, of.since) if within_a_day else _by_day(view, of.since)
    return [Section(say("Since {time}", time=since), lines, say("No service changed."))]


def _shares_on_paper(of: SituationReport) -> list[Section]:
    """How all services stand, by tier and by site."""
    view = of.view
    tiers = [(_tier_name(share), share) for share in of.tiers]
    sites = [(site_name(view, share.name), share) for share in of.sites]
    return [
        Section(say("Up by tier"), table=_shares_table(say("Tier"), tiers), not_by_telephone=True),
        Section(say("Up by site"), table=_shares_table(say("Site"), sites), not_by_telephone=True),
    ]


def _shares_table(head: Value, shares: Sequence[tuple[Value, ServiceShare]]) -> PageTable:
    return PageTable(
        [PageColumn(head, 3), *map(PageColumn, (say("Services"), *_HEADS))],
        [
            [
                name,
                share.services,
                share.up,
                share.limited,
                share.suspect,
                share.services - share.up,
                share.partial,
            ]
            for name, share in shares
        ],
    )


_HEADS = (
    word("column", "Up"),
    say("Of these limited"),
    say("Of these suspect"),
    word("column", "Not up"),
    say("Of these in part"),
)


def _tier_name(share: ServiceShare) -> Sentence:
    tier = int(share.name or 0)
    return say("{tier} {word}", tier=tier, word=TIER_WORDS[tier])


def _next_in_brief(of: SituationReport) -> Section:
    view, first = of.view, _next_and_worst(of)[0]
    lines: list[Value] = [
        say(
            "{service}: {when}",
            service=node_name(view, each.service),
            when=_expected_in_brief(view, each),
        )
        for each in first
    ]
    return Section(
        say("What comes next"),
        lines,
        say("Every service is up."),
        say("Half of cases; at worst nine of ten.") if any(each.p50 for each in first) else None,
        picture=expectations_picture(view, first),
    )


def _latest_in_brief(of: SituationReport) -> Section:
    """The worst of the most urgent tier that is not all up, but for what was just told."""
    view, worst = of.view, _next_and_worst(of)[1]
    if not worst:
        return Section(say("The worst of tier {tier}", tier=1))
    when = _with_lateness(view, worst[0])
    alike = [each.service for each in worst if _with_lateness(view, each) == when]
    names = some([node_name(view, service) for service in alike], 1)
    tier = view.plan.services[worst[0].service].tier
    return Section(
        say("The worst of tier {tier}", tier=tier),
        [say("{service}: {when}", service=names, when=when)],
    )


def _next_and_worst(of: SituationReport) -> tuple[Sequence[Awaited], Sequence[Awaited]]:
    """What is told to come next, and the worst of the most urgent tier but for that.

    Less comes next where there is a worst to tell beside it.
    """
    first = of.awaited[:MOST_NEXT]
    if all(each in first for each in of.worst):
        return first, ()
    first = of.awaited[:MOST_NEXT_BESIDE_THE_WORST]
    return first, [each for each in of.worst if each not in first]


def _with_lateness(view: View, of: Awaited) -> Value:
    """When it is expected, and by how much that is later than its RTO."""
    when = _expected_in_brief(view, of)
    if (late := minutes_late(view, of)) is None or late <= 0:
        return when
    return say("{when}; {late} late", when=when, late=rounded(late))


def _expected_in_brief(view: View, of: Awaited) -> Sentence:
    """When a service is expected; without the day where that is today or was just said."""
    if of.p50 is None or of.p90 is None:
        return expected_words(view, of)
    zone = view.plan.incident.zone
    when = say(
        "{likely}, at worst {worst}",
        likely=later_forecast_time(of.p50, view.now, zone, view.now),
        worst=later_forecast_time(of.p90, of.p50, zone, view.now),
    )
    suspect = would_be_suspect(view, [of.service]) is not None
    return say("{when} (suspect)", when=when) if suspect else when
