"""The same key on two rows, with a move between: a hand goes on so, and a text may read so (`tkt`)."""

from pathlib import Path

import pytest

from console.driver import Operator, at_console


async def keys(operator: Operator, *pressed: tuple[str, float]) -> None:
    """Presses keys, each so many seconds behind the first of them."""
    operator.looks(3)
    first = operator.app._keyboard.clock()
    for key, seconds in pressed:
        begun = operator.app._keyboard._latest.heard_at
        await operator.press_behind(key, first + seconds - begun)


@pytest.mark.parametrize("move", ["j", "down"])
async def test_two_rows_are_taken_by_who_looks_before_each_key(plan: Path, move: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("t", move, "t")
        await operator.until(lambda: len(operator.acts) == 2, "two were not taken")
        assert ["san1", "sql1"] == sorted(subject for _, _, subject in operator.acts)


@pytest.mark.parametrize(
    "pressed",
    [
        (("t", 0), ("k", 0.2), ("t", 0.4)),
        (("t", 0), ("k", 0.5), ("t", 1.0)),
        (("t", 0), ("k", 1.1), ("t", 1.62)),
        (("t", 0), ("k", 1.0), ("t", 1.8), ("enter", 2.5)),
        (("t", 0), ("k", 0.9), ("t", 1.8), ("i", 2.7)),
    ],
)
async def test_a_text_of_these_letters_takes_nothing(
    plan: Path, pressed: tuple[tuple[str, float], ...]
) -> None:
    async with at_console(plan) as operator:
        await operator.press("down")
        await keys(operator, *pressed)
        await operator.sees("a text, not a key")
        assert [] == operator.acts


async def test_the_cursor_is_put_back_to_where_it_was_at_the_first_ignored_key(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "down")
        await keys(operator, ("k", 0))
        await operator.stands_on("sql1")
        await keys(operator, ("t", 0), ("k", 0.3), ("t", 0.6))
        await operator.sees("a text, not a key")
        await operator.stands_on("sql1")


async def test_a_server_is_taken_and_handed_over_behind_an_arrow(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t", "f", "escape")
        await keys(operator, ("down", 0), ("t", 3.0), ("f", 4.8))
        await operator.goes_on()
        await operator.sees("Who takes sql1?")
        assert ["san1", "sql1"] == sorted(subject for _, _, subject in operator.acts)
