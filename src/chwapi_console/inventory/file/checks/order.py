"""What the needs lead to, taken together: cycles, chains that are too long, servers for nothing.

Asked only of a plan without a fault: what an unknown name leads to is not known.
"""

from collections.abc import Iterator, Sequence

from chwapi_console.clock import span
from chwapi_console.inventory.cycles import shortest_cycles
from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.group_words import SIGNED_OFF
from chwapi_console.inventory.groups import accepted_service
from chwapi_console.inventory.model import Plan
from chwapi_console.text import Value, plural, say

MOST_STEPS = 8
"""Steps of a cycle that are named."""

MOST_WAITING = 1_000_000
"""Servers that services wait for, each counted for each service. A hospital of 10,000 servers has
some forty thousand."""


def beyond_telling(plan: Plan, graph: Graph) -> Iterator[Finding]:
    """Where services wait for so many servers that the order cannot be told while somebody waits.

    Thousands of services, each of which stands on most of the others.
    """
    if len(plan.services) * len(plan.servers) <= MOST_WAITING:
        return
    waited_for = 0
    for service in sorted(plan.services):
        waited_for += len(graph.reached_from([service]) & plan.servers.keys())
        if waited_for > MOST_WAITING:
            yield Finding(
                ("services",),
                say(
                    "its services wait for more than {n} servers, each counted for each service "
                    "that stands on it: that is no hospital's. Look for services that need each "
                    "other in long rows, or make several plans of it.",
                    n=MOST_WAITING,
                ),
            )
            return


def cycles(plan: Plan, graph: Graph) -> Iterator[Finding]:
    """What needs itself by way of others: whether nothing can break that, or an alternative can."""
    settled = graph.settle(lambda _, ready: ready, 0)
    for cycle in shortest_cycles(graph, graph.needs.keys() - settled.keys()):
        yield Finding(
            _key(plan, cycle[0]),
            say(
                "a cycle that nothing can break: {steps}. Take one of these needs out.",
                steps=_steps(cycle),
            ),
        )
    for cycle in shortest_cycles(graph, settled):
        yield Finding(
            _key(plan, cycle[0]),
            say(
                'a cycle, which only an "any of" or "at least" can break: {steps}.',
                steps=_steps(cycle),
            ),
            Gravity.WARNING,
        )


def _steps(cycle: Sequence[str]) -> Value:
    """The steps of a cycle, back to its first.

    Of a long one the first few, for nobody reads thousands.
    """
    if (more := len(cycle) - MOST_STEPS) <= 0:
        return " → ".join(map(_step, [*cycle, cycle[0]]))
    return plural(
        "{steps} → … {n} more … → {first}",
        "{steps} → … {n} more … → {first}",
        more,
        steps=" → ".join(map(_step, cycle[:MOST_STEPS])),
        first=_step(cycle[0]),
    )


def _step(node: str) -> str:
    """A node by its id; a sign-off that something asks for as the plan writes it."""
    service = accepted_service(node)
    return f"{{ {SIGNED_OFF} = {service} }}" if service else node


def _key(plan: Plan, node: str) -> tuple[str, ...]:
    if service := accepted_service(node):
        return ("services", service)
    table = (
        "servers" if node in plan.servers else "services" if node in plan.services else "conditions"
    )
    return (table, node, "needs")


def late_by_plan(plan: Plan, graph: Graph) -> Iterator[Finding]:
    """Services whose RTO is shorter than their longest chain of needs.

    By the plan's own likely estimates.
    """

    def finish(node: str, ready: int) -> int | None:
        if (condition := plan.conditions.get(node)) is not None:
            return ready + (condition.estimate.likely if condition.estimate else 0)
        server = plan.servers.get(node)
        if server is None or server.state == "clean":
            return ready
        if server.state == "retired":
            return None
        if server.state == "unknown":
            return ready + plan.policy_for(node).triage
        return ready + plan.restoration(node).likely

    done = graph.settle(finish, 0)
    for name in sorted(plan.services):
        rto = plan.services[name].rto
        if rto is not None and done.get(name, 0) > rto:
            yield Finding(
                ("services", name, "rto"),
                say(
                    "the longest chain it needs takes {chain}, more than its RTO of {rto}. One of "
                    "the two is wrong.",
                    chain=span(done[name]),
                    rto=span(rto),
                ),
                Gravity.WARNING,
            )


def unneeded(plan: Plan, graph: Graph) -> Iterator[Finding]:
    """Servers that no service needs, and no condition."""
    reached = graph.reached_from([*plan.services, *plan.conditions])
    for server in sorted(plan.servers.keys() - reached):
        yield Finding(("servers", server), say("no service needs it."), Gravity.NOTE)
