"""The time that a reason to block closes with: an end, where it says so, and else perhaps one."""

import pytest

from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.acts.ends import perhaps_an_end
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of

SEEN = view(
    plan_of('[servers]\nsan1 = { site = "imc", role = "x", restore = "1h" }\n'), Record(), NOW
)


@pytest.mark.parametrize(
    ("reason", "time"),
    [
        ("courier at 18:00", "18:00"),
        ("le coursier passe à 18:00", "18:00"),
        ("the vendor calls by tomorrow 06:00", "tomorrow 06:00"),
        ("courier until 18:00", ""),
        ("no disk", ""),
        ("waits at the door", ""),
        ("at 18:00 the courier comes", ""),
    ],
)
def test_a_time_to_come_that_a_reason_closes_with_may_be_an_end(reason: str, time: str) -> None:
    assert time == perhaps_an_end(SEEN, reason)
