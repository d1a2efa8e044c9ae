"""Other ways to put servers in order: what is done by hand, and what a script of an afternoon would
do."""

from collections.abc import Callable, Mapping

from bench.instances import LAYERS, Instance
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Problem

LAST = 6
"""A tier after all others, for what no service needs."""


def the_rule(instance: Instance) -> list[str]:
    """The order of this program."""
    return list(in_order(instance.problem).servers)


def by_written_tier(instance: Instance) -> list[str]:
    """By the tier that stands beside each server in the inventory, then by id."""
    return sorted(instance.problem.minutes, key=lambda server: (instance.written[server], server))


def infrastructure_first(instance: Instance) -> list[str]:
    """The whole ground, layer by layer, then applications by the tier they inherit."""
    tier = inherited_tiers(instance.problem)

    def key(server: str) -> tuple[int, int, str]:
        layer = instance.layers[server]
        return (LAYERS.index(layer), tier.get(server, LAST), server)

    return sorted(instance.problem.minutes, key=key)


def inherited_and_topological(instance: Instance) -> list[str]:
    """By the tier each server inherits through all its dependents, then in dependency order."""
    tier, depth = inherited_tiers(instance.problem), _depths(instance.problem)
    return sorted(
        instance.problem.minutes,
        key=lambda server: (tier.get(server, LAST), depth.get(server, len(depth)), server),
    )


PEERS: Mapping[str, Callable[[Instance], list[str]]] = {
    "this rule": the_rule,
    "inherited tier, topological": inherited_and_topological,
    "infrastructure first": infrastructure_first,
    "tier written on each server": by_written_tier,
}


def inherited_tiers(problem: Problem) -> dict[str, int]:
    """The best tier of all services that need a server, whichever member of an any-of is meant."""
    tiers: dict[str, int] = {}
    for tier in range(5, 0, -1):
        tiers |= dict.fromkeys(
            problem.graph.reached_from(s for s, d in problem.services.items() if d.tier == tier),
            tier,
        )
    return tiers


def _depths(problem: Problem) -> dict[str, int]:
    """How many layers of needs each server stands on; none for what cannot come back."""

    def deeper(node: str, beneath: int) -> int | None:
        return None if node in problem.lost else beneath + 1

    return problem.graph.settle(deeper, 0)
