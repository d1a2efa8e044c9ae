"""The journal on the screen: every event in reading order, the newest under the cursor; at once,
however many there are."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from chwapi_console.clock import iso, utc_now
from chwapi_console.console.known.chronicle import Chronicle
from chwapi_console.console.views.journal_view import JournalBook, JournalRows, journal_title
from chwapi_console.console.widgets.row import RowKey, index_of
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import language
from console.driver import at_console

T = language("en")


def event(number: int, origin: str = "jump1", operator: str = "dba", lamport: int = 0) -> Event:
    at = iso(datetime(2021, 1, 18, tzinfo=UTC) + timedelta(seconds=number))
    return Event(
        id=f"{origin}-{number}",
        origin=origin,
        seq=number,
        prev="",
        saw={},
        lamport=lamport or number,
        at=at,
        operator=operator,
        host="h",
        subject="san1" if number % 2 else "sql1",
        kind="noted",
        data={"text": f"note {number}"},
        hash=f"{number:064x}",
    )


async def test_the_newest_event_is_at_the_bottom_under_the_cursor_and_enter_opens_its_subject(
    plan: Path,
) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("4")
        assert "oncall-1" in operator.cursor_line
        assert "san1 taken" in operator.cursor_line
        assert "a plan was taken up" in operator.screen[3]
        title = operator.row("Journal: 2 events · 1 origin · head code ")
        assert operator.session.head_code in title
        await operator.press("enter")
        assert operator.row("san1 · Baie de stockage")
        await operator.press("escape")
        assert "san1 taken" in operator.cursor_line


async def test_what_others_do_moves_the_cursor_only_from_the_last_row(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("4")
        other = Session(plan, operator="dba")
        other.acts.take(["san1"])
        await operator.stands_on("san1 taken")
        await operator.press("up")
        other.acts.drop(["san1"])
        await operator.sees("san1 let go")
        assert "a plan was taken up" in operator.cursor_line
        other.close()


async def test_the_journal_is_filtered_like_the_other_views(plan: Path) -> None:
    other = Session(plan, operator="dba")
    other.acts.take(["san1", "anes1"])
    other.acts.mark(["sql1"], "blocked", Remarks(reason="no key"))
    other.close()
    async with at_console(plan) as operator:
        await operator.press("4", "slash", *"state:blo", "enter")
        await operator.sees("Journal: 1 of 4 events")
        assert "sql1 blocked (no key)" in operator.cursor_line
        await operator.press("slash", *["backspace"] * 9, *"site:union", "enter")
        await operator.stands_on("anes1 taken")
        await operator.press("escape")
        assert operator.row("sql1 blocked")


async def test_nothing_is_acted_on_from_the_journal(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        await operator.press("4", "d")
        await operator.sees("Open the server's page first (Enter)")
        assert [("oncall-1", "restoring", "san1")] == operator.acts


def test_events_that_came_late_from_elsewhere_stand_where_they_belong() -> None:
    first = Chronicle().with_more([event(1), event(3)], "CODE")
    later = first.with_more([event(2, "jump2"), event(4, "jump2")], "LATER")
    assert [1, 2, 3, 4] == [e.lamport for e in later.events]
    assert frozenset({"jump1", "jump2"}) == later.origins
    assert "Journal: 4 events · 2 origins · head code LATER" == journal_title(later, 4, 80, T)
    assert "head code LATER · Journal: 4 events · 2 origins" == journal_title(later, 4, 40, T)


def test_the_filter_knows_events_that_came_in_between(plan: Path) -> None:
    session = Session(plan)
    book, view = JournalBook(), session.look()
    session.close()
    first = Chronicle().with_more([event(1), event(3)], "")
    assert [3] == [e.lamport for e in book.shown(first, "note 3", view, T)]
    later = first.with_more([event(2, "jump2"), event(4, "jump2", operator="eve")], "")
    assert [3] == [e.lamport for e in book.shown(later, "note 3", view, T)]
    assert [2, 4] == [e.lamport for e in book.shown(later, "sql1", view, T)]
    assert [4] == [e.lamport for e in book.shown(later, "eve", view, T)]


def test_a_hundred_thousand_events_are_made_into_rows_only_where_they_are_looked_at(
    plan: Path,
) -> None:
    session = Session(plan)
    book, view = JournalBook(), session.look()
    session.close()
    events = [event(number) for number in range(1, 100_001)]
    chronicle = Chronicle().with_more(events, "")
    rows = book.rows(chronicle, "", view, 79, T)
    assert isinstance(rows, JournalRows)
    assert "note 100000" in rows[len(rows) - 1].text
    assert 50_000 == index_of(rows, RowKey("event", events[50_000].hash), near=50_001)
    chronicle.with_more([event(100_001)], "")
    assert ["note 77777" in row.text for row in book.rows(chronicle, "77777", view, 79, T)] == [
        True
    ]


def test_a_filter_can_be_narrowed_and_widened_again(plan: Path) -> None:
    session = Session(plan)
    book, view = JournalBook(), session.look()
    session.close()
    chronicle = Chronicle().with_more([event(1), event(2), event(12)], "")

    def found(typed: str) -> list[int]:
        return [e.lamport for e in book.shown(chronicle, typed, view, T)]

    assert [2, 12] == found("2")
    assert [] == found("23")
    assert [12] == found("12")
    assert [2, 12] == found("2")
    assert [1, 2, 12] == found("")
    assert [2, 12] == found("2 site:imc")
    assert [1] == found("note 1 san1")


async def test_undo_in_the_journal_says_first_what_it_would_take_back(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        other = Session(plan, operator="bob")
        other.acts.take(["anes1"])
        other.close()
        await operator.sees("bob: anes1 taken")
        await operator.press("4")
        await operator.stands_on("anes1 taken")
        await operator.press("u")
        line = await operator.sees("Undo your latest act? (y/n) ")
        assert line.endswith(" san1 taken.")
        await operator.press("escape")
        assert 2 == len(operator.acts)
        await operator.press("u")
        await operator.sees("Undo your latest act?")
        await operator.press("y")
        await operator.sees("san1 put back to compromised (undo)")
        assert ("oncall-1", "compromised", "san1") == operator.acts[-1]


async def test_a_time_of_another_year_is_whole(plan: Path) -> None:
    other, now = Session(plan, operator="dba"), utc_now()
    other.acts.note("sql1", "last year's")
    other.close()
    async with at_console(plan, clock=lambda: now + timedelta(days=366)) as operator:
        await operator.press("4")
        line = await operator.sees("sql1: note: last year's")
        assert re.search(r"\d\d/\d\d/\d{4} \d\d:\d\d dba", line)
