"""What pages of the situation say alike: how much is up, what changed, what comes, and why."""

from collections.abc import Iterator, Sequence

from chwapi_console.clock import minutes_between, span
from chwapi_console.recovery.forecast.pin_price import range_words
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.up_again import up_again_words
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.site_words import shared_words
from chwapi_console.recovery.words.things.suspicion import (
    and_suspect_then,
    suspects_counted,
    with_suspects_back,
)
from chwapi_console.recovery.words.why.contest_words import comes_after, goes_before
from chwapi_console.report.page import Section
from chwapi_console.report.situation import Awaited, ServiceShare, SituationReport
from chwapi_console.report.unattended import first_unattended, unattended_words
from chwapi_console.text import Sentence, Value, every, plural, say, some


def under_in_full(of: SituationReport) -> Iterator[Sentence]:
    """What stands below the title of a page for who wants all of it."""
    yield from standing_lines(of)
    yield from _found_again(of)


def _found_again(of: SituationReport) -> Iterator[Sentence]:
    view = of.view
    for found in of.found_again:
        yield say(
            "{server} was back, and was found compromised again: {operator}, {time}",
            server=found.subject,
            operator=view.by(found),
            time=view.when_done(found),
        )


def standing_lines(of: SituationReport) -> Iterator[Sentence]:
    """Since when it runs, or when it ended, and how many services and servers are back."""
    view = of.view
    yield closed_words(view) or say(
        "Running for {time}, since {start}",
        time=span(view.elapsed),
        start=view.clock(view.started),
    )
    yield _services(of)
    yield with_suspects(
        view,
        say(
            "{back}; {unknown}",
            back=servers_back(view),
            unknown=plural("{n} not looked at yet", "{n} not looked at yet", view.unknown),
        ),
    )


def closed_words(view: View) -> Sentence | None:
    """When the recovery was closed, and how long it took; None while it goes on."""
    event = view.situation.ended
    if event is None:
        return None
    return say(
        "The recovery was closed at {time}, after {span}",
        time=view.when(event),
        span=span(minutes_between(view.started, event.moment)),
    )


def servers_back(view: View) -> Sentence:
    """How many of the servers that were hit are back, and how many of these are suspect."""
    back = plural(
        "Servers: {back} of {n} hit is back",
        "Servers: {back} of {n} hit are back",
        len(view.hit),
        back=view.back,
    )
    return with_suspects_back(view, back)


def with_suspects(view: View, servers: Sentence) -> Sentence:
    """That sentence, and how many servers are suspect where any are."""
    suspect = {*view.suspects, *view.set_aside}
    if not suspect:
        return servers
    return say("{servers}; {suspect}", servers=servers, suspect=suspects_counted(len(suspect)))


def _services(of: SituationReport) -> Sentence:
    return say(
        "Services: {counts}; {again}.", counts=counted(of.all), again=up_again_words(of.all.fallen)
    )


def counted(share: ServiceShare) -> Sentence:
    """How many services of some are up, and in which ways, and how many are not."""
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


def suspect_services(view: View) -> list[str]:
    """The services that are up on servers that are suspect, the urgent first."""
    services = [name for name in view.plan.services if view.services[name].suspect]
    return view.problem.most_urgent_first(services)


def why_before(of: SituationReport, most: int, terms: int | None = None) -> Section:
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


def up_and_lost(of: SituationReport, most_up: int, most_lost: int) -> list[Sentence]:
    """What is up again, what is up no longer, and what not even in part, by so many names each."""
    return [
        say("{what}: {services}", what=what, services=_named(of.view, services, most))
        for what, services, most in (
            (say("up again"), of.changes.up, most_up),
            (say("no longer up"), of.changes.lost, most_lost),
            (say("no longer even partial"), of.changes.sank, most_lost),
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
            for service in view.problem.most_urgent_first(services)
        ],
        most,
    )


def site_name(view: View, site: str | None) -> Value:
    """The name of a site; what stands for all of them where it is None."""
    if site:
        return view.plan.sites[site].name
    return say("shared by {sites}", sites=shared_words(view))


def expected_then(view: View, of: Awaited) -> Sentence:
    """When a service is expected, and whether it would be up on suspects."""
    when = expected_words(view, of)
    return when if of.p50 is None else and_suspect_then(view, of.service, when)


def nobody_at(of: SituationReport) -> Section:
    """What stands before all that is in hand; of the most urgent tier the worst that nobody is at."""
    unattended, first = of.unattended, first_unattended(of.view)
    lines = [first] if first else []
    lines += [unattended_words(of.view, unattended)] if unattended else []
    return Section(say("Nobody is at it"), lines)


def expected_words(view: View, of: Awaited) -> Sentence:
    """When a service is expected, "at worst" included, or why nobody can say."""
    return range_words(view, of.expected) or of.reason or say("no forecast")
