"""What comes behind a key whose act waits: all at once, from a program, held down, or as work goes on."""

from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.answer_guard import READ_TIME
from chwapi_console.console.control.keys.lull import BREATH
from chwapi_console.console.control.keys.unseen_cursor import LED_AWAY
from chwapi_console.console.control.keys.word_guard import HUNTED_ALONE
from console.driver import at_console
from console.hands import NAMES, gives, hunts, types


async def test_a_letter_that_stands_alone_acts_and_the_next_key_need_not_wait(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.at_once("t", "down")
        await operator.sees("san1 taken")
        operator.looks()
        await operator.press("t")
        await operator.sees("Take: sql1? (y/n)")  # the arrow came before anybody saw the first act
        await operator.press("y")
        await operator.sees("sql1 taken")
        assert [("oncall-1", "restoring"), ("oncall-1", "restoring")] == [
            (who, what) for who, what, _ in operator.acts
        ]


async def test_an_act_waits_for_a_second_letter_and_no_longer(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        operator.app.post_message(Key("t", "t"))
        await operator.pilot.pause()
        assert [] == operator.acts
        await operator.goes_on()
        await operator.sees("san1 taken")


async def test_a_real_second_passes_and_the_act_is_written(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.app.post_message(Key("t", "t"))
        await operator.sees("san1 taken")


@pytest.mark.parametrize("key", ["t", "u", "space"])
async def test_an_act_that_waits_is_not_done_when_the_line_dies(plan: Path, key: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter", "t")
        await operator.sees("san1 taken")
        if key == "t":
            await operator.press("escape", "down")
        operator.looks()
        operator.app.post_message(Key(key, " " if key == "space" else key))
        await operator.pilot.pause()
    assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (("t", "escape"), "Given up: t has done nothing to san1."),
        (("t", "backspace"), "Given up: t has done nothing to san1."),
        (("d", "y", "backspace"), 'Given up, nothing is done: "Mark san1 restored all the same?"'),
        (("d", "y", "escape"), 'Given up, nothing is done: "Mark san1 restored all the same?"'),
    ],
)
async def test_what_was_pressed_just_before_can_be_taken_back(
    plan: Path, keys: tuple[str, ...], said: str
) -> None:
    async with at_console(plan) as operator:
        for key in keys[:-2]:
            await operator.press(key)
        await operator.at_once(*keys[-2:])
        await operator.sees(said)
        assert [] == operator.acts


async def test_a_yes_held_down_is_none(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        operator.looks(-2 + READ_TIME / 2)
        await types(operator, "y" * 30, 0.033)
        assert [] == operator.acts


@pytest.mark.parametrize(
    ("gap", "after", "asks"),
    [(0.033, 0.1, False), (0.033, 0.35, False), (0.033, LED_AWAY + 0.1, True), (0.2, 0.2, True)],
)
async def test_an_act_after_an_arrow_that_was_held_down_waits_until_the_list_is_seen(
    plan: Path, gap: float, after: float, asks: bool
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        for _ in range(3):
            operator.looks(gap)
            operator.app.post_message(Key("down", None))
            await operator.pilot.pause()
        began = operator.app._keyboard._rolling._last
        operator.looks(began + after - operator.app._keyboard.clock())
        operator.app.post_message(Key("t", "t"))
        await operator.pilot.pause()
        await operator.goes_on()
        await operator.sees("Take: ex1? (y/n)" if asks else "The list was still moving")
        assert not operator.acts


PASTED = (
    "b\n\nd\n",
    "n\nx\n",
    "nano /etc/hosts\nls\n",
    "bonjour\noui\n",
    ":wq\n",
    "t\n",
    "tt\n",
    "\nt\n",
    "\nt",
    "jt\n",
    "jt",
    "d\no\n",
    "d\n\nd\no\n",
    "z\nd\no\n",
    "*t\no\n",
    "uptime\n",
    "compromis\n",
    "who\nwho\n",
    "d\toui\n",
    "x\ny\n",
    "1\n2\nt\n",
    "ls\ncat a\ntail -f b\n",
)


@pytest.mark.parametrize("place", ["1", "3", "enter"])
@pytest.mark.parametrize("text", PASTED)
async def test_what_comes_all_at_once_opens_a_question_at_most(
    plan: Path, text: str, place: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press(place)
        await operator.burst(text)
        operator.looks()
        await operator.press("escape", "escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


@pytest.mark.parametrize("text", ["oui\n", "o\n", "\no", "\no\n", "y\ty\n", "xo\n", "oo\n"])
async def test_what_comes_all_at_once_answers_no_question(plan: Path, text: str) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        await operator.burst(text)
        operator.looks()
        await operator.press("escape")
        assert [] == operator.acts


async def test_enter_that_comes_late_behind_a_text_of_no_hand_is_part_of_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.burst("disk dead")
        operator.looks(0.3)
        await operator.burst("\n", at_once=True)
        await operator.sees('"disk dead"? ')
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("san1 blocked (disk dead)")


async def test_a_second_text_that_comes_all_at_once_goes_nowhere(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.burst("bad disk\n")
        await operator.burst(" again\n")
        await operator.sees(
            'That was no answer. Given up, nothing is done: "san1: blocked, because"'
        )
        assert not operator.app.dialogue.prompt.asking
        assert [] == operator.acts


@pytest.mark.parametrize("gap", [0.12, 0.2])
async def test_a_note_that_a_program_gives_its_key_is_written_at_once(
    plan: Path, gap: float
) -> None:
    async with at_console(plan) as operator:
        await gives(operator, "n", "a real note", "\n", gap=gap)
        await operator.sees("san1: note: a real note")
        assert [("oncall-1", "noted", "san1")] == operator.acts


async def test_a_reason_that_a_program_gives_its_key_is_written_at_once(plan: Path) -> None:
    async with at_console(plan) as operator:
        await gives(operator, "b", "carte mere HS", "\n", gap=0.2)
        await operator.sees("san1 blocked (carte mere HS)")


@pytest.mark.parametrize(
    "pieces",
    [
        ("na real note", "\n"),
        ("n", "a real note\n"),
        ("n", "a real", " note", "\n"),
        ("n", "a real note", "\nd\n"),
        ("b", "ash restore.sh", "\n"),
        ("p", "aul, tu prends ?", "\n"),
        ("b", "vu", "\n"),
        ("n", "on", "\n"),
        ("n", "ano /etc/hosts", "\n"),
        ("n", "paul, tu prends ?", "\n"),
    ],
)
async def test_what_a_paste_or_a_slow_line_may_have_torn_is_no_note_of_a_program(
    plan: Path, pieces: tuple[str, ...]
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await gives(operator, *pieces)
        operator.looks()
        await operator.press("escape")
        assert [] == operator.acts


async def test_lines_that_go_on_right_behind_their_enter_are_no_note_of_a_program(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await gives(operator, "n", "a real note")
        operator.looks(0.12)
        enter = Key("enter", "\r")
        operator.app.post_message(enter)
        for letter in "its second line":
            key = Key(NAMES.get(letter, letter), letter)
            key.time = enter.time + BREATH / 2
            operator.app.post_message(key)
        await operator.pilot.pause()
        await operator.sees("Is it meant?")
        assert [] == operator.acts


async def test_a_note_of_a_program_on_a_line_that_stands_still_is_asked_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.app._keyboard._stalls = lambda: True
        await gives(operator, "n", "a real note", "\n")
        await operator.sees("Is it meant?")
        assert [] == operator.acts


async def test_a_key_held_down_leaves_what_its_first_press_did(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "t" * 12, 0.033)
        await operator.sees("san1 taken")
        for _ in range(5):
            await types(operator, "t", 0.2)
        assert operator.row("san1 taken")
        assert not operator.row("It is so already")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize("gap", [0.75, 1.1, 1.9])
async def test_keys_that_go_on_with_the_work_need_no_pause(plan: Path, gap: float) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        operator.looks()
        await hunts(operator, "t d", gap)
        await operator.sees("all the same? (y/n)")
        assert ["restoring", "step.done"] == [what for _, what, _ in operator.acts]


@pytest.mark.parametrize("late", [0.66, 1.0])
async def test_a_yes_held_down_right_behind_the_question_is_none(plan: Path, late: float) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks()
        await types(operator, "d", 0)
        await operator.sees("(o/n)")
        operator.looks(READ_TIME + 0.2)
        for number in range(12):
            key = Key("o", "o")
            if number:
                operator.looks(late if number == 1 else 0.033)
            operator.app.post_message(key)
            await operator.pilot.pause()
        await operator.goes_on()
        assert [] == operator.acts
        await operator.sees("Pas une réponse. Abandonné")


@pytest.mark.parametrize("key", "ctodixuvy")
@pytest.mark.parametrize("place", ["1", "2", "3"])
@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_a_key_held_down_is_one_press_and_answers_nothing(
    plan: Path, key: str, place: str, lang: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        await operator.press(place)
        operator.looks()
        for number in range(40):
            operator.looks(0.5 if number == 1 else 0.033)
            operator.app.post_message(Key(key, key))
            await operator.pilot.pause()
            await operator.is_answered()
        await operator.goes_on()
        await operator.is_answered()
        assert len(operator.acts) <= 1


async def test_a_yes_to_leaving_and_its_enter_that_come_in_one_piece_leave(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("q")
        operator.looks()
        await operator.burst("y\n", at_once=True)
        await operator.goes_on()
        assert operator.app._exit


async def test_a_yes_to_leaving_with_more_than_its_enter_in_one_piece_does_not(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("q")
        operator.looks()
        await operator.burst("y\nreboot\n", at_once=True)
        await operator.goes_on()
        assert not operator.app._exit
        assert [] == operator.acts


@pytest.mark.parametrize("gap", [0.3, 0.9, 1.1])
async def test_who_presses_a_key_again_and_again_gets_through_once(plan: Path, gap: float) -> None:
    async with at_console(plan) as operator:
        operator.looks(10)
        await operator.press_behind("t", 10)
        due = operator.app._keyboard._latest.stroke.at + gap * 1.5 + HUNTED_ALONE
        await types(operator, "ttt", gap)
        assert operator.app._keyboard._unsent.is_due(due)
        await operator.goes_on()
        await operator.sees("san1 taken")
        await operator.is_answered()
        assert [("oncall-1", "restoring", "san1")] == operator.acts
