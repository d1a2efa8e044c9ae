"""Clean once more: what is off is told what is missing, by its key."""

from pathlib import Path

import pytest

from console.driver import at_console

PLAN = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
unplugged = true
[sites.imc]
name = "IMC"
[servers]
dc1 = { site = "imc", role = "Annuaire", state = "clean" }
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


async def test_c_on_what_is_clean_and_off_names_the_key_that_switches_it_on(here: Path) -> None:
    async with at_console(here) as operator:
        await operator.press("c")
        await operator.sees("dc1 is clean already, and off; L once it is on and reconnected.")
        await operator.press("L")
        await operator.sees("dc1 switched on and reconnected")
