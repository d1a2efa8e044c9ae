"""The call sheet, for who telephones the wards.

By site what each service is, from when to when it is expected, what to do until then, who signs it
off and where they are reached; and the people of the plan with their numbers, for the night on
which the recall button is dead.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from chwapi_console.clock import forecast_time
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.outlook import IN_HOW_MANY_CASES
from chwapi_console.recovery.rules.roles import role_word
from chwapi_console.recovery.state.of_view.service_course import Outage
from chwapi_console.recovery.state.told.conditions import ConditionStanding
from chwapi_console.recovery.state.told.service_state import Status
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.outage_words import not_up_words
from chwapi_console.recovery.words.things.conditions import how_it_stands, node_name
from chwapi_console.recovery.words.things.limits import status_for_others
from chwapi_console.recovery.words.things.suspicion import and_suspect_then
from chwapi_console.report.page import (
    PaperPage,
    Section,
    foot,
    moment_in_full,
    site_title,
    titled,
)
from chwapi_console.report.page_table import BOX, PageColumn, PageTable
from chwapi_console.report.situation import SituationReport, phone_of
from chwapi_console.text import Sentence, Value, every, say

NOTHING = "–"


class Call(NamedTuple):
    """A service to telephone about.

    Its `outage` while it is not up, and when it is expected (UTC: in half of all cases by `p50`, at
    worst by `p90`) or why nobody can say; both None for one that is up.
    """

    service: str
    site: str | None
    status: Status
    p50: datetime | None
    p90: datetime | None
    reason: Sentence | None
    fallback: str
    signs: str
    phone: str
    outage: Outage | None = None


def calls(of: SituationReport, site: str | None = None) -> list[Call]:
    """The services of all sites, or of one and of those that serve all, which come last.

    Of each site first what is not up, then the urgent.
    """
    view, awaited = of.view, {each.service: each for each in of.awaited}
    sites = [*view.plan.sites, None]

    def turn(service: str) -> tuple[int, bool, int, str]:
        part = view.plan.services[service]
        up = view.services[service].is_up
        return (sites.index(part.site), up, part.tier, service)

    wanted = [s for s in view.plan.services if view.written.is_for_site(s, site)]
    made = []
    for service in sorted(wanted, key=turn):
        part, expected = view.plan.services[service], awaited.get(service)
        made.append(
            Call(
                service,
                part.site,
                view.services[service].status,
                expected.p50 if expected else None,
                expected.p90 if expected else None,
                expected.reason if expected else None,
                part.fallback,
                part.signs,
                phone_of(view, part.signs),
                expected.outage if expected else None,
            )
        )
    return made


def call_sheet_page(of: SituationReport, site: str | None, head: str, by: str) -> PaperPage:
    """The page: a table for each site, those who meet conditions, and the people of the plan."""
    view, made = of.view, calls(of, site)
    sites = dict.fromkeys(call.site for call in made)
    return PaperPage(
        titled(view, say("Call sheet")),
        [
            say("As of {time}", time=moment_in_full(view, view.now)),
            IN_HOW_MANY_CASES,
        ],
        [
            *(_of_site(view, each, [call for call in made if call.site == each]) for each in sites),
            Section(
                say("Who meets conditions"),
                [_condition(view, each) for each in conditions_to_call(view)],
                whole=True,
            ),
            _people(view),
        ],
        foot(view, head, by),
    )


def _of_site(view: View, site: str | None, made: Sequence[Call]) -> Section:
    columns = [
        PageColumn(say("Service"), 4),
        PageColumn(say("How it stands"), 6),
        PageColumn(say("Until then"), 5),
        PageColumn(say("Who signs"), 3),
        PageColumn(say("Called"), 2),
    ]
    rows = [_row(view, call) for call in made]
    return Section(site_title(view, site), table=PageTable(columns, rows))


def _people(view: View) -> Section:
    columns = [
        PageColumn(say("Name"), 3),
        PageColumn(say("Role"), 3),
        PageColumn(say("Telephone"), 3),
        PageColumn(say("Called"), 1),
    ]
    rows: list[list[Value]] = [
        [name, every([role_word(role) for role in part.roles]), part.phone or say("none"), BOX]
        for name, part in view.plan.operators.items()
    ]
    return Section(
        say("People"),
        none=say("The plan names no people: write them under [operators]."),
        table=PageTable(columns, rows),
    )


def conditions_to_call(view: View) -> Sequence[ConditionStanding]:
    """The open conditions of which the plan says who meets them, or where these are reached."""
    return [
        each
        for each in view.open_conditions
        if each.id in view.plan.conditions
        and (view.plan.conditions[each.id].who or view.plan.conditions[each.id].phone)
    ]


def _condition(view: View, of: ConditionStanding) -> Sentence:
    part = view.plan.conditions[of.id]
    phone = part.phone or phone_of(view, part.who)
    return say(
        "{who}, {phone}: {condition} ({state})",
        who=part.who or say("nobody is named"),
        phone=phone or say("no telephone number in the plan"),
        condition=node_name(view, of.id),
        state=how_it_stands(view, of),
    )


def _row(view: View, call: Call) -> list[Value]:
    part = view.plan.services[call.service]
    signs: Value = call.signs or NOTHING
    if call.signs:
        signs = say(
            "{who}, {phone}",
            who=call.signs,
            phone=call.phone or say("no telephone number in the plan"),
        )
    is_up = view.services[call.service].is_up
    until: Value = NOTHING if is_up else call.fallback or NOTHING
    return [part.name, _state(view, call), until, signs, BOX]


def _state(view: View, call: Call) -> Sentence:
    if view.services[call.service].is_up:
        return status_for_others(view, call.service)
    word = not_up_words(view, call.service, call.outage)
    if call.p50 is None or call.p90 is None:
        why = call.reason or say("no forecast")
        return say("{state}; no time yet, {why}", state=word, why=why)
    zone = view.plan.incident.zone
    expected = say(
        "{state}; expected {likely} to {worst}",
        state=word,
        likely=forecast_time(call.p50, zone, view.now),
        worst=forecast_time(call.p90, zone, view.now),
    )
    return and_suspect_then(view, call.service, expected)


def people(view: View) -> Iterator[tuple[str, Sequence[str], str]]:
    """Name, roles and telephone of each of the plan's people."""
    for name, part in view.plan.operators.items():
        yield name, part.roles, part.phone
