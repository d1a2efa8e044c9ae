"""Whose turn it is.

Tier by tier, and within a tier by Smith's ratio on what a service still misses.

These are rules 3 and 4 of docs/design/queue.md, "The rule".
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import reduce
from heapq import heapify, heappop, heappush
from math import inf
from operator import or_
from typing import Any

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.chains import longest_chain_first
from chwapi_console.recovery.order.closures import Closures
from chwapi_console.recovery.order.problem import TIERS, Problem, Whole


class Turns(NamedTuple):
    """The servers that services wait for, in order, each with its effective tier.

    The services that took a turn; and for those of them that had it from a whole which whole.
    """

    servers: dict[str, int]
    services: list[str]
    opening: dict[str, str]


class _Turn(NamedTuple):
    """A service whose turn it is, what it puts in order, and what has no place then (a set).

    From a whole, where it has it from one.
    """

    service: str
    whole: str
    servers: Sequence[str]
    open_: int


def by_tier(problem: Problem, closures: Closures) -> Turns:
    """The turns, tier by tier."""
    order: dict[str, int] = {}
    turns: list[str] = []
    opening: dict[str, str] = {}
    open_ = (1 << len(closures.servers)) - 1
    for tier in TIERS:
        for turn in _turns_of(tier, problem, closures, open_):
            if turn.whole:
                opening[turn.service] = turn.whole
            order |= dict.fromkeys(turn.servers, tier)
            turns.append(turn.service)
            open_ = turn.open_
    return Turns(order, turns, opening)


def until_placed(
    problem: Problem, closures: Closures, servers: Collection[str]
) -> tuple[AbstractSet[str], Sequence[str]]:
    """What is in order once some servers are that services wait for.

    All of the more urgent tiers, in no order; and in order what follows, up to the last of these.
    """
    its = reduce(or_, map(closures.bit, servers))
    tiers = {each: problem.demands[each].tier for each in closures.demanded}
    first = min(tiers[each] for each, missed in closures.demanded.items() if missed & its)
    urgent = [missed for each, missed in closures.demanded.items() if tiers[each] < first]
    before = reduce(or_, urgent, 0)
    open_, placed = ((1 << len(closures.servers)) - 1) ^ before, list[str]()
    for tier in range(first, TIERS[-1] + 1):
        for turn in _turns_of(tier, problem, closures, open_):
            open_ = turn.open_
            placed += turn.servers
            if not its & open_:
                return {*closures.names(before)}, placed
    return {*closures.names(before)}, placed


def _turns_of(tier: int, problem: Problem, closures: Closures, open_: int) -> Iterator[_Turn]:
    """The turns of a tier, while these servers have no place yet."""
    missing = {
        demanded: closures.names(servers & open_)
        for demanded, servers in closures.demanded.items()
        if problem.demands[demanded].tier == tier
    }
    company = _Company(closures, open_, tier)
    for service, whole in _most_urgent_first(problem, missing, closures.wanted, company):
        turn, placed = closures.missing[service] & open_, list[str]()
        for servers in [*_on_the_way(closures, turn, open_), turn]:
            placed += longest_chain_first(problem, closures, servers & open_)
            open_ ^= servers & open_
        yield _Turn(service, whole, placed, open_)


def _on_the_way(closures: Closures, turn: int, open_: int) -> Iterator[int]:
    """What brings up the services that miss a part only of a turn.

    Tier by tier, the most urgent first, as everywhere. `open_` are the servers without a place,
    those of the turn among them.
    """
    services, beyond = closures.problem.services, open_ ^ turn
    others = {service for server in closures.names(turn) for service in closures.waiting[server]}
    inside = {
        s: left
        for s in others
        if not closures.missing[s] & beyond and (left := closures.missing[s] & turn) != turn
    }
    for tier in sorted({services[service].tier for service in inside}):
        missing = {
            s: closures.names(left) for s, left in inside.items() if services[s].tier == tier
        }
        of_tier = _most_urgent_first(closures.problem, missing, closures.wanted)
        yield from (inside[service] for service, _ in of_tier)


class _Company:
    """For each service of a tier what it is worth with all services that come up with it.

    Those that miss nothing else. Wholes are looked at as services are.

    Services that miss the same are looked at as one kind. A kind that comes with another misses
    none but the servers that the other misses, so only those are asked that miss the server which
    the fewest miss; who once comes with another does so until it is up. And whoever misses a server
    that no service of the tier misses comes with none of them.
    """

    def __init__(self, closures: Closures, open_: int, tier: int) -> None:
        self._closures, self._open = closures, open_
        problem, alike = closures.problem, dict[int, list[str]]()
        for service, servers in closures.demanded.items():
            if left := servers & open_:
                alike.setdefault(left, []).append(service)
        of_tier = {
            left: those
            for left, services in alike.items()
            if (those := [service for service in services if problem.demands[service].tier == tier])
        }
        within = reduce(or_, of_tier, 0)
        self._left = [left for left in alike if left & within == left]
        self._services = [of_tier.get(left, []) for left in self._left]
        self._own_worth = [sum(map(problem.worth.__getitem__, alike[left])) for left in self._left]
        self._worth = [0] * len(self._left)
        self._kind = {
            service: kind for kind, services in enumerate(self._services) for service in services
        }
        self._missed_by: dict[str, list[int]] = {}
        for kind, left in enumerate(self._left):
            for server in closures.names(left):
                self._missed_by.setdefault(server, []).append(kind)
        self._tiers_own = {
            server: [kind for kind in kinds if self._services[kind]]
            for server, kinds in self._missed_by.items()
        }
        self._hosts = [set[int]() for _ in self._left]
        self._rarest = [""] * len(self._left)
        for kind in range(len(self._left)):
            self._join(kind)

    def worth(self, service: str) -> int:
        """What a service of the tier and all that comes with it are worth together."""
        return self._worth[self._kind[service]]

    def put(self, servers: Sequence[str]) -> set[str]:
        """Takes note of servers put in the order; gives the services whose company is another now."""
        self._open ^= self._open & sum(self._closures.bit(server) for server in servers)
        touched = {kind for server in servers for kind in self._missed_by.get(server, ())}
        for kind in touched:
            self._left[kind] &= self._open
        changed = {host for kind in touched for host in self._join(kind)}
        return {service for host in changed for service in self._services[host]}

    def _join(self, kind: int) -> set[int]:
        """Sees whom a kind comes with; gives the kinds for which that is new, or no longer so."""
        left, hosts = self._left[kind], self._hosts[kind]
        if not left:
            self._hosts[kind] = set()
            for host in hosts:
                self._worth[host] -= self._own_worth[kind]
            return hosts
        if not self._closures.bit(self._rarest[kind]) & left:
            self._rarest[kind] = min(
                self._closures.names(left), key=lambda server: len(self._tiers_own[server])
            )
        new = {
            host
            for host in self._tiers_own[self._rarest[kind]]
            if host not in hosts and left & self._left[host] == left
        }
        for host in new:
            self._worth[host] += self._own_worth[kind]
        hosts |= new
        return new


def _missed_by(missing: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """For each server those that miss it."""
    missed_by: dict[str, list[str]] = {}
    for service, servers in missing.items():
        for server in servers:
            missed_by.setdefault(server, []).append(service)
    return missed_by


def _most_urgent_of(whole: Whole, minutes: Mapping[str, int], urgency: Callable[[str], Any]) -> str:
    """The service that a whole gives its turn to: of those that still miss something."""
    return min((service for service in whole.services if minutes.get(service)), key=urgency)


def _most_urgent_first(
    problem: Problem,
    missing: Mapping[str, Sequence[str]],
    wanted: Mapping[str, int],
    company: _Company | None = None,
) -> Iterator[tuple[str, str]]:
    """Again and again the service with the greatest worth per minute it still misses.

    Its own or that of its company. A whole gives its turn to its most urgent service, and is named
    with it.

    Numbers change while others bring back what a service waits for too: an entry of the heap whose
    numbers have changed since is passed over.
    """
    left = _Left(problem, missing, wanted, company)
    minutes, urgency = left.minutes, left.urgency
    heap = [urgency(service) for service in missing if minutes[service]]
    heapify(heap)
    while heap:
        entry = heappop(heap)
        service = entry[-1]
        if not minutes[service] or entry != urgency(service):
            continue
        if whole := service if service in problem.wholes else "":
            service = _most_urgent_of(problem.wholes[whole], minutes, urgency)
        yield service, whole
        for other in left.restored(missing[service]):
            if minutes[other]:
                heappush(heap, urgency(other))


class _Left:
    """What each service still misses: `minutes` of servers, and how many of these are blocked."""

    def __init__(
        self,
        problem: Problem,
        missing: Mapping[str, Sequence[str]],
        wanted: Mapping[str, int],
        company: _Company | None,
    ) -> None:
        self._problem, self._wanted, self._company = problem, wanted, company
        self._worth = company.worth if company else problem.worth.__getitem__
        self.minutes = {
            service: sum(problem.minutes[server] for server in servers)
            for service, servers in missing.items()
        }
        self._blocked = {
            service: sum(server in problem.blocked for server in servers)
            for service, servers in missing.items()
        }
        self._missed_by = _missed_by(missing)

    def urgency(self, service: str) -> tuple[bool, int, int, float, int, str]:
        """The less, the more urgent. Ratios are compared as whole numbers, minutes per worth."""
        demand = self._problem.demands[service]
        deadline = inf if demand.rto is None else demand.rto
        return (
            self._blocked[service] > 0,
            self.minutes[service] * self._problem.finest // self._worth(service),
            -demand.weight,
            deadline,
            -self._wanted.get(service, 0),
            service,
        )

    def restored(self, servers: Sequence[str]) -> set[str]:
        """Takes note of servers put in the order, those that were put there before passed over.

        Gives the services whose urgency may be another now.
        """
        new = [server for server in servers if server in self._missed_by]
        touched = self._company.put(new) if self._company else set[str]()
        for server in new:
            for service in self._missed_by.pop(server):
                self.minutes[service] -= self._problem.minutes[server]
                self._blocked[service] -= server in self._problem.blocked
                touched.add(service)
        return touched
