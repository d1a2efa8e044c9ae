"""The terminal's driver: what is pasted arrives as one text, a byte that is not UTF-8 ends nothing, and a line that stands
still stops nothing.

Textual takes an escape byte inside a bracketed paste for the beginning of a key, and types what follows it; so a text from
a log could press our keys. Here such bytes are replaced before the parser sees them. Textual's queue of what is to be
written holds 30 texts, and the app stops when it is full; here it is never let grow so long.
"""

import os
import queue
import selectors
import sys
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress

from textual._parser import ParseError
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from chwapi_console.console.output import Output

ESCAPES = dict.fromkeys([0x1B, *range(0x80, 0xA0)], "\N{REPLACEMENT CHARACTER}")
LONGEST_PAUSE = 20
"""Ticks without a byte (about two seconds) after which a paste that has no end is taken to have ended."""
MOST_QUEUED = 3
"""Texts on their way to the terminal from which on the app holds its frames back: more would only be older news."""
PLAIN_PEN = "\x1b[m"
"""Ends the look in which the console leaves the terminal's pen between its frames."""
LAST_WORDS = 0.4
"""Seconds that the line is given to take what is on its way, and again for the sequences that restore the terminal."""


class PasteFilter:
    """Passes on what a terminal sends; between the marks of a paste no escape byte is left. A mark may come in parts."""

    def __init__(self) -> None:
        self.pasting = False
        self._tail = ""

    def passed(self, data: str) -> str:
        """The data as the parser may see it; the beginning of what may become a mark waits for the rest."""
        out: list[str] = []
        for character in data:
            self._tail += character
            if not self.pasting:
                out.append(character)
                self.pasting = self._tail.endswith(BRACKETED_PASTE_START)
                self._tail = "" if self.pasting else self._tail[-len(BRACKETED_PASTE_START):]
            elif self._tail == BRACKETED_PASTE_END:
                out.append(self.ended())
            else:
                out.append(self._no_mark())
        return "".join(out)

    def ended(self) -> str:
        """Ends the paste; what the parser must see for that."""
        self.pasting, self._tail = False, ""
        return BRACKETED_PASTE_END

    def _no_mark(self) -> str:
        """What has come of the tail that cannot be the beginning of the end mark."""
        keep = next(n for n in range(len(self._tail), -1, -1) if BRACKETED_PASTE_END.startswith(self._tail[len(self._tail) - n:]))
        cut = len(self._tail) - keep
        gone, self._tail = self._tail[:cut], self._tail[cut:]
        return gone.translate(ESCAPES)


class PasteSafeParser(XTermParser):
    """Textual's parser behind a `PasteFilter`."""

    def __init__(self) -> None:
        self._filter = PasteFilter()
        self._pause = 0
        super().__init__()

    def feed(self, data: str) -> Iterable[Message]:
        """The messages in what a terminal sent; nothing sent is the end."""
        self._pause = 0
        passed = self._filter.passed(data)
        return super().feed(passed) if passed or not data else ()

    def tick(self) -> Iterable[Message]:
        """The messages of what a pause has ended: a lone Escape, or a paste whose end was lost on the line."""
        self._pause += 1
        if self._filter.pasting and self._pause > LONGEST_PAUSE:
            yield from super().feed(self._filter.ended())
        yield from super().tick()


class TerminalDriver(LinuxDriver):
    """Textual's driver with our parser and our way out."""

    def __init__(self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = Output(sys.__stdout__.fileno() if sys.__stdout__ else 1, self._all_written)
        self._file = self._output  # type: ignore[assignment]  # a file as far as the writer thread uses it
        self._when_free: Callable[[], None] | None = None
        self._opened = False
        self.openings = 0

    # Writing

    def holds_back(self, when_free: Callable[[], None]) -> bool:
        """Whether the line is busy, so that nothing more should be written; when it is free, the app is told."""
        if not self._busy:
            return False
        self._when_free = when_free
        if self._busy:
            return True
        self._when_free = None
        return False

    @property
    def _busy(self) -> bool:
        return not self._opened or self._writer_thread is None or self._writer_thread._queue.qsize() >= MOST_QUEUED

    def _all_written(self) -> None:
        when_free, self._when_free = self._when_free, None
        if when_free:
            with suppress(RuntimeError):
                self._app.call_later(when_free)

    # Size

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the terminal itself says; variables like COLUMNS stay what they were when the window is changed."""
        try:
            columns, lines = os.get_terminal_size(self.fileno)
        except OSError:
            columns, lines = 80, 24
        return columns or 80, lines or 24

    # Opening and closing

    def start_application_mode(self) -> None:
        """Takes the terminal over. How often that was done is counted in `openings`."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._opened = self._writer_thread is not None
        self.openings += 1

    def stop_application_mode(self) -> None:
        """Gives the terminal back, even on a line that stands still: what was on its way is dropped then."""
        if not self._opened:
            return
        self._opened = False
        if not self._written_within(LAST_WORDS):
            self._output.cut()
            self._written_within(LAST_WORDS)
            self._output.mend()
        self.write(PLAIN_PEN)
        super().stop_application_mode()

    def _written_within(self, seconds: float) -> bool:
        """Waits until nothing is on its way any more; whether that came to pass."""
        until = time.monotonic() + seconds
        while self._writer_thread and not (self._writer_thread._queue.empty() and self._output.at_rest):
            if time.monotonic() > until:
                return False
            time.sleep(0.01)
        return True

    def close(self) -> None:
        """Ends the writing; a line that still takes nothing is left alone."""
        if self._writer_thread is not None:
            with suppress(queue.Full):
                self._writer_thread._queue.put_nowait(None)
            self._writer_thread.join(LAST_WORDS)

    def _sigcont_application(self, *_: object) -> None:
        """Goes on after a stop. One that we were not told of (SIGSTOP) leaves the terminal to others meanwhile."""
        if self._opened:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    # Reading

    def _run_input_thread(self) -> None:
        """The thread that reads. What goes wrong in it ends the console, like what goes wrong anywhere else."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Reads what is typed until the console ends, or the terminal is gone."""
        parser = PasteSafeParser()
        decode = getincrementaldecoder("utf-8")("replace").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    if not (read := self._read()):
                        self._app.call_later(self._app.exit)
                        break
                    if typed := decode(read):
                        for message in parser.feed(typed):
                            self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)
        with suppress(EOFError, ParseError):
            for _ in parser.feed(""):
                pass

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
