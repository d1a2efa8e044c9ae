"""The terminal's driver.

What a terminal says by itself is no key, what is pasted arrives as one text, a byte that is not
UTF-8 ends nothing, nothing that came before the picture stood is a key, and a line that stands
still stops nothing.

What comes in is cut by `InputParser`; Textual's own parser, which types what it does not
understand, only names the keys. Textual's queue of what is to be written holds 30 texts, and the
app stops when it is full; here it is never let grow so long.

Builds on private parts of Textual 8.2.8: `XTermParser._sequence_to_key_events`, `LinuxDriver` and
its writer thread.
"""

import os
import queue
import selectors
import signal
import sys
import time
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste, Resize
from textual.geometry import Size
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from chwapi_console.console.terminal.frame_answers import ASKS, BETWEEN, FrameAnswers
from chwapi_console.console.terminal.input_parser import (
    SILENCE,
    Arrival,
    DeviceReady,
    InputParser,
    Pasted,
    Pressed,
)
from chwapi_console.console.terminal.stroke import ESCAPED
from chwapi_console.console.terminal.tty_writer import TtyWriter

MOST_QUEUED = 3
"""Texts on their way to the terminal from which on the app holds its frames back: more would only
be older news."""
PLAIN_PEN = "\x1b[m"
"""Ends the look in which the console leaves the terminal's pen between its frames."""
LAST_WORDS = 0.4
"""Seconds that the line is given to take what is on its way, and again for the sequences that
restore the terminal."""
REST_OF_A_LETTER = 0.3
"""Seconds for which the rest of a letter in UTF-8 is waited for; then its bytes are letters of an
older encoding."""

MOST_COLUMNS, MOST_LINES = 1_000, 500
"""Of a terminal that are drawn on: no screen shows more, and each cell takes memory. What says how
large a terminal is may say 65,535 by as many."""

C1_LEAD = b"\xc2"
"""The first byte of each C1 character in UTF-8, which may begin what a terminal says by itself."""


class FrameShown(Message):
    """The terminal has taken what was sent until it was asked.

    From now on somebody can see it where it is `far`, at the other end of a line.
    """

    far = False


class Keys:
    """What a terminal sends, as Textual's messages.

    `typing` says whether an answer is being typed; `letter` gives what a byte that is no UTF-8
    means.
    """

    def __init__(self, typing: Callable[[], bool], letter: Callable[[int], str]) -> None:
        self._typing = typing
        self._namer = XTermParser()
        self._incoming = InputParser(ANSI_SEQUENCES_KEYS, letter)
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._fed_at = 0.0

    def feed(self, data: bytes, now: float) -> list[Message]:
        """The messages in what came at a moment, in seconds.

        A letter of an older encoding on whose rest was waited came with what came before: its key
        is stamped so.
        """
        waits, came_at = len(self._decoder.getstate()[0]), self._fed_at
        self._fed_at = now
        found = self._fed(self._decoder.decode(data), now)
        for message in found[:waits]:
            _came(message, came_at)
        return found

    def tick(self, now: float) -> list[Message]:
        """The messages of what a pause has decided."""
        begun = self._decoder.getstate()[0]
        if begun and now - self._fed_at >= (SILENCE if begun == C1_LEAD else REST_OF_A_LETTER):
            rest = self._decoder.decode(b"", final=True)
            self._decoder.reset()
            found = self._fed(rest, now)
            for message in found:
                _came(message, self._fed_at)
            return found
        return self._messages(self._incoming.tick(now))

    def _fed(self, text: str, now: float) -> list[Message]:
        return self._messages(self._incoming.feed(text, now, typing=self._typing()))

    def _messages(self, arrivals: Iterable[Arrival]) -> list[Message]:
        return [message for arrival in arrivals for message in self._named(arrival)]

    def _named(self, arrival: Arrival) -> Iterable[Message]:
        if isinstance(arrival, Pasted):
            return [Paste(arrival.text)]
        if isinstance(arrival, DeviceReady):
            return [FrameShown()]
        if not isinstance(arrival, Pressed):
            return [TerminalSupportsSynchronizedOutput()]
        found = [
            key
            for key in self._namer._sequence_to_key_events(arrival.sequence)
            if key.key != "<ignore>"
        ]
        if arrival.escaped:
            found = [Key(ESCAPED + key.key, key.character) for key in found]
        for key in found:
            key.time = arrival.at
        return found


def _came(message: Message, at: float) -> None:
    """Stamps a letter that ASCII lacks with the moment when its byte came."""
    if isinstance(message, Key) and message.character and not message.character.isascii():
        message.time = at


def _is_between() -> bool:
    """Whether a program on our own host answers for the terminal."""
    return any(os.environ.get(name) for name in BETWEEN)


def _within(seconds: float, is_so: Callable[[], bool]) -> bool:
    """Waits until something is so; whether that came to pass."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        # seen as a terminal died: no error may keep the way out from its end
        with suppress(OSError):
            time.sleep(0.01)
    return True


class TerminalDriver(LinuxDriver):
    """Textual's driver with our parser and our way out."""

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._output = TtyWriter(
            sys.__stdout__.fileno() if sys.__stdout__ else 1, self._all_written
        )
        self._file = self._output  # type: ignore[assignment]  # a file as far as the writer thread uses it
        self._when_free: Callable[[], None] | None = None
        self._opened = self._frame_sent = self._picture_stands = False
        self._stopping = False
        self._asked_for = set[Callable[[], object]]()
        self._frames = FrameAnswers(answers_for_it=_is_between())
        self.openings = 0

    # Writing

    def holds_back(self, when_free: Callable[[], None]) -> bool:
        """Whether the line is busy, so that nothing more should be written.

        When it is free, the app is told.
        """
        if not self._busy:
            return False
        self._when_free = when_free
        if self._busy:
            return True
        self._when_free = None
        return False

    @property
    def _busy(self) -> bool:
        return (
            not self._opened
            or self._writer_thread is None
            or self._writer_thread._queue.qsize() >= MOST_QUEUED
        )

    def write_frame(self, text: str) -> None:
        """Writes what brings the picture up to date.

        Keys mean something once the first since the opening is on its way.
        """
        self.write(text)
        self._frame_sent = True

    def asks_whether_shown(self) -> None:
        """Asks the terminal to answer once it has taken all that was sent until now."""
        if self._opened and self._frames.is_asked_now(monotonic()):
            self.write(ASKS)

    @property
    def is_shown(self) -> bool:
        """Whether the terminal has taken all that it was last asked about, as far as it tells."""
        return not self._frames.is_awaited(monotonic())

    @property
    def tells_what_is_shown(self) -> bool:
        """Whether the terminal at the other end of the line tells that, and nobody here for it."""
        return self._frames.is_far

    def _all_written(self) -> None:
        when_free, self._when_free = self._when_free, None
        if when_free:
            with suppress(RuntimeError):
                self._app.call_later(when_free)

    # Size

    def _get_terminal_size(self) -> tuple[int, int]:
        """What the terminal itself says.

        Variables like COLUMNS stay what they were when the window is changed. Of one that is vast
        the upper left is used.
        """
        try:
            columns, lines = os.get_terminal_size(self.fileno)
        except OSError:
            columns, lines = 80, 24
        return min(columns or 80, MOST_COLUMNS), min(lines or 24, MOST_LINES)

    def _sigwinch_application(self, *_: object) -> None:
        self._asks_for(self._tell_size)

    def _tell_size(self) -> None:
        """The window has another size."""
        size = Size(*self._get_terminal_size())
        self._app.post_message(Resize(size, size))

    # Signals

    def _asks_for(self, task: Callable[[], object]) -> None:
        """A signal asks for something, which the loop does once for however many signals.

        A signal comes between any two steps, also of what another one asked for: of two sizes told
        within each other the older would be the last.
        """
        if task not in self._asked_for:
            self._asked_for.add(task)
            with suppress(RuntimeError):  # the loop has ended, and the console with it
                self._loop.call_soon_threadsafe(self._does, task)

    def _does(self, task: Callable[[], object]) -> None:
        if task in self._asked_for:
            self._asked_for.remove(task)
            task()

    # Opening and closing

    def start_application_mode(self) -> None:
        """Takes the terminal over, or gives it back and fails.

        How often that was done is counted in `openings`.
        """
        self._frame_sent = self._picture_stands = False
        self._frames = FrameAnswers(answers_for_it=_is_between())
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except BaseException:  # no thread for what is written, or for what is typed
            self._back_out()
            raise
        signal.signal(signal.SIGWINCH, self._sigwinch_application)
        self._opened = self._writer_thread is not None
        self.openings += 1

    def _back_out(self) -> None:
        """Gives back a terminal that could be taken over by half."""
        if self._writer_thread is None or not self._writer_thread.is_alive():
            self._writer_thread = None
            return
        self._key_thread = None
        self._opened = True
        self.stop_application_mode()
        self.close()

    def stop_application_mode(self) -> None:
        """Gives the terminal back, even on a line that stands still.

        What was on its way is dropped then.
        """
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
        return _within(
            seconds,
            lambda: (
                self._writer_thread is None
                or (self._writer_thread._queue.empty() and self._output.at_rest)
            ),
        )

    def disable_input(self) -> None:
        """Hears no more.

        An answer that is on its way is waited for: who reads after us would take it for typed.
        """
        if self._key_thread is not None and self._key_thread.is_alive():
            _within(LAST_WORDS, lambda: self.is_shown)
        super().disable_input()

    def close(self) -> None:
        """Ends the writing; a line that still takes nothing is left alone."""
        if self._writer_thread is not None:
            with suppress(queue.Full):
                self._writer_thread._queue.put_nowait(None)
            self._writer_thread.join(LAST_WORDS)
            self._writer_thread = None

    def _query_in_band_window_resize(self) -> None:
        """Asks for no sizes among the keys: the kernel tells them, and no line can tear those."""

    # Stopping

    def _sigtstp_application(self, *_: object) -> None:
        """Somebody wants us to stop: the app sees to it that nothing is under way first."""
        self._asks_for(self._app.stopped_from_outside)  # type: ignore[attr-defined]  # our app

    def stop(self, *, group: bool) -> None:
        """Gives the terminal back and stops.

        Alone, or with the whole process group, its wrappers with it, as the terminal's own Ctrl-Z
        would, which the kernel lets be where nobody could continue it. Then takes the terminal over
        again.
        """
        self.suspend_application_mode()
        before, self._stopping = signal.signal(signal.SIGTSTP, signal.SIG_DFL), True
        try:
            os.kill(0 if group else os.getpid(), signal.SIGTSTP if group else signal.SIGSTOP)
        finally:
            signal.signal(signal.SIGTSTP, before)
            self._stopping = False
            self._asked_for.discard(self._app.stopped_from_outside)  # type: ignore[attr-defined]
        self._must_signal_resume = True
        self.resume_application_mode()

    def _sigcont_application(self, *_: object) -> None:
        """Goes on after a stop."""
        if not self._stopping:
            self._asks_for(self._take_over_again)

    def _take_over_again(self) -> None:
        """A stop that we were not told of (SIGSTOP) left the terminal to others meanwhile."""
        if self._opened:
            self.suspend_application_mode()
            self._must_signal_resume = True
            self.resume_application_mode()

    # Reading

    def _run_input_thread(self) -> None:
        """The thread that reads.

        What goes wrong in it ends the console, like what goes wrong anywhere else.
        """
        try:
            self.run_input_thread()
        except Exception as error:
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Reads what is typed until the console ends, or the terminal is gone."""
        keys = Keys(
            lambda: bool(getattr(self._app, "is_typing", False)), getattr(self._app, "letter", chr)
        )
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(0.1):
                    if not (read := self._read()):
                        self._app.call_later(self._app.exit)
                        break
                    self._hand_on(keys.feed(read, monotonic()))
                self._hand_on(keys.tick(monotonic()))

    def _hand_on(self, messages: Iterable[Message]) -> None:
        """Gives the app what came.

        Before the picture stands there is nothing that a key can be meant for.
        """
        for message in messages:
            if isinstance(message, FrameShown):
                if not self._frames.answered(monotonic()):
                    continue
                if self._frames.has_more:
                    self.asks_whether_shown()
                    continue
                message.far = self._frames.is_far
            if self._picture_stood() or not isinstance(message, Key | Paste):
                self.process_message(message)

    def _picture_stood(self) -> bool:
        """Whether a first picture is there; one that a busy line has not let through is not."""
        self._picture_stands = self._picture_stands or (
            self._frame_sent and not self._output.stands_still
        )
        return self._picture_stands

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        try:
            return os.read(self.fileno, 4096)
        except OSError:
            return b""
