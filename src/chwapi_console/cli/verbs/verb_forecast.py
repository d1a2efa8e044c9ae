"""`forecast`: when services will be up again, what that rests on, and what another number of crews
would change."""

from collections.abc import Sequence

from chwapi_console.cli.line.names import service_named
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.table import Column, Look, Table, TextRow
from chwapi_console.cli.output.words import header, site_name
from chwapi_console.recovery.forecast.forecast import Forecast, Outlook
from chwapi_console.recovery.forecast.forecast import forecast as forecast_of
from chwapi_console.recovery.forecast.outlook import (
    against_rto,
    compared,
    expected,
    grounds,
    held_up,
    sooner_words,
)
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.incomplete_services import only_names_missing
from chwapi_console.recovery.words.reasons import blocked_beneath
from chwapi_console.text import Sentence, plural, say

COLUMNS = (
    Column(say("service")),
    Column(say("name"), long="cut", least=20),
    Column(say("site"), spare=1),
    Column(say("tier"), right=True),
    Column(say("expected"), long="wrap"),
    Column(say("against the promised time"), long="wrap"),
)


def forecast(desk: VerbContext) -> int:
    """Prints the forecast of a service, or of all that are not up; with `--crews` beside that for
    the crews there are."""
    with desk.session() as session:
        view = session.look()
        asked = service_named(view, desk.given.service) if desk.given.service else None
        asked_of = [asked] if asked else None
        present = forecast_of(view, asked_of)
        of = forecast_of(view, asked_of, crews=desk.given.crews) if desk.given.crews else present
        named = (
            [asked]
            if asked
            else [
                *(s for s in view.order.services_by_urgency if not view.services[s].is_up),
                *only_names_missing(view),
            ]
        )
        if desk.options.as_json:
            desk.out.json(as_json.forecast(view, named, of, present))
        elif named:
            _print(desk, view, named, of, present)
        else:
            desk.out.say(header(view))
            desk.out.complain(
                say("Every service is up.")
                if view.services
                else say("The plan has no service yet.")
            )
    return 0


def _print(
    desk: VerbContext, view: View, named: Sequence[str], of: Forecast, present: Forecast
) -> None:
    desk.out.say(header(view))
    desk.out.table(_table(view, named, of))
    sooner = _sooner(view, named[0], of.crews) if len(named) == 1 else None
    for line in (
        *([sooner] if sooner else []),
        *grounds(of),
        *held_up(view, of),
        *_why_blocked(view, named),
    ):
        desk.out.say(line)
    if of.crews != present.crews:
        desk.out.say(
            plural(
                "With {n} crew instead of {now}:",
                "With {n} crews instead of {now}:",
                of.crews,
                now=present.crews,
            )
        )
        for line in compared(view, named, present, of):
            desk.out.say(line, "  ")


def _sooner(view: View, service: str, crews: int) -> Sentence | None:
    """Which services of its tier are expected before one that comes first in the order."""
    if service not in view.order.turns:
        return None
    tiers = view.plan.services
    peers = [other for other in view.order.turns if tiers[other].tier == tiers[service].tier]
    return sooner_words(view, forecast_of(view, peers, crews=crews), service)


def _why_blocked(view: View, named: Sequence[str]) -> list[Sentence]:
    """Who blocked what these services wait for, once each."""
    return list(
        {str(line): line for service in named for line in blocked_beneath(view, service)}.values()
    )


def _table(view: View, named: Sequence[str], of: Forecast) -> Table:
    def row(service: str) -> TextRow:
        part, outlook = view.plan.services[service], of.services[service]
        return TextRow(
            [
                service,
                part.name,
                site_name(view, part.site),
                part.tier,
                expected(view, outlook),
                against_rto(view, outlook),
            ],
            _look(view, outlook),
        )

    return Table(COLUMNS, [row(service) for service in named])


def _look(view: View, outlook: Outlook) -> Look:
    if outlook.p50 is None:
        return "" if view.services[outlook.service].is_up else "trouble"
    return ""
