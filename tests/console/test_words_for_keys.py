"""Somebody types words where letters are keys, at the pace of tired hands: nothing that they did
not mean is written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.console.control.asking import doubt
from chwapi_console.console.control.keys.word_guard import (
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
from console.driver import at_console
from console.hands import hunts, types

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


async def test_caps_lock_is_told(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("T")
        await operator.sees("Is Caps Lock on?")
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


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_why_a_text_is_doubted_and_what_to_press_stand_in_one_line(lang: str) -> None:
    t = language(lang)
    for why in doubt.REASONS:
        assert cells(t(doubt.doubted_text("", "", why)).strip()) <= 80, t(why)


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


@pytest.mark.parametrize(
    "text",
    ["disk 2 replaced", "INC-2021-4512", "image/Disk-2021", "KB5034441", "srv-Bloc1 down"],
)
def test_a_remark_is_not_taken_for_a_password(text: str) -> None:
    assert not is_secret(text)


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
