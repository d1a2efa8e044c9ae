"""What a pin would cost and gain as rows: all of it, for whoever is about to answer for it."""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.clock import span
from chwapi_console.console.known.console_state import ConsoleState
from chwapi_console.console.widgets.row import Row, RowKey, columns, paragraph, plain
from chwapi_console.recovery.forecast.pin_price import Price, gain_words
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Language, Sentence, plural, say

TIME_WIDTH, TIER_WIDTH = 10, 14


def price_rows(known: ConsoleState, subject: str, width: int, t: Language) -> Sequence[Row]:
    """When the subject is expected with the pin and without, then what the pin moves.

    Every service that comes later or sooner, the most urgent first; nothing while the price is not
    known.
    """
    priced = known.priced
    return (
        list(_rows(priced.view, priced.price, width, t))
        if priced is not None and priced.price.subject == subject
        else []
    )


def price_title(known: ConsoleState, subject: str, t: Language) -> str:
    """What the page is about, for the line above it."""
    return t(say("What a pin on {id} would change", id=node_name(known.view, subject)))


def _rows(view: View, price: Price, width: int, t: Language) -> Iterator[Row]:
    yield from paragraph(t(gain_words(view, price)), width)
    if not price.moves:
        yield plain(" " + t(say("It moves no service.")))
    for few, cases in (
        (False, say("In half of all cases")),
        (True, say("On average, and in half of all cases hardly,")),
    ):
        those = {s: minutes for s, minutes in price.moves.items() if (s in price.few) == few}
        later = {service: minutes for service, minutes in those.items() if minutes > 0}
        sooner = {service: -minutes for service, minutes in those.items() if minutes < 0}
        if later:
            yield plain(" " + t(_later(len(later), cases)), "heading")
            yield from _services(view, later, width, t)
        if sooner:
            yield plain(" " + t(_sooner(len(sooner), cases)), "heading")
            yield from _services(view, sooner, width, t)


def _later(services: int, cases: Sentence) -> Sentence:
    return plural(
        "{cases} {n} service comes later:",
        "{cases} {n} services come later:",
        services,
        cases=cases,
    )


def _sooner(services: int, cases: Sentence) -> Sentence:
    return plural(
        "{cases} {n} service comes sooner:",
        "{cases} {n} services come sooner:",
        services,
        cases=cases,
    )


def _services(view: View, minutes: Mapping[str, int], width: int, t: Language) -> Iterator[Row]:
    for service, time in minutes.items():
        tier = t(say("tier {tier}", tier=view.plan.services[service].tier))
        yield columns(
            [
                ("", 2, ""),
                (t(span(time)), TIME_WIDTH, ""),
                (tier, TIER_WIDTH, "faint"),
                (t(node_name(view, service)), width - TIME_WIDTH - TIER_WIDTH - 6, ""),
            ],
            key=RowKey("service", service),
        )
