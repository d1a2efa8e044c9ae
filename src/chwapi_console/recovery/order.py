"""The order in which servers are to be restored: QUEUE.md steps 1 to 4.

The problem is minimising the weighted sum of completion times under AND/OR precedence. What follows is lexicographic by
clinical tier and, within a tier, Smith's ratio (W. E. Smith, 1956) on what a service still misses.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from math import inf
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from chwapi_console.inventory.graph import Graph

TIERS = (1, 2, 3, 4, 5)
ROUNDS = 3

Part = Literal["clinical", "spare", "unneeded", "cannot"]


class Demand(NamedTuple):
    """What the order knows of a service: tier 1–5, weight within the tier, minutes after detection it is wanted by."""

    tier: int
    weight: int = 1
    rto: int | None = None


Reach = int
"""How a node can be had: in how many minutes at the earliest, `THROUGH_BLOCKED` more if only through something blocked."""

THROUGH_BLOCKED = 1 << 60


class _Given(NamedTuple):
    graph: Graph
    services: Mapping[str, Demand]
    minutes: Mapping[str, int]
    lost: Collection[str] = ()
    blocked: Collection[str] = ()
    sites: Mapping[str, str] = MappingProxyType({})


class Problem(_Given):
    """What is to be put in order. Nodes of the graph are the keys of `services` and all else, the servers.

    `minutes` has the servers that are missing and can be restored, at least 1 each; a server in neither `minutes` nor
    `lost` is available; a `lost` one will not come back; a `blocked` one is missing and waits for something outside. So does a
    `blocked` service: for the plan to name what it runs on.
    """

    @cached_property
    def reach(self) -> dict[str, Reach]:
        """How each node can be had that can come back at all, the earliest first."""
        return self.graph.settle(_earliest(self), 0)

    @cached_property
    def worth(self) -> dict[str, int]:
        """What each service counts where tiers are weighed against each other: its weight, five times if vital, once if
        deferrable."""
        return {service: demand.weight * (TIERS[-1] + 1 - demand.tier) for service, demand in self.services.items()}

    @cached_property
    def finest(self) -> int:
        """Two ratios of minutes to worth that differ at all differ in whole numbers when multiplied by this."""
        return sum(self.worth.values()) ** 2

    @cached_property
    def working(self) -> set[str]:
        """The nodes that work now: nothing has to be waited for."""
        return {node for node, when in self.reach.items() if not when}


class _Found(NamedTuple):
    problem: Problem
    servers: Sequence[str]
    choice: Mapping[str, Sequence[str]]
    closures: "Closures"
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
    choice = _chosen(down, reach, prefer_available=True)
    closures = Closures(problem, choice)
    clinical, turns = _by_tier(down, closures)
    for _ in range(ROUNDS):
        came = down.graph.settle(_as_ordered(down, reach, list(clinical)), 0)
        again = _chosen(down, came)
        if again == choice:
            break
        choice, closures = again, Closures(problem, again)
        clinical, turns = _by_tier(down, closures)
    standing = _standings(problem, closures, problem.reach, clinical)
    return Order(problem, list(standing), choice, closures, clinical, turns, standing, problem.working, problem.reach.keys())


# 1. What can come back, and when at the earliest


def _earliest(problem: Problem) -> Callable[[str, Reach], Reach | None]:
    """Counts minutes; all that goes through something blocked comes after all that does not."""

    def finish(node: str, ready: Reach) -> Reach | None:
        if node in problem.lost:
            return None
        when = ready + problem.minutes.get(node, 0)
        return when | THROUGH_BLOCKED if node in problem.blocked else when

    return finish


def _as_ordered(problem: Problem, reach: Mapping[str, Reach], servers: Sequence[str]) -> Callable[[str, Reach], Reach | None]:
    """Counts places in an order; what has none there comes after it, as early as it can."""
    place = {server: number for number, server in enumerate(servers, 1)}

    def finish(node: str, ready: Reach) -> Reach | None:
        if node not in reach:
            return None
        own = place.get(node) or (len(servers) + reach[node] % THROUGH_BLOCKED if node in problem.minutes else 0)
        when = max(ready, own | (ready & THROUGH_BLOCKED))
        return when | THROUGH_BLOCKED if node in problem.blocked else when

    return finish


# 2. What a service still misses


def _chosen(problem: Problem, done: Mapping[str, Reach], *, prefer_available: bool = False) -> dict[str, list[str]]:
    """For each node that is down, in the order of getting done, one member of each of its groups that nothing meets yet.

    Only members done before the node itself, so that no cycle is chosen: none through something blocked where another can,
    then (if so preferred) an available one, then the first to be done.
    """
    choice: dict[str, list[str]] = {}
    done_before: dict[str, tuple[bool, bool, Reach, str]] = {}
    for node, when in done.items():
        choice[node] = [group[0] if len(group) == 1 else min(done_before[m] for m in group if m in done_before)[-1]
                        for group in problem.graph.needs[node]]
        to_do = prefer_available and (node in problem.minutes or node in problem.services)
        done_before[node] = (when >= THROUGH_BLOCKED, to_do, when, node)
    return choice


class Closures:
    """For each node the missing servers that it needs, itself included: `whole` all of them, `next` those next beneath it,
    seen through available servers and services.

    Sets are whole numbers with a bit for each missing server, in an order in which needs come first: so a set costs a few
    machine words, and reading its names gives them in dependency order. What lies beneath servers has the lowest bits, and no
    server's own bit is kept in its set: among 100,000 servers a bit of its own takes 12 KB, and most have little beneath them.
    """

    def __init__(self, problem: Problem, choice: Mapping[str, Sequence[str]]) -> None:
        self.problem, self.choice = problem, choice
        low = self._beneath_servers()
        self._servers = sorted((node for node in choice if node in problem.minutes), key=lambda node: node not in low)
        self._number = {server: number for number, server in enumerate(self._servers)}
        self._beneath: dict[str, int] = {}
        self.next: dict[str, int] = {}
        for node, members in choice.items():
            beneath = next_beneath = 0
            for member in members:
                beneath |= self.whole(member)
                next_beneath |= self.bit(member) or self.next[member]
            self._beneath[node] = beneath
            self.next[node] = next_beneath

    def _beneath_servers(self) -> set[str]:
        """The nodes that some server needs, directly or through others. `choice` names needs first, so this begins at its end."""
        beneath: set[str] = set()
        for node in reversed(list(self.choice)):
            if node in beneath or node not in self.problem.services:
                beneath.update(self.choice[node])
        return beneath

    @property
    def servers(self) -> Sequence[str]:
        """The missing servers, none before what it needs."""
        return self._servers

    def bit(self, node: str) -> int:
        """The set of this server alone; the empty set for what is not missing, or no server."""
        number = self._number.get(node)
        return 0 if number is None else 1 << number

    def whole(self, node: str) -> int:
        """All missing servers that a node needs, and the node; the empty set for what cannot come back."""
        return self._beneath.get(node, 0) | self.bit(node)

    @cached_property
    def waiting(self) -> dict[str, list[str]]:
        """For each missing server the services that wait for it."""
        waiting: dict[str, list[str]] = {server: [] for server in self._servers}
        for service in self.problem.services:
            for server in self.names(self.whole(service)):
                waiting[server].append(service)
        return waiting

    def last(self, servers: int) -> str:
        """The one of a set that nothing else in it comes after."""
        return self._servers[servers.bit_length() - 1]

    def names(self, servers: int) -> list[str]:
        """The servers of a set, none before what it needs."""
        return list(_members(self._servers, servers))


def _members(things: Sequence[str], chosen: int) -> Iterator[str]:
    """The things whose bits are set, in their order."""
    while chosen:
        lowest = chosen & -chosen
        yield things[lowest.bit_length() - 1]
        chosen ^= lowest


# 3. Tier by tier


def _by_tier(problem: Problem, closures: Closures) -> tuple[dict[str, int], list[str]]:
    """The servers that services wait for, in order, each with its effective tier; and the services that took a turn."""
    wanted = _services_waiting(problem, closures.choice)
    order: dict[str, int] = {}
    turns: list[str] = []
    placed = 0
    for tier in TIERS:
        lacking = {service: closures.names(closures.whole(service) & ~placed) for service, demand in problem.services.items()
                   if demand.tier == tier and service in closures.choice}
        for service in _most_urgent_first(problem, lacking, wanted, _Company(closures, placed, tier)):
            turn = closures.whole(service) & ~placed
            for servers in [*_on_the_way(closures, turn, placed, wanted), turn]:
                order |= dict.fromkeys(longest_chain_first(problem, closures, servers & ~placed), tier)
                placed |= servers
            turns.append(service)
    return order, turns


def _on_the_way(closures: Closures, turn: int, placed: int, wanted: Counter[str]) -> Iterator[int]:
    """What brings up the services that miss a part only of a turn: tier by tier, the most urgent first, as everywhere."""
    services = closures.problem.services
    others = {service for server in closures.names(turn) for service in closures.waiting[server]}
    inside = {s: left for s in others if not (left := closures.whole(s) & ~placed) & ~turn and left != turn}
    for tier in sorted({services[service].tier for service in inside}):
        lacking = {s: closures.names(left) for s, left in inside.items() if services[s].tier == tier}
        yield from (inside[service] for service in _most_urgent_first(closures.problem, lacking, wanted))


class _Company:
    """For each service of a tier all services that come up with it: those that miss nothing else. `worth` is theirs together.

    Whoever comes with a service waits for the last server that it misses itself, so only those who wait for that are asked.
    """

    def __init__(self, closures: Closures, placed: int, tier: int) -> None:
        self._closures, self._placed, self._tier = closures, placed, tier
        self._problem, self._waiting = closures.problem, closures.waiting
        self._hosts: dict[str, set[str]] = {service: set() for service in self._problem.services if service in closures.choice}
        self.worth = Counter[str]()
        for service in self._hosts:
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
        return self._closures.whole(service) & ~self._placed

    def _join(self, service: str) -> set[str]:
        left, hosts = self._left(service), self._hosts[service]
        hosting = {host for host in self._waiting[self._closures.last(left)] if self._problem.services[host].tier == self._tier
                   and not left & ~self._left(host)} if left else set()
        changed = hosting ^ hosts
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
    return Counter(other for service in services for other in _members(services, under.get(service, 0) & ~bit[service]))


def _most_urgent_first(problem: Problem, lacking: Mapping[str, Sequence[str]], wanted: Counter[str],
                       company: _Company | None = None) -> Iterator[str]:
    """Again and again the service with the greatest worth per minute it still misses: its own or that of its company.

    Numbers change while others bring back what a service waits for too: an entry of the heap whose numbers have changed
    since is passed over. Ratios are compared as whole numbers, minutes per worth.
    """
    worth = company.worth if company else problem.worth
    minutes = {service: sum(problem.minutes[server] for server in servers) for service, servers in lacking.items()}
    blocked = {service: sum(server in problem.blocked for server in servers) for service, servers in lacking.items()}
    waiting: dict[str, list[str]] = {}
    for service, servers in lacking.items():
        for server in servers:
            waiting.setdefault(server, []).append(service)

    def urgency(service: str) -> tuple[bool, int, int, float, int, str]:
        demand = problem.services[service]
        deadline = inf if demand.rto is None else demand.rto
        return (blocked[service] > 0, minutes[service] * problem.finest // worth[service], -demand.weight, deadline,
                -wanted[service], service)

    heap = [urgency(service) for service in lacking if minutes[service]]
    heapify(heap)
    while heap:
        entry = heappop(heap)
        service = entry[-1]
        if not minutes[service] or entry != urgency(service):
            continue
        yield service
        restored = [server for server in lacking[service] if server in waiting]
        touched = company.put(restored) if company else set[str]()
        for server in restored:
            for other in waiting.pop(server):
                minutes[other] -= problem.minutes[server]
                blocked[other] -= server in problem.blocked
                touched.add(other)
        for other in touched:
            if minutes[other]:
                heappush(heap, urgency(other))


def longest_chain_first(problem: Problem, closures: Closures, servers: int) -> list[str]:
    """Some of a turn's servers in dependency order: the longest remaining chain first, then the longer restoration."""
    if servers.bit_count() < 2:
        return closures.names(servers)
    needs = {server: closures.names(closures.next[server] & servers) for server in closures.names(servers)}
    chain = {server: problem.minutes[server] for server in needs}
    for server in reversed(needs):
        for need in needs[server]:
            chain[need] = max(chain[need], chain[server] + problem.minutes[need])
    return _need_order(needs, lambda server: (-chain[server], -problem.minutes[server], server))


def _need_order(needs: Mapping[str, Collection[str]], priority: Callable[[str], Any]) -> list[str]:
    """The keys, none before what it needs of them; where that leaves a choice, by priority. What stands in a cycle comes
    last, by priority."""
    dependents: dict[str, list[str]] = {server: [] for server in needs}
    unmet = {server: sum(need in needs for need in of_server) for server, of_server in needs.items()}
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


# 4. Then spares, what no service needs, and what cannot come back


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
    standing |= dict.fromkeys(_need_order(needs, by_site), "unneeded")
    members = {server: {m for group in problem.graph.needs[server] for m in group} for server in cannot}
    standing |= dict.fromkeys(_need_order(members, by_site), "cannot")
    return standing


def _holds_back(graph: Graph, lost: str, reach: Mapping[str, Reach]) -> bool:
    """Whether something cannot come back for want of this server."""
    return any(dependent not in reach for dependent in graph.dependents(lost))
