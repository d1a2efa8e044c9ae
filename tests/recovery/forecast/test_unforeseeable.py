"""What is said where nobody can say when a service is up."""

import pytest

from chwapi_console.recovery.forecast.unforeseeable import nobody_left
from chwapi_console.recovery.state.view.view import view
from chwapi_console.text import ENGLISH
from hospitals import NOW, plan_of, record_of

PLAN = """
[policy]
crews = 1
[lanes.imaging]
name = "Imaging"
at_once = 1
work = ["restore"]
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis"]
[servers]
lis = {{ site = "imc", role = "x", restore = "6h"{state} }}
"""


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (', state = "compromised"', "Imaging has no place for lis"),
        ("", "Imaging has no place for lis, should a look find it hit"),
    ],
)
def test_a_look_needs_no_place_in_a_lane(state: str, told: str) -> None:
    plan = plan_of(PLAN.format(state=state))
    gone = {"imaging": plan.lanes["imaging"]._replace(at_once=0)}
    of = view(plan._replace(lanes=gone), record_of([]), NOW)
    assert told == ENGLISH(nobody_left(of, "lab") or "")
