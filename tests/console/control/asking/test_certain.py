"""Somebody thinks, or is called away, before they answer: what can be nothing but the answer is one at
the first Enter, and what may have been meant for another window is asked about."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.answer_guard import READ_TEXT, STALE, STALE_AT_ONCE
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import LANGUAGES
from console.driver import Operator, at_console

PAUSES = (STALE_AT_ONCE, 40)
Keys = Sequence[str]
Words = tuple[str, str]
DIGITS = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def night(plan: Path, tmp_path: Path) -> Path:
    """A night in which paul has acted, and two journals disagree about san1."""
    one = Session(plan, operator="paul")
    two = Session(plan, journal=tmp_path / "two.journal", operator="eve")
    one.acts.note("dc1", "seen")
    one.acts.mark(["san1"], "restored", Remarks(meant=True))
    two.acts.mark(["san1"], "blocked", Remarks(reason="no disk"))
    one.keeping.sync(tmp_path / "two.journal")
    one.close()
    two.close()
    return plan


CONFLICT, DC1 = "/conflict\n", "/dc1\n"
PIN = (DC1, "p", "ward full", "enter")
STATE, UNTIL = (
    ("How does san1 stand", "Dans quel état est san1"),
    ("Until when?", "Jusqu'à quand ?"),
)
WHAT, NAME = ("write down what", "noter quoi"), ("type dc1", "tapez dc1")
INSTEAD, TAKES = ("What replaces dc1", "qui remplace dc1"), ("Who takes dc1", "Qui prend dc1")
SITE = ("At which site is new1", "Sur quel site est new1")
NEW = ("J", "new1", "enter")

CERTAIN = [
    ((CONFLICT, "e"), STATE, ("restored", "restauré")),
    ((CONFLICT, "e"), STATE, ("Blocked", "BLOQUE")),
    ((DC1, "W"), WHAT, ("image", "image")),
    ((DC1, "W"), WHAT, ("since", "depuis")),
    ((DC1, "W", "image", "enter"), ("image of dc1", "image de dc1"), (DIGITS, DIGITS)),
    ((DC1, "X"), INSTEAD, ("dc2", "dc2")),
    ((DC1, "X", "enter"), NAME, ("dc1", "dc1")),
    (PIN, UNTIL, ("4h", "4h")),
    (PIN, UNTIL, ("tomorrow 06:00", "demain 06:00")),
    (NEW, SITE, ("union", "Union")),
]
"""How a question is reached, its words, and an answer to it that nothing else can be; in English and
in French."""
SINCE = (DC1, "W", "since", "enter", "02:00", "enter")
SPOKEN = [(SINCE, ("for dc1 alone", "pour dc1 seul"), ("yes", "oui"))]
"""Words by which people answer each other elsewhere too."""
NAMES = [((DC1, "f"), TAKES, ("Paul", "paul"))]
"""The same of people: they are called by their name elsewhere too."""
DOUBTFUL = [
    ((DC1, "b"), ("blocked, because", "Pourquoi bloquer dc1"), ("all good", "tout bon")),
    ((DC1, "n"), ("Note on dc1", "Note sur dc1"), ("4h", "4h")),
    ((CONFLICT, "e"), STATE, ("rest", "rest")),
    ((CONFLICT, "e"), STATE, ("ls -la", "ls -la")),
    ((DC1, "W"), WHAT, ("top", "top")),
    ((DC1, "f"), TAKES, ("nobody yet", "le stagiaire")),
    (PIN, UNTIL, ("tomorrow", "demain")),
    ((DC1, "X"), INSTEAD, ("a new one", "un neuf")),
]
"""The same where an answer may have been meant for another window."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("keys", "question", "answer"), CERTAIN)
async def test_what_can_be_nothing_but_the_answer_takes_one_enter_after_any_pause(
    night: Path, lang: str, keys: Keys, question: Words, answer: Words
) -> None:
    async with at_console(night, lang=lang) as operator:
        for pause in PAUSES:
            assert not await is_asked_about(operator, keys, pause, spoken(lang, question, answer))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("keys", "question", "answer"), NAMES)
async def test_the_name_of_somebody_takes_one_enter_unless_the_question_was_left_alone(
    night: Path, lang: str, keys: Keys, question: Words, answer: Words
) -> None:
    words = spoken(lang, question, answer)
    async with at_console(night, lang=lang) as operator:
        assert await is_asked_about(operator, keys, STALE_AT_ONCE, words)
        assert not await is_asked_about(operator, keys, STALE_AT_ONCE - 1, words)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("keys", "question", "answer"), SPOKEN)
async def test_a_word_for_yes_or_no_takes_one_enter_unless_a_chat_may_have_come_meanwhile(
    night: Path, lang: str, keys: Keys, question: Words, answer: Words
) -> None:
    words = spoken(lang, question, answer)
    async with at_console(night, lang=lang) as operator:
        assert await is_asked_about(operator, keys, STALE, words)
        assert not await is_asked_about(operator, keys, STALE - 1, words)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("keys", "question", "answer"), DOUBTFUL)
async def test_what_may_be_meant_for_another_window_is_asked_about_after_a_pause(
    night: Path, lang: str, keys: Keys, question: Words, answer: Words
) -> None:
    async with at_console(night, lang=lang) as operator:
        for pause in (STALE, 40):
            assert await is_asked_about(operator, keys, pause, spoken(lang, question, answer))


async def test_a_name_that_is_typed_unread_is_asked_about_though_it_is_the_one_that_is_wanted(
    night: Path,
) -> None:
    async with at_console(night) as operator:
        await reaches(operator, DC1, "X", "enter")
        await operator.sees("type dc1")
        await answers(operator, "dc1", operator.app._keyboard._guard.calm_since + READ_TEXT / 2)
        await operator.sees('"dc1"? It began')


async def test_who_has_answered_has_seen_what_is_asked_next_and_may_think_about_it_for_longer(
    night: Path,
) -> None:
    async with at_console(night) as operator:
        await reaches(operator, CONFLICT, "e")
        operator.looks(STALE_AT_ONCE)
        await answers(operator, "restored")
        await operator.sees("san1 is restored, because (Esc: no):")
        operator.looks(STALE_AT_ONCE)
        await answers(operator, "looked again")
        await operator.sees("Settle it: san1 is restored")


def spoken(lang: str, question: Words, answer: Words) -> Words:
    place = LANGUAGES.index(lang)
    return question[place], answer[place]


async def reaches(operator: Operator, *keys: str) -> None:
    """Presses keys, with a filter and the answers to other questions among them, up to a question."""
    for key in keys:
        if key.startswith("/"):
            await operator.burst(key)
        elif len(key) == 1 or key == "enter":
            await operator.press(key)
        else:
            await operator.until(lambda: operator.app.dialogue.prompt.typing, "it was not asked")
            await operator.paste(key)


async def answers(operator: Operator, text: str, began: float | None = None) -> None:
    """Types a text and Enter, a letter in a fifth of a second, the first of them now unless it `began`
    at another time of the console's clock."""
    began = operator.app._keyboard.clock() if began is None else began
    operator.looks(0.2 * len(text))
    for number, character in enumerate(f"{text}\r"):
        key = Key("enter" if character == "\r" else character, character)
        key.time = began + 0.2 * number - operator._looked
        operator.app.post_message(key)
    await operator.pilot.pause()


async def is_asked_about(operator: Operator, keys: Keys, pause: float, words: Words) -> bool:
    """Whether Enter behind an answer that comes so late asks if it is meant; then no is said."""
    question, answer = words
    await reaches(operator, *keys)
    await operator.sees(question)
    operator.looks(pause)
    await answers(operator, answer)
    doubted = operator.app.dialogue.prompt.asks_if_meant
    await operator.press("escape", "escape", "escape", "1")
    return doubted
