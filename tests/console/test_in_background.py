"""What is exchanged in the background, as who sits at a console sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chwapi_console.session.background_exchange import BackgroundExchange
from console.driver import at_console
from journal.processes import wait_for
from session.line import AWAY, Line

LONG = 3600.0


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.free.set()


async def test_the_console_starts_it_and_shows_its_trouble_for_as_long_as_it_lasts(
    plan: Path, line: Line
) -> None:
    line.fault = AWAY
    exchange = BackgroundExchange(line.begin, 0.01)
    async with at_console(plan, exchange=exchange) as operator:
        await operator.sees("the hub is away.")
        line.fault = None
        await operator.no_longer_sees("the hub is away.")
    assert not exchange.is_alive()


async def test_at_a_console_no_key_waits_for_a_line_that_hangs(plan: Path, line: Line) -> None:
    line.free.clear()
    exchange = BackgroundExchange(line.begin, LONG)
    async with at_console(plan, exchange=exchange) as operator:
        wait_for(lambda: line.exchanged == 1)
        await operator.press("n")
        await operator.type("no disk")
        await operator.until(lambda: bool(operator.acts), "it was not written")
        line.free.set()
