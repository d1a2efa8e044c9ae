"""What authorities are told: what is known with its times, and what is not known, said so.

No advice, and nothing about patients.
"""

from collections.abc import Iterator

from chwapi_console.recovery.state.judged.present_work import found_again
from chwapi_console.recovery.state.of_view.service_course import outages, service_courses
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import ended_words
from chwapi_console.recovery.words.since.outage_words import outages_in_words
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import status_for_others
from chwapi_console.recovery.words.things.suspicion import with_suspects_back
from chwapi_console.report.page import Section, moment_in_full
from chwapi_console.report.page_table import PageColumn, PageTable
from chwapi_console.report.shift import acts_of
from chwapi_console.report.situation import Awaited, SituationReport
from chwapi_console.report.situation_words import expected_then
from chwapi_console.text import Sentence, Value, plural, say

UNKNOWN = say("unknown")
NEVER_DOWN = say("never down")


def for_authorities(situation: SituationReport) -> list[Section]:
    """The sections of the page."""
    view = situation.view
    return [
        Section(
            say("What this is"),
            [
                say("It states what the record says, and gives no advice."),
                say("Nothing on this page is about patients."),
            ],
        ),
        Section(say("Times"), table=PageTable((), list(_times(view)))),
        Section(say("Servers"), table=PageTable((), list(_servers(view)))),
        _infected_again(view),
        Section(
            say("Services and their outages"),
            remark=say(
                "Expected: the first time holds in half of all cases, the second in nine of ten."
            ),
            table=PageTable(
                [
                    PageColumn(say("Service"), 4),
                    PageColumn(say("State"), 5),
                    PageColumn(say("Outages"), 6),
                    PageColumn(say("Expected"), 5),
                ],
                list(_services(situation)),
            ),
        ),
        Section(say("Not known"), list(_not_known(situation)), whole=True),
    ]


def _times(view: View) -> Iterator[tuple[Value, Value]]:
    acts = acts_of(view)
    since = view.situation.points.since("")
    yield say("Detected, by the plan"), moment_in_full(view, view.plan.incident.detected)
    if view.plan.incident.drill:
        began = moment_in_full(view, view.started) if view.begun else UNKNOWN
        yield say("Drill began, by its first act"), began
    said = view.situation.said_of_laws
    for law in sorted(said.aware):
        if (aware := said.aware_since(law)) is not None:
            yield (
                say("Aware ({law}), says {who}", law=law, who=aware.terms.by),
                moment_in_full(view, aware.at),
            )
    yield say("Attacker inside since"), moment_in_full(view, since.at) if since else UNKNOWN
    yield say("First act recorded"), moment_in_full(view, acts[0].moment) if acts else UNKNOWN
    yield say("Last act recorded"), moment_in_full(view, acts[-1].moment) if acts else UNKNOWN
    yield say("Recovery"), ended_words(view) or say("goes on")


def _servers(view: View) -> Iterator[tuple[Value, Value]]:
    yield say("In the plan"), len(view.plan.servers)
    hit = len(view.hit)
    yield (
        say("Known to be hit"),
        say("{n}, and perhaps more: {unknown}", n=hit, unknown=_not_looked_at(view))
        if view.unknown
        else hit,
    )
    yield say("Of these back"), with_suspects_back(view, say("{n}", n=view.back))
    yield say("Suspect"), len({*view.suspects, *view.set_aside})
    yield say("Evidence recorded"), sum(map(len, view.situation.evidence.values()))


def _infected_again(view: View) -> Section:
    """Each time that a server which had been back was found compromised, be it back since or not."""
    found = sorted(
        (each for server in view.situation.servers for each in found_again(view.situation, server)),
        key=lambda each: each.order,
    )
    lines = [
        say(
            "{server}: {time}, {now}",
            server=each.subject,
            time=moment_in_full(view, each.counts_from),
            now=say("usable again now")
            if view.situation.available(each.subject)
            else say("not usable now"),
        )
        for each in found
    ]
    title = say("Had been back, and was found compromised again: {n}", n=len(lines))
    return Section(title, list(lines), whole=True)


def _not_looked_at(view: View) -> Sentence:
    return plural("{n} server was not looked at", "{n} servers were not looked at", view.unknown)


def _services(situation: SituationReport) -> Iterator[tuple[Value, ...]]:
    """A row for each service, the urgent first."""
    view = situation.view
    services = sorted(view.plan.services, key=lambda name: (view.plan.services[name].tier, name))
    courses = service_courses(view, services)
    awaited = {each.service: each for each in situation.awaited}
    for service in services:
        found = outages(courses[service])
        yield (
            node_name(view, service),
            status_for_others(view, service, column=True),
            outages_in_words(view, found) if found else NEVER_DOWN,
            _expected(view, awaited[service]) if service in awaited else "–",
        )


def _expected(view: View, awaited: Awaited) -> Value:
    return UNKNOWN if awaited.p50 is None else expected_then(view, awaited)


def _not_known(situation: SituationReport) -> Iterator[Sentence]:
    view = situation.view
    if view.unknown:
        yield say("{servers}: whether they are hit is unknown.", servers=_not_looked_at(view))
    if view.suspects:
        yield plural(
            "{n} server stood on what was found compromised: whether it is hit is unknown.",
            "{n} servers stood on what was found compromised: whether they are hit is unknown.",
            len(view.suspects),
        )
    if view.situation.points.since("") is None:
        yield say("Since when the attacker was inside: unknown.")
    yield say("How the attacker came in: the record does not say.")
    yield say("Whether data was read, changed or taken away: the record does not say.")
    yield say("Whether people came to harm: the record does not say.")
    if unforeseen := sum(each.p50 is None for each in situation.awaited):
        yield plural(
            "When {n} service will be up: unknown.",
            "When {n} services will be up: unknown.",
            unforeseen,
        )
