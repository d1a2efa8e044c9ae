"""What is to be put in order: services with what they count, servers with their minutes, and how
each can be had at all.

By docs/design/queue.md, "The rule": what can come back at all is found here (rule 1). The rest of
the order is in `choice` and `closures` (rule 2), `turns` and `chains` (rules 3 and 4) and `order`
(rule 5).
"""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from types import MappingProxyType

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs
from chwapi_console.named_tuples import NamedTuple

TIERS = (1, 2, 3, 4, 5)


class Demand(NamedTuple):
    """What the order knows of a service: tier 1–5, weight within the tier, minutes after detection
    it is wanted by."""

    tier: int
    weight: int = 1
    rto: int | None = None


Reach = int
"""How a node can be had: in how many minutes at the earliest, `THROUGH_BLOCKED` more if only
through something blocked."""

THROUGH_BLOCKED = 1 << 60


class _Given(NamedTuple):
    graph: Graph
    services: Mapping[str, Demand]
    minutes: Mapping[str, int]
    lost: Collection[str] = ()
    blocked: Collection[str] = ()
    sites: Mapping[str, str] = MappingProxyType({})
    conditions: Mapping[str, int] = MappingProxyType({})
    gone: Collection[str] = ()


class Problem(_Given):
    """What is to be put in order. Nodes of the graph are the keys of `services`, `conditions` that
    are not met and those that are `gone`, and all else, the servers.

    `minutes` has the servers that are missing and can be restored, at least 1 each; a server in
    neither `minutes` nor `lost` is available; a `lost` one will not come back; a `blocked` one is
    missing and waits for something outside. So does a `blocked` service: for the plan to name what
    it runs on. `conditions` are for people outside the crews, each with the minutes it probably
    takes: they are no work, so they hold back what needs them and stand in no order.
    """

    @cached_property
    def working(self) -> frozenset[str]:
        """The nodes that work now: nothing has to be waited for."""
        return self.graph.working_without(
            {*self.minutes, *self.lost, *self.blocked, *self.conditions, *self.gone}
        )

    @cached_property
    def down(self) -> dict[str, Needs]:
        """What is left to be met: the nodes that do not work, each with what is left of its groups.

        Plain needs: whoever searches them makes a graph of them for as long as that takes, for what
        a graph finds out and keeps would be megabytes in every view of 10,000 servers.
        """
        return self.graph.unmet_beside(self.working)

    @cached_property
    def reach(self) -> dict[str, Reach]:
        """How each node that is down can be had that can come back at all, the earliest first."""
        return Graph(self.down).settle(_earliest(self), 0)

    def can_come_back(self, node: str) -> bool:
        """Whether a node works, or can be brought to."""
        return node in self.working or node in self.reach

    @cached_property
    def worth(self) -> dict[str, int]:
        """What each service counts where tiers are weighed against each other: its weight, five
        times if vital, once if deferrable."""
        return {
            service: demand.weight * (TIERS[-1] + 1 - demand.tier)
            for service, demand in self.services.items()
        }

    @cached_property
    def finest(self) -> int:
        """Two ratios of minutes to worth that differ at all differ in whole numbers when multiplied
        by this."""
        return sum(self.worth.values()) ** 2


def _earliest(problem: Problem) -> Callable[[str, Reach], Reach | None]:
    """Counts minutes; all that goes through something blocked comes after all that does not."""

    def finish(node: str, ready: Reach) -> Reach | None:
        if node in problem.lost or node in problem.gone:
            return None
        when = ready + (problem.minutes.get(node) or problem.conditions.get(node, 0))
        return when | THROUGH_BLOCKED if node in problem.blocked else when

    return finish
