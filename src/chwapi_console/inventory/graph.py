"""The plan as an AND/OR graph: nodes are servers and services; a node needs every group, a group needs any one member.

What works now is asked of `working_without`; what can come back, and when, is one question to `settle`, asked with another
count each time.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Needs


class Ordered(Protocol):
    """What can be compared: minutes, positions, or tuples of such."""

    def __lt__(self, other: Any, /) -> bool: ...


When = TypeVar("When", bound=Ordered)

MOST_LOOKED_AT = 300_000
"""Needs looked at in search of short cycles: a few tenths of a second, and far more than a plan with a mistake in it asks."""


class Graph:
    """The needs of every node, by id, so that the order of tables in the file decides nothing."""

    def __init__(self, needs: "Mapping[str, Needs]") -> None:
        self.needs = {node: needs[node] for node in sorted(needs)}

    def replacing(self, replacements: Mapping[str, str]) -> "Graph":
        """The graph in which whatever needed a key needs its value instead; chains of replacements are followed."""
        if not replacements:
            return self
        final = {old: _last(replacements, old) for old in replacements}
        return Graph({
            node: tuple(tuple(dict.fromkeys(final.get(member, member) for member in group)) for group in groups)
            for node, groups in self.needs.items()
        })

    def without(self, working: Set[str]) -> "Graph":
        """What is left to be met when these nodes work: the other nodes, each with the groups that none of these meets."""
        return Graph({node: tuple(group for group in groups if working.isdisjoint(group))
                      for node, groups in self.needs.items() if node not in working})

    @cached_property
    def _needed_by(self) -> dict[str, list[str]]:
        """For each node that is the one member of a group the node that needs the group, once for each such group."""
        needed_by: dict[str, list[str]] = {}
        for node, groups in self.needs.items():
            for group in groups:
                if len(group) == 1:
                    needed_by.setdefault(group[0], []).append(node)
        return needed_by

    @cached_property
    def _any_of(self) -> list[str]:
        """For each group with several members or none the node that needs it. Such a group is called by its number here."""
        return [node for node, groups in self.needs.items() for group in groups if len(group) != 1]

    @cached_property
    def _among(self) -> dict[str, list[int]]:
        """For each node that is one of several members of a group the numbers of these groups, each once."""
        among: dict[str, list[int]] = {}
        any_of = (group for groups in self.needs.values() for group in groups if len(group) != 1)
        for number, group in enumerate(any_of):
            for member in dict.fromkeys(group):
                among.setdefault(member, []).append(number)
        return among

    def forget(self) -> None:
        """Lets go of what is found again when it is asked for: a graph that is kept may be asked no more."""
        self.__dict__ = {"needs": self.needs}

    def _meets(self, node: str, met: set[int]) -> list[str]:
        """The nodes of which a group is met now that this one is done, once for each group; groups of several members that are
        met are noted."""
        dependents = self._needed_by.get(node, [])
        if node not in self._among:
            return dependents
        fresh = [number for number in self._among[node] if number not in met]
        met.update(fresh)
        return [*dependents, *(self._any_of[number] for number in fresh)]

    def groups_with(self, node: str) -> list[tuple[str, tuple[str, ...]]]:
        """The groups of which this node is a member, each after the node that needs it."""
        return [(dependent, group) for dependent in self.dependents(node) for group in self.needs[dependent] if node in group]

    def dependents(self, node: str) -> list[str]:
        """The nodes that name this one among their needs, each once, by id."""
        return sorted({*self._needed_by.get(node, ()), *(self._any_of[number] for number in self._among.get(node, ()))})

    def reached_from(self, nodes: Iterable[str]) -> set[str]:
        """The nodes and all that they need, through everything and whichever member of a group is meant."""
        found = list(nodes)
        reached = set(found)
        while found:
            for group in self.needs[found.pop()]:
                for member in group:
                    if member not in reached:
                        reached.add(member)
                        found.append(member)
        return reached

    def working_without(self, missing: Collection[str]) -> frozenset[str]:
        """The nodes that work while these do not: those of which each group has a member that works. O(edges)."""
        unmet = {node: len(groups) for node, groups in self.needs.items()}
        found = [node for node, count in unmet.items() if not count and node not in missing]
        working, met = set[str](), set[int]()
        while found:
            node = found.pop()
            working.add(node)
            for waiting in self._meets(node, met):
                unmet[waiting] -= 1
                if not unmet[waiting] and waiting not in missing:
                    found.append(waiting)
        return frozenset(working)

    def settle(self, finish: Callable[[str, When], When | None], start: When) -> dict[str, When]:
        """When each node is done, in the order of getting done; a node that never is does not appear.

        `finish(node, ready)` says when a node is done whose needs were all met at `ready`: never before `ready`, and
        None for never. A node without needs is ready at `start`. This is Dijkstra's algorithm as Knuth generalised it
        ("A generalization of Dijkstra's algorithm", 1977): a group is met by the first of its members to be done, a
        node is ready with the last of its groups. O(edges · log nodes).
        """
        unmet = {node: len(groups) for node, groups in self.needs.items()}
        done: dict[str, When] = {}
        met = set[int]()
        heap = [(when, node) for node, count in unmet.items() if not count and (when := finish(node, start)) is not None]
        heapify(heap)
        while heap:
            ready, node = heappop(heap)
            done[node] = ready
            for waiting in self._meets(node, met):
                unmet[waiting] -= 1
                if not unmet[waiting] and (when := finish(waiting, ready)) is not None:
                    heappush(heap, (when, waiting))
        return done

    def shortest_cycles(self, among: Iterable[str]) -> list[list[str]]:
        """Cycles of needs that stay within `among`, shortest first, no two sharing a node; each begins at its least id.

        None is left over that shares no node with these, unless `MOST_LOOKED_AT` is spent, as in knots that no person ties
        by mistake: then each knot is named by one cycle, the shortest seen until then. The same on every machine.
        """
        looking = _Looking()
        cycles = [cycle for edges in self._knots(set(among)) for cycle in looking.cycles_in(edges)]
        return sorted(cycles, key=lambda cycle: (len(cycle), cycle))

    def _knots(self, inside: set[str]) -> Iterator[dict[str, list[str]]]:
        """The sets of nodes that all need each other, each with its needs within the set; a single node is none."""
        edges = {node: sorted({m for group in self.needs[node] for m in group if m in inside}) for node in sorted(inside)}
        back: dict[str, list[str]] = {node: [] for node in edges}
        for node, ends in edges.items():
            for end in ends:
                back[end].append(node)
        placed: set[str] = set()
        for node in reversed(_by_finish(edges)):
            if node not in placed:
                knot = _reached(back, node, placed)
                placed |= knot
                if len(knot) > 1:
                    yield {member: [end for end in edges[member] if end in knot] for member in sorted(knot)}


class _Looking:
    """The search for short cycles, which ends after a number of steps in all."""

    def __init__(self) -> None:
        self._steps_left = MOST_LOOKED_AT

    def cycles_in(self, edges: Mapping[str, list[str]]) -> list[list[str]]:
        """The cycles of a knot, one at least.

        A cycle passes through a node with several needs unless it is the whole knot, so only these are started from. What
        is known of a start is the length that its cycle has at least, and taking nodes away can only make that longer.
        """
        left, cycles = set(edges), list[list[str]]()
        waiting = [(2, start) for start in edges if len(edges[start]) > 1] or [(2, min(edges))]
        seen: list[str] = []
        while waiting and self._steps_left > 0:
            length, start = heappop(waiting)
            cycle = self._cycle_through(start, edges, left) if start in left else []
            if cycle and len(cycle) > length:
                heappush(waiting, (len(cycle), start))
                seen = min(seen or cycle, cycle, key=len)
            elif cycle:
                cycles.append(_from_least(cycle))
                left -= set(cycle)
        if not cycles:
            cycles.append(_from_least(seen or self._cycle_through(min(edges), edges, left)))
        return cycles

    def _cycle_through(self, start: str, edges: Mapping[str, list[str]], left: set[str]) -> list[str]:
        """The shortest cycle through `start`, each node needing the next; empty where there is none."""
        came_from: dict[str, str] = {}
        frontier = [start]
        while frontier:
            reached: list[str] = []
            for node in frontier:
                self._steps_left -= len(edges[node])
                for member in edges[node]:
                    if member == start:
                        return _path(came_from, start, node)
                    if member not in came_from and member in left:
                        came_from[member] = node
                        reached.append(member)
            frontier = reached
        return []


def _by_finish(edges: Mapping[str, list[str]]) -> list[str]:
    """The nodes in the order in which a search in depth is done with them (Kosaraju and Sharir's first pass)."""
    entered: set[str] = set()
    finished: list[str] = []
    for root in edges:
        if root in entered:
            continue
        entered.add(root)
        open_nodes = [(root, iter(edges[root]))]
        while open_nodes:
            following = next((end for end in open_nodes[-1][1] if end not in entered), None)
            if following is None:
                finished.append(open_nodes.pop()[0])
            else:
                entered.add(following)
                open_nodes.append((following, iter(edges[following])))
    return finished


def _reached(edges: Mapping[str, list[str]], start: str, without: set[str]) -> set[str]:
    """The node and what can be reached from it, past none of `without`."""
    reached, found = {start}, [start]
    while found:
        for end in edges[found.pop()]:
            if end not in reached and end not in without:
                reached.add(end)
                found.append(end)
    return reached


def _from_least(cycle: list[str]) -> list[str]:
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]


def _path(came_from: Mapping[str, str], start: str, end: str) -> list[str]:
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _last(replacements: Mapping[str, str], node: str) -> str:
    seen = {node}
    while (following := replacements.get(node)) is not None and following not in seen:
        seen.add(following)
        node = following
    return node
