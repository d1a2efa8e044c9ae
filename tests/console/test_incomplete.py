"""A plan that `init` has just written, on the screen: nothing of it is up, and an empty queue does
not say that all is done."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chwapi_console.inventory.proposals.catalogue import catalogue
from chwapi_console.inventory.proposals.proposal import Answers, proposed_plan
from chwapi_console.text import language
from console.driver import at_console
from hospitals import HEAD


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A plan of the whole catalogue for two sites, without a server."""
    answers = Answers(
        "Attack",
        datetime(2021, 1, 17, 19, 46, tzinfo=UTC),
        "Europe/Brussels",
        False,
        {"imc": "IMC", "union": "Union"},
        list(catalogue().offers),
    )
    path = tmp_path / "inventory.toml"
    path.write_text(proposed_plan(answers, catalogue(), language("en"), "x.json"), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_a_fresh_plan_opens_and_claims_nothing(fresh: Path, size: tuple[int, int]) -> None:
    async with at_console(fresh, size=size) as operator:
        await operator.sees("Nothing is left to do on the servers that the plan names")
        assert "66 services" in operator.screen[0]
        await operator.press("2")
        await operator.sees("servers to be named")
        rows = [line for line in operator.screen if "  servers to be named" in line]
        assert len(rows) > 10
        assert all(" down " in row for row in rows)


async def test_the_page_of_a_service_says_what_is_to_be_named_and_who_signs_it_off(
    fresh: Path,
) -> None:
    async with at_console(fresh, size=(80, 30)) as operator:
        await operator.press("2", "enter")
        await operator.sees("Incomplete: servers to be named: application server and gateway")
        await operator.sees("To be signed off by: head of anaesthesia.")


async def test_a_plan_without_any_service_says_so_on_their_page(tmp_path: Path) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + '[servers]\ndc1 = { site = "imc", role = "x" }\n', encoding="utf-8")
    async with at_console(path) as operator:
        await operator.sees("dc1")
        await operator.press("2")
        await operator.sees("The plan has no service yet: no server is more urgent than another.")
