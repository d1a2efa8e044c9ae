"""The yes to a doubted text: a key alone, and no answer of a chat that begins with it."""

from pathlib import Path

import pytest

from chwapi_console.console.control.keys.word_guard import HUNTED_ALONE
from console.driver import Operator, at_console
from console.hands import types

DOUBTED, MEANT = "ok bob tu peux regarder ?", "k"
"""A text, and the first letter of it that says neither yes nor no."""


async def doubts_note(operator: Operator) -> None:
    """A line for somebody is typed into the field of a note, and asked about."""
    await operator.press("n")
    operator.looks(3)
    await types(operator, f"{DOUBTED}\n", 0.2)
    assert operator.app.dialogue.prompt.asks_if_meant
    operator.looks(3)


@pytest.mark.parametrize("gap", [0.15, 0.45, 0.9])
@pytest.mark.parametrize(
    "line",
    ["oui", "ouais", "on arrive", "ok", "oui Karim je te rappelle", "yes", "y a pas", "oo alors"],
)
async def test_a_line_that_begins_with_yes_is_no_yes(plan: Path, line: str, gap: float) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        await types(operator, f"{line}\n", gap)
        assert DOUBTED == operator.app.dialogue.prompt.text
        assert [] == operator.acts


@pytest.mark.parametrize("keys", [MEANT, MEANT * 2])
async def test_a_yes_alone_writes_the_text_once_nothing_followed(plan: Path, keys: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        for key, behind in zip(keys, (4, 0.5), strict=False):
            await operator.press_behind(key, behind)
        assert operator.app.dialogue.prompt.asks_if_meant
        assert [] == operator.acts
        await operator.sees(f"{keys[0]} … : compte dans 2 s, si seul.")
        operator.looks(HUNTED_ALONE)
        await operator.goes_on()
        await operator.sees(f"note : {DOUBTED}")
        assert 1 == len(operator.acts)


async def test_a_yes_with_an_enter_behind_it_is_a_line(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        for _ in range(2):
            await operator.press_behind(MEANT, 4)
            await operator.press_behind("enter", 0.2)
            operator.looks(HUNTED_ALONE)
            await operator.goes_on()
            await operator.sees(f"{MEANT} suivi d'autre chose : {MEANT} seul, si c'est voulu.")
        assert [] == operator.acts
        await operator.press_behind(MEANT, 4)
        operator.looks(HUNTED_ALONE)
        await operator.goes_on()
        await operator.sees(f"note : {DOUBTED}")


async def test_a_line_that_begins_with_another_yes_is_told_which_key_is_the_yes(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        await types(operator, "oui\n", 0.3)
        await operator.sees(f"o suivi d'autre chose : {MEANT} seul, si c'est voulu.")


@pytest.mark.parametrize("key", ["o", "y"])
async def test_a_yes_to_another_question_is_none_to_a_doubted_text(plan: Path, key: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        for _ in range(2):
            await operator.press_behind(key, 4)
            operator.looks(HUNTED_ALONE)
            await operator.goes_on()
            await operator.sees(f"Répondez {MEANT} ou n. C'est voulu ? ({MEANT} : oui, n : non)")
        assert DOUBTED == operator.app.dialogue.prompt.text
        assert [] == operator.acts


async def test_a_word_of_a_chat_that_its_own_key_began_is_meant_by_that_key_alone(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await types(operator, "bien\n", 0.2)
        await operator.sees("C'est voulu ? (b : oui, n : non)")
        operator.looks(6)
        await types(operator, "o", 0.1)
        assert [] == operator.acts
        await operator.press("b")
        await operator.sees("san1 bloqué (ien)")


@pytest.mark.parametrize("key", ["escape", "backspace"])
async def test_another_key_takes_the_yes_back(plan: Path, key: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        await operator.press_behind(MEANT, 4)
        await operator.press_behind(key, 0.5)
        operator.looks(HUNTED_ALONE)
        await operator.goes_on()
        assert [] == operator.acts


async def test_what_is_pasted_takes_the_yes_back(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        await operator.press_behind(MEANT, 4)
        await operator.paste("ui\n")
        operator.looks(HUNTED_ALONE)
        await operator.goes_on()
        assert [] == operator.acts


async def test_a_yes_that_the_line_dies_behind_is_none(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        await operator.press_behind(MEANT, 4)
    assert [] == operator.acts


@pytest.mark.parametrize("pause", [3, 6])
async def test_a_yes_to_an_act_that_the_line_dies_behind_does_nothing(
    plan: Path, pause: int
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.press_behind("o", pause)
    assert [] == operator.acts


async def test_no_word_of_a_chat_answers_what_is_asked_behind_the_text(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("p")
        operator.looks(3)
        await types(operator, "bob tu peux regarder ?\n", 0.2)
        assert operator.app.dialogue.prompt.asks_if_meant
        operator.looks(3)
        await types(operator, "oui", 0.15)
        await types(operator, "\n", 0.6)
        assert "bob tu peux regarder ?" == operator.app.dialogue.prompt.text
        assert [] == operator.acts


@pytest.mark.parametrize("way", ["escape", "texts"])
async def test_a_doubted_text_that_was_given_up_is_not_written_by_enter(
    plan: Path, way: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        if way == "texts":
            await types(operator, "oui je regarde\n", 0.2)
            operator.looks(3)
        await operator.press("escape")
        operator.looks(3)
        await operator.press("n")
        for _ in range(3):
            operator.looks(3)
            await operator.press("enter")
        assert [] == operator.acts


@pytest.mark.parametrize("gap", [0.15, 0.45])
@pytest.mark.parametrize("line", ["oui", "oui je regarde", "on arrive"])
async def test_behind_an_enter_that_was_no_answer_a_word_is_no_yes(
    plan: Path, line: str, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.press_behind("enter", 4)
        await operator.sees("Répondez o ou n.")
        operator.looks(4)
        await types(operator, f"{line}\n", gap)
        await operator.sees("o suivi d'autre chose : o seul, si c'est voulu.")
        assert [] == operator.acts


async def test_behind_an_enter_that_was_no_answer_the_key_alone_is_the_yes(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.press_behind("enter", 4)
        await operator.sees("Répondez o ou n.")
        await operator.press_behind("o", 4)
        await operator.goes_on()
        await operator.sees("san1 restauré")


@pytest.mark.parametrize("again", [0.4, 1.9])
async def test_an_answer_of_before_is_not_taken_by_enters_that_nobody_read_it_for(
    plan: Path, again: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("p")
        operator.looks(3)
        await types(operator, "le labo attend la sauvegarde", 0.2)
        operator.looks(3)
        await operator.press("enter", "escape")
        operator.looks(3)
        await operator.press("p")
        assert operator.app.dialogue.prompt.offers
        for gap in (0.3, again):
            await operator.press_behind("enter", gap)
        await operator.goes_on()
        await operator.sees("trop tôt")
        assert operator.app.dialogue.prompt.offers
        await operator.press_behind("enter", 3)
        assert not operator.app.dialogue.prompt.offers


@pytest.mark.parametrize(
    "chat",
    [
        ("bon", "oui", "je relance le switch"),
        ("bien", "oui", "on y va"),
        ("bref", "ok", "j'ai rebooté la baie"),
        ("nan attends", "oui", "ok"),
        ("non", "oui", "on verra demain"),
        ("bon tu me dis", "oui", "c'est fait"),
        ("fini", "ouais", "on verra demain"),
    ],
)
async def test_a_third_line_of_a_chat_vouches_for_no_text_that_was_doubted(
    plan: Path, chat: tuple[str, ...]
) -> None:
    async with at_console(plan, lang="fr") as operator:
        for line in chat:
            operator.looks(4)
            await types(operator, f"{line}\n", 0.2)
        assert [] == operator.acts


async def test_who_mends_a_doubted_text_is_asked_no_more(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await doubts_note(operator)
        await operator.press("n")
        operator.looks(3)
        await operator.press("enter")
        assert operator.app.dialogue.prompt.asks_if_meant
        operator.looks(3)
        await operator.press("n", "ctrl+u")
        operator.looks(3)
        await types(operator, "vu avec dell, disque remplace\n", 0.2)
        await operator.sees("note : vu avec dell, disque remplace")


@pytest.mark.parametrize("line", ["oui", "on arrive", "o"])
async def test_a_word_is_no_yes_to_what_a_line_has_led_to(plan: Path, line: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("f")
        operator.looks(3)
        await types(operator, "clanon\n", 0.2)
        await operator.sees("jamais vu ici")
        operator.looks(4)
        await types(operator, f"{line}\n", 0.2)
        assert [] == operator.acts
        operator.looks(4)
        if operator.app.dialogue.prompt.asking:
            await operator.press("o")
            await operator.sees("san1 confié à clanon")


@pytest.mark.parametrize("key", ["d", "t", "c", "i"])
async def test_who_presses_the_key_of_another_act_answers_no_text_that_is_doubted(
    plan: Path, key: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks(4)
        await types(operator, "bon ben\n", 0.15)
        assert operator.app.dialogue.prompt.asks_if_meant
        await operator.press_behind(key, 10.7)
        await operator.sees("Abandonné, rien n'est fait")
        for following in ("o", "enter", "o"):
            await operator.press_behind(following, 6)
            await operator.goes_on()
        assert [] == operator.acts


async def test_a_line_in_pieces_behind_a_doubted_one_leaves_the_text_in_its_field(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.burst("bad disk\n")
        await operator.at_once("a", "g", "a", "i", "n")
        assert [] == operator.acts
