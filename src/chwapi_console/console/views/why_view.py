"""Why a service is expected when it is, and what would bring it sooner.

Worked out by a `LatestViewWorker` while somebody looks at it, and said as `forecast --why` says it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.message import Message

from chwapi_console.console.known.console_state import ConsoleState, WhyThen
from chwapi_console.console.views.forecast_view import expected_words
from chwapi_console.console.widgets.row import Row, paragraph, plain
from chwapi_console.recovery.state.of_view.coming_up import manner_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import up_words
from chwapi_console.recovery.words.things.conditions import node_name, services_above
from chwapi_console.recovery.words.things.suspicion import would_be_suspect
from chwapi_console.recovery.words.why.in_its_way import blocked_beneath
from chwapi_console.text import Language, Sentence, say


@dataclass
class WhyFound(Message):
    """Why a service is expected then, seen from a view."""

    why: WhyThen


def why_found(view: View, now: datetime, between: Callable[[], None], service: str) -> WhyFound:
    """Why it is; what that needs is loaded here, where nobody waits for it."""
    between()
    return WhyFound(WhyThen(view, service, list(_told(view.at(now), service, between))))


def _told(view: View, service: str, between: Callable[[], None]) -> Iterator[Sentence]:
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.outlook import grounds, held_up, sooner_words
    from chwapi_console.recovery.forecast.why import why
    from chwapi_console.recovery.forecast.why_words import why_words

    def pause(_: float) -> None:
        between()

    outlooks = forecast(view, [service], watched=list(view.order.behind(service)), between=pause)
    if (expected := expected_words(view, outlooks, service)) is None:
        manner = manner_of(view.services[service])
        yield up_words(view, manner, node_name(view, service), 1)
        return
    yield expected
    if (doubtful := would_be_suspect(view, [service])) is not None:
        yield doubtful
    if (sooner := sooner_words(view, outlooks, service)) is not None:
        yield sooner
    yield from grounds(outlooks)
    yield from held_up(view, outlooks)
    yield from blocked_beneath(view, service)
    yield from why_words(view, why(view, service, None, outlooks.services[service], pause))


def asked_about(view: View, subject: str) -> str:
    """The service that is meant: of a server or a condition the most urgent one that waits for it.

    Of a suspect the most urgent that stands on it. Empty where there is none that is down.
    """
    if subject in view.plan.services:
        services: Sequence[str] = [subject]
    elif subject in view.plan.conditions:
        services = services_above(view, subject)
    else:
        services = view.because(subject) if subject in view.entry else ()
    return next((service for service in services if not view.services[service].is_up), "")


def why_rows(known: ConsoleState, service: str, width: int, t: Language) -> Sequence[Row]:
    """The page as rows; until it is worked out for the first time, a row that says so."""
    of = known.why_then
    if of is None or of.service != service:
        return [plain(" " + t(say("Working it out …")))]
    return [row for told in of.told for row in paragraph(t(told), width)]


def why_title(view: View, service: str, t: Language) -> str:
    """What the page is about, for the line above it."""
    return t(say("When, and why then: {service}", service=node_name(view, service)))
