"""The situation for technical people: what stands in the way, and what was left out."""

from chwapi_console.inventory.model import TIER_WORDS
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.outage_words import (
    turned_words,
)
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import status_in_a_word
from chwapi_console.recovery.words.things.shortcut_words import shortcuts_in_full
from chwapi_console.report.handover import Handover
from chwapi_console.report.handover_page import still_to_do
from chwapi_console.report.page import Section
from chwapi_console.report.pictures import expectations_picture, over_time
from chwapi_console.report.situation import SituationReport
from chwapi_console.report.situation_words import (
    counted,
    expected_then,
    nobody_at,
    site_name,
    suspect_services,
    up_and_lost,
    why_before,
)
from chwapi_console.text import Sentence, Value, say, some

MOST_WHY_IN_FULL = 3
MOST_NAMED = 6


def for_technical(of: SituationReport, shift: Handover) -> list[Section]:
    """The sections of the page for technical people."""
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
        nobody_at(of),
        why_before(of, MOST_WHY_IN_FULL),
        *still_to_do(shift),
        Section(say("Left out on the way: {n}", n=len(left_out)), left_out),
    ]


def _suspect(view: View) -> Section:
    services = suspect_services(view)
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


def _changed(of: SituationReport) -> list[Section]:
    if of.since is None:
        return []
    view = of.view
    lines = [*up_and_lost(of, MOST_NAMED, MOST_NAMED), *turned_words(view, of.changes, MOST_NAMED)]
    since = view.clock(of.since)
    return [Section(say("Changed since {time}", time=since), lines, say("No service changed."))]


def _shares(of: SituationReport) -> list[Section]:
    view = of.view
    tiers: list[Value] = [
        say(
            "tier {tier}, {word}: {counts}",
            tier=share.name or "",
            word=TIER_WORDS[int(share.name or 0)],
            counts=counted(share),
        )
        for share in of.tiers
    ]
    sites: list[Value] = [
        say("{site}: {counts}", site=site_name(view, share.name), counts=counted(share))
        for share in of.sites
    ]
    return [
        Section(say("Services by tier"), tiers),
        Section(say("Services by site"), sites, whole=True),
    ]


def _next(of: SituationReport) -> Section:
    view = of.view
    return Section(
        say("What comes next"),
        [
            say(
                "{service}: {when}",
                service=node_name(view, each.service),
                when=expected_then(view, each),
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
