"""Somebody types words where letters are keys, at the pace of tired hands: nothing that they did
not mean is written."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key

from chwapi_console.clock import utc_now
from chwapi_console.console.control import doubt
from chwapi_console.console.control.answer_guard import READ_TEXT, READ_TIME, STALE, STALE_AT_ONCE
from chwapi_console.console.control.lull import BREATH, CLOSED, QUIET
from chwapi_console.console.control.word_guard import (
    ALONE,
    CAME_BACK,
    TICK_ALONE,
    UNASKED,
    WORD_GAP,
    WordGuard,
)
from chwapi_console.console.terminal.stroke import Stroke
from chwapi_console.console.widgets.row import cells
from chwapi_console.other_windows import is_chat, is_for_another_window, is_secret
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import language
from console.driver import Operator, at_console

NAMES = {
    "\n": "enter",
    " ": "space",
    ",": "comma",
    "'": "apostrophe",
    ".": "full_stop",
    ":": "colon",
    "%": "percent_sign",
    "-": "minus",
    "/": "slash",
    "?": "question_mark",
}


async def types(operator: Operator, text: str, gap: float) -> None:
    """Types a text with so many seconds between two letters, without a look at the screen before
    the first."""
    for character in text:
        operator.looks(gap)
        if gap >= ALONE:
            await operator.goes_on()
        operator.app.post_message(
            Key(NAMES.get(character, character), "\r" if character == "\n" else character)
        )
        await operator.pilot.pause()
    await operator.goes_on()


async def hunts(operator: Operator, text: str, gap: float) -> None:
    """Types a text as somebody does who looks for each letter; what has waited long enough by then
    is written before the next one."""
    unsent = operator.app._keyboard._unsent
    for character in text:
        operator.looks(gap)
        if unsent._send is not None:
            unsent._send_when_due(unsent._send)
        await operator.pilot.pause()
        await operator.is_answered()
        operator.app.post_message(
            Key(NAMES.get(character, character), "\r" if character == "\n" else character)
        )
        await operator.pilot.pause()
    await operator.goes_on()


WORDS = (
    "compromis",
    "domaine ok",
    "données restaurées",
    "isolé du réseau",
    "infecté",
    "sauvegarde en cours 80%",
    "connecté",
    "voir paul",
    "volume",
    "travaux",
    "dossier",
    "oui",
    "non",
    "yes",
    "no",
    "ok",
    "exit",
    "ls -la",
    "cd /tmp",
    "xo",
    "test",
    "update",
    "compromised",
    "clean",
    "disk full",
    "take it",
    "done",
    "restored",
    "up",
    "vu avec lui",
    "zone ok",
    "un serveur",
    "uptime",
    "update",
    "attend le disque",
    "sudo reboot",
    "docker ps",
    "wifi",
    "bonjour",
    "bash",
    "who",
    "bye",
    "bonne nuit",
    "panne",
    "voodoo",
    "vérifié",
    "Bonjour Eloise, dc1 est restauré",
    "cd",
    "do",
    "co",
    "vo",
    "io",
    "ti",
    "un",
    "d'accord",
)


@pytest.mark.parametrize("gap", [0.005, 0.12, 0.45])
@pytest.mark.parametrize("words", WORDS)
async def test_a_word_and_enter_with_no_question_open_write_nothing(
    plan: Path, words: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await types(operator, f"{words}\n", gap)
        operator.looks(0.1)
        await operator.press("escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


@pytest.mark.parametrize("word", ["oui", "non", "yes", "no", "ok", "OUI"])
@pytest.mark.parametrize("gap", [0.12, 0.5, 0.9])
async def test_an_answer_to_no_question_names_nobody_and_notes_nothing(
    plan: Path, word: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await types(operator, f"{word}\n", gap)
        await operator.press("escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


async def test_a_mail_pasted_line_by_line_writes_nothing(plan: Path) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.burst(
            "Bonjour Eloise,\ndc1 est restauré depuis 5 h.\nMerci de le marquer.\noui\n"
        )
        await operator.press("escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


async def test_a_letter_that_stands_alone_acts_and_the_next_key_need_not_wait(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.at_once("t", "down")
        await operator.sees("san1 taken")
        operator.looks()
        await operator.press("t")
        await operator.sees("taken")
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


async def test_an_act_that_waits_is_written_when_the_console_ends(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        operator.app.post_message(Key("t", "t"))
        await operator.pilot.pause()
    assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize(
    ("after", "writes"), [(0.1, False), (READ_TIME - 0.2, False), (READ_TIME + 0.05, True)]
)
async def test_a_yes_counts_when_there_was_time_to_read_the_question(
    plan: Path, after: float, writes: bool
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        operator.app.post_message(Key("d", "d"))
        await operator.sees("(y/n)")
        began = operator.app._keyboard._guard.calm_since
        operator.looks(began + after - operator.app._keyboard.clock())
        await types(operator, "y", 0)
        if writes:
            await operator.sees("san1 restored")
        else:
            await operator.sees("Answer y or n.")
        assert writes == bool(operator.acts)


async def test_a_yes_among_other_letters_is_none_and_the_question_goes(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, "mpry", 0.3)
        assert not operator.app.dialogue.prompt.asking
        operator.looks(READ_TIME)
        await operator.press("y")
        assert [] == operator.acts


async def test_a_yes_after_one_slip_of_the_finger_and_a_pause_is_one(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, "m", 0.3)
        assert [] == operator.acts
        operator.looks(READ_TIME)
        await operator.press("y")
        await operator.sees("san1 restored")


@pytest.mark.parametrize("gap", [0.12, 0.3, 0.45])
@pytest.mark.parametrize(
    "words",
    [
        "reboot",
        "root",
        "voodoo",
        "le zoo",
        "probleme disque",
        "voir demain",
        "quoi",
        "vu, disque mort",
    ],
)
async def test_words_typed_to_a_question_are_no_yes(plan: Path, words: str, gap: float) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, f"{words}\n", gap)
        assert [] == operator.acts


@pytest.mark.parametrize(
    ("word", "acts"),
    [
        ("on verra", False),
        ("on attend", False),
        ("oups", False),
        ("ouais", False),
        ("ok pas", False),
        ("yaourt", False),
        ("y a pas", False),
        ("o, mais", False),
        ("o?", False),
        ("oui", True),
        ("yes", True),
        ("ok", False),
        ("o", True),
        ("y", True),
    ],
)
@pytest.mark.parametrize("gap", [0.12, 0.4])
async def test_a_yes_that_begins_another_word_is_none(
    plan: Path, word: str, acts: bool, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, f"{word}\n", gap)
        await operator.is_answered()
        assert acts == ("restored" in [what for _, what, _ in operator.acts])


@pytest.mark.parametrize(
    "keys", [("t", "escape"), ("t", "backspace"), ("d", "y", "backspace"), ("d", "y", "escape")]
)
async def test_what_was_pressed_just_before_can_be_taken_back(
    plan: Path, keys: tuple[str, ...]
) -> None:
    async with at_console(plan) as operator:
        for key in keys[:-2]:
            await operator.press(key)
        await operator.at_once(*keys[-2:])
        await operator.sees("Taken back: nothing was written.")
        assert [] == operator.acts


async def test_a_reason_in_one_breath_with_its_key_is_asked_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("bad disk\n")
        await operator.sees('san1: blocked, because (Esc: no): "ad disk"? It came in pieces')
        assert [] == operator.acts
        await operator.press("enter")
        await operator.sees("blocked (ad disk)")


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


async def test_a_yes_held_down_is_none(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        operator.looks(-2 + READ_TIME / 2)
        await types(operator, "y" * 30, 0.033)
        assert [] == operator.acts


@pytest.mark.parametrize(
    ("gap", "after", "acts"),
    [(0.033, 0.1, False), (0.033, 0.35, False), (0.033, 0.5, True), (0.2, 0.2, True)],
)
async def test_an_act_after_an_arrow_that_was_held_down_waits_until_the_list_is_seen(
    plan: Path, gap: float, after: float, acts: bool
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
        await operator.sees("ex1 taken" if acts else "The list was still moving")
        assert acts == bool(operator.acts)


async def test_a_second_enter_does_not_answer_the_next_question(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "p")
        await operator.sees("Why put dc1 first?")
        await operator.type("tape")
        await operator.burst("\n", at_once=True)
        await operator.sees("Until when?")
        assert [] == operator.acts
        await operator.press("enter")
        await operator.sees("Put dc1 first until it works")
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "it was not pinned")


async def test_space_ticks_nothing_where_the_step_is_not_read(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "space")
        await operator.sees("Steps are ticked where they are read")
        assert [] == operator.acts


async def test_a_key_for_the_page_asks_where_the_cursor_stands_on_another_server(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter", "end", "up", "up", "t")
        await operator.sees("This page is about san1; the cursor stands on sql1")
        await operator.press("n")
        assert [] == operator.acts


async def test_undo_asks_about_what_was_not_done_at_this_screen(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        other = Session(plan, operator="oncall-1", host="test")
        other.acts.take(["anes1"])
        other.close()
        await operator.sees("anes1")
        await operator.comes_to_know(lambda view: view.situation.state("anes1") == "restoring")
        await operator.press("u")
        await operator.sees("Undo your latest act? (y/n)")
        await operator.press("n")
        assert "restoring" == operator.session.look().situation.state("anes1")


async def test_caps_lock_is_told(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("T")
        await operator.sees("Is Caps Lock on?")
        assert [] == operator.acts


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


async def test_what_is_restored_cannot_be_taken_and_says_so_unasked(plan: Path) -> None:
    async with at_console(plan) as operator:
        other = Session(plan, operator="bob")
        other.acts.mark(["san1"], "restored", Remarks(meant=True))
        other.close()
        await operator.comes_to_know(lambda view: view.situation.state("san1") == "restored")
        await operator.press("home", "t")
        await operator.sees("mark it compromised first")


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), st.floats(0.01, WORD_GAP - 0.01)),
        min_size=2,
    )
)
def test_every_letter_of_a_word_but_the_first_goes_on_with_it(
    word: list[tuple[str, float]],
) -> None:
    guard, at, before = WordGuard(), 0.0, ""
    for number, (letter, gap) in enumerate(word):
        at += gap
        assert (number > 0 and letter != before) == guard.goes_on(
            Stroke(letter, letter, at), moves=False
        )
        before = letter


def test_moving_keys_are_part_of_no_word_and_slow_letters_are_keys() -> None:
    guard = WordGuard()
    assert not guard.goes_on(Stroke("j", "j", 0.0), moves=True)
    assert not guard.goes_on(Stroke("t", "t", 0.1), moves=False)
    assert not guard.goes_on(Stroke("d", "d", 0.1 + WORD_GAP), moves=False)
    assert TICK_ALONE < WORD_GAP < ALONE


@pytest.mark.parametrize("before", [("colon",), ("T",), ("t", "escape")])
async def test_escape_and_leaving_wait_for_no_pause(plan: Path, before: tuple[str, ...]) -> None:
    async with at_console(plan) as operator:
        await operator.at_once(*before)
        for key in ("escape", "escape", "q"):
            operator.looks(0.25)
            await operator.press_fast(key)
        await operator.sees("Leave the console?")


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
        await operator.press("enter")
        await operator.sees("san1 blocked (disk dead)")


async def test_a_second_text_that_comes_all_at_once_is_asked_about_in_the_words_of_the_question(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.burst("bad disk\n")
        await operator.burst(" again\n")
        await operator.sees('san1: blocked, because (Esc: no): "ad disk again"? ')
        assert [] == operator.acts


@pytest.mark.parametrize("word", ["nano /etc/hosts", "nn", "not found"])
async def test_a_note_in_one_breath_with_its_key_is_asked_about(plan: Path, word: str) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, f"{word}\n", 0.2)
        await operator.sees(f'Note on san1, no patient\'s data: "{word[1:]}"? ')
        assert [] == operator.acts
        await operator.press("enter")
        await operator.sees(f"note: {word[1:]}")


async def test_a_note_that_its_key_stood_alone_for_takes_one_enter(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", *"hs")
        await operator.press("enter")
        await operator.sees("san1: note: hs")


async def gives(operator: Operator, *pieces: str, gap: float = 0.12) -> None:
    """Gives pieces of keys as a program does, with so many seconds between two; "\n" is Enter."""
    operator.looks()
    for piece in pieces:
        operator.looks(gap)
        await operator.burst(piece, at_once=True)


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
        await operator.sees("Enter once more")
        assert [] == operator.acts


async def test_a_note_of_a_program_on_a_line_that_stands_still_is_asked_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.app._keyboard._stalls = lambda: True
        await gives(operator, "n", "a real note", "\n")
        await operator.sees("Enter once more")
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


@pytest.mark.parametrize(("lang", "key", "again"), [("fr", "o", "Qui êtes-vous ?")])
async def test_a_yes_to_a_question_that_was_not_asked_this_time_opens_nothing(
    plan: Path, lang: str, key: str, again: str
) -> None:
    other = Session(plan, operator="paul")
    other.acts.take(["dc1"])
    other.close()
    async with at_console(plan, operator="eloise", lang=lang) as operator:
        await operator.press("f")
        await operator.type("paul")
        await operator.sees("san1")
        await operator.until(lambda: len(operator.acts) == 2, "it was not given")
        await operator.press(key)
        await operator.sees(f"{key} : aucune question n'est posée.")
        assert not operator.app.dialogue.prompt.asking
        await operator.press(key)
        await operator.sees(again)


async def test_the_reason_why_keys_are_ignored_stands_once(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("y")
        for _ in range(3):
            await operator.press_fast("t")
            operator.app._keyboard._lull.want(operator.app._keyboard.clock(), QUIET, CLOSED)
        await operator.press_fast("t")
        await operator.sees("Keys ignored: the question was closed.")
        assert 1 == " ".join(operator.screen).count("Keys ignored")


async def test_stopping_where_nothing_would_bring_it_back_is_told_while_a_question_stands(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chwapi_console.console.app.comes_back", lambda: False)
    async with at_console(plan) as operator:
        await operator.press("o", "ctrl+z")
        await operator.sees("Not stopped: nothing here would bring it back")
        await operator.burst("fg\n", at_once=True)
        assert not operator.app.dialogue.prompt.asking
        assert "oncall-1" == operator.app.known.operator


async def test_a_second_line_is_no_second_enter(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        for line in ("bonjour\n", "ca va ?\n", "ls\n"):
            await types(operator, line, 0.2)
            operator.looks()
        assert [] == operator.acts
        await operator.sees('"ls"? ')
        await operator.press("enter")
        await operator.sees("san1 blocked (ls)")


async def test_a_text_that_begins_with_a_blank_ticks_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
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


@pytest.mark.parametrize("key", ["n", "b"])
@pytest.mark.parametrize("word", ["d", "oui", "Ok"])
async def test_a_note_or_a_reason_that_says_nothing_is_asked_about(
    plan: Path, key: str, word: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press(key, "enter")
        await operator.type(word)
        await operator.until(
            lambda: operator.app.dialogue.prompt.is_doubted, "it was not asked about"
        )
        assert [] == operator.acts
        await operator.press("enter")
        await operator.until(lambda: bool(operator.acts), "it was not written")


async def test_enter_pressed_again_and_again_confirms_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "wifi ok\n\n\n\n", 0.35)
        await operator.sees('"ifi ok"? ')
        assert [] == operator.acts


@pytest.mark.parametrize("pause", [16, 61, 3600])
async def test_a_text_that_was_left_alone_is_asked_about_when_somebody_types_on(
    plan: Path, pause: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks()
        await types(operator, "waits for the ven", 0.3)
        operator.looks(pause)
        await types(operator, "ls -la\n", 0.2)
        await operator.sees('"waits for the venls -la"? ')
        assert [] == operator.acts
        await types(operator, "\n", 0.8)
        assert [] == operator.acts
        await operator.press("enter")
        await operator.sees("san1 blocked (waits for the venls -la)")


async def test_enter_that_wakes_a_screen_ends_no_text_that_was_left_alone(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks()
        await types(operator, "waits", 0.3)
        operator.looks(60)
        await operator.press("enter")
        await operator.sees('"waits"? ')
        assert [] == operator.acts


async def test_a_text_that_is_thought_about_for_a_moment_takes_one_enter(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks(STALE_AT_ONCE - 1)
        await types(operator, "waits for ", 0.3)
        operator.looks(8)
        await types(operator, "paul\n", 0.3)
        await operator.sees("san1 blocked (waits for paul)")


@pytest.mark.parametrize("word", ["oui\n", "ok\n", "o", "on y va\n"])
async def test_a_question_that_was_left_alone_takes_no_first_word_for_a_yes(
    plan: Path, word: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(60)
        await types(operator, word, 0.2)
        assert [] == operator.acts


async def test_a_question_that_was_left_alone_takes_the_second_yes(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        await operator.sees("(y/n)")
        operator.looks(60)
        await operator.press("y")
        await operator.sees("s without a key: if it is meant, y once more.")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("san1 restored")


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
        await operator.press("down", "enter")
        operator.looks()
        blank = Key("space", " ")
        operator.app.post_message(blank)
        await operator.pilot.pause()
        await operator.goes_on()
        await operator.until(lambda: bool(operator.acts), "it was not ticked")
        for number, letter in enumerate("st", 1):
            key = Key(letter, letter)
            key.time = blank.time + 0.65 * number
            operator.app.post_message(key)
        await operator.sees("has acted: sql1: step isolate done")
        assert 1 == len(operator.acts)


@pytest.mark.parametrize("key", ["b", "n", "w"])
@pytest.mark.parametrize("begun", ["", "waits for the ven"])
async def test_who_types_on_after_a_long_pause_is_asked_whether_it_is_meant(
    plan: Path, key: str, begun: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(key)
        if begun:
            await operator.burst(begun)
        operator.looks(STALE if begun else STALE_AT_ONCE)
        await types(operator, "ls -la\n", 0.2)
        await operator.until(
            lambda: operator.app.dialogue.prompt.is_doubted, "it was not asked about"
        )
        assert [] == operator.acts
        await operator.press("enter")
        await operator.until(lambda: bool(operator.acts), "it was not written")


@pytest.mark.parametrize(("pause", "said"), [(6, "6 s"), (45, "45 s"), (600, "10 min")])
async def test_a_pause_is_told_by_its_length(plan: Path, pause: float, said: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks(pause)
        await types(operator, "waits for paul\n", 0.2)
        await operator.sees('"waits for paul"? ')
        assert f"after a pause of {said}. " in operator.app.dialogue.prompt.whole
        assert [] == operator.acts


@pytest.mark.parametrize("gap", [0.12, 0.3, 0.5])
@pytest.mark.parametrize(
    "line", ["d'accord", "df -h", "dpkg -i x.deb", "ca marche", "dossier ouvert", "d'accord,"]
)
async def test_a_word_whose_first_letter_asks_leaves_no_question_for_the_next_line(
    plan: Path, line: str, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await types(operator, line, gap)
        operator.looks(2)
        assert not operator.app.dialogue.prompt.asking
        await types(operator, "oui\n", gap)
        operator.looks()
        assert [] == operator.acts


@pytest.mark.parametrize("line", ["pas encore", "je demande a paul", "attends"])
async def test_a_remark_typed_to_a_question_of_yes_or_no_takes_it_back(
    plan: Path, line: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(2)
        await types(operator, f"{line}\n", 0.25)
        operator.looks(2)
        assert not operator.app.dialogue.prompt.asking
        await types(operator, "oui\n", 0.25)
        assert [] == operator.acts


async def test_a_line_for_another_window_names_no_operator(plan: Path) -> None:
    async with at_console(plan, lang="fr", operator="eloise") as operator:
        await types(operator, "on fait quoi\n", 0.2)
        operator.looks(2)
        await types(operator, "oui\n", 0.2)
        operator.looks(2)
        await operator.press("escape")
        assert "eloise" == operator.app.known.operator


@pytest.mark.parametrize("gap", [0.75, 0.9, 1.1])
@pytest.mark.parametrize(
    ("key", "rest"), [("b", "ash restore.sh"), ("n", "ano /etc/hosts"), ("w", "ho"), ("p", "aul ?")]
)
async def test_a_text_that_begins_before_its_question_was_read_is_asked_about(
    plan: Path, key: str, rest: str, gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press(key)
        await operator.until(lambda: operator.app.dialogue.prompt.typing, "it was not asked for")
        operator.looks(
            operator.app._keyboard._guard.calm_since + gap - operator.app._keyboard.clock() - 0.2
        )
        await types(operator, f"{rest}\n", 0.2)
        await operator.sees(f'"{rest}"? ')
        await operator.press("escape")
        assert [] == operator.acts


async def test_a_text_that_begins_once_its_question_can_have_been_read_takes_one_enter(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks(READ_TEXT)
        await types(operator, "bad disk\n", 0.2)
        await operator.sees("san1 blocked (bad disk)")


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


async def test_what_is_typed_while_the_line_stands_still_is_asked_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.app._keyboard._stalls = lambda: True
        operator.looks()
        await types(operator, "bad disk\n", 0.2)
        await operator.sees('"bad disk"? ')
        assert [] == operator.acts


@pytest.mark.parametrize("words", ["paul ?", "ping dc1", "passwd paul", "ps aux", "pas de souci"])
@pytest.mark.parametrize("pause", [0.8, 1.2, 2.5])
async def test_no_line_and_no_enter_again_and_again_pins_anything(
    plan: Path, words: str, pause: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks()
        await types(operator, words, 0.2)
        for _ in range(5):
            await types(operator, "\n", pause)
        for line in ("4h", "ls", "on y va", "t'es la ?", "j'arrive"):
            operator.looks(pause)
            await types(operator, f"{line}\n", 0.2)
        operator.looks()
        await operator.press("escape", "escape")
        assert [] == operator.acts


@pytest.mark.parametrize("pause", [STALE_AT_ONCE, 40])
async def test_a_pin_whose_reason_somebody_types_on_after_a_pause_is_asked_about(
    plan: Path, pause: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("p")
        await operator.sees("Why put san1 first?")
        operator.looks(pause)
        await types(operator, "ok j'arrive\n", 0.2)
        await operator.sees('"ok j\'arrive"? ')


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


@pytest.mark.parametrize("walk", [(), ("j", "k"), ("down", "up"), ("j", "j", "j")])
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
        await operator.sees('s before, "t" wrote, and that stays: san1 taken')
        assert not operator.row("has acted")
        assert not operator.row("nothing was written")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize("gap", [0.005, 0.15, 0.4])
async def test_ok_leaves_the_question_whose_yes_it_begins_with(plan: Path, gap: float) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, "ok\n", gap)
        assert [] == operator.acts
        assert operator.app.dialogue.prompt.asking
        await operator.sees("Répondez o ou n.")
        operator.looks()
        await types(operator, "o", 0.1)
        await operator.until(lambda: bool(operator.acts), "the answer was not taken")
        assert [("oncall-1", "restored", "san1")] == operator.acts


async def test_a_no_to_the_question_that_ok_has_left_writes_nothing(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, "ok\n", 0.15)
        await operator.press("n")
        assert not operator.app.dialogue.prompt.asking
        assert [] == operator.acts


async def test_what_a_letter_did_is_said_where_other_letters_came_in_between(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await types(operator, "'", 0.9)
        await types(operator, ",", 0.9)
        await types(operator, "as la ?\n", 0.15)
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
        await operator.sees("Texte ignoré. 3 s avant, « t » a écrit, et cela reste : san1 pris")
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
        await operator.sees("avant, « t » a écrit, et cela reste : san1 pris")
        assert not operator.row("rien n'a été écrit")
        assert 1 == len(operator.acts)


async def test_what_the_first_letter_of_an_answer_wrote_is_said_of_the_rest(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d", "o")
        await operator.sees("san1 restauré")
        operator.looks(2.4)
        await types(operator, "uais on arrive\n", 0.3)
        await operator.sees("« o » a écrit, et cela reste")
        assert not operator.row("rien n'a été écrit")


async def test_an_act_that_is_taken_back_does_not_hide_the_one_written_before_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        await operator.press("t")
        await operator.sees("sql1 taken")
        await operator.at_once("space", "escape")
        await operator.sees('Taken back. 2 s before, "t" wrote, and that stays: sql1 taken')
        assert not operator.row("nothing was written")


async def test_a_text_long_after_the_latest_act_wrote_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        operator.looks(25)
        await types(operator, "'es la ?\n", 0.15)
        await operator.sees("That was a text, not a key: nothing was written.")


@pytest.mark.parametrize("gap", [0.3, 0.45])
async def test_ok_typed_to_a_question_for_another_window_is_no_yes(plan: Path, gap: float) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(5)
        await types(operator, "ok\n", gap)
        await operator.sees("Répondez o ou n.")
        assert [] == operator.acts


@pytest.mark.parametrize("line", ["paul ?", "t'es la ?", "ping dc1", "ls -la"])
@pytest.mark.parametrize("key", ["n", "b", "w", "f", "o"])
async def test_a_line_for_another_window_answers_no_question_at_once(
    plan: Path, key: str, line: str
) -> None:
    async with at_console(plan, operator="eloise") as operator:
        await operator.press(key)
        operator.looks(3)
        await types(operator, f"{line}\n", 0.2)
        await operator.until(lambda: operator.app.dialogue.prompt.is_doubted, "not asked about")
        await operator.press("escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


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


@pytest.mark.parametrize(
    ("word", "renamed"), [("ok\n", False), ("on y va\n", False), ("o", True), ("oui\n", True)]
)
async def test_only_a_yes_and_no_other_word_changes_the_operator(
    plan: Path, word: str, renamed: bool
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("o")
        await operator.type("paul")
        await operator.sees("(o/n)")
        operator.looks()
        await types(operator, word, 0.2)
        assert ("paul" if renamed else "eloise") == operator.app.known.operator


async def test_a_question_after_the_operator_has_changed_is_answered_by_one_enter(
    plan: Path,
) -> None:
    other = Session(plan, operator="paul")
    other.acts.take(["dc1"])
    other.close()
    async with at_console(plan, operator="") as operator:
        await operator.press("escape", "b")
        await operator.type("eloise")
        await operator.press("y")
        await operator.sees("san1: blocked, because")
        await operator.type("bad disk")
        await operator.sees("san1 blocked (bad disk)")


@pytest.mark.parametrize("seconds", [20, 31, 3600])
async def test_undo_asks_about_what_was_done_longer_ago_than_anybody_has_in_mind(
    plan: Path, seconds: int
) -> None:
    now = [utc_now()]
    async with at_console(plan, clock=lambda: now[0]) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        now[0] += timedelta(seconds=seconds)
        await operator.press("u")
        if seconds < 30:
            await operator.until(lambda: len(operator.acts) == 2, "it was not undone")
            return
        await operator.sees("Undo your latest act? (y/n)")
        assert operator.row("san1 taken")
        assert 1 == len(operator.acts)
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 2, "it was not undone")


async def test_the_key_of_a_view_that_is_shown_moves_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        for key in ("1", "2", "3", "4"):
            await operator.press(key, "down", "down")
            before = operator.cursor_line
            await operator.press(key)
            assert before == operator.cursor_line


async def test_what_will_be_refused_is_refused_before_anything_is_asked(plan: Path) -> None:
    other = Session(plan, operator="oncall-1", host="test")
    other.acts.mark(["san1"], "restored", Remarks(meant=True))
    other.close()
    async with at_console(plan) as operator:
        await operator.press("slash", *"san1", "enter", "enter", "v")
        await operator.sees("oncall-1 restored san1; somebody else must verify it.")
        assert not operator.app.dialogue.prompt.asking


async def test_a_reopened_console_says_what_its_operator_has_in_hand(plan: Path) -> None:
    other = Session(plan, operator="oncall-1", host="test")
    other.acts.take(["sql1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.sees("You have sql1 in hand.")
        assert "sql1" in operator.cursor_line


async def test_a_reopened_console_stands_on_the_first_in_the_order_of_what_is_in_hand(
    plan: Path,
) -> None:
    other = Session(plan, operator="oncall-1", host="test")
    for server in ("anes1", "sql1"):
        other.acts.take([server])
    other.close()
    async with at_console(plan) as operator:
        assert "sql1" in operator.cursor_line


HUNTED_LINES = (
    "tail -f x",
    "ls -la",
    "sudo reboot",
    "kill -9 4",
    "cat /etc/hosts",
    "cd /var",
    "id",
    "ip a",
    "vi x",
    "history",
    "install x",
    "docker ps",
    "du -h",
    "date",
    "tu es la ?",
    "ici dc1 ok",
    "clear",
    "uptime",
    "less x",
    "git pull",
    "i",
    "c",
)


@pytest.mark.parametrize("line", HUNTED_LINES)
async def test_a_line_whose_letters_are_looked_for_one_by_one_writes_nothing(
    plan: Path, line: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks()
        await hunts(operator, f"{line}\n", 0.9)
        await operator.press("escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


@pytest.mark.parametrize("line", ["tail -f x", "sudo reboot", "ls -la", "cd /v", "id", "du -h"])
async def test_such_a_line_takes_nothing_back_and_ticks_nothing_on_a_page(
    plan: Path, line: str
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("slash")
        await operator.type("sql1")
        await operator.press("enter", "t")
        await operator.sees("sql1 pris")
        operator.looks()
        await hunts(operator, f"{line}\n", 0.9)
        await operator.press("escape")
        assert [("eloise", "restoring", "sql1")] == operator.acts


@pytest.mark.parametrize(("text", "gap"), [("dodo\n", 1.1), ("dodo\n", 1.9)])
async def test_a_yes_among_letters_that_come_as_slowly_as_one_looks_for_them_is_none(
    plan: Path, text: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks(5)
        await hunts(operator, text, gap)
        assert [] == operator.acts
        await operator.sees("parmi des lettres : attendez 5 s")
        operator.looks(5.1)
        await operator.press("o")
        await operator.sees("restauré")
        assert 1 == len(operator.acts)


@pytest.mark.parametrize("text", ["d'accord\n", "docker ps\n", "dis paul\n"])
@pytest.mark.parametrize("gap", [0.9, 1.3, 1.6])
async def test_a_line_whose_first_letter_asks_leaves_no_question_however_slowly_it_is_typed(
    plan: Path, text: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks(5)
        await hunts(operator, text, gap)
        assert not operator.app.dialogue.prompt.asking
        await operator.sees("C'était un texte. Abandonné, rien n'est fait")
        operator.looks(4)
        await hunts(operator, "o", gap)
        operator.looks(4)
        await hunts(operator, "ui je regarde\n", gap)
        await operator.press("escape")
        assert [] == operator.acts


async def test_who_types_a_line_slowly_once_is_known_for_that_by_the_next(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n")
        operator.looks()
        await types(operator, "seen with dell\n", 0.2)
        await operator.sees("note: seen with dell")
        operator.looks(UNASKED)
        await hunts(operator, "tail -f x", 1.2)
        await operator.sees('its "t" has acted')
        operator.looks(UNASKED)
        await operator.press("down")
        operator.looks(UNASKED)
        await hunts(operator, "tail -f x", 1.2)
        assert ["noted", "restoring"] == [what for _, what, _ in operator.acts]


@pytest.mark.parametrize("line", ["sudo reboot", "root", "yum install x", "ok", "voir paul", "d'o"])
async def test_such_a_line_typed_to_a_question_is_no_yes(plan: Path, line: str) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(5)
        await hunts(operator, f"{line}\n", 0.9)
        assert [] == operator.acts


async def test_what_the_first_letter_of_a_still_slower_text_did_is_said_and_the_rest_is_none(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "tail\n", 1.5)
        await operator.sees('its "t" has acted: san1 taken; u takes that back.')
        assert [("oncall-1", "restoring", "san1")] == operator.acts
        assert not operator.row("+»")


@pytest.mark.parametrize("gap", [0.75, 1.1, 1.9])
async def test_keys_that_go_on_with_the_work_need_no_pause(plan: Path, gap: float) -> None:
    async with at_console(plan) as operator:
        await operator.opens("sql1")
        operator.looks()
        await hunts(operator, "t  d", gap)
        await operator.sees("all the same? (y/n)")
        assert ["restoring", "step.done", "step.done"] == [what for _, what, _ in operator.acts]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_why_a_text_is_doubted_and_what_to_press_stand_in_one_line(lang: str) -> None:
    t = language(lang)
    for why in doubt.REASONS:
        assert cells(t(doubt.doubted_question("", "", why)).strip()) <= 80, t(why)


@pytest.mark.parametrize(
    "line",
    [
        "id",
        "cd /var",
        "kill 4",
        "cat /etc/hosts",
        "du -h",
        "top",
        "./run",
        "dpkg -l",
        "date",
        "su -",
    ],
)
def test_a_line_for_a_shell_is_known_for_one(line: str) -> None:
    assert is_for_another_window(line)


@pytest.mark.parametrize(
    "remark",
    [
        "date unknown",
        "head of theatre says so",
        "service hangs at boot",
        "find disk 4",
        "waits for the vendor",
        "id 4711 on the label",
        "disk 2 - replaced",
        "cat 5 cable",
    ],
)
def test_a_remark_is_not_taken_for_a_line_for_a_shell(remark: str) -> None:
    assert not is_for_another_window(remark)


@pytest.mark.parametrize(
    "line",
    [
        *("d'accord", "D’accord.", "c'est bon", "ok merci", "oui, on arrive", "tu", "oui vas-y"),
        *("attends je suis au téléphone", "j'arrive dans deux minutes", "call me in a minute"),
    ],
)
def test_a_line_of_a_chat_is_known_for_one(line: str) -> None:
    assert is_chat(line)


@pytest.mark.parametrize("remark", ["on attend le fournisseur", "disque bon", "", "...", "no link"])
def test_a_remark_is_not_taken_for_a_line_of_a_chat(remark: str) -> None:
    assert not is_chat(remark)


async def test_a_line_of_a_chat_typed_to_a_note_is_asked_about(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("n")
        operator.looks(3)
        await operator.type("c'est bon")
        await operator.sees("Entrée encore si")
        assert [] == operator.acts


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Tournai2021!", "looks like a password"),
        ("Chwapi-2021-Hiver", "looks like a password"),
        ("azerty", "looks like a password"),
        ("Doudou12", "looks like a password"),
        ("ward.head@hospital.example", "reads like a line for another window"),
        ("Marie", "hardly says anything"),
        ("tu", "a word to somebody"),
    ],
)
async def test_what_somebody_types_to_log_in_or_to_call_somebody_is_asked_about(
    plan: Path, line: str, why: str
) -> None:
    async with at_console(plan, operator="marie") as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("b")
        operator.looks(3)
        await types(operator, f"{line}\n", 0.2)
        prompt = operator.app.dialogue.prompt
        await operator.until(lambda: why in prompt.whole, "it was not asked about")
        assert ["restoring"] == [kind for _, kind, _ in operator.acts]


@pytest.mark.parametrize(
    "text",
    ["disk 2 replaced", "INC-2021-4512", "image/Disk-2021", "KB5034441", "srv-Bloc1 down"],
)
def test_a_remark_is_not_taken_for_a_password(text: str) -> None:
    assert not is_secret(text)


@pytest.mark.parametrize("line", ["oui j'arrive\n", "oui attends\n", "oui, mais non\n"])
@pytest.mark.parametrize("gap", [0.3, 0.5, 0.8, 0.9])
@pytest.mark.parametrize("key", ["d", "x"])
async def test_a_remark_that_begins_with_the_word_for_yes_is_none(
    plan: Path, key: str, line: str, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press(key)
        operator.looks(3)
        await types(operator, line, gap)
        operator.looks(3)
        assert [] == operator.acts


# A yes that may go on with a word


@pytest.mark.parametrize("gap", [1.1, 1.5, 1.9])
@pytest.mark.parametrize("word", ["do", "donc", "do vm1", "dommage", "dossier ok"])
async def test_a_word_typed_slowly_whose_second_letter_is_a_yes_writes_nothing(
    plan: Path, word: str, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks()
        await hunts(operator, f"{word}\n", gap)
        assert [] == operator.acts


async def test_a_yes_that_may_go_on_with_a_word_is_asked_for_once_more_and_then_does(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks()
        await types(operator, "d", 0)
        await operator.sees("(o/n)")
        await types(operator, "o", READ_TIME + 0.2)
        await operator.sees("Trop tôt : o encore une fois. Le marquer")
        assert [] == operator.acts
        await types(operator, "o", READ_TIME + 0.2)
        await operator.sees("san1 restauré")


async def test_a_yes_to_a_question_that_was_read_is_asked_for_no_more(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d", "o")
        await operator.sees("san1 restauré")


@pytest.mark.parametrize("gap", [1.1, 1.9])
async def test_a_word_that_goes_on_behind_the_yes_once_more_takes_that_back(
    plan: Path, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        operator.looks()
        await hunts(operator, "doodle", gap)
        await operator.press("escape")
        assert [] == operator.acts


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
        assert operator.app.dialogue.prompt.asking


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


@pytest.mark.parametrize("after", [0.3, 0.5, 1.0, 1.5])
async def test_enter_right_behind_enter_says_that_it_came_too_soon(
    plan: Path, after: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks()
        await types(operator, "ok\n", 0.3)
        await operator.sees("hardly says anything")
        await types(operator, "\n", after)
        await operator.sees("Too soon to have read it: Enter once more.")
        assert [] == operator.acts
        await types(operator, "\n", 2.0)
        await operator.sees("san1 blocked (ok)")


# Who comes back


@pytest.mark.parametrize("line", ["tail -f", "top", "test", "x11vnc"])
@pytest.mark.parametrize("gap", [1.1, 1.5, 1.9])
async def test_whoever_comes_back_and_types_slowly_what_is_no_key_writes_nothing(
    plan: Path, line: str, gap: float
) -> None:
    async with at_console(plan) as operator:
        operator.looks(CAME_BACK)
        await hunts(operator, line, gap)
        assert [] == operator.acts


async def test_whoever_comes_back_and_presses_one_key_has_acted_all_the_same(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.looks(CAME_BACK)
        await operator.press("t")
        await operator.sees("san1 taken")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize("gap", [1.1, 1.5, 1.9])
async def test_a_text_for_a_question_that_was_not_asked_writes_nothing_however_slowly_it_is_typed(
    plan: Path, gap: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter", "slash")
        await operator.sees("There is nothing to filter here.")
        operator.looks(2.4)
        await hunts(operator, "top", gap)
        assert [] == operator.acts
