"""Somebody at a real terminal who reads lines and types lines: no screen, only what was printed."""

import os
import pty
import select
import subprocess
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from cli.command_line import CommandLine, program

PATIENCE = 30.0
NOTHING_MORE: Mapping[str, str] = {}


class LineTerminal:
    """The real program on a terminal of its own. `printed` is all that came by now."""

    def __init__(
        self,
        here: CommandLine,
        *words: str,
        environ: Mapping[str, str] = NOTHING_MORE,
        by: Sequence[str] = (),
    ) -> None:
        """`by` is a command that runs the program in its own way."""
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [*by, *words] if by else program(*words),
            cwd=here.folder,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "400", "LINES": "50", **environ},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.printed = ""
        self._read_to = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)
        os.close(self._ours)

    def sees(self, words: str) -> None:
        """Waits until these words are printed, after those that were waited for before."""
        end = time.monotonic() + PATIENCE
        while (found := self.printed.find(words, self._read_to)) < 0:
            assert time.monotonic() < end, f"{words!r} is not in {self.printed!r}"
            assert self._read_on(1.0), f"it ended: {self.printed!r}"
        self._read_to = found + len(words)

    def types(self, text: str) -> None:
        """Sends the keys."""
        os.write(self._ours, text.encode())

    def ended(self) -> int:
        """The exit code, once the program has ended."""
        end = time.monotonic() + PATIENCE
        while self._read_on(1.0):
            assert time.monotonic() < end, f"it does not end: {self.printed!r}"
        return self.process.wait(PATIENCE)

    def _read_on(self, seconds: float) -> bool:
        """Reads what comes; whether the program is still there."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return True
        try:
            came = os.read(self._ours, 65536)
        except OSError:
            return False
        self.printed += came.decode("utf-8", "replace")
        return bool(came)
