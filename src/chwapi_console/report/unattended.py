"""Of the most urgent tier that misses servers the worst that nobody is at: no list shows it by itself."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.pin_price import ExpectedRange, range_words
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.suspicion import and_suspect_then
from chwapi_console.text import Sentence, plural, say, some

MOST_NAMED = 4
"""Services that one line names; of more the rest is counted."""


class Unattended(NamedTuple):
    """A service of which nobody has a server in hand, and the first of its servers to begin.

    And the `others` of its tier of which that is so, the most urgent first.
    """

    service: str
    tier: int
    next: str
    expected: ExpectedRange
    others: Sequence[str] = ()


def worst_unattended(
    view: View, known: Mapping[str, ExpectedRange] = MappingProxyType({})
) -> Unattended | None:
    """That of which nobody can say when, else the last to come; None where all are in hand.

    Or where nothing of theirs can be begun; before anybody acted nothing is said either. It takes a
    forecast where it is not `known` what is to be expected: never on an event loop.
    """
    to_begin = _to_begin(view) if _goes_on(view) else {}
    if not to_begin:
        return None
    expected = known if to_begin.keys() <= known.keys() else _expected(view, to_begin)
    worst = max(to_begin, key=lambda service: _how_late(expected[service]))
    tier = view.plan.services[worst].tier
    others = [service for service in to_begin if service != worst]
    return Unattended(worst, tier, to_begin[worst], expected[worst], others)


def _goes_on(view: View) -> bool:
    """Whether the recovery was begun, as far as is recorded, and not closed."""
    acted = any(event.payload.is_meant for of in view.situation.history.values() for event in of)
    return acted and view.situation.ended is None


def _to_begin(view: View) -> dict[str, str]:
    """The services of the tier that nobody is at, the urgent first, and what is to be begun of each."""
    services = view.plan.services
    down = [name for name, state in view.services.items() if not state.is_up and view.missing(name)]
    tier = min((services[name].tier for name in down), default=0)
    held, to_begin = {*view.in_hand}, {}
    for service in view.problem.most_urgent_first(s for s in down if services[s].tier == tier):
        missing = view.missing(service)
        ready = next((server for server in missing if view.entry[server].ready), None)
        if ready is not None and held.isdisjoint(missing):
            to_begin[service] = ready
    return to_begin


def _expected(view: View, services: Mapping[str, str]) -> dict[str, ExpectedRange]:
    from chwapi_console.recovery.forecast.forecast import forecast

    outlooks = forecast(view, list(services)).services
    return {s: ExpectedRange(of.p50, of.p90, of.reason) for s, of in outlooks.items()}


def _how_late(of: ExpectedRange) -> tuple[bool, float]:
    return (of.p50 is None, of.p50.timestamp() if of.p50 else 0.0)


def unattended_words(view: View, of: Unattended) -> Sentence:
    """Which it is, when it is expected, and what of it is next; and at which others nobody is."""
    worst = _worst_words(view, of)
    if not of.others:
        return worst
    others = some([node_name(view, each) for each in of.others], MOST_NAMED)
    return say("{worst} Nor is anybody at {services}.", worst=worst, services=others)


def first_unattended(view: View) -> Sentence | None:
    """That nobody is at what stands in the queue before all that is in hand; None where somebody is."""
    if not view.in_hand or not _goes_on(view):
        return None
    first = view.entries[0]
    if first.part != "clinical" or not first.ready or first.held_by:
        return None
    services = [node_name(view, each) for each in view.because(first.server)]
    return plural(
        "Nobody is at {server}, which stands before all that is in hand: {services} waits for it.",
        "Nobody is at {server}, which stands before all that is in hand: {services} wait for it.",
        len(services),
        server=first.server,
        services=some(services, MOST_NAMED),
    )


def _worst_words(view: View, of: Unattended) -> Sentence:
    name, when = node_name(view, of.service), range_words(view, of.expected)
    if when is None:
        return say(
            "Of tier {tier} nobody is at {service}: {why}; its next is {server}.",
            tier=of.tier,
            service=name,
            why=of.expected.reason or say("no forecast"),
            server=of.next,
        )
    return say(
        "Of tier {tier} nobody is at {service}: expected {when}; its next is {server}.",
        tier=of.tier,
        service=name,
        when=and_suspect_then(view, of.service, when),
        server=of.next,
    )
