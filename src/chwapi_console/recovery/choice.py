"""Which member of each any-of is waited for: QUEUE.md step 2, "each any of settled on one member"."""

from collections.abc import Callable, Mapping, Sequence

from chwapi_console.recovery.problem import THROUGH_BLOCKED, Problem, Reach


def as_ordered(problem: Problem, servers: Sequence[str]) -> Callable[[str, Reach], Reach | None]:
    """Counts places in an order; what has none there comes after it, as early as it can."""
    place = {server: number for number, server in enumerate(servers, 1)}
    reach = problem.reach

    def finish(node: str, ready: Reach) -> Reach | None:
        if node not in reach:
            return None
        own = place.get(node) or (len(servers) + reach[node] % THROUGH_BLOCKED if node in problem.minutes else 0)
        when = max(ready, own | (ready & THROUGH_BLOCKED))
        return when | THROUGH_BLOCKED if node in problem.blocked else when

    return finish


def chosen(problem: Problem, done: Mapping[str, Reach], *, prefer_available: bool = False) -> dict[str, tuple[str, ...]]:
    """For each node that is down, in the order of getting done, one member of each of its groups that nothing meets yet.

    Only members done before the node itself, so that no cycle is chosen: none through something blocked where another can,
    then (if so preferred) an available one, then the first to be done.
    """
    choice: dict[str, tuple[str, ...]] = {}
    done_before: dict[str, tuple[bool, bool, Reach, str]] = {}
    for node, when in done.items():
        choice[node] = tuple([group[0] if len(group) == 1 else min(done_before[m] for m in group if m in done_before)[-1]
                              for group in problem.down[node]])
        to_do = prefer_available and (node in problem.minutes or node in problem.services)
        done_before[node] = (when >= THROUGH_BLOCKED, to_do, when, node)
    return choice
