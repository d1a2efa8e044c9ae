"""The lowest cause in a chain of needs that keeps what stands above it from working.

Found by name, the nearest first.
"""

from chwapi_console.inventory.groups import is_met
from chwapi_console.recovery.state.view.view import View


def missing_beneath(view: View, node: str) -> str | None:
    """The nearest server with work to do that keeps a node down.

    Itself, or one beneath servers that are available; None when no such server can come back.
    """
    seen, frontier = {node}, [node]
    while frontier:
        if found := next(
            (
                server
                for server in sorted(frontier)
                if server in view.entry and not view.entry[server].to_look_at
            ),
            None,
        ):
            return found
        frontier = [
            need
            for above in frontier
            for need in view.order.choice.get(above, ())
            if need not in seen
        ]
        seen.update(frontier)
    return None


def lost_beneath(view: View, node: str) -> str | None:
    """The nearest retired server or lost condition that keeps a node from coming back.

    None when something else does.
    """
    seen = {node}
    frontier = [node]
    while frontier:
        for found in sorted(frontier):
            if found in view.order.problem.lost or found in view.order.problem.gone:
                return found
        beneath = {
            m
            for found in frontier
            for group in view.graph.needs[found]
            if not is_met(group, view.problem.can_come_back)
            for m in group
        }
        frontier = sorted(beneath - seen)
        seen |= beneath
    return None
