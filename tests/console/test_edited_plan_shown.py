"""A plan that is edited while a console is open: what that moved is said."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from chwapi_console.console.control.keys.unseen_cursor import LED_AWAY
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from console.driver import at_console


async def test_what_an_edit_moved_is_said(plan: Path) -> None:
    async with at_console(plan) as operator:
        text = plan.read_text(encoding="utf-8")
        assert "\ntier = 1\n" in text
        plan.write_text(text.replace("\ntier = 1\n", "\ntier = 5\n", 1), encoding="utf-8")
        await operator.sees("The plan says otherwise of tier")
        assert [] == operator.acts


async def test_a_key_right_behind_an_edit_is_none_for_the_server_that_took_the_place(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("k")
        operator.looks()
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("san1", "san9"), encoding="utf-8")
        await operator.stands_on("sql1")
        await operator.press_fast("t")
        await operator.sees("The cursor has just gone to sql1: t came too soon.")
        operator.looks(LED_AWAY)
        await operator.press("t")
        await operator.sees("Take: sql1? (y/n)")
        await operator.press("y")
        await operator.until(lambda: bool(operator.acts), "not taken")
        assert [("oncall-1", "restoring", "sql1")] == operator.acts


async def test_the_page_of_a_server_that_leaves_the_plan_is_closed_and_that_is_said(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.opens("sql1")
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("sql1", "sql9"), encoding="utf-8")
        await operator.sees("sql1 is in the plan no more: its page is closed.")
        await operator.sees("Queue: 5 servers to go")
        plan.write_text(text, encoding="utf-8")
        await operator.sees("New in the plan: sql1")
        await operator.press("escape")
        await operator.opens("sql1")


@pytest.mark.parametrize(
    ("key", "shown", "said"),
    [
        ("enter", "Bloc IMC · IMC", "bloc-imc is in the plan no more: its page is closed."),
        ("0", "Bloc IMC", "bloc-imc is in the plan no more: its page is closed."),
        ("p", "Why put Bloc IMC first?", "Services by site"),
    ],
)
async def test_what_is_read_of_a_service_that_leaves_the_plan_is_closed(
    plan: Path, key: str, shown: str, said: str
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("2", key)
        await operator.sees(shown)
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("bloc-imc", "bloc-hill"), encoding="utf-8")
        await operator.sees(said)
        await operator.sees("Services by site")
        await operator.press("escape")
        await operator.sees("Queue: 5" if key != "p" else "Services by site")
        assert [] == operator.acts


async def test_the_page_of_a_server_whose_finding_is_undone_is_closed(plan: Path) -> None:
    other = Session(plan, operator="dba")
    found = FoundServer("imc", "Base", needed_by=("mail",))
    other.acts.add("new1", found, Remarks(meant=True))
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.opens("new1")
        other.acts.undo(other.record.events[-1].hash)
        await operator.sees("new1 no longer added to the plan")
        await operator.sees("Queue: 5 servers to go")
    other.close()


async def test_a_price_still_names_a_service_that_has_left_the_plan_since(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("2", "G", "p")
        await operator.sees("Why put Mail first?")
        await operator.sees("tier 1")
        text = plan.read_text(encoding="utf-8")
        plan.write_text(text.replace("bloc-imc", "bloc-hill"), encoding="utf-8")
        await operator.comes_to_know(lambda view: "bloc-hill" in view.plan.services)
        await operator.sees("tier 1")
        await operator.press("escape")
        await operator.sees("Services by site")


async def test_the_progress_goes_on_where_a_site_leaves_the_plan(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("5")
        await operator.sees("Servers back: 0 of 5 hit")
        await operator.sees("Union")
        text = plan.read_text(encoding="utf-8")
        plan.write_text(
            text.replace('"union"', '"hill"').replace(".union]", ".hill]"), encoding="utf-8"
        )
        await operator.comes_to_know(lambda view: "hill" in view.plan.sites)
        await operator.sees("Union")


RENAMED = re.compile(
    r"\b(imc|union|bloc-imc|bloc-union|pacs|mail|app1|dc1|dc2|san1|anes1|ex1|sql1|windows|isolate|"
    r"rebuild)\b"
)
"""What a plan can call otherwise: all ids of the one that these tests have."""


def _has(servers: set[str]) -> Callable[[View], bool]:
    return lambda view: servers == set(view.plan.servers)


async def test_whatever_is_shown_a_plan_that_calls_all_otherwise_ends_no_console(
    plan: Path,
) -> None:
    text = plan.read_text(encoding="utf-8")
    other = RENAMED.sub(lambda found: f"{found[0]}-anew", text)
    async with at_console(plan, size=(120, 30)) as operator:
        for keys in (
            "2",
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "m",
            "0",
            "2 0",
            "2 p",
            "enter",
            "p",
            "a a b",
        ):
            await operator.press(*keys.split())
            await operator.pilot.pause(0.2)
            text, other = other, text
            plan.write_text(text, encoding="utf-8")
            await operator.comes_to_know(_has(set(tomllib.loads(text)["servers"])))
            await operator.press("escape", "escape", "1")
        assert [] == operator.acts


async def test_a_key_right_behind_new_advice_is_none_for_the_server_that_it_names(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("9")
        await operator.stands_on("san1")
        operator.looks()
        other = Session(plan, operator="dba")
        other.acts.take(["san1"])
        other.close()
        await operator.stands_on("anes1")
        await operator.press_fast("t")
        await operator.sees("The cursor has just gone to anes1: t came too soon.")
        assert [("dba", "restoring", "san1")] == operator.acts


async def test_a_step_that_another_ticks_leads_no_cursor_in_the_queue_away(plan: Path) -> None:
    async with at_console(plan, size=(120, 30)) as operator:
        await operator.press("down")
        await operator.stands_on("sql1")
        operator.looks()
        other = Session(plan, operator="dba")
        other.acts.step("sql1", "isolate", meant=True)
        other.close()
        await operator.sees("sql1: step isolate done")
        await operator.press_fast("t")
        await operator.until(lambda: len(operator.acts) == 2, "not taken")
