"""What the rules ask about an act is asked in the console too, whichever key does it: before anything
is written, and once."""

from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.words.meant.ending import left_to_end
from chwapi_console.session.session import Session
from console.driver import at_console
from hospitals import MEANT

PEOPLE = '[operators.dba]\nroles = ["restorer"]\n[operators.lead]\nroles = ["lead"]\n'


@pytest.fixture
def staffed(plan: Path) -> Path:
    """A plan that names its people, of whom oncall-1 is none."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("[sites.", f"{PEOPLE}[sites.", 1), encoding="utf-8")
    return plan


OBSERVER = '[operators.omar]\nroles = ["observer"]\n'
FOR_OTHERS = "By the plan omar is observer: this is for "


@pytest.fixture
def looked_on(staffed: Path) -> Path:
    """A plan that names an observer too."""
    text = staffed.read_text(encoding="utf-8")
    staffed.write_text(text.replace("[sites.", f"{OBSERVER}[sites.", 1), encoding="utf-8")
    return staffed


@pytest.mark.parametrize(
    ("keys", "asks"),
    [
        (("n",), "Note on"),
        (("N",), "write down what"),
        (("down", "enter", "K"), "failed because"),
        (("down", "enter", "z"), "is skipped because"),
        (("p",), "Why put"),
        (("7", "Y"), "that do not hold"),
        (("J",), "Which server was found?"),
        (("W",), "write down what: image"),
    ],
)
async def test_whoever_only_looks_on_is_told_so_before_any_text_is_asked_for(
    looked_on: Path, keys: tuple[str, ...], asks: str
) -> None:
    async with at_console(looked_on, operator="omar", size=(160, 50)) as operator:
        await operator.press(*keys)
        await operator.sees(FOR_OTHERS)
        await operator.no_longer_sees(asks)
        await operator.press("n")
        await operator.no_longer_sees(FOR_OTHERS)
        await operator.press("ctrl+l", keys[-1], "y")
        await operator.sees(asks)
        assert [] == operator.acts


async def test_an_observer_is_told_who_settles_a_conflict_before_any_text(
    looked_on: Path, tmp_path: Path
) -> None:
    with (
        closing(Session(looked_on, operator="dba")) as one,
        closing(Session(looked_on, journal=tmp_path / "two.journal", operator="lead")) as two,
    ):
        one.acts.mark(["san1"], "restored", MEANT)
        two.acts.mark(["san1"], "blocked", Remarks(reason="no disk", meant=True))
        one.keeping.sync(tmp_path / "two.journal")
    async with at_console(looked_on, operator="omar", size=(160, 50)) as operator:
        await operator.press("slash", *"conflict", "enter", "e")
        await operator.sees(FOR_OTHERS)
        await operator.no_longer_sees("How does san1 stand")
        await operator.press("y")
        await operator.sees("How does san1 stand")


async def test_what_an_observer_goes_on_with_is_written_for_a_reason(looked_on: Path) -> None:
    async with at_console(looked_on, operator="omar") as operator:
        await operator.press("n", "y")
        await operator.type("rack B4")
        await operator.sees("override role.act, say why")
        await operator.type("nobody else is here")
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 1, "nothing was written")


async def test_an_observer_who_would_reopen_is_told_so_before_the_reason(looked_on: Path) -> None:
    async with at_console(looked_on, operator="omar") as operator:
        ends = {one.subject: "x" for one in left_to_end(operator.session.look())}
        operator.session.operator = "lead"
        operator.session.acts.close(ends, Remarks(reason="over", meant=True))
        operator.session.operator = "omar"
        await operator.sees("CLOSED")
        await operator.press("7", "Y")
        await operator.sees(FOR_OTHERS)
        await operator.no_longer_sees("The recovery goes on because")


async def test_who_is_not_among_the_people_is_asked_about_a_note(staffed: Path) -> None:
    async with at_console(staffed, operator="zed") as operator:
        await operator.press("n")
        await operator.type("rack B4")
        await operator.sees('"zed" is not among the people of the plan')
        assert [] == operator.acts
        await operator.press("y")
        await operator.until(lambda: len(operator.acts) == 1, "nothing was written")
        assert ["role.listed"] == operator.session.record.acts[-1].meant
        await operator.press("n")
        await operator.type("rack B5")
        await operator.until(lambda: len(operator.acts) == 2, "asked again")


async def test_a_no_to_what_is_asked_at_last_writes_nothing(staffed: Path) -> None:
    async with at_console(staffed, operator="zed") as operator:
        await operator.press("n")
        await operator.type("rack B4")
        await operator.sees('"zed" is not among the people of the plan')
        await operator.press("escape")
        assert [] == operator.acts


async def test_an_undo_on_what_is_selected_is_asked_what_any_undo_is(plan: Path) -> None:
    async with at_console(plan) as operator:
        (server,) = [entry.server for entry in operator.session.look().entries][:1]
        operator.session.acts.mark([server], "clean", MEANT)
        operator.session.acts.mark([server], "unknown", MEANT)
        ends = {one.subject: "x" for one in left_to_end(operator.session.look())}
        operator.session.acts.close(ends, Remarks(reason="over", meant=True))
        written = len(operator.session.record.acts)
        await operator.sees("CLOSED")
        await operator.press("a", "u")
        await operator.press("y")
        await operator.sees("The recovery was closed by oncall-1")
        assert written == len(operator.session.record.acts)
        await operator.press("y")
        await operator.until(
            lambda: len(operator.session.record.acts) > written, "nothing was written"
        )


async def test_what_is_done_again_by_undo_is_asked_what_the_act_is(plan: Path) -> None:
    async with at_console(plan) as operator:
        acts = operator.session.acts
        for server in ("san1", "sql1"):
            acts.take([server])
            acts.mark([server], "restored", MEANT)
        acts.meaning_it().undo_on(["sql1"])
        acts.mark(["san1"], "compromised", MEANT)
        written = len(operator.session.record.acts)
        await operator.sees("1 suspect")
        await operator.press("/")
        await operator.type("sql1")
        await operator.press("a", "u")
        await operator.press("y")
        await operator.sees("waits for san1")
        assert written == len(operator.session.record.acts)
        await operator.press("y")
        await operator.until(
            lambda: len(operator.session.record.acts) > written, "nothing was written"
        )
        assert "restored" == operator.session.look().situation.state("sql1")
