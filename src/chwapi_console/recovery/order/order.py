"""The order in which servers are to be restored: docs/design/queue.md, "The rule".

The problem is minimising the weighted sum of completion times under AND/OR precedence. What follows
is lexicographic by clinical tier and, within a tier, Smith's ratio (W. E. Smith, 1956) on what a
service still misses.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from chwapi_console.inventory.graph import Graph
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.chains import longest_chain_first, needs_first
from chwapi_console.recovery.order.choice import as_ordered, chosen, chosen_in_vain
from chwapi_console.recovery.order.closures import Closures
from chwapi_console.recovery.order.contests import (
    Contest,
    Stand,
    contest_between,
    contests,
    stands,
)
from chwapi_console.recovery.order.problem import THROUGH_BLOCKED, Problem, Reach
from chwapi_console.recovery.order.turns import by_tier, until_placed
from chwapi_console.recovery.order.ways import Ways, ways_down

ROUNDS = 3

QueuePart = Literal["clinical", "wished", "spare", "unneeded", "cannot"]


class _Found(NamedTuple):
    problem: Problem
    servers: Sequence[str]
    choice: Mapping[str, Sequence[str]]
    closures: Closures
    tier: Mapping[str, int]
    turns: Sequence[str]
    part: Mapping[str, QueuePart]
    opening: Mapping[str, str] = MappingProxyType({})
    pinned: Mapping[str, str] = MappingProxyType({})
    in_vain: Mapping[str, Sequence[str]] = MappingProxyType({})
    anchors: Mapping[str, str] = MappingProxyType({})


class Order(_Found):
    """The servers with work to do, in the order to do it.

    `choice` is what each node that is down waits for once every any-of is settled, and `closures`
    what follows from it; `tier` the effective tier (none for what no service needs); `turns` the
    services in the order in which their missing servers were put there; `part` the part of
    the queue that each server stands in; `opening` the whole (`Problem.wholes`) that a service had
    its turn from, where one did; `in_vain` what each service that cannot come back, and each node
    that keeps it from that, would wait for by the same choice. `pinned` has by which subject a server
    is pinned, and `anchors` before which server what is pinned before something stands.
    """

    @cached_property
    def rank(self) -> dict[str, int]:
        """The place of each server, from 1."""
        return {server: place for place, server in enumerate(self.servers, 1)}

    @cached_property
    def missing(self) -> dict[str, list[str]]:
        """What each service still misses, in the order of the queue.

        For a service that cannot come back: what makes it so, and what else it misses by the choice.
        """
        closures = self.closures
        return {
            service: sorted(
                closures.names(closures.whole(service))
                if self.problem.can_come_back(service)
                else self._missed_in_vain(service),
                key=self.rank.__getitem__,
            )
            for service in self.problem.services
        }

    def _missed_in_vain(self, service: str) -> set[str]:
        left, seen, whole = [service], {service}, 0
        while left:
            node = left.pop()
            whole |= self.closures.whole(node)
            fresh = [member for member in self.in_vain.get(node, ()) if member not in seen]
            seen.update(fresh)
            left += fresh
        return {*self.closures.names(whole), *(seen & self.rank.keys())}

    @cached_property
    def missed_in_vain(self) -> dict[str, str]:
        """For each server that services miss which cannot come back, the most urgent of these."""
        lost = [s for s in self.problem.services if not self.problem.can_come_back(s)]
        found: dict[str, str] = {}
        for service in self.problem.most_urgent_first(lost):
            for server in self.missing[service]:
                found.setdefault(server, service)
        return found

    @cached_property
    def services_by_urgency(self) -> list[str]:
        """The services that something is missing of.

        By tier, then by the turn that brings them back, then by weight, then as the queue brings
        them back, then by id.

        A service without a turn of its own gets all it misses in the turns of others: it comes back
        with the last of them.
        """
        turn = self.turn

        def urgency(service: str) -> tuple[int, bool, int, int, int, str]:
            demand, missing = self.problem.services[service], self.missing[service]
            back = max(turn.get(server, len(self.turns)) for server in missing)
            return (
                demand.tier,
                not self.problem.can_come_back(service),
                back,
                -demand.weight,
                self.rank[missing[-1]],
                service,
            )

        return sorted((s for s in self.problem.services if self.missing[s]), key=urgency)

    def as_they_return(self, services: Iterable[str]) -> list[str]:
        """Some services by tier, within it as the queue brings them back, then by id.

        Behind those that miss servers stand those that are up, or wait for people or for names of
        servers alone.
        """
        place = {service: number for number, service in enumerate(self.services_by_urgency)}

        def urgency(service: str) -> tuple[int, int, str]:
            tier = self.problem.services[service].tier
            return (tier, place.get(service, len(place)), service)

        return sorted(services, key=urgency)

    @cached_property
    def turn(self) -> dict[str, int]:
        """The turn that each server stands in, from 0.

        Those that no service waits for stand in none.
        """
        turn: dict[str, int] = {}
        for number, service in enumerate(self.turns):
            for server in self.missing[service]:
                turn.setdefault(server, number)
        return turn

    @cached_property
    def contests(self) -> list[Contest | None]:
        """For each turn what decided between its service and the next of its tier behind it.

        None where there is no other. Who is pinned ahead of it has a later turn by the rule, and
        stands behind nobody for that.
        """
        turns = enumerate(self.turns)
        following = [next(self._behind(number, service), None) for number, service in turns]
        return list(contests(self.problem, self.closures, self.turns, self.opening, following))

    def behind(self, service: str) -> Iterator[str]:
        """The services of its tier that have a turn after that of one, and stand behind it."""
        if service in self.turns:
            own = list(self.turns).index(service)
            yield from (self.turns[number] for number in self._behind(own, service))

    def _behind(self, own: int, service: str) -> Iterator[int]:
        rank, missing, tier = self.rank, self.missing, self.problem.services[service].tier
        for number in range(own + 1, len(self.turns)):
            other = self.turns[number]
            if self.problem.services[other].tier != tier:
                return
            if not self.pinned or rank[missing[other][-1]] > rank[missing[service][-1]]:
                yield number

    @cached_property
    def stands(self) -> list[Stand]:
        """How the service of each turn stood when that was given."""
        return list(stands(self.problem, self.closures, self.turns))

    def contest_between(self, earlier: int, later: int) -> Contest:
        """What decided between two turns of one tier, by number."""
        return contest_between(
            self.problem, self.closures, self.turns, self.opening, (earlier, later)
        )

    def ways(self, service: str) -> Ways:
        """The ways from a service to what it waits for.

        They are kept for the one that was asked about last, for what follows in the queue mostly
        has that in common.
        """
        last: Ways | None = self.__dict__.get("_last_ways")
        if last is None or last.service != service:
            last = self.__dict__["_last_ways"] = ways_down(
                self.problem, self.choice, service, self.missing[service]
            )
        return last

    def if_longer(self, minutes: Mapping[str, int]) -> "Order":
        """The order by the rule if the work on some servers took so many minutes.

        It is kept: whoever plays the rest of the incident asks again for each thing that is tried.
        """
        kept: dict[object, Order] = self.__dict__.setdefault("_if_longer", {})
        key = frozenset(minutes.items())
        if key not in kept:
            kept[key] = in_order(self.problem.with_longer(minutes))
        return kept[key]

    def placed_if_longer(
        self, minutes: Mapping[str, int]
    ) -> tuple[AbstractSet[str], Sequence[str]] | None:
        """What stands in the order by the rule up to the last of some servers, as if they took longer.

        What is in more urgent tiers, in no order, and in order what follows. None where the choices
        that are made hang on how long these take, or no service waits for one of them. It is kept.
        """
        kept: dict[object, tuple[AbstractSet[str], Sequence[str]] | None]
        kept = self.__dict__.setdefault("_kept_if_placed", {})
        key = frozenset(minutes.items())
        if key not in kept:
            kept[key] = self._placed_if_longer(minutes)
        return kept[key]

    def _placed_if_longer(
        self, minutes: Mapping[str, int]
    ) -> tuple[AbstractSet[str], Sequence[str]] | None:
        waited_for = all(self.part.get(server) == "clinical" for server in minutes)
        if not waited_for or not self.problem.beneath_choices.isdisjoint(minutes):
            return None
        then = self.problem.with_longer(minutes)
        return until_placed(then, self.closures.of(then), minutes)

    @cached_property
    def because(self) -> dict[str, list[str]]:
        """For each server the services that wait for it, the most urgent first."""
        waiting: dict[str, list[str]] = {server: [] for server in self.servers}
        for service in self.services_by_urgency:
            if self.problem.can_come_back(service):
                for server in self.missing[service]:
                    waiting[server].append(service)
        return waiting


def in_order(problem: Problem) -> Order:
    """The order by the rule.

    Equal problems give equal orders; ids decide nothing but the last ties.
    """
    choice = chosen(problem, problem.reach, prefer_available=True)
    closures = Closures(problem, choice)
    turns = by_tier(problem, closures)
    down = Graph(problem.down)
    came: Mapping[str, Reach] = problem.reach
    for _ in range(ROUNDS):
        came = down.settle(as_ordered(problem, list(turns.servers)), 0)
        again = chosen(problem, came)
        if again == choice:
            break
        choice, closures = again, Closures(problem, again)
        turns = by_tier(problem, closures)
    part = _parts(problem, closures, turns.servers)
    return Order(
        problem,
        list(part),
        choice,
        closures,
        turns.servers,
        turns.services,
        part,
        turns.opening,
        in_vain=chosen_in_vain(problem, came),
    )


def _parts(problem: Problem, closures: Closures, clinical: Iterable[str]) -> dict[str, QueuePart]:
    """Every server with work to do, in the final order, with the part of the queue it stands in."""
    reach = problem.reach
    part: dict[str, QueuePart] = dict.fromkeys(clinical, "clinical")
    needed = problem.graph.reached_from(problem.services)
    part |= dict.fromkeys(_only_wished_for(problem, closures, part.keys()), "wished")
    rest = sorted(problem.minutes.keys() - part.keys())

    def by_site(server: str) -> tuple[str, str]:
        return (problem.sites.get(server, ""), server)

    spares = [server for server in rest if server in reach and server in needed]
    unneeded = [server for server in rest if server in reach and server not in needed]
    cannot = [
        *(server for server in rest if server not in reach),
        *(server for server in sorted(problem.lost) if _holds_back(problem, server)),
    ]

    def needs_of(servers: Iterable[str]) -> dict[str, Sequence[str]]:
        return {server: closures.names(closures.next[server]) for server in servers}

    # What a spare waits for may be had later than the spare at its earliest: where groups share
    # members, one late member for all of them is waited for rather than an early one for each.
    by_reach = needs_first(needs_of(spares), lambda server: (reach[server], server))
    part |= dict.fromkeys(by_reach, "spare")
    part |= dict.fromkeys(needs_first(needs_of(unneeded), by_site), "unneeded")
    members = {
        server: {m for group in problem.graph.needs[server] for m in group} for server in cannot
    }
    part |= dict.fromkeys(needs_first(members, by_site), "cannot")
    return part


def _only_wished_for(
    problem: Problem, closures: Closures, placed: AbstractSet[str]
) -> Iterator[str]:
    """The servers that services only wish for, with what they need.

    Those that are lent the most for each minute come first.
    """
    minutes = {
        server: sum(problem.minutes[each] for each in closures.names(closures.whole(server)))
        for server in problem.wished_by
        if server in problem.minutes and server in problem.reach and server not in placed
    }
    most = sum(map(problem.lent, minutes)) ** 2

    def urgency(server: str) -> tuple[bool, int, str]:
        lent = problem.lent(server)
        through_blocked = problem.reach[server] >= THROUGH_BLOCKED
        return through_blocked, minutes[server] * most // max(1, lent), server

    for server in sorted(minutes, key=urgency):
        for each in longest_chain_first(problem, closures, closures.whole(server)):
            if each not in placed:
                yield each


def _holds_back(problem: Problem, lost: str) -> bool:
    """Whether something cannot come back for want of this server."""
    return not all(problem.can_come_back(dependent) for dependent in problem.graph.dependents(lost))
