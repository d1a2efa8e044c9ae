"""What becomes of keys and texts while a question stands: meant, asked about, or for another window."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.clock import utc_now
from chwapi_console.console.control.keys.answer_guard import (
    LEFT_ALONE,
    READ_TEXT,
    READ_TIME,
    STALE,
    STALE_AT_ONCE,
)
from chwapi_console.session.session import Session
from console.driver import at_console
from console.hands import hunts, types


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


@pytest.mark.parametrize("key", ["m", "t", "f", "space", "1"])
async def test_the_key_of_something_else_gives_up_what_one_key_answers(
    plan: Path, key: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", key)
        await operator.sees("That was no answer. Given up, nothing is done:")
        assert not operator.app.dialogue.prompt.asking
        operator.looks(6.0)
        await operator.press("y")
        assert [] == operator.acts
        await operator.press("d", "y")
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


async def test_a_reason_in_one_breath_with_its_key_is_asked_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("bad disk\n")
        await operator.sees('san1: blocked, because (Esc: no): "ad disk"? It came in one piece')
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("blocked (ad disk)")


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


async def test_a_text_that_its_key_may_belong_to_says_what_enter_leaves_out(plan: Path) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        operator.looks()
        await types(operator, "bonjour\n", 0.5)
        await operator.sees('"onjour"? Without "b", taken as a key.')
        await operator.press("y")
        await operator.sees("blocked (onjour)")


async def test_lines_pasted_behind_an_answer_are_said_to_be_ignored_while_it_is_asked_about(
    plan: Path,
) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await operator.press("n")
        await operator.burst("vu avec Dell\ndd disque remplace\n")
        await operator.sees("What came behind it is ignored. ")
        await operator.sees('"vu avec Dell"? It came in one piece')
        assert [] == operator.acts


@pytest.mark.parametrize("word", ["nano /etc/hosts", "nn", "not found"])
async def test_a_note_in_one_breath_with_its_key_is_asked_about(plan: Path, word: str) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, f"{word}\n", 0.2)
        await operator.sees(f'Note on san1, no patient\'s data: "{word[1:]}"? ')
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees(f"note: {word[1:]}")


async def test_a_note_that_its_key_stood_alone_for_takes_one_enter(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", *"hs")
        await operator.press("enter")
        await operator.sees("san1: note: hs")


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
        await operator.sees(f"{key} : aucune question n'est ouverte.")
        await operator.press_behind(key, 2.0)
        assert not operator.app.dialogue.prompt.asking
        await operator.press("down", key)
        await operator.sees(again)


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


@pytest.mark.parametrize("key", ["n", "b"])
@pytest.mark.parametrize("word", ["d", "oui", "Ok"])
async def test_a_note_or_a_reason_that_says_nothing_is_asked_about(
    plan: Path, key: str, word: str
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press(key, "enter")
        await operator.type(word)
        await operator.until(
            lambda: operator.app.dialogue.prompt.asks_if_meant, "it was not asked about"
        )
        assert [] == operator.acts
        await operator.press("y")
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
        await operator.press("y")
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
        await operator.sees("s after the key before. If it was meant, press it")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("san1 restored")


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
            lambda: operator.app.dialogue.prompt.asks_if_meant, "it was not asked about"
        )
        assert [] == operator.acts
        await operator.press("y")
        if begun or key == "n":
            await operator.until(lambda: bool(operator.acts), "it was not written")
        else:
            await operator.sees("That is a line for a shell, and no reason")


@pytest.mark.parametrize(("pause", "said"), [(6, "6 s"), (45, "45 s"), (600, "10 min")])
async def test_a_pause_is_told_by_its_length(plan: Path, pause: float, said: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks(pause)
        await types(operator, "all fine\n", 0.2)
        await operator.sees('"all fine"? ')
        assert f"Nothing was typed for {said}." in operator.app.dialogue.prompt.whole
        assert [] == operator.acts


@pytest.mark.parametrize("key", ["b", "n"])
@pytest.mark.parametrize("reason", ["waits for the vendor", "no disk", "dc1 dead"])
async def test_who_thinks_of_a_reason_is_not_asked_and_who_was_away_is(
    plan: Path, key: str, reason: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(key)
        operator.looks(LEFT_ALONE)
        await types(operator, f"{reason}\n", 0.2)
        await operator.sees(f'"{reason}"? ')
        await operator.press("escape", key)
        operator.looks(8)
        await types(operator, f"{reason}\n", 0.2)
        await operator.until(lambda: bool(operator.acts), "it was asked about")


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


async def test_letters_that_came_before_the_question_of_their_key_are_told_as_they_were_typed(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr", size=(160, 30)) as operator:
        operator.looks()
        keys = [Key(letter, letter) for letter in "ping"]
        for place, key in enumerate(keys):  # the question comes once it is thought out
            key.time = keys[0].time + 0.12 * place
            operator.app.post_message(key)
        await operator.sees("Pourquoi faire passer san1 en tête ?")
        guard, prompt = operator.app._keyboard._guard, operator.app.dialogue.prompt
        await operator.until(
            lambda: guard.asked_by.letters + prompt.text == "ping", "letters were lost"
        )


async def test_a_letter_that_did_nothing_is_told_with_the_key_that_asks_behind_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await types(operator, "vf", 1.0)
        await operator.sees("Who takes san1?")
        assert "vf" == operator.app._keyboard._guard.asked_by.letters


async def test_a_no_to_a_doubted_text_brings_the_field_back_with_the_text(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("n")
        operator.looks(3)
        await types(operator, "ls -la\n", 0.2)
        await operator.sees("C'est voulu ?")
        await operator.press("n")
        assert not operator.row("C'est voulu ?")
        assert not operator.row("une ligne pour ailleurs")
        prompt = operator.app.dialogue.prompt
        assert (True, "ls -la") == (prompt.typing, prompt.text)
        operator.looks(3)
        await operator.press("ctrl+u")
        await types(operator, "vu avec le fournisseur\n", 0.2)
        await operator.sees("note : vu avec le fournisseur")


async def test_another_text_behind_a_doubted_one_is_ignored_and_the_first_stays(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        prompt = operator.app.dialogue.prompt
        await operator.press("n")
        operator.looks(3)
        await types(operator, "index chiffre, voir avec karim je te rappelle\n", 0.2)
        await operator.until(lambda: prompt.asks_if_meant, "it was not asked about")
        operator.looks(2)
        await types(operator, "et passe le numero du ccb\n", 0.15)
        operator.looks(3)
        await types(operator, "\n\n", 0.15)
        assert [] == operator.acts
        assert "index chiffre, voir avec karim je te rappelle" == prompt.text


async def test_why_a_name_was_refused_is_not_told_of_the_next_one(plan: Path) -> None:
    async with at_console(plan, lang="fr", operator="", size=(80, 24)) as operator:
        await operator.sees("Qui êtes-vous ?")
        operator.looks(3)
        await types(operator, "Nuit2021!x\n", 0.3)
        await operator.sees("ce n'est pas pris pour un nom")
        operator.looks(3)
        await operator.press("space", "enter")
        await operator.sees("La réponse était vide.")
        assert not operator.row("mot de passe")


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


@pytest.mark.parametrize("gap", [0.005, 0.15, 0.4])
async def test_ok_gives_up_the_question_whose_yes_it_begins_with(plan: Path, gap: float) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        operator.looks()
        await types(operator, "ok\n", gap)
        assert not operator.app.dialogue.prompt.asking
        await operator.sees("Pas une réponse. Abandonné")
        operator.looks()
        await types(operator, "o", 0.1)
        assert [] == operator.acts


@pytest.mark.parametrize("gap", [0.3, 0.45])
@pytest.mark.parametrize("word", ["ok", "oui", "o", "oui j'arrive"])
async def test_a_word_typed_late_to_a_question_for_another_window_is_no_yes(
    plan: Path, word: str, gap: float
) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(STALE_AT_ONCE)
        await types(operator, f"{word}\n", gap)
        assert [] == operator.acts
        operator.looks()
        if operator.app.dialogue.prompt.asking:
            await operator.press("o")
            await operator.until(lambda: bool(operator.acts), "a yes alone was not taken")


async def test_escape_behind_a_yes_that_waits_alone_says_what_is_given_up(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        await operator.sees("(y/n)")
        operator.looks(STALE_AT_ONCE)
        operator.app.post_message(Key("y", "y"))
        await operator.pilot.pause()
        await operator.press_behind("escape", 0.8)
        await operator.sees('Given up, nothing is done: "Mark san1 restored all the same?"')
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
        await operator.until(lambda: operator.app.dialogue.prompt.asks_if_meant, "not asked about")
        await operator.press("escape")
        assert [] == operator.acts
        assert "eloise" == operator.app.known.operator


@pytest.mark.parametrize(
    ("word", "renamed"),
    [("ok\n", False), ("on y va\n", False), ("o", False), ("oui\n", False), ("p", True)],
)
async def test_only_its_yes_and_no_other_word_changes_the_operator(
    plan: Path, word: str, renamed: bool
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("o")
        await operator.type("paul")
        await operator.sees("(p : oui, n : non)")
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


@pytest.mark.parametrize(("text", "gap"), [("dodo\n", 1.1), ("dodo\n", 1.9)])
async def test_a_yes_among_letters_that_come_as_slowly_as_one_looks_for_them_is_none(
    plan: Path, text: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks(5)
        await hunts(operator, text, gap)
        assert not operator.app.dialogue.prompt.asking
        operator.looks(5.1)
        await operator.press("o")
        assert [] == operator.acts


@pytest.mark.parametrize("text", ["d'accord\n", "docker ps\n", "dis paul\n"])
@pytest.mark.parametrize("gap", [0.9, 1.3, 1.6])
async def test_a_line_whose_first_letter_asks_leaves_no_question_however_slowly_it_is_typed(
    plan: Path, text: str, gap: float
) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        operator.looks(5)
        await hunts(operator, text, gap)
        assert not operator.app.dialogue.prompt.asking
        await operator.sees("Pas une réponse. Abandonné, rien n'est fait")
        operator.looks(4)
        await hunts(operator, "o", gap)
        operator.looks(4)
        await hunts(operator, "ui je regarde\n", gap)
        await operator.press("escape")
        assert [] == operator.acts


@pytest.mark.parametrize("line", ["sudo reboot", "root", "yum install x", "ok", "voir paul", "d'o"])
async def test_such_a_line_typed_to_a_question_is_no_yes(plan: Path, line: str) -> None:
    async with at_console(plan, operator="eloise", lang="fr") as operator:
        await operator.press("d")
        await operator.sees("(o/n)")
        operator.looks(5)
        await hunts(operator, f"{line}\n", 0.9)
        assert [] == operator.acts


async def test_a_line_of_a_chat_typed_to_a_note_is_asked_about(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("n")
        operator.looks(3)
        await operator.type("c'est bon")
        await operator.sees("C'est voulu ?")
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
        assert prompt.asks_if_meant == ("password" not in why)
        assert "password" not in why or not prompt.text


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
        await operator.sees("o n'est pas pris : trop tôt. Marquer")
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


@pytest.mark.parametrize("after", [0.3, 1.0, 2.5, 8.0])
async def test_no_enter_says_that_a_doubted_text_is_meant(plan: Path, after: float) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        operator.looks()
        await types(operator, "ok\n", 0.3)
        await operator.sees("hardly says anything")
        for _ in range(2):
            await types(operator, "\n", after)
        assert [] == operator.acts
        operator.looks(3)
        await operator.press("y")
        await operator.sees("san1 blocked (ok)")


# Who comes back


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


async def test_a_late_yes_counts_where_a_key_that_moves_comes_behind_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d")
        await operator.sees("(y/n)")
        operator.looks(STALE_AT_ONCE)
        await operator.press_fast("y")
        operator.looks(1.0)
        await operator.press_fast("down")
        await operator.until(lambda: bool(operator.acts), "a yes behind which nothing was typed")
        assert ("oncall-1", "restored", "san1") == operator.acts[-1]
