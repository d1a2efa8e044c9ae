"""What a runbook says of its policy, at the console: what is asked of several servers at once, and
what stands beneath the runbook."""

from pathlib import Path

from console.driver import at_console
from hospitals import HEAD

PLAN = f"""{HEAD}[policy]
evidence_first = false
[services.files]
name = "Files"
tier = 1
needs = ["fs1", "fs2"]
[servers]
fs1 = {{ site = "imc", role = "x", state = "compromised", runbook = "linux" }}
fs2 = {{ site = "imc", role = "x", state = "compromised", runbook = "windows" }}
[runbooks.linux]
steps = ["rebuild"]
[runbooks.linux.policy]
rules = {{ "steps.required" = "off" }}
[runbooks.windows]
steps = ["rebuild"]
"""


async def test_one_act_on_two_servers_asks_what_the_runbook_of_either_asks(tmp_path: Path) -> None:
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    async with at_console(plan) as operator:
        await operator.press("home", "a", "a")
        await operator.sees("2 selected")
        await operator.press("d")
        await operator.sees("Required and not done on fs2: rebuild.")
        assert [] == operator.acts


async def test_a_server_s_page_says_what_its_runbook_says_otherwise(tmp_path: Path) -> None:
    plan = tmp_path / "inventory.toml"
    plan.write_text(PLAN, encoding="utf-8")
    async with at_console(plan) as operator:
        await operator.press("home", "enter")
        await operator.sees("By the runbook linux: steps.required is not asked.")
        await operator.press("escape", "down", "enter")
        await operator.sees("Runbook windows")
        await operator.no_longer_sees("By the runbook")
