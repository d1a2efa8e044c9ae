"""What works and what comes back, worked out so naively that nobody doubts it: a yardstick for the
order's laws."""

from collections.abc import Collection, Iterable

from chwapi_console.inventory.groups import enough
from chwapi_console.recovery.order.problem import Problem


def works(of: Problem, available: Collection[str]) -> set[str]:
    """What works when these servers are available."""
    working: set[str] = set()
    while True:
        more = {
            node
            for node, groups in of.graph.needs.items()
            if node not in working
            and (node in of.services or node in available)
            and all(len(working.intersection(group)) >= enough(group) for group in groups)
        }
        if not more:
            return working
        working |= more


def available_now(of: Problem) -> set[str]:
    """The servers that need no restoration."""
    return {
        n
        for n in of.graph.needs
        if n not in of.services and n not in of.minutes and n not in of.lost
    }


def restored(of: Problem, servers: Iterable[str]) -> set[str]:
    """What works once these servers are restored."""
    return works(of, available_now(of) | set(servers))
