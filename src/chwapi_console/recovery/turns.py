"""Whose turn it is: QUEUE.md step 3, tier by tier, and within a tier Smith's ratio on what a service still misses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from heapq import heapify, heappop, heappush
from math import inf
from operator import or_

from chwapi_console.recovery.chains import longest_chain_first
from chwapi_console.recovery.closures import Closures, picked
from chwapi_console.recovery.problem import TIERS, Problem


def by_tier(problem: Problem, closures: Closures) -> tuple[dict[str, int], list[str]]:
    """The servers that services wait for, in order, each with its effective tier; and the services that took a turn."""
    wanted = _services_waiting(problem, closures.choice)
    order: dict[str, int] = {}
    turns: list[str] = []
    placed = 0
    for tier in TIERS:
        missing = {service: closures.names(servers & ~placed) for service, servers in closures.missing.items()
                   if problem.services[service].tier == tier}
        for service in _most_urgent_first(problem, missing, wanted, _Company(closures, placed, tier)):
            turn = closures.missing[service] & ~placed
            for servers in [*_on_the_way(closures, turn, placed, wanted), turn]:
                order |= dict.fromkeys(longest_chain_first(problem, closures, servers & ~placed), tier)
                placed |= servers
            turns.append(service)
    return order, turns


def _on_the_way(closures: Closures, turn: int, placed: int, wanted: Counter[str]) -> Iterator[int]:
    """What brings up the services that miss a part only of a turn: tier by tier, the most urgent first, as everywhere."""
    services = closures.problem.services
    others = {service for server in closures.names(turn) for service in closures.waiting[server]}
    inside = {s: left for s in others if not (left := closures.missing[s] & ~placed) & ~turn and left != turn}
    for tier in sorted({services[service].tier for service in inside}):
        missing = {s: closures.names(left) for s, left in inside.items() if services[s].tier == tier}
        yield from (inside[service] for service in _most_urgent_first(closures.problem, missing, wanted))


class _Company:
    """For each service of a tier all services that come up with it: those that miss nothing else. `worth` is theirs together.

    Whoever comes with a service waits for the last server that it misses itself, so only those who wait for that are asked;
    and whoever misses a server that no service of the tier misses comes with none of them.
    """

    def __init__(self, closures: Closures, placed: int, tier: int) -> None:
        self._closures, self._placed = closures, placed
        self._problem, self._missing, self._waiting = closures.problem, closures.missing, closures.waiting
        self._of_tier = {service for service in self._missing if self._problem.services[service].tier == tier}
        self._within = reduce(or_, map(self._left, self._of_tier), 0)
        self._hosts: dict[str, set[str]] = {}
        self.worth = Counter[str]()
        for service in self._missing:
            if self._left(service):
                self._join(service)

    def put(self, servers: Sequence[str]) -> set[str]:
        """Takes note of servers put in the order; gives the services whose company is another now."""
        self._placed |= sum(self._closures.bit(server) for server in servers)
        changed: set[str] = set()
        for service in {service for server in servers for service in self._waiting[server]}:
            changed |= self._join(service)
        return changed

    def _left(self, service: str) -> int:
        return self._missing[service] & ~self._placed

    def _join(self, service: str) -> set[str]:
        """Sees whom a service comes with; gives the services for which that is new, or no longer so."""
        left = self._left(service)
        if left & ~self._within:
            return set()
        last = self._waiting[self._closures.last(left)] if left else ()
        hosting = {host for host in self._of_tier.intersection(last) if not left & ~self._left(host)}
        changed = hosting ^ self._hosts.get(service, set())
        for host in changed:
            self.worth[host] += self._problem.worth[service] * (1 if host in hosting else -1)
        self._hosts[service] = hosting
        return changed


def _services_waiting(problem: Problem, choice: Mapping[str, Sequence[str]]) -> Counter[str]:
    """How many services need each service, directly or through others."""
    services = list(problem.services)
    bit = {service: 1 << number for number, service in enumerate(services)}
    under: dict[str, int] = {}
    for node, members in choice.items():
        needed = 0
        for member in members:
            needed |= under[member]
        under[node] = needed | bit.get(node, 0)
    return Counter(other for service in services for other in picked(services, under.get(service, 0) & ~bit[service]))


def _most_urgent_first(problem: Problem, missing: Mapping[str, Sequence[str]], wanted: Counter[str],
                       company: _Company | None = None) -> Iterator[str]:
    """Again and again the service with the greatest worth per minute it still misses: its own or that of its company.

    Numbers change while others bring back what a service waits for too: an entry of the heap whose numbers have changed
    since is passed over. Ratios are compared as whole numbers, minutes per worth.
    """
    worth = company.worth if company else problem.worth
    minutes = {service: sum(problem.minutes[server] for server in servers) for service, servers in missing.items()}
    blocked = {service: sum(server in problem.blocked for server in servers) for service, servers in missing.items()}
    waiting: dict[str, list[str]] = {}
    for service, servers in missing.items():
        for server in servers:
            waiting.setdefault(server, []).append(service)

    def urgency(service: str) -> tuple[bool, int, int, float, int, str]:
        demand = problem.services[service]
        deadline = inf if demand.rto is None else demand.rto
        return (blocked[service] > 0, minutes[service] * problem.finest // worth[service], -demand.weight, deadline,
                -wanted[service], service)

    heap = [urgency(service) for service in missing if minutes[service]]
    heapify(heap)
    while heap:
        entry = heappop(heap)
        service = entry[-1]
        if not minutes[service] or entry != urgency(service):
            continue
        yield service
        restored = [server for server in missing[service] if server in waiting]
        touched = company.put(restored) if company else set[str]()
        for server in restored:
            for other in waiting.pop(server):
                minutes[other] -= problem.minutes[server]
                blocked[other] -= server in problem.blocked
                touched.add(other)
        for other in touched:
            if minutes[other]:
                heappush(heap, urgency(other))
