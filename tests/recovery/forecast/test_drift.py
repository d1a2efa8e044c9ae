"""What `forecast --since` counts as standing before a service."""

from chwapi_console.recovery.forecast.drift import stands_before
from chwapi_console.recovery.state.view.view import view
from hospitals import NOW, plan_of, record_of

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
