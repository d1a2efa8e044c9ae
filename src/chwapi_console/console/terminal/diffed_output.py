"""Only what changed travels to the terminal.

Textual sends every region it has drawn again whole; here what it draws is put into a frame of
cells, and the difference to the frame that the terminal shows is sent.

What the terminal shows is forgotten, so that a whole frame is sent, whenever it may be wrong: after
a resize, a suspension, or a line that stood still for long. While the line is busy nothing is sent;
what is drawn meanwhile goes into the frame, and when the line is free again one difference brings
the terminal to the present. So no key and no act ever waits for the line.

Builds on `App._display` and on the updates of the compositor, which are private in Textual 8.2.8.
"""

from collections.abc import Iterable
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.style import Style
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.events import Resize
from textual.geometry import Offset
from textual.strip import Strip

from chwapi_console.console.terminal.cell import OWN_COLOURS, Cell, Ground, Line, frame_of, put
from chwapi_console.console.terminal.driver import FrameShown, TerminalDriver
from chwapi_console.console.terminal.frame import afresh, difference
from chwapi_console.console.terminal.sgr import canonical

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

LOST_AFTER_SECONDS = 2.0
"""Seconds for which the line stood still after which nobody knows any more what is at its other
end."""
ONE_PACKET = 1200
"""Bytes that arrive together anyway and need no marks of a synchronised update."""

Update = LayoutUpdate | ChopsUpdate


class TerminalImage:
    """What a terminal shows, as far as is known, and what it should show."""

    def __init__(
        self, width: int, height: int, *, can_scroll: bool = True, ground: Ground = OWN_COLOURS
    ) -> None:
        self.size = width, height
        self._can_scroll, self._ground = can_scroll, ground
        self._wanted = frame_of(width, height)
        self._shown: list[Line] | None = None
        self._cursor: Offset | None = None

    def forget(self) -> None:
        """Nothing is known any more about what the terminal shows."""
        self._shown = self._cursor = None

    def paint(self, update: Update) -> None:
        """Takes in what was drawn, in the very colours it names.

        What lies outside the glass is not shown.
        """
        width, height = self.size
        for y, x, strips in _painted(update):
            if 0 <= y < height:
                line = list(self._wanted[y])
                for strip in strips:
                    x = _put_strip(line, x, strip)
                self._wanted[y] = tuple(line[:width])

    def catch_up(self, cursor: Offset) -> str:
        """The bytes after which the terminal shows what it should, its cursor at a place."""
        before = "" if self._shown else afresh(self._ground)
        shown = self._shown or frame_of(*self.size, self._ground.cleared)
        sent = difference(
            shown,
            self._wanted,
            can_scroll=self._can_scroll,
            ground=self._ground,
            cursor=(cursor.y, cursor.x),
        )
        if not sent and (before or cursor != self._cursor):
            sent = f"\x1b[{cursor.y + 1};{cursor.x + 1}H"
        sent = before + sent
        self._shown, self._cursor = list(self._wanted), cursor
        return sent


def _painted(update: Update) -> Iterable[tuple[int, int, Iterable[Strip]]]:
    """The strips of an update, each group with its line and its first column."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield y, update.region.x, strips
        return
    for y, start, stop in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x < stop and end > start:
                yield y, x, (strip if end <= stop else strip.crop(0, stop - x),)


def _put_strip(line: list[Cell], x: int, strip: Strip) -> int:
    for text, style, control in strip:
        if not control:
            x = put(line, x, text, sgr(style) if style else "")
    return x


@lru_cache(maxsize=4096)
def sgr(style: Style) -> str:
    """The SGR codes of a style, with the colours that it names."""
    return canonical(Strip.render_ansi(style, ColorSystem.TRUECOLOR))


class DiffedOutput(App[None], inherit_bindings=False):
    """An app that sends its terminal only what changed.

    The hardware cursor stands where `cursor_spot` says.
    """

    can_scroll = True
    """Whether the terminal may be asked to move a block of lines."""
    ground = OWN_COLOURS
    """What lies under all words."""

    _glass: TerminalImage | None = None
    _openings = 0
    _held_since: float | None = None

    @property
    def cursor_spot(self) -> Offset:
        """Where on the screen the hardware cursor stands.

        Screen readers and braille lines follow it.
        """
        return self.cursor_position

    def _display(self, screen: "Screen[object]", renderable: "RenderableType | None") -> None:
        """Draws; called by Textual for each update of the screen."""
        driver = self._driver
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or not isinstance(
            driver, TerminalDriver
        ):
            super()._display(screen, renderable)
            return
        if self._running and not self._closed and not self._batch_count:
            try:
                if glass := self._glass_for(renderable):
                    glass.paint(renderable)
                    self._send_frame(driver)
            except Exception as error:
                self._handle_exception(error)
        self.post_display_hook()

    def _glass_for(self, update: Update) -> TerminalImage | None:
        """The glass that an update belongs on.

        A new size begins with a whole layout; what was drawn for the old size and comes too late is
        none.
        """
        if self._glass is None or self._glass.size != tuple(self.size):
            if not isinstance(update, LayoutUpdate) or update.region.size != self.size:
                return None
            self._glass = TerminalImage(*self.size, can_scroll=self.can_scroll, ground=self.ground)
        return self._glass

    def _send_frame(self, driver: TerminalDriver) -> None:
        glass = self._glass
        if glass is None or glass.size != tuple(self.size):
            return  # the layout of the new size is on its way, and comes whole
        if driver.holds_back(self._line_is_free):
            self._held_since = self._held_since or monotonic()
            return
        if self._openings != driver.openings:
            self._openings = driver.openings
            glass.forget()
        if text := glass.catch_up(self.size.clamp_offset(self.cursor_spot)):
            synchronised = self._sync_available and len(text) > ONE_PACKET
            driver.write_frame(f"{SYNC_START}{text}{SYNC_END}" if synchronised else text)

    def _line_is_free(self) -> None:
        """The line took all that was on its way: what was drawn meanwhile follows at once, in one."""
        since, self._held_since = self._held_since, None
        if since is not None and monotonic() - since > LOST_AFTER_SECONDS and self._glass:
            self._glass.forget()
        self._send_what_is_missing()
        if since is not None:
            self.was_held_up()

    def was_held_up(self, *, seen: bool = False) -> None:
        """What was drawn while the line was busy is on its way only now, or is known to be `seen`."""

    def on_frame_shown(self, message: FrameShown) -> None:
        """The terminal has taken what it was asked about."""
        self.was_held_up(seen=message.far)

    def ask_whether_shown(self) -> None:
        """Asks the terminal to tell once it has taken what was drawn until now."""
        if isinstance(self._driver, TerminalDriver):
            self._driver.asks_whether_shown()

    @property
    def stalls(self) -> bool:
        """Whether the line, or the terminal at its end, has not taken yet what was drawn."""
        if self._held_since is not None:
            return True
        return isinstance(self._driver, TerminalDriver) and not self._driver.is_shown

    @property
    def tells_what_is_shown(self) -> bool:
        """Whether the terminal at the end of the line says when it shows what it was sent."""
        return isinstance(self._driver, TerminalDriver) and self._driver.tells_what_is_shown

    def _send_what_is_missing(self) -> None:
        if isinstance(self._driver, TerminalDriver) and self._running and not self._closed:
            self._send_frame(self._driver)

    def draw_afresh(self) -> None:
        """Sends the whole frame again, for instance after something else wrote on the terminal."""
        if self._glass:
            self._glass.forget()
        self._send_what_is_missing()

    async def on_driver_signal_resume(self, event: Driver.SignalResume) -> None:
        """Back from a suspension."""
        self.draw_afresh()
        self.ask_whether_shown()

    def on_resize(self, event: Resize) -> None:
        """Terminals do as they like with what they show when their size changes."""
        if self._glass:
            self._glass.forget()
        self.call_after_refresh(self._send_what_is_missing)
