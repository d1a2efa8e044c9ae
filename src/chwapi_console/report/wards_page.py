"""The situation for the wards: what each site can use, and what to do until the rest is up."""

from collections.abc import Iterator, Sequence

from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.outage_words import (
    not_up_words,
)
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import status_in_a_word, status_words
from chwapi_console.recovery.words.why.holds_until import Holds, holds_until, until_words
from chwapi_console.report.page import Section
from chwapi_console.report.situation import Awaited, SituationReport
from chwapi_console.report.situation_words import counted, expected_then, site_name, standing_lines
from chwapi_console.text import Sentence, Value, plural, say, some


def under_for_wards(of: SituationReport) -> Iterator[Sentence]:
    """What stands below the title of the page for the wards."""
    yield from standing_lines(of)
    yield from _found_again_for_wards(of)


def _found_again_for_wards(of: SituationReport) -> Iterator[Sentence]:
    """What that means to who is no technician: neither which server it was nor who found it."""
    if of.found_again:
        yield plural(
            "Infected again since {time}: {n} server that was back. What worked may stop: see below.",
            "Infected again since {time}: {n} servers that were back. What worked may stop: see "
            "below.",
            len(of.found_again),
            time=of.view.when_done(min(of.found_again, key=lambda found: found.counts_from)),
        )


def for_wards(of: SituationReport) -> list[Section]:
    """A section for each site: what is not up, the urgent first, then what is."""
    view = of.view
    sections, ends = [], holds_until(view)
    for share in of.sites:
        names = [s for s, part in view.plan.services.items() if part.site == share.name]
        names.sort(key=lambda name: (view.plan.services[name].tier, name))
        down = {each.service: each for each in of.awaited}
        lines: list[Value] = [_for_a_ward(view, down[name]) for name in names if name in down]
        lines += [_suspect_for_a_ward(view, name) for name in names if view.services[name].suspect]
        up = [n for n in names if n not in down and not view.services[n].suspect]
        told = [n for n in up if view.services[n].without or n in ends]
        lines += [_up_for_a_ward(view, name, ends.get(name)) for name in told]
        if whole := [n for n in up if n not in told]:
            lines.append(say("Up: {services}", services=some(_up(view, whole), len(whole))))
        title = say("{site}: {counts}", site=site_name(view, share.name), counts=counted(share))
        sections.append(Section(title, lines, whole=True))
    return sections


def _up(view: View, services: Sequence[str]) -> list[Value]:
    return [
        say("{service} (limited)", service=node_name(view, service))
        if view.services[service].is_limited
        else node_name(view, service)
        for service in services
    ]


def _up_for_a_ward(view: View, service: str, holds: Holds | None) -> Sentence:
    """What a ward can use, without what, and until when where that ends by itself."""
    name, state = node_name(view, service), status_words(view, service)
    if holds is None:
        return say("{service}: {state}", service=name, state=state)
    until = until_words(view, holds)
    return say("{service}: {state}, {until}", service=name, state=state, until=until)


def _suspect_for_a_ward(view: View, service: str) -> Sentence:
    return say(
        "{service}: {state}: it works, but a server that it stands on may be infected and is yet to "
        "be looked at",
        service=node_name(view, service),
        state=status_in_a_word(view, service),
    )


def _for_a_ward(view: View, of: Awaited) -> Sentence:
    part = view.plan.services[of.service]
    line = say(
        "{service}: {state}; expected {when}",
        service=part.name,
        state=not_up_words(view, of.service, of.outage),
        when=expected_then(view, of),
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
