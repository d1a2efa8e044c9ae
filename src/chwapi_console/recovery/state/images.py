"""Where evidence comes first: of which servers an image is wanted, and whether there is one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chwapi_console.recovery.state.evidence_items import image_of
from chwapi_console.recovery.state.overrides import Override
from chwapi_console.recovery.state.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

Overrides = Mapping[str, Sequence[Override]]
IMAGE = "evidence.image"
"""The rule that an image is recorded first."""
REBUILD = "rebuild"
"""The step by which what is found on a server is lost."""


def wants_image(plan: "Plan", situation: Situation, server: str) -> bool:
    """Whether an image is wanted of a server: it is compromised, and is restored by being rebuilt, as
    its runbook says. A plan without a runbook for it asks for no way of working; one that restores it
    otherwise, as an appliance, means that."""
    return (
        plan.evidence_first
        and situation.servers[server].standing.verdict == "compromised"
        and REBUILD in plan.steps_of(server)
    )


def has_image(situation: Situation, overrides: Overrides, server: str) -> bool:
    """Whether an image is recorded of a server as it is now, or somebody said why there is none."""
    return image_of(situation, server) is not None or any(
        override.rule == IMAGE for override in overrides.get(server, ())
    )


def is_rebuilt(plan: "Plan", situation: Situation, server: str) -> bool:
    """Whether a server was rebuilt since it was found compromised, as far as people say."""
    return situation.state(server) in ("restored", "verified") or (
        REBUILD in plan.steps_of(server) and situation.step_state(server, REBUILD) != "open"
    )
