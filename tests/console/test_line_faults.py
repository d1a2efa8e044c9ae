"""What happens to a console whose line stands still or is cut, whose shell is killed, and whose
screen changes its size."""

import select
import signal
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from chwapi_console.console.control.keys.unseen_cursor import LED_AWAY
from chwapi_console.console.control.keys.word_guard import WORD_GAP
from chwapi_console.session.session import Session
from console.real_terminal import (
    ENTER_ALTERNATE_SCREEN,
    LEAVE_ALTERNATE_SCREEN,
    PROGRAM,
    Terminal,
    terminal,
)
from console.test_real_terminal import states

AT_ONCE = 2.0
"""Seconds within which a console that is ended has ended."""
STALL = 6.0
MANY_SERVERS = "".join(
    f'[servers.extra{n}]\nsite = "union"\nrole = "Serveur {n} de plus"\nstate = "compromised"\n'
    for n in range(40)
)


def ends_at_once(here: Terminal) -> None:
    deadline = time.monotonic() + AT_ONCE
    while here.process.poll() is None:
        assert time.monotonic() < deadline, "it goes on"
        time.sleep(0.01)


def until(true: Callable[[], bool], patience: float, complaint: str) -> None:
    """Waits until something is so, without reading what the console says."""
    deadline = time.monotonic() + patience
    while not true():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.05)


def drawn_afresh(here: Terminal) -> None:
    """The screen is what a console shows that draws everything anew."""
    here.settles()
    before = here.cells
    here.screen.reset()
    here.process.send_signal(signal.SIGWINCH)
    here.sees("DRILL")
    here.settles()
    assert before == here.cells


def many(plan: Path) -> None:
    """Makes the plan so large that every view fills the screen."""
    head, runbooks, rest = plan.read_text(encoding="utf-8").partition("[runbooks")
    plan.write_text(head + MANY_SERVERS + runbooks + rest, encoding="utf-8")


def stall(here: Terminal) -> None:
    """Makes the screen large and the console say more than a line takes that nobody reads."""
    here.resize(200, 60)
    for number in range(90):
        here.press("21"[number % 2])
        here.process.send_signal(signal.SIGWINCH)
        select.select([], [], [], 0.03)


def test_a_line_that_stands_still_stops_no_act_and_one_frame_tells_all_when_it_goes_on(
    plan: Path,
) -> None:
    many(plan)
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        began = time.monotonic()
        stall(here)
        select.select([], [], [], WORD_GAP)
        here.press("t")
        assert here.is_full
        until(lambda: states(plan)[0] == "restoring", STALL, "the act never came to the disk")
        other = Session(plan, operator="dba")
        other.look()
        other.acts.note("sql1", "bandes trouvées")
        other.close()
        select.select([], [], [], WORD_GAP)
        here.press("d")
        until(lambda: states(plan)[0] == "restored", STALL, "the act never came to the disk")
        select.select([], [], [], max(0.0, STALL - (time.monotonic() - began)))
        stood = len(here.bytes)
        here.sees("> ")
        here.settles()
        here.sees("san1 restored")
        assert b"restored" in here.bytes[stood:].rpartition(b"\x1b[2J")[2]
        drawn_afresh(here)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_console_that_is_told_to_end_gives_the_terminal_back(
    plan: Path, number: signal.Signals
) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.process.send_signal(number)
        ends_at_once(here)
        here.ends()
        assert LEAVE_ALTERNATE_SCREEN in here.bytes
        assert not here.screen.cursor.hidden
        assert here.modes == termios.tcgetattr(here.master)


def test_a_console_on_a_line_that_stands_still_ends_when_it_is_told_to(plan: Path) -> None:
    many(plan)
    with terminal(plan) as here:
        here.sees("Tier 1.")
        stall(here)
        assert here.is_full
        here.process.send_signal(signal.SIGTERM)
        ends_at_once(here)
        assert here.modes == termios.tcgetattr(here.master)
        here.ends()
        assert LEAVE_ALTERNATE_SCREEN in here.bytes


def test_a_console_whose_terminal_is_gone_ends(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.restores()
        here.sees("1/5 back")
        here.vanish()
        ends_at_once(here)
    assert "restored" == states(plan)[0]


def test_a_console_whose_shell_was_killed_ends(plan: Path) -> None:
    with terminal(
        plan, command=["bash", "-c", f"{' '.join(PROGRAM)} -i {plan} --operator oncall-1; true"]
    ) as here:
        here.sees("Tier 1.")
        child = int(
            Path(f"/proc/{here.process.pid}/task/{here.process.pid}/children")
            .read_text(encoding="ascii")
            .split()[0]
        )
        here.process.kill()
        until(lambda: not lives(child), AT_ONCE, "it goes on")


def lives(process: int) -> bool:
    try:
        return (
            Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
            != "Z"
        )
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP])
def test_a_console_that_was_stopped_goes_on_with_a_whole_screen(
    plan: Path, number: signal.Signals
) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        here.process.send_signal(number)
        until(
            lambda: " T " in Path(f"/proc/{here.process.pid}/stat").read_text(encoding="utf-8"),
            AT_ONCE,
            "it goes on",
        )
        here.settles()
        here.screen.reset()
        here.screen.draw("what the shell said meanwhile")
        here.process.send_signal(signal.SIGCONT)
        here.sees("DRILL")
        here.no_longer_sees("meanwhile")
        here.restores()
        here.sees("san1 restored")
        drawn_afresh(here)


def test_a_console_that_is_told_to_go_on_again_and_again_stands_and_answers(plan: Path) -> None:
    """As each signal comes between any two steps, also of what takes the terminal over."""
    with terminal(plan) as here:
        here.sees("Tier 1.")
        for number in range(400):
            here.process.send_signal(signal.SIGCONT)
            here.read(0.002)
            if number % 20 == 0:
                here.press("j")
        here.settles(1.0)
        here.press("2")
        here.sees("Services")
        here.process.send_signal(signal.SIGTERM)
        assert 0 == here.ends()


def test_a_console_that_is_told_to_stop_many_times_at_once_goes_on_when_it_is_told_once(
    plan: Path,
) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        for _ in range(60):
            here.process.send_signal(signal.SIGTSTP)
            here.read(0.001)
        status = Path(f"/proc/{here.process.pid}/stat")
        until(lambda: " T " in status.read_text(encoding="utf-8"), AT_ONCE, "it goes on")
        here.process.send_signal(signal.SIGCONT)
        here.settles(1.0)
        here.press("2")
        here.sees("Services")


def test_the_last_of_many_new_sizes_at_once_is_the_one_that_is_drawn_for(plan: Path) -> None:
    """As a window whose edge is dragged: each signal comes between any two steps of the one before."""
    random = Random(24)
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        last = here.lines[-1]
        for _ in range(12):
            for _ in range(random.choice((1, 30, 200))):
                here.resize(random.choice((1, 3, 200, 500)), random.choice((1, 2, 24, 60)))
            here.resize(80, 24)
            here.waits_until(lambda: here.lines[-1] == last, "the last line never came back")


def test_a_console_that_is_told_to_go_on_while_it_ends_gives_the_terminal_back_once(
    plan: Path,
) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        here.process.send_signal(signal.SIGTERM)
        with suppress(ProcessLookupError):
            for _ in range(100):
                here.process.send_signal(signal.SIGCONT)
                here.read(0.005)
        assert 0 == here.ends()
        assert here.bytes.rfind(ENTER_ALTERNATE_SCREEN) < here.bytes.rfind(LEAVE_ALTERNATE_SCREEN)


def test_ctrl_z_stops_for_the_shell_and_fg_brings_the_screen_back_whole_in_another_size(
    plan: Path,
) -> None:
    with terminal(plan, command=["bash", "--norc", "--noprofile", "-i"], PS1="shell> ") as here:
        here.sees("shell>")
        here.press(f"{' '.join(PROGRAM)} -i {plan} --operator oncall-1\r")
        here.sees("Tier 1.")
        here.press("\x1afg t\r")
        here.sees("Stopped")
        here.resize(100, 30)
        here.press("echo tdcx\r")
        here.sees("tdcx")
        here.press("fg\r")
        here.sees("q Quit")
        here.sees("/ Filter")
        here.settles()
        assert "DRILL" in here.lines[0]
        assert "tdcx" not in "".join(here.lines)
        assert ["compromised", "compromised"] == states(plan)
        here.press("d")
        here.sees("san1 restored")


def test_ctrl_z_stops_nothing_where_no_shell_would_bring_it_back(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.press("\x1afg\r")
        here.sees("Not stopped: nothing here would bring it back")
        here.sees("Keys ignored")
        assert ["compromised", "compromised"] == states(plan)


def test_ctrl_l_draws_everything_anew_also_while_a_question_stands(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.press("nhalf")
        here.sees("half")
        here.settles()
        before = here.cells
        here.screen.reset()
        here.screen.draw("what somebody wrote to all")
        here.press("\x0c")
        here.no_longer_sees("wrote to all")
        here.sees("half")
        here.settles()
        assert before == here.cells


def test_a_screen_can_become_tiny_and_grow_again(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.resize(20, 5)
        here.sees("servers…")
        here.sees(">   1 » san1")
        here.press("j")
        here.sees(">   2   sql1")
        drawn_afresh(here)
        here.resize(80, 24)
        here.sees("Tier 1.")
        here.sees("q Quit")
        drawn_afresh(here)


def test_the_hardware_cursor_follows_the_row_and_what_is_typed(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        for key in "jjkjG":
            here.press(key)
            here.settles()
            assert here.lines[here.screen.cursor.y].startswith(">")
            assert (0, False) == (here.screen.cursor.x, here.screen.cursor.hidden)
        here.settles(LED_AWAY)  # of a jump to the end
        here.press("nhalb")
        line = here.sees("halb")
        here.settles()
        assert (line.index("halb") + 4, line) == (
            here.screen.cursor.x,
            here.lines[here.screen.cursor.y],
        )
        here.press("\x7f\x1b[D")
        here.settles()
        assert line.index("halb") + 2 == here.screen.cursor.x
        here.press("\x1b")
        here.settles()
        assert here.lines[here.screen.cursor.y].startswith(">")
        here.press("q")
        line = here.sees("Leave the console?")
        here.settles()
        assert (len(line.rstrip()) + 1, line) == (
            here.screen.cursor.x,
            here.lines[here.screen.cursor.y],
        )


def test_what_goes_to_the_error_stream_is_not_the_screen(plan: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with terminal(
        plan,
        command=[
            "bash",
            "-c",
            f"exec {' '.join(PROGRAM)} -i {plan} --operator oncall-1 2>{errors}",
        ],
    ) as here:
        here.sees("Tier 1.")
    assert b"" == errors.read_bytes()


def test_after_a_resize_a_question_takes_its_answer(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.resize(100, 30)
        here.settles()
        here.press("c")
        here.sees("(y/n)")
        here.answers("y")
        here.sees("san1 clean")
