"""What is said of a text that came where letters are keys stays to be read, and is true."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.console.control.keys.unseen_cursor import LED_AWAY
from chwapi_console.console.control.keys.word_guard import ALONE
from console.driver import Operator, at_console
from console.hands import hunts, types


async def types_briskly(operator: Operator) -> None:
    """Writes a note, by which it is known how fast somebody types."""
    await operator.press("n")
    operator.looks()
    await types(operator, "disk was checked\n", 0.2)
    await operator.sees("note: disk was checked")
    operator.looks(3)


async def test_what_a_letter_of_a_text_did_outlives_the_enter_that_ends_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await types_briskly(operator)
        await hunts(operator, "un", ALONE + 0.45)
        await types(operator, " instant", 0.2)
        await operator.sees('but its "u" has acted')
        await operator.press_behind("enter", 2.2)
        await operator.sees('but its "u" has acted')
        assert "Queue:" in operator.screen[1]
        operator.looks(3)
        await operator.press("enter")
        await operator.no_longer_sees("has acted")


async def test_the_enter_of_a_text_opens_nothing_however_long_it_is_thought_about(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("down")
        await operator.burst("tail -f x")
        await operator.sees("a text, not a key")
        await operator.press_behind("enter", 4)
        assert "Queue:" in operator.screen[1]


async def test_a_tick_that_was_seen_is_no_letter_of_the_text_behind_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("sql1: step isolate done")
        await operator.is_answered()
        operator.looks(1.3)
        await operator.burst("yes done", at_once=True)
        await operator.sees("a text, not a key")
        assert not operator.row('"␣"')


async def test_esc_behind_a_yes_that_was_not_taken_says_that_nothing_is_done(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        await operator.sees("(y/n)")
        operator.looks(30)
        await operator.press("y")
        await operator.sees("s after the key before")
        await operator.press("escape")
        await operator.sees("Given up, nothing is done:")
        assert [] == operator.acts


async def test_a_key_soon_behind_a_text_is_heeded_or_it_is_said_that_it_was_not(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await types_briskly(operator)
        await types(operator, "je regarde", 0.2)
        await operator.sees("a text, not a key")
        await operator.press_behind("enter", 0.3)
        await operator.press_behind("f", 1.1)
        await operator.sees("Who takes san1?")


async def test_each_key_that_is_ignored_behind_a_text_is_told(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("tail -f x")
        await operator.sees("a text, not a key")
        for key in "fd":
            await operator.press_behind(key, 1.8)
            await operator.sees(f" {key} has done")


@pytest.mark.parametrize("gap", [0.8, 1.1, 1.9])
async def test_a_key_that_is_pressed_again_behind_a_text_is_told_and_gets_through(
    plan: Path, gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.opens("sql1")
        await operator.burst("tail -f x")
        await operator.sees("a text, not a key")
        await operator.press_behind("space", 0.8)
        await operator.press_behind("space", gap)
        await operator.sees(" ␣ has done")
        assert [] == operator.acts
        for _ in range(3):
            if not operator.acts:
                await operator.press_behind("space", gap)
                await operator.goes_on()
                await operator.is_answered()
        assert 1 == len(operator.acts)


@pytest.mark.parametrize("key", ["down", "escape"])
async def test_an_act_before_a_look_at_the_screen_is_none_of_the_text_behind_it(
    plan: Path, key: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        operator.looks(3.5)
        await operator.press(key)
        await operator.press_behind("t", LED_AWAY + 0.1)
        await operator.press_behind("x", 1.8)
        await operator.sees("a text, not a key: nothing was written. t did nothing.")
        assert 1 == len(operator.acts)


async def test_of_two_presses_of_a_key_the_one_that_did_nothing_is_named_too(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press_behind("t", 6.0)
        await operator.press_behind("x", 1.8)
        await operator.sees('Text ignored with its "t". Before it, "t" did: san1 taken')


@pytest.mark.parametrize("key", ["enter", "d"])
async def test_two_keys_that_a_line_brings_at_once_are_told_as_keys(plan: Path, key: str) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await operator.press_fast("t")
        await operator.press_behind(key, 0.01)
        await operator.sees(" came at once: both ignored. Look, then press one.")
        operator.looks(5)
        await operator.goes_on()
        assert [] == operator.acts


async def test_a_text_that_begins_with_two_keys_that_act_is_told_as_a_text(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("td /tmp\n")
        await operator.sees("That was a text, not a key")
        assert not operator.row("came at once")


async def test_what_was_said_a_while_ago_goes_as_the_cursor_goes_on(plan: Path) -> None:
    now = datetime(2021, 1, 18, 3, 0, tzinfo=UTC)
    later = [timedelta()]
    async with at_console(plan, clock=lambda: now + later[0]) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("down")
        await operator.sees("san1 taken")
        later[0] = timedelta(seconds=20)
        await operator.press("down")
        await operator.no_longer_sees("san1 taken")
