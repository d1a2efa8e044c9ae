"""Triage: one key for each unknown server, in the order in which vital services wait, with the pace
and a way back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.clock import iso
from chwapi_console.console.views.triage_view import looks_a_minute
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.session.session import Session
from console.conftest import PLAN
from console.driver import at_console

MANY = 300


@pytest.fixture
def unknown(plan: Path) -> Path:
    """The small hospital before anybody has looked."""
    text = PLAN.replace('state = "compromised"', 'state = "unknown"').replace(
        'state = "clean"', 'state = "unknown"'
    )
    plan.write_text(text, encoding="utf-8")
    return plan


@pytest.fixture
def large(plan: Path) -> Path:
    """A plan of 300 servers that nobody has looked at."""
    head = PLAN.partition("[services.bloc-imc]")[0]
    services = "".join(
        f'[services.v{n}]\nname = "Service {n}"\nsite = "imc"\ntier = {n % 5 + 1}\nneeds = '
        f'["s{n:03}"]\n'
        for n in range(0, MANY, 3)
    )
    servers = "".join(
        f's{n:03} = {{ site = "{"imc" if n % 2 else "union"}", role = "Rôle {n}", state = '
        f'"unknown" }}\n'
        for n in range(MANY)
    )
    plan.write_text(f"{head}{services}[servers]\n{servers}", encoding="utf-8")
    return plan


async def test_triage_begins_with_the_server_that_the_most_vital_service_waits_for(
    unknown: Path,
) -> None:
    async with at_console(unknown) as operator:
        await operator.press("3")
        await operator.sees("Triage: 7 unknown, 0 looked at")
        first = operator.session.look().entries[0].server
        assert first in operator.cursor_line
        assert "Before " in " ".join(operator.screen)


async def test_one_key_judges_a_server_and_the_cursor_stays_on_it(unknown: Path) -> None:
    async with at_console(unknown) as operator:
        first, second = [entry.server for entry in operator.session.look().entries[:2]]
        await operator.press("3", "c")
        await operator.sees(f"{first} clean")
        await operator.sees("↓: the next server")
        await operator.stands_on(first)
        await operator.press("down", "i")
        await operator.sees(f"{second} compromised")
        await operator.stands_on(second)
        assert "clean" in operator.row(f"{first} ")
        await operator.sees("Triage: 5 unknown, 2 looked at")


async def test_undo_goes_back_to_the_server_whose_verdict_it_takes_back(unknown: Path) -> None:
    async with at_console(unknown) as operator:
        first, second = [entry.server for entry in operator.session.look().entries[:2]]
        await operator.press("3", "c", "down")
        await operator.stands_on(second)
        await operator.press("i")
        await operator.sees("2 looked at")
        await operator.press("u", "y")
        await operator.stands_on(second)
        await operator.sees("1 looked at")
        await operator.press("u")
        await operator.sees("Undo the act before it too?")
        await operator.press("y")
        await operator.stands_on(first)
        await operator.sees("0 looked at")


async def test_a_server_can_be_skipped_or_left_unknown_with_a_note(unknown: Path) -> None:
    async with at_console(unknown) as operator:
        first, second = [entry.server for entry in operator.session.look().entries[:2]]
        await operator.press("3", "s")
        await operator.stands_on(second)
        await operator.press("w")
        await operator.type("no login")
        await operator.sees("no login")
        await operator.stands_on(second)
        assert [("oncall-1", "unknown", second)] == operator.acts
        for _ in range(7):
            await operator.press("s")
        assert second in operator.cursor_line
        assert first in operator.screen[3]


async def test_skipping_belongs_to_triage(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("s")
        await operator.sees("Skipping goes with triage (3).")


async def test_the_reason_and_the_next_unknown_server_are_in_reach_of_triage(unknown: Path) -> None:
    async with at_console(unknown) as operator:
        second = operator.session.look().entries[1].server
        await operator.press("3", "full_stop")
        assert second in operator.cursor_line
        assert "Tier 1." in " ".join(operator.screen)
        await operator.press("enter", "escape")
        assert second in operator.cursor_line


async def test_all_that_the_filter_shows_are_judged_at_once_after_their_number_was_said(
    large: Path,
) -> None:
    async with at_console(large) as operator:
        await operator.press("3", "slash", *"site:union", "enter", "asterisk")
        await operator.sees("150 selected")
        await operator.press("c")
        await operator.sees("Mark 150 servers clean? (y/n)")
        await operator.press("escape")
        assert [] == operator.acts
        await operator.press("c", "y")
        await operator.sees("+148 more")
        assert 150 == len(operator.acts)
        assert 1 == len(
            {event.act for event in operator.session.record.events if event.kind == "marked"}
        )
        await operator.press("u", "y")
        await operator.sees("unknown, 0 looked at")


async def test_a_hundred_servers_are_judged_one_by_one_at_a_calm_pace(large: Path) -> None:
    async with at_console(large) as operator:
        await operator.press("3")
        for number in range(100):
            await operator.press("i" if number % 4 == 0 else "c")
            await operator.sees(f"{number + 1} looked at")
            await operator.press("s")
        judged = [state for _, state, _ in operator.acts]
        assert {"clean": 75, "compromised": 25} == {
            state: judged.count(state) for state in set(judged)
        }
        assert 100 == len({subject for _, _, subject in operator.acts})


def look(number: int, seconds: float, operator: str = "oncall-1", state: str = "clean") -> Event:
    after = Standing("clean") if state == "clean" else Standing("compromised")
    data = {"before": Standing("unknown").plain(), "after": after.plain()}
    at = iso(datetime(2021, 1, 18, tzinfo=UTC) + timedelta(seconds=seconds))
    return Event(
        f"e{number}", "o", number, "", {}, number, at, operator, "h", f"s{number}", "marked", data
    )


def test_the_pace_is_the_operators_own_and_a_long_pause_is_no_part_of_it() -> None:
    assert None is looks_a_minute([look(1, 0), look(2, 5)], "oncall-1")
    assert 12 == looks_a_minute([look(1, 0), look(2, 5), look(3, 10)], "oncall-1")
    assert 12 == looks_a_minute(
        [look(1, 0), look(2, 5), look(3, 6, "bob"), look(4, 10)], "oncall-1"
    )
    assert 12 == looks_a_minute(
        [look(1, 0), look(2, 4000), look(3, 4005), look(4, 4010)], "oncall-1"
    )
    assert None is looks_a_minute([], "oncall-1")


def test_verdicts_that_a_list_gave_at_once_are_no_pace_of_anybodys() -> None:
    listed = [
        each._replace(data={**each.data, "act": "a list"})
        for each in (look(1, 0), look(2, 0.1), look(3, 0.2))
    ]
    assert None is looks_a_minute(listed, "oncall-1")
    assert 12 == looks_a_minute([look(5, 0), *listed, look(6, 5), look(7, 10)], "oncall-1")


async def test_the_rate_and_the_time_left_are_told(unknown: Path) -> None:
    async with at_console(unknown) as operator:
        await operator.press("3")
        for done in (1, 2, 3):
            await operator.press("c")
            await operator.sees(f"{done} looked at")
            await operator.press("down")
        await operator.sees("in 10 min, 1 min left")


async def test_a_new_order_waits_for_its_key_in_triage_too(unknown: Path) -> None:
    async with at_console(unknown) as operator:
        await operator.press("3")
        other = Session(unknown, operator="lead")
        other.acts.pin("mail", "transfer")
        other.close()
        await operator.sees("moves): r shows it")
        await operator.press("r")
        await operator.no_longer_sees("moves): r shows it")
        first = operator.session.look().entries[0].server
        assert first in operator.screen[3]


async def test_a_step_of_the_cursor_counts_nothing_anew(
    unknown: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []

    def again(*_: object) -> str:
        counted.append("again")
        return "again"

    async with at_console(unknown) as operator:
        await operator.press("3")
        title = await operator.sees("Triage: ")
        monkeypatch.setattr("chwapi_console.console.views.pages.triage_title", again)
        await operator.press("down", "up", "down")
        assert [] == counted
        assert title == operator.row("Triage: ")
        await operator.press("c")
        await operator.sees("again")
