"""`forecast`: when services will be up again, and what that rests on.

And what another number of crews would change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from chwapi_console.cli.line.names import service_called
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import service_json
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.table import CellLook, TextColumn, TextRow, TextTable
from chwapi_console.cli.output.words import header
from chwapi_console.cli.verbs.patience import ToldShare
from chwapi_console.cli.verbs.supposing.means_asked import changed_means, finished_by, with_means
from chwapi_console.clock import iso, weekday_time
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.inventory.model import MOST_CREWS
from chwapi_console.moments import read_coming
from chwapi_console.recovery.forecast.chance import chance_in_brief, chance_words, chances_by
from chwapi_console.recovery.forecast.forecast import Forecast, Outlook
from chwapi_console.recovery.forecast.forecast import forecast as forecast_of
from chwapi_console.recovery.forecast.least_sure import LeastSure, least_sure, least_sure_words
from chwapi_console.recovery.forecast.outlook import (
    ALL,
    IN_HOW_MANY_CASES,
    against_rto,
    all_up_words,
    crews_compared,
    expected,
    grounds,
    held_up,
    sooner_words,
    whole_group_words,
)
from chwapi_console.recovery.forecast.why import Why, why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.of_view.coming_up import manner_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import up_words
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.site_words import sites_words
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.group_words import groups_not_whole
from chwapi_console.recovery.words.why.holds_until import holds_until, up_until_words
from chwapi_console.recovery.words.why.in_its_way import blocked_beneath
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, every, plural, say

_Crews = int | list[tuple[str, str, int]]
"""A number of crews, or names, each with a sign and a number."""

_Shares = Mapping[str, float | None]
"""The share of the runs in which each service is up by a moment; None where nobody can say."""

COLUMNS = (
    TextColumn(say("service")),
    TextColumn(say("name"), long="cut", least=20),
    TextColumn(say("site"), spare=1),
    TextColumn(say("tier"), right=True),
    TextColumn(say("expected"), long="wrap"),
    TextColumn(say("against the plan's RTO"), long="wrap"),
)


HALF = 0.5
"""The share of all cases from which on something is likely up by a moment."""


def forecast(context: VerbContext) -> int:
    """Prints the forecast of a service, or of all that are not up.

    With `--crews` beside that for the crews there are.
    """
    with context.session() as session:
        view = session.look()
        service = service_called(view, context.given.service) if context.given.service else None
        if context.given.since is not None:
            from chwapi_console.cli.verbs.supposing.forecast_since import forecast_since

            return forecast_since(context, session, view, service)
        by = _moment_asked(context, session, view)
        crews, then = _crews_asked(context, view)
        present, of = _forecasts(view, then, service, crews, ToldShare(context, view))
        named = [service] if service else _not_up(view)
        reasons, shares = None, {} if by is None else chances_by(of.services, by)
        if context.options.as_json:
            if service and context.given.why:
                reasons = _why(then, service, of, crews)
            answer = service_json.forecast(view, named, of, present, reasons)
            if context.given.why and not service:
                answer["least_sure"] = _least_sure_in_json(least_sure(then, crews))
            context.out.json({**answer, **_chance_in_json(then, shares, service, by, named)})
        elif named:
            _print(context, view, then, named, of, present, None if service else by, shares)
            for line in _chance(then, shares, service, by, named):
                context.out.say(line)
            if service and context.given.why:
                _print_why(context, then, service, of, crews)
            elif context.given.why:
                _print_least_sure(context, then, named, least_sure(then, crews))
        else:
            context.out.say(header(view))
            context.out.complain(
                say("Every service is up.")
                if view.services
                else say("The plan has no service yet.")
            )
    return 0


def _moment_asked(context: VerbContext, session: Session, view: View) -> datetime | None:
    """The moment to come by which something is to be up; None where none is asked about."""
    if context.given.by is None:
        return None
    return read_coming(context.given.by, session.now(), view.plan.incident.zone).at


def _chance(
    view: View, shares: _Shares, service: str | None, by: datetime | None, named: Sequence[str]
) -> Iterator[Sentence]:
    """How likely a service is up by the moment that was asked about, or which of all likely are."""
    if by is None:
        return
    if service is not None and view.services[service].is_up:
        holds = holds_until(view).get(service)
        if holds is not None and holds.until <= by:
            yield say("{up}.", up=up_until_words(view, service, holds))
        return
    time = weekday_time(by, view.plan.incident.zone, view.now)
    if service is None:
        yield _likely_up(view, shares, by, named)
        return
    name = node_name(view, service)
    share = shares[service]
    if share is None:
        yield say("How likely {service} is up by {time} nobody can say.", service=name, time=time)
        return
    yield say(
        "{service} is up by {time} {chance}.", service=name, time=time, chance=chance_words(share)
    )


def _likely_up(view: View, shares: _Shares, by: datetime, named: Sequence[str]) -> Sentence:
    """Which of these services are up by a moment in half of all cases or more."""
    time = weekday_time(by, view.plan.incident.zone, view.now)
    likely = [node_name(view, service) for service in named if (shares[service] or 0.0) >= HALF]
    if not likely:
        return say("By {time} none of these is up in half of all cases.", time=time)
    return plural(
        "By {time} {n} of {all} is up in half of all cases or more: {services}.",
        "By {time} {n} of {all} are up in half of all cases or more: {services}.",
        len(likely),
        time=time,
        all=len(named),
        services=every(likely),
    )


def _chance_in_json(
    view: View, shares: _Shares, service: str | None, by: datetime | None, named: Sequence[str]
) -> Json:
    if by is None:
        return {}
    asked = [service] if service else named
    ends = {service for service, holds in holds_until(view).items() if holds.until <= by}
    rounded = {name: None if name in ends else _share(view, shares, name) for name in asked}
    told = {"share": rounded[service]} if service else {"shares": rounded}
    return {"by": {"at": iso(by), **told}}


def _share(view: View, shares: _Shares, service: str) -> float | None:
    share = 1.0 if view.services[service].is_up else shares[service]
    return None if share is None else round(share, 3)


def _crews_asked(context: VerbContext, view: View) -> tuple[int | None, View]:
    """The number of crews that is asked about, if any; else the view with one more or fewer of some."""
    asked = _asked(context.given.crews) or context.options.settings.number("crews")
    if isinstance(asked, list):
        return None, with_means(view, asked)
    if asked and asked > MOST_CREWS:
        raise RequestError(
            say("--crews takes a number from 1 to {most}; nobody has more.", most=MOST_CREWS)
        )
    return asked, view


def _asked(given: Sequence[_Crews] | None) -> _Crews | None:
    """What `--crews` asks about, said once or in pieces; a number stands alone."""
    if not given:
        return None
    named = [each for one in given if isinstance(one, list) for each in one]
    if len(given) == 1 or all(isinstance(one, list) for one in given):
        return named or given[0]
    raise UsageError(
        say(
            "--crews N is said once: as if N crews did everything. Of single crews and lanes: "
            "--crews NAME+1,OTHER=2."
        )
    )


def _forecasts(
    view: View, then: View, service: str | None, crews: int | None, told: ToldShare
) -> tuple[Forecast, Forecast]:
    """What is to be expected with the crews there are, and with so many.

    The very same where nobody asks for a number. Of one service, or of all.
    """
    asked_of = [service] if service else None
    peers = list(view.order.behind(service)) if service else []
    wholes = [] if service else groups_not_whole(view)
    together = {} if service else {ALL: _not_up(view)}
    present = forecast_of(
        view, asked_of, watched=peers, wholes=wholes, together=together, between=told
    )
    if not crews and then is view:
        return present, present
    return present, forecast_of(
        then,
        asked_of,
        crews=crews,
        watched=peers,
        wholes=wholes,
        together=together,
        between=told,
    )


def _not_up(view: View) -> list[str]:
    """The services that are not up, by tier.

    Within it those that miss servers as the queue brings them back, then those that wait for people
    or for names of servers alone.
    """
    return view.order.as_they_return(s for s, state in view.services.items() if not state.is_up)


def _print(
    context: VerbContext,
    view: View,
    then: View,
    named: Sequence[str],
    outlooks: Forecast,
    present: Forecast,
    by: datetime | None,
    shares: _Shares,
) -> None:
    context.out.say(header(view))
    context.out.table(_table(view, named, outlooks, by, shares))
    sooner = sooner_words(view, outlooks, named[0]) if len(named) == 1 else None
    doubtful = would_be_suspect(view, named)
    for line in (
        *([doubtful] if doubtful else []),
        *([sooner] if sooner else []),
        *([IN_HOW_MANY_CASES] if any(outlooks.services[name].p50 for name in named) else []),
        *whole_group_words(view, outlooks),
        *all_up_words(view, outlooks),
        *grounds(outlooks),
        *held_up(view, outlooks),
        *_promised(view, named, present),
        *_why_blocked(view, named),
    ):
        context.out.say(line)
    if outlooks is present:
        return
    if (instead := _instead(view, then, outlooks, present)) is not None:
        context.out.say(instead)
        if (finished := finished_by(view, then)) is not None:
            context.out.say(finished, "  ")
        given = "" if context.given.all else _as_given(_asked(context.given.crews), outlooks.crews)
        why_later = _why_later(view, then, present, outlooks)
        for line in crews_compared(view, named, present, outlooks, given, why_later):
            context.out.say(line, "  ")


def _why_later(
    view: View, then: View, present: Forecast, outlooks: Forecast
) -> Callable[[str], Sentence | None]:
    """What tells why a service comes later with other crews or lanes of the plan's."""

    def told(service: str) -> Sentence | None:
        from chwapi_console.recovery.forecast.held_longer import later_with_more_words

        was, becomes = (each.services[service] for each in (present, outlooks))
        return later_with_more_words(view, then, was, becomes)

    return told if then is not view else lambda _: None


def _promised(view: View, named: Sequence[str], present: Forecast) -> Iterator[Sentence]:
    """What is promised of the one service that was asked for, and awaited yet."""
    if len(named) == 1 and any(p.subject == named[0] for p in view.situation.promises.values()):
        from chwapi_console.cli.verbs.showing.show_promise import promised_of

        for line in promised_of(view, named[0], present.services):
            yield say("Promised: {promise}", promise=line)


def _as_given(asked: object, crews: int) -> str:
    """The command that names every service for so many crews."""
    many = (
        ",".join(f"{name}{sign}{count}" for name, sign, count in asked)
        if isinstance(asked, list)
        else str(crews)
    )
    return f"forecast --crews {many} --all"


def _instead(view: View, then: View, outlooks: Forecast, present: Forecast) -> Sentence | None:
    """Which crews and lanes are counted on instead of which; None where they are as many."""
    if then is not view:
        means = list(changed_means(view, then))
        return say("With {means}:", means=every(means)) if means else None
    if view.plan.crews:
        return plural(
            "As if {n} crew that does everything, day and night, took the place of the plan's "
            "({crews}). For one more or fewer of a crew: --crews NAME+1, NAME-1 or NAME=N. Changes:",
            "As if {n} crews that do everything, day and night, took the place of the plan's "
            "({crews}). For one more or fewer of a crew: --crews NAME+1, NAME-1 or NAME=N. Changes:",
            outlooks.crews,
            crews=every([f"{crew} {of.at_once}" for crew, of in view.plan.crews.items()]),
        )
    if outlooks.crews == present.crews:
        return None
    return plural(
        "With {n} crew instead of {now}:",
        "With {n} crews instead of {now}:",
        outlooks.crews,
        now=present.crews,
    )


def _why(view: View, service: str, outlooks: Forecast, crews: int | None) -> Why | None:
    """Why it is expected then; None for what is up."""
    if view.services[service].is_up:
        return None
    return why(view, service, crews, outlooks.services[service])


def _why_in_words(view: View, service: str, reasons: Why | None) -> Iterator[Sentence]:
    """Why it is expected then; of what is up that it is, and how."""
    if reasons is not None:
        yield from why_words(view, reasons)
        return
    yield up_words(view, manner_of(view.services[service]), node_name(view, service), 1)
    yield say("Nothing is waited for, so there is nothing to explain.")


def _print_why(
    context: VerbContext, view: View, service: str, of: Forecast, crews: int | None
) -> None:
    """Why it is expected then, and how to ask what moved it."""
    context.out.mention(say("What would bring it sooner is tried, thing by thing: seconds."))
    reasons = _why(view, service, of, crews)
    for line in _why_in_words(view, service, reasons):
        context.out.say(line)
    if reasons is not None:
        words = [PROGRAM, "forecast", service, "--since", "24h"]
        asked = to_type(words, context.out.language)
        context.out.say(say("What moved it since this time yesterday: {command}", command=asked))


def _print_least_sure(
    context: VerbContext, view: View, named: Sequence[str], of: LeastSure | None
) -> None:
    """Which estimate leaves most open, and how to ask why of one service."""
    for line in least_sure_words(view, of):
        context.out.say(line)
    asked = to_type([PROGRAM, "forecast", named[0], "--why"], context.out.language)
    context.out.say(say("Why of one service, and what brings it sooner: {command}", command=asked))


def _least_sure_in_json(of: LeastSure | None) -> Json | None:
    if of is None:
        return None
    return {
        "id": of.server,
        "estimate": of.estimate._asdict(),
        "later": dict(of.later),
        "tried": list(of.tried),
    }


def _why_blocked(view: View, named: Sequence[str]) -> list[Sentence]:
    """Who blocked what these services wait for, once each."""
    return list(
        {str(line): line for service in named for line in blocked_beneath(view, service)}.values()
    )


def _table(
    view: View, named: Sequence[str], outlooks: Forecast, by: datetime | None, shares: _Shares
) -> TextTable:
    """When services are expected; beside that how likely each is up by a moment, if one is given."""

    def row(service: str) -> TextRow:
        part, outlook = view.plan.services[service], outlooks.services[service]
        chance = () if by is None else (chance_in_brief(shares[service]),)
        return TextRow(
            [
                service,
                part.name,
                sites_words(view, service),
                part.tier,
                expected(view, outlook),
                against_rto(view, outlook),
                *chance,
            ],
            _look(view, outlook),
        )

    if by is None:
        return TextTable(COLUMNS, [row(service) for service in named])
    time = weekday_time(by, view.plan.incident.zone, view.now)
    column = TextColumn(say("up by {time}", time=time), right=True)
    return TextTable([*COLUMNS, column], [row(service) for service in named])


def _look(view: View, outlook: Outlook) -> CellLook:
    if outlook.p50 is None:
        return "" if view.services[outlook.service].is_up else "trouble"
    return ""
