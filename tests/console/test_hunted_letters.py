"""Who looks for each letter on the keyboard: known by the answers they typed, and heard out before an act."""

from pathlib import Path

import pytest

from chwapi_console.console.control.keys.pace import TypistPace
from chwapi_console.console.control.keys.word_guard import ALONE, HUNTED_ALONE
from chwapi_console.console.terminal.stroke import Stroke
from console.driver import Operator, at_console
from console.hands import hunts, types

SLOWLY, BRISKLY = 1.1, 0.3


def typist(*gaps: float) -> TypistPace:
    """Somebody who has typed letters with so many seconds before each."""
    pace, at = TypistPace(), 0.0
    for gap in (0.0, *gaps):
        at += gap
        pace.hears(Stroke("a", "a", at))
    return pace


@pytest.mark.parametrize(
    ("gaps", "looks_for_each"),
    [
        ((1.0, 1.1, 0.9), True),
        ((1.0, 1.1), False),
        ((0.2, 0.3, 0.2, 1.4, 0.2), False),
        ((0.2, 2.4, 0.3, 9.0, 0.2), False),
        ((0.2, 0.2, 0.2, 0.2, 1.2, 1.2, 1.2, 1.2, 1.2), True),
    ],
)
def test_whoever_looks_for_each_letter_is_known_by_most_gaps_of_their_answers(
    gaps: tuple[float, ...], looks_for_each: bool
) -> None:
    assert looks_for_each == typist(*gaps).hunts


@pytest.mark.parametrize("text", ["tail\n", "tu viens\n", "cd /tmp\n", "vim x\n"])
async def test_a_text_of_whoever_looks_for_each_letter_writes_nothing(
    plan: Path, text: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, "/dc1 ad", SLOWLY)
        await operator.press("escape", "escape", "home")
        operator.looks(5)
        await hunts(operator, text, SLOWLY)
        await operator.press("escape")
        assert [] == operator.acts


async def test_a_key_of_whoever_types_briskly_waits_no_longer(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "/dc1 ad", BRISKLY)
        await operator.press("escape", "escape", "home")
        operator.looks()

        await types(operator, "t", 0)
        assert ALONE == operator.app._keyboard._latest.alone_for


@pytest.mark.parametrize(("key", "waits"), [("space", ALONE), ("t", HUNTED_ALONE)])
async def test_a_tick_of_whoever_looks_for_each_letter_waits_no_longer(
    plan: Path, key: str, waits: float
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await hunts(operator, "/dc1 ad", SLOWLY)
        await operator.press("escape", "escape", "home", "enter", key)
        assert waits == operator.app._keyboard._latest.alone_for


@pytest.mark.parametrize("text", ["tty\n", "cc paul\n", "dd if=a\n"])
@pytest.mark.parametrize("gap", [0.12, 0.3, 0.45, 0.7, 1.0])
async def test_a_text_that_begins_with_a_letter_twice_writes_nothing(
    plan: Path, text: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, text, gap)
        await operator.press("escape")
        assert [] == operator.acts


async def is_asked(operator: Operator) -> None:
    """Has the question about steps that are open asked, and read."""
    await operator.press("d")
    await operator.sees("(o/n)")
    operator.looks(3)


@pytest.mark.parametrize("gap", [0.9, 1.5])
@pytest.mark.parametrize("word", ["oui\n", "yes\n"])
async def test_a_yes_that_is_spelled_out_slowly_does_nothing_more_than_its_first_letter(
    plan: Path, word: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await is_asked(operator)
        await hunts(operator, word, gap)
        await operator.until(lambda: bool(operator.acts), "the yes wrote nothing")
        operator.looks(3)
        assert [("eloise", "restored", "san1")] == operator.acts
        assert not operator.app.dialogue.prompt.asking


@pytest.mark.parametrize("gap", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("text", ["y a du café ?", "yves", "Yves"])
async def test_a_y_that_begins_a_text_where_o_is_asked_for_is_no_yes(
    plan: Path, text: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await is_asked(operator)
        await hunts(operator, text, gap)
        await operator.press("escape")
        assert [] == operator.acts


async def test_a_y_alone_is_a_yes_where_o_is_asked_for(plan: Path) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await is_asked(operator)
        await hunts(operator, "y", 1.0)
        operator.looks(3)
        await operator.goes_on()
        assert [("eloise", "restored", "san1")] == operator.acts
