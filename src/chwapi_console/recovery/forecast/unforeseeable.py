"""Why nobody can say when a service will be up again: what a forecast says in place of times, at no
cost."""

from chwapi_console.recovery.order.problem import THROUGH_BLOCKED
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.reasons import service_name
from chwapi_console.text import Sentence, say


def why_none(view: View, node: str) -> Sentence | None:
    """Why there is no forecast for a service or server, None where there is one."""
    if view.works(node):
        return say("up")
    if not view.problem.can_come_back(node):
        return say("cannot come back")
    if view.problem.reach[node] < THROUGH_BLOCKED:
        return None
    blocked = [server for server in view.missing(node) if view.situation.state(server) == "blocked"]
    if not blocked:
        return say("waits for servers that the plan does not name yet")
    if blocked[0] == node:
        return say("blocked")
    return say("waits for {server}, which is blocked", server=service_name(view, blocked[0]))
