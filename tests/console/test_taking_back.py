"""What `u` takes back at once, what it asks about, and how what was taken back is done again."""

from pathlib import Path

import pytest
from textual.events import Key

from chwapi_console.console.control.keys.unseen_cursor import LED_AWAY
from chwapi_console.console.control.keys.word_guard import ALONE, HUNTED_ALONE
from chwapi_console.session.session import Session
from console.driver import Operator, at_console
from console.hands import hunts, types
from hospitals import MEANT


async def opens_with_a_tick(operator: Operator) -> None:
    await operator.opens("sql1")
    await operator.press("t", "space")
    await operator.sees("sql1: step isolate done")


async def test_what_was_taken_back_says_which_key_does_it_again(plan: Path) -> None:
    async with at_console(plan, lang="fr") as operator:
        await operator.press("t")
        await operator.sees("san1 pris")
        await operator.press("u")
        await operator.sees("(t refait cela)")
        await operator.press("t")
        await operator.sees("san1 pris")
        assert ("restoring", "san1") == operator.acts[-1][1:]


async def test_a_block_over_a_block_that_was_taken_back_is_done_again_by_its_key(
    plan: Path,
) -> None:
    async with at_console(plan, lang="fr") as operator:
        for reason in ("le disque est mort", "la licence manque"):
            await operator.press("home", "b")
            await operator.type(reason)
            await operator.sees(f"san1 bloqué ({reason})")
        await operator.press("u")
        if operator.app.dialogue.prompt.asking:
            operator.looks(3)
            await operator.press("o")
        await operator.sees("(b refait cela)")


@pytest.mark.parametrize("state", ["restored", "compromised"])
async def test_what_others_go_by_is_not_taken_back_unasked_be_it_done_just_now(
    plan: Path, state: str
) -> None:
    async with at_console(plan) as operator:
        if state == "restored":
            await operator.press("d", "y")
        else:
            await operator.press("c", "y")
            await operator.until(lambda: len(operator.acts) == 1, "not clean")
            await operator.press("i")
        await operator.until(lambda: state in [act[1] for act in operator.acts], f"not {state}")
        before = len(operator.acts)
        await operator.press("u")
        await operator.sees("Undo your latest act?")
        assert before == len(operator.acts)
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == before + 1, "not taken back")


async def test_undo_again_tells_that_it_is_not_what_was_done_last(plan: Path) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await opens_with_a_tick(operator)
        await operator.press("u")
        await operator.sees("step isolate is open again (")
        before = len(operator.acts)
        await operator.press("u")
        await operator.sees("Your latest act took something back: sql1: step isolate")
        await operator.sees("Undo the act before it too? (y/n)")
        await operator.press("n")
        assert before == len(operator.acts)


async def test_the_cursor_stands_on_the_step_that_an_undo_has_opened_again(plan: Path) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await opens_with_a_tick(operator)
        await operator.press("down", "u")
        await operator.stands_on("isolate")


async def test_the_key_that_ticks_asks_before_it_opens_a_step_again(plan: Path) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await opens_with_a_tick(operator)
        await operator.press("down", "space")
        await operator.sees("sql1: step rebuild done")
        before = len(operator.acts)
        await operator.press("up", "space")
        await operator.sees("Take back the tick of isolate on sql1? (y/n)")
        assert before == len(operator.acts)
        await operator.press("y")
        await operator.sees("step isolate is open again (")


async def test_an_undo_of_somebody_else_changes_nothing_for_ones_own_undo(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        other = Session(plan, operator="dba")
        other.acts.take(["ex1"], remarks=MEANT)
        other.acts.undo()
        other.close()
        await operator.sees("dba")
        await operator.press("u")
        await operator.until(lambda: operator.acts[-1][0] != "dba", "nothing taken back")


@pytest.mark.parametrize("key", ["t", "n", "b"])
async def test_a_key_that_comes_before_anybody_saw_where_an_undo_took_the_cursor_is_ignored(
    plan: Path, key: str
) -> None:
    async with at_console(plan, size=(160, 30)) as operator:
        await operator.press("d", "y")
        await operator.sees("san1 restored")
        await operator.stands_on("sql1")
        await operator.press("u")
        await operator.sees("Undo your latest act?")
        await operator.press("y")
        await operator.sees("san1 put back to compromised (undo")
        await operator.sees("Cursor: san1.")
        await operator.stands_on("san1")
        before = len(operator.acts)
        operator.looks(LED_AWAY / 2)
        await operator.press_fast(key)
        await operator.sees(f"The cursor has just gone to san1: {key} came too soon.")
        operator.looks(LED_AWAY)
        await operator.press("t")
        await operator.until(lambda: len(operator.acts) == before + 1, "not taken anew")


async def test_a_server_that_was_given_to_the_wrong_one_is_given_anew_right_behind_the_undo(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("n")
        operator.looks()
        await types(operator, "disk was checked\n", 0.2)
        await operator.sees("note: disk was checked")
        operator.looks()
        await hunts(operator, "uf", ALONE + 0.15)
        await operator.sees("Who takes san1?")


@pytest.mark.parametrize(("move", "looked"), [("down", 3.0), ("j", 3.0), ("j", 2.1)])
@pytest.mark.parametrize("gap", [0.3, 1.1, HUNTED_ALONE - 0.1])
async def test_an_undo_behind_a_key_that_waits_gives_that_up_and_nothing_else_unasked(
    plan: Path, gap: float, move: str, looked: float
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        operator.looks()
        await operator.press(move)
        second = next(word for word in operator.cursor_line.split() if word[0].isalpha())
        for key, before in (("t", looked), ("u", gap)):
            operator.looks(before)
            operator.app.post_message(Key(key, key))
            await operator.pilot.pause()
        await operator.sees(f"Given up: t has done nothing to {second}")
        assert second in operator.cursor_line
        assert second != "san1"
        operator.looks()
        await operator.press("u")
        await operator.sees("Undo your latest act? (y/n)")
        assert operator.row("san1 taken")
        assert [("oncall-1", "restoring", "san1")] == operator.acts
        await operator.press("n", "t")
        await operator.sees(" taken (u takes that back)")
        await operator.press("u")
        await operator.sees("(t does it again)")
        assert "san1" not in operator.acts[-1]
