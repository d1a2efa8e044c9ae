"""The least weighted downtime there is, for problems so small that every order can be looked at."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations

from bench.simulation import worth
from chwapi_console.recovery.order.problem import Problem

Servers = frozenset[str]


class Exact:
    """Looks at every order in which one crew can restore the servers of a problem, each after what
    it needs.

    What is up depends on which servers are back and not on their order, so the best way on from
    each set of them is looked for once (Held and Karp, 1962). Nothing is blocked here.
    """

    def __init__(self, problem: Problem, factors: Mapping[int, int]) -> None:
        self.problem, self.factors = problem, factors
        self.up, self._smallest = cache(self._up), cache(self._smallest_sets)
        self.coming = self.up(frozenset(problem.minutes)) & problem.services.keys()

    def least_downtime(self, *, in_tiers: bool) -> int:
        """The least of all orders; with `in_tiers` of those that restore only what the best tier
        still down can use."""

        @cache
        def least(restored: Servers) -> int:
            return self._least(restored, in_tiers, least)

        return least(frozenset())

    def _up(self, restored: Servers) -> Servers:
        away = {*self.problem.lost, *self.problem.minutes.keys() - restored}
        return frozenset(self.problem.graph.settle(lambda node, _: None if node in away else 0, 0))

    def _least(self, restored: Servers, in_tiers: bool, least: Callable[[Servers], int]) -> int:
        services = self.problem.services
        waiting = self.coming - self.up(restored)
        if not waiting:
            return 0
        best = min(services[service].tier for service in waiting)
        wanted = (
            frozenset(s for s in self.coming if services[s].tier == best) if in_tiers else waiting
        )
        useful = (
            self._useful(restored, wanted) if in_tiers else self.problem.minutes.keys() - restored
        )
        per_minute = sum(worth(services[service], self.factors) for service in waiting)
        return min(
            per_minute * self.problem.minutes[s] + least(restored | {s})
            for s in useful
            if self._ready(s, restored)
        )

    def _ready(self, server: str, restored: Servers) -> bool:
        return all(
            not self.up(restored).isdisjoint(group) for group in self.problem.graph.needs[server]
        )

    def _useful(self, restored: Servers, wanted: Servers) -> Servers:
        """What some smallest way to bring these services up still takes."""
        return frozenset().union(*self._smallest(restored, wanted))

    def _smallest_sets(self, restored: Servers, wanted: Servers) -> list[Servers]:
        smallest: list[Servers] = []
        for some in _by_size(self.problem.minutes.keys() - restored):
            if not any(less <= some for less in smallest) and wanted <= self.up(restored | some):
                smallest.append(some)
        return smallest


def _by_size(servers: set[str]) -> Iterator[Servers]:
    """Every set of these servers, small ones first."""
    for count in range(len(servers) + 1):
        yield from map(frozenset, combinations(sorted(servers), count))
