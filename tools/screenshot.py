"""Draws the pictures of the README: the console on the shipped plan, in the middle of a night."""

import asyncio
import re
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from chwapi_console.clock import utc_now
from chwapi_console.console.app import Console
from chwapi_console.recovery.acts import Remarks
from chwapi_console.session import Session
from chwapi_console.text import language

ROOT = Path(__file__).parent.parent
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")


class Night:
    """A clock that an act sets forward."""

    def __init__(self) -> None:
        self.now = utc_now()

    def __call__(self) -> datetime:
        """The time of that night."""
        return self.now


async def draw(picture: Path, code: str, keys: list[str], size: tuple[int, int]) -> None:
    """Drives the console to a moment worth seeing and writes it as an SVG that needs nothing from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        plan = shutil.copy(ROOT / "inventory.toml", folder)
        night = Night()
        session = Session(Path(plan), operator="dba", host="jump1", clock=night)
        for server in ("dc1", "pacs-arch1", "sql-adt1", "anes-nd1"):
            session.mark([server], "restored")
        session.take(["bloc-nd1"])
        session.mark(["sql-urg1"], "blocked", Remarks(reason="disque commandé" if code == "fr" else "disk ordered"))
        night.now += timedelta(hours=11, minutes=20)
        session.operator = "oncall-1"
        app = Console(session, language(code))
        async with app.run_test(size=size) as pilot:
            await pilot.press(*keys)
            await pilot.pause()
            svg = app.export_screenshot(title="chwapi-console")
        session.close()
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_text(FONT_FACE.sub("", svg), encoding="utf-8")


async def main() -> None:
    """All pictures."""
    await draw(ROOT / "docs" / "images" / "queue.svg", "en", [], (100, 28))
    await draw(ROOT / "docs" / "images" / "services-fr.svg", "fr", ["2"], (100, 28))


if __name__ == "__main__":
    asyncio.run(main())
