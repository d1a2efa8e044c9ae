"""What `next`, `compare`, `forecast --why` and `show GROUP` say, at the console: where to help and
what had better wait, why one stands before another, when and why then, what opens together."""

from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.journal import sqlite
from cli.test_who_is_counted_on import LEFT
from console.driver import at_console
from hospitals import HEAD, Clock
from recovery.state.of_view.test_advice_on_spares import PLAN as SPARES
from recovery.state.of_view.test_advising import BY_STEPS, LANE_FIRST, ONE_PAIR, PAY_IS_SO, PLAN

GROUPS = """
[groups.opening]
name = "What opens first"
services = ["bloc", "adt"]
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + PLAN + BY_STEPS + GROUPS, encoding="utf-8")
    return path


@pytest.fixture
def held(shared: Path) -> Path:
    """The same where the lane is needed for something earlier while payroll would be in it."""
    text = shared.read_text(encoding="utf-8")
    for old, new in (ONE_PAIR, LANE_FIRST, PAY_IS_SO):
        assert old in text
        text = text.replace(old, new, 1)
    shared.write_text(text, encoding="utf-8")
    return shared


async def test_the_queue_says_where_to_help_and_why_before_what_is_ready(shared: Path) -> None:
    async with at_console(shared, operator="ben-2", clock=Clock()) as ben:
        await ben.stands_on("dc1")
        await ben.press("t")
        await ben.until(lambda: ben.acts[-1:] == [("ben-2", "restoring", "dc1")], "not taken")
    async with at_console(shared, operator="anne-1", size=(120, 30), clock=Clock()) as anne:
        await anne.sees("Queue: 5 servers to go · help with dc1")
        await anne.press("9")
        await anne.sees("Help ben-2 with dc1: another pair of hands likely has it done")
        await anne.stands_on("dc1")
        assert anne.row("Otherwise:")
        await anne.press("enter")
        await anne.sees("At it now: ben-2.")


async def test_the_page_of_what_next_has_the_figures_of_what_had_better_be_left_to_others(
    tmp_path: Path,
) -> None:
    path = tmp_path / "inventory.toml"
    path.write_text(HEAD + LEFT, encoding="utf-8")
    async with at_console(path, operator="gil", size=(120, 30), clock=Clock()) as gil:
        await gil.press("9")
        await gil.sees("With pbx1 by Vendor and san1 by Night now: Blood bank")
        await gil.stands_on("pbx1")
        assert gil.row("san1 compromised") < gil.row("Otherwise:") < gil.row("pbx1 compromised")


async def test_the_cursor_goes_past_what_had_better_wait_and_its_row_says_for_what(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(sqlite, "utc_now", clock)
    async with at_console(held, operator="ben-2", size=(120, 30), clock=clock) as ben:
        await ben.stands_on("dc1")
        await ben.press("t")
        await ben.until(lambda: ben.acts[-1:] == [("ben-2", "restoring", "dc1")], "not taken")
    clock.now += timedelta(minutes=60)
    async with at_console(held, operator="anne-1", size=(120, 30), clock=clock) as anne:
        await anne.sees("· hold pay1")
        await anne.press("full_stop")
        await anne.stands_on("spare1")
        await anne.press("up")
        await anne.stands_on("pay1")
        await anne.sees("Hold pay1: Restore is needed for dc1 at Mon 06:00.")


async def test_a_plan_that_divides_no_work_says_what_to_go_on_with_all_the_same(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        first = operator.cursor_line
        await operator.press("9")
        await operator.sees("Tier ")
        assert operator.cursor_line.split()[1] in first
        assert "help with" not in "".join(operator.screen)


async def test_where_nothing_can_be_done_the_page_says_why(shared: Path) -> None:
    async with at_console(shared, operator="nora-4", clock=Clock()) as nora:
        await nora.stands_on("sw1")
        await nora.press("t", "9")
        await nora.sees("Network can do nothing now; 1 server is left that they are for.")
        await nora.sees("Being restored: sw1 by nora-4.")


async def test_compare_asks_for_the_other_by_id_or_name_and_says_what_decided(
    shared: Path,
) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 30)) as operator:
        await operator.stands_on("dc1")
        await operator.press("equals_sign")
        await operator.sees("Compare dc1 with which server or service?")
        await operator.type("paye")
        await operator.sees('There is no server or service "paye" in the plan.')
        await operator.press(*["backspace"] * 4)
        await operator.type("payroll")
        await operator.sees("dc1 stands before Payroll: tier 1")
        assert operator.acts == []


async def test_compare_says_of_which_nobody_can_say_when_it_is_up(shared: Path) -> None:
    supply = """
[services.supply]
name = "Supply"
tier = 5
needs = ["pay1", "vendor"]
[conditions.vendor]
name = "The vendor"
who = "vendor"
"""
    with shared.open("a", encoding="utf-8") as file:
        file.write(supply)
    async with at_console(shared, operator="anne-1", size=(120, 40)) as operator:
        await operator.stands_on("dc1")
        await operator.press("equals_sign")
        await operator.sees("Compare dc1 with which")
        await operator.type("supply")
        await operator.sees("When Supply is up nobody can say: waits for The vendor")


async def test_two_servers_that_are_selected_are_compared_without_a_question(
    shared: Path,
) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 30)) as operator:
        await operator.stands_on("dc1")
        await operator.press("a", "a", "equals_sign")
        await operator.sees("dc1 stands before pacs1: pacs1 waits for it.")


async def test_when_and_why_then_is_said_of_the_service_that_waits(shared: Path) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 30)) as operator:
        await operator.stands_on("dc1")
        await operator.press("0")
        await operator.sees("When, and why then: ")
        await operator.sees("What decides when ")
        await operator.sees("One more of Systèmes: ")
        await operator.sees("One more place in Restore: ")


async def test_where_no_service_waits_there_is_no_why_and_it_says_so(shared: Path) -> None:
    async with at_console(shared, operator="nora-4") as operator:
        await operator.stands_on("sw1")
        await operator.press("0")
        await operator.sees("Put the cursor on a service that is down")


async def test_a_group_has_a_row_below_the_services_and_a_page(shared: Path) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 30)) as operator:
        await operator.press("2", "end")
        await operator.stands_on("What opens first")
        assert "0 of 2 services up" in operator.cursor_line
        await operator.press("enter")
        await operator.sees("What opens first is whole: ")
        assert operator.row("Counts: its worth 1 time more when the last is up")
        await operator.press("escape")
        await operator.stands_on("What opens first")


async def test_the_page_of_a_service_leads_to_what_it_opens_with(shared: Path) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 30)) as operator:
        await operator.press("2", "enter")
        await operator.sees("Opens with What opens first (0 of 2 services up).")
        while "Opens with" not in operator.cursor_line:
            await operator.press("down")
        await operator.press("enter")
        await operator.sees("What opens first · opens together")


async def test_acts_on_the_page_of_a_group_are_for_the_row_under_the_cursor(shared: Path) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 30)) as operator:
        await operator.press("2", "end", "enter")
        await operator.sees("What reopens it, in this order")
        while "dc1" not in operator.cursor_line:
            await operator.press("down")
        await operator.press("t")
        await operator.until(
            lambda: operator.acts == [("anne-1", "restoring", "dc1")], "it was not taken"
        )


async def test_the_title_tells_which_tier_the_calendar_changes_first(tmp_path: Path) -> None:
    always = 'tier_when = [{ tier = 2, from = "00:00", until = "23:59", reason = "lists run" }]'
    path = tmp_path / "inventory.toml"
    text = HEAD + PLAN.replace("tier = 4", f"tier = 4\n{always}") + BY_STEPS
    path.write_text(text, encoding="utf-8")
    async with at_console(path, operator="anne-1", size=(120, 30), clock=Clock()) as anne:
        await anne.sees("Queue: 5 servers to go · Today 23:59: Payroll is back at tier 4.")
        await anne.press("2")
        await anne.sees("Services by site · Today 23:59: Payroll is back at tier 4.")


async def test_the_page_of_what_next_holds_a_spare_while_somebody_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, path = Clock(), tmp_path / "inventory.toml"
    monkeypatch.setattr(sqlite, "utc_now", clock)
    path.write_text(HEAD + SPARES, encoding="utf-8")
    async with at_console(path, operator="anne-1", size=(120, 30), clock=clock) as anne:
        await anne.stands_on("dc1")
        await anne.press("t")
        await anne.until(lambda: anne.acts[-1:] == [("anne-1", "restoring", "dc1")], "not taken")
    async with at_console(path, operator="ben-2", size=(120, 30), clock=clock) as ben:
        await ben.press("9")
        await ben.sees("Hold dc2, which nobody waits for: somebody is needed for app2 at")


async def test_the_page_of_what_next_tells_what_changes_by_itself_within_a_day(
    shared: Path,
) -> None:
    async with at_console(shared, operator="anne-1", size=(120, 40), clock=Clock()) as anne:
        await anne.press("9")
        await anne.sees("Within a day, if nobody acts:")
        assert anne.row("Today 08:00: Network begins work.")
        assert anne.row("Today 18:00: Network ends work.")


async def test_of_a_tier_that_changes_twice_within_a_day_both_are_told_each_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "inventory.toml"
    twice = (
        'tier_when = [{ tier = 1, from = "05:00", until = "18:00", reason = "morning session" }]'
    )
    text = HEAD + PLAN.replace("tier = 4", f"tier = 4\n{twice}") + BY_STEPS
    path.write_text(text, encoding="utf-8")
    async with at_console(path, operator="anne-1", size=(120, 40), clock=Clock()) as anne:
        await anne.press("9")
        await anne.sees("Within a day, if nobody acts:")
        rises = [line for line in anne.screen if "Payroll rises to tier 1" in line]
        assert 1 == len(rises)
        assert anne.row("Today 18:00: Network ends work.")
        assert anne.row("Today 18:00: Payroll is back at tier 4.")


async def test_more_changes_than_the_page_has_room_for_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "inventory.toml"
    hours = ", ".join(f'"{hour:02}:00-{hour:02}:30"' for hour in range(4, 12))
    often = f'[crews.often]\nname = "Often"\nhours = [{hours}]\n'
    path.write_text(HEAD + PLAN + BY_STEPS + often, encoding="utf-8")
    async with at_console(path, operator="anne-1", size=(120, 50), clock=Clock()) as anne:
        await anne.press("9")
        await anne.sees("Within a day, if nobody acts:")
        told = [line for line in anne.screen if "work." in line and "day " in line]
        assert (12, True) == (len(told), bool(anne.row("… and 6 more.")))
