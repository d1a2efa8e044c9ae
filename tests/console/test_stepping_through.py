"""The main road: an operator steps through the queue by keyboard."""

from pathlib import Path

import pytest

from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from console.driver import at_console
from hospitals import MEANT


async def test_the_console_opens_on_the_first_ready_server_and_says_why(plan: Path) -> None:
    async with at_console(plan) as operator:
        assert "san1" in operator.cursor_line
        assert (
            "Bloc IMC waits for it; 2 more services too. After it, 1 server to go"
            in operator.row("Tier 1.")
        )
        assert "0/5 back" in operator.screen[0]
        assert "DRILL" in operator.screen[0]


async def test_taking_a_server_shows_who_has_it_and_leaves_the_cursor(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        assert "by oncall-1" in operator.cursor_line


async def test_marking_restored_moves_the_cursor_to_the_next_ready_server_and_keeps_the_finished_row(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.sees("san1 restored")
        await operator.stands_on("sql1")
        assert "✓" in operator.row("san1  ")
        assert "1/5 back" in operator.screen[0]


async def test_the_act_that_brings_a_theatre_up_says_so(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        operator.looks()
        await operator.press("d", "y")
        await operator.sees("Bloc IMC and PACS are up.")
        await operator.press("2")
        assert "up" in operator.row("Bloc IMC")
        assert "1 missing" in operator.row("Bloc Union")


async def test_an_act_is_in_the_journal_when_the_screen_says_so(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.sees("san1 restored")
        other = Session(plan, operator="dba")
        assert other.look().situation.state("san1") == "restored"
        other.close()


async def test_undo_takes_back_the_latest_act_and_a_second_undo_the_one_before(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        await operator.press("t")
        await operator.sees("sql1 taken")
        await operator.press("u")
        await operator.sees("sql1 put back to compromised")
        await operator.press("u", "y")
        await operator.sees("san1 put back to compromised")
        await operator.press("u")
        await operator.sees("nothing here that could be undone")


async def test_blocking_asks_for_the_reason_and_escape_writes_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.sees("san1: blocked, because")
        await operator.press("x", "escape")
        await operator.no_longer_sees("blocked, because")
        assert operator.session.look().situation.state("san1") == "compromised"
        await operator.press("b")
        await operator.type("controller ordered")
        await operator.sees("san1 blocked (controller ordered)")
        assert "controller ordered" in operator.row("! san1")


async def test_an_empty_reason_blocks_nothing(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b", "enter")
        await operator.sees("The answer was empty. san1: blocked, because")
        await operator.press("escape")
        assert operator.session.look().situation.state("san1") == "compromised"


async def test_undo_brings_the_cursor_to_the_server_that_it_is_about(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        await operator.press("end", "u", "y")
        await operator.sees("san1 put back to compromised")
        await operator.stands_on("san1")


async def test_steps_of_the_runbook_are_ticked_one_after_another_and_a_tick_can_be_taken_back(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.has_in_hand("sql1")
        await operator.press("down", "enter")
        await operator.sees("Runbook windows: 0 of 3 steps")
        await operator.stands_on("isolate")
        await operator.press("space", "down")
        await operator.stands_on("rebuild")
        await operator.press("space")
        await operator.sees("Runbook windows: 2 of 3 steps")
        await operator.press("up", "space", "y")
        await operator.sees("Runbook windows: 1 of 3 steps")
        assert "[ ]" in operator.row("isolate")


async def test_no_step_is_ticked_from_elsewhere_on_the_page(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter", "end", "space")
        await operator.sees("The cursor stands on the next open step now")
        await operator.press("escape", "enter", "home")
        while "Runbook" not in operator.cursor_line:
            await operator.press("down")
        await operator.press("space")
        await operator.sees('Tick "isolate" on sql1? (y/n)')
        await operator.press("y")
        await operator.sees("sql1: step isolate done")
        assert [("oncall-1", "step.done", "sql1")] == operator.acts


async def test_escape_goes_back_to_where_one_really_came_from(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("5", "m", "question_mark", "4", "m", "escape")
        assert operator.row("Journal: ")
        await operator.press("escape")
        assert operator.row(" Help")
        await operator.press("1", "escape")
        assert operator.row("Queue: ")


async def test_escape_on_a_page_returns_to_the_row_one_came_from(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "down")
        row = operator.cursor_line
        await operator.press("enter")
        assert operator.cursor_line != row
        await operator.press("escape")
        assert operator.cursor_line == row


async def test_a_note_is_kept_and_shown_on_the_page(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("n")
        await operator.type("disk 3 replaced")
        await operator.sees("note: disk 3 replaced")
        await operator.press("enter")
        assert "disk 3 replaced" in operator.row("oncall-1: san1: note")
        assert operator.row(" oncall-1: disk 3 replaced").startswith("  Note ")


async def test_the_latest_note_stands_under_the_queue_and_is_found_by_the_filter(
    plan: Path,
) -> None:
    other = Session(plan, operator="alice")
    other.acts.note("san1", "old words")
    other.acts.note("san1", "disk shelf is at the vendor")
    other.close()
    async with at_console(plan) as operator:
        assert operator.screen[-4].startswith(" Tier 1. Bloc IMC +2. After it, 1 server to go.")
        assert " alice: disk shelf is at the vendor" in operator.screen[-3]
        await operator.press("down")
        assert not operator.row("disk shelf")
        await operator.press("slash", *"vendor", "enter")
        await operator.sees("5 servers to go, 1 shown")
        assert "san1" in operator.cursor_line


async def test_what_the_plan_and_people_note_stands_above_the_runbook(plan: Path) -> None:
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(
            'runbook = "windows"',
            'runbook = "windows"\nnotes = "key in safe 4"\nchecks = ["login", "print"]',
        ),
        encoding="utf-8",
    )
    async with at_console(plan) as operator:
        await operator.press("down", "n")
        await operator.type("no licence file")
        await operator.sees("note: no licence file")
        await operator.press("enter")
        at = [
            next(number for number, line in enumerate(operator.screen) if words in line)
            for words in (
                "Notes: key in safe 4",
                "Checks: login; print",
                "oncall-1: no licence file",
                "Runbook windows",
            )
        ]
        assert sorted(at) == at


async def test_a_pinned_row_is_marked(plan: Path) -> None:
    async with at_console(plan) as operator:
        assert not operator.row("↑")
        operator.session.acts.pin("ex1", "transfer")
        await operator.sees("ex1 is first now (1 move): r shows it")
        await operator.press("r")
        assert "↑  1 » ex1" in operator.row("ex1  ")
        await operator.press("question_mark", "slash")
        await operator.type("pinned")
        assert operator.row("pinned: first, against the rule").startswith("   ↑  ")


async def test_others_are_told_and_can_read_that_steps_were_left_open(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        other = Session(plan, operator="dba")
        other.acts.step("sql1", "isolate")
        other.acts.mark(["sql1"], "restored", MEANT)
        await operator.sees("dba: sql1 restored (1 of 3 steps ticked)")
        other.acts.step("sql1", "rebuild")
        other.close()
        await operator.sees("step rebuild done")
        await operator.press("4")
        assert operator.row("sql1 restored (1 of 3 steps ticked)")


async def test_what_needs_a_server_is_said_where_there_is_none_under_the_cursor(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("question_mark", "d")
        await operator.sees("Put the cursor on a server first.")


async def test_a_shared_account_is_asked_for_a_name_and_acts_under_it(plan: Path) -> None:
    async with at_console(plan, operator="") as operator:
        await operator.sees("Who are you?")
        await operator.type("dba")
        await operator.sees("Acts are now written as dba.")
        await operator.press("t")
        await operator.sees("san1 taken")
        assert [
            event.operator for event in operator.session.record.events if event.kind == "taken"
        ] == ["dba"]


async def test_letting_go_and_verifying_by_a_second_person(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("x")
        await operator.sees("san1 let go")
        await operator.press("d", "y")
        await operator.sees("san1 restored")
        await operator.press("home", "v")
        await operator.sees("somebody else must verify it")
        await operator.press("o")
        await operator.type("lead")
        await operator.sees('"lead"? Nobody has borne')
        await operator.press("y")
        await operator.sees("Acts are now written as lead.")
        await operator.press("v")
        await operator.sees("Verified: san1? (y/n)")
        await operator.press("y")
        await operator.sees("san1 verified")


async def test_the_page_of_a_service_lists_what_reopens_it(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "enter")
        await operator.sees("What reopens it, in this order")
        await operator.sees("Meanwhile: dossier papier.")
        assert "compromised" in operator.row("san1")


async def test_when_no_server_is_left_the_services_that_await_a_sign_off_are_told(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.session.acts.mark(
            [entry.server for entry in operator.app.known.view.entries], "restored", MEANT
        )
        await operator.sees("0 servers to go")
        assert await operator.sees("No server is left to do.")


@pytest.mark.parametrize("size", [(60, 20), (40, 12)])
async def test_a_question_stands_whole_on_a_small_screen(plan: Path, size: tuple[int, int]) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(
        ["san1"],
        "blocked",
        Remarks(reason="the storage bay burnt and the vendor comes in the morning, " * 4),
    )
    other.close()
    async with at_console(plan, size=size, lang="fr") as operator:
        await operator.press("home", "d")
        await operator.sees("(o/n)")
        assert "Marquer san1 « restauré » quand même ? (o/n)" in " ".join(
            " ".join(operator.screen).split()
        )
        await operator.press("n")
        await operator.sees("Non : rien n'a été écrit.")


async def test_a_name_that_nobody_has_borne_is_asked_about_before_acts_are_written_under_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("o")
        await operator.type("ui")
        await operator.sees('"ui"? Nobody has')
        await operator.press("n")
        assert "ui" == operator.app.dialogue.prompt.text
        await operator.press("ctrl+u")
        await operator.type("oncall-1")
        assert "oncall-1" == operator.session.operator


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_a_name_near_to_a_known_one_asks_one_question(plan: Path, lang: str) -> None:
    async with at_console(plan, operator="oncall-1", lang=lang) as operator:
        await operator.press("f")
        await operator.type("oncall-2")
        await operator.sees("oncall-1")
        await operator.until(
            lambda: operator.app.dialogue.prompt.asks_if_meant, "it was not asked about"
        )
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "it was asked about twice")


@pytest.mark.parametrize("back", ["escape", "1"])
async def test_the_cursor_goes_on_in_the_queue_from_what_was_finished_on_its_page(
    plan: Path, back: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter", "d", "y")
        await operator.sees("san1 restored")
        await operator.press(back)
        await operator.stands_on("sql1")


async def test_the_cursor_stays_on_what_was_undone_on_its_page(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("enter", "d", "y")
        await operator.sees("san1 restored")
        await operator.press("u", "y")
        await operator.until(lambda: len(operator.acts) == 2, "it was not undone")
        await operator.press("escape")
        await operator.stands_on("san1")
