"""What an order is worth: crews that take its first ready entry, and what the time without each
service counts."""

from collections.abc import Mapping, Sequence

from chwapi_console.recovery.order.problem import Demand
from chwapi_console.recovery.order.schedule import Schedules

GENTLE = {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}
STEEP = {1: 81, 2: 27, 3: 9, 4: 3, 5: 1}
FACTORS: Mapping[str, Mapping[int, int]] = {"gentle": GENTLE, "steep": STEEP}
"""What an hour without a service of each tier counts. Two choices, so that nothing hangs on one."""


class Simulation(Schedules):
    """Orders of one problem, played and weighed. A restoration takes its likely minutes; a blocked
    or lost server never comes back. An order of 300 is played in a fraction of a millisecond."""

    def downtime(self, order: Sequence[str], crews: int, factors: Mapping[int, int]) -> int:
        """Weighted clinical downtime: the sum over services of weight × factor of its tier × the
        minute it is up."""
        return sum(
            minute * worth(self.problem.services[service], factors)
            for service, minute in self.completion(order, crews).items()
        )


def worth(demand: Demand, factors: Mapping[int, int]) -> int:
    """What a minute without a service counts."""
    return demand.weight * factors[demand.tier]
