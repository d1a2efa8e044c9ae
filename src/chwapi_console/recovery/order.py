"""The order in which servers are to be restored: QUEUE.md steps 1 to 4.

The problem is minimising the weighted sum of completion times under AND/OR precedence. What follows is lexicographic by
clinical tier and, within a tier, Smith's ratio (W. E. Smith, 1956) on what a service still misses.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.chains import needs_first
from chwapi_console.recovery.choice import as_ordered, chosen
from chwapi_console.recovery.closures import Closures
from chwapi_console.recovery.problem import Problem, Reach
from chwapi_console.recovery.turns import by_tier

ROUNDS = 3

Part = Literal["clinical", "spare", "unneeded", "cannot"]


class _Found(NamedTuple):
    problem: Problem
    servers: Sequence[str]
    choice: Mapping[str, Sequence[str]]
    closures: Closures
    tier: Mapping[str, int]
    turns: Sequence[str]
    standing: Mapping[str, Part]
    working: Collection[str]
    can_come_back: Collection[str]
    pinned: Mapping[str, str] = MappingProxyType({})


class Order(_Found):
    """The servers with work to do, in the order to do it.

    `choice` is what each node that is down waits for once every any-of is settled, and `closures` what follows from it; `tier`
    the effective tier (none for what no service needs); `turns` the services in the order in which their missing servers were
    put there; `standing` why a server stands in its part of the queue; `working` all nodes that work now.
    """

    @cached_property
    def rank(self) -> dict[str, int]:
        """The place of each server, from 1."""
        return {server: place for place, server in enumerate(self.servers, 1)}

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """What each service still misses, in the order of the queue.

        For a service that cannot come back: all that it misses, whichever way it is looked at.
        """
        closures = self.closures
        return {service: sorted(closures.names(closures.whole(service)) if service in self.can_come_back
                                else self._everything_under(service), key=self.rank.__getitem__)
                for service in self.problem.services}

    def _everything_under(self, service: str) -> set[str]:
        return self.problem.graph.reached_from([service]) & self.rank.keys()

    @cached_property
    def services_by_urgency(self) -> list[str]:
        """The services that something is missing of: by tier, then by turn, then as the queue brings them back, then by id.

        A service without a turn of its own gets all it misses in the turns of others.
        """
        turn = {service: number for number, service in enumerate(self.turns)}

        def urgency(service: str) -> tuple[int, bool, int, int, str]:
            last = self.rank[self.missing[service][-1]]
            return (self.problem.services[service].tier, service not in self.can_come_back,
                    turn.get(service, len(turn)), last, service)

        return sorted((s for s in self.problem.services if self.missing[s]), key=urgency)

    @cached_property
    def because(self) -> dict[str, list[str]]:
        """For each server the services that wait for it, the most urgent first."""
        waiting: dict[str, list[str]] = {server: [] for server in self.servers}
        for service in self.services_by_urgency:
            if service in self.can_come_back:
                for server in self.missing[service]:
                    waiting[server].append(service)
        return waiting


def in_order(problem: Problem) -> Order:
    """The order of QUEUE.md. Equal problems give equal orders; ids decide nothing but the last ties."""
    reach = {node: when for node, when in problem.reach.items() if when}
    down = problem._replace(graph=problem.graph.without(problem.working))
    choice = chosen(down, reach, prefer_available=True)
    closures = Closures(problem, choice)
    clinical, turns = by_tier(down, closures)
    for _ in range(ROUNDS):
        came = down.graph.settle(as_ordered(down, reach, list(clinical)), 0)
        again = chosen(down, came)
        if again == choice:
            break
        choice, closures = again, Closures(problem, again)
        clinical, turns = by_tier(down, closures)
    standing = _standings(problem, closures, problem.reach, clinical)
    return Order(problem, list(standing), choice, closures, clinical, turns, standing, problem.working, problem.reach.keys())


def _standings(problem: Problem, closures: Closures, reach: Mapping[str, Reach],
               clinical: Iterable[str]) -> dict[str, Part]:
    """Every server with work to do, in the final order, with the part of the queue it stands in."""
    standing: dict[str, Part] = dict.fromkeys(clinical, "clinical")
    needed = problem.graph.reached_from(problem.services)
    rest = sorted(problem.minutes.keys() - standing.keys())

    def by_site(server: str) -> tuple[str, str]:
        return (problem.sites.get(server, ""), server)

    spares = [server for server in rest if server in reach and server in needed]
    unneeded = [server for server in rest if server in reach and server not in needed]
    cannot = [server for server in rest if server not in reach] + [server for server in problem.lost if _holds_back(
        problem.graph, server, reach)]
    standing |= dict.fromkeys(sorted(spares, key=lambda server: (reach[server], server)), "spare")
    needs = {server: closures.names(closures.next[server]) for server in unneeded}
    standing |= dict.fromkeys(needs_first(needs, by_site), "unneeded")
    members = {server: {m for group in problem.graph.needs[server] for m in group} for server in cannot}
    standing |= dict.fromkeys(needs_first(members, by_site), "cannot")
    return standing


def _holds_back(graph: Graph, lost: str, reach: Mapping[str, Reach]) -> bool:
    """Whether something cannot come back for want of this server."""
    return any(dependent not in reach for dependent in graph.dependents(lost))
