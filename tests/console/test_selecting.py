"""Several servers at once: marked one by one, as a range, or all that the filter shows; their
number said before the act."""

from pathlib import Path

from chwapi_console.session.session import Session
from console.driver import at_console
from hospitals import MEANT


async def test_selected_servers_are_acted_on_in_one_transaction_after_their_number_was_said(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("a", "a", "a", "minus")
        await operator.sees("4 selected")
        await operator.press("t")
        await operator.sees("Take 4 servers? (y/n)")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("+2 more")
        assert ["restoring"] * 4 == [state for _, state, _ in operator.acts]
        assert 1 == len(
            {event.act for event in operator.session.record.events if event.kind == "taken"}
        )
        await operator.no_longer_sees("selected")


async def test_a_selection_ends_with_its_act_and_the_cursor_stays_on_one_of_it(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "a", "a", "t", "y")
        await operator.sees("sql1 taken")
        await operator.no_longer_sees("selected")
        await operator.stands_on("sql1")
        await operator.press("down", "t")
        await operator.sees("Take: anes1? (y/n)")  # the cursor had gone by itself, from behind them
        await operator.press("y")
        await operator.sees("anes1 taken")


async def test_an_act_on_one_selected_server_asks_where_the_cursor_went_on_to_another(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "a", "down", "down", "t")
        await operator.sees("Selected: san1; the cursor stands on ex1. Take san1? (y/n)")
        await operator.press("n")
        await operator.sees("No: nothing was written.")
        assert [] == operator.acts
        await operator.press("b")
        await operator.sees("Selected: san1; the cursor stands on ex1. san1: blocked, because")


async def test_a_range_goes_from_the_last_one_selected_to_the_cursor(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("down", "a", "end", "minus")
        await operator.sees("4 selected")
        assert not operator.row("+» san1")
        assert operator.row("+» dc1") or operator.row("+  dc1")


async def test_escape_drops_the_selection_before_the_filter(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("slash", *"site:union", "enter", "asterisk")
        await operator.sees("2 selected")
        await operator.press("escape")
        await operator.no_longer_sees("2 selected")
        assert operator.row("filter: site:union")
        await operator.press("escape")
        assert operator.row("san1")


async def test_a_selection_stays_while_a_page_is_looked_at_and_acts_there_are_for_the_page(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("a", "a", "home", "enter", "t")
        await operator.sees("san1 taken")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


async def test_where_one_of_several_is_refused_nothing_is_written(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.take(["anes1"])
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "asterisk", "t")
        await operator.sees("bob is restoring anes1 since")
        assert [("bob", "restoring", "anes1")] == operator.acts
        assert operator.row("5 selected")


async def test_a_reason_and_a_note_are_for_all_that_are_selected(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("a", "a", "b")
        await operator.sees("2 servers: blocked, because (Esc: no):")
        await operator.type("no power")
        await operator.sees("Write that on all 2? (y/n)")
        assert [] == operator.acts
        await operator.press("y")
        await operator.sees("blocked (no power)")
        await operator.press("home", "a", "a", "n")
        await operator.sees("Note on 2 servers")
        await operator.type("row 4")
        await operator.press("y")
        await operator.sees("note: row 4")
        assert [("blocked", "san1"), ("blocked", "sql1"), ("noted", "san1"), ("noted", "sql1")] == [
            (kind, subject) for _, kind, subject in operator.acts
        ]


async def test_undo_of_an_act_on_several_servers_asks_first(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "a", "down", "a", "t", "y")
        await operator.sees("taken")
        await operator.press("u")
        await operator.sees("Undo your latest act? (y/n)")
        await operator.sees("(+1 more).")
        await operator.press("n")
        assert {"restoring"} == {state for _, state, _ in operator.acts}
        await operator.press("u", "y")
        await operator.sees("put back to compromised")
        assert {"compromised"} == {
            operator.session.look().situation.state(server) for server in ("san1", "sql1")
        }


async def test_undo_that_stops_a_service_says_so_and_asks(plan: Path) -> None:
    async with at_console(plan) as operator:
        for server in ("san1", "sql1"):
            await operator.press("home", "d", "y")
            await operator.sees(f"{server} restored")
            await operator.press("r")
        await operator.press("u")
        await operator.sees("Undoing it stops Bloc IMC and PACS.")
        await operator.sees("Undo your latest act? (y/n)")
        await operator.press("n")
        assert "restored" == operator.session.look().situation.state("sql1")
        await operator.press("u", "y")
        await operator.sees("sql1 put back to compromised (undo)")


async def test_undo_of_selected_servers_says_what_else_it_takes_back(plan: Path) -> None:
    other = Session(plan, operator="bob")
    other.acts.mark(["san1", "sql1"], "unknown", MEANT)
    other.acts.mark(["anes1"], "unknown", MEANT)
    other.close()
    async with at_console(plan) as operator:
        await operator.press("home", "a", "down", "a", "u")
        await operator.sees("Undo the latest on 2 servers, and on 1 server of the same acts? (y/n)")
        await operator.press("y")
        await operator.sees("put back to compromised")
        assert {"san1", "sql1", "anes1"} == {
            subject for who, _, subject in operator.acts if who == "oncall-1"
        }


async def test_servers_are_selected_where_they_are_listed_only(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("2", "a")
        await operator.sees("Servers are selected in the queue (1) or in triage (3).")


async def test_selected_servers_that_the_filter_hides_are_counted_as_such(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("a", "a", "slash", *"san1", "enter")
        await operator.sees("2 selected, 1 not shown")


async def test_all_leaves_alone_what_is_done_though_it_keeps_its_row(plan: Path) -> None:
    async with at_console(plan) as operator:
        operator.session.acts.mark(["san1"], "restored", MEANT)
        await operator.sees("san1 restored")
        listed = len(operator.session.look().entries)
        await operator.press("home", "asterisk")
        await operator.sees(f"{listed} selected")


async def test_of_many_that_an_act_takes_something_from_the_restored_ones_are_named(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        operator.session.acts.mark(["san1"], "restored", MEANT)
        await operator.sees("san1 restored")
        await operator.press("home", "a", "a", "c")
        await operator.sees("Among them: 1 restored (san1)")
