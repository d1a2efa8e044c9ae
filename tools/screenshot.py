"""Draws the pictures of the README: the console on the shipped plan, in the middle of a night."""

import asyncio
import re
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from chwapi_console.console.app import Console
from chwapi_console.console.views.place import PROGRESS
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from chwapi_console.text import language

ROOT = Path(__file__).parent.parent
SIZE = (100, 28)
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")


class Night:
    """A clock that an act sets forward, and nothing else: the same sources draw the same pictures."""

    def __init__(self) -> None:
        self.now = datetime(2021, 1, 17, 21, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time of that night."""
        return self.now


async def draw(picture: Path, code: str, keys: list[str], back: int = 4) -> None:
    """Drives the console to a moment worth seeing, with some servers back, and writes it as an SVG
    that needs nothing from elsewhere."""
    night = Night()
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch("chwapi_console.journal.sqlite.utc_now", night),
        mock.patch(
            "chwapi_console.recovery.words.things.host_clock.MADE", night.now
        ),  # a clock that is right
    ):
        plan = shutil.copy(ROOT / "inventory.toml", folder)
        session = Session(Path(plan), operator="dba", host="jump1", clock=night)
        for entry in session.look().entries[:back]:
            night.now += timedelta(
                minutes=session.loaded.plan.servers[entry.server].restore.likely / 2
            )
            session.acts.mark([entry.server], "restored", Remarks(meant=True))
        session.acts.take([session.look().entries[0].server])
        session.acts.mark(
            ["sql-urg1"],
            "blocked",
            Remarks(reason="disque commandé" if code == "fr" else "disk ordered"),
        )
        night.now += timedelta(hours=4)
        session.operator = "oncall-1"
        app = Console(session, language(code))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            while app.picture.trail.here == PROGRESS and app.known.progressed is None:
                await pilot.pause(0.05)
            svg = app.export_screenshot(title="chwapi-console")
        session.close()
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(FONT_FACE.sub("", svg), encoding="utf-8")


async def main() -> None:
    """All pictures."""
    await draw(ROOT / "docs" / "images" / "queue.svg", "en", [])
    await draw(ROOT / "docs" / "images" / "services-fr.svg", "fr", ["2"])
    await draw(ROOT / "docs" / "images" / "page.svg", "en", ["enter"])
    await draw(ROOT / "docs" / "images" / "progress.svg", "en", ["5"], back=46)


if __name__ == "__main__":
    asyncio.run(main())
