"""Servers in dependency order.

Nothing before what it needs, and where that leaves a choice, the longest chain first.
"""

from collections.abc import Callable, Collection, Mapping
from heapq import heapify, heappop, heappush
from typing import Any

from chwapi_console.recovery.order.closures import Closures
from chwapi_console.recovery.order.problem import Problem


def longest_chain_first(problem: Problem, closures: Closures, servers: int) -> list[str]:
    """Some of a turn's servers in dependency order.

    The longest remaining chain first, then the longer restoration.
    """
    if servers.bit_count() < 2:
        return closures.names(servers)
    needs = {
        server: closures.names(closures.next[server] & servers)
        for server in closures.names(servers)
    }
    chain = {server: problem.minutes[server] for server in needs}
    for server in reversed(needs):
        for need in needs[server]:
            chain[need] = max(chain[need], chain[server] + problem.minutes[need])
    return needs_first(needs, lambda server: (-chain[server], -problem.minutes[server], server))


def needs_first(needs: Mapping[str, Collection[str]], priority: Callable[[str], Any]) -> list[str]:
    """The keys, none before what it needs of them; where that leaves a choice, by priority.

    What stands in a cycle comes last, by priority.
    """
    dependents: dict[str, list[str]] = {server: [] for server in needs}
    unmet = {
        server: sum(need in needs for need in of_server) for server, of_server in needs.items()
    }
    for server, of_server in needs.items():
        for need in of_server:
            if need in dependents:
                dependents[need].append(server)
    heap = [(priority(server), server) for server, count in unmet.items() if not count]
    heapify(heap)
    order: list[str] = []
    while heap:
        _, server = heappop(heap)
        order.append(server)
        for dependent in dependents[server]:
            unmet[dependent] -= 1
            if not unmet[dependent]:
                heappush(heap, (priority(dependent), dependent))
    return order + sorted((server for server, count in unmet.items() if count), key=priority)
