"""Since when each service has its present status, by the acts on the record: for the outage lists
that people must hand in."""

from collections.abc import Collection, Mapping
from datetime import datetime

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import enough
from chwapi_console.recovery.state.fallen import beneath, changes, planned_down
from chwapi_console.recovery.state.situation import followed
from chwapi_console.recovery.state.view import Status, View


def status_since(view: View, services: Collection[str]) -> dict[str, datetime | None]:
    """Since when (UTC) each of these services has its status: when the act that gave it was really
    done, as far as its operator said so, else written. None where no act gave it: the plan has it
    so, and does not say since when."""
    plan, situation = view.plan, view.situation
    wishes = {wish for service in services for wish in plan.services[service].soft}
    graph, planned = beneath(plan, situation, {*services, *wishes}), planned_down(plan, situation)
    was = _statuses(view, services, graph.working_without(planned), graph, {})
    begun: dict[str, datetime | None] = dict.fromkeys(services)
    for at, down, replacements in changes(plan, situation, graph, planned, view.suspects):
        then = graph.replacing(replacements)
        becomes = _statuses(view, services, then.working_without(down), then, replacements)
        begun |= {service: at for service in services if becomes[service] != was[service]}
        was = becomes
    return {service: _with_sign_off(view, service, at) for service, at in begun.items()}


def _statuses(
    view: View,
    services: Collection[str],
    working: Collection[str],
    graph: Graph,
    replacements: Mapping[str, str],
) -> dict[str, Status]:
    """What is said of each service while these nodes of a graph work, signed off or not."""

    def status(service: str) -> Status:
        if service not in working:
            met = any(
                sum(member in working for member in group) >= enough(group)
                for group in graph.needs[service]
            )
            return "partial" if met else "down"
        wishes = view.plan.services[service].soft
        return (
            "up"
            if all(followed(replacements, wish)[-1] in working for wish in wishes)
            else "limited"
        )

    return {service: status(service) for service in services}


def _with_sign_off(view: View, service: str, at: datetime | None) -> datetime | None:
    """A service is accepted since somebody signed it off, however long it was up by then."""
    if view.services[service].status != "accepted":
        return at
    event = view.situation.sign_offs[service].event
    return event.counts_from
