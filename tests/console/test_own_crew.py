"""The console where a plan says who is for what: its cursor stands on what the operator's crew is for,
and pages say what restorations share."""

from pathlib import Path

import pytest

from console.driver import at_console
from hospitals import HEAD
from recovery.state.of_view.test_advising import BY_STEPS, PLAN


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + PLAN + BY_STEPS, encoding="utf-8")
    return path


async def test_the_queue_opens_at_the_first_that_the_operators_crew_is_for(shared: Path) -> None:
    async with at_console(shared, operator="nora-4") as operator:
        await operator.sees("more urgent servers above the cursor")
        assert "sw1" in operator.cursor_line
        assert "for others" in operator.row("more urgent servers above the cursor")
    async with at_console(shared, operator="anne-1") as operator:
        await operator.sees("Tier 1.")
        assert "dc1" in operator.cursor_line


async def test_the_page_of_a_server_says_who_is_for_it_and_what_it_shares(shared: Path) -> None:
    async with at_console(shared, operator="anne-1") as operator:
        await operator.sees("Tier 1.")
        await operator.press("enter")
        await operator.sees("It is for Systèmes.")
        assert operator.row("Restore (50 % of it)")
