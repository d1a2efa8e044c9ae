"""Until when what is up stays so by itself: a reserve ends, whoever has gone home."""

from collections.abc import Mapping
from datetime import datetime

from chwapi_console.clock import weekday_time
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.without import without
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, say


class Holds(NamedTuple):
    """Until when (UTC) a service is up at the most, and which condition's reserve ends then."""

    until: datetime
    condition: str


def holds_until(view: View) -> Mapping[str, Holds]:
    """The services that are up and will not be once a reserve has ended, by the first that ends."""
    found: dict[str, Holds] = {}
    ends = [(of.until, of.id) for of in view.conditions.values() if of.is_met and of.until]
    for until, condition in sorted(ends):
        for service in without(view, condition).falling:
            if view.services[service].is_up:
                found.setdefault(service, Holds(until, condition))
    return found


def until_words(view: View, holds: Holds) -> Sentence:
    """Until when a service is up, and why no longer."""
    return say(
        "until {time}, when the reserve of {condition} ends",
        time=weekday_time(holds.until, view.plan.incident.zone, view.now),
        condition=node_name(view, holds.condition),
    )


def up_until_words(view: View, service: str, holds: Holds) -> Sentence:
    """How a service stands that is up until a reserve ends."""
    return say(
        "{service}: up {until}", service=node_name(view, service), until=until_words(view, holds)
    )
