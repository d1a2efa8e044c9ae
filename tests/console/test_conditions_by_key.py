"""Conditions at the console: a view of their own, met, awaited, lost and opened again by keys, and
told by themselves when a reserve ends."""

from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.journal import sqlite
from chwapi_console.recovery.acts.conditions import Saying
from console.driver import at_console
from hospitals import NOW, Clock

CONDITIONS = """
[services.ward]
name = "Ward 4"
site = "imc"
tier = 1
needs = ["images", { accepted = "mail" }]
[services.mail]
name = "Mail"
tier = 3
needs = ["ok1"]
[servers.ok1]
site = "imc"
role = "x"
state = "clean"
[conditions.images]
name = "Images at the bedside"
who = "radiology"
site = "imc"
needs = ["mail"]
phone = "4711"
[conditions.paper]
name = "Paper entered: Ward 4"
who = "clerk"
needs = ["ward"]
"""


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A hospital with a ward that waits for people only."""
    path = tmp_path / "inventory.toml"
    path.write_text(
        'schema = 1\n[incident]\nname = "Essai"\ndetected = 2021-01-17T20:46:00+01:00\n'
        'timezone = "Europe/Brussels"\n[sites.imc]\nname = "IMC"\n' + CONDITIONS,
        encoding="utf-8",
    )
    return path


async def test_the_view_has_what_can_be_met_first_and_counts_what_people_wait_for(
    here: Path,
) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.sees("2 conditions open")
        await operator.press("6")
        await operator.sees("3 conditions, 2 open, 2 can be met now")
        await operator.stands_on("sign-off of Mail")
        await operator.press("down")
        await operator.stands_on("Images at the bed")
        assert "radiology" in operator.cursor_line
        assert "Ward 4" in operator.cursor_line
        assert operator.row("Phone: 4711")
        assert "later, after Ward" in operator.row("Paper entered: ")


async def test_a_service_that_waits_for_people_says_for_whom(here: Path) -> None:
    async with at_console(here, size=(150, 24)) as operator:
        await operator.press("2")
        await operator.sees("waits for: Images at the bedside and sign-off of Mail")
        await operator.press("slash")
        await operator.type("waits:images")
        assert operator.row("Ward 4") and not operator.row("Mail   ")


async def test_a_condition_is_met_awaited_opened_and_lost_by_keys_and_undone(here: Path) -> None:
    async with at_console(here) as operator:
        await operator.press("6", "down", "enter", "b")
        await operator.sees("From whom is it awaited: Images at the bedside (Esc: no)?")
        await operator.type("the firm")
        await operator.type("yesterday")
        await operator.sees("Enter: nobody said")
        await operator.press("escape")
        assert [] == operator.acts
        await operator.press("b")
        await operator.type("the firm")
        await operator.type("")
        await operator.sees("Write that: Images at the bedside awaited from the firm? (y/n)")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("Images at the bedside awaited from the firm")
        await operator.press("y")
        await operator.type("A")
        await operator.sees('"A" is too short for a name. Who met it: Images at the bedside')
        await operator.type("Dr Ana")
        await operator.type("two images")
        await operator.sees("With a reserve? Which? Enter: without (Esc: no)")
        await operator.type("")
        await operator.press("y")
        await operator.sees("Images at the bedside met by Dr Ana (tried: two images)")
        await operator.sees("Said by: oncall-1")
        await operator.press("x")
        await operator.type("the screen is dark")
        await operator.press("y")
        await operator.sees("Images at the bedside open again (the screen is dark)")
        await operator.press("X")
        await operator.type("never bought")
        await operator.press("y")
        await operator.sees("lost: never bought")
        await operator.press("u")
        await operator.sees("Images at the bedside open again (the screen is dark) (undo)")
        assert [("oncall-1", "condition.said", "images")] * 4 == operator.acts[:-1]


async def test_a_reserve_that_ends_is_told_by_itself_and_the_service_is_no_longer_up(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(sqlite, "utc_now", clock)
    async with at_console(here, clock=clock) as operator:
        await operator.press("2", "slash")
        await operator.type("mail")
        await operator.press("y")
        await operator.type("Dr Bo")
        await operator.type("a letter")
        await operator.press("y")
        await operator.sees("Mail signed off by Dr Bo")
        await operator.press("6", "y")
        await operator.type("Dr Ana")
        await operator.type("two images")
        await operator.type("one room only")
        await operator.sees("Until when does that hold?")
        await operator.type("2h")
        await operator.sees("met by Dr Ana with reserve: one room only")
        await operator.press("y")
        await operator.sees("1/1 services")
        await operator.press("2", "escape")
        assert "* reserve" in operator.row("Ward 4")
        clock.now = NOW + timedelta(hours=2)
        await operator.sees("open again: the time of its reserve is over")
        await operator.sees("waits for: Images at the bedside")


async def test_the_end_of_a_sign_off_s_reserve_is_told_by_itself_and_what_stood_on_it_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(sqlite, "utc_now", clock)
    async with at_console(here, clock=clock, size=(150, 24)) as operator:
        acts = operator.session.acts
        acts.accept("mail", "Dr Bo", "a letter")
        acts.condition(["images"], Saying("met", "Dr Ana", "two images"))
        acts.accept("ward", "Dr Ana", "one bed", reserve="one bed", until=NOW + timedelta(hours=2))
        await operator.sees("with reserve: one bed")
        clock.now = NOW + timedelta(hours=2)
        await operator.sees("Ward 4: sign off again (the reserve of Dr Ana ended 06:00).")


async def test_what_a_time_ended_is_told_also_where_somebody_acts_in_the_same_moment(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(sqlite, "utc_now", clock)
    async with at_console(here, clock=clock, size=(150, 24)) as operator:
        ends = NOW + timedelta(hours=2)
        operator.session.acts.accept("mail", "Dr Bo", "a letter", reserve="one", until=ends)
        await operator.sees("with reserve: one")
        clock.now = ends
        operator.session.acts.note("mail", "the lift is broken")
        await operator.sees("sign-off of Mail: open again: the time of its reserve is over (one).")
        await operator.press("m")
        await operator.sees("note: the lift is broken")


async def test_a_condition_that_is_met_holds_nothing_up(here: Path) -> None:
    async with at_console(here, size=(150, 24)) as operator:
        await operator.press("6", "down")
        await operator.sees("Holds up: Ward 4")
        operator.session.acts.condition(["images"], Saying("met", "Dr Ana", "two images"))
        await operator.sees("Needed for: Ward 4")
        assert not operator.row("Holds up: Ward 4")


async def test_the_filter_finds_conditions_by_trade_and_by_what_they_are(here: Path) -> None:
    async with at_console(here) as operator:
        await operator.press("6", "slash")
        await operator.type("clerk")
        assert operator.row("Paper entered") and not operator.row("Images at")
        await operator.press("escape", "slash")
        await operator.type("ready")
        assert operator.row("Images at") and not operator.row("Paper entered")
        await operator.press("escape", "slash")
        await operator.type("nothing-of-that")
        await operator.sees("No condition matches the filter.")


async def test_servers_keys_mean_nothing_on_a_condition_and_say_so(here: Path) -> None:
    async with at_console(here) as operator:
        await operator.press("6", "down", "d")
        await operator.sees("Put the cursor on a server first.")
        await operator.press("n")
        await operator.type("rang them")
        await operator.sees("Images at the bedside: note: rang them")
        await operator.press("4", "enter")
        await operator.sees("Who meets it: radiology")


async def test_the_page_of_a_service_leads_to_its_conditions(here: Path) -> None:
    async with at_console(here) as operator:
        await operator.press("2", "enter")
        await operator.sees("Conditions that it waits for")
        assert "open" in operator.row("images")
        await operator.press("enter")
        await operator.sees("Needed by")


async def test_a_plan_without_conditions_says_so(tmp_path: Path, plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("6")
        await operator.sees("The plan has no conditions.")


@pytest.mark.parametrize(("answer", "asked"), [("no", "Write that"), ("yes", "With which reserve")])
async def test_no_is_no_reserve_and_yes_is_asked_which(here: Path, answer: str, asked: str) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("6", "down", "y")
        await operator.type("head nurse")
        await operator.type("looked at six images")
        await operator.sees("With a reserve?")
        await operator.type(answer)
        await operator.sees(asked)
        assert not operator.row("reserve: no")


async def test_the_key_that_settles_says_what_ends_a_conflict_of_a_condition(here: Path) -> None:
    async with at_console(here, size=(120, 24)) as operator:
        await operator.press("6", "down", "e")
        await operator.sees("what is said next of a condition ends its conflict")
