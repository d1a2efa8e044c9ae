"""A small language in which a test of the console reads like an operator's steps: press, see,
expect a row, expect a line."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic

from textual.events import Key, Paste
from textual.pilot import Pilot

from chwapi_console.clock import utc_now
from chwapi_console.console.app import Console
from chwapi_console.console.known.keymap import Keymap
from chwapi_console.console.widgets.styles import Looks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.background_exchange import BackgroundExchange
from chwapi_console.session.session import Session
from chwapi_console.signs import AS_IT_IS, Spelling
from chwapi_console.text import NO_BREAK, language

PATIENCE = 10.0


LOOK = 2.6
"""Seconds for which an operator looks at the screen before each key and each burst. Nobody waits
for them: the clock goes on."""


class Operator:
    """Somebody at the keyboard, who sees the screen as text."""

    def __init__(self, app: Console, pilot: Pilot[None], session: Session) -> None:
        self.app, self.pilot, self.session = app, pilot, session
        self._looked, self._acts_before = 0.0, 0
        app._keyboard.clock = lambda: monotonic() + self._looked

    def looks(self, seconds: float = LOOK) -> None:
        """Looks at the screen for so long."""
        self._looked += seconds

    @property
    def screen(self) -> list[str]:
        """The lines of the screen, as an eye reads them: a space that does not break looks like any
        other."""
        return [
            strip.text.rstrip().replace(NO_BREAK, " ")
            for strip in self.app.screen._compositor.render_strips()
        ]

    @property
    def cursor_line(self) -> str:
        """The line that the cursor mark stands on."""
        return next((line for line in self.screen if line.startswith(">")), "")

    def row(self, words: str) -> str:
        """The first line with these words; empty when there is none."""
        return next((line for line in self.screen if words in line), "")

    async def press(self, *keys: str) -> None:
        """Presses keys, one after another, with a look at the screen before each, where the answer
        to the one before stands; for a yes the one that the question shows."""
        for key in keys:
            await self.is_answered()
            self.looks(LOOK)
            shown = self.app.dialogue.prompt.yes_key if key in ("y", "o") else ""
            await self.pilot.press(shown or key)
            await self.pilot.pause()
            await self.goes_on()

    async def is_answered(self) -> None:
        """Waits until no act is on its way to the disk."""
        await self.until(lambda: not self.app._keyboard.waits, "no answer came")

    async def goes_on(self) -> None:
        """Types nothing for a moment, which nobody waits for: what was pressed last has stood
        alone."""
        self.app._keyboard.send_unsent()
        await self.pilot.pause()

    async def press_fast(self, *keys: str) -> None:
        """Presses keys, one as soon as the one before was answered."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def press_behind(self, key: str, seconds: float) -> None:
        """Presses a key so many seconds behind the latest one, however long this machine took since."""
        named = {"space": " ", "enter": "\r", "escape": "\x1b", "full_stop": "."}
        pressed = Key(key, key if len(key) == 1 else named.get(key))
        pressed.time = self.app._keyboard._latest.heard_at + seconds - self._looked
        self.app.post_message(pressed)
        await self.pilot.pause()

    async def at_once(self, *keys: str) -> None:
        """Presses keys by their names, the next before the one before was answered."""
        self.looks()
        for key in keys:
            name = key.rpartition("+")[2]
            self.app.post_message(Key(key, name if len(name) == 1 else None))
        await self.pilot.pause()
        await self.goes_on()

    async def type(self, text: str) -> None:
        """Types a text, looks at it, and presses Enter."""
        await self.burst(text)
        await self.burst("\n")

    async def burst(self, text: str, *, at_once: bool = False) -> None:
        """Types so fast that no key is answered before the next arrives; a newline is Enter. Looks
        first, unless `at_once`."""
        if not at_once:
            await self.is_answered()
            self.looks()
        for character in text:
            name = {"\n": "enter", "\t": "tab", " ": "space", ".": "full_stop", "/": "slash"}.get(
                character, character
            )
            self.app.post_message(Key(name, "\r" if character == "\n" else character))
        await self.pilot.pause()
        await self.goes_on()

    async def paste(self, text: str) -> None:
        """Pastes a text."""
        self.app.post_message(Paste(text))
        await self.pilot.pause()

    @property
    def acts(self) -> list[tuple[str, str, str]]:
        """Who did what to what, as a session opened just now reads it, but what was in hand before."""
        session = Session(self.session.loaded.path)
        session.close()
        return [
            (e.operator, e.after.state if e.after else e.kind, e.subject)
            for e in session.record.events
            if e.kind != "plan.seen"
        ][self._acts_before :]

    async def has_in_hand(self, *servers: str) -> None:
        """Has taken servers before, which is none of the acts here: a tick there asks by no name."""
        self.session.acts.take(list(servers))
        await self.comes_to_know(
            lambda view: all(view.situation.state(each) == "restoring" for each in servers)
        )
        self._acts_before += len(servers)

    async def sees(self, words: str) -> str:
        """Waits until the words stand on the screen; the line they stand on."""
        await self.until(lambda: bool(self.row(words)), f"{words!r} never came")
        return self.row(words)

    async def no_longer_sees(self, words: str) -> None:
        """Waits until the words are gone."""
        await self.until(lambda: not self.row(words), f"{words!r} stayed")

    async def comes_to_know(self, known: Callable[[View], bool]) -> None:
        """Waits until the console knows something, whether it shows it or not."""
        await self.until(lambda: known(self.app.known.view), "it never came to know")

    async def stands_on(self, words: str) -> None:
        """Waits until the cursor's line has the words."""
        await self.until(lambda: words in self.cursor_line, f"the cursor never came to {words!r}")

    async def opens(self, server: str) -> None:
        """Opens the page of a server, which is the first that the filter finds."""
        await self.press("slash")
        await self.type(server)
        await self.stands_on(server)
        await self.press("enter")
        await self.sees("Restoring takes")

    async def until(self, true: Callable[[], bool], complaint: str) -> None:
        """Waits until something is so."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true():
                    await self.pilot.pause(0.02)
        except TimeoutError as error:
            raise AssertionError(complaint + ":\n" + "\n".join(self.screen)) from error


@asynccontextmanager
async def at_console(
    plan: Path,
    *,
    operator: str = "oncall-1",
    size: tuple[int, int] = (80, 24),
    lang: str = "en",
    read_only: bool = False,
    keys: Keymap | None = None,
    look: Looks | None = None,
    spelling: Spelling = AS_IT_IS,
    clock: Callable[[], datetime] = utc_now,
    exchange: BackgroundExchange | None = None,
) -> AsyncIterator[Operator]:
    """An operator at a console that has just opened on a plan."""
    session = Session(
        plan,
        operator=operator,
        host="test",
        read_only=read_only,
        clock=clock,
        exchange=exchange,
    )
    try:
        app = Console(session, language(lang).spelled(spelling), look=look, keys=keys)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Operator(app, pilot, session)
    finally:
        session.close()
