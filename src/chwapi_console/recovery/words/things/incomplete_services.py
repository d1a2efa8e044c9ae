"""Services of which the plan does not name all servers yet.

Such a service is not up, and whatever needs it is not either.
"""

from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import in_turn, node_name
from chwapi_console.text import Sentence, every, plural, say, some

MOST_NAMED = 3


def unnamed_beneath(view: View, service: str) -> list[str]:
    """The incomplete services that a service waits for, itself among them, the nearest first.

    None for what works.
    """
    if not view.incomplete or view.works(service):
        return []
    reached = {service: None}
    for node in (frontier := [service]):
        for need in view.order.choice.get(node, ()):
            if need not in reached:
                reached[need] = None
                frontier.append(need)
    return [node for node in reached if node in view.incomplete]


def nothing_to_do(view: View) -> Sentence:
    """What an empty queue means: that all is done, or only all that is known.

    What came up is tried by those who use it.
    """
    if waiting := sum(bool(unnamed_beneath(view, service)) for service in view.services):
        return plural(
            "Nothing is left to do on the servers that the plan names, but {n} service waits for "
            "more to be named. See check.",
            "Nothing is left to do on the servers that the plan names, but {n} services wait for "
            "more to be named. See check.",
            waiting,
        )
    if not view.plan.servers:
        return say("The plan has no server yet.")
    if n := len(view.open_conditions):
        return plural(
            "No server is left to do. {n} condition is open: {first}. See conditions.",
            "No server is left to do. {n} conditions are open, first {first}. See conditions.",
            n,
            first=node_name(view, in_turn(view, view.open_conditions)[0].id),
        )
    if not (up := sum(state.status in ("up", "limited") for state in view.services.values())):
        return say("Nothing is left to do.")
    return plural(
        "No server is left to do. {n} service that is up waits for a clinician to try it and sign "
        "it off.",
        "No server is left to do. {n} services that are up wait for a clinician to try them and "
        "sign them off.",
        up,
    )


def not_named(view: View, service: str, *, brief: bool = False) -> Sentence | None:
    """What must be written into the plan before a service can be up, in full or for one column.

    None where all is there.
    """
    waiting = unnamed_beneath(view, service)
    if not waiting:
        return None
    if waiting[0] != service:
        names = [node_name(view, other) for other in waiting]
        return say("servers to be named for {services}", services=some(names, MOST_NAMED))
    if (kinds := view.plan.services[service].unnamed) and not brief:
        return say("servers to be named: {kinds}", kinds=every(kinds))
    return say("servers to be named")
