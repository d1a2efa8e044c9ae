"""Words that several verbs share: how a server stands, what an entry of the queue is for, and when."""

from collections.abc import Sequence

from chwapi_console.clock import span, weekday_time
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import (
    conditions_counted,
    how_it_stands,
    node_name,
)
from chwapi_console.recovery.words.things.limits import status_in_a_word
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.why.caveats import caveats_in_short
from chwapi_console.text import Sentence, Value, plural, say


def header(view: View) -> Sentence:
    """The incident in one line: a drill says so first."""
    values: dict[str, Value] = {
        "incident": view.plan.incident.name,
        "elapsed": span(view.elapsed),
        "servers": _servers(view),
        "services": _services(view),
    }
    line = (
        say("DRILL · {incident} · {elapsed} · {servers} · {services}", **values)
        if view.plan.incident.drill
        else say("{incident} · {elapsed} · {servers} · {services}", **values)
    )
    return line if view.situation.ended is None else say("CLOSED · {line}", line=line)


def header_lines(view: View) -> list[Sentence]:
    """The incident, a fact to a line, for who hears it read out."""
    drill = [say("This is an exercise.")] if view.plan.incident.drill else []
    closed = [say("The recovery is closed.")] if view.situation.ended is not None else []
    return [
        *closed,
        *drill,
        say(
            "Incident: {incident}, {elapsed} ago",
            incident=view.plan.incident.name,
            elapsed=span(view.elapsed),
        ),
        say("Servers: {what}", what=_servers(view)),
        say("Services: {what}", what=_services(view)),
    ]


def _servers(view: View) -> Sentence:
    """How many servers of those hit are back, and of how many nobody knows."""
    if view.unknown and not view.hit:
        return plural("{n} server unknown", "{n} servers unknown", view.unknown)
    back = plural(
        "{back} of {n} server back", "{back} of {n} servers back", len(view.hit), back=view.back
    )
    unknown = plural("{n} unknown", "{n} unknown", view.unknown)
    return say("{back}, {unknown}", back=back, unknown=unknown) if view.unknown else back


def _services(view: View) -> Sentence:
    """How many services were brought back, and how many are up without something.

    How many servers are suspect.
    """
    words = _services_up(view)
    if view.suspects:
        words = plural(
            "{services}; {n} server suspect",
            "{services}; {n} servers suspect",
            len(view.suspects),
            services=words,
        )
    return (
        say("{services}; {conditions}", services=words, conditions=still_open)
        if (still_open := conditions_counted(view))
        else words
    )


def _services_up(view: View) -> Sentence:
    from chwapi_console.recovery.state.judged.fallen import fallen_among
    from chwapi_console.recovery.words.since.up_again import up_again_words

    words = up_again_words(fallen_among(view, view.services))
    return (
        plural(
            "{services}; {n} up is limited",
            "{services}; {n} up are limited",
            view.limited,
            services=words,
        )
        if (view.limited)
        else words
    )


def site_name(view: View, site: str | None) -> Value:
    """The name of a site; what has none serves all."""
    return view.plan.sites[site].name if site else say("all sites")


def server_state(view: View, server: str) -> Sentence:
    """The state of a server, with all that must be known beside it.

    Who holds it, why it is blocked, whether acts disagree, whether it is suspect.
    """
    state = _recorded_state(view, server)
    state = say("{status}, suspect", status=state) if server in view.suspects else state
    caveats = caveats_in_short(view, server)
    return state if caveats is None else say("{status} {caveats}", status=state, caveats=caveats)


def _recorded_state(view: View, server: str) -> Sentence:
    shown = view.situation.servers[server]
    standing, word = shown.standing, state_word(view.situation.shown_state(server))
    if shown.conflict:
        return say("{state}, in conflict", state=word)
    if standing.work == "blocked":
        return say("{state}: {reason}", state=word, reason=reason_told(standing))
    if standing.state in CLEAN:
        return _of_a_clean_server(view, server, word)
    if standing.work in ("restoring", "restored", "verified") and standing.holder:
        return say("{state} by {operator}", state=word, operator=standing.holder)
    if standing.replacement:
        return say("{state}, replaced by {server}", state=word, server=standing.replacement)
    return word


def _of_a_clean_server(view: View, server: str, word: Sentence) -> Sentence:
    if second := view.situation.servers[server].standing.second:
        return say("{state}, confirmed by {operator}", state=word, operator=second)
    if view.situation.is_unconfirmed(server):
        return say("{state}, not confirmed", state=word)
    return word


def node_state(view: View, node: str) -> Sentence:
    """A server, service or condition with its state."""
    if node in view.conditions:
        return say(
            "{name} ({state})",
            name=node_name(view, node),
            state=how_it_stands(view, view.conditions[node]),
        )
    if node in view.services:
        return say(
            "{name} ({state})",
            name=node_name(view, node),
            state=status_in_a_word(view, node),
        )
    return say("{name} ({state})", name=node, state=server_state(view, node))


def nobody_before(view: View, entry: Entry) -> Value:
    """Until when nobody works whom a server is for that is ready; empty where somebody does."""
    if not view.plan.crews:
        return ""
    from chwapi_console.recovery.state.of_view.means import who_is_away

    away = who_is_away(view, entry.server)
    return weekday_time(away.until, view.plan.incident.zone, view.now) if away else ""


def ready_words(view: View, entry: Entry, yes: Sentence) -> Sentence:
    """That somebody can go on with a server that is ready, in these words, or from when on."""
    from_then = nobody_before(view, entry)
    return say("yes, but nobody works before {time}", time=from_then) if from_then else yes


def first_of(sentences: Sequence[Sentence], most: int) -> list[Sentence]:
    """The first so many of very many sentences, and how many more there are."""
    more = len(sentences) - most
    return [*sentences[:most], say("… and {n} more.", n=more)] if more > 0 else list(sentences)
