"""The policy: what is unset, and what a plan says, survives being written and read."""

from pathlib import Path

import pytest

from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import PlanError
from chwapi_console.inventory.file.load import parse
from hospitals import plan_of


def test_nobody_is_asked_after_an_idle_time_unless_the_plan_says_so() -> None:
    assert None is plan_of("").policy.idle
    plan = plan_of('[policy]\nidle = "1h30"\n')
    assert 90 == plan.policy.idle
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


def test_an_idle_time_is_a_duration() -> None:
    with pytest.raises(PlanError, match="1 fault"):
        plan_of("[policy]\nidle = 30\n")
