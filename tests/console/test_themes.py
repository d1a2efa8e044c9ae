"""The themes in a real terminal: what is on the screen, and what is never sent."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chwapi_console.console.control.keys.answer_guard import READ_TEXT
from chwapi_console.console.terminal.diffed_output import sgr
from chwapi_console.console.widgets.styles import looks
from console.real_terminal import PROGRAM, Terminal, terminal
from console.widgets.test_styles import colours

SGR = re.compile(rb"\x1b\[([0-9;]*)m")
WEIGHTS = {"0", "1", "4", "7", "22", "24", "27"}
OWN = {"31", "35", "39"}
"""Red, magenta and none: what the terminal's own theme adds."""


@contextmanager
def travelled(plan: Path, *options: str, **environ: str) -> Iterator[Terminal]:
    """A console that has been through its views, with a server taken, one selected, and a question
    open."""
    with terminal(plan, options=options, **environ) as here:
        here.sees("Tier 1.")
        for keys, words in (
            ("t", "san1 taken"),
            ("\x1b[B", "Tier 1."),
            ("a", "1 selected"),
            ("2", "Services by site"),
            ("3", "Triage:"),
            ("4", "Journal:"),
            ("?", "Help"),
            ("1", "Queue:"),
            ("\r", "Needed by"),
            ("n", "Note"),
        ):
            here.settles()
            here.press(keys)
            here.sees(words)
        here.settles()
        yield here


def others(plan: Path, *verb: str) -> None:
    """Somebody else acts with a verb."""
    subprocess.run(
        [*PROGRAM, "-i", str(plan), "--operator", "dba", *verb], check=True, capture_output=True
    )


def codes(sent: bytes) -> set[str]:
    """All numbers that SGR sequences were sent with."""
    return {code or "0" for found in SGR.findall(sent) for code in found.decode().split(";")}


@pytest.mark.parametrize(
    ("options", "environ"),
    [
        ((), {"NO_COLOR": "1"}),
        (("--no-color",), {"COLORTERM": "truecolor"}),
        (("--no-color", "--theme", "light"), {}),
        ((), {"CHWAPI_NO_COLOR": "1"}),
    ],
)
def test_without_colour_not_one_byte_of_colour_is_sent(
    plan: Path, options: tuple[str, ...], environ: dict[str, str]
) -> None:
    with travelled(plan, *options, **environ) as here:
        assert codes(here.bytes) <= WEIGHTS
        assert {"1", "7"} <= codes(here.bytes)


@pytest.mark.parametrize(
    ("options", "environ"),
    [
        ((), {"TERM": "xterm"}),
        ((), {"CHWAPI_THEME": "terminal"}),
        ((), {"TERM": "screen", "COLORTERM": "truecolor", "STY": "1"}),
        ((), {"TERM": "linux"}),
        (("--theme", "terminal"), {"COLORTERM": "truecolor"}),
    ],
)
def test_the_terminals_own_theme_sends_its_own_colours_only(
    plan: Path, options: tuple[str, ...], environ: dict[str, str]
) -> None:
    with travelled(plan, *options, **environ) as here:
        assert codes(here.bytes) <= WEIGHTS | OWN


@pytest.mark.parametrize(
    ("name", "options", "environ"),
    [
        ("dark", (), {}),
        ("light", ("--theme", "light"), {}),
        ("light", (), {"CHWAPI_THEME": "light"}),
        ("dark", (), {"TERM": "tmux-256color"}),
        ("dark", ("--theme=dark",), {"TERM": "xterm", "CHWAPI_THEME": "light"}),
    ],
)
def test_a_theme_of_ours_paints_every_cell_whatever_the_terminals_own_ground(
    plan: Path, name: str, options: tuple[str, ...], environ: dict[str, str]
) -> None:
    painted = looks(name, 256)
    pairs = {
        tuple("".join(f"{c:02x}" for c in colour) for colour in colours(sgr(style)))
        for place in painted
        for style in place.values()
    }
    with travelled(plan, *options, **environ) as here:
        shown = {(cell.fg, cell.bg) for line in here.cells for cell in line if cell.data.strip()}
        grounds = {cell.bg for line in here.cells for cell in line}
    assert shown <= pairs
    assert grounds <= {bg for _, bg in pairs}


@pytest.mark.parametrize("where", ["option", "variable"])
def test_a_theme_that_does_not_exist_is_a_usage_error_in_a_sentence(plan: Path, where: str) -> None:
    options, environ = (
        (("--theme", "plaid"), {}) if where == "option" else ((), {"CHWAPI_THEME": "plaid"})
    )
    with terminal(plan, options=options, **environ) as here:
        assert 2 == here.ends()
    assert " ".join(line.strip() for line in here.lines).startswith(
        'There is no theme "plaid". Write --theme or CHWAPI_THEME with one of these: dark, light '
        "or terminal."
    )


def test_variables_of_the_screen_library_change_no_look(plan: Path) -> None:
    def screen(**environ: str) -> object:
        with terminal(plan, **environ) as here:
            here.sees("Tier 1.")
            here.settles()
            return here.cells

    assert screen() == screen(
        TEXTUAL_COLOR_SYSTEM="standard",
        TEXTUAL_THEME="nord",
        TEXTUAL_FILTERS="dim",
        FORCE_COLOR="1",
        TEXTUAL_DIM_FACTOR="0",
        TEXTUAL_FPS="1",
        TEXTUAL_PRESS="d",
        TEXTUAL_SCREENSHOT="0",
    )


def test_a_terminal_without_utf_8_is_sent_ascii_only_and_accents_are_taken_off(plan: Path) -> None:
    with travelled(plan, LANG="C") as here:
        here.settles(READ_TEXT + 0.1)
        here.press("acces 1")
        here.answers("\r")
        here.sees("anes1: note: acces 1")
        others(plan, "note", "dc1", "Contrôleur réparé …")
        here.sees("dc1: note: Controleur")
        here.sees("repare ...")
        assert here.bytes.isascii()


def test_ascii_can_be_asked_for_and_refused(plan: Path) -> None:
    with terminal(plan, options=("--ascii",)) as here:
        assert ">   1 =" in here.sees("san1")
    with terminal(plan, LANG="C", CHWAPI_ASCII="0") as here:
        assert ">   1 »" in here.sees("san1")
