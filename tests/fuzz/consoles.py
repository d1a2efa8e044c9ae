"""The whole console on a pseudo-terminal: bytes of any kind come from it, in between others. It
stays up, leaves when it is told to, gives the terminal back, and the record audits. Slow: seconds
for a try."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

from console.real_terminal import (
    ENTER_ALTERNATE_SCREEN,
    LEAVE_ALTERNATE_SCREEN,
    PROGRAM,
    Terminal,
    terminal,
)
from fuzz.case import Case
from fuzz.prepared import laid_out
from fuzz.terminals import ANSWERS, PIECES

KEYS = [*"tdnbcuiwy/jkgG123456mxvposa?.+-", "\r", "\x1b", "\x1b[A", "\x1b[B", "\x1b[5~", " "]


def bytes_at_a_console(random: Random) -> Case:
    """Keys and pieces of sequences in bursts, with pauses between them."""
    pieces = []
    for _ in range(random.randrange(4, 16)):
        burst = b"".join(
            random.choice(PIECES)
            if random.random() < 0.4
            else random.choice(KEYS).encode()
            if random.random() < 0.7
            else random.choice(ANSWERS).encode()
            for _ in range(random.choice((1, 3, 12, 40)))
        )
        pieces.append(
            (
                burst.replace(b"\x1a", b"").replace(b"\x1c", b"").replace(b"\x03", b""),
                random.choice((0.0, 0.05, 0.3)),
            )
        )
    return Case("console", pieces=tuple(pieces))


HEARD_OUT = 1.0
"""Seconds after a yes in which it is heard out, and Esc would take it back."""


def faults(case: Case) -> Iterator[str]:
    """What is wrong with how the console took it."""
    with (
        laid_out(case) as folder,
        terminal(folder / "inventory.toml", XDG_CACHE_HOME=str(folder.parent / "home")) as seen,
    ):
        seen.waits_until(lambda: ENTER_ALTERNATE_SCREEN in seen.bytes, "no screen came")
        seen.settles()
        for data, pause in case.pieces:
            if seen.process.poll() is not None:
                break
            os.write(seen.master, data)
            seen.settles(max(pause, 0.02))
        if not _left(seen):
            yield "cannot be left"
            return
        code = seen.ends()
        if code not in (0, 130):
            yield f"ends with {code}"
        if b"Traceback" in seen.bytes or b"nobody foresaw" in seen.bytes:
            yield "a traceback"
        if seen.bytes.count(ENTER_ALTERNATE_SCREEN) > seen.bytes.count(LEAVE_ALTERNATE_SCREEN):
            yield "the terminal is not given back"
        yield from _of_record(folder)


def _left(seen: Terminal) -> bool:
    """Whether the console ends where somebody tries for long to leave it."""
    for _ in range(40):
        if seen.process.poll() is not None:
            return True
        seen.press("\x1b[201~")
        seen.settles(0.3)
        for key, pause in (("\x1b", 0.25), ("\x1b", 0.25), ("q", 0.25), ("y", HEARD_OUT)):
            if seen.process.poll() is None:
                seen.press(key)
                seen.settles(pause)
    return seen.process.poll() is not None


def _of_record(folder: Path) -> Iterator[str]:
    audit = subprocess.run(
        [*PROGRAM, "audit"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    if audit.returncode:
        yield f"afterwards audit ends with {audit.returncode}"
    if list(folder.glob("chwapi-crash*")):
        yield "a crash file"
