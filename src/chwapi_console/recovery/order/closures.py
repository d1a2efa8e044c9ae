"""What each node still misses once every any-of is settled, as compact sets.

A set costs a few machine words. This is rule 2 of docs/design/queue.md, "The rule".
"""

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from operator import or_

from chwapi_console.recovery.order.problem import Problem

CROWDED = 8
"""A set of which more than one bit in so many is set is read off its digits, else bit by bit: that
costs a copy of the set for each, and digits cost as many bytes as the set has bits."""


class Closures:
    """For each node the missing servers that it needs, itself included.

    `whole` all of them, `next` those next beneath it, seen through available servers and services.

    Sets are whole numbers with a bit for each missing server, in an order in which needs come
    first: so a set costs a few machine words, and reading its names gives them in dependency order.
    What lies beneath servers has the lowest bits, and no server's own bit is kept in its set: among
    100,000 servers a bit of its own takes 12 KB, and most have little beneath them.
    """

    def __init__(self, problem: Problem, choice: Mapping[str, Sequence[str]]) -> None:
        self.problem, self.choice = problem, choice
        low = self._beneath_servers()
        self._servers = sorted(
            (node for node in choice if node in problem.minutes), key=lambda node: node not in low
        )
        self._number = {server: number for number, server in enumerate(self._servers)}
        self._beneath: dict[str, int] = {}
        self.next: dict[str, int] = {}
        for node, members in choice.items():
            beneath = next_beneath = 0
            for member in members:
                number = self._number.get(member)
                own = 0 if number is None else 1 << number
                beneath |= self._beneath[member] | own
                next_beneath |= own or self.next[member]
            self._beneath[node] = beneath
            self.next[node] = next_beneath

    @cached_property
    def missing(self) -> dict[str, int]:
        """What each service misses that is down and can come back."""
        return {
            service: self._beneath[service]
            for service in self.problem.services
            if service in self._beneath
        }

    @cached_property
    def demanded(self) -> Mapping[str, int]:
        """What each service misses, and what each whole does."""
        wholes = self.problem.wholes
        if not wholes:
            return self.missing
        return self.missing | {
            whole: reduce(or_, (self.missing.get(service, 0) for service in of.until), 0)
            for whole, of in wholes.items()
        }

    def _beneath_servers(self) -> set[str]:
        """The nodes that some server needs, directly or through others.

        `choice` names needs first, so this begins at its end.
        """
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
        """All missing servers that a node needs, and the node.

        The empty set for what cannot come back.
        """
        return self._beneath.get(node, 0) | self.bit(node)

    @cached_property
    def waiting(self) -> dict[str, list[str]]:
        """For each missing server the services that wait for it."""
        waiting: dict[str, list[str]] = {server: [] for server in self._servers}
        for service, servers in self.missing.items():
            for server in self.names(servers):
                waiting[server].append(service)
        return waiting

    @cached_property
    def wanted(self) -> Mapping[str, int]:
        """How many services need each service, directly or through others.

        Those above a node are a set with a bit for each, handed down from node to node and let go of
        where it ends.
        """
        bit = {service: 1 << number for number, service in enumerate(self.problem.services)}
        leads: set[str] = set()
        for node, members in self.choice.items():
            if node in bit or not leads.isdisjoint(members):
                leads.add(node)
        above: dict[str, int] = {}
        count: dict[str, int] = {}
        for node in reversed(list(self.choice)):
            waiting = above.pop(node, 0)
            if node in bit:
                count[node] = waiting.bit_count()
                waiting |= bit[node]
            for member in self.choice[node] if waiting else ():
                if member in leads:
                    above[member] = above.get(member, 0) | waiting
        return count

    def of(self, problem: Problem) -> "Closures":
        """The same of a problem in which nothing but the minutes of work is otherwise."""
        then = object.__new__(Closures)
        then.__dict__.update(self.__dict__, problem=problem)
        return then

    def last(self, servers: int) -> str:
        """The last server of a set: nothing else in the set comes after it."""
        return self._servers[servers.bit_length() - 1]

    def names(self, servers: int) -> list[str]:
        """The servers of a set, none before what it needs."""
        return picked(self._servers, servers)


def picked(things: Sequence[str], chosen: int) -> list[str]:
    """The things whose bits are set, in their order."""
    if chosen.bit_count() * CROWDED > chosen.bit_length():
        return _read_off(things, chosen)
    found: list[str] = []
    while chosen:
        number = chosen.bit_length() - 1
        found.append(things[number])
        chosen ^= 1 << number
    found.reverse()
    return found


def _read_off(things: Sequence[str], chosen: int) -> list[str]:
    bits, found = f"{chosen:b}"[::-1], list[str]()
    at = bits.find("1")
    while at >= 0:
        found.append(things[at])
        at = bits.find("1", at + 1)
    return found
