"""Who has a server in hand is said in every question that would take it away, and a page's acts go
to the page's server."""

from pathlib import Path

import pytest

from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from console.driver import at_console


@pytest.fixture
def held(plan: Path) -> Path:
    """The plan, with a server that dba holds."""
    other = Session(plan, operator="dba")
    other.acts.take(["san1"])
    other.close()
    return plan


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("b", ": blocked, because (Esc: no):"),
        ("w", " unknown, because (Esc: no):"),
        ("X", "? Its id; Enter: nothing does (Esc: no):"),
    ],
)
async def test_a_question_names_who_else_holds_the_server_and_since_when(
    held: Path, key: str, words: str
) -> None:
    taken = Session(held)
    since = taken.look().situation.servers["san1"].heads[0]
    taken.close()
    async with at_console(held, size=(160, 30)) as operator:
        await operator.press("home", key)
        line = await operator.sees("san1 (held by dba since ")
        assert words in line
        assert since.at[14:16] == line.partition("since ")[2][3:5]
        await operator.press("escape")
        await operator.press("down", key)
        assert "held by" not in operator.screen[-2]


@pytest.mark.parametrize("key", ["f", "t"])
async def test_what_somebody_else_has_in_hand_is_refused_before_anything_is_asked(
    held: Path, key: str
) -> None:
    async with at_console(held) as operator:
        await operator.press("home", key)
        await operator.sees("Ask dba to let go")
        assert not operator.app.dialogue.prompt.asking


async def test_a_question_about_several_names_who_holds_some_of_them(held: Path) -> None:
    async with at_console(held) as operator:
        await operator.press("home", "a", "a", "b")
        await operator.sees("2 servers (among them: 1 held by dba): blocked, because (Esc: no):")


async def test_nobody_is_told_that_they_hold_a_server_themselves(held: Path) -> None:
    async with at_console(held, operator="dba") as operator:
        await operator.press("home", "b")
        await operator.sees("san1: blocked, because (Esc: no):")


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_a_server_is_given_from_its_page_wherever_the_cursor_stands_there(
    plan: Path, size: tuple[int, int]
) -> None:
    async with at_console(plan, operator="lead", size=size) as operator:
        await operator.press("down", "enter", "end", "f")
        await operator.sees("Who takes sql1?")
        await operator.type("dba")
        await operator.press("y")
        await operator.sees("sql1 given to dba")
        await operator.press("home")
        await operator.sees("Given to dba.")
        assert [("lead", "restoring", "sql1")] == operator.acts


async def test_from_a_services_page_the_server_under_the_cursor_is_given(plan: Path) -> None:
    async with at_console(plan, operator="lead") as operator:
        await operator.press("2", "slash", *"bloc-imc", "enter", "enter", "f")
        await operator.sees("Who takes san1?")
        await operator.type("dba")
        await operator.press("y")
        await operator.sees("san1 given to dba")


async def test_a_theatre_that_hangs_on_a_blocked_server_is_said_above_the_queue_and_among_the_services(
    plan: Path,
) -> None:
    other = Session(plan, operator="dba")
    async with at_console(plan) as operator:
        assert "blocked" not in operator.row("Queue:")
        other.acts.mark(["san1"], "blocked", Remarks(reason="controller ordered"))
        await operator.sees("tier 1 waits for san1, blocked")
        await operator.press("2")
        await operator.sees("Services by site")
        assert "2 missing, san1 blocked" in operator.row("Bloc IMC")
        other.acts.drop(["san1"])
        await operator.sees("first san1")
        await operator.press("1")
        assert "blocked" not in operator.row("Queue:")
    other.close()


async def test_pins_that_a_sync_brought_against_each_other_are_said_on_the_screen(
    plan: Path,
) -> None:
    other = Session(plan, operator="dba", host="union")
    elsewhere = Session(plan, plan.parent / "union.journal", operator="lead", host="union")
    other.acts.pin("ex1", "mail", before="anes1")
    elsewhere.acts.pin("anes1", "surgery", before="ex1")
    async with at_console(plan, size=(160, 30)) as operator:
        other.keeping.sync(elsewhere.journal_path)
        await operator.sees("that cannot all be, so none")
    for session in (other, elsewhere):
        session.close()


async def test_a_step_of_what_somebody_else_has_in_hand_is_asked_about(held: Path) -> None:
    other = Session(held, operator="dba")
    other.acts.take(["sql1"])
    other.close()
    async with at_console(held, size=(160, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("dba has had sql1 in hand since ")
        assert "its steps are theirs" in operator.screen[-3] + operator.screen[-2]
        assert not any(isinstance(e.payload, StepChange) for e in operator.session.record.acts)
        await operator.press("escape")
        await operator.press("z")
        await operator.sees("its steps are theirs. sql1: isolate is skipped because (Esc: no):")
        await operator.type("not needed here")
        await operator.sees("sql1: step isolate skipped")
        assert ["step.held"] == operator.session.record.acts[-1].meant


async def test_a_step_of_a_blocked_server_that_nobody_holds_is_asked_about(held: Path) -> None:
    other = Session(held, operator="dba")
    other.acts.mark(["sql1"], "blocked", Remarks(reason="no disk"))
    other.close()
    async with at_console(held, size=(160, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("space")
        await operator.sees("sql1 is blocked: no disk. Tick ")
        await operator.press("escape")
        assert not any(isinstance(e.payload, StepChange) for e in operator.session.record.acts)
        await operator.press("space")
        await operator.sees("sql1 is blocked: no disk. Tick ")
        operator.looks()
        await operator.press("y")
        await operator.sees("sql1: step isolate done")


async def test_a_tick_of_whoever_has_it_in_hand_is_not_taken_back_unasked(held: Path) -> None:
    other = Session(held, operator="dba")
    other.acts.take(["sql1"])
    other.acts.step("sql1", "isolate")
    other.close()
    async with at_console(held, size=(160, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("up", "space")
        await operator.sees("dba has had sql1 in hand since ")
        await operator.press("y")
        await operator.sees("sql1: step isolate is open again")


async def test_a_server_that_was_handed_over_is_not_said_to_be_restored_by_who_has_not_begun(
    plan: Path,
) -> None:
    async with at_console(plan, operator="lead") as operator:
        other = Session(plan, operator="dba")
        await operator.press("f")
        await operator.type("dba")
        await operator.press("y")
        await operator.sees("san1 given to dba")
        assert "given to dba" in operator.row("san1 ")
        assert operator.row("Given to dba.")
        other.look()
        other.acts.note("san1", "begun")
        other.close()
        await operator.until(
            lambda: "by dba" in operator.row("san1 "), "nobody is said to restore it"
        )


async def test_the_title_says_that_rows_lie_above(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("question_mark")
        assert "more above" not in operator.screen[1]
        await operator.press("end")
        assert "more above ↑" in operator.screen[1]


async def test_what_a_typed_text_wrote_names_the_key_that_takes_it_back_and_stays_beside_news(
    plan: Path,
) -> None:
    async with at_console(plan, size=(160, 50)) as operator:
        await operator.press("n")
        await operator.type("disk 2 replaced")
        await operator.sees("san1: note: disk 2 replaced (u takes that back)")
        other = Session(plan, operator="dba")
        other.acts.note("dc1", "seen with the vendor")
        other.close()
        await operator.sees("seen with the vendor")
        assert operator.row("disk 2 replaced (u takes that back) · ")
        await operator.press("u")
        await operator.sees("note taken back")
        assert not operator.row("(u takes that back)")


async def test_whoever_tells_their_name_at_the_start_stands_on_what_they_have_in_hand(
    plan: Path,
) -> None:
    other = Session(plan, operator="dba")
    other.acts.take(["ex1"])
    other.close()
    async with at_console(plan, operator="") as operator:
        await operator.sees("Who are you?")
        await operator.type("dba")
        await operator.sees("Acts are now written as dba. You have ex1 in hand.")
        assert "ex1" in operator.cursor_line


async def test_a_change_of_the_operator_tells_what_is_in_hand_and_leaves_the_cursor(
    held: Path,
) -> None:
    async with at_console(held, operator="lead") as operator:
        await operator.press("end")
        before = operator.cursor_line
        await operator.press("o")
        await operator.type("dba")
        await operator.sees("as lead until now.")
        await operator.press("y")
        await operator.sees("Acts are now written as dba. You have san1 in hand.")
        assert before == operator.cursor_line


@pytest.mark.parametrize("answer", ["n", "y"])
async def test_a_name_that_puts_a_text_right_goes_on_with_no_key_that_was_a_letter_of_it(
    held: Path, answer: str
) -> None:
    async with at_console(held, operator="") as operator:
        await operator.press("escape", "down", "p")
        await operator.type("ls -la")
        await operator.sees("Is it meant?")
        await operator.press(answer, "ctrl+u")
        await operator.type("dba")
        line = "Acts are now written as dba. Not done: Pin ex1. You have san1 in hand."
        await operator.sees(line)
        assert "san1" in operator.cursor_line
        assert not operator.app.dialogue.prompt.asking


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ("isolate", "sql1: 1 of 3 steps done. Let go of it all the same? (y/n)"),
        ("evidence", "sql1: 1 item of evidence recorded. Let go of it all the same? (y/n)"),
        ("before", ""),
        ("nothing", ""),
    ],
)
async def test_what_was_worked_on_since_it_was_taken_is_let_go_of_only_when_that_is_meant(
    plan: Path, work: str, words: str
) -> None:
    mine = Session(plan, operator="lead")
    if work == "before":
        mine.acts.step("sql1", "isolate")
    mine.acts.take(["sql1"])
    if work == "evidence":
        mine.acts.evidence("sql1", "E1", {})
    elif work == "isolate":
        mine.acts.step("sql1", "isolate")
    mine.close()
    async with at_console(plan, operator="lead", size=(160, 30)) as operator:
        await operator.opens("sql1")
        await operator.press("x")
        if words:
            await operator.sees(words)
            assert "restoring" in [what for _, what, _ in operator.acts]
            await operator.press("y")
        await operator.sees("sql1 let go")


async def test_of_several_that_are_let_go_of_those_that_were_worked_on_are_named(
    plan: Path,
) -> None:
    mine = Session(plan, operator="lead")
    mine.acts.take(["san1", "sql1", "dc1"])
    mine.acts.step("sql1", "isolate")
    mine.acts.evidence("dc1", "E1", {})
    mine.close()
    async with at_console(plan, operator="lead", size=(160, 30)) as operator:
        await operator.press("slash", *"restoring", "enter", "a", "a", "a", "x")
        await operator.sees("Let go of 3 servers?")
        assert operator.row("Work is done on 2 of them (")
