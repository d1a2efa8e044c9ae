"""A conversation of several questions that is cut off says what was not recorded, and its answers
are offered where it is begun anew."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chwapi_console.clock import day_and_time
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import say
from console.driver import Operator, at_console

DIGITS = "ab" * 32
BRUSSELS = ZoneInfo("Europe/Brussels")


async def _half_an_image(operator: Operator) -> None:
    await operator.press("W")
    await operator.type("image")
    await operator.type(DIGITS)
    await operator.type("dd 9.1")
    await operator.sees("Where does it lie?")


async def _as_before(operator: Operator) -> None:
    await operator.press("W")
    await operator.sees("Enter: image,")
    await operator.press("enter")
    await operator.sees("as before")
    await operator.press("enter")
    await operator.sees("Enter: later (as before: Enter takes it")
    await operator.sees("dd 9.1")


async def test_what_was_answered_before_esc_is_said_and_offered_again(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await _half_an_image(operator)
        await operator.press("escape")
        await operator.sees("Not recorded: image, ")
        await operator.sees("W on san1 offers that again.")
        assert [] == operator.acts
        await _as_before(operator)
        await operator.press("enter")
        await operator.sees("Where does it lie?")
        await operator.press("enter", "enter", "enter")
        await operator.sees("(y/n)")
        await operator.sees("Question 7 of 7: nothing is written yet")
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "it was not written")
        await operator.press("W")
        await operator.sees("write down what")
        assert not operator.row("as before")


async def test_a_blank_wipes_no_answer_that_is_offered_again(plan: Path) -> None:
    """The key of a tick, pressed once more on a late line, would have Enter tick without the sum."""
    async with at_console(plan, size=(120, 30)) as operator:
        await _half_an_image(operator)
        await operator.press("escape")
        await operator.sees("W on san1 offers that again.")
        await _as_before(operator)
        before = operator.app.dialogue.prompt.text
        await operator.press("space")
        assert before == operator.app.dialogue.prompt.text != ""
        await operator.press("a")
        assert "a" == operator.app.dialogue.prompt.text


async def test_what_was_answered_before_the_line_died_is_said_and_offered_in_the_next_console(
    plan: Path,
) -> None:
    async with at_console(plan, size=(80, 24)) as operator:
        await _half_an_image(operator)
        await operator.type("safe 2")
        await operator.type("yes")
        await operator.sees("Question 6 of 7: nothing is written yet")
        await operator.press("enter")
        await operator.sees("Write that")
        today = day_and_time(operator.session.now().astimezone(BRUSSELS)).split()[0]
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.sees("Not recorded: image, ")
        await operator.sees("W on san1 offers that again.")
        await _as_before(operator)
        for answer in ("safe 2", "yes", today):
            await operator.press("enter")
            assert operator.app.dialogue.prompt.text.startswith(answer)
        await operator.press("enter")
        await operator.sees("write-protected")
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "it was not written")
    async with at_console(plan, size=(120, 30)) as operator:
        assert not operator.row("Not recorded")
        await operator.press("W")
        await operator.sees("write down what")
        assert not operator.row("as before")


async def test_what_was_written_as_the_console_ended_is_not_offered_in_the_next(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("W")
        await operator.type("since")
        await operator.type("25/11 22:00")
        await operator.press("enter")
        await operator.sees("Question 4 of 4: nothing is written yet")
        monkeypatch.setattr(operator.app, "on_acted", lambda _: None)  # it ends before it hears
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "it was not written")
    async with at_console(plan, size=(120, 30)) as operator:
        assert not operator.row("Not recorded")
        await operator.press("W")
        await operator.sees("write down what")
        assert not operator.row("as before")


async def test_an_answer_is_offered_to_who_gave_it_alone(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await _half_an_image(operator)
    async with at_console(plan, size=(120, 30), operator="paul") as operator:
        assert not operator.row("Not recorded")
        await operator.press("W")
        await operator.sees("write down what")
        assert not operator.row("as before")


async def test_it_is_offered_on_the_same_server_only_and_another_answer_takes_its_place(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await _half_an_image(operator)
        await operator.press("escape", "down", "W")
        await operator.sees("sql1: write down what")
        assert not operator.row("as before")
        await operator.press("escape", "up")
        await _as_before(operator)
        await operator.type("ewf")
        await operator.press("escape", "W", "enter", "enter")
        await operator.sees("Ctrl+U clears it):  ewf")


async def test_what_enter_means_by_itself_can_still_be_said_after_an_answer_was_given_up(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await _half_an_image(operator)
        await operator.press("escape", "W", "enter", "enter")
        await operator.sees("Ctrl+U clears it):  dd 9.1")
        await operator.press("ctrl+u", "enter")
        await operator.sees("Where does it lie?")


async def test_an_answer_that_means_nothing_is_told_and_not_offered_again(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("W")
        await operator.type("since")
        await operator.type("25/11 22:00")
        await operator.type("CERT 3")
        await operator.sees('"CERT 3" is neither yes nor no.')
        await operator.press("escape", "W", "enter", "enter")
        await operator.sees("Enter: for all")
        assert not operator.row("CERT 3")


async def test_what_another_console_wrote_meanwhile_loses_no_answer(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        monkeypatch.setattr(operator.app._conversations, "renew", lambda: None)
        await operator.press("b")
        await operator.sees("blocked, because")
        other = Session(plan, operator="dba")
        other.acts.mark(["san1"], "blocked", Remarks(reason="no tape", meant=True))
        other.close()
        await operator.comes_to_know(lambda view: view.situation.state("san1") == "blocked")
        await operator.type("controller is dead")
        await operator.sees("b on san1 offers that again.")
        await operator.press("b")
        await operator.sees("Enter: controller is dead, as before")


async def test_the_name_of_what_is_retired_is_typed_anew_each_time(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("X")
        await operator.type("ex1")
        await operator.sees("To go on, type san1")
        await operator.press("escape")
        await operator.sees("Not recorded: ex1. X on san1 offers that again.")
        await operator.press("X", "enter")
        await operator.sees("To go on, type san1")
        assert not operator.row("as before")


@pytest.mark.parametrize("key", ["n", "b"])
async def test_one_question_that_is_taken_back_unanswered_says_nothing(
    plan: Path, key: str
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press(key, "escape")
        assert not operator.row("Not recorded")


async def test_a_question_that_rests_on_what_has_changed_is_asked_anew(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("d")
        await operator.sees("all the same? (y/n)")
        assert not operator.row("Bloc IMC and PACS are up")
        other = Session(plan, operator="dba")
        other.acts.mark(["sql1", "app1"], "restored", Remarks(meant=True))
        other.close()
        await operator.sees("Bloc IMC and PACS are up")
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 3, "it was not written")


async def test_what_was_typed_stays_where_the_question_is_asked_anew(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("b")
        await operator.sees("san1: blocked, because")
        await operator.burst("controller")
        other = Session(plan, operator="dba")
        other.acts.take(["san1"])
        other.close()
        await operator.sees("(held by dba since")
        assert "controller" == operator.app.dialogue.prompt.text


async def test_a_question_that_would_be_refused_now_is_taken_back_and_says_why(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("f")
        await operator.sees("Who takes san1?")
        other = Session(plan, operator="dba")
        other.acts.mark(["san1"], "restored", Remarks(meant=True))
        other.close()
        await operator.sees("san1 is restored")
        assert not operator.app.dialogue.prompt.asking


async def test_half_a_note_of_a_line_that_died_is_said_and_typed_on_in_the_next_console(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("n")
        await operator.sees("Note on san1")
        operator.looks()
        for letter in "pool 2 degraded, sp":
            await operator.press(
                letter if letter.isalnum() else {" ": "space", ",": "comma"}[letter]
            )
        await operator.sees("degraded, sp")
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.sees("Not recorded: pool 2 degraded, sp")
        await operator.sees("n on san1 offers that again.")
        await operator.press("n")
        await operator.sees("Begun before, not written (Ctrl+U clears it):")
        await operator.sees("pool 2 degraded, sp")
        operator.looks()
        await operator.press("escape")  # given up for now: it stays offered
        await operator.press("n")
        await operator.sees("(Ctrl+U clears it):")
        operator.looks()
        await operator.press(
            "enter"
        )  # nothing of it was ended: it may be a line for another window
        await operator.sees("before, and never ended.")
        await operator.press("n")
        assert [] == operator.acts
        await operator.press(*"are", "enter")
        await operator.sees('"pool 2 degraded, spare"? It goes on')
        operator.looks()
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "it was not written")
        (noted,) = operator.session.record.events[-1:]
        assert "pool 2 degraded, spare" in str(noted.payload)
        await operator.press("n")
        await operator.sees("Note on san1")
        assert not operator.row("Begun before")
    async with at_console(plan, size=(120, 30)) as operator:
        assert not operator.row("Not recorded")


async def test_half_of_what_holds_a_password_is_kept_nowhere(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("n")
        await operator.sees("Note on san1")
        operator.app.dialogue.prompt.paste("password: Winter2026!x")
    async with at_console(plan, size=(120, 30)) as operator:
        assert not operator.row("Not recorded")


def _edited(plan: Path, old: str, new: str) -> None:
    plan.write_text(plan.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


async def test_a_question_about_a_server_that_leaves_the_plan_is_none_about_the_next(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("d")
        await operator.sees("Mark san1 restored all the same? (y/n)")
        _edited(plan, "san1", "san9")
        await operator.sees("The question about san1 is gone")
        assert not operator.app.dialogue.prompt.asking
        await operator.press("y")
        await operator.goes_on()
        assert [] == operator.acts


async def test_half_a_note_on_a_server_that_leaves_the_plan_is_kept_and_none_on_the_next(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("n")
        await operator.sees("Note on san1")
        await operator.burst("pool 2 degraded")
        _edited(plan, "san1", "san9")
        await operator.sees("Not recorded: pool 2 degraded. n on san1 offers that")
        assert not operator.app.dialogue.prompt.asking


async def test_a_question_about_several_servers_is_none_about_those_that_are_left(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("a", "a", "d")
        await operator.sees("(y/n)")
        _edited(plan, "san1", "san9")
        await operator.sees("The question about 2 servers is gone")
        assert not operator.app.dialogue.prompt.asking
        assert [] == operator.acts


async def test_a_question_about_a_step_that_leaves_the_runbook_is_none_about_the_next_step(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("z")
        await operator.sees("isolate is skipped because")
        _edited(plan, '"isolate", ', "")
        await operator.sees('The question about "isolate" on sql1 is gone')
        assert not operator.app.dialogue.prompt.asking


async def test_a_question_in_a_list_that_is_made_anew_stands_about_its_server(plan: Path) -> None:
    """What to go on with is thought out anew behind each act of anybody: for a moment no row is there."""
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("9")
        await operator.stands_on("san1")
        await operator.press("d")
        await operator.sees("Mark san1 restored all the same? (y/n)")
        other = Session(plan, operator="dba")
        other.acts.note("mail", "queue is long")
        other.close()
        await operator.comes_to_know(lambda view: bool(view.situation.notes))
        await operator.pilot.pause(0.5)
        await operator.sees("Mark san1 restored all the same? (y/n)")
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 2, "it was not written")
        assert ("oncall-1", "restored", "san1") == operator.acts[-1]


async def test_a_yes_to_whether_a_key_was_meant_is_none_to_what_stands_there_by_then(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        app = operator.app
        app._do(app._keys.actions["server.take"], say("Take san1, after so long?"))
        app._keyboard.sees_question()
        await operator.sees("Take san1, after so long?")
        operator.looks()
        app.picture.list.move(1)  # as new advice does, or an edited plan
        await operator.press("y")
        await operator.sees("san1 taken")  # what was named, and no other
        assert [("oncall-1", "restoring", "san1")] == operator.acts


@pytest.mark.parametrize(("lang", "told"), [("en", "san1: t was not"), ("fr", "san1 : t n'a pas")])
async def test_an_act_that_waited_as_the_line_died_is_told_of_once(
    plan: Path, lang: str, told: str
) -> None:
    async with at_console(plan) as operator:
        operator.looks()
        await operator.press_fast("t")
        await operator.sees("san1 …")
    for is_told in (True, False):
        async with at_console(plan, lang=lang) as operator:
            assert is_told == bool(operator.row(told))
            assert [] == operator.acts


async def test_a_yes_that_waited_as_the_line_died_is_told_of_by_its_question(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("f")
        await operator.type("nadia")
        await operator.until(lambda: operator.app.dialogue.prompt.asks_if_meant, "not asked")
        operator.looks(1)
        await operator.press_fast(operator.app.dialogue.prompt.yes_key)
    async with at_console(plan) as operator:
        await operator.sees("san1: f was not taken before the line broke. Nothing was written.")


async def test_of_a_yes_to_leaving_nothing_is_lost(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("q")
        operator.looks()
        await operator.press_fast("y")
    async with at_console(plan) as operator:
        assert not operator.row("not taken")
