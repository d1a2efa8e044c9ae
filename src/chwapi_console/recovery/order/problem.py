"""What is to be put in order.

Services with what they count, servers with their minutes, and how each can be had at all.

By docs/design/queue.md, "The rule": what can come back at all is found here (rule 1). The rest of
the order is in `choice` and `closures` (rule 2), `turns` and `chains` (rules 3 and 4) and `order`
(rule 5).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs
from chwapi_console.named_tuples import NamedTuple

TIERS = (1, 2, 3, 4, 5)


class Demand(NamedTuple):
    """What the order knows of a service.

    Tier 1–5, weight within the tier, minutes after detection it is wanted by.
    """

    tier: int
    weight: int = 1
    rto: int | None = None


class Together(NamedTuple):
    """Services that open together: worth most when whole.

    The worth of a tier's counts `weight` times once more when the last of them is up, and of those
    of more urgent tiers.
    """

    services: Sequence[str]
    weight: int = 1


UNIT = 100
"""Worth is counted in hundredths, so that a share of it is a whole number too."""

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
    wishes: Mapping[str, Sequence[str]] = MappingProxyType({})
    share: int = 0
    groups: Mapping[str, Together] = MappingProxyType({})
    starts: Mapping[str, int] = MappingProxyType({})
    left: Mapping[str, int] = MappingProxyType({})


class Problem(_Given):
    """What is to be put in order.

    Nodes of the graph are the keys of `services`, `conditions` that are not met and those that are
    `gone`, and all else, the servers.

    `minutes` has the servers that are missing and can be restored, at least 1 each; a server in
    neither `minutes` nor `lost` is available; a `lost` one will not come back; a `blocked` one is
    missing and waits for something outside. So does a `blocked` service: for the plan to name what
    it runs on. `conditions` are for people outside the crews, each with the minutes it probably
    takes: they are no work, so they hold back what needs them and stand in no order.

    `wishes` are what services would like and do not wait for, servers or services: each lends
    `share` hundredths of its worth to each of them. `groups` are services that open together.
    `starts` are the minutes until servers may be begun that may not be yet: where others could do
    their work, whoever is back first counts. So for `left`: the minutes that are left of what is in
    hand.
    """

    def with_longer(self, minutes: Mapping[str, int]) -> "Problem":
        """The problem if the work on missing servers took so many minutes, and all else as it does."""
        then = self._replace(minutes={**self.minutes, **minutes})
        then.__dict__.update(
            working=self.working,
            down=self.down,
            worth=self.worth,
            wished_by=self.wished_by,
            wholes=self.wholes,
            demands=self.demands,
            finest=self.finest,
        )
        return then

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
    def has_choice(self) -> bool:
        """Whether of some needs one member or so many are enough."""
        return any(len(group) > 1 for groups in self.down.values() for group in groups)

    @cached_property
    def beneath_choices(self) -> frozenset[str]:
        """What lies beneath a need of which one member or so many are enough, and its members."""
        return frozenset(
            Graph(self.down).reached_from(
                member
                for groups in self.down.values()
                for group in groups
                if len(group) > 1
                for member in group
                if member in self.down
            )
        )

    @cached_property
    def reach(self) -> dict[str, Reach]:
        """How each node that is down can be had that can come back at all, the earliest first."""
        return Graph(self.down).settle(_earliest(self), 0)

    def urgency(self, service: str) -> tuple[int, int, str]:
        """By what services stand where nothing else tells them apart: tier, weight, id."""
        demand = self.services[service]
        return (demand.tier, -demand.weight, service)

    def most_urgent_first(self, services: Iterable[str]) -> list[str]:
        """Some services by tier, within it the heavy first, then by id."""
        return sorted(services, key=self.urgency)

    def can_come_back(self, node: str) -> bool:
        """Whether a node works, or can be brought to."""
        return node in self.working or node in self.reach

    @cached_property
    def worth(self) -> dict[str, int]:
        """What each service counts where tiers are weighed against each other, in hundredths.

        Its weight, five times if vital, once if deferrable, and what its wishers lend it. So do
        wholes.
        """
        own = {service: UNIT * _own_worth(demand) for service, demand in self.services.items()}
        lent = {
            service: self.lent(service) for service in self.wished_by if service in self.services
        }
        return (
            own
            | {service: own[service] + more for service, more in lent.items()}
            | {
                whole: self.groups[of.group].weight * sum(own[s] for s in of.services)
                for whole, of in self.wholes.items()
            }
        )

    @cached_property
    def finest(self) -> int:
        """A factor by which any two unlike ratios of minutes to worth differ in whole numbers."""
        return sum(self.worth.values()) ** 2

    @cached_property
    def wished_by(self) -> dict[str, list[str]]:
        """For each node that services wish for these services, by id.

        Those that can be up at all, and do not wait for it in any case.
        """
        wished_by: dict[str, list[str]] = {}
        for service in sorted(self.wishes):
            needed = {group[0] for group in self.graph.needs[service] if len(group) == 1}
            for wish in dict.fromkeys(self.wishes[service]):
                if wish != service and wish not in needed and self.can_come_back(service):
                    wished_by.setdefault(wish, []).append(service)
        return wished_by

    def lent(self, node: str) -> int:
        """What those that wish for a node lend it of their worth, in hundredths.

        Never more than they have, and what is lent is not lent on.
        """
        return self.share * sum(
            _own_worth(self.services[service]) for service in self.wished_by.get(node, ())
        )

    @cached_property
    def wholes(self) -> dict[str, "Whole"]:
        """What each group has in each tier, by a name that no id can have.

        Only groups of which all can come back.
        """
        wholes: dict[str, Whole] = {}
        for group in sorted(self.groups):
            members = sorted(dict.fromkeys(self.groups[group].services))
            for tier in sorted({self.services[service].tier for service in members}):
                until = [service for service in members if self.services[service].tier <= tier]
                if len(until) > 1 and all(map(self.can_come_back, until)):
                    of_tier = [s for s in until if self.services[s].tier == tier]
                    wholes[f"{group} {tier}"] = Whole(group, tier, of_tier, until)
        return wholes

    @cached_property
    def demands(self) -> Mapping[str, Demand]:
        """What counts when it is up: services, and wholes.

        A whole weighs what its services do, and is wanted when the first of them is.
        """
        if not self.wholes:
            return self.services
        return {
            **self.services,
            **{
                whole: Demand(
                    of.tier,
                    sum(self.services[service].weight for service in of.services),
                    min((r for s in of.services if (r := self.services[s].rto)), default=None),
                )
                for whole, of in self.wholes.items()
            },
        }


class Whole(NamedTuple):
    """What a group has in a tier.

    Its `services` of that tier, and `until` it is whole so far, those of more urgent ones too.
    """

    group: str
    tier: int
    services: Sequence[str]
    until: Sequence[str]


def _own_worth(demand: Demand) -> int:
    return demand.weight * (TIERS[-1] + 1 - demand.tier)


def _earliest(problem: Problem) -> Callable[[str, Reach], Reach | None]:
    """Counts minutes; all that goes through something blocked comes after all that does not."""

    def finish(node: str, ready: Reach) -> Reach | None:
        if node in problem.lost or node in problem.gone:
            return None
        if node in problem.starts:
            ready = max(ready, problem.starts[node] | (ready & THROUGH_BLOCKED))
        own = problem.left.get(node) or problem.minutes.get(node)
        when = ready + (own or problem.conditions.get(node, 0))
        return when | THROUGH_BLOCKED if node in problem.blocked else when

    return finish
