"""When services would be up if everything took its likely time: for comparing two orders, not for promising anything.

List scheduling (Graham 1966): whenever a crew is free it takes the first entry of the order that is ready. What the forecast
draws at random is taken as planned here.
"""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from chwapi_console.recovery.problem import Problem


def completion(problem: Problem, servers: Sequence[str], crews: int) -> dict[str, int]:
    """Minutes until each service is up, from now; one that never is, or is up already, does not appear.

    `servers` is the order that the crews keep to; blocked and retired ones are left out, and so is what waits for them. A
    server is ready when all its needs work; an unknown one is looked at for its minutes and found clean.
    """
    run = _Run(problem)
    place = {server: number for number, server in enumerate(servers)
             if server in problem.minutes and server not in problem.blocked}
    waiting = set(place)
    ready: list[tuple[int, str]] = [(place[server], server) for server in place if run.is_ready(server)]
    heapify(ready)
    waiting -= {server for _, server in ready}
    busy: list[tuple[int, int, str]] = []
    up: dict[str, int] = {}
    now = 0
    while ready or busy:
        while ready and len(busy) < crews:
            number, server = heappop(ready)
            heappush(busy, (now + problem.minutes[server], number, server))
        now, _, server = heappop(busy)
        for node in run.restored(server):
            if node in problem.services:
                up[node] = now
        for freed in run.freed & waiting:
            heappush(ready, (place[freed], freed))
            waiting.remove(freed)
        run.freed.clear()
    return up


class _Run:
    """What works as servers come back, one after the other. `freed` are the nodes whose needs have come to be met."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._working = set(problem.working)
        self._unmet = {node: sum(self._working.isdisjoint(group) for group in groups)
                       for node, groups in problem.graph.needs.items()}
        self._to_do = {*problem.minutes, *problem.lost, *problem.blocked}
        self.freed: set[str] = set()

    def is_ready(self, server: str) -> bool:
        """Whether all the needs of a server work."""
        return not self._unmet[server]

    def restored(self, server: str) -> list[str]:
        """The nodes that work now and did not before."""
        self._to_do.discard(server)
        came: list[str] = []
        left = [server]
        while left:
            node = left.pop()
            if node in self._working or node in self._to_do or self._unmet[node]:
                continue
            came.append(node)
            for dependent, group in self._problem.graph.groups_with(node):
                if self._working.isdisjoint(group):
                    self._unmet[dependent] -= 1
                    if not self._unmet[dependent]:
                        self.freed.add(dependent)
                        left.append(dependent)
            self._working.add(node)
        return came
