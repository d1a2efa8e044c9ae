"""`show SITE`: what a site has and misses, and when it is whole."""

from collections.abc import Iterator, Sequence

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output.as_json import Json, expected_times
from chwapi_console.cli.output.words import node_state
from chwapi_console.recovery.forecast.forecast import Forecast, forecast
from chwapi_console.recovery.forecast.outlook import expected, last_of_it
from chwapi_console.recovery.state.of_view.site_state import SiteState, not_up, site_state
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, every, plural, say, some, word

MOST_NAMED = 12
"""Servers or services that a line names; of more the rest is counted, and `queue --site` has them."""


def page_of_site(view: View, site: str) -> Json:
    """All that is known of a site, for `--json`."""
    of = site_state(view, site)
    return _page(view, of, _foreseen(view, of))


def show_site(context: VerbContext, view: View, site: str) -> None:
    """Prints the page of a site."""
    of = site_state(view, site)
    foreseen = _foreseen(view, of)
    if context.options.as_json:
        context.out.json(_page(view, of, foreseen))
        return
    context.out.say(
        say(
            "{name} · {id} · {state}",
            name=view.plan.sites[site].name,
            id=site,
            state=_state(view, of),
        )
    )
    context.out.fields(list(_facts(context, view, of, foreseen)))


def _foreseen(view: View, of: SiteState) -> Forecast:
    return forecast(view, not_up(view, of), together={of.site: of.services})


def _page(view: View, of: SiteState, foreseen: Forecast) -> Json:
    """All that is known of a site, for `--json`."""
    outlook = foreseen.wholes[of.site]
    foreseeable = outlook.p50 is not None and outlook.p90 is not None
    return {
        "id": of.site,
        "kind": "site",
        "in_plan": True,
        "name": view.plan.sites[of.site].name,
        "weight": view.plan.sites[of.site].weight,
        "services": list(of.services),
        "up": [service for service in of.services if view.services[service].is_up],
        "serving": list(of.serving),
        "servers": len(of.servers),
        "missing": list(of.missing),
        "missing_elsewhere": list(of.elsewhere),
        "in_hand": [server for server in of.missing if server in view.in_hand],
        "whole": bool(of.services) and not not_up(view, of),
        **expected_times(outlook),
        "last": outlook.last[0][0] if outlook.last and foreseeable else None,
    }


def _state(view: View, of: SiteState) -> Sentence:
    if not of.services:
        return say("no service of its own")
    if not not_up(view, of):
        return say("whole")
    return plural(
        "{up} of {n} service up",
        "{up} of {n} services up",
        len(of.services),
        up=len(of.services) - len(not_up(view, of)),
    )


def _facts(
    context: VerbContext, view: View, of: SiteState, foreseen: Forecast
) -> Iterator[tuple[Sentence, Value]]:
    down = not_up(view, of)
    yield say("Weight"), view.plan.sites[of.site].weight
    yield say("Not up"), _named(view, down)
    yield word("state", "Up"), _names(view, [s for s in of.services if s not in down])
    serving = [service for service in of.serving if not view.services[service].is_up]
    yield say("Serve it, not up"), _named(view, serving)
    yield (
        say("Servers"),
        plural(
            "{there} of {n} is there",
            "{there} of {n} are there",
            len(of.servers),
            there=len(of.servers) - len(of.missing),
        ),
    )
    yield say("Missing here"), _named(view, of.missing)
    yield say("Missing elsewhere"), _named(view, of.elsewhere)
    if down:
        whole = foreseen.wholes[of.site]
        when = expected(view, whole)
        yield say("All of it up"), _of_its_own(when, len(serving)) if serving else when
        yield say("Why then"), last_of_it(view, whole, list(foreseen.services.values())) or ""
        typed = to_type([PROGRAM, "next", "--site", of.site], context.out.language)
        yield say("What to do here"), typed


def _of_its_own(when: Sentence, serving: int) -> Sentence:
    """When the services at a site are up, and that those which serve it besides are not in that."""
    return plural(
        "{when}; without the {n} that serves it besides",
        "{when}; without the {n} that serve it besides",
        serving,
        when=when,
    )


def _named(view: View, nodes: Sequence[str]) -> Value:
    return some([node_state(view, node) for node in nodes], MOST_NAMED) if nodes else ""


def _names(view: View, nodes: Sequence[str]) -> Value:
    return every([node_name(view, node) for node in nodes])
