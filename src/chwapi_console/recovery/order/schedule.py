"""When services would be up if everything took its likely time.

For comparing orders, not for promising anything.

List scheduling (Graham 1966): whenever a crew is free it takes the first entry of the order that is
ready. What the forecast draws at random is taken as planned here.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush

from chwapi_console.inventory.groups import Group, enough
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.problem import Problem


def completion(problem: Problem, servers: Sequence[str], crews: int) -> dict[str, int]:
    """Minutes until each service is up, from now, in one order; see `Schedules.completion`."""
    return Schedules(problem).completion(servers, crews)


class _Given(NamedTuple):
    problem: Problem


class Schedules(_Given):
    """Plays orders of one problem, as many as one likes.

    What they have in common is laid out once, by number, and what works from the start is out of
    the way.
    """

    def completion(self, servers: Sequence[str], crews: int) -> dict[str, int]:
        """Minutes until each service is up, from now.

        One that never is, or is up already, does not appear.

        `servers` is the order that the crews keep to; blocked and retired ones are left out, and so
        is what waits for them. A server is ready when all its needs work; an unknown one is looked
        at for its minutes and found clean. A condition takes its minutes once its needs work, and no
        crew.
        """
        names = list(self._number)
        return {
            names[node]: minute
            for node, minute in self._played(servers, crews)
            if names[node] in self.problem.services
        }

    @cached_property
    def _number(self) -> dict[str, int]:
        return {node: number for number, node in enumerate(self.problem.graph.needs)}

    @cached_property
    def _groups(self) -> list[tuple[int, Group]]:
        """The groups of needs that nothing meets yet, each with the node whose they are."""
        return [
            (self._number[node], group)
            for node, groups in self.problem.down.items()
            for group in groups
        ]

    @cached_property
    def _unmet(self) -> list[int]:
        """How many of these groups each node has."""
        unmet = [0] * len(self._number)
        for dependent, _ in self._groups:
            unmet[dependent] += 1
        return unmet

    @cached_property
    def _wanted_by(self) -> list[list[int]]:
        """The groups that each node is a member of."""
        wanted_by: list[list[int]] = [[] for _ in self._number]
        for number, (_, group) in enumerate(self._groups):
            for member in group:
                wanted_by[self._number[member]].append(number)
        return wanted_by

    @cached_property
    def _to_do(self) -> set[int]:
        return {
            self._number[node]
            for node in (
                *self.problem.minutes,
                *self.problem.lost,
                *self.problem.blocked,
                *self.problem.gone,
            )
        }

    @cached_property
    def _elapsing(self) -> dict[int, int]:
        """The conditions that are not met, each with the minutes it takes."""
        return {self._number[node]: time for node, time in self.problem.conditions.items()}

    def _played(self, order: Sequence[str], crews: int) -> Iterator[tuple[int, int]]:
        """Every node that comes to work, with the minute.

        Of crews that are done at once the one at the earlier entry of the order goes on first.
        """
        minutes, servers = self.problem.minutes, self._to_restore(order)
        nodes = [self._number[server] for server in servers]
        place = {node: number for number, node in enumerate(nodes)}
        unmet, lacking = self._unmet.copy(), [enough(group) for _, group in self._groups]
        ready = [number for number, node in enumerate(nodes) if not unmet[node]]
        heapify(ready)
        running: list[tuple[int, int]] = []
        elapsing = [(time, node) for node, time in self._elapsing.items() if not unmet[node]]
        heapify(elapsing)
        now = 0
        while ready or running or elapsing:
            while ready and len(running) < crews:
                first = heappop(ready)
                heappush(running, (now + minutes[servers[first]], first))
            now, done = _first_done(running, elapsing, nodes)
            working = [done]
            while working:
                node = working.pop()
                yield node, now
                for free in self._freed(node, lacking, unmet):
                    if free in self._elapsing:
                        heappush(elapsing, (now + self._elapsing[free], free))
                    elif free not in self._to_do:
                        working.append(free)
                    elif free in place:
                        heappush(ready, place[free])

    def _to_restore(self, order: Sequence[str]) -> list[str]:
        """The servers of an order that a crew can restore."""
        minutes, blocked = self.problem.minutes, self.problem.blocked
        return [server for server in order if server in minutes and server not in blocked]

    def _freed(self, node: int, lacking: list[int], unmet: list[int]) -> Iterator[int]:
        """Takes note that a node works; gives the nodes that have all they need by that.

        `lacking` is for each group how many of its members do not work yet, `unmet` for each node
        how many of its groups lack some.
        """
        for group in self._wanted_by[node]:
            lacking[group] -= 1
            if not lacking[group]:
                dependent = self._groups[group][0]
                unmet[dependent] -= 1
                if not unmet[dependent]:
                    yield dependent


def _first_done(
    running: list[tuple[int, int]], elapsing: list[tuple[int, int]], nodes: Sequence[int]
) -> tuple[int, int]:
    """The minute at which something is done next, and what.

    One of the crews' entries, by its place, or what elapses.
    """
    if elapsing and not (running and running[0][0] <= elapsing[0][0]):
        return heappop(elapsing)
    now, place = heappop(running)
    return now, nodes[place]
