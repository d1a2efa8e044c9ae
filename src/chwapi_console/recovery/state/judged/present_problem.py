"""What the order is asked.

The plan's needs and demands, and the work that is left, as things stand.
"""

from typing import TYPE_CHECKING

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.order.problem import Demand, Problem, Together
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.told.situation import Situation, followed
from chwapi_console.recovery.state.told.threshold import CLEAN

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan


def present_problem(plan: "Plan", so_far: Situation, graph: Graph) -> Problem:
    """The problem of a plan in a situation, by its graph with retired servers replaced.

    In it all conditions count as met.
    """
    replacements = so_far.replacements
    not_available = {
        name: server.state for name, server in so_far.servers.items() if not so_far.available(name)
    }
    minutes = {
        name: _minutes(plan, so_far, name)
        for name, state in not_available.items()
        if state != "retired"
    }
    return Problem(
        graph=graph,
        services={
            name: Demand(s.tier, s.weight, s.rto) for name, s in sorted(plan.services.items())
        },
        minutes=minutes,
        lost=frozenset(name for name, state in not_available.items() if state == "retired"),
        blocked=frozenset(
            [
                *(name for name, state in not_available.items() if state == "blocked"),
                *(name for name, service in plan.services.items() if service.incomplete),
            ]
        ),
        sites={name: plan.servers[name].site for name in not_available},
        wishes={
            name: [followed(replacements, wish)[-1] for wish in service.soft]
            for name, service in plan.services.items()
            if service.soft
        },
        share=plan.policy.wish,
        groups={
            group: Together(services, plan.groups[group].weight)
            for group, services in plan.opens_together.items()
        },
    )


def _minutes(plan: "Plan", so_far: Situation, server: str) -> int:
    """The minutes that are likely left of the work on a server that is not available."""
    standing, policy = so_far.servers[server].standing, plan.policy_for(server)
    if standing.state in ("unknown", "restored"):
        return policy.triage
    if standing.state not in CLEAN:
        return left_to_restore(plan, so_far, server).likely
    look = policy.triage if so_far.is_unconfirmed(server) else 0
    return look + (policy.connect if so_far.is_off(server) else 0)
