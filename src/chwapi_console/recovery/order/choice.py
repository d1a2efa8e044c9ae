"""Which members of each group are waited for: of an "any of" one, of an "at least" so many.

This is rule 2 of docs/design/queue.md, "The rule".
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs, enough, entwined, is_met
from chwapi_console.recovery.order.chains import needs_first
from chwapi_console.recovery.order.entwined import Had, least_together
from chwapi_console.recovery.order.problem import THROUGH_BLOCKED, Problem, Reach


def as_ordered(problem: Problem, servers: Sequence[str]) -> Callable[[str, Reach], Reach | None]:
    """Counts places in an order; what has none there comes after it, as early as it can.

    What may not begin yet comes after what one crew has gone through by then, and what is in hand
    before what it has not gone through when that is done.
    """
    place = {server: number for number, server in enumerate(servers, 1)}
    if problem.starts or problem.left:
        gone_through = list(accumulate(problem.minutes.get(server, 0) for server in servers))
        place = {server: 2 * number for server, number in place.items()}
        for server in place.keys() & problem.starts.keys():
            by_then = bisect_right(gone_through, problem.starts[server])
            place[server] = max(place[server], 2 * by_then + 1)
        for server in place.keys() & problem.left.keys():
            by_then = bisect_left(gone_through, problem.left[server])
            place[server] = min(place[server], 2 * by_then + 1)
    reach = problem.reach

    def finish(node: str, ready: Reach) -> Reach | None:
        if node not in reach:
            return None
        own = place.get(node) or (
            2 * len(servers) + 1 + reach[node] % THROUGH_BLOCKED
            if node in problem.minutes or node in problem.conditions
            else 0
        )
        when = max(ready, own | (ready & THROUGH_BLOCKED))
        return when | THROUGH_BLOCKED if node in problem.blocked else when

    return finish


def chosen(
    problem: Problem, done: Mapping[str, Reach], *, prefer_available: bool = False
) -> dict[str, tuple[str, ...]]:
    """For each node that is down the members of its groups that it waits for.

    Of an any-of one, of an "at least" as many as are left to be met; no node stands before what it
    waits for. Only members done before the node itself are chosen, so that no cycle is: none
    through something blocked where another can, then (if so preferred) an available one, then the
    first to be done. Groups that are left and share members are settled together, and then any member will do
    that does not need the node: it may take longer than each by itself, and less than all of them.
    """

    def how(node: str) -> Had:
        to_do = prefer_available and (
            node in problem.minutes or node in problem.services or node in problem.conditions
        )
        return done[node] >= THROUGH_BLOCKED, to_do, done[node], node

    choice: dict[str, tuple[str, ...]] = {}
    had: dict[str, Had] = {}
    shared = _Shared(problem)
    for node in done:
        groups = problem.down[node]
        if node in problem.graph.entwined and entwined(groups):
            later = {
                member: how(member)
                for group in groups
                for member in group
                if member in done and member not in had and not shared.needs(member, node)
            }
            choice[node] = least_together(groups, {**had, **later}, in_turn=prefer_available)
        else:
            choice[node] = tuple([member for group in groups for member in _first_had(group, had)])
        had[node] = how(node)
    if shared.asked:
        place = {node: number for number, node in enumerate(done)}
        return {node: choice[node] for node in needs_first(choice, place.__getitem__)}
    return choice


def chosen_in_vain(problem: Problem, done: Mapping[str, Reach]) -> dict[str, tuple[str, ...]]:
    """For each service that cannot come back the members of its groups that it would wait for.

    And for each node that keeps it from that. A group that can be met is settled as it is for all
    others (`chosen`), so that a spare stays one whatever else is lost; of one that cannot be, all
    members are named.
    """
    left = [service for service in problem.services if not problem.can_come_back(service)]
    had: dict[str, Had] = {}
    if left:
        had = {node: (when >= THROUGH_BLOCKED, False, when, node) for node, when in done.items()}
    choice: dict[str, tuple[str, ...]] = {}
    while left:
        node = left.pop()
        if node not in choice:
            choice[node] = _waited_for_in_vain(problem.down[node], had)
            left += [member for member in choice[node] if member not in had]
    return choice


def _waited_for_in_vain(groups: Needs, had: Mapping[str, Had]) -> tuple[str, ...]:
    can_be = [group for group in groups if is_met(group, had.__contains__)]
    cannot = [group for group in groups if not is_met(group, had.__contains__)]
    members = [member for group in cannot for member in group]
    if entwined(can_be):
        members += least_together(can_be, had, in_turn=False)
    else:
        members += [member for group in can_be for member in _first_had(group, had)]
    return tuple(dict.fromkeys(members))


def _first_had(group: tuple[str, ...], had: Mapping[str, Had]) -> Sequence[str]:
    """The members of a group that are waited for: as many as are enough, those that are had first."""
    if len(group) == 1:
        return group
    members = sorted(had[member] for member in group if member in had)
    return [member for *_, member in members[: enough(group)]]


class _Shared:
    """Knows of what is down whether it may need something in the end, whichever members are meant."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self.asked = False

    def needs(self, node: str, other: str) -> bool:
        """Whether a node reaches another through its needs."""
        self.asked = True
        return other in self._down.reached_from([node])

    @cached_property
    def _down(self) -> Graph:
        return Graph(self._problem.down)
