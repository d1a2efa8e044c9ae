"""A real pseudo-terminal in which the real program runs, seen through a terminal emulator: seen,
typed into, resized, stalled, and taken away."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyte

from chwapi_console.console.control.keys.answer_guard import READ_QUESTION

PATIENCE = 20.0
QUIET = 0.3
"""Seconds without a byte after which the console has said all it had to say."""
ENTER_ALTERNATE_SCREEN, LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
PROGRAM = (sys.executable, "-m", "chwapi_console")


def seen(cell: pyte.screens.Char) -> pyte.screens.Char:
    """What of a cell can be seen: where no letter stands, its paper."""
    if cell.data != " " or cell.reverse or cell.underscore or cell.strikethrough or cell.blink:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


class Terminal:
    """A terminal of 80 by 24 in which the console runs."""

    def __init__(
        self,
        plan: Path,
        *,
        command: Sequence[str] | None = None,
        options: Sequence[str] = (),
        **environ: str,
    ) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self.bytes = b""
        self.master, slave = pty.openpty()
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("CI", "NO_COLOR", "COLORTERM", "TMUX", "STY")
            and not name.startswith(("LC_", "CHWAPI_"))
        }
        self.resize(80, 24)
        self._name = os.ttyname(slave)
        self.modes = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command or [*PROGRAM, "-i", str(plan), "--operator", "oncall-1", *options],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environ},
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # no thread runs here
        )
        os.close(slave)

    def resize(self, width: int, height: int) -> None:
        """Gives the terminal another size."""
        self.screen.resize(height, width)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def press(self, keys: str) -> None:
        """Types on the keyboard."""
        os.write(self.master, keys.encode())

    def restores(self) -> None:
        """Marks the server under the cursor restored, and means it, as a hand does that reads the
        question first."""
        self.press("d")
        self.sees("all the same? (y/n)")
        self.answers("y")
        self.no_longer_sees("(y/n)")

    def answers(self, key: str) -> None:
        """Reads the question, then presses a key that answers it."""
        self.settles(READ_QUESTION)
        self.press(key)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        return list(self.screen.display)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """All cells of the screen with their looks."""
        return [
            [seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)]
            for y in range(self.screen.lines)
        ]

    def sees(self, words: str) -> str:
        """Waits until the words stand on the screen; the line they stand on."""
        self.waits_until(
            lambda: any(words in line for line in self.screen.display), f"{words!r} never came"
        )
        return next(line for line in self.screen.display if words in line)

    def no_longer_sees(self, words: str) -> None:
        """Waits until the words are gone."""
        self.waits_until(
            lambda: not any(words in line for line in self.screen.display), f"{words!r} stayed"
        )

    def waits_until(self, true: Callable[[], bool], complaint: str) -> None:
        """Reads what the console says until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > deadline:
                raise AssertionError(f"{complaint}:\n" + "\n".join(self.screen.display))
            self.read()

    def settles(self, quiet: float = QUIET) -> int:
        """Reads until the console is quiet; the bytes of all it ever said."""
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            if self.read(quiet / 3):
                last = time.monotonic()
        return len(self.bytes)

    def ends(self) -> int:
        """Waits for the program's end and reads what it still had to say; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self.read()
        while self.read():
            pass
        return self.process.wait(timeout=1)

    def read(self, wait: float = 0.05) -> bool:
        """Reads some of what the console says, if it says anything."""
        ready, _, _ = select.select([self.master], [], [], wait)
        with suppress(OSError):
            if ready and (some := os.read(self.master, 65536)):
                self.bytes += some
                self._stream.feed(some)
                return True
        return False

    @property
    def is_full(self) -> bool:
        """Whether the line takes nothing more until something is read from it."""
        door = os.open(self._name, os.O_WRONLY | os.O_NOCTTY)
        try:
            return not select.select([], [door], [], 0)[1]
        finally:
            os.close(door)

    def vanish(self) -> None:
        """The line is cut."""
        os.close(self.master)
        self.master = -1

    def close(self) -> None:
        """Ends the program if it has not ended."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self.master >= 0:
            os.close(self.master)


@contextmanager
def terminal(
    plan: Path, *, command: Sequence[str] | None = None, options: Sequence[str] = (), **environ: str
) -> Iterator[Terminal]:
    """A terminal with the console in it, for as long as it is needed."""
    opened = Terminal(plan, command=command, options=options, **environ)
    try:
        yield opened
    finally:
        opened.close()
