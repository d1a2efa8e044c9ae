"""Two keys that may begin a text wait for the third, and a text that went on with its key in one rhythm
is asked about: nobody writes what was typed for another window, and who presses two keys briskly is
heard."""

from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.answer_guard import READ_TIME
from chwapi_console.console.control.keys.pace import Rhythm, TypistPace
from chwapi_console.console.control.keys.word_guard import ALONE, HUNTED_ALONE
from chwapi_console.console.terminal.stroke import Stroke
from chwapi_console.lone_words import is_lone_word
from console.driver import Operator, at_console
from console.hands import hunts, types
from console.test_hunted_letters import is_asked

FOR_EACH = pytest.mark.parametrize


@FOR_EACH("gap", [0.3, 0.4, 0.6, 1.0])
async def test_take_and_done_pressed_briskly_are_both_heard(plan: Path, gap: float) -> None:
    async with at_console(plan, operator="eloise") as operator:
        operator.looks()
        await hunts(operator, "td", gap)
        await operator.until(lambda: len(operator.acts) > 1, "d was not heard")
        assert ["restoring", "restored"] == [state for _, state, _ in operator.acts]


@FOR_EACH("keys", ["t ", "t  "])
async def test_take_and_tick_pressed_briskly_on_a_page_are_both_heard(
    plan: Path, keys: str
) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.opens("sql1")
        operator.looks(12)
        await hunts(operator, keys, 0.4)
        await operator.until(lambda: len(operator.acts) > 1, "no step was ticked")
        assert ["restoring", "step.done"] == [what for _, what, _ in operator.acts][:2]


@FOR_EACH("text", ["tdtd7\n", "tg\n", "td\n", "t la ?\n", "c4rte\n", "tgv demain\n"])
@FOR_EACH("gap", [0.12, 0.3, 0.75, 0.9])
@FOR_EACH("place", [(), ("enter",), ("3",)])
async def test_a_text_that_begins_with_two_such_keys_writes_nothing(
    plan: Path, text: str, gap: float, place: tuple[str, ...]
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press(*place)
        operator.looks()
        await hunts(operator, text, gap)
        await operator.press("escape")
        assert [] == operator.acts


async def test_escape_takes_both_of_two_keys_back(plan: Path) -> None:
    async with at_console(plan, operator="eloise") as operator:
        operator.looks()
        for key, character in (("t", "t"), ("d", "d"), ("escape", "\x1b")):
            operator.looks(0.4)
            operator.app.post_message(Key(key, character))
            await operator.pilot.pause()
        await operator.goes_on()
        await operator.sees("Given up: t has done nothing to san1.")
        assert [] == operator.acts


@FOR_EACH("text", ["even wachten\n", "vexe nous\n"])
async def test_letters_that_did_nothing_one_after_the_other_are_a_text(
    plan: Path, text: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, text, 1.5)
        await operator.press("escape")
        assert [] == operator.acts


@FOR_EACH("text", ["ls\n", "ah\n", "a\n", "l\n"])
async def test_enter_soon_behind_a_letter_ends_a_line_and_opens_nothing(
    plan: Path, text: str
) -> None:
    async with at_console(plan) as operator:
        title, here = operator.screen[1], operator.cursor_line
        operator.looks()
        await hunts(operator, text, 0.3)
        await operator.sees("That was a text, not a key: nothing was written.")
        assert (title, here) == (operator.screen[1], operator.cursor_line)


@FOR_EACH("keys", ["t\n", "j\n"])
async def test_enter_opens_what_was_taken_or_moved_to_however_soon(plan: Path, keys: str) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await hunts(operator, keys, 0.3)
        await operator.sees("Needed by")


@FOR_EACH("word", ["ouais\n", "ouadi\n"])
async def test_what_goes_on_otherwise_than_the_word_for_yes_does_nothing_more(
    plan: Path, word: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await is_asked(operator)
        await hunts(operator, word, 1.5)
        await operator.press("escape")
        assert [] == operator.acts


@FOR_EACH("text", ["nadia\n", "badblocks en cours\n", "nous sommes la\n", "note du bloc\n"])
async def test_a_text_that_goes_on_with_its_key_in_one_rhythm_is_asked_about(
    plan: Path, text: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, text, 1.6)
        assert operator.app.dialogue.prompt.asks_if_meant
        assert [] == operator.acts


async def test_a_note_of_whoever_reads_first_and_types_briskly_takes_one_enter(
    plan: Path,
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("n")
        operator.looks(1.3)
        await types(operator, "baie B4 sans courant\n", 0.3)
        await operator.until(lambda: bool(operator.acts), "it was asked about")


def rhythm(first: float, *gaps: float) -> Rhythm:
    """That of a text whose first letter came so long behind its key, the others so behind each other."""
    heard, at = Rhythm(), first
    heard.hears(Stroke("a", "a", at), Stroke("n", "n", 0.0))
    for gap in gaps:
        at += gap
        heard.hears(Stroke("a", "a", at), Stroke("n", "n", 0.0))
    return heard


@FOR_EACH(
    ("first", "gaps", "goes_on"),
    [
        (1.5, (1.5, 1.4, 1.6), True),
        (1.9, (1.3, 1.2), True),
        (1.3, (0.3, 0.2, 0.3), False),
        (3.1, (2.4, 2.5, 2.4), False),
        (1.5, (1.5,), False),
    ],
)
def test_a_text_goes_on_with_its_key_where_its_letters_came_like_it(
    first: float, gaps: tuple[float, ...], goes_on: bool
) -> None:
    assert goes_on == rhythm(first, *gaps).begins_with_key


@FOR_EACH("word", ["nadia", "klopt", "ccabc", "dc1", "fe80::1", "kevin!", "L4bo"])
def test_a_word_that_says_nothing_of_a_machine_is_lone(word: str) -> None:
    assert is_lone_word(word)


@FOR_EACH(
    "text",
    [
        "panne",
        "Chiffré.",
        "HS",
        "SAN",
        "INC0012345",
        "KB5034441",
        "disque HS",
        "https://a/b",
        "redémarré",
        "Patched.",
    ],
)
def test_a_word_of_trouble_or_of_a_deed_a_ticket_and_two_words_say_enough(text: str) -> None:
    assert not is_lone_word(text)


@FOR_EACH(("word", "asked"), [("nadia", True), ("panne", False)])
async def test_one_word_is_asked_about_unless_it_says_what_is_the_matter(
    plan: Path, word: str, asked: bool
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("b")
        operator.looks(3)
        await types(operator, f"{word}\n", 0.2)
        if asked:
            await operator.sees("C'est un seul mot,")
            await operator.press("o")
        await operator.until(lambda: bool(operator.acts), "it was not written")


@FOR_EACH(
    ("key", "before", "waits"),
    [
        ("i", "", HUNTED_ALONE),
        ("i", "/ad12", ALONE),
        ("t", "", HUNTED_ALONE),
        ("t", "/ad12", ALONE),
        ("c", "", HUNTED_ALONE),
    ],
)
async def test_what_does_most_harm_waits_longer_until_it_is_known_how_somebody_types(
    plan: Path, key: str, before: str, waits: float
) -> None:
    async with at_console(plan, operator="eloise") as operator:
        operator.looks()
        await types(operator, before, 0.3)
        await operator.press("escape", "escape", "home")
        operator.looks(12)
        await types(operator, key, 0)
        assert waits == operator.app._keyboard._latest.alone_for


@FOR_EACH("text", ["htop\n", "https://x\n", "ls\n"])
async def test_a_letter_behind_one_that_only_looks_may_go_on_with_a_word(
    plan: Path, text: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, text, 1.5)
        await operator.press("escape")
        assert [] == operator.acts


async def test_a_y_among_other_letters_does_not_leave(plan: Path) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, "qwerty", 1.0)
        await operator.sees("C'était un texte")
        assert not operator.app.dialogue.prompt.asking
        assert operator.app.is_running


async def doubts(operator: Operator) -> None:
    """Has a note asked about that began before its question was read."""
    operator.looks()
    await types(operator, "nil reste deux disques\n", 0.3)
    assert operator.app.dialogue.prompt.asks_if_meant


@FOR_EACH("gap", [1.0, 2.0])
async def test_a_note_that_is_asked_about_takes_one_key_more(plan: Path, gap: float) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await doubts(operator)
        assert [] == operator.acts
        await types(operator, operator.app.dialogue.prompt.yes_key, gap)
        operator.looks(3)
        await operator.goes_on()
        await operator.until(lambda: bool(operator.acts), "it was not written")


async def test_enter_that_is_pressed_fast_again_and_again_writes_no_note(plan: Path) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await doubts(operator)
        await types(operator, "\n" * 6, READ_TIME - 0.1)
        assert [] == operator.acts


async def test_the_cursor_stays_on_what_was_blocked(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.type("controller ordered")
        await operator.sees("san1 blocked (controller ordered)")
        assert "san1" in operator.cursor_line


async def test_a_name_to_compare_with_is_taken_however_soon_it_was_typed(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("equals_sign")
        await types(operator, "dc1\n", 0.2)
        await operator.sees("stands before")


def test_a_typist_is_brisk_once_a_few_gaps_are_known() -> None:
    pace = TypistPace()
    assert not pace.is_brisk
    for at in (0.0, 0.3, 0.6, 0.9):
        pace.hears(Stroke("a", "a", at))
    assert pace.is_brisk
