"""The plan as an AND/OR graph: nodes are servers and services.

A node needs every group, a group needs so many of its members, mostly any one (`groups`).

What works now is asked of `working_without`; what can come back, and when, is one question to
`settle`, asked with another count each time.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Any, Protocol, TypeVar

from chwapi_console.inventory.groups import (
    Group,
    Needs,
    enough,
    entwined,
    irredundant,
    left_of,
    replaced,
)


class Ordered(Protocol):
    """What can be compared: minutes, positions, or tuples of such."""

    def __lt__(self, other: Any, /) -> bool: ...  # noqa: ANN401 -- as the language has it


When = TypeVar("When", bound=Ordered)


class Graph:
    """The needs of every node, by id, so that the order of tables in the file decides nothing."""

    def __init__(self, needs: Mapping[str, Needs]) -> None:
        self.needs = {node: needs[node] for node in sorted(needs)}
        self._last_replaced: tuple[dict[str, str], Graph] | None = None

    def replacing(self, replacements: Mapping[str, str]) -> "Graph":
        """The graph in which whatever needed a key needs its value instead.

        Chains of replacements are followed. The last answer is kept: each view asks anew.
        """
        if not replacements:
            return self
        kept = self._last_replaced
        if kept is None or kept[0] != replacements:
            kept = self._last_replaced = (dict(replacements), self._replaced(replacements))
        return kept[1]

    def _replaced(self, replacements: Mapping[str, str]) -> "Graph":
        final = {old: _last(replacements, old) for old in replacements}
        return Graph(
            {
                node: irredundant(
                    tuple(
                        replaced(group, lambda member: final.get(member, member))
                        for group in groups
                    )
                )
                for node, groups in self.needs.items()
            }
        )

    def without(self, absent: Set[str], services: Set[str]) -> "Graph":
        """The graph as it was before these nodes were known: nothing needed them.

        Where they are members of a group beside others they are missing from it, and one of the
        `services` of which they are all that is named keeps them, for it had no needs, and so was
        not up.
        """
        if not absent:
            return self

        def known(node: str, groups: Needs) -> Needs:
            left = tuple(group for group in groups if not group or not absent >= {*group})
            return groups if node in services and not left else left

        return Graph(
            {node: known(node, groups) for node, groups in self.needs.items() if node not in absent}
        )

    def unmet_beside(self, working: Set[str]) -> dict[str, Needs]:
        """What is left to be met when these nodes work.

        For each other node, by id, what is left of its groups.
        """
        return {
            node: tuple([left for group in groups if (left := left_of(group, working)) is not None])
            for node, groups in self.needs.items()
            if node not in working
        }

    @cached_property
    def entwined(self) -> frozenset[str]:
        """The nodes of which some groups share members."""
        return frozenset(
            node for node, groups in self.needs.items() if len(groups) > 1 and entwined(groups)
        )

    @cached_property
    def _needed_by(self) -> dict[str, tuple[str, ...]]:
        """For each node alone in a group, the node that needs the group, once for each such group."""
        needed_by: dict[str, list[str]] = {}
        for node, groups in self.needs.items():
            for group in groups:
                if len(group) == 1:
                    needed_by.setdefault(group[0], []).append(node)
        return {node: tuple(dependents) for node, dependents in needed_by.items()}

    @cached_property
    def _choices(self) -> list[Group]:
        """The groups with several members or none. Such a group is called by its number here."""
        return [group for groups in self.needs.values() for group in groups if len(group) != 1]

    @cached_property
    def _chooser(self) -> list[str]:
        """For each of these the node that needs it."""
        return [node for node, groups in self.needs.items() for group in groups if len(group) != 1]

    @cached_property
    def _among(self) -> dict[str, tuple[int, ...]]:
        """For each member of a group of several the numbers of its groups, each once."""
        among: dict[str, list[int]] = {}
        for number, group in enumerate(self._choices):
            for member in group:
                numbers = among.setdefault(member, [])
                if not numbers or numbers[-1] != number:
                    numbers.append(number)
        return {node: tuple(numbers) for node, numbers in among.items()}

    def _meeting(self) -> Callable[[str], Sequence[str]]:
        """A function that is told of each node done, and gives the nodes of the groups this meets.

        A node comes once for each such group.
        """
        needed_by, among, chooser = self._needed_by, self._among, self._chooser
        lacking = [enough(group) for group in self._choices]

        def meets(node: str) -> Sequence[str]:
            dependents = needed_by.get(node, ())
            if node not in among:
                return dependents
            for number in among[node]:
                lacking[number] -= 1
            return [
                *dependents,
                *(chooser[number] for number in among[node] if not lacking[number]),
            ]

        return meets

    def groups_with(self, node: str) -> list[tuple[str, tuple[str, ...]]]:
        """The groups of which this node is a member, each after the node that needs it."""
        return [
            (dependent, group)
            for dependent in self.dependents(node)
            for group in self.needs[dependent]
            if node in group
        ]

    def dependents(self, node: str) -> list[str]:
        """The nodes that name this one among their needs, each once, by id."""
        return sorted(
            {
                *self._needed_by.get(node, ()),
                *(self._chooser[number] for number in self._among.get(node, ())),
            }
        )

    def bound_to(self, node: str) -> list[str]:
        """The nodes that need this one, whatever else works."""
        return [
            *self._needed_by.get(node, ()),
            *(
                self._chooser[number]
                for number in self._among.get(node, ())
                if enough(self._choices[number]) == len(self._choices[number])
            ),
        ]

    def above(self, node: str, among: Set[str] | None = None) -> set[str]:
        """The nodes that need this one, directly or not, whichever member of a group is meant.

        Where `among` is given, only through nodes that are in it.
        """
        return self.above_any([node], among)

    def above_any(self, nodes: Iterable[str], among: Set[str] | None = None) -> set[str]:
        """The nodes that need any of these, as `above` has it."""
        reached, left = set[str](), list(nodes)
        while left:
            below = left.pop()
            fresh = {
                *self._needed_by.get(below, ()),
                *(self._chooser[number] for number in self._among.get(below, ())),
            } - reached
            fresh = fresh if among is None else fresh & among
            reached |= fresh
            left += fresh
        return reached

    def reached_from(self, nodes: Iterable[str]) -> set[str]:
        """The nodes and all that they need, directly or not, whichever member of a group is meant."""
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
        """The nodes that work while these do not.

        Those of which each group has enough members that work. O(edges).
        """
        unmet = {node: len(groups) for node, groups in self.needs.items()}
        found = [node for node, count in unmet.items() if not count and node not in missing]
        meets, working = self._meeting(), set[str]()
        while found:
            node = found.pop()
            working.add(node)
            for waiting in meets(node):
                unmet[waiting] -= 1
                if not unmet[waiting] and waiting not in missing:
                    found.append(waiting)
        return frozenset(working)

    def settle(self, finish: Callable[[str, When], When | None], start: When) -> dict[str, When]:
        """When each node is done, in the order of getting done.

        A node that never is does not appear.

        `finish(node, ready)` says when a node is done whose needs were all met at `ready`: never
        before `ready`, and None for never. A node without needs is ready at `start`. This is
        Dijkstra's algorithm as Knuth generalised it ("A generalization of Dijkstra's algorithm",
        1977): a group is met by the first of its members to be done, or by as many as it asks for,
        and a node is ready with the last of its groups. O(edges · log nodes).
        """
        unmet = {node: len(groups) for node, groups in self.needs.items()}
        meets, done = self._meeting(), dict[str, When]()
        heap = [
            (when, node)
            for node, count in unmet.items()
            if not count and (when := finish(node, start)) is not None
        ]
        heapify(heap)
        while heap:
            ready, node = heappop(heap)
            done[node] = ready
            for waiting in meets(node):
                unmet[waiting] -= 1
                if not unmet[waiting] and (when := finish(waiting, ready)) is not None:
                    heappush(heap, (when, waiting))
        return done


def _last(replacements: Mapping[str, str], node: str) -> str:
    seen = {node}
    while (following := replacements.get(node)) is not None and following not in seen:
        seen.add(following)
        node = following
    return node
