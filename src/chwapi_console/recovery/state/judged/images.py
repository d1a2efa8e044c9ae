"""Where evidence comes first: of which servers an image is wanted, and whether there is one."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.overrides import Override
from chwapi_console.recovery.state.judged.present_work import (
    answers_finding,
    ends_of_earlier_work,
    finding_stands,
)
from chwapi_console.recovery.state.told.evidence_items import Item, recorded
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

Overrides = Mapping[str, Sequence[Override]]
IMAGE = "evidence.image"
"""The rule that an image is recorded first."""
IMAGE_STEP = "image"
"""The step by which runbooks usually take an image."""
REBUILD = "rebuild"
"""The step by which what is found on a server is lost."""


def wants_image(plan: "Plan", situation: Situation, server: str) -> bool:
    """Whether an image is wanted of a server.

    It is compromised, or was and nothing ended that since, and is restored by being rebuilt, as its
    runbook says. A plan without a runbook for it asks for no way of working; one that restores it
    otherwise, as an appliance, means that.
    """
    return (
        plan.evidence_comes_first(server)
        and REBUILD in plan.steps_of(server)
        and (
            situation.servers[server].standing.verdict == "compromised"
            or was_compromised(plan, situation, server)
        )
    )


def was_compromised(plan: "Plan", situation: Situation, server: str) -> bool:
    """Whether a server was found compromised and nothing ended that.

    Nobody called it usable since, settled that it is not, or said why there is no image of it.
    """
    return finding_stands(plan, situation, server, _ends_a_compromise)


def _ends_a_compromise(act: Event) -> bool:
    return IMAGE in act.overridden or answers_finding(act)


def image_of(situation: Situation, server: str) -> Item | None:
    """The image that was recorded of a server as it is now, with all that must be told of one.

    None where there is none. One that was recorded before the server was last restored is of
    another state of it.
    """
    acts = recorded(situation, server)
    ends = ends_of_earlier_work(situation, server)
    return next(
        (
            item
            for item in situation.evidence.get(server, {}).values()
            if item.terms.made == "image"
            and not item.lacks
            and item.id in acts
            and not any(situation.knows(end, acts[item.id][0]) for end in ends)
        ),
        None,
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
