"""The same key again before anybody can have seen what it did, keys after a question that went, and
keys that mean nothing."""

from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.lull import QUIET
from chwapi_console.console.control.keys.repeated import Repeated
from chwapi_console.console.control.keys.unseen_cursor import AGAIN, LED_AWAY
from chwapi_console.console.known.actions import ACTING
from chwapi_console.console.terminal.stroke import Stroke
from console.driver import LOOK, Operator, at_console

HERE, THERE = (frozenset(["dc1"]), ""), (frozenset(["sql1"]), "")
RESTORED = next(action for action in ACTING if action.id == "server.restored")


async def test_a_second_d_within_a_second_restores_nothing_else_and_says_so(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("ddd")
        await operator.sees("Answer y or n. Mark san1 restored all the same? (y/n)")
        assert [] == operator.acts
        await operator.burst("y")
        await operator.burst("dd", at_once=True)
        await operator.sees("san1 restored")
        assert [("oncall-1", "restored", "san1")] == operator.acts


@pytest.mark.parametrize("key", ["c", "i"])
@pytest.mark.parametrize("behind", [AGAIN * 0.2, 1.2, 3.5, 9.0])
async def test_a_verdict_pressed_again_judges_no_other_server_in_triage(
    unseen: Path, key: str, behind: float
) -> None:
    async with at_console(unseen) as operator:
        await operator.press("3", key)
        await operator.until(lambda: len(operator.acts) == 1, "the first verdict never came")
        for _ in range(3):
            await operator.press_behind(key, behind)
            await operator.goes_on()
        assert 1 == len(operator.acts)
        await operator.press("down", key)
        await operator.until(lambda: len(operator.acts) == 2, "the second verdict never came")


async def test_undo_pressed_twice_takes_back_one_act(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("n")
        await operator.type("the controller is dead")
        await operator.sees("san1: note")
        await operator.burst("uu")
        line = await operator.sees("u again too soon:")
        assert "san1" in line.partition("u again")[0]
        assert "restoring" == operator.session.look().situation.state("san1")


async def test_a_yes_that_is_held_down_leaves_what_it_did_to_be_read(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(3)
        for gap in (0, 0.5, *[0.033] * 20):
            operator.looks(gap)
            await operator.burst("o", at_once=True)
        await operator.sees("san1 restauré")
        assert not operator.row("Touches ignorées")
        assert not operator.row("aucune question")
        for gap in (2.0, 3.0, 0.02):
            await operator.press_behind("o", gap)
            await operator.sees("o : aucune question n'est ouverte.")
        assert [("oncall-1", "restored", "san1")] == operator.acts


async def test_a_step_held_down_is_one_tick(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.press("down", "enter")
        operator.looks()
        await operator.press_behind("space", LOOK)
        for gap in (0.4, *[0.033] * 40):
            await operator.press_behind("space", gap)
        await operator.goes_on()
        await operator.sees("sql1: step isolate done")
        assert 1 == len(operator.acts)


async def test_a_tick_leaves_the_cursor_and_an_arrow_goes_on(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.press("down", "enter", "space")
        await operator.sees("sql1: step isolate done")
        await operator.press("space")
        await operator.sees("is done already")
        await operator.press("down", "space")
        await operator.sees("sql1: step rebuild done")
        assert 2 == len(operator.acts)


def test_while_the_line_stands_still_nobody_has_seen_anything() -> None:
    repeated = Repeated()
    repeated.acting(Stroke("d", "d", 9.0), HERE)
    repeated.shown(10.0, THERE)
    repeated.not_seen_before(99.0)
    assert repeated.is_it(Stroke("d", "d", 99.0), RESTORED)
    repeated.not_seen_before(100.0)
    assert repeated.is_it(Stroke("d", "d", 100.5), RESTORED)


# Questions that went

ASKING = {
    "n": "Note on san1",
    "b": "san1: blocked, because",
    "w": "san1 unknown, because",
    "o": "Who are you?",
    "p": "Why put san1 first?",
    "f": "Who takes san1?",
}


@pytest.mark.parametrize("key", ASKING)
async def test_an_empty_enter_keeps_the_question_and_what_is_typed_on_answers_it(
    plan: Path, key: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(key, "enter")
        await operator.sees("The answer was empty.")
        assert operator.app.dialogue.prompt.typing
        await operator.burst("dt cx")
        await operator.sees("dt cx")
        assert [] == operator.acts


async def test_a_doubt_about_a_later_answer_no_longer_says_that_it_was_empty(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("p", "enter")
        await operator.sees("The answer was empty.")
        await operator.type("sudo reboot")
        await operator.sees("Is it meant?")
        assert "The answer was empty." not in "\n".join(operator.screen)


async def test_an_empty_enter_at_the_typed_word_of_a_retirement_keeps_the_question(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("X", "enter")
        await operator.sees("To go on, type san1")
        await operator.press("enter")
        await operator.sees("The answer was empty.")
        await operator.type("san1")
        await operator.sees("san1 retired")


async def test_an_empty_enter_keeps_the_filter_open(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", "enter")
        await operator.sees("Empty, it shows all; Esc leaves. Filter:")
        assert not operator.row("Keep this filter")
        await operator.burst("ex1")
        await operator.sees("↵ Keep this filter")
        await operator.stands_on("ex1")
        assert [] == operator.acts


async def test_lines_pasted_as_keys_into_an_answer_leave_no_command(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("nseen with the vendor\ndd disk replaced\n t q\n")
        await operator.sees("What came behind it is ignored.")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("note: seen with the vendor")
        assert [("oncall-1", "noted", "san1")] == operator.acts
        await operator.press("d")
        await operator.sees("san1 restored")


async def test_the_second_line_of_a_paste_is_no_answer_to_the_next_question(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("p")
        await operator.sees("Why put san1 first?")
        await operator.burst("ward full\n4h\ny")
        await operator.sees('"ward full"? It')
        await operator.press("y")
        await operator.sees("Until when?")
        assert [] == operator.acts


@pytest.mark.parametrize(("keys", "closing"), [("nx", "escape"), ("q", "escape")])
async def test_what_is_pressed_in_the_breath_that_closes_a_question_is_no_command(
    plan: Path, keys: str, closing: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(*keys)
        await operator.at_once(closing, "t")
        await operator.sees("Keys ignored: the question was closed.")
        operator.looks(QUIET * 1.1)
        await operator.press_fast("t")
        await operator.sees("san1 taken")


async def test_what_is_typed_on_when_a_question_was_taken_back_means_nothing(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", "a")

        def taken_back() -> bool:
            operator.app.dialogue.cancel()
            return True

        monkeypatch.setattr(operator.app._keyboard, "_pressed", taken_back)
        await operator.press("b")
        monkeypatch.setattr(operator.app._keyboard, "_pressed", lambda: False)
        operator.looks(QUIET * 0.2)
        await operator.press_fast("d")
        await operator.sees("Keys ignored: the question was closed.")
        assert [] == operator.acts


# Escape and a key in one piece


async def test_escape_and_a_view_in_one_piece_are_both_heard(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter")
        await operator.sees("Needed by")
        await escaped(operator, "2")
        await operator.sees("Services by site")


async def test_escape_and_an_act_in_one_piece_do_not_act(plan: Path) -> None:
    async with at_console(plan) as operator:
        await escaped(operator, "d")
        await operator.sees("d came in one piece with Esc: ignored.")
        assert [] == operator.acts


async def test_escape_and_a_key_in_one_piece_take_a_question_back(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", "a")
        await escaped(operator, "d")
        await operator.no_longer_sees("Note on")
        assert [] == operator.acts


@pytest.mark.parametrize("gap", [0.0, 0.05, 0.2, 0.4])
async def test_a_view_behind_escape_from_a_question_is_shown_however_soon(
    plan: Path, gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", "a")
        if gap:
            await operator.press("escape")
            await operator.press_behind("2", gap)
        else:
            await escaped(operator, "2")
        await operator.sees("Services by site")


@pytest.mark.parametrize("key", ["t", "enter", "full_stop"])
async def test_any_other_key_so_soon_behind_escape_from_a_text_does_nothing(
    plan: Path, key: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", "a", "escape")
        await operator.press_behind(key, 0.4)
        await operator.goes_on()
        await operator.sees("Keys ignored: the question was closed.")
        assert operator.row("Queue: ")
        assert [] == operator.acts


async def escaped(operator: Operator, key: str) -> None:
    await operator.at_once(f"escape+{key}")


# Messages and keys of other programs


async def test_why_a_key_did_nothing_is_still_said_where_the_next_key_came_too_soon_to_read_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("x")
        await operator.sees("there is nothing to let go of")
        await operator.press_behind("enter", 0.4)
        await operator.sees("Needed by")
        assert operator.row("there is nothing to let go of")
        await operator.press("escape")
        assert not operator.row("there is nothing to let go of")


async def test_what_was_said_about_one_place_is_not_said_at_the_next(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("space")
        await operator.press("2", "d")
        await operator.sees("Put the cursor on a server first.")
        await operator.press("1")
        await operator.no_longer_sees("Put the cursor on a server first.")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("colon", "There is no command line in here"),
        ("ctrl+p", "There is no list of commands in here"),
        ("ctrl+z", "Not stopped: nothing here would bring it back"),
    ],
)
async def test_keys_of_other_programs_say_what_to_use_here(
    plan: Path, monkeypatch: pytest.MonkeyPatch, key: str, words: str
) -> None:
    monkeypatch.setattr("chwapi_console.console.app.comes_back", lambda: False)
    async with at_console(plan) as operator:
        await operator.press(key)
        await operator.sees(words)


@pytest.mark.parametrize("gap", [0.12, 0.25, 0.4, 0.6])
@pytest.mark.parametrize(
    "opened", [["n", "h", "s", "enter"], ["b", "escape"], ["n", "a", "escape"]]
)
async def test_words_typed_on_after_a_question_that_went_are_no_commands(
    plan: Path, opened: list[str], gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press(*opened)
        before = operator.acts
        for key in ("c", "a", "r", "t", "e", "space", "d", "u"):
            operator.looks(gap)
            await operator.press_fast(key)
        operator.looks(gap)
        await operator.press_fast("enter")
        assert before == operator.acts
        await operator.press("t")
        await operator.sees("san1 taken")


@pytest.mark.parametrize("gap", [0.2, 0.6, 1.1])
async def test_a_yes_typed_as_a_word_is_the_yes_alone(plan: Path, gap: float) -> None:
    for word, language in (("oui", "fr"), ("yes", "en")):
        async with at_console(plan, lang=language) as operator:
            await operator.press("d", word[0])
            for key in (*word[1:], "enter"):
                operator.looks(gap)
                await operator.press_fast(key)
            assert [("oncall-1", "restored", "san1")] == operator.acts
            assert operator.row("1/5")
            await operator.press("u", word[0])
            await operator.until(lambda: len(operator.acts) == 2, "it was not undone")
        plan.with_suffix(".journal").unlink()


async def test_a_yes_that_came_before_anybody_could_see_the_question_is_none(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("dy")
        await operator.sees("all the same? (y/n)")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("1/5 back")


@pytest.mark.parametrize("move", ["j", "down"])
async def test_a_move_that_was_pressed_before_the_cursor_was_seen_to_go_moves_it_no_farther(
    plan: Path, move: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "d")
        await operator.sees("(y/n)")
        operator.looks()
        operator.app.post_message(Key("y", "y"))
        await operator.pilot.pause()
        operator.looks(1.1)
        await operator.press_fast(move)
        await operator.sees("The cursor has just gone to sql1:")
        await operator.press_behind("t", 0.4)
        await operator.goes_on()
        assert 1 == len(operator.acts)
        operator.looks(LED_AWAY)
        await operator.press(move)
        await operator.stands_on("anes1")


@pytest.mark.parametrize("keys", ["t", "jt"])
async def test_behind_a_page_from_which_the_cursor_goes_on_what_acts_waits_for_a_look(
    plan: Path, keys: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter", "d", "y")
        await operator.sees("san1 restored")
        operator.looks()
        await operator.pilot.press("escape")
        for key in keys:
            await operator.press_behind(key, AGAIN * 0.8)
        await operator.goes_on()
        await operator.sees(f"The cursor has just gone to sql1: {keys[-1]}")
        await operator.stands_on("sql1")
        await operator.press("t")
        await operator.sees("sql1 taken")


async def test_a_letter_that_was_hit_for_another_s_takes_no_server_far_away(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "down", "g")
        await operator.press_behind("t", 1.4)
        await operator.sees("t came too soon. Look, then press it.")
        assert [] == operator.acts
        await operator.press("t")
        await operator.sees("san1 taken")


@pytest.mark.parametrize(
    ("told", "gap", "ticks"), [(True, 0.7, True), (True, 0.1, False), (False, 0.7, False)]
)
def test_who_is_impatient_gets_through_where_the_terminal_tells_what_it_shows(
    told: bool, gap: float, ticks: bool
) -> None:
    repeated = Repeated(lambda: told)
    repeated.acting(Stroke("space", " ", 9.0), (HERE[0], "image"))
    repeated.shown(10.0, (HERE[0], "test"))
    repeated.is_seen(12.0)
    for at in (12.8, 12.8 + gap):
        stroke = Stroke("space", " ", at, again=gap)
        if again := repeated.is_it(stroke, RESTORED):
            repeated.repeats(stroke)
    assert ticks != again


def test_what_acts_behind_a_move_waits_until_the_terminal_has_told_that_it_shows_that() -> None:
    repeated = Repeated(lambda: True)
    repeated.cursor.moves(10.0)
    for at in (10.3, 14.0, 27.0):
        repeated.not_seen_before(at)
        repeated.hears(key := Stroke("t", "t", at))
        assert repeated.cursor.is_led_away(key)
    repeated.is_seen(27.4)
    repeated.hears(key := Stroke("t", "t", 27.5))
    assert not repeated.cursor.is_led_away(key)
