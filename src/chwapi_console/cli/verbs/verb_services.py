"""`services`: what is down for clinicians, and what is missing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from chwapi_console.cli.line.names import site_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.table import CellLook, TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header, node_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.sign_off_words import in_a_column
from chwapi_console.recovery.words.things.conditions import waited_for
from chwapi_console.recovery.words.things.incomplete_services import not_named
from chwapi_console.recovery.words.things.limits import status_in_a_word
from chwapi_console.recovery.words.things.missing import first_to_take, still_missing
from chwapi_console.recovery.words.things.site_words import sites_words
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.caveats import caveats_in_short
from chwapi_console.recovery.words.why.tier_words import move_words
from chwapi_console.text import Value, every, say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast

COLUMNS = (
    TextColumn(say("service")),
    TextColumn(say("name"), long="cut", least=20, spare=2),
    TextColumn(say("site"), spare=1),
    TextColumn(say("tier"), right=True),
    TextColumn(say("state")),
)
EXPECTED = TextColumn(say("expected"), long="wrap", least=30)
READABLE = 40
"""Cells in which it can be read how much is missing and what to take first. The name gives way to
that: the id says it too."""
LOOKS: dict[str, CellLook] = {
    "down": "trouble",
    "partial": "held",
    "limited": "held",
    "up": "",
    "accepted": "",
}


def services(context: VerbContext) -> int:
    """Prints the services of a site, or all.

    With `--missing` only those that miss something, and all of it; with `--forecast` when each is
    expected. Nobody else pays for that: scripts ask every few seconds whether a service is up.
    """
    with context.session() as session:
        view = session.look()
        named = _asked(view, site_named(view, context.given.site), context.given.missing)
        of = None
        if context.given.forecast:
            from chwapi_console.recovery.forecast.forecast import forecast

            of = forecast(view, named)
        if context.options.as_json:
            from chwapi_console.cli.output import service_json

            context.out.json(service_json.services(view, named, of))
            return 0
        context.out.say(header(view))
        for move in view.tier_moves:
            if move.service in named:
                context.out.say(move_words(view, move))
        if named:
            context.out.table(_table(view, named, of, context.given.missing))
            if of is not None and (doubtful := would_be_suspect(view, named)) is not None:
                context.out.say(doubtful)
        else:
            context.out.complain(say("No service matches."))
    return 0


def _asked(view: View, site: str | None, missing: bool) -> list[str]:
    """The services by tier, then as the queue brings them back, then by id.

    One without a site serves every site, unless the plan says which.
    """
    return view.order.as_they_return(
        name
        for name in view.plan.services
        if view.written.is_for_site(name, site) and (not missing or not view.services[name].is_up)
    )


def _table(
    view: View, named: Sequence[str], outlooks: "Forecast | None", in_full: bool
) -> TextTable:
    missing = TextColumn(
        say("missing"),
        long="wrap",
        least=0 if in_full else READABLE,
        spare=1 if outlooks and not in_full else 0,
    )
    last = [
        *([EXPECTED] if outlooks else []),
        *([TextColumn(say("take first"), spare=1)] if in_full else []),
        missing,
    ]

    def row(name: str) -> TextRow:
        part, state = view.plan.services[name], view.services[name]
        when = [] if outlooks is None else [_when(view, name, outlooks)]
        return TextRow(
            [
                name,
                part.name,
                sites_words(view, name),
                part.tier,
                status_in_a_word(view, name),
                *when,
                *([first_to_take(view, name)] if in_full else []),
                _missing(view, name, in_full),
            ],
            "held" if state.suspect else LOOKS[state.status],
        )

    return TextTable([*COLUMNS, *last], [row(name) for name in named])


def _when(view: View, service: str, outlooks: "Forecast") -> Value:
    from chwapi_console.recovery.forecast.outlook import expected

    return "" if view.services[service].is_up else expected(view, outlooks.services[service])


def _missing(view: View, service: str, in_full: bool) -> Value:
    caveats, whole = caveats_in_short(view, service), _whole(view, service, in_full)
    if caveats is None:
        return whole
    return say("{caveats} · {rest}", caveats=caveats, rest=whole) if whole else caveats


def _whole(view: View, service: str, in_full: bool) -> Value:
    state = view.services[service]
    if state.is_up:
        return in_a_column(view, service) or ""
    if not in_full:
        return still_missing(view, service)
    unnamed = not_named(view, service)
    missing = every(
        [
            *view.missing(service),
            *(node_state(view, each) for each in waited_for(view, service)),
            *([unnamed] if unnamed else []),
        ]
    )
    return missing if state.can_come_back else say("cannot come back; {servers}", servers=missing)
