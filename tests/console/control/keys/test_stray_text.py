"""Texts typed where every letter is a key: nothing is written, and what a letter did is said."""

from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.answer_guard import STALE
from chwapi_console.console.control.keys.lull import CLOSED, QUIET
from chwapi_console.console.control.keys.word_guard import (
    ALONE,
    WORD_GAP,
)
from console.driver import at_console
from console.hands import hunts, types


@pytest.mark.parametrize("gap", [0.005, 0.15, 0.4])
@pytest.mark.parametrize("words", ["un serveur", "uptime", "update", "un"])
async def test_a_word_that_begins_with_the_key_of_undo_takes_nothing_back(
    plan: Path, words: str, gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        operator.looks()
        await types(operator, f"{words}\n", gap)
        await operator.press("escape")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


async def test_a_word_selects_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "attend paul\n", 0.2)
        assert set() == operator.app.picture.trail.selected
        await operator.stands_on("san1")


@pytest.mark.parametrize("gap", [0.12, 0.45])
@pytest.mark.parametrize("words", ["compromis", "sain", "inconnu", "infecté", "clean"])
async def test_a_verdict_typed_as_a_word_in_triage_judges_nothing(
    unseen: Path, words: str, gap: float
) -> None:
    async with at_console(unseen, lang="fr") as operator:
        await operator.press("3")
        operator.looks()
        await types(operator, f"{words}\n", gap)
        assert [] == operator.acts


async def test_a_text_asked_for_right_after_the_cursor_went_on_says_what_it_is_not_for(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y", "n")
        await operator.sees("The cursor has gone on from san1. Note on sql1, no patient's data:")
        await operator.press("escape", "down", "n")
        await operator.sees("Note on anes1, no patient's data:")
        assert not operator.row("gone on from")


async def test_the_reason_why_keys_are_ignored_stands_once(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("y")
        for _ in range(3):
            await operator.press_fast("t")
            operator.app._keyboard._lull.want(operator.app._keyboard.clock(), QUIET, CLOSED)
        await operator.press_fast("t")
        await operator.sees("Keys ignored: the question was closed.")
        assert 1 == " ".join(operator.screen).count("Keys ignored")


async def test_a_second_line_is_no_second_enter(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        for line in ("bonjour\n", "ca va ?\n", "ls\n"):
            await types(operator, line, 0.2)
            operator.looks()
        assert [] == operator.acts
        await operator.press("escape")
        assert [] == operator.acts


@pytest.mark.parametrize("line", ["ok\n", "yk\n", "vj"])
async def test_a_letter_that_moves_is_one_of_a_word_behind_one_that_did_nothing(
    plan: Path, line: str
) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("t", "space", "down")
        await operator.stands_on("rebuild")
        operator.looks(3)
        await types(operator, "vi", 0.12)
        operator.looks(2)
        await types(operator, line, 0.16)
        await operator.stands_on("rebuild")
        operator.looks(6)
        await operator.press("space")
        await operator.sees("step rebuild done")
        assert ["step.done", "step.done"] == [act[1] for act in operator.acts[-2:]]


async def test_what_the_first_letter_wrote_is_said_where_the_rest_was_typed_to_a_question(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr", size=(160, 30)) as operator:
        await operator.press("t")
        await operator.sees("san1 pris")
        operator.looks(2.5)
        await types(operator, "n instant\n", 0.2)
        assert not operator.app.dialogue.prompt.asking
        await operator.sees("Avant lui, « t » a fait : san1 pris (u annule).")


async def test_a_key_pressed_after_a_look_behind_a_text_without_enter_says_that_it_is_ignored(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr", size=(160, 30)) as operator:
        operator.looks()
        await types(operator, "tester", 0.15)
        operator.looks(1.8)
        await operator.press_fast("t")
        await operator.sees("t n'a rien fait : venu trop tôt après un texte.")
        assert [] == operator.acts


async def test_keys_that_move_follow_each_other_and_an_act_as_fast_as_they_come(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "jjjk", 0.12)
        await operator.stands_on("anes1")
        await types(operator, "t", 0.4)
        await operator.sees("Take: anes1? (y/n)")
        await operator.press("y")
        await operator.sees("anes1 taken")


async def test_a_text_that_begins_with_a_blank_ticks_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.press("down", "enter")
        await operator.sees("isolate")
        await operator.burst(" dc1 ok\n")
        await operator.sees("That was a text, not a key")
        assert [] == operator.acts
        await operator.press("space")
        await operator.until(lambda: bool(operator.acts), "it was not ticked")


async def test_a_text_whose_first_letter_acted_is_not_said_to_have_written_nothing(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        first, second = Key("t", "t"), Key("o", "o")
        second.time = first.time + (ALONE + WORD_GAP) / 2
        operator.app.post_message(first)
        await operator.pilot.pause()
        await operator.goes_on()
        await operator.sees("san1 taken")
        operator.app.post_message(second)
        await operator.sees('its "t" has acted: san1 taken; u takes that back.')
        assert not operator.row("nothing was written")
        assert not operator.app.dialogue.prompt.asking


@pytest.mark.parametrize("gap", [0.1, 0.25])
@pytest.mark.parametrize(
    "words", [" merci", " ls -la", " oui", " cd /tmp", " je vérifie", " kill 9", " Gaël ?"]
)
async def test_a_text_typed_on_a_page_with_a_blank_before_ticks_nothing(
    plan: Path, words: str, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("down", "enter")
        operator.looks()
        await types(operator, f"{words}\n", gap)
        assert [] == operator.acts


async def test_a_text_is_said_to_have_acted_however_late_it_is_known_for_one(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.press("down", "enter")
        operator.looks()
        blank = Key("space", " ")
        operator.app.post_message(blank)
        await operator.pilot.pause()
        await operator.goes_on()
        await operator.until(lambda: bool(operator.acts), "it was not ticked")
        for number, letter in enumerate("st", 1):
            key = Key(letter, letter)
            key.time = blank.time + 0.45 * number
            operator.app.post_message(key)
        await operator.sees("has acted: sql1: step isolate done")
        assert 1 == len(operator.acts)


async def test_a_text_that_was_wiped_takes_its_doubts_with_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await types(operator, "ad ", 0.2)
        operator.looks(STALE)
        await types(operator, "dis", 0.2)
        operator.looks()
        await operator.press("ctrl+u")
        await types(operator, "bad disk\n", 0.2)
        await operator.sees("san1 blocked (bad disk)")


@pytest.mark.parametrize("gap", [0.45, 0.6, 0.8])
@pytest.mark.parametrize(
    ("key", "rest", "did"),
    [("t", "'es la ?", "san1 taken"), ("t", "term", "san1 taken")],
)
async def test_a_text_never_says_that_nothing_was_written_where_its_letter_acted(
    plan: Path, key: str, rest: str, did: str, gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press(key)
        await operator.sees(did)
        operator.looks(gap - 0.15)
        await types(operator, f"{rest}\n", 0.15)
        await operator.sees(f"has acted: {did}; u takes that back.")
        assert not operator.row("nothing was written")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize("walk", [(), ("j", "k"), ("j", "j", "j")])
async def test_a_key_that_was_pressed_on_purpose_is_not_said_to_be_of_a_text_that_comes_later(
    plan: Path, walk: tuple[str, ...]
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        for key in walk:
            operator.looks(0.8)
            await operator.press_fast(key)
        operator.looks(0.8 if walk else 1.6)
        await types(operator, "'es la ?\n", 0.15)
        await operator.sees("did: san1 taken (u takes that back).")
        assert not operator.row("has acted")
        assert not operator.row("nothing was written")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


async def test_what_a_letter_did_is_said_where_other_letters_came_in_between(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        for letter in "',":
            await operator.press_behind(letter, 0.9)
        for letter in "as":
            await operator.press_behind(letter, 0.15)
        await types(operator, " la ?\n", 0.15)
        await operator.sees('its "t" has acted: san1 taken; u takes that back.')
        assert not operator.row("nothing was written")


async def test_what_a_key_did_that_was_meant_is_not_said_of_a_text_after_a_look(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("t")
        await operator.sees("san1 pris")
        operator.looks(3)
        await types(operator, "attends\n", 0.25)
        await operator.sees("Texte ignoré. Avant lui, « t » a fait : san1 pris")
        assert not operator.row("a agi")


@pytest.mark.parametrize("first", [0, 0.5])
@pytest.mark.parametrize("gap", [2.4, 3.5, 9.0])
async def test_what_a_key_wrote_before_a_text_is_said_however_late_the_text_went_on(
    plan: Path, gap: float, first: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks(first)
        await operator.press("t")
        await operator.sees("san1 pris")
        operator.looks(gap - 0.3)
        await types(operator, "ail -f\n", 0.3)
        await operator.sees("« t » a fait : san1 pris")
        assert not operator.row("rien n'a été écrit")
        assert 1 == len(operator.acts)


async def test_what_the_first_letter_of_an_answer_wrote_is_said_of_the_rest(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d", "o")
        await operator.sees("san1 restauré")
        operator.looks(2.4)
        await types(operator, "uais on arrive\n", 0.3)
        await operator.sees("Avant lui, la réponse « o » a fait : san1 restauré")
        assert not operator.row("rien n'a été écrit")


async def test_an_act_that_is_taken_back_does_not_hide_the_one_written_before_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        await operator.press("t")
        await operator.sees("sql1 taken")
        await operator.at_once("space", "escape")
        await operator.sees("Given up: ␣ has done nothing to sql1.")
        assert not operator.row("nothing was written")


@pytest.mark.parametrize(
    ("lang", "yes", "then"), [("en", "y", "u, then y"), ("fr", "o", "u puis o")]
)
async def test_where_undo_asks_first_its_yes_is_named_with_its_key(
    plan: Path, lang: str, yes: str, then: str
) -> None:
    async with at_console(plan, lang=lang, size=(160, 30)) as operator:
        await operator.press("d", yes)
        await operator.until(lambda: len(operator.acts) == 1, "it was not marked")
        operator.looks(2.4)
        await types(operator, "'es la ?\n", 0.15)
        await operator.sees(f"({then} ")
        operator.looks(3)
        await operator.press("u")
        await operator.sees(f"({yes}/n)")


async def test_a_text_long_after_the_latest_act_wrote_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        operator.looks(25)
        await types(operator, "'es la ?\n", 0.15)
        await operator.sees("That was a text, not a key: nothing was written.")


async def test_an_undo_by_the_first_letter_of_a_text_is_not_said_to_be_taken_back_by_undo(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("u")
        await operator.until(lambda: len(operator.acts) == 2, "it was not undone")
        operator.looks(0.7)
        await types(operator, "'est fini\n", 0.15)
        line = await operator.sees('its "u" has acted:')
        assert "takes that back" not in line


async def test_what_the_first_letter_of_a_still_slower_text_did_is_said_and_the_rest_is_none(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "tail\n", 1.5)
        await operator.sees('its "t" has acted: san1 taken; u takes that back.')
        assert [("oncall-1", "restoring", "san1")] == operator.acts
        assert not operator.row("+»")


async def test_a_text_that_begins_with_the_key_of_a_meant_act_does_not_claim_that_act(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        operator.looks(ALONE)
        await operator.press_behind("t", 1.4)
        for letter in "ail":
            await operator.press_behind(letter, 0.2)
        await operator.sees('Text ignored with its "t". Before it, "t" did: san1')
        assert not operator.row("has acted")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize(("rest", "asks"), [("onjour\n", False), ("ONJOUR\n", True)])
async def test_caps_lock_is_asked_about_only_while_no_small_letter_has_come(
    plan: Path, rest: str, asks: bool
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await operator.press("B")
        await operator.sees("Is Caps Lock on?")
        await types(operator, rest, 0.15)
        await operator.sees("That was a text, not a key")
        assert asks == bool(operator.row("Caps Lock"))


THOUGHT = 2.1
"""Seconds for which somebody thinks between two words: the first is known for a text by then, and keys
behind it mean something again."""


@pytest.mark.parametrize("gap", [0.08, 0.3])
async def test_what_goes_on_behind_a_thought_selects_nothing(plan: Path, gap: float) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        assert operator.app.dialogue.prompt.asking
        operator.looks(3)
        await types(operator, "oui ", gap)
        operator.looks(THOUGHT)
        await types(operator, "allo\n", gap)
        assert set() == operator.app.picture.trail.selected
        await operator.stands_on("san1")


@pytest.mark.parametrize("thought", [THOUGHT, 3.5])
async def test_a_line_that_begins_by_moving_the_cursor_gives_it_back(
    plan: Path, thought: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks()
        await types(operator, "je ", 0.08)
        operator.looks(thought)
        await types(operator, "regarde\n", 0.12)
        await operator.stands_on("san1")
        assert [] == operator.acts


async def test_who_walks_on_with_arrows_behind_a_text_keeps_the_place(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "attend ", 0.12)
        operator.looks(THOUGHT)
        await operator.press_fast("down", "down")
        operator.looks(0.5)
        await types(operator, "je regarde\n", 0.12)
        assert "san1" not in operator.cursor_line


@pytest.mark.parametrize("gap", [2.2, 4.5])
@pytest.mark.parametrize("first", ["a", "j"])
async def test_a_letter_alone_that_changed_what_is_shown_is_part_of_the_text_behind_it(
    plan: Path, first: str, gap: float
) -> None:
    async with at_console(plan, size=(80, 24)) as operator:
        operator.looks(20)
        await types(operator, first, 0.1)
        operator.looks(gap)
        await types(operator, "lors on se rappelle", 0.06)
        await operator.stands_on("san1")
        assert frozenset() == operator.app.picture.trail.selected
        assert "The screen is as it was before it." in " ".join(" ".join(operator.screen).split())
        assert [] == operator.acts


@pytest.mark.parametrize("keys", ["jj", "jjj", "jkj"])
async def test_a_text_behind_a_walk_through_the_list_leaves_the_cursor_there(
    plan: Path, keys: str
) -> None:
    async with at_console(plan) as operator:
        operator.looks(20)
        await types(operator, keys, 1.0)
        at = operator.app.picture.list.cursor
        operator.looks(3)
        await types(operator, "ls -la /tmp", 0.06)
        assert at == operator.app.picture.list.cursor


async def test_an_act_on_what_was_selected_before_a_text_asks_wherever_the_cursor_stands(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("a")
        operator.looks(30)
        await types(operator, "lors on se rappelle", 0.06)
        operator.looks(30)
        await operator.press("t")
        await operator.sees("Selected: san1; the cursor stands on sql1.")
        assert [] == operator.acts


@pytest.mark.parametrize("rest", ["n y va", "nc je disais"])
async def test_a_text_that_goes_on_behind_an_answer_hides_not_what_that_wrote(
    plan: Path, rest: str
) -> None:
    async with at_console(plan, lang="fr", size=(80, 24)) as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        await operator.press("o")
        await operator.sees("san1 restauré")
        operator.looks(0.5)
        await types(operator, rest, 0.08)
        assert not operator.app.dialogue.prompt.asking
        await operator.sees("san1 restauré ; u puis o annule")
        assert [("oncall-1", "restored", "san1")] == operator.acts


async def test_a_note_that_is_typed_once_its_question_was_read_stays_one(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("n")
        operator.looks(1.5)
        await types(operator, "seen with the vendor\n", 0.08)
        await operator.until(lambda: len(operator.acts) == 2, "it was not written")


async def test_what_a_letter_of_a_text_wrote_stays_to_be_read_while_keys_are_ignored(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr", size=(80, 24)) as operator:
        await operator.press("t")
        await operator.sees("san1 pris")
        operator.looks(1)
        await types(operator, "u as le ", 0.05)
        await operator.press_behind("c", 1.6)
        await types(operator, "ode du local ", 0.05)
        await operator.press_behind("p", 1.6)
        screen = " ".join(" ".join(operator.screen).split())
        assert "Texte ignoré" in screen
        assert "san1 pris" in screen


async def test_a_filter_that_a_path_has_asked_for_is_given_back(plan: Path) -> None:
    async with at_console(plan, size=(80, 24)) as operator:
        operator.looks(20)
        await types(operator, "cd ", 0.08)
        operator.looks(3)
        await types(operator, "/srv\n", 0.2)
        assert "" == operator.app.picture.trail.typed
        await operator.sees("That was no answer")
        await operator.stands_on("san1")


async def test_behind_a_filter_that_nothing_passes_the_cursor_is_where_it_was(plan: Path) -> None:
    async with at_console(plan, size=(80, 24)) as operator:
        await operator.press("down", "down")
        await operator.stands_on("anes1")
        await operator.press("slash")
        await operator.type("nobody is here")
        await operator.press("escape")
        await operator.stands_on("anes1")


async def test_a_blank_between_two_words_ticks_no_step(plan: Path) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("t", "space", "down")
        await operator.stands_on("rebuild")
        operator.looks(10)
        await types(operator, "ok.", 0.08)
        operator.looks(6.5)
        await hunts(operator, " ", 0.1)
        operator.looks(2)
        await types(operator, "a toute", 0.08)
        assert ["restoring", "step.done"] == [act[1] for act in operator.acts]


async def test_a_text_for_somebody_wants_its_second_enter_soon(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("n")
        await operator.burst("disk replaced, controller a ")
        operator.looks(6)
        await types(operator, "allo oui ? non pas encore\n", 0.08)
        await operator.sees("Is it meant?")
        for _ in range(3):
            operator.looks(8)
            await operator.press_fast("enter")
            assert operator.app.dialogue.prompt.asking
        assert [] == operator.acts


async def test_where_a_text_is_given_back_the_way_back_is_as_before_too(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.opens("sql1")
        operator.looks(10)
        await types(operator, "mdr nan\n", 0.1)
        assert "sql1" == operator.app.picture.trail.here.subject
        operator.looks(10)
        await operator.press("escape")
        await operator.sees("servers to go")
