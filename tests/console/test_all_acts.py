"""Every act that a verb knows can be done with a key; the grave ones ask for what no slip of the
hand can answer."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.clock import utc_now
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.acts import Acts
from chwapi_console.session.session import Session
from console.driver import at_console
from hospitals import MEANT


def with_idle_time(plan: Path) -> None:
    """Half an hour in which nobody is there."""
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("[sites.imc]", '[policy]\nidle = "30m"\n[sites.imc]'), encoding="utf-8"
    )


async def test_who_is_nobody_is_asked_for_again_and_what_is_typed_next_is_the_name(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("f")
        await operator.type("z")
        await operator.sees('"z" is too short for a name.')
        await operator.press("x", "ctrl+u")
        await operator.type("zoe")
        await operator.sees("Nobody has borne that")
        await operator.press("y")
        await operator.sees("san1 given to zoe")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


async def test_a_server_is_given_to_somebody_who_does_it(plan: Path) -> None:
    async with at_console(plan, operator="lead") as operator:
        await operator.press("f")
        await operator.sees("Who takes san1?")
        await operator.type("dba")
        await operator.sees("Nobody has borne that")
        await operator.press("y")
        await operator.sees("san1 given to dba")
        assert "given to dba" in operator.row("san1 ")


async def test_compromised_over_restored_asks_for_the_name(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        await operator.press("up", "i")
        await operator.sees("san1 is restored. To mark it compromised, type its name (Esc: no):")
        await operator.type("san2")
        await operator.sees('"san2" is not san1; nothing was written.')
        await operator.press("escape", "i")
        await operator.type("san1")
        await operator.sees("san1 compromised")
        assert [
            ("oncall-1", "restored", "san1"),
            ("oncall-1", "compromised", "san1"),
        ] == operator.acts


async def test_compromised_over_several_asks_for_their_number_where_one_is_restored(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("d", "y")
        await operator.stands_on("sql1")
        await operator.press("home", "a", "end", "minus", "i")
        await operator.sees("1 of 5 is restored. To mark all compromised, type 5 (Esc: no):")
        await operator.type("5")
        await operator.sees("san1 compromised")


async def test_retiring_asks_what_replaces_it_and_then_for_the_name(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "X")
        await operator.sees("What replaces dc1?")
        await operator.type("dc2")
        await operator.sees("Retired: dc1 will not come back. To go on, type dc1 (Esc: no):")
        await operator.type("dc1")
        await operator.sees("dc1 retired")
        await operator.press("home", "X", "enter")
        await operator.sees("Retired: san1 will not come back.")
        await operator.press("escape")
        assert [("oncall-1", "retired", "dc1")] == operator.acts


async def test_retiring_several_asks_for_their_number(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "a", "up", "a", "X", "enter")
        await operator.sees("servers will not come back. To go on, type 2 (Esc: no):")
        await operator.type("2")
        await operator.sees("retired")
        assert 2 == len(operator.acts)


async def test_a_claim_that_nobody_touched_for_long_is_taken_over_with_both_names(
    plan: Path,
) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.close()

    def later() -> datetime:
        return utc_now() + timedelta(hours=3)

    async with at_console(plan, clock=later) as operator:
        await operator.press("home", "t")
        await operator.sees("oncall-1 takes over? (y/n)")
        await operator.press("y")
        await operator.sees("san1 taken over from bob")
        (event,) = [
            e
            for e in operator.session.record.events
            if e.operator == "oncall-1" and e.kind == "taken"
        ]
        assert event.before is not None and event.after is not None
        assert ("bob", "oncall-1") == (event.before.holder, event.after.holder)


async def test_letting_go_of_what_another_let_lie_asks_in_its_own_words(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.close()
    async with at_console(plan, clock=lambda: utc_now() + timedelta(hours=3)) as operator:
        await operator.press("home", "x")
        await operator.sees("bob has san1, untouched since")
        await operator.sees("Let go of it? (y/n)")
        await operator.press("y")
        await operator.sees("san1 let go")


async def test_unblocking_says_how_the_server_stands_then(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("b")
        await operator.type("no disk")
        await operator.sees("san1 blocked (no disk)")
        await operator.press("home", "x")
        await operator.sees("san1 no longer blocked; it is compromised")


@pytest.mark.parametrize(
    ("before", "key", "question"),
    [
        ("compromised", "c", "But: compromised as far as people"),
        ("restored", "c", "san1 was restored by bob. Mark san1 clean all the same? (y/n)"),
        ("verified", "d", "san1 was verified by eve. Mark san1 restored all the same? (y/n)"),
        ("blocked", "d", "But: blocked: no disk."),
        ("blocked", "i", "san1 is blocked: no disk. Mark san1 compromised all the same? (y/n)"),
    ],
)
async def test_one_key_answers_before_a_mark_takes_away_what_people_count_on(
    plan: Path, before: str, key: str, question: str
) -> None:
    for name, state in (
        (("bob", "restored"), ("eve", "verified")) if before == "verified" else (("bob", before),)
    ):
        other = Session(plan, operator=name)
        other.acts.mark(
            ["san1"], state, Remarks(reason="no disk" if state == "blocked" else "", meant=True)
        )
        other.close()
    async with at_console(plan) as operator:
        await operator.press("slash", *"san1", "enter")
        said = operator.acts
        await operator.press(key)
        await operator.sees(question)
        await operator.press("escape")
        assert said == operator.acts
        await operator.press(key, "y")
        await operator.until(lambda: len(operator.acts) > len(said), "nothing was written")


async def test_unknown_says_whose_restoration_it_takes_away(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(["san1"], "restored", MEANT)
    other.close()
    async with at_console(plan) as operator:
        await operator.press("slash", *"san1", "enter", "w")
        await operator.sees("san1 (restored by bob ")


async def test_a_question_about_several_counts_what_they_lose(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(["san1"], "blocked", Remarks(reason="no disk"))
    other.acts.take(["sql1", "anes1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "asterisk", "d")
        await operator.sees("bob has had sql1 and anes1")
        await operator.sees("Mark all 5 restored all the same? (y/n)")
        await operator.press("escape", "c")
        await operator.sees("1 is blocked and ")


@pytest.mark.parametrize("key", ["c", "i", "d"])
async def test_no_verdict_takes_a_server_out_of_anothers_hands_unasked(
    plan: Path, key: str
) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", key)
        await operator.sees("bob is restoring san1." if key == "i" else "bob has had it since")
        await operator.press("escape")
        assert [("bob", "restoring", "san1")] == operator.acts


async def test_a_question_about_several_names_those_who_have_some_of_them_in_hand(
    plan: Path,
) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "a", "a", "d")
        await operator.sees("has had san1 since ")


@contextmanager
def two_sites(plan: Path, folder: Path) -> Iterator[tuple[Session, Session]]:
    """Sessions of two sites that know nothing of each other; in the end the first has all acts."""
    with (
        closing(Session(plan, operator="bob")) as one,
        closing(Session(plan, journal=folder / "two.journal", operator="eve")) as two,
    ):
        yield one, two
        one.keeping.sync(folder / "two.journal")


async def test_settling_as_retired_asks_for_the_name(plan: Path, tmp_path: Path) -> None:
    with two_sites(plan, tmp_path) as (one, two):
        one.acts.mark(["san1"], "restored", MEANT)
        two.acts.mark(["san1"], "compromised")
        two.acts.mark(["san1"], "blocked", Remarks(reason="no disk"))
    async with at_console(plan) as operator:
        await operator.press("home", "e")
        await operator.type("retired")
        await operator.type("burnt")
        await operator.sees("Retired: san1 (blocked: no disk) will not come back.")
        await operator.type("san1")
        await operator.sees("san1 settled: retired")


def price_waits_for(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """What has to be set before the price of a pin is known."""
    on, priced = threading.Event(), Acts.pin_price

    def slowly(*given: Any) -> object:
        on.wait(10)
        return priced(*given)

    monkeypatch.setattr(Acts, "pin_price", slowly)
    return on


async def test_a_reason_typed_before_the_price_was_shown_is_no_answer(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = price_waits_for(monkeypatch)
    async with at_console(plan) as operator:
        await operator.press("end", "p")
        await operator.burst("ward full\n\n")
        on.set()
        await operator.sees("Why put dc1 first?")
        assert operator.screen[-2].strip().endswith("(Esc: no)")
        assert [] == operator.acts


async def test_a_price_that_takes_long_to_think_out_is_not_said_to_be_a_slow_journal(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chwapi_console.console.app.PATIENCE", 0.05)
    on = price_waits_for(monkeypatch)
    async with at_console(plan) as operator:
        await operator.press("end", "p")
        await operator.sees("Thinking that out takes long.")
        on.set()
        await operator.sees("Why put dc1 first?")


async def test_a_question_that_was_left_open_is_taken_back_after_an_idle_time(plan: Path) -> None:
    with_idle_time(plan)
    now = [utc_now()]
    async with at_console(plan, clock=lambda: now[0]) as operator:
        await operator.press("b", "n", "o")
        now[0] += timedelta(minutes=31)
        await operator.press("enter")
        await operator.sees("Nobody was here for 31 min: the question was taken back.")
        assert [] == operator.acts


async def test_the_footer_names_no_act_where_none_can_be_done(plan: Path) -> None:
    async with at_console(plan, read_only=True) as operator:
        assert "Take" not in operator.screen[-1]
        assert "Open" in operator.screen[-1]


async def test_where_no_server_is_ready_the_key_for_it_says_so(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"sql1", "enter", "full_stop")
        await operator.sees("No server here is ready.")


async def test_a_warm_claim_is_refused(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["san1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "t")
        await operator.sees("bob is restoring san1 since")


async def test_a_step_is_skipped_with_a_reason(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "enter", "z")
        await operator.sees("sql1: isolate is skipped because (Esc: no):")
        await operator.type("no network")
        await operator.sees("step isolate skipped (no network)")
        assert "[-]" in operator.row("isolate")


async def test_a_pin_shows_what_it_costs_and_gains_then_asks_why_and_is_taken_away_by_the_same_key(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "slash", *"mail", "enter", "p")
        await operator.sees("Why put Mail first? (Esc: no)")
        assert "What a pin on Mail would change" in operator.row("What a pin on")
        assert operator.row("Pinned, Mail is expected")
        assert " h" in operator.row("tier 1  ")
        assert [] == operator.acts
        await operator.type("transfer")
        await operator.sees("Until when?")
        await operator.press("enter")
        await operator.sees('Put Mail first until it works, because "transfer"? (y/n)')
        assert operator.row("Compared case by case: Bloc ")
        assert operator.row("What a pin on Mail would change")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("Mail pinned")
        assert operator.row("Services by site")
        await operator.press("p")
        await operator.sees("Take the pin on Mail away? (y/n)")
        await operator.press("y")
        await operator.sees("Mail no longer pinned")


@pytest.mark.parametrize("typed", [(), ("transfer",), ("transfer", "4h")])
async def test_whoever_gives_a_pin_up_is_back_where_they_were_and_nothing_is_written(
    plan: Path, typed: tuple[str, ...]
) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "slash", *"mail", "enter", "p")
        await operator.sees("Why put Mail first?")
        for words in typed:
            await operator.type(words)
        await operator.press("escape")
        assert operator.row("Services by site")
        assert [] == operator.acts


async def test_a_pin_can_end_at_a_time_and_a_wrong_time_is_said(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("end", "p")
        await operator.sees("Why put dc1 first?")
        await operator.type("ward full")
        await operator.type("soon")
        await operator.sees('"soon" is not a time to come.')
        assert operator.screen[-2].endswith(" soon")
        await operator.press(*["backspace"] * 4)
        await operator.type("4h")
        await operator.sees("Put dc1 first until ")
        await operator.press("y")
        await operator.sees("dc1 pinned first (ward full)")
        assert "until" in operator.row("oncall-1 put dc1 first")


async def test_a_conflict_is_settled_with_a_state_and_a_reason(plan: Path, tmp_path: Path) -> None:
    with two_sites(plan, tmp_path) as (one, two):
        one.acts.mark(["san1"], "restored", MEANT)
        two.acts.mark(["san1"], "blocked", Remarks(reason="no disk"))
    async with at_console(plan) as operator:
        await operator.press("slash", *"conflict", "enter", "t")
        await operator.sees("san1 is in conflict")
        await operator.press("e")
        await operator.sees("How does san1 stand (Esc: no)?")
        await operator.type("nonsense")
        await operator.sees('There is no state "nonsense".')
        await operator.press(*["backspace"] * 8)
        await operator.type("restored")
        await operator.sees("san1 is restored, because (Esc: no):")
        await operator.type("looked again")
        await operator.sees('Settle it: san1 is restored, because "looked again"? (y/n)')
        assert "settled" not in [what for _, what, _ in operator.acts]
        await operator.press("y")
        await operator.sees("san1 settled: restored")


async def test_acts_that_disagree_are_shown_on_a_server_that_works_too(
    plan: Path, tmp_path: Path
) -> None:
    with two_sites(plan, tmp_path) as (one, two):
        one.acts.mark(["san1"], "restored", MEANT)
        two.acts.mark(["san1"], "clean", MEANT)
    async with at_console(plan) as operator:
        await operator.press("slash", *"conflict", "enter")
        await operator.sees("1 shown")
        row = operator.row("san1 ")
        assert ["!", "san1"] == row.lstrip("> ").split()[:2]
        assert "in conflict" in row


async def test_a_settlement_that_stops_a_service_says_so_and_asks(
    plan: Path, tmp_path: Path
) -> None:
    with two_sites(plan, tmp_path) as (one, two):
        one.acts.mark(["san1", "sql1"], "restored", MEANT)
        two.acts.mark(["sql1"], "restored", MEANT)
    async with at_console(plan) as operator:
        await operator.press("slash", *"conflict", "enter", "e")
        await operator.type("compromised")
        await operator.type("looked again")
        await operator.sees(
            "sql1 is restored and works. Marking it compromised stops Bloc IMC and PACS."
        )
        await operator.sees('Settle it: sql1 is compromised, because "looked again"? (y/n)')
        await operator.press("n")
        assert "settled" not in [what for _, what, _ in operator.acts]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (["e"], "san1 is not in conflict."),
        (["x"], "san1 is compromised: there is nothing to let go of."),
        (["z"], "san1 has no open step."),
        (["r"], "The order is as new as it can be."),
        (["question_mark", "c"], "Put the cursor on a server first."),
        (["question_mark", "n"], "Put the cursor on a server or service first."),
        (["5", "slash"], "There is nothing to filter here."),
        (["question_mark", "enter"], "There is nothing to open here."),
        (["a", "a", "z"], "Only one server at a time: Esc drops the selection."),
    ],
)
async def test_a_key_that_means_nothing_now_says_why(
    plan: Path, keys: list[str], said: str
) -> None:
    async with at_console(plan) as operator:
        await operator.press(*keys)
        await operator.sees(said)
        assert [] == operator.acts


async def test_after_an_idle_time_the_next_act_asks_who_is_there(plan: Path) -> None:
    with_idle_time(plan)
    now = [utc_now()]
    async with at_console(plan, clock=lambda: now[0]) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        now[0] += timedelta(minutes=31)
        await operator.press("down", "t")
        await operator.sees("Nobody was here for 31 min.")
        await operator.press("enter")
        await operator.sees("sql1 taken")
        now[0] += timedelta(minutes=45)
        await operator.press("down", "t", "ctrl+u")
        await operator.type("dba")
        await operator.sees("Nobody has borne that")
        await operator.press("y")
        await operator.sees("anes1 taken")
        now[0] += timedelta(minutes=29)
        await operator.press("down", "t")
        await operator.sees("ex1 taken")
        assert ["oncall-1", "oncall-1", "dba", "dba"] == [who for who, _, _ in operator.acts]


async def test_without_that_policy_nobody_is_asked(plan: Path) -> None:
    now = [utc_now()]
    async with at_console(plan, clock=lambda: now[0]) as operator:
        await operator.press("down")
        now[0] += timedelta(days=1)
        await operator.press("t")
        await operator.sees("sql1 taken")


async def test_a_time_at_the_end_of_a_reason_is_asked_about_and_is_an_end_for_who_says_so(
    plan: Path,
) -> None:
    async with at_console(plan, size=(120, 24)) as operator:
        await operator.press("home", "b")
        await operator.type("courier at 04:00")
        await operator.sees("Is it expected to go on at 04:00? If so, type it; Enter: nobody knows")
        await operator.type("04:00")
        await operator.sees("san1 blocked (courier at 04:00)")
    assert operator.app.known.view.situation.blocks["san1"].until is not None
