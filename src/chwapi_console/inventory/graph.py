"""The plan as an AND/OR graph: nodes are servers and services; a node needs every group, a group needs any one member.

Everything that asks "what works, what can come back, when" is one question to `settle`, asked with another count.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Needs, Plan


class Ordered(Protocol):
    """What can be compared: minutes, positions, or tuples of such."""

    def __lt__(self, other: Any, /) -> bool: ...


When = TypeVar("When", bound=Ordered)


class Graph:
    """The needs of every node, by id, so that the order of tables in the file decides nothing."""

    def __init__(self, needs: "Mapping[str, Needs]") -> None:
        self.needs = {node: needs[node] for node in sorted(needs)}

    @classmethod
    def of(cls, plan: "Plan") -> "Graph":
        """The graph of a plan that `check` found sound."""
        return cls({node: part.needs for parts in (plan.servers, plan.services) for node, part in parts.items()})

    def replacing(self, replacements: Mapping[str, str]) -> "Graph":
        """The graph in which whatever needed a key needs its value instead; chains of replacements are followed."""
        if not replacements:
            return self
        final = {old: _last(replacements, old) for old in replacements}
        return Graph({
            node: tuple(tuple(dict.fromkeys(final.get(member, member) for member in group)) for group in groups)
            for node, groups in self.needs.items()
        })

    @cached_property
    def _groups(self) -> list[tuple[str, tuple[str, ...]]]:
        """All groups of the graph, each with the node that needs it. A group is called by its number here."""
        return [(node, group) for node, groups in self.needs.items() for group in groups]

    @cached_property
    def _wanted_by(self) -> dict[str, list[int]]:
        """For each node the groups of which it is a member."""
        wanted_by: dict[str, list[int]] = {node: [] for node in self.needs}
        for number, (_, group) in enumerate(self._groups):
            for member in group:
                wanted_by[member].append(number)
        return wanted_by

    def groups_with(self, node: str) -> list[tuple[str, tuple[str, ...]]]:
        """The groups of which this node is a member, each after the node that needs it."""
        return [self._groups[number] for number in self._wanted_by[node]]

    def dependents(self, node: str) -> list[str]:
        """The nodes that name this one among their needs, each once, by id."""
        return sorted({dependent for dependent, _ in self.groups_with(node)})

    def reached_from(self, nodes: Iterable[str]) -> set[str]:
        """The nodes and all that they need, through everything and whichever member of a group is meant."""
        reached: set[str] = set()
        found = list(nodes)
        while found:
            node = found.pop()
            if node not in reached:
                reached.add(node)
                found.extend(member for group in self.needs[node] for member in group)
        return reached

    def settle(self, finish: Callable[[str, When], When | None], start: When) -> dict[str, When]:
        """When each node is done, in the order of getting done; a node that never is does not appear.

        `finish(node, ready)` says when a node is done whose needs were all met at `ready`: never before `ready`, and
        None for never. A node without needs is ready at `start`. This is Dijkstra's algorithm as Knuth generalised it
        ("A generalization of Dijkstra's algorithm", 1977): a group is met by the first of its members to be done, a
        node is ready with the last of its groups. O(edges · log nodes).
        """
        unmet = {node: len(groups) for node, groups in self.needs.items()}
        wanted_by, dependent = self._wanted_by, [node for node, _ in self._groups]
        met = bytearray(len(dependent))
        done: dict[str, When] = {}
        heap = [(when, node) for node, count in unmet.items() if not count and (when := finish(node, start)) is not None]
        heapify(heap)
        while heap:
            ready, node = heappop(heap)
            done[node] = ready
            for group in wanted_by[node]:
                if not met[group]:
                    met[group] = True
                    waiting = dependent[group]
                    unmet[waiting] -= 1
                    if not unmet[waiting] and (when := finish(waiting, ready)) is not None:
                        heappush(heap, (when, waiting))
        return done

    def shortest_cycles(self, among: Iterable[str]) -> list[list[str]]:
        """Cycles of needs that stay within `among`, shortest first, no two sharing a node; each begins at its least id."""
        inside = self._on_or_between_cycles(set(among))
        cycles: list[list[str]] = []
        while inside:
            shortest = min((c for node in sorted(inside) if (c := self._cycle_through(node, inside))), key=len)
            first = shortest.index(min(shortest))
            cycles.append(shortest[first:] + shortest[:first])
            inside = self._on_or_between_cycles(inside - set(shortest))
        return cycles

    def _on_or_between_cycles(self, inside: set[str]) -> set[str]:
        """What is left when nodes without a need, and then without a dependent, inside are taken away again and again."""
        needs = {node: {m for group in self.needs[node] for m in group if m in inside} for node in inside}
        kept = _without_leaves(needs, _reversed(needs))
        needs = {node: needs[node] & kept for node in kept}
        return _without_leaves(_reversed(needs), needs)

    def _cycle_through(self, start: str, inside: set[str]) -> list[str]:
        """The shortest cycle through `start`, each node needing the next; empty where there is none."""
        came_from: dict[str, str] = {}
        frontier = [start]
        while frontier:
            reached: list[str] = []
            for node in frontier:
                for member in sorted({m for group in self.needs[node] for m in group} & inside):
                    if member == start:
                        return _path(came_from, start, node)
                    if member not in came_from:
                        came_from[member] = node
                        reached.append(member)
            frontier = reached
        return []


def _reversed(edges: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same edges, the other way round."""
    back: dict[str, set[str]] = {node: set() for node in edges}
    for node, ends in edges.items():
        for end in ends:
            back[end].add(node)
    return back


def _without_leaves(edges: Mapping[str, set[str]], back: Mapping[str, set[str]]) -> set[str]:
    """The nodes left when those without an edge to another one left are taken away."""
    count = {node: len(ends) for node, ends in edges.items()}
    leaves = [node for node, ends in edges.items() if not ends]
    left = set(edges)
    while leaves:
        leaf = leaves.pop()
        left.remove(leaf)
        for node in back[leaf]:
            count[node] -= 1
            if not count[node]:
                leaves.append(node)
    return left


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
