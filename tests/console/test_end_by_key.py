"""The end of the recovery at the console: read, closed with a reason for each thing that does not
hold, reopened; never by one key alone."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.journal import sqlite
from chwapi_console.recovery.acts.conditions import Saying
from chwapi_console.session.session import Session
from console.driver import at_console
from hospitals import NOW, Clock

PLAN = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-17T20:46:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[services.ward]
name = "Ward 4"
site = "imc"
tier = 1
needs = ["ok1"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ok1"]
[conditions.paper]
name = "Paper entered: Ward 4"
who = "clerk"
needs = ["ward"]
[servers.ok1]
site = "imc"
role = "x"
state = "clean"
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    path = tmp_path / "inventory.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def events(plan: Path) -> list[tuple[str, object]]:
    with closing(Session(plan, operator="dba", host="test")) as session:
        acts = [
            event
            for events in session.look().situation.history.values()
            for event in events
            if event.kind in ("closed", "reopened")
        ]
        return [(event.kind, event.data["after"]) for event in acts]


async def test_the_end_lists_what_does_not_hold_and_leads_there(here: Path) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("7")
        await operator.sees("The end: 2 things do not hold yet")
        await operator.sees("Ward 4 (ward: up, not signed off)")
        await operator.sees("what cannot be is named with a reason (Y).")
        await operator.press("y")
        await operator.sees("Which clinician signs Ward 4 off")
        await operator.type("Dr Ana")
        await operator.type("admitted a patient")
        await operator.press("y")
        await operator.sees("The end: 1 thing does not hold yet")
        await operator.press("end")
        await operator.press("y")
        await operator.sees("Who met it: Paper entered: Ward 4")
        await operator.type("Zoe Clerk")
        await operator.type("all sheets")
        await operator.press("enter")
        await operator.press("y")
        await operator.sees("The end: nothing hinders it")
        await operator.press("Y")
        await operator.sees("What does the recovery end with")
        await operator.type("all wards run")
        await operator.sees("This ends the recovery for everybody.")
        await operator.press("y")
        await operator.sees("CLOSED")
    assert [("closed", {"reason": "all wards run", "exceptions": {}})] == events(here)


async def test_each_thing_that_does_not_hold_is_asked_about_and_kept_with_its_reason(
    here: Path,
) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("7")
        await operator.press("Y")
        await operator.sees("1 of 2 that do not hold: Ward 4 (ward: up, not signed off)")
        await operator.type("the ward is closed")
        await operator.sees("2 of 2 that do not hold: Paper entered: Ward 4")
        await operator.type("no paper was kept")
        await operator.sees("What does the recovery end with")
        await operator.type("moved out")
        await operator.sees("Close the recovery with 2 exceptions? (y")
        await operator.press("y")
        await operator.sees("exception: Ward 4 (ward): the ward is closed")
        await operator.sees("It ended with: moved out")
        await operator.sees("Y Reopen")
        await operator.press("Y")
        await operator.sees("The recovery goes on because")
        await operator.type("a new ward")
        await operator.sees("Reopen the recovery? (y")
        await operator.press("y")
        await operator.sees("The end: 2 things do not hold yet")
        await operator.sees("Y Close")
    exceptions = {"ward": "the ward is closed", "paper": "no paper was kept"}
    (closed, reopened) = events(here)
    assert ("closed", {"reason": "moved out", "exceptions": exceptions}) == closed
    assert ("reopened", None) == reopened


async def test_a_reason_for_one_thing_is_not_offered_for_another(here: Path) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("7")
        await operator.press("Y")
        await operator.sees("1 of 2 that do not hold: Ward 4")
        await operator.type("the ward is closed")
        await operator.sees("2 of 2 that do not hold")
        await operator.press("escape")
        await operator.press("Y")
        await operator.sees("1 of 2 that do not hold: Ward 4")
        await operator.sees("ward is closed, as before:")
        await operator.press("enter")
        await operator.sees("2 of 2 that do not hold")
        assert not operator.row("as before")


async def test_who_closes_is_told_which_reserves_end_after_that_and_then_what_no_longer_holds(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(sqlite, "utc_now", clock)
    async with at_console(here, size=(160, 24), clock=clock) as operator:
        ends = NOW + timedelta(hours=2)
        acts = operator.session.acts
        acts.accept("ward", "Dr Ana", "one bed", reserve="one bed", until=ends)
        acts.condition(["paper"], Saying("met", "Zoe", "all sheets"))
        await operator.press("7")
        await operator.sees("The end: nothing hinders it")
        await operator.press("Y")
        await operator.type("all wards run")
        await operator.sees("A reserve ends by itself after that")
        await operator.sees("Ward 4 (06:00)")
        await operator.press("y")
        await operator.sees("The recovery is closed")
        clock.now = ends
        await operator.sees("Ward 4: sign off again (the reserve of Dr Ana ended 06:00)")
        await operator.sees("The recovery is still called closed")
        await operator.sees("The recovery is closed, and 1 thing does not hold any more")
        await operator.sees("Ward 4 (ward: up, the reserve of its sign-off ended 06:00)")


SEVERAL = "".join(
    f'[conditions.box{n}]\nname = "Box {n} entered"\nwho = "clerk"\nneeds = ["ward"]\n'
    for n in range(3)
)


async def test_one_reason_is_given_for_all_of_a_kind_that_the_list_shows(here: Path) -> None:
    here.write_text(PLAN + SEVERAL, encoding="utf-8")
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("7")
        await operator.sees("To have met: 4")
        await operator.press("Y")
        await operator.type("the ward is closed")
        await operator.sees(
            "2 to 5 of 5 that do not hold. To have met: box0, box1, box2 and 1 more."
        )
        await operator.type("no paper was kept")
        await operator.type("moved out")
        await operator.sees("To have met: 4 (no paper was kept).")
        await operator.press("y")
        await operator.sees("It ended with: moved out")
    ((_, after),) = events(here)
    assert isinstance(after, dict)
    assert {"ward", "paper", "box0", "box1", "box2"} == set(after["exceptions"])
    assert {"no paper was kept", "the ward is closed"} == set(after["exceptions"].values())


async def test_an_empty_answer_asks_of_each_of_a_kind_by_itself(here: Path) -> None:
    here.write_text(PLAN + SEVERAL, encoding="utf-8")
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("7", "Y")
        await operator.type("the ward is closed")
        await operator.press("escape")
        await operator.sees("Not recorded: the ward is closed. Y offers that again.")
        await operator.press("up", "Y")
        await operator.sees("ward is closed, as before:")
        await operator.press("enter")
        await operator.sees("2 to 5 of 5 that do not hold")
        await operator.press("enter")
        await operator.sees("2 of 5 that do not hold: Box 0 entered (box0")


async def test_compromised_servers_stand_first_by_name(here: Path) -> None:
    here.write_text(PLAN.replace('state = "clean"', 'state = "compromised"'), encoding="utf-8")
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("7")
        await operator.sees("To restore: compromised, and waited for by what follows: 1")
        await operator.sees("ok1 is compromised: 2 services wait for it")
        await operator.sees("To bring back, then have signed off: 1")


async def test_nothing_is_closed_where_one_answer_is_missing_or_no(here: Path) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("Y")
        await operator.sees("Read first what is left before the end (7).")
        await operator.press("7")
        await operator.press("Y")
        await operator.type("the ward is closed")
        await operator.sees("2 of 2 that do not hold")
        await operator.press("escape")
        await operator.press("Y")
        await operator.type("the ward is closed")
        await operator.type("no paper was kept")
        await operator.type("moved out")
        await operator.sees("Close the recovery with 2 exceptions? (y")
        await operator.press("n")
        await operator.sees("othing was written")
    assert [] == events(here)


async def test_a_compromised_server_that_nothing_waits_for_is_named_where_nothing_hinders_the_end(
    tmp_path: Path,
) -> None:
    plan = tmp_path / "inventory.toml"
    head = PLAN[: PLAN.index("[services.ward]")]
    plan.write_text(
        head + '[servers.old1]\nsite = "imc"\nrole = "x"\nstate = "compromised"\n', encoding="utf-8"
    )
    async with at_console(plan) as operator:
        await operator.press("7")
        await operator.sees("All that the end asks for is so")
        await operator.sees("Compromised, and nothing of this waits for it")
        assert operator.row("old1 is compromised")
