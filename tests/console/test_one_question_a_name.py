"""A name is asked about once at most, whatever is doubtful about it, and never where it is awaited."""

from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.clock import utc_now
from chwapi_console.session.session import Session
from console.driver import Operator, at_console


@pytest.fixture
def night(plan: Path) -> Path:
    """A night in which paul has acted, and marc after him."""
    for who in ("paul", "marc"):
        session = Session(plan, operator=who, host="test")
        session.acts.note("dc1", "looked at")
        session.close()
    return plan


async def is_named(operator: Operator, name: str) -> None:
    await operator.sees(f"Acts are now written as {name}.")
    assert name == operator.session.operator


async def test_the_first_who_reads_the_first_screen_for_long_is_not_asked(plan: Path) -> None:
    async with at_console(plan, operator="") as operator:
        operator.looks(13)
        await operator.type("sophie")
        await is_named(operator, "sophie")


@pytest.mark.parametrize("text", ["marc\n", "Marc\n"])
async def test_who_acted_last_comes_back_in_one_piece_or_late(night: Path, text: str) -> None:
    async with at_console(night, operator="") as operator:
        operator.looks(13)
        await operator.burst(text)
        await is_named(operator, "marc")


@pytest.mark.parametrize("name", ["paul", "zoe"])
async def test_another_who_comes_late_to_the_first_question_is_asked_once(
    night: Path, name: str
) -> None:
    async with at_console(night, operator="") as operator:
        operator.looks(13)
        await operator.type(name)
        await operator.until(lambda: operator.app.dialogue.prompt.asks_if_meant, "not asked")
        await operator.press("y")
        await is_named(operator, name)


@pytest.mark.parametrize("host", ["test", "another"])
async def test_another_than_who_acted_here_just_now_is_asked_at_once(plan: Path, host: str) -> None:
    for who, where in (("paul", "test"), ("marc", "test"), ("anne", host)):
        session = Session(plan, operator=who, host=where)
        session.acts.note("dc1", "looked at")
        session.close()
    async with at_console(plan, operator="") as operator:
        await operator.type("marc")
        assert (host == "test") == operator.app.dialogue.prompt.asks_if_meant
        await operator.press(*("y" if host == "test" else ""))
        await is_named(operator, "marc")


async def test_who_relieves_another_hours_later_is_not_asked(night: Path) -> None:
    later = utc_now() + timedelta(hours=2)
    async with at_console(night, operator="", clock=lambda: later) as operator:
        await operator.type("paul")
        await is_named(operator, "paul")


@pytest.mark.parametrize("pause", [0, 13])
@pytest.mark.parametrize("name", ["paul", "zoe"])
async def test_who_relieves_another_is_asked_once(night: Path, name: str, pause: float) -> None:
    async with at_console(night, operator="marc") as operator:
        await operator.press("o")
        operator.looks(pause)
        await operator.type(name)
        await operator.until(lambda: operator.app.dialogue.prompt.asks_if_meant, "not asked")
        await operator.press("y")
        await is_named(operator, name)


async def test_a_new_name_behind_a_pause_is_asked_about_once_and_no_puts_it_right(
    night: Path,
) -> None:
    async with at_console(night, operator="marc") as operator:
        await operator.press("f")
        operator.looks(8)
        await operator.type("paull")
        await operator.sees("name here yet. Near to it: ")
        await operator.press("n", "backspace")
        assert "paul" == operator.app.dialogue.prompt.text
        await operator.press("enter")
        await operator.sees("given to paul")


@pytest.mark.parametrize(("again", "rest", "name"), [(0.9, 2.5, "paul"), (0.9, 0.2, "fpaul")])
async def test_the_key_that_asked_is_no_letter_where_a_late_line_has_it_pressed_again(
    night: Path, again: float, rest: float, name: str
) -> None:
    async with at_console(night, operator="marc") as operator:
        await operator.press("f")
        await operator.press_behind("f", again)
        await operator.press_behind("p", rest)
        for letter in "aul":
            await operator.press_behind(letter, 0.2)
        assert name == operator.app.dialogue.prompt.text


async def test_the_yes_of_a_name_is_seen_at_once_and_an_arrow_behind_it_loses_nothing(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("f")
        await operator.type("nadia")
        await operator.until(lambda: operator.app.dialogue.prompt.asks_if_meant, "not asked")
        operator.looks(1)
        await operator.press_fast(operator.app.dialogue.prompt.yes_key)
        assert operator.screen[-2].startswith(" f … : ")
        await operator.press_behind("down", 1.5)
        await operator.until(lambda: bool(operator.acts), "it was not given")
        assert [("oncall-1", "restoring", "san1")] == operator.acts
        await operator.stands_on("sql1")
