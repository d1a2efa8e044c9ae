"""Runs a program behind a slow line: `python tools/slow_line.py [--kbit 64] [--delay 300]
COMMAND…`.

What the program writes, and what is typed to it, arrives at so many kilobits a second and half the
delay late each way, as over SSH to a site whose line is all but down. Bytes are kept in order and
none is dropped; a line that is full holds the program back, as a full socket does.
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from collections import deque
from contextlib import suppress

PIECE = 64
"""Bytes that travel together: at 64 kbit/s eight milliseconds' worth."""
FULL = 16_384
"""Bytes under way at which the line takes no more: what a modest socket buffer holds."""


class Way:
    """One direction of the line: bytes from one file to another, each piece with the time at which
    it arrives."""

    def __init__(
        self, source: int, sink: int, bytes_per_second: float, seconds_late: float
    ) -> None:
        self.source, self._sink = source, sink
        self._rate, self._late = bytes_per_second, seconds_late
        self._pieces: deque[tuple[float, bytes]] = deque()
        self._free_at = 0.0

    @property
    def full(self) -> bool:
        """Whether it takes no more for now."""
        return len(self._pieces) * PIECE >= FULL

    @property
    def due(self) -> float | None:
        """When the next piece arrives, on the monotonic clock; None where nothing is under way."""
        return self._pieces[0][0] if self._pieces else None

    def take(self) -> int:
        """Takes what the source has to send; how many bytes that was, 0 at its end."""
        try:
            sent = os.read(self.source, 4096)
        except OSError:  # Linux's word for a terminal whose program has ended
            return 0
        for start in range(0, len(sent), PIECE):
            piece = sent[start : start + PIECE]
            self._free_at = max(self._free_at, time.monotonic()) + len(piece) / self._rate
            self._pieces.append((self._free_at + self._late, piece))
        return len(sent)

    def deliver(self) -> None:
        """Hands over what has arrived."""
        while self._pieces and self._pieces[0][0] <= time.monotonic():
            _, piece = self._pieces.popleft()
            while piece:
                piece = piece[os.write(self._sink, piece) :]


def carry(out: Way, back: Way) -> None:
    """Carries bytes both ways until the program has ended and all it wrote has arrived."""
    ended = False
    while not ended or out.due is not None:
        readable = [
            way.source for way in (out, back) if not way.full and not (ended and way is out)
        ]
        moments = [way.due for way in (out, back) if way.due is not None]
        patience = max(0.0, min(moments) - time.monotonic()) if moments else None
        ready, _, _ = select.select([] if ended else readable, [], [], patience)
        if back.source in ready:
            back.take()
        if out.source in ready and not out.take():
            ended = True
        out.deliver()
        with suppress(OSError):
            back.deliver()


def same_size(master: int) -> None:
    """Gives the program's terminal the size of ours."""
    with suppress(OSError):
        fcntl.ioctl(master, termios.TIOCSWINSZ, fcntl.ioctl(0, termios.TIOCGWINSZ, b"\0" * 8))


def main() -> int:
    """Runs the command; its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kbit", type=float, default=64, help="kilobits a second, each way")
    parser.add_argument("--delay", type=float, default=300, help="milliseconds there and back")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        parser.error("name a command to run")
    child, master = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    modes = termios.tcgetattr(0)
    same_size(master)
    signal.signal(signal.SIGWINCH, lambda *_: same_size(master))
    try:
        tty.setraw(0)
        rate, late = options.kbit * 1000 / 8, options.delay / 2000
        carry(Way(master, sys.stdout.fileno(), rate, late), Way(0, master, rate, late))
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, modes)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main())
