"""What is in hand for longer than is likely: how much longer it takes is known least."""

from collections.abc import Collection

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.since import in_hand
from chwapi_console.recovery.state.of_view.timings import minutes_in_hand
from chwapi_console.recovery.state.view.view import View


class OverLikely(NamedTuple):
    """A server that its holder had in hand for so many minutes, of which so many were likely."""

    server: str
    holder: str
    minutes: int
    likely: int


def over_likely(then: View, servers: Collection[str]) -> list[OverLikely]:
    """What of these, all in hand, is so for longer than is likely, by how much it is over."""
    found = []
    for server in servers:
        likely = then.plan.restoration(server).likely
        minutes = int(minutes_in_hand(then, server))
        if minutes > likely:
            found.append(OverLikely(server, in_hand(then, server), minutes, likely))
    return sorted(found, key=lambda each: (each.likely - each.minutes, each.server))
