"""The crews by whose hours what was done until now is counted.

Those of the plan; where somebody only supposes that it had other crews from now on, those that it has.
What is supposed changes what is to come, and nothing of what was worked.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Crew, Plan


def crews_so_far(plan: "Plan", situation: Situation) -> Mapping[str, "Crew"]:
    """The crews of a plan as they were until now, by id."""
    return plan.crews if situation.crews_so_far is None else situation.crews_so_far


def with_crews_so_far(plan: "Plan", situation: Situation) -> Situation:
    """The situation if the crews of a plan are others from now on than until now."""
    return situation._replace(crews_so_far=crews_so_far(plan, situation))
