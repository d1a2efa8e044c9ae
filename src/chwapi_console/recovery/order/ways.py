"""The ways from a service down to all that it waits for, found once for all its servers."""

from collections.abc import Mapping, Sequence

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.problem import Problem

MOST_STEPS = 8
"""Steps of a way that are named; the others are counted, for nobody repeats hundreds on the
telephone."""


class Way(NamedTuple):
    """The shortest chain of needs from a service to a node, both left out.

    The first steps, and how many there are in all.
    """

    steps: tuple[str, ...] = ()
    length: int = 0

    def after(self, node: str) -> "Way":
        """The way to what comes after a node that this is the way to."""
        return Way((*self.steps, node) if self.length < MOST_STEPS else self.steps, self.length + 1)


class Ways(NamedTuple):
    """The ways from one service; the first two blocked servers that it misses.

    Whether what it waits for lacks names; the conditions that it waits for.
    """

    service: str
    to: Mapping[str, Way]
    blocked: Sequence[str]
    lacks_names: bool
    conditions: Sequence[str] = ()


def ways_down(
    problem: Problem, choice: Mapping[str, Sequence[str]], service: str, missing: Sequence[str]
) -> Ways:
    """The ways from a service through what each node waits for.

    `missing` are the servers that it misses, in their order.
    """
    ways = {service: Way()}
    frontier = [service]
    while frontier:
        reached: list[str] = []
        for node in frontier:
            following = ways[node].after(node) if node != service else Way()
            for need in sorted(choice.get(node, ())):
                if need not in ways:
                    ways[need] = following
                    reached.append(need)
        frontier = reached
    blocked = [server for server in missing if server in problem.blocked] if problem.blocked else []
    return Ways(
        service,
        ways,
        blocked[:2],
        any(node in ways for node in problem.blocked if node in problem.services),
        [node for node in problem.conditions if node in ways],
    )
