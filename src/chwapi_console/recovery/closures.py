"""What each node still misses once every any-of is settled: QUEUE.md step 2, as sets that cost a few machine words each."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from chwapi_console.recovery.problem import Problem


class Closures:
    """For each node the missing servers that it needs, itself included: `whole` all of them, `next` those next beneath it,
    seen through available servers and services.

    Sets are whole numbers with a bit for each missing server, in an order in which needs come first: so a set costs a few
    machine words, and reading its names gives them in dependency order.
    """

    def __init__(self, problem: Problem, choice: Mapping[str, Sequence[str]]) -> None:
        self.problem, self.choice = problem, choice
        self._servers = [node for node in choice if node in problem.minutes]
        self.bit = {server: 1 << number for number, server in enumerate(self._servers)}
        self.whole: dict[str, int] = {}
        self.next: dict[str, int] = {}
        for node, members in choice.items():
            whole = beneath = 0
            for member in members:
                whole |= self.whole[member]
                beneath |= self.bit.get(member) or self.next[member]
            self.whole[node] = whole | self.bit.get(node, 0)
            self.next[node] = beneath

    @cached_property
    def waiting(self) -> dict[str, list[str]]:
        """For each missing server the services that wait for it."""
        waiting: dict[str, list[str]] = {server: [] for server in self.bit}
        for service in self.problem.services:
            for server in self.names(self.whole.get(service, 0)):
                waiting[server].append(service)
        return waiting

    def last(self, servers: int) -> str:
        """The one of a set that nothing else in it comes after."""
        return self._servers[servers.bit_length() - 1]

    def names(self, servers: int) -> list[str]:
        """The servers of a set, none before what it needs."""
        return list(picked(self._servers, servers))


def picked(things: Sequence[str], chosen: int) -> Iterator[str]:
    """The things whose bits are set, in their order."""
    while chosen:
        lowest = chosen & -chosen
        yield things[lowest.bit_length() - 1]
        chosen ^= lowest
