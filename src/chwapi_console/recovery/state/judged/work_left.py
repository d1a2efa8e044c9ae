"""What is likely left of a restoration.

The plan's estimate without the required steps that are done or left out, by the times that the plan
gives them.
"""

from collections.abc import Container
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.inventory.model import Estimate
from chwapi_console.journal.kinds.server_kinds import StepDone
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

LEAST_LEFT = 0.1
"""What is left at least of a restoration that nobody has called done, whatever was ticked."""


def left_to_restore(
    plan: "Plan", situation: Situation, server: str, counted: Container[str] = ()
) -> Estimate:
    """The minutes that are likely left of restoring a server, as its steps stand.

    Without those of its required steps that are done, and of any that was skipped, but for those that
    are `counted` all the same.
    """
    whole, required = plan.restoration(server), plan.step_times(server)
    done = sum(
        minutes
        for step, minutes in required.items()
        if step not in counted and not situation.is_to_do(server, step)
    )
    done += sum(
        plan.step(step).time or 0
        for step in plan.steps_of(server)
        if step not in required
        and step not in counted
        and situation.step_state(server, step) == "skipped"
    )
    return whole.times(max(1 - done / whole.likely, LEAST_LEFT)) if done else whole


def left_since(plan: "Plan", situation: Situation, server: str) -> datetime | None:
    """Since when that is what is left: when the latest of the steps was done that count in it.

    None where none was.
    """
    return max(
        (
            act.counts_from
            for step in plan.step_times(server)
            if (act := situation.steps.get((server, step))) and isinstance(act.payload, StepDone)
        ),
        default=None,
    )
