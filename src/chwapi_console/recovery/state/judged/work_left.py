"""What is likely left of a restoration.

The plan's estimate without the steps that are done or left out, where the plan gives any step of the
runbook a time.
"""

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from chwapi_console.inventory.model import Estimate
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

LEAST_LEFT = 0.1
"""What is left at least of a restoration that nobody has called done, whatever was ticked."""


def left_to_restore(
    plan: "Plan", situation: Situation, server: str, counted: Container[str] = ()
) -> Estimate:
    """The minutes that are likely left of restoring a server, as its steps stand.

    Without those that are done or were skipped, but for those that are `counted` all the same; with
    none of them left, a tenth.
    """
    whole, steps = plan.restoration(server), plan.steps_of(server)
    over = [s for s in steps if s not in counted and not situation.is_to_do(server, s)]
    if not over or not (minutes := step_minutes(plan, server)):
        return whole
    share = sum(minutes[step] for step in over) / whole.likely if len(over) < len(steps) else 1
    return whole.times(max(1 - share, LEAST_LEFT))


def step_minutes(plan: "Plan", server: str) -> Mapping[str, float]:
    """The minutes that each step of a server's runbook likely takes, in order.

    Those of which the plan says no time share what the others leave of its restoration. Nothing
    where it says none of any.
    """
    times = {step: plan.step(step).time for step in plan.steps_of(server)}
    said = [time for time in times.values() if time is not None]
    if not said:
        return {}
    rest = max(plan.restoration(server).likely - sum(said), 0) / max(len(times) - len(said), 1)
    return {step: rest if time is None else time for step, time in times.items()}
