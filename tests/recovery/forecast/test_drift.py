"""What `forecast --since` counts as standing before a service, and what it tells of time alone."""

from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace

import pytest

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.drift import Drift, drift, stands_before
from chwapi_console.recovery.forecast.forecast import Outlook
from chwapi_console.recovery.state.view.view import View, view
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = """
[crews.network]
roles = ["network"]
[crews.devices]
roles = ["device"]
[services.calls]
name = "Calls"
tier = 2
needs = ["pabx"]
[services.pharmacy]
name = "Pharmacy"
tier = 1
needs = ["robot", "link"]
[services.alarm]
name = "Alarm"
tier = 1
needs = ["gate"]
[servers]
core = { site = "imc", role = "network", restore = "2h", state = "compromised" }
pabx = { site = "imc", role = "network", restore = "2h", state = "STATE", needs = ["core"] }
gate = { site = "imc", role = "network", restore = "2h", state = "compromised" }
robot = { site = "imc", role = "device", restore = "1h", state = "compromised" }
link = { site = "imc", role = "network", restore = "1h", state = "compromised" }
"""


def test_what_only_other_crews_take_stands_before_nothing_of_a_service() -> None:
    """The robot stands first in the queue, and no crew that something of the telephones is for takes it."""
    for state in ("compromised", "unknown"):
        seen = view(plan_of(PLAN.replace("STATE", state)), record_of([]), NOW)
        assert seen.order.rank["robot"] < seen.order.rank["pabx"]
        by_queue, if_hit = map(sorted, stands_before(seen, "calls"))
        assert ["gate", "link"] == by_queue == if_hit, state


def moved_by_time(monkeypatch: pytest.MonkeyPatch, hours: int) -> Drift:
    """Nine hours in which nobody acted, `core` in hand all the time; each by so many hours later."""
    plan = plan_of(PLAN.replace("STATE", "compromised"))
    taken = standing_event("site0", 1, "core", Standing("compromised", "restoring", "nora"))
    record = record_of([taken])
    since = view(plan, record, NOW).now
    now = view(plan, record, since + timedelta(hours=9))

    def foreseen(then: View, nodes: Sequence[str], **_: object) -> SimpleNamespace:
        by = timedelta(hours=40 + (hours if then.now > since else 0))
        return SimpleNamespace(services={node: Outlook(node, p50=since + by) for node in nodes})

    monkeypatch.setattr("chwapi_console.recovery.forecast.drift.forecast", foreseen)
    return drift(plan, record, since, now, "calls")


def test_what_is_in_hand_for_too_long_is_told_only_where_time_made_it_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later, sooner = (moved_by_time(monkeypatch, hours) for hours in (6, -6))
    assert ["core"] == [of.server for of in later.over]
    assert (-360, []) == (sooner.by_time, list(sooner.over))


def test_what_moved_by_more_than_time_passed_names_what_in_hand_is_itself_expected_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [("core", 720)] == list(moved_by_time(monkeypatch, 12).in_hand)
    assert not moved_by_time(monkeypatch, 6).in_hand, "no more than the time that passed"
    assert not moved_by_time(monkeypatch, -12).in_hand
