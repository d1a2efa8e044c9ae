"""However the console is left, the terminal is the shell's again, in the shell's own colours; and
an error nobody foresaw is told like that of a verb."""

import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from console.real_terminal import Terminal, terminal
from console.test_real_terminal import states

SEQUENCE = re.compile(rb"\x1b\[([0-9;:?<>=$ ]*)([@-~])")
THEMES: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "light": (("--theme", "light"), {"COLORTERM": "truecolor"}),
    "own": (("--theme", "terminal"), {}),
    "16 colours, no erasing in colour": ((), {"TERM": "vt100"}),
}


def pens_at_leaving(sent: bytes) -> list[bytes]:
    """The looks in which the terminal's pen was left, each time the console left the screen, and at
    the very end."""
    pen, pens = b"", []
    for found in SEQUENCE.finditer(sent):
        match found.groups():
            case [b"" | b"0", b"m"]:
                pen = b""
            case [codes, b"m"]:
                pen += codes
            case [b"?1049", b"l"]:
                pens.append(pen)
    return [*pens, pen]


def quits(here: Terminal) -> None:
    here.press("q")
    here.sees("Leave the console?")
    here.press("y")


def is_ended(here: Terminal) -> None:
    here.press("jjj")
    here.process.send_signal(signal.SIGTERM)


def is_ended_while_it_grows(here: Terminal) -> None:
    here.resize(120, 40)
    here.process.send_signal(signal.SIGWINCH)
    here.process.send_signal(signal.SIGHUP)


def is_stopped_and_goes_on(here: Terminal) -> None:
    here.process.send_signal(signal.SIGTSTP)
    stat = Path(f"/proc/{here.process.pid}/stat")
    here.waits_until(lambda: " T " in stat.read_text(encoding="utf-8"), "it goes on")
    here.process.send_signal(signal.SIGCONT)
    here.waits_until(lambda: here.bytes.count(b"\x1b[?1049h") == 2, "it does not go on")
    here.settles()
    here.process.send_signal(signal.SIGINT)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "leave", [quits, is_ended, is_ended_while_it_grows, is_stopped_and_goes_on]
)
def test_the_pen_is_at_rest_whenever_the_screen_is_left(
    plan: Path, leave: Callable[[Terminal], None], theme: str
) -> None:
    options, environ = THEMES[theme]
    with terminal(plan, options=options, **environ) as here:
        here.sees("Tier 1.")
        leave(here)
        here.ends()
    pens = pens_at_leaving(here.bytes)
    assert {b""} == set(pens)
    assert (3 if leave is is_stopped_and_goes_on else 2) == len(pens)


FAILING = """
import sys
import chwapi_console.console.{module} as module
def fail(*_):
    secret, message = 'Sesam1', 'boom'
    raise RuntimeError(message)
module.{what} = fail
from chwapi_console.launch import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("module", "what", "before"),
    [
        ("control.navigation", "Navigation.row_down", "Tier 1."),
        ("terminal.driver", "Keys.feed", "Tier 1."),
        ("control.router", "Router.arrive", ""),
    ],
)
def test_an_error_nobody_foresaw_ends_with_70_and_a_file_and_shows_no_variable(
    plan: Path, module: str, what: str, before: str
) -> None:
    command = [
        sys.executable,
        "-c",
        FAILING.format(module=module, what=what),
        "-i",
        str(plan),
        "--operator",
        "oncall-1",
    ]
    with terminal(plan, command=command) as here:
        if before:
            here.sees(before)
            if module == "control.navigation":
                here.restores()
                here.sees("1/5 back")
                here.settles(1.0)
            here.press("j")
        assert 70 == here.ends()
    (crash,) = plan.parent.glob("chwapi-crash-*.txt")
    told, kept = here.bytes.decode().replace("\r\n", ""), crash.read_text(encoding="utf-8")
    assert "failed in a way nobody foresaw. What is known" in told
    assert "in fail" in kept
    assert not any(secret in told + kept for secret in ("boom", "Sesam1", "Traceback"))
    assert {b""} == set(pens_at_leaving(here.bytes))
    assert ("restored" if module == "control.navigation" else "compromised") == states(plan)[0]
