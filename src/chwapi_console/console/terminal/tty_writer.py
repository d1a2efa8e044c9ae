"""The way out to the terminal, as Textual's writer thread sees it: a file.

It tells when everything is written, it can be cut when the other end no longer reads, and it is
quiet when the terminal is gone: then nobody is left to complain to. It writes on a door of its own
to the terminal, one that never blocks, so that a write on a line that stands still can be given up.
Where such a door cannot be opened (after `su` the terminal belongs to somebody else) it uses the
door that it was given.
"""

import os
import select
import termios
from collections.abc import Callable
from contextlib import suppress

CANCEL = "\x18"
"""Ends a sequence of which a terminal has had only a part."""
WAIT = 0.1
"""Seconds after which a line that takes nothing is tried again."""


class TtyWriter:
    """Writes texts to the terminal behind a file number.

    `written` is called when none is left, on the thread that wrote.
    """

    def __init__(self, given: int, written: Callable[[], None]) -> None:
        self._fileno, self._written = _own_door(given), written
        self._gone = self._cut = self.stands_still = False
        self.at_rest = True

    def fileno(self) -> int:
        """The terminal's file number."""
        return self._fileno

    def write(self, text: str) -> None:
        """Writes a text; waits for as long as the line stands still, unless it is cut."""
        self.at_rest = False
        left = text.encode("utf-8", "replace")
        while left and not self._gone and not self._cut:
            try:
                left = left[os.write(self._fileno, left) :]
                self.stands_still = False
            except BlockingIOError:
                self.stands_still = True
                with suppress(OSError, ValueError):
                    select.select([], [self._fileno], [], WAIT)
            except OSError:
                self._gone = True

    def flush(self) -> None:
        """All texts are written."""
        self.at_rest = True
        self._written()

    def cut(self) -> None:
        """Drops what is on its way, so that the line is free for the last words."""
        self._cut = True
        with suppress(termios.error, OSError):
            termios.tcflush(self._fileno, termios.TCOFLUSH)

    def mend(self) -> None:
        """Writes again, after a cut and once nothing is left of what was on its way."""
        self._cut = False
        self.write(CANCEL)
        self.at_rest = True


def _own_door(given: int) -> int:
    try:
        return os.open(os.ttyname(given), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError:
        return given
