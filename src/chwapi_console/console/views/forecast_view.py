"""The forecast at the console: worked out by a `LatestViewWorker`, and said in rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from textual.message import Message

from chwapi_console.console.widgets.row import Row, paragraph
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.text import Language, Sentence, in_one, say

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Forecast


@dataclass
class Foreseen(Message):
    """What is to be expected, seen from a view."""

    view: View
    forecast: "Forecast"


def foreseen(view: View, now: datetime, between: Callable[[], None]) -> Foreseen:
    """The forecast; what it needs is loaded here, where nobody waits for it."""
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.words.why.group_words import groups_not_whole

    wholes = groups_not_whole(view)
    return Foreseen(view, forecast(view.at(now), wholes=wholes, between=lambda _: between()))


def expected_words(view: View, outlooks: "Forecast | None", subject: str) -> Sentence | None:
    """When a service is expected, or the most urgent service that waits for a server.

    None while nothing is known.
    """
    if outlooks is None:
        return None
    from chwapi_console.recovery.forecast.outlook import in_one_line

    service = _service_meant(view, subject)
    outlook = outlooks.services.get(service)
    if outlook is None or view.services[service].is_up:
        return None
    if outlook.p50 is None:
        return say(
            "{service}: {why}.", service=node_name(view, service), why=in_one_line(view, outlook)
        )
    return say(
        "{service}: expected {when}.",
        service=node_name(view, service),
        when=in_one_line(view, outlook),
    )


def _service_meant(view: View, subject: str) -> str:
    """A service itself; of what is none, the most urgent that waits for it."""
    if subject in view.services:
        return subject
    return next(iter(view.order.because.get(subject, ())), "")


def expected_rows(
    view: View, outlooks: "Forecast | None", subject: str, width: int, t: Language
) -> Iterator[Row]:
    """When something is expected, as rows of a page, with what that rests on."""
    words = expected_words(view, outlooks, subject)
    if words is not None and outlooks is not None:
        from chwapi_console.recovery.forecast.outlook import grounds, sooner_words

        sooner = sooner_words(view, outlooks, subject)
        doubtful = would_be_suspect(view, [_service_meant(view, subject)])
        beside = [each for each in (doubtful, sooner) if each is not None]
        told = [words, *beside, *list(grounds(outlooks))[:1]]
        yield from paragraph(t(in_one(told)), width)
