"""The terminal's driver: what is pasted arrives as one text, and a byte that is not UTF-8 ends nothing.

Textual takes an escape byte inside a bracketed paste for the beginning of a key, and types what follows it; so a text from
a log could press our keys. Here such bytes are replaced before the parser sees them.
"""

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterable
from contextlib import suppress

from textual._parser import ParseError
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

ESCAPES = dict.fromkeys([0x1B, *range(0x80, 0xA0)], "\N{REPLACEMENT CHARACTER}")
LONGEST_PAUSE = 20
"""Ticks without a byte (about two seconds) after which a paste that has no end is taken to have ended."""


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
    """Textual's driver with our parser, and with bytes that are not UTF-8 replaced: they come from old terminals."""

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
