"""In a real tmux, a pane that is sent only what changed shows the same as one that is sent
everything."""

import json
import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from rich.console import Console
from textual._compositor import LayoutUpdate
from textual.geometry import Offset, Region

from chwapi_console.console.terminal.diffed_output import TerminalImage
from chwapi_console.console.terminal.sgr import canonical, of_a_blank, turn
from console.real_terminal import terminal
from console.terminal.test_diffed_output import LOOKS, WORDS, strip
from console.test_journeys import SHIPPED, recorded

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

WIDTH, HEIGHT = 80, 24
PATIENCE = 20.0
BEGIN = "\x1b[?7l"
Cells = list[list[tuple[str, str]]]
Tmux = Callable[..., str]


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A tmux server of our own; gives what its commands print."""
    kept = {name: value for name, value in os.environ.items() if name not in ("TMUX", "TMUX_PANE")}
    environ = {
        **kept,
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "SHELL": "/bin/sh",
    }  # a service account's is nologin

    def run(*command: str) -> str:
        return subprocess.run(
            ["tmux", "-u", "-f", os.devnull, "-S", str(tmp_path / "socket"), *command],
            env=environ,
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout

    run("new-session", "-d", "-x", str(WIDTH), "-y", str(HEIGHT), "sleep 300")
    run("set-option", "-g", "status", "off")
    run("set-option", "-g", "default-size", f"{WIDTH}x{HEIGHT}")
    yield run
    run("kill-server")


def shown(tmux: Tmux, text: str, file: Path) -> Cells:
    """What a pane shows that was sent a text."""
    file.write_text(text + "\x1b]2;all was sent\x1b\\", encoding="utf-8", newline="")
    pane = tmux("new-window", "-d", "-P", "-F", "#{pane_id}", f"cat {file}; sleep 300").strip()
    deadline = time.monotonic() + PATIENCE
    while "all was sent" not in tmux("display-message", "-p", "-t", pane, "#{pane_title}"):
        assert time.monotonic() < deadline
    captured = tmux("capture-pane", "-e", "-N", "-p", "-t", pane)
    tmux("kill-pane", "-t", pane)
    return list(cells(captured))


def cells(captured: str) -> Iterator[list[tuple[str, str]]]:
    """The cells of a captured pane, each with its look, of a blank what can be seen; blanks of no
    look at the end of a line are left out."""
    sgr = ""
    for line in captured.splitlines():
        found: list[tuple[str, str]] = []
        for codes, character in re.findall(r"\x1b\[([0-9;]*)m|([^\x0e\x0f])", line):
            if character:
                found.append((character, of_a_blank(sgr) if character == " " else sgr))
            else:
                sgr = canonical("" if codes in ("", "0") else after(sgr, codes))
        while found and found[-1] == (" ", ""):
            found.pop()
        yield found


def after(sgr: str, codes: str) -> str:
    """The look of a pen after more codes. tmux sends 0 first whenever a weight goes."""
    return codes.removeprefix("0;") if codes.startswith("0;") else f"{sgr};{codes}"


def same(full: Cells, slim: Cells) -> None:
    """Both show the same; else the first cells that differ are named."""
    for y, (one, other) in enumerate(zip(full, slim, strict=True)):
        apart = next(
            (x for x in range(min(len(one), len(other))) if one[x] != other[x]),
            min(len(one), len(other)),
        )
        assert one == other, (
            f"line {y}, from cell {apart}: {one[apart - 2 : apart + 6]} is not "
            f"{other[apart - 2 : apart + 6]}"
        )


def test_the_capture_is_read_as_it_was_written() -> None:
    assert [[("a", "1"), ("b", "7;38;5;9"), ("c", "")]] == list(
        cells(turn("", "1") + "a\x1b[0;7;38;5;9mb\x1b[0mc  \n")
    )


def frames_by_chance(seed: int, count: int = 6) -> Iterator[tuple[str, str]]:
    """Frames at random, some of them moved blocks of the one before: what is sent with and without
    a glass."""
    dice = random.Random(seed)
    glass, console = (
        TerminalImage(WIDTH, HEIGHT),
        Console(color_system="truecolor", force_terminal=True),
    )

    def line() -> Sequence[tuple[str, str]]:
        return [(dice.choice(WORDS), dice.choice(LOOKS)) for _ in range(dice.randint(0, 40))]

    lines = [strip([("x", ""), *line()], WIDTH) for _ in range(HEIGHT)]
    for _ in range(count):
        update = LayoutUpdate([[line] for line in lines], Region(0, 0, WIDTH, HEIGHT))
        glass.paint(update)
        yield update.render_segments(console), glass.catch_up(Offset(0, 0))
        top, by = dice.randint(0, 6), dice.randint(1, 5)
        lines = (
            [*lines[:top], *lines[top + by :], *lines[top : top + by]]
            if dice.random() < 0.7
            else lines
        )
        for _ in range(3):
            lines[dice.randrange(HEIGHT)] = strip([("x", ""), *line()], WIDTH)


@pytest.mark.parametrize("seed", range(5))
def test_frames_by_chance_show_the_same_in_tmux(tmux: Tmux, tmp_path: Path, seed: int) -> None:
    full, slim = zip(*frames_by_chance(seed), strict=True)
    same(
        shown(tmux, BEGIN + full[-1], tmp_path / "full"),
        shown(tmux, BEGIN + "".join(slim), tmp_path / "slim"),
    )


def test_a_journey_shows_the_same_screens_in_tmux(plan: Path, tmux: Tmux, tmp_path: Path) -> None:
    plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    with terminal(plan, command=recorded(plan, "--lang", "fr"), TERM="tmux-256color") as here:
        here.settles()
        for keys in [
            "\x1b[B",
            "t",
            "d",
            "\x1b[6~",
            "\x1b[6~",
            "2",
            "\r",
            "\x1b",
            "4",
            "1",
            "r",
            "nCâble\r",
        ]:
            here.press(keys)
            here.settles()
    full, slim, seen = BEGIN, BEGIN, 0
    for line in (plan.parent / "record").read_text(encoding="utf-8").splitlines():
        noted = json.loads(line)
        full, slim = (
            (full + noted["text"], slim)
            if noted["what"] == "full"
            else (full, slim + noted["text"])
        )
        seen += noted["what"] == "slim"
        if noted["what"] == "slim" and seen % 5 == 0:
            same(shown(tmux, full, tmp_path / "full"), shown(tmux, slim, tmp_path / "slim"))
    same(shown(tmux, full, tmp_path / "full"), shown(tmux, slim, tmp_path / "slim"))
    assert seen > 10
