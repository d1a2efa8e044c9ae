"""Whole journeys through the real console: a terminal that is sent only what changed shows what it
would show if it were sent all, after each frame, cell for cell and look for look."""

import json
import sys
from pathlib import Path

import pyte
import pytest

from console import recorded_console
from console.real_terminal import Terminal, seen, terminal

SHIPPED = Path(__file__).parents[2] / "inventory.toml"
JOURNEY = [
    "\x1b[B",
    "\x1b[B",
    "\x1b[B",
    "t",
    "nCâble tiré e\u0301\r",
    "d",
    "\x1b[6~",
    "\x1b[6~",
    "\x1b[5~",
    "G",
    "g",
    "2",
    "\x1b[B",
    "\r",
    "\x1b[B",
    "\x1b",
    "4",
    "\x1b",
    "5",
    "\x1b[6~",
    "\x1b",
    "?",
    "\x1b[6~",
    "\x1b",
    "/dc\r",
    "\x1b",
    "1",
    "r",
    "bsans courant\r",
    "u",
    "\r",
    " ",
    "\x1b",
    "m",
    "1",
    "q",
    "\x1b",
]
A_STEP = 0.1
"""Seconds without a byte after which the next key is pressed; where the machine is slower, two
steps may share a frame."""
COLOURS = {
    "16 colours": {"TERM": "xterm"},
    "256 colours": {"TERM": "xterm-256color"},
    "truecolour": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "no colour": {"NO_COLOR": "1"},
}


def recorded(plan: Path, *arguments: str) -> list[str]:
    """The command that runs the console and writes down what it draws and sends."""
    return [
        sys.executable,
        recorded_console.__file__,
        str(plan.parent / "record"),
        "-i",
        str(plan),
        "--operator",
        "oncall-1",
        *arguments,
    ]


def travel(here: Terminal) -> None:
    """Goes through every view and does every kind of act; also on a small screen."""
    here.sees(">   1")
    for keys in JOURNEY:
        here.press(keys)
        here.settles(A_STEP)
    for width, height in ((20, 5), (80, 24), (140, 30)):
        here.resize(width, height)
        here.settles(A_STEP)
        here.press("j")
        here.settles(A_STEP)


def cells(screen: pyte.Screen) -> list[list[object]]:
    return [[seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]


def replay(record: Path) -> int:
    """Feeds one terminal with all and one with the differences, and compares them after each frame;
    the number of frames."""
    full, slim = pyte.Screen(80, 24), pyte.Screen(80, 24)
    full_stream, slim_stream = pyte.Stream(full), pyte.Stream(slim)
    full_stream.feed("\x1b[?7l")
    frames = 0
    for line in record.read_text(encoding="utf-8").splitlines():
        noted = json.loads(line)
        width, height = noted["size"]
        for screen in (full, slim):
            if (screen.columns, screen.lines) != (width, height):
                screen.resize(height, width)
        if noted["what"] == "full":
            full_stream.feed(noted["text"])
        else:
            slim_stream.feed(noted["text"])
            frames += 1
            assert cells(full) == cells(slim), f"frame {frames}"
    return frames


@pytest.mark.parametrize("colours", COLOURS)
def test_a_journey_shows_the_same_screens_as_if_all_were_sent(plan: Path, colours: str) -> None:
    plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    arguments = ["--lang", "fr"] if colours == "256 colours" else []
    with terminal(plan, command=recorded(plan, *arguments), **COLOURS[colours]) as here:
        travel(here)
    assert replay(plan.parent / "record") > len(JOURNEY) / 2
