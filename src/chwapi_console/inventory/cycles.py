"""Cycles of needs: the shortest ones, so that a person can see which need is wrong.

Nodes that all need each other, directly or through others, make a knot; every cycle lies within
one.
"""

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush

from chwapi_console.inventory.graph import Graph

MOST_LOOKED_AT = 300_000
"""Needs looked at in search of short cycles: a few tenths of a second, and far more than a plan
with a mistake in it asks."""


def shortest_cycles(graph: Graph, among: Iterable[str]) -> list[list[str]]:
    """Cycles of needs that stay within `among`, shortest first, no two sharing a node.

    Each begins at its least id.

    None is left over that shares no node with these, unless `MOST_LOOKED_AT` is spent, as in knots
    that no person ties by mistake: then each knot is named by one cycle, the shortest seen until
    then. The same on every machine.
    """
    looking = _Looking()
    cycles = [cycle for edges in _knots(graph, set(among)) for cycle in looking.cycles_in(edges)]
    return sorted(cycles, key=lambda cycle: (len(cycle), cycle))


def turning_back(graph: Graph, among: Iterable[str]) -> list[tuple[str, str]]:
    """The needs that close a circle in a depth-first search, each with the node that has it.

    Without them no cycle is left. O(edges), however knotted.
    """
    edges = _edges(graph, set(among))
    entered: set[str] = set()
    back: list[tuple[str, str]] = []
    for root in edges:
        if root in entered:
            continue
        entered.add(root)
        on_the_way, path = {root}, [(root, iter(edges[root]))]
        while path:
            node, ends = path[-1]
            for end in ends:
                if end in on_the_way:
                    back.append((node, end))
                elif end not in entered:
                    entered.add(end)
                    on_the_way.add(end)
                    path.append((end, iter(edges[end])))
                    break
            else:
                on_the_way.remove(node)
                path.pop()
    return back


def _edges(graph: Graph, inside: set[str]) -> dict[str, list[str]]:
    """The nodes, each with those that it needs among them, by id."""
    return {
        node: sorted({m for group in graph.needs[node] for m in group if m in inside})
        for node in sorted(inside)
    }


def _knots(graph: Graph, inside: set[str]) -> Iterator[dict[str, list[str]]]:
    """The sets of nodes that all need each other, each with its needs within the set.

    A single node is none.
    """
    edges = _edges(graph, inside)
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
                yield {
                    member: [end for end in edges[member] if end in knot] for member in sorted(knot)
                }


class _Looking:
    """The search for short cycles, which ends after a number of steps in all."""

    def __init__(self) -> None:
        self._steps_left = MOST_LOOKED_AT

    def cycles_in(self, edges: Mapping[str, list[str]]) -> list[list[str]]:
        """The cycles of a knot, one at least.

        A cycle passes through a node with several needs unless it is the whole knot, so only these
        are started from. What is known of a start is the length that its cycle has at least, and
        taking nodes away can only make that longer.
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

    def _cycle_through(
        self, start: str, edges: Mapping[str, list[str]], left: set[str]
    ) -> list[str]:
        """The shortest cycle through `start`, each node needing the next.

        Empty where there is none.
        """
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
    """The nodes in the order in which a depth-first search finishes them.

    Source: the first pass of Kosaraju and Sharir's algorithm.
    """
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
