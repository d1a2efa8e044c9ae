"""The text of a notification, made from the record.

What is known with its times and numbers, and every thing that a form asks for and the record does
not say, marked unknown. Nothing about patients: no note, and no word that somebody typed freely, is
taken into it.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.clock import day_and_time
from chwapi_console.inventory.laws import known_duties, law_name
from chwapi_console.inventory.model import Duty
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.clocks import clock_of
from chwapi_console.recovery.state.told.promises import hypotheses
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.clock_words import clock_words, deadline_words
from chwapi_console.recovery.words.things.suspicion import with_suspects_back
from chwapi_console.report.authorities_page import UNKNOWN
from chwapi_console.report.clocks_page import NO_ADVICE, NO_DRILL, source_words
from chwapi_console.report.page import PaperPage, Section, foot, moment_in_full, titled
from chwapi_console.report.page_table import PageTable
from chwapi_console.report.situation import SituationReport
from chwapi_console.text import Sentence, Value, every, plural, say, some

MOST_NAMED = 8
URGENT = (1, 2)
"""Tiers whose services are named."""


class Field(NamedTuple):
    """One thing that a form asks for, and what the record says; None where it says nothing."""

    id: str
    name: Sentence
    value: Value | None


def fields(situation: SituationReport, duty: str) -> list[Field]:
    """What a form asks for, in the order in which most do."""
    view = situation.view
    known = known_duties(view.plan)[duty]
    return [
        *_who(view),
        *_when(view, known),
        *_what(situation),
        *_impact(situation),
        *_measures(view),
        *_later(situation),
    ]


def _who(view: View) -> Iterator[Field]:
    yield Field("organisation", say("Organisation, registration number, sector"), None)
    yield Field("declarant", say("Who notifies, function, telephone"), None)
    yield Field("incident", say("Incident"), view.plan.incident.name)


def _when(view: View, duty: Duty) -> Iterator[Field]:
    aware = view.situation.said_of_laws.aware_since(duty.law)
    yield Field("detected", say("Detected"), moment_in_full(view, view.plan.incident.detected))
    yield Field(
        "aware",
        say("Aware since"),
        say("{time}, {who}", time=moment_in_full(view, aware.at), who=aware.terms.by)
        if aware
        else None,
    )
    since = view.situation.points.since("")
    yield Field(
        "attacker_since",
        say("Attacker inside since"),
        moment_in_full(view, since.at) if since else None,
    )
    refs = _earlier(view, duty)
    yield Field("earlier", say("Notified before"), _listed(refs) if refs else say("nothing"))


def _earlier(view: View, duty: Duty) -> list[Value]:
    said = view.situation.said_of_laws
    return [
        say(
            "{duty}, number {ref}, {time}",
            duty=name,
            ref=met.terms.ref,
            time=moment_in_full(view, met.event.counts_from),
        )
        for name, of in known_duties(view.plan).items()
        if of.law == duty.law and (met := said.notification(name)) is not None
    ]


def _what(situation: SituationReport) -> Iterator[Field]:
    view = situation.view
    yield Field("malicious", say("Unlawful or malicious act suspected"), None)
    yield Field("cross_border", say("Impact across borders"), None)
    found = hypotheses(view.situation.notes)
    confirmed = sum(one.state == "confirmed" for one in found)
    still_open = sum(one.state == "open" for one in found)
    yield Field(
        "cause",
        say("Cause, way of entry"),
        say(
            "{confirmed} confirmed, {open} open in the record: write them here yourself",
            confirmed=plural("{n} hypothesis", "{n} hypotheses", confirmed),
            open=still_open,
        )
        if confirmed or still_open
        else None,
    )
    sets = view.situation.points.indicators
    yield Field("indicators", say("Indicators of compromise"), _listed(sets) if sets else None)


def _impact(situation: SituationReport) -> Iterator[Field]:
    view = situation.view
    yield Field(
        "servers",
        say("Servers hit"),
        say(
            "{hit} of {all} known to be hit, {unknown} not looked at, {back} back, as of {time}",
            hit=len(view.hit),
            all=len(view.plan.servers),
            unknown=view.unknown,
            back=with_suspects_back(view, say("{n}", n=view.back)),
            time=_now(view),
        ),
    )
    yield Field(
        "services",
        say("Services"),
        say(
            "{fell} were down, {again} of them up again; {down} not up now ({partial} of them with part "
            "of what they need), as of {time}",
            fell=situation.all.fallen.fell,
            again=situation.all.fallen.up_again,
            down=situation.all.down + situation.all.partial,
            partial=situation.all.partial,
            time=_now(view),
        ),
    )
    yield Field("urgent_services", say("Vital and urgent services not up"), _urgent(situation))
    sites = [view.plan.sites[s.name].name for s in situation.sites if s.name and s.down + s.partial]
    yield Field(
        "sites", say("Sites where services are down"), _listed(sites) if sites else say("none")
    )
    yield Field("care", say("State of patient care"), None)
    yield Field("data", say("Data read, changed or taken away"), None)
    yield Field("persons", say("Persons concerned, categories, approximate number"), None)


def _urgent(situation: SituationReport) -> Sentence:
    services = [situation.view.plan.services[each.service] for each in situation.awaited]
    names = [service.name for service in services if service.tier in URGENT]
    if not names:
        return say("none")
    return say("{n}: {services}", n=len(names), services=some(names, MOST_NAMED))


def _listed(values: Sequence[Value]) -> Sentence:
    return say("{all}", all=every(values))


def _now(view: View) -> str:
    """As of when a number is; the offset and UTC stand at the foot."""
    return day_and_time(view.now.astimezone(view.plan.incident.zone))


def _measures(view: View) -> Iterator[Field]:
    items = sum(map(len, view.situation.evidence.values()))
    yield Field(
        "measures",
        say("Measures taken"),
        say(
            "{back}, {hand} in hand; evidence: {items}, as of {time}",
            back=with_suspects_back(
                view, plural("{n} server hit is back", "{n} servers hit are back", view.back)
            ),
            hand=plural(
                "{n} server",
                "{n} servers",
                sum(each.state == "restoring" for each in view.situation.servers.values()),
            ),
            items=plural("{n} item", "{n} items", items),
            time=_now(view),
        ),
    )


def _later(situation: SituationReport) -> Iterator[Field]:
    view = situation.view
    worst = [each.p90 for each in situation.awaited]
    told = [at for at in worst if at is not None]
    yield Field(
        "recovery",
        say("All services expected up"),
        say("every service is up")
        if not worst
        else say("at worst {time}", time=moment_in_full(view, max(told)))
        if len(told) == len(worst)
        else None,
    )


def draft_page(situation: SituationReport, duty: str, head: str, by: str) -> PaperPage:
    """The page, as somebody makes it."""
    view = situation.view
    under = [
        NO_ADVICE,
        say("Complete what is unknown; numbers may be approximate, and must not delay."),
    ]
    if view.plan.incident.drill:
        under.insert(0, NO_DRILL)
    said = [(field.name, _value(field)) for field in fields(situation, duty)]
    return PaperPage(
        titled(view, say("Draft of a notification: {duty}", duty=duty)),
        under,
        [
            Section(say("For"), table=PageTable((), _of_the_law(view, duty))),
            Section(say("What the record says"), table=PageTable((), said)),
        ],
        foot(view, head, by),
    )


def _of_the_law(view: View, duty: str) -> list[tuple[Sentence, Value]]:
    """Which law asks, whom to tell, and by when."""
    known = known_duties(view.plan)[duty]
    deadline = say(
        "{deadline}: {how}",
        deadline=deadline_words(known.deadline),
        how=clock_words(view, clock_of(view, duty, known)),
    )
    return [
        (say("Law"), law_name(known.law)),
        (say("To whom"), known.to),
        (say("Telephone"), known.phone or UNKNOWN),
        (say("Deadline"), deadline),
        (say("What is asked"), known.text),
        (say("Where it stands"), source_words(known)),
    ]


def _value(field: Field) -> Value:
    return say("UNKNOWN") if field.value is None else field.value
