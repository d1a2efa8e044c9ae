"""What a key is for: keys of one burst, keys while an act is on its way, pasted texts, and the
question before leaving."""

import threading
from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.lull import QUIET
from chwapi_console.console.known.session_thread import Errand, SessionThread
from chwapi_console.console.widgets.typed import LONGEST, TypedText
from chwapi_console.session.acts import Acts
from console.driver import at_console


async def test_what_follows_an_asking_key_in_one_burst_goes_into_the_answer(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("ndisk dead\n")
        await operator.sees('"disk dead"? It came in one piece')
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("san1: note: disk dead")
        await operator.burst("bno key, t d u x\n")
        await operator.press("y")
        await operator.sees("san1 blocked (no key, t d u x)")
        assert [("oncall-1", "noted", "san1"), ("oncall-1", "blocked", "san1")] == operator.acts


async def test_a_burst_after_the_key_of_the_filter_only_filters(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("/td")
        await operator.sees("Filter:")
        assert [] == operator.acts


async def test_a_burst_after_the_key_of_the_operator_only_names_him(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("odtd\n")
        await operator.sees('"dtd"? It came in one')
        await operator.sees("Nobody has borne that name here yet.")
        await operator.press("y")
        await operator.sees("Acts are now written as dtd.")
        assert [] == operator.acts


async def test_a_burst_at_the_first_question_only_answers_it(plan: Path) -> None:
    async with at_console(plan, operator="") as operator:
        await operator.burst("tdd")
        await operator.sees("tdd")
        assert [] == operator.acts


async def test_of_two_acts_typed_at_once_neither_is_done(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("td")
        await operator.sees("t and d came at once: both ignored.")
        assert [] == operator.acts
        await operator.press("t")
        await operator.press("d")
        await operator.sees("san1 restored")
        assert [
            ("oncall-1", "restoring", "san1"),
            ("oncall-1", "restored", "san1"),
        ] == operator.acts


async def test_keys_of_a_burst_act_on_the_server_to_which_the_cursor_has_come(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.burst("d")
        await operator.burst("y")
        await operator.stands_on("sql1")
        await operator.burst("t")
        await operator.burst("d")
        await operator.sees("all the same? (y/n)")
        await operator.burst("y")
        await operator.until(lambda: len(operator.acts) == 3, "it was not restored")
        assert ["san1", "sql1", "sql1"] == [subject for _, _, subject in operator.acts]


async def test_while_the_journal_is_slow_keys_are_dropped_and_nothing_else_is_written(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chwapi_console.console.app.PATIENCE", 0.05)
    on, asked = threading.Event(), SessionThread.ask

    def slowly(thread: SessionThread, errand: Errand) -> None:
        def late(acts: Acts) -> list[object]:
            on.wait(10)
            return list(errand(acts))

        asked(thread, late)  # type: ignore[arg-type]

    monkeypatch.setattr(SessionThread, "ask", slowly)
    async with at_console(plan) as operator:
        await operator.burst("d")
        await operator.burst("y")
        await operator.burst("dd", at_once=True)
        await operator.sees("The journal is slow")
        await operator.press("down")
        assert "sql1" in operator.cursor_line
        await operator.press("t")
        await operator.sees("not on disk yet. Wait for it.")
        on.set()
        await operator.sees("san1 restored")
        await operator.press("t")
        await operator.sees("sql1 taken")
        assert [
            ("oncall-1", "restored", "san1"),
            ("oncall-1", "restoring", "sql1"),
        ] == operator.acts


async def test_the_patience_for_one_act_does_not_end_with_that_for_the_one_before(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        keyboard = operator.app._keyboard
        first = keyboard.wait()
        keyboard.go_on()
        second = keyboard.wait()
        keyboard.waited_long(first)
        assert not operator.row("The journal is slow")
        keyboard.waited_long(second)
        await operator.sees("The journal is slow")


async def test_a_pasted_text_acts_nowhere_and_says_so(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.paste("d\nt")
        await operator.sees("What is pasted does nothing here")
        assert [] == operator.acts


async def test_a_pasted_text_goes_into_the_answer_as_one_safe_line(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", "a")
        await operator.paste("evil\x1b[31mred\nnext")
        await operator.press("z", "enter")
        await operator.sees("note: aevil�[31mred nextz")


async def test_keys_in_the_same_moment_as_a_paste_belong_to_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.paste("x")
        await operator.burst("dt", at_once=True)
        assert [] == operator.acts


async def test_what_follows_a_key_that_could_not_ask_means_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("2")
        await operator.burst("bno key\n")
        await operator.sees("That was a text, not a key")
        assert not operator.row("Note on")
        assert [] == operator.acts


async def test_what_is_typed_on_after_a_question_that_could_not_be_asked_means_nothing(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "slash", *"bloc-imc", "enter", "y")
        await operator.sees("only what is up can be signed off.")
        await operator.press_fast("1")
        await operator.sees("signed off. Keys ignored: that was")
        await operator.burst("Dr N tried d o t\n", at_once=True)
        assert [] == operator.acts
        assert operator.row("Services by site")
        assert not operator.row("Who are you?")
        await operator.press("down", "1", "t")
        await operator.sees("san1 taken")


@pytest.mark.parametrize("ends", ["escape", "up", "a pause"])
async def test_keys_mean_something_again_after_a_look_at_the_screen(plan: Path, ends: str) -> None:
    async with at_console(plan) as operator:
        await operator.press("y")
        await operator.press_fast("t")
        await operator.sees("Keys ignored")
        if ends == "a pause":
            later = Key("t", "t")
            later.time += QUIET
            operator.app.post_message(later)
        else:
            await operator.press_fast(ends, "t")
        await operator.sees("san1 taken")


@pytest.mark.parametrize("mending", ["backspace", "ctrl+u", "ctrl+w", "ctrl+a", "ctrl+e"])
async def test_who_mends_what_was_typed_does_not_look_at_the_screen(
    plan: Path, mending: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "X", "enter")
        await operator.type("dc2")
        await operator.sees('"dc2" is not dc1; nothing was written.')
        await operator.press_fast(mending, *"td")
        await operator.sees("Keys ignored: that was refused.")
        assert [] == operator.acts


async def test_what_is_typed_on_after_a_wrong_answer_means_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "X", "enter")
        await operator.sees("To go on, type dc1")
        await operator.type("dc2")
        await operator.burst("td", at_once=True)
        await operator.sees(
            '"dc2" is not dc1; nothing was written. Keys ignored: that was refused.'
        )
        assert [] == operator.acts


async def test_what_is_typed_on_after_a_wrong_name_for_a_grave_act_means_nothing(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        await operator.press("up", "i")
        await operator.type("san2")
        await operator.burst("tdx", at_once=True)
        await operator.sees('"san2" is not san1; nothing was written. Keys ignored: that was')
        assert [("oncall-1", "restored", "san1")] == operator.acts


async def test_what_is_typed_on_after_a_refused_act_that_was_asked_for_means_nothing(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("X")
        await operator.type("nosuch")
        await operator.burst("td", at_once=True)
        await operator.sees(
            "There is no server nosuch in the plan. Keys ignored: that was refused."
        )
        assert [] == operator.acts


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_every_key_that_leaves_asks_first_and_one_key_answers(plan: Path, key: str) -> None:
    async with at_console(plan) as operator:
        await operator.press(key)
        await operator.sees("Leave the console? Every act is kept. (y/n)")
        assert operator.app.is_running
        await operator.press("y")
        assert operator.app._exit


async def test_a_letter_that_is_no_answer_gives_up_leaving(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("q", "x")
        assert not operator.app.dialogue.prompt.asking
        await operator.press("y")
        assert operator.app.is_running
        await operator.press("q", "y")
        assert operator.app._exit


async def test_no_key_leaves_while_a_text_is_being_typed(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n", "h", "ctrl+q", "ctrl+c", "tab", "o", "t", "enter", "y")
        await operator.sees("note: hot")
        assert not operator.app._exit


async def test_leaving_promises_nothing_when_the_journal_is_gone(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        plan.with_suffix(".journal").unlink()
        await operator.sees("TROUBLE")
        await operator.press("q")
        await operator.sees("The journal is in trouble: see above. (y/n)")


def test_the_line_being_typed_can_be_edited() -> None:
    typed = (
        TypedText()
        .insert("one two")
        .key("ctrl+w", None)
        .key("x", "x")
        .key("home", None)
        .key("delete", None)
        .key("y", "y")
    )
    assert TypedText("yne x", 1) == typed
    assert TypedText("yne x", 5) == typed.key("end", None)
    assert TypedText("ne x", 0) == typed.key("backspace", "\x7f")
    assert TypedText("y", 1) == typed.key("ctrl+k", None)
    assert typed == typed.key("f5", None).key("tab", "\t")
    assert LONGEST == len(TypedText().insert("x" * 2 * LONGEST).text)
