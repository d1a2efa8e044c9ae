"""`mine`, `conflict` and `ready` are words of the filter in every view, in both languages; Back returns to the very row."""

from pathlib import Path

import pytest

from chwapi_console.session import Session
from console.driver import at_console


async def test_mine_shows_what_i_have_in_hand_and_what_waits_for_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("slash", *"mine", "enter")
        await operator.sees("Queue: 5 servers to go, 1 shown · filter: mine")
        await operator.press("2", "slash", *"mine", "enter")
        assert operator.row("Bloc IMC")
        assert not operator.row("Mail")


async def test_mine_in_the_journal_is_what_i_did(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.take(["anes1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "t")
        await operator.sees("san1 taken")
        await operator.press("4", "slash", *"mine", "enter")
        await operator.sees("san1 taken")
        assert not operator.row("anes1 taken")
        await operator.press("slash", *"zzz", "enter")
        await operator.sees("No event matches the filter.")


async def test_ready_shows_what_can_be_gone_on_with(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"ready", "enter")
        assert operator.row("san1")
        assert not operator.row("sql1 ")


async def test_waits_shows_what_would_be_ready_sooner_and_each_service_that_misses_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"waits:san1", "enter")
        await operator.sees("1 shown · filter: waits:san1")
        assert operator.row("sql1 ")
        await operator.press("2", "slash", *"waits:san1", "enter")
        await operator.sees("Bloc IMC")
        assert not operator.row("Mail")


async def test_the_words_are_understood_in_french_too(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("t")
        await operator.sees("san1 ")
        await operator.press("slash", *"mine", "enter")
        await operator.stands_on("san1")
        assert not operator.row("anes1")


@pytest.mark.parametrize("view", ["1", "2", "3", "4"])
async def test_back_returns_to_the_very_row_in_every_view(plan: Path, view: str) -> None:
    text = plan.read_text(encoding="utf-8").replace('state = "clean"', 'state = "unknown"')
    plan.write_text(text, encoding="utf-8")
    other = Session(plan, operator="bob")
    other.take(["san1"])
    other.note("anes1", "seen")
    other.close()
    async with at_console(plan, size=(80, 14)) as operator:
        await operator.press(view, "down")
        before = operator.screen[2:-4]
        await operator.press("enter", "down", "m", "down", "escape", "escape")
        assert before == operator.screen[2:-4]
