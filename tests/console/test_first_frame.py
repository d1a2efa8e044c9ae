"""The first frame is a useful one, and nothing else competes with it."""

from pathlib import Path

from chwapi_console.console.app import Console
from chwapi_console.session.session import Session
from chwapi_console.text import ENGLISH
from console.driver import at_console


async def test_what_takes_long_begins_when_the_first_frame_has_been_drawn(plan: Path) -> None:
    seen: list[tuple[str, bool]] = []

    def drawn() -> None:
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        seen.append(
            (
                next(line for line in lines if line.startswith(">")),
                app._view_workers.forecast.is_alive(),
            )
        )

    session = Session(plan, operator="oncall-1")
    app = Console(session, ENGLISH, when_drawn=drawn)
    async with app.run_test(size=(160, 50)) as pilot:
        while not seen:
            await pilot.pause()
        assert app._view_workers.forecast.is_alive()
    session.close()
    ((cursor_line, was_foreseeing),) = seen
    assert ("san1", False) == (cursor_line.split()[3], was_foreseeing)


async def test_no_forecast_is_worked_out_where_nothing_on_the_screen_tells_one(plan: Path) -> None:
    async with at_console(plan) as operator:
        await operator.press("t")
        await operator.sees("san1 taken")
        for key, words in (
            ("3", "Triage"),
            ("4", "Journal:"),
            ("5", "back"),
            ("question_mark", "Help"),
            ("1", "Queue:"),
        ):
            await operator.press(key)
            await operator.sees(words)
        assert not operator.app._view_workers.forecast.is_alive()
        await operator.press("2")
        await operator.sees("expected")
        await operator.press("1", "x")
        await operator.sees("san1 let go")
        assert operator.app.known.forecast is None
        await operator.press("enter")
        await operator.sees("Bloc IMC: expected")
