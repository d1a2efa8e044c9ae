"""The situation in words, for who reads it.

The direction wants what is up and what comes next, the wards what to do until then, technical
people what stands in the way and what was not done. What authorities and the press are told has
rooms of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from chwapi_console.clock import clock_time, forecast_time, later_forecast_time, span
from chwapi_console.inventory.model import TIER_WORDS
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.conditions import node_name
from chwapi_console.recovery.words.contest_words import comes_after, goes_before
from chwapi_console.recovery.words.limits import status_in_a_word, status_words
from chwapi_console.recovery.words.outage_words import (
    not_up_words,
    start_in_words,
    turned_in_brief,
    turned_words,
)
from chwapi_console.recovery.words.reason_told import reason_told
from chwapi_console.recovery.words.shortcut_words import shortcuts_in_full
from chwapi_console.recovery.words.suspicion import (
    and_suspect_then,
    suspects_counted,
    with_suspects_back,
)
from chwapi_console.recovery.words.up_again import up_again_words
from chwapi_console.report.authorities_page import for_authorities
from chwapi_console.report.handover import Handover, Stopped
from chwapi_console.report.handover_page import still_to_do
from chwapi_console.report.page import PaperPage, Section, foot, titled
from chwapi_console.report.page_table import PageColumn, PageTable
from chwapi_console.report.pictures import expectations_picture, over_time
from chwapi_console.report.press_page import for_press, under_for_press
from chwapi_console.report.situation import Awaited, ServiceShare, SituationReport, urgency
from chwapi_console.text import Sentence, Value, every, plural, say, some, word

AUDIENCES = ("direction", "wards", "technical", "authorities", "press")
MOST_NEXT, MOST_STOPPED, MOST_WHY, MOST_TERMS, MOST_CHANGED, MOST_TIERS = 2, 1, 1, 1, 2, 1
"""Lines for the direction, which is told by telephone within a minute; and names, terms and tiers in
them."""
MOST_UP_AGAIN = 1
MOST_WHY_IN_FULL = 3
MOST_NAMED = 6


def situation_page(
    audience: str, of: SituationReport, shift: Handover, head: str, by: str
) -> PaperPage:
    """The page for one of `AUDIENCES`."""
    view = of.view
    sections: Mapping[str, Callable[[], list[Section]]] = {
        "direction": lambda: _for_direction(of),
        "wards": lambda: _for_wards(of),
        "technical": lambda: _for_technical(of, shift),
        "authorities": lambda: for_authorities(of),
        "press": lambda: for_press(view),
    }
    titles = {
        "direction": say("For the direction"),
        "wards": say("Situation for the wards"),
        "technical": say("Technical situation"),
        "authorities": say("Facts for authorities"),
        "press": say("For the press"),
    }
    under = {
        "press": lambda: under_for_press(view),
        "direction": lambda: _under_in_brief(of),
        "wards": lambda: _under_for_wards(of),
    }
    return PaperPage(
        titled(view, titles[audience]),
        list(under.get(audience, lambda: _under(of))()),
        sections[audience](),
        foot(view, head, by),
    )


def _under(of: SituationReport) -> Iterator[Sentence]:
    yield from _standing(of)
    yield from _found_again(of)


def _under_for_wards(of: SituationReport) -> Iterator[Sentence]:
    yield from _standing(of)
    yield from _found_again_for_wards(of)


def _standing(of: SituationReport) -> Iterator[Sentence]:
    view = of.view
    yield say(
        "Running for {time}, since {start}",
        time=span(view.elapsed),
        start=clock_time(view.started, view.plan.incident.zone, view.now),
    )
    yield _services(of)
    yield _with_suspects(
        view,
        say(
            "{back}; {unknown}",
            back=_back(view),
            unknown=plural("{n} not looked at yet", "{n} not looked at yet", view.unknown),
        ),
    )


def _under_in_brief(of: SituationReport) -> Iterator[Sentence]:
    """What stands below the title, for the telephone.

    What is nought is left out, and so is what tables have on paper.
    """
    view = of.view
    yield say("Running for {time}", time=span(view.elapsed))
    vital = [_of_a_tier(share) for share in of.tiers[:MOST_TIERS]]
    up, tiers = up_again_words(of.all.fallen), every(vital)
    yield (
        say("{again}; up: {tiers}; limited: {n}.", again=up, tiers=tiers, n=of.all.limited)
        if of.all.limited
        else say("{again}; up: {tiers}.", again=up, tiers=tiers)
    )
    line = _back(view)
    if view.unknown:
        unknown = plural("{n} not looked at yet", "{n} not looked at yet", view.unknown)
        line = say("{back}; {unknown}", back=line, unknown=unknown)
    if of.found_again:
        again = some([found.subject for found in of.found_again], MOST_STOPPED)
        line = say("{back}; infected again: {servers}", back=line, servers=again)
    yield _with_suspects(view, line)


def _of_a_tier(share: ServiceShare) -> Sentence:
    return say(
        "{tier} {up} of {all}",
        tier=TIER_WORDS[int(share.name or 0)],
        up=share.up,
        all=share.services,
    )


def _services(of: SituationReport) -> Sentence:
    return say(
        "Services: {counts}; {again}.", counts=_counts(of.all), again=up_again_words(of.all.fallen)
    )


def _back(view: View) -> Sentence:
    back = plural(
        "Servers: {back} of {n} hit is back",
        "Servers: {back} of {n} hit are back",
        len(view.hit),
        back=view.back,
    )
    return with_suspects_back(view, back)


def _with_suspects(view: View, servers: Sentence) -> Sentence:
    suspect = {*view.suspects, *view.set_aside}
    if not suspect:
        return servers
    return say("{servers}; {suspect}", servers=servers, suspect=suspects_counted(len(suspect)))


def _found_again(of: SituationReport) -> Iterator[Sentence]:
    view = of.view
    for found in of.found_again:
        yield say(
            "{server} was back, and was found compromised again: {operator}, {time}",
            server=found.subject,
            operator=view.by(found),
            time=view.when(found),
        )


def _found_again_for_wards(of: SituationReport) -> Iterator[Sentence]:
    """What that means to who is no technician: neither which server it was nor who found it."""
    if of.found_again:
        yield plural(
            "Infected again since {time}: {n} server that was back. What worked may stop: see below.",
            "Infected again since {time}: {n} servers that were back. What worked may stop: see "
            "below.",
            len(of.found_again),
            time=of.view.when(of.found_again[0]),
        )


def _counts(share: ServiceShare) -> Sentence:
    return say("{up}, {not_up}", up=_up_of(share), not_up=_not_up(share))


def _up_of(share: ServiceShare) -> Sentence:
    """How many are up, and how many of these are limited or suspect."""
    up = say("{n} of {all} up", n=share.up, all=share.services)
    hedged = [*_of_these(share)]
    return say("{up} ({hedged})", up=up, hedged=every(hedged)) if hedged else up


def _of_these(share: ServiceShare) -> Iterator[Sentence]:
    if share.limited:
        yield plural("{n} limited", "{n} limited", share.limited)
    if share.suspect:
        yield plural("{n} suspect", "{n} suspect", share.suspect)


def _not_up(share: ServiceShare) -> Sentence:
    down = share.services - share.up
    if not share.partial:
        return say("{n} not up", n=down)
    return plural(
        "{down} not up, {n} of them with part of what it needs",
        "{down} not up, {n} of them with part of what they need",
        share.partial,
        down=down,
    )


# For the direction


def _for_direction(of: SituationReport) -> list[Section]:
    view = of.view
    return [
        _lost_again(of),
        *_changed_in_brief(of),
        _suspect_in_brief(view),
        Section(say("Over time"), picture=lambda: over_time(view)),
        *_shares_on_paper(of),
        _next_in_brief(of),
        _stopped(of),
        _why(of, MOST_WHY, MOST_TERMS)._replace(not_by_telephone=True),
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
    lost.sort(key=lambda each: urgency(view, each.service))
    names = some([node_name(view, each.service) for each in lost], MOST_CHANGED)
    lines: list[Value] = [names] if lost else []
    if len(lost) == 1 and (outage := lost[0].outage):
        lines = [say("{service}, since {time}", service=names, time=start_in_words(view, outage))]
    return Section(say("No longer up: {n}", n=len(lost)), lines)


def _why(of: SituationReport, most: int, terms: int | None = None) -> Section:
    """Why the first services in the order come before those after them.

    With so many of the things that decided; all unless a number is given.
    """
    view = of.view
    lines: list[Value] = [
        say(
            "{service}: {why}",
            service=node_name(view, service),
            why=_with_servers_to_go(view, service, before),
        )
        for service in view.order.services_by_urgency
        if not view.services[service].is_up
        and (before := goes_before(view, service, terms)) is not None
    ]
    return Section(say("Why this before that"), lines[:most])


def _with_servers_to_go(view: View, service: str, why: Sentence) -> Sentence:
    """Why it comes first, and how many servers it misses, where that is fewer than the other does."""
    to_go, other = len(view.missing(service)), len(view.missing(comes_after(view, service)))
    if not to_go < other:
        return why
    return plural(
        "{why} {n} server to go against {other}.",
        "{why} {n} servers to go against {other}.",
        to_go,
        why=why,
        other=other,
    )


def _suspect_services(view: View) -> list[str]:
    """The services that are up on servers that are suspect, the urgent first."""
    services = [name for name in view.plan.services if view.services[name].suspect]
    return sorted(services, key=lambda name: urgency(view, name))


def _suspect_in_brief(view: View) -> Section:
    services = _suspect_services(view)
    names = some([node_name(view, service) for service in services], MOST_CHANGED)
    line = plural(
        "What it stands on may be infected: {services}.",
        "What they stand on may be infected: {services}.",
        len(services),
        services=names,
    )
    return Section(say("Up, suspect: {n}", n=len(services)), [line] if services else [])


def _suspect(view: View) -> Section:
    services = _suspect_services(view)
    lines = [_up_suspect(view, name, node_name(view, name)) for name in services]
    return Section(say("Up, suspect: {n}", n=len(lines)), lines)


def _up_suspect(view: View, service: str, name: Value) -> Sentence:
    """What those who use a service that stands on suspects are told."""
    return say(
        "{service}: {state}: it works, but a server that it stands on may be infected and is yet to "
        "be looked at ({servers})",
        service=name,
        state=status_in_a_word(view, service),
        servers=some(view.services[service].suspect, MOST_NAMED),
    )


def _stopped(of: SituationReport) -> Section:
    lines = [_stopped_in_brief(of.view, each) for each in of.blocked[:MOST_STOPPED]]
    return Section(say("Blocked: {n}", n=len(of.blocked)), lines)


def _stopped_in_brief(view: View, of: Stopped) -> Sentence:
    """What waits for a server that is blocked, else its name, why, and until when."""
    services = view.order.because.get(of.server, ())
    names: Value = some([node_name(view, service) for service in services], 1)
    line = say("{what}: {reason}", what=names if services else of.server, reason=reason_told(of))
    if of.block.until is None:
        return line
    return say("{blocked}; until {time}", blocked=line, time=_within_a_day(view, of.block.until))


def _within_a_day(view: View, at: datetime) -> str:
    """A time without its day, where no other of these hours can be meant."""
    zone = view.plan.incident.zone
    if abs(at - view.now) < timedelta(days=1):
        return f"{at.astimezone(zone):%H:%M}"
    return clock_time(at, zone, view.now)


def _changed(of: SituationReport) -> list[Section]:
    if of.since is None:
        return []
    view = of.view
    lines = [*_up_and_lost(of, MOST_NAMED, MOST_NAMED), *turned_words(view, of.changes, MOST_NAMED)]
    since = clock_time(of.since, view.plan.incident.zone, view.now)
    return [Section(say("Changed since {time}", time=since), lines, say("No service changed."))]


def _changed_in_brief(of: SituationReport) -> list[Section]:
    """What changed, for the telephone: by fewer names, and without the day of late times."""
    if of.since is None:
        return []
    view = of.view
    lines = [
        *_up_and_lost(of, MOST_UP_AGAIN, MOST_CHANGED),
        *turned_in_brief(view, of.changes, MOST_CHANGED),
    ]
    since = _within_a_day(view, of.since)
    return [Section(say("Since {time}", time=since), lines, say("No service changed."))]


def _up_and_lost(of: SituationReport, most_up: int, most_lost: int) -> list[Sentence]:
    return [
        say("{what}: {services}", what=what, services=_named(of.view, services, most))
        for what, services, most in (
            (say("up again"), of.changes.up, most_up),
            (say("no longer up"), of.changes.lost, most_lost),
        )
        if services
    ]


def _named(view: View, services: Sequence[str], most: int) -> Value:
    """The first of them by name, the urgent first."""
    return some(
        [
            say("{service} (suspect)", service=node_name(view, service))
            if view.services[service].suspect
            else node_name(view, service)
            for service in sorted(services, key=lambda service: urgency(view, service))
        ],
        most,
    )


def _shares(of: SituationReport) -> list[Section]:
    view = of.view
    tiers: list[Value] = [
        say(
            "tier {tier}, {word}: {counts}",
            tier=share.name or "",
            word=TIER_WORDS[int(share.name or 0)],
            counts=_counts(share),
        )
        for share in of.tiers
    ]
    sites: list[Value] = [
        say("{site}: {counts}", site=_site(view, share.name), counts=_counts(share))
        for share in of.sites
    ]
    return [
        Section(say("Services by tier"), tiers),
        Section(say("Services by site"), sites, whole=True),
    ]


def _shares_on_paper(of: SituationReport) -> list[Section]:
    """How all services stand, by tier and by site."""
    view = of.view
    tiers = [(_tier_name(share), share) for share in of.tiers]
    sites = [(_site(view, share.name), share) for share in of.sites]
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
    say("Of these, part of the needs works"),
)


def _tier_name(share: ServiceShare) -> Sentence:
    tier = int(share.name or 0)
    return say("{tier} {word}", tier=tier, word=TIER_WORDS[tier])


def _site(view: View, site: str | None) -> Value:
    return view.plan.sites[site].name if site else say("shared by all sites")


def _next(of: SituationReport) -> Section:
    view = of.view
    return Section(
        say("What comes next"),
        [
            say(
                "{service}: {when}",
                service=node_name(view, each.service),
                when=_expected_then(view, each),
            )
            for each in of.awaited
        ],
        say("Every service is up."),
        say("The first time holds in half of all cases, the second in nine of ten.")
        if any(each.p50 for each in of.awaited)
        else None,
        whole=True,
        picture=expectations_picture(view, of.awaited),
    )


def _next_in_brief(of: SituationReport) -> Section:
    view, first = of.view, of.awaited[:MOST_NEXT]
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


def _expected_in_brief(view: View, of: Awaited) -> Sentence:
    """When a service is expected; without the day where that is today or was just said."""
    if of.p50 is None or of.p90 is None:
        return _expected(view, of)
    zone = view.plan.incident.zone
    return say(
        "{likely}, at worst {worst}",
        likely=later_forecast_time(of.p50, view.now, zone, view.now),
        worst=later_forecast_time(of.p90, of.p50, zone, view.now),
    )


def _expected_then(view: View, of: Awaited) -> Sentence:
    """When a service is expected, and whether it would be up on suspects."""
    when = _expected(view, of)
    return when if of.p50 is None else and_suspect_then(view, of.service, when)


def _expected(view: View, of: Awaited) -> Sentence:
    if of.p50 is None or of.p90 is None:
        return of.reason or say("no forecast")
    zone = view.plan.incident.zone
    return say(
        "{likely}, at worst {worst}",
        likely=forecast_time(of.p50, zone, view.now),
        worst=forecast_time(of.p90, zone, view.now),
    )


# For the wards


def _for_wards(of: SituationReport) -> list[Section]:
    """A section for each site: what is not up, the urgent first, then what is."""
    view = of.view
    sections = []
    for share in of.sites:
        names = [s for s, part in view.plan.services.items() if part.site == share.name]
        names.sort(key=lambda name: (view.plan.services[name].tier, name))
        down = {each.service: each for each in of.awaited}
        lines: list[Value] = [_for_a_ward(view, down[name]) for name in names if name in down]
        lines += [_suspect_for_a_ward(view, name) for name in names if view.services[name].suspect]
        up = [n for n in names if n not in down and not view.services[n].suspect]
        lines += [
            say("{service}: {state}", service=node_name(view, n), state=status_words(view, n))
            for n in up
            if view.services[n].without
        ]
        if whole := [n for n in up if not view.services[n].without]:
            lines.append(say("Up: {services}", services=some(_up(view, whole), len(whole))))
        title = say("{site}: {counts}", site=_site(view, share.name), counts=_counts(share))
        sections.append(Section(title, lines, whole=True))
    return sections


def _up(view: View, services: Sequence[str]) -> list[Value]:
    return [
        say("{service} (limited)", service=node_name(view, service))
        if view.services[service].status == "limited"
        else node_name(view, service)
        for service in services
    ]


def _suspect_for_a_ward(view: View, service: str) -> Sentence:
    return say(
        "{service}: {state}: it works, but a server that it stands on may be infected and is yet to "
        "be looked at",
        service=view.plan.services[service].name,
        state=status_in_a_word(view, service),
    )


def _for_a_ward(view: View, of: Awaited) -> Sentence:
    part = view.plan.services[of.service]
    line = say(
        "{service}: {state}; expected {when}",
        service=part.name,
        state=not_up_words(view, of.service, of.outage),
        when=_expected_then(view, of),
    )
    if of.p50 is None:
        line = say(
            "{service}: {state}; no time yet, {why}",
            service=part.name,
            state=not_up_words(view, of.service, of.outage),
            why=of.reason or say("no forecast"),
        )
    if part.fallback:
        line = say("{service}. Until then: {fallback}", service=line, fallback=part.fallback)
    if part.signs:
        signs = say("{who}, {phone}", who=part.signs, phone=of.phone) if of.phone else part.signs
        line = say("{service}. {who} signs it off", service=line, who=signs)
    return line


# For technical people


def _for_technical(of: SituationReport, shift: Handover) -> list[Section]:
    view = of.view
    left_out = [
        say("{server}: {what}", server=server, what=sentence)
        for server in sorted(view.shortcuts)
        for sentence in shortcuts_in_full(view, server, view.shortcuts[server])
    ]
    return [
        *_changed(of),
        _suspect(view),
        Section(say("Over time"), picture=lambda: over_time(view)),
        *_shares(of),
        _next(of),
        _why(of, MOST_WHY_IN_FULL),
        *still_to_do(shift),
        Section(say("Left out on the way: {n}", n=len(left_out)), left_out),
    ]
