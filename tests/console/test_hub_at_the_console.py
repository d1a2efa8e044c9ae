"""The hub, as who sits at a console sees it: since when it is away, and who is at the others."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.console.known import session_thread
from chwapi_console.errors import JournalError
from chwapi_console.journal.hub.presence import MOST_TOLD, Seat
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.background_exchange import BackgroundExchange, Reach
from chwapi_console.session.session import Session
from chwapi_console.text import say
from console.driver import at_console
from session.line import AWAY, Line

SINCE = "2021-01-18T01:10:00.000Z"


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.free.set()


@pytest.mark.parametrize(
    ("lang", "waits", "says"),
    [
        ("en", 14, "no hub 18/01/2021 02:10, 14 unsent"),
        ("fr", 14, "sans hub 18/01/2021 02:10, 14 en attente"),
        ("en", 0, "no hub 18/01/2021 02:10"),
        ("fr", 0, "sans hub 18/01/2021 02:10"),
    ],
)
async def test_the_top_line_itself_tells_on_80_columns_since_when_the_hub_is_away(
    plan: Path, line: Line, lang: str, waits: int, says: str
) -> None:
    line.fault, line.reach = AWAY, Reach(SINCE, waits)
    exchange = BackgroundExchange(line.begin, 0.01)
    async with at_console(plan, exchange=exchange, lang=lang, size=(80, 24)) as operator:
        await operator.until(lambda: operator.screen[0].endswith(says), "it is not told")
        line.fault, line.reach = None, Reach()
        await operator.until(lambda: operator.screen[0].endswith("ok"), "it is told still")


async def test_what_came_from_the_hub_is_seen_before_the_console_looks_by_itself(
    plan: Path, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_thread, "POLL", 3600.0)
    exchange = BackgroundExchange(line.begin, 3600.0)
    async with at_console(plan, exchange=exchange) as operator:
        await operator.until(lambda: line.exchanged == 1, "it did not begin")
        with closing(Session(plan, operator="oncall-2", host="union")) as other:
            other.acts.take(["dc1"])
        line.brings = 1
        exchange.wake()
        await operator.until(lambda: "restoring" in operator.row("dc1"), "it is not seen")


async def test_the_messages_begin_with_who_is_at_which_console(plan: Path, line: Line) -> None:
    seats = (
        Seat("oncall-1", "jump1", SINCE),
        Seat("x[b]\x1b", "jump2", "never"),
        Seat("", "h", ""),
    )
    line.reach = Reach(present=seats)
    exchange = BackgroundExchange(line.begin, 0.01)
    async with at_console(plan, exchange=exchange) as operator:
        await operator.press("m")
        await operator.sees("At 3 consoles:")
        assert "oncall-1: jump1, since 18/01/2021 02:10." in operator.row("jump1")
        assert "x[b]" in operator.row("jump2")
        assert "(nobody has said who): h, since ?." in operator.row("(nobody")
        line.reach = Reach(SINCE, 1, seats[:1])
        await operator.sees("only the consoles of this host are known")
        assert "" == operator.row("jump2")
        line.reach = Reach(present=[Seat("x", f"h{n}", SINCE) for n in range(MOST_TOLD)])
        await operator.sees(f"h{MOST_TOLD - 1}")
        await operator.press("home")
        await operator.sees("More consoles are told of in the hub than any recovery has")


async def test_what_is_cut_above_names_the_key_that_shows_all_of_it(plan: Path, line: Line) -> None:
    story = say("{why} The end.", why="The hub is away, and that is a long story. " * 9)
    line.fault = JournalError(story)
    exchange = BackgroundExchange(line.begin, 0.01)
    async with at_console(plan, exchange=exchange, size=(80, 24)) as operator:
        await operator.sees("… (m: all of it)")
        assert not operator.row("The end.")
        await operator.press("m")
        await operator.sees("The end.")


async def test_acts_of_others_that_disagree_are_told_as_soon_as_they_come(
    plan: Path, tmp_path: Path, line: Line
) -> None:
    exchange = BackgroundExchange(line.begin, 3600.0)
    async with at_console(plan, exchange=exchange, size=(80, 24)) as operator:
        elsewhere = tmp_path / "elsewhere.journal"
        with closing(Session(plan, journal=elsewhere, operator="eve")) as other:
            other.acts.mark(["san1"], "blocked", Remarks(reason="no disk"))
        with closing(Session(plan, operator="bob")) as here:
            here.acts.mark(["san1"], "restored", Remarks(meant=True))
            here.keeping.sync(elsewhere)
        exchange.wake()
        await operator.sees("Now in conflict, to settle: san1")


async def test_without_a_hub_the_messages_are_all_that_is_there(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("m")
        await operator.sees("Latest messages, in full")
        assert not operator.row("console:")
