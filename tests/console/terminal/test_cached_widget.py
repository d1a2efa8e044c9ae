"""What did not change is not drawn again; who types does not wait for the forecast."""

import queue
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from chwapi_console.console.known.latest_view_worker import LatestViewWorker
from chwapi_console.console.views.forecast_view import Foreseen, foreseen
from chwapi_console.session.session import Session
from chwapi_console.text import say
from console.driver import at_console


async def test_a_step_of_the_cursor_draws_only_the_widgets_that_it_changes(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: set[str] = set()
    render = StylesCache.render_widget

    def noted(self: StylesCache, widget: Widget, crop: Region) -> list[Strip]:
        drawn.add(widget.id or "")
        return render(self, widget, crop)

    async with at_console(plan) as operator:
        await operator.press("home")
        drawn.clear()
        monkeypatch.setattr(StylesCache, "render_widget", noted)
        await operator.press("down")
    assert {"list", "why"} == drawn & {
        "top",
        "title",
        "heading",
        "list",
        "detail",
        "why",
        "prompt",
        "keys",
    }


async def test_what_changed_is_drawn_though_nothing_else_did(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("home", "t")
        await operator.sees("san1 taken")
        await operator.sees("by oncall-1")
        await operator.press("x")
        await operator.no_longer_sees("by oncall-1")


async def test_another_size_draws_everything_anew(plan: Path) -> None:
    async with at_console(plan) as operator:
        before = operator.screen
        await operator.pilot.resize_terminal(100, 30)
        await operator.pilot.pause()
        assert operator.screen != before
        await operator.pilot.resize_terminal(80, 24)
        await operator.pilot.pause()
        assert before == operator.screen


def test_the_forecast_rests_while_somebody_types(plan: Path) -> None:
    session = Session(plan)
    session.close()
    said: queue.SimpleQueue[tuple[Message, float]] = queue.SimpleQueue()
    oracle = LatestViewWorker(
        lambda message: said.put((message, time.monotonic())),
        lambda: datetime.now(UTC),
        plan.parent,
        foreseen,
        lambda error: say("{error}", error=error),
    )
    oracle.make_way()
    oracle.ask(session.look())
    message, moment = said.get(timeout=20)
    oracle.stop()
    assert isinstance(message, Foreseen)
    assert oracle._rests_until <= moment
