"""What an order is worth: crews that take its first ready entry, and when each service is up again."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.problem import Demand, Problem

GENTLE = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
STEEP = {1: 81, 2: 27, 3: 9, 4: 3, 5: 1}
FACTORS: Mapping[str, Mapping[int, int]] = {"gentle": GENTLE, "steep": STEEP}
"""What an hour without a service of each tier counts. Two choices, so that nothing hangs on one."""


class _Given(NamedTuple):
    problem: Problem


class Simulation(_Given):
    """Plays orders of one problem. A restoration takes its likely minutes; a blocked or lost server never comes back.

    Nodes are numbers here, and what works from the start is out of the way, so that an order of 300 is played in a
    fraction of a millisecond.
    """

    @property
    def graph(self) -> Graph:
        """Who needs what."""
        return self.problem.graph

    @cached_property
    def _number(self) -> dict[str, int]:
        return {node: number for number, node in enumerate(self.graph.needs)}

    @cached_property
    def _groups(self) -> list[tuple[int, Sequence[str]]]:
        working = self.problem.working
        return [(self._number[node], group) for node, groups in self.graph.needs.items() if node not in working
                for group in groups if working.isdisjoint(group)]

    @cached_property
    def _unmet(self) -> list[int]:
        unmet = [0] * len(self._number)
        for dependent, _ in self._groups:
            unmet[dependent] += 1
        return unmet

    @cached_property
    def _wanted_by(self) -> list[list[int]]:
        wanted_by: list[list[int]] = [[] for _ in self._number]
        for number, (_, group) in enumerate(self._groups):
            for member in group:
                wanted_by[self._number[member]].append(number)
        return wanted_by

    def minutes_up(self, order: Sequence[str], crews: int) -> dict[str, int]:
        """The minute at which each service is up that is not up now and ever will be."""
        names = list(self._number)
        return {names[node]: minute for node, minute in self._played(order, crews) if names[node] in self.problem.services}

    def _played(self, order: Sequence[str], crews: int) -> Iterator[tuple[int, int]]:
        """Every node that comes to work, with the minute."""
        minutes, never = self.problem.minutes, {*self.problem.blocked, *self.problem.lost}
        places = {self._number[server]: place for place, server in enumerate(order) if server not in never}
        servers, work = [self._number[server] for server in order], [minutes.get(server, 0) for server in order]
        to_do = {self._number[server] for server in (*minutes, *never)}
        unmet, met = self._unmet.copy(), bytearray(len(self._groups))
        ready = [place for server, place in places.items() if not unmet[server]]
        heapify(ready)
        running: list[tuple[int, int]] = []
        now = 0
        while ready or running:
            while ready and len(running) < crews:
                place = heappop(ready)
                heappush(running, (now + work[place], servers[place]))
            now, server = heappop(running)
            working = [server]
            while working:
                node = working.pop()
                yield node, now
                for group in self._wanted_by[node]:
                    if not met[group]:
                        met[group] = True
                        dependent = self._groups[group][0]
                        unmet[dependent] -= 1
                        if not unmet[dependent]:
                            if dependent not in to_do:
                                working.append(dependent)
                            elif dependent in places:
                                heappush(ready, places[dependent])

    def downtime(self, order: Sequence[str], crews: int, factors: Mapping[int, int]) -> int:
        """Weighted clinical downtime: the sum over services of weight × factor of its tier × the minute it is up."""
        return sum(minute * worth(self.problem.services[service], factors)
                   for service, minute in self.minutes_up(order, crews).items())


def worth(demand: Demand, factors: Mapping[int, int]) -> int:
    """What a minute without a service counts."""
    return demand.weight * factors[demand.tier]
