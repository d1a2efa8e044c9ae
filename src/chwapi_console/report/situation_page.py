"""The situation in words, for who reads it: the direction wants what is up and what comes next, the
wards what to do until then, technical people what stands in the way and what was not done. What
authorities and the press are told has rooms of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from chwapi_console.clock import clock_time, forecast_time, span
from chwapi_console.inventory.model import TIER_WORDS
from chwapi_console.recovery.state.fallen import up_again_words
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.conditions import node_name
from chwapi_console.recovery.words.contest_words import comes_after, goes_before
from chwapi_console.recovery.words.limits import status_in_a_word
from chwapi_console.recovery.words.outage_words import start_in_words
from chwapi_console.recovery.words.shortcut_words import shortcuts_in_full
from chwapi_console.recovery.words.state_words import state_word
from chwapi_console.recovery.words.suspicion import suspects_counted
from chwapi_console.report.authorities_page import for_authorities
from chwapi_console.report.handover import Handover, Stopped
from chwapi_console.report.handover_page import still_to_do
from chwapi_console.report.page import Page, Section, foot, titled
from chwapi_console.report.page_table import Column, Table
from chwapi_console.report.pictures import expected, over_time
from chwapi_console.report.press_page import for_press, under_for_press
from chwapi_console.report.situation import Awaited, Share, Situation
from chwapi_console.text import Sentence, Value, every, plural, say, some, word

AUDIENCES = ("direction", "wards", "technical", "authorities", "press")
MOST_NEXT, MOST_STOPPED, MOST_WHY, MOST_TERMS, MOST_CHANGED = 3, 2, 1, 1, 3
"""Lines for the direction, which is told by telephone within a minute; and names and terms in them."""
MOST_WHY_IN_FULL = 3
MOST_NAMED = 6


def situation_page(audience: str, of: Situation, shift: Handover, head: str, by: str) -> Page:
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
        "direction": say("Situation for the direction"),
        "wards": say("Situation for the wards"),
        "technical": say("Technical situation"),
        "authorities": say("Facts for authorities"),
        "press": say("For the press"),
    }
    under = under_for_press(view) if audience == "press" else _under(of)
    return Page(
        titled(view, titles[audience]), list(under), sections[audience](), foot(view, head, by)
    )


def _under(of: Situation) -> Iterator[Sentence]:
    view = of.view
    yield say(
        "Running for {time}, since {start}",
        time=span(view.elapsed),
        start=clock_time(view.started, view.plan.incident.zone, view.now),
    )
    yield say(
        "Services: {counts}; {again}.", counts=_counts(of.all), again=up_again_words(of.all.fallen)
    )
    back = plural(
        "Servers: {back} of {n} hit is back",
        "Servers: {back} of {n} hit are back",
        len(view.hit),
        back=view.back,
    )
    line = say(
        "{back}; {unknown}",
        back=back,
        unknown=plural("{n} not looked at yet", "{n} not looked at yet", view.unknown),
    )
    if suspect := {*view.suspects, *view.set_aside}:
        line = say("{servers}; {suspect}", servers=line, suspect=suspects_counted(len(suspect)))
    yield line
    for found in of.found_again:
        yield say(
            "{server} was back, and was found compromised again: {operator}, {time}",
            server=found.subject,
            operator=view.by(found),
            time=view.when(found),
        )


def _counts(share: Share) -> Sentence:
    if share.suspect:
        return say(
            "{up} of {all} up, {n} of them suspect, {partial} in part, {down} down",
            up=share.up,
            all=share.services,
            n=share.suspect,
            partial=share.partial,
            down=share.down,
        )
    return say(
        "{up} of {all} up, {partial} in part, {down} down",
        up=share.up,
        all=share.services,
        partial=share.partial,
        down=share.down,
    )


# For the direction


def _for_direction(of: Situation) -> list[Section]:
    view = of.view
    return [
        *_changed(of, MOST_CHANGED),
        _suspect_in_brief(view),
        Section(say("Over time"), picture=lambda: over_time(view)),
        *_shares_in_brief(of),
        _next(of, MOST_NEXT),
        _why(of, MOST_WHY, MOST_TERMS),
        _stopped(of),
    ]


def _why(of: Situation, most: int, terms: int | None = None) -> Section:
    """Why the first services in the order come before those after them, and so many of the things
    that decided; all unless a number is given."""
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
    return sorted(services, key=lambda name: (view.plan.services[name].tier, name))


def _suspect_in_brief(view: View) -> Section:
    services = _suspect_services(view)
    names = some([node_name(view, service) for service in services], MOST_CHANGED)
    line = plural(
        "It works, but what it stands on may be infected and is yet to be looked at: {services}.",
        "They work, but what they stand on may be infected and is yet to be looked at: {services}.",
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


def _stopped(of: Situation) -> Section:
    lines: list[Value] = [_stopped_in_brief(of.view, each) for each in of.blocked[:MOST_STOPPED]]
    if (more := len(of.blocked) - MOST_STOPPED) > 0:
        lines.append(plural("{n} more server.", "{n} more servers.", more))
    return Section(say("Blocked: {n}", n=len(of.blocked)), lines)


def _stopped_in_brief(view: View, of: Stopped) -> Sentence:
    """Why a server is blocked, until when, and what waits for it."""
    line = say("{server}: {reason}", server=of.server, reason=of.reason)
    if of.block.until is not None:
        until = clock_time(of.block.until, view.plan.incident.zone, view.now)
        line = say("{blocked}; until {time}", blocked=line, time=until)
    services = view.order.because.get(of.server, ())
    if not services:
        return line
    return plural(
        "{blocked}; {services} waits",
        "{blocked}; {services} wait",
        len(services),
        blocked=line,
        services=some([node_name(view, service) for service in services], 1),
    )


def _changed(of: Situation, most: int = MOST_NAMED) -> list[Section]:
    if of.since is None:
        return []
    view = of.view
    lines = [
        say("{what}: {services}", what=what, services=_named(view, services, most))
        for what, services in ((say("up again"), of.up), (say("no longer up"), of.lost))
        if services
    ]
    since = clock_time(of.since, view.plan.incident.zone, view.now)
    return [Section(say("Changed since {time}", time=since), lines, say("No service changed."))]


def _named(view: View, services: Sequence[str], most: int) -> Value:
    return some(
        [
            say("{service} (suspect)", service=node_name(view, service))
            if view.services[service].suspect
            else node_name(view, service)
            for service in services
        ],
        most,
    )


def _shares(of: Situation) -> list[Section]:
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


def _shares_in_brief(of: Situation) -> list[Section]:
    """How many are up, for the telephone; how the others stand, on paper."""
    view = of.view
    return [
        Section(
            title,
            [
                say("{shares}.", shares=every([_up_of(name, share) for name, share in shares])),
            ],
            in_full=Table(
                [Column(head, 3), *map(Column, (say("Services"), *_HEADS))],
                [
                    [name, share.services, share.up, share.suspect, share.partial, share.down]
                    for name, share in shares
                ],
            ),
        )
        for title, head, shares in (
            (
                say("Up by tier"),
                say("Tier"),
                [(_tier_name(share), share) for share in of.tiers],
            ),
            (
                say("Up by site"),
                say("Site"),
                [(_site(view, share.name), share) for share in of.sites],
            ),
        )
    ]


_HEADS = (
    word("column", "Up"),
    say("Of these suspect"),
    say("In part"),
    word("column", "Down"),
)


def _tier_name(share: Share) -> Sentence:
    tier = int(share.name or 0)
    return say("{tier} {word}", tier=tier, word=TIER_WORDS[tier])


def _up_of(name: Value, share: Share) -> Sentence:
    return say("{name} {up} of {all}", name=name, up=share.up, all=share.services)


def _site(view: View, site: str | None) -> Value:
    return view.plan.sites[site].name if site else say("all sites")


def _next(of: Situation, most: int) -> Section:
    lines: list[Value] = [
        say(
            "{service}: {when}",
            service=node_name(of.view, each.service),
            when=_expected(of.view, each),
        )
        for each in of.awaited[:most]
    ]
    if (more := len(of.awaited) - most) > 0:
        lines.append(plural("{n} more service.", "{n} more services.", more))
    return Section(
        say("What comes next"),
        lines,
        say("Every service is up."),
        say("The first time holds in half of all cases, the second in nine of ten.")
        if any(each.p50 for each in of.awaited[:most])
        else None,
        whole=True,
        picture=expected(of.view, of.awaited[:most]),
    )


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


def _for_wards(of: Situation) -> list[Section]:
    """A section for each site: what is not up, the urgent first, then what is."""
    view = of.view
    sections = []
    for share in of.sites:
        names = [s for s, part in view.plan.services.items() if part.site == share.name]
        names.sort(key=lambda name: (view.plan.services[name].tier, name))
        down = {each.service: each for each in of.awaited}
        lines: list[Value] = [_for_a_ward(view, down[name]) for name in names if name in down]
        lines += [
            _up_suspect(view, name, view.plan.services[name].name)
            for name in names
            if view.services[name].suspect
        ]
        if up := [n for n in names if n not in down and not view.services[n].suspect]:
            lines.append(say("Up: {services}", services=some(_up(view, up), len(up))))
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


def _for_a_ward(view: View, of: Awaited) -> Sentence:
    part = view.plan.services[of.service]
    line = say(
        "{service}: {state}; expected {when}",
        service=part.name,
        state=_state(view, of),
        when=_expected(view, of),
    )
    if of.p50 is None:
        line = say(
            "{service}: {state}; no time yet, {why}",
            service=part.name,
            state=_state(view, of),
            why=of.reason or say("no forecast"),
        )
    if part.fallback:
        line = say("{service}. Until then: {fallback}", service=line, fallback=part.fallback)
    if part.signs:
        signs = say("{who}, {phone}", who=part.signs, phone=of.phone) if of.phone else part.signs
        line = say("{service}. {who} signs it off", service=line, who=signs)
    return line


def _state(view: View, of: Awaited) -> Sentence:
    word = state_word(of.status)
    if of.outage is None or of.outage.since is None:
        return word
    return say("{state}, not up since {time}", state=word, time=start_in_words(view, of.outage))


# For technical people


def _for_technical(of: Situation, shift: Handover) -> list[Section]:
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
        _next(of, len(of.awaited)),
        _why(of, MOST_WHY_IN_FULL),
        *still_to_do(shift),
        Section(say("Left out on the way: {n}", n=len(left_out)), left_out),
    ]
