"""Records five restorations at the real console, on a pseudo-terminal, as an asciinema file (version
2): `asciinema play docs/images/five-restorations.cast`. What is typed waits for what is shown, and
the times in the file are made, so that a slow machine makes the same film."""

import json
import os
import pty
import select
import shutil
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

ROOT = Path(__file__).parent.parent
FILM = ROOT / "docs" / "images" / "five-restorations.cast"
COLUMNS, LINES = 100, 28
PATIENCE = 20.0
"""Seconds within which something is shown after a key."""
QUIET = 2.0
"""Seconds without a byte after which a key has been answered: acts wait a second for another
letter."""
SECONDS_A_KEY = 1.6
RESTORATIONS = 5


def keys() -> Iterator[str]:
    """What is typed, key by key: each server is taken, restored, and that is meant."""
    for _ in range(RESTORATIONS):
        yield from ("t", "d", "y")
    yield from ("2", "1", "q", "y")


def film() -> Iterator[tuple[float, str]]:
    """What the console shows, each time with a moment in seconds."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "inventory.toml", folder)
        child, terminal = pty.fork()
        if not child:
            os.chdir(folder)
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", HOME=folder)
            command = [sys.executable, "-P", "-m", "chwapi_console"]
            os.execv(command[0], [*command, "--operator", "oncall-1", "--theme", "dark"])
        ioctl(terminal, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        moment = 0.0
        yield moment, _shown(terminal)
        for key in keys():
            moment = round(moment + SECONDS_A_KEY, 1)
            os.write(terminal, key.encode())
            yield moment, _shown(terminal)
        os.waitpid(child, 0)


def _shown(terminal: int) -> str:
    """All that is shown until nothing more comes."""
    shown, until = b"", time.monotonic() + PATIENCE
    while time.monotonic() < until:
        ready, _, _ = select.select([terminal], [], [], QUIET)
        if not ready and shown:
            break
        try:
            shown += os.read(terminal, 65536) if ready else b""
        except OSError:  # the console has ended
            break
    return shown.decode("utf-8", "replace")


def main() -> None:
    """Writes the film."""
    head = {"version": 2, "width": COLUMNS, "height": LINES, "title": "Five restorations"}
    lines = [json.dumps(head)]
    lines += [json.dumps([moment, "o", shown], ensure_ascii=False) for moment, shown in film()]
    FILM.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
