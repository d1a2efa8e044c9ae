"""The first frame is a useful one, and nothing else competes with it."""

from pathlib import Path

from chwapi_console.console.app import Console
from chwapi_console.session import Session
from chwapi_console.text import ENGLISH


async def test_what_takes_long_begins_when_the_first_frame_has_been_drawn(plan: Path) -> None:
    seen: list[tuple[str, bool]] = []

    def drawn() -> None:
        lines = [strip.text for strip in app.screen._compositor.render_strips()]
        seen.append((next(line for line in lines if line.startswith(">")), app._oracle.is_alive()))

    session = Session(plan, operator="oncall-1")
    app = Console(session, ENGLISH, when_drawn=drawn)
    async with app.run_test(size=(80, 24)) as pilot:
        while not seen:
            await pilot.pause()
        assert app._oracle.is_alive()
    session.close()
    (cursor_line, was_foreseeing), = seen
    assert ("san1", False) == (cursor_line.split()[3], was_foreseeing)
