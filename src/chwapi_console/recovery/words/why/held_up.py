"""Which vital services hang on a blocked server, so that nobody forgets it.

A blocked server goes down in the queue, since nobody can go on with it: what waits for it must be
said where people look first.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.text import Sentence, plural, say, some

VITAL = 1
MOST_SERVERS, MOST_SERVICES = 3, 3
"""That are named; the others are counted."""


class Hanging(NamedTuple):
    """A blocked server, and the vital services that need it, the most urgent first."""

    server: str
    services: Sequence[str]


def vital_on_blocked(view: View) -> list[Hanging]:
    """The blocked servers that vital services wait for, in the order of the queue."""
    blocked = [
        entry.server for entry in view.entries if entry.state == "blocked" and entry.tier == VITAL
    ]
    return [
        Hanging(
            server,
            [
                service
                for service in view.order.because[server]
                if view.plan.services[service].tier == VITAL
            ],
        )
        for server in blocked
    ]


def hanging_words(view: View) -> Iterator[Sentence]:
    """A sentence for each of the first of them, and how many more there are."""
    found = vital_on_blocked(view)
    for server, services in found[:MOST_SERVERS]:
        yield plural(
            "Tier 1: {services} waits for {server}, which is blocked: {reason}.",
            "Tier 1: {services} wait for {server}, which is blocked: {reason}.",
            len(services),
            server=server,
            services=some([node_name(view, service) for service in services], MOST_SERVICES),
            reason=reason_told(view.situation.servers[server].standing),
        )
    if (more := len(found) - MOST_SERVERS) > 0:
        yield plural(
            "Tier 1 waits for {n} more blocked server.",
            "Tier 1 waits for {n} more blocked servers.",
            more,
        )


def hanging_in_short(view: View) -> Sentence | None:
    """Which vital services hang on a blocked server, in a few words; None where none does."""
    found = vital_on_blocked(view)
    if len(found) > 1:
        return say(
            "tier 1 waits for {server} +{more}, blocked",
            server=found[0].server,
            more=len(found) - 1,
        )
    return say("tier 1 waits for {server}, blocked", server=found[0].server) if found else None
