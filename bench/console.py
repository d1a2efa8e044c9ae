"""The console in a real pseudo-terminal of 80 by 24, beside an empty Textual app and a bare line
view of as many rows."""

import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.plans import plan_text
from bench.processes import as_installed

EMPTY = """
from textual.app import App
App().run(mouse=False)
"""
LINE_VIEW = """
import sys
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

N, BAR = int(sys.argv[1]), Style.parse("reverse")

class Rows(ScrollView, can_focus=True):
    BINDINGS = [("down", "move(1)", "Down")]
    DEFAULT_CSS = "Rows { overflow: hidden hidden; scrollbar-size: 0 0; }"
    cursor = 0

    def on_mount(self):
        self.virtual_size = Size(80, N)

    def action_move(self, by):
        old, self.cursor = self.cursor, max(0, min(N - 1, self.cursor + by))
        top, height = self.scroll_offset.y, self.scrollable_content_region.height
        if not top <= self.cursor < top + height:
            self.scroll_to(y=self.cursor - height // 2, animate=False, immediate=True, force=True)
        else:
            for row in (old, self.cursor):
                self.refresh(Region(0, row - top, self.size.width, 1))

    def render_line(self, y):
        index = self.scroll_offset.y + y
        style = BAR if index == self.cursor else Style.null()
        text = f"> {index:5} s{index:05}        IMC        1  compromised waits for s{index // 2:05}"
        return Strip([Segment(text, style)]).adjust_cell_length(self.size.width, style)

class Bare(App):
    def compose(self):
        yield Rows()

Bare().run(mouse=False)
"""
PATIENCE = 60.0
KEYS = 50
IDLE = 5.0
ANSWERED = 0.1
"""Seconds of quiet after which a key's answer is whole."""


class Answer(NamedTuple):
    """What a key's answer took: milliseconds to its first and to its last byte, and how many bytes
    it had."""

    first: float
    last: float
    size: int


class Measured(NamedTuple):
    """Milliseconds to the first useful frame, to the first and to the last byte of a key's answer,
    and its bytes; kilobytes of memory, percent of a core when idle."""

    frame: float
    key: float
    last: float
    size: float
    memory: float
    idle: float


class Run:
    """One run of a program in a terminal of its own. It dies with the terminal, and so with this
    process, however that ends: an app of Textual 8.2.8 whose terminal is gone reads its end again
    and again, on a whole core, unless a signal tells it."""

    def __init__(self, command: Sequence[str]) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environ = {**as_installed(), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        for name in ("CI", "NO_COLOR", "COLORTERM", "COLUMNS", "LINES"):
            environ.pop(name, None)
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environ,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509  # no thread
        )
        os.close(slave)

    def first_frame(self, mark: bytes) -> float:
        """Waits until the mark was sent; the milliseconds since the start."""
        said = b""
        while mark not in said:
            if not select.select([self._master], [], [], PATIENCE)[0]:
                raise TimeoutError(said[-500:])
            said += os.read(self._master, 65536)
        return 1000 * (time.perf_counter() - self._began)

    def quiet(self, seconds: float) -> None:
        """Reads until nothing more is said."""
        while select.select([self._master], [], [], seconds)[0]:
            os.read(self._master, 65536)

    def rests(self) -> None:
        """Reads until half a second was idle: at 10,000 servers a forecast is thought about for
        seconds after the first frame."""
        until = time.monotonic() + PATIENCE
        before = -1.0
        while before != (now := self._cpu()) and time.monotonic() < until:
            before = now
            self.quiet(0.5)

    def key(self) -> Answer:
        """Presses Down, and reads its answer until nothing more of it comes."""
        self.quiet(ANSWERED)
        began, times, size = time.perf_counter(), list[float](), 0
        os.write(self._master, b"\x1b[B")
        while select.select([self._master], [], [], ANSWERED if times else PATIENCE)[0]:
            size += len(os.read(self._master, 65536))
            times.append(1000 * (time.perf_counter() - began))
        return Answer(times[0], times[-1], size)

    def memory(self) -> float:
        """Kilobytes that are in memory now."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        return float(
            next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
        )

    def idle(self) -> float:
        """Percent of a core that is used when nothing happens."""
        before = self._cpu()
        self.quiet(IDLE)
        return 100 * (self._cpu() - before) / IDLE

    def _cpu(self) -> float:
        fields = (
            Path(f"/proc/{self._process.pid}/stat")
            .read_text(encoding="utf-8")
            .rpartition(")")[2]
            .split()
        )
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)


@contextmanager
def running(command: Sequence[str]) -> Iterator[Run]:
    """A program for as long as it is measured."""
    run = Run(command)
    try:
        yield run
    finally:
        run.end()


def frames(programs: Sequence[tuple[Sequence[str], bytes]], runs: int) -> list[float]:
    """The median time to the first frame of each program; they take turns, and the first turn is a
    warm-up."""
    taken: list[list[float]] = [[] for _ in programs]
    for _ in range(runs + 1):
        for times, (command, mark) in zip(taken, programs, strict=True):
            with running(command) as run:
                times.append(run.first_frame(mark))
    return [statistics.median(times[1:]) for times in taken]


def measured(command: Sequence[str], mark: bytes, frame: float, keys: bool) -> Measured:
    """All that can be measured in one run beside the time to the first frame."""
    with running(command) as run:
        run.first_frame(mark)
        run.rests()
        answers = [run.key() for _ in range(KEYS)] if keys else [Answer(0.0, 0.0, 0)]
        first, last = (
            statistics.median(times)
            for times in ([each.first for each in answers], [each.last for each in answers])
        )
        run.rests()  # a step may have been thought about
        return Measured(
            frame,
            first,
            last,
            statistics.mean(each.size for each in answers),
            run.memory(),
            run.idle(),
        )


def report(sizes: Sequence[int], runs: int) -> None:
    """Prints a table for each size, with what it is compared with."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder) / "inventory.toml"
            plan.write_text(plan_text(size), encoding="utf-8")
            ours = [
                "env",
                f"XDG_CACHE_HOME={folder}",
                str(Path(sys.executable).with_name("chwapi-console")),
                "-i",
                str(plan),
            ]
            programs = [
                ([sys.executable, "-c", EMPTY], b"\x1b[1;1H"),
                ([sys.executable, "-c", LINE_VIEW, str(size)], b"s00000"),
                (ours, b"compromised"),
            ]
            times = frames(programs, runs)
            empty, view, console = (
                measured(command, mark, frame, number > 0)
                for number, ((command, mark), frame) in enumerate(zip(programs, times, strict=True))
            )
        print(
            f"\nthe console with {size:,} servers, in a terminal of 80 by 24 (frame: median of "
            f"{runs}, key: of {KEYS})"
        )
        print(
            f"  {'':18}{'first frame, ms':>17}{'a key, ms':>11}{'its end, ms':>13}{'its bytes':>11}"
            f"{'memory, MB':>12}{'idle, %':>9}"
        )
        for name, it in (
            ("empty Textual app", empty),
            ("bare line view", view),
            ("console", console),
        ):
            print(
                f"  {name:18}{it.frame:17.0f}{it.key:11.2f}{it.last:13.2f}{it.size:11.0f}"
                f"{it.memory / 1024:12.1f}{it.idle:9.2f}"
            )
        floors = (
            console.frame / empty.frame,
            console.key / view.key,
            console.last / view.last,
            console.size / view.size,
        )
        print(
            "  "
            f"{'times its floor':18}{floors[0]:17.2f}{floors[1]:11.2f}{floors[2]:13.2f}{floors[3]:11.2f}"
            f"{console.memory / empty.memory:12.2f}",
            flush=True,
        )
