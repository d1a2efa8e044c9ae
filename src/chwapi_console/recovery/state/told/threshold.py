"""What a server must be so that it counts as available, by the plan.

How many people must have looked, and whether a clean one must have been switched on.

See docs/design/states.md, "Available, working, ready".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.named_tuples import NamedTuple

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan, Policy, Server

CLEAN = ("clean", "on")
"""States of a server that was found clean and on which nobody works."""
OFF = "off"
"""What is shown for a clean server that is not switched on yet; no act says it."""


def plain_state(state: str) -> str:
    """The state as lists, filters and programs ask for it: `clean`, on or off."""
    return "clean" if state == "on" else state


class Threshold(NamedTuple):
    """Whether a restored server, and whether a clean one, needs a second person.

    Whether a clean one is off until it is switched on and reconnected.
    """

    second_for_restored: bool = False
    second_for_clean: bool = False
    unplugged: bool = False

    @classmethod
    def by(cls, policy: "Policy", *, unplugged: bool) -> "Threshold":
        """By a policy, where all servers were unplugged or not."""
        second = policy.second_person
        return cls("restored" in second, "clean" in second, unplugged)

    def available(self, standing: Standing) -> bool:
        """Clean without work, restored or verified; where the plan asks for more, with all that."""
        if standing.state in CLEAN:
            return not (self.is_off(standing) or self.is_unconfirmed(standing))
        if standing.work == "restored":
            return not self.second_for_restored
        return standing.work == "verified"

    def is_off(self, standing: Standing) -> bool:
        """Whether a clean server is still to be switched on and reconnected."""
        return self.unplugged and standing.state == "clean"

    def is_running(self, standing: Standing) -> bool:
        """Whether a server is in use, and so on: it was switched on, or brought back."""
        brought_back = standing.work in ("restored", "verified") and self.available(standing)
        return standing.work == "on" or brought_back

    def is_unconfirmed(self, standing: Standing) -> bool:
        """Whether a second person is still to confirm that a server is clean."""
        return self.second_for_clean and standing.state in CLEAN and not standing.second

    def shown(self, standing: Standing) -> str:
        """The state as it is shown: `off` for a clean server that is."""
        return OFF if self.is_off(standing) else standing.state


class Thresholds(NamedTuple):
    """The threshold of each server.

    The `usual` one, and those `of_runbooks` that say otherwise, for these `servers`.
    """

    usual: Threshold = Threshold()
    of_runbooks: Mapping[str, Threshold] = MappingProxyType({})
    servers: Mapping[str, "Server"] = MappingProxyType({})

    @classmethod
    def of(cls, plan: "Plan") -> "Thresholds":
        """Those of a plan."""
        unplugged = plan.incident.unplugged
        return cls(
            Threshold.by(plan.policy, unplugged=unplugged),
            {
                runbook: Threshold.by(policy, unplugged=unplugged)
                for runbook, policy in plan.own_policies.items()
            },
            plan.servers,
        )

    def for_server(self, server: str) -> Threshold:
        """What holds for a server; the usual where the plan lacks it."""
        if not self.of_runbooks or (part := self.servers.get(server)) is None:
            return self.usual
        return self.of_runbooks.get(part.runbook or "", self.usual)
