"""The real program on a real pseudo-terminal, seen through a terminal emulator; also killed
there."""

import fcntl
import os
import resource
import signal
import struct
import termios
from pathlib import Path

import pytest

from chwapi_console.console.control.keys.answer_guard import READ_TIME
from chwapi_console.console.control.keys.next_key import HUNTED
from chwapi_console.console.control.keys.unseen_cursor import AGAIN
from chwapi_console.console.terminal.frame_answers import ASKS
from chwapi_console.session.session import Session
from console.real_terminal import ENTER_ALTERNATE_SCREEN, LEAVE_ALTERNATE_SCREEN, terminal

ANSWERED = "\x1b[0n"
"""What a terminal answers that has taken what it was sent."""


def states(plan: Path) -> list[str]:
    session = Session(plan, operator="dba")
    view = session.look()
    session.close()
    assert [] == session.record.misfits
    return [view.situation.state(server) for server in ("san1", "sql1")]


def test_the_first_frame_is_a_useful_one(plan: Path) -> None:
    with terminal(plan) as here:
        assert "san1" in here.sees("> ")
        assert "DRILL" in here.screen.display[0]
        here.sees("Tier 1. Bloc IMC waits for it")


def test_what_the_screen_showed_as_done_outlives_kill_minus_nine(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.restores()
        here.sees("1/5 back")
        here.settles(0.5)
        here.press("t")
        here.sees("sql1 taken")
        here.process.send_signal(signal.SIGKILL)
        here.ends()
    assert ["restored", "restoring"] == states(plan)


def test_a_terminated_console_gives_the_terminal_back(plan: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGXCPU, signal.SIGUSR1):
        with terminal(plan) as here:
            here.sees("Tier 1.")
            assert ENTER_ALTERNATE_SCREEN in here.bytes
            here.process.send_signal(number)
            here.ends()
            assert LEAVE_ALTERNATE_SCREEN in here.bytes


NO_THREAD = """
import threading
begin = threading.Thread.start
def start(self):
    if self.name in {names!r}:
        raise RuntimeError("can't start new thread")
    begin(self)
threading.Thread.start = start
"""


@pytest.mark.parametrize("names", ["textual-output", "textual-input", "session"])
def test_where_no_thread_can_be_begun_the_terminal_is_given_back_and_that_is_said(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: str
) -> None:
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / "sitecustomize.py").write_text(NO_THREAD.format(names=names))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "early"), prepend=os.pathsep)
    with terminal(plan) as here:
        assert 1 == here.ends()
        text = bytes(here.bytes)
        assert b"too many processes" in text
        assert text.count(ENTER_ALTERNATE_SCREEN) == text.count(LEAVE_ALTERNATE_SCREEN)
        assert termios.tcgetattr(here.master)[3] & termios.ECHO
    assert [] == list(tmp_path.rglob("chwapi-crash-*"))


def test_where_no_thread_can_be_begun_for_a_thought_the_console_goes_on_without_it(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "early").mkdir()
    (tmp_path / "early" / "sitecustomize.py").write_text(NO_THREAD.format(names="progressed"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "early"), prepend=os.pathsep)
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.press("5")
        here.sees("There is no picture of the progress: there are too many processes")
        here.press("q")
        here.sees("Leave the console?")
        here.settles(READ_TIME)
        here.press("y")
        here.settles(0.2)  # a hand takes so long to Enter
        here.press("\r")
        assert 0 == here.ends()


def test_quitting_asks_once_and_ends_with_nought(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.press("q")
        here.sees("Leave the console?")
        here.settles(READ_TIME)
        here.press("y")
        here.settles(0.2)  # a hand takes so long to Enter
        here.press("\r")
        assert 0 == here.ends()


def test_a_terminal_that_says_it_is_vast_takes_no_more_memory_than_the_largest_screen(
    plan: Path,
) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        resource.prlimit(here.process.pid, resource.RLIMIT_AS, (1 << 30, 1 << 30))
        for size in ((65_535, 65_535), (65_535, 1), (1, 65_535)):
            fcntl.ioctl(here.master, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
            here.settles(1.0)
        here.resize(80, 24)
        here.settles()
        here.press("2")
        here.sees("services")
        status = Path(f"/proc/{here.process.pid}/status").read_text(encoding="ascii")
    most = int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])
    assert most < 250_000  # KB


def test_debugging_variables_of_the_screen_library_have_no_effect(plan: Path) -> None:
    with terminal(
        plan, TEXTUAL_DRIVER="nowhere:Nothing", TEXTUAL_DEBUG="1", TEXTUAL_LOG="keys.log"
    ) as here:
        here.sees("Tier 1.")
    assert ["inventory.toml"] == [path.name for path in plan.parent.iterdir()]


def test_no_key_of_a_burst_and_no_byte_of_a_paste_acts_by_itself(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.press("ndisk dead\r")
        here.sees('"disk dead"? It')
        here.answers("d")
        here.sees("san1: note: disk dead")
        here.press("\x1b[200~x\x1b[31md\x1b[201~d")
        here.sees("What is pasted does nothing here")
    assert ["compromised", "compromised"] == states(plan)


@pytest.mark.parametrize("before", ["", "d"])
@pytest.mark.parametrize("sent", ["b\r\rd\r", "n\rx\r", "o\r", "\ry\r", "t\r"])
def test_lines_that_come_as_bytes_all_at_once_write_nothing(
    plan: Path, before: str, sent: str
) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.press(before)
        here.settles(READ_TIME + 0.1)
        here.press(sent)
        here.settles(READ_TIME + 0.1)
        here.press("\x1b")
        here.settles()
    session = Session(plan)
    session.close()
    assert [] == [event for event in session.record.events if event.kind != "plan.seen"]


def test_a_byte_that_is_not_utf_8_ends_nothing(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        os.write(here.master, b"n\xe9t\xe9")
        here.answers("\r")
        here.answers("e")
        here.sees("san1: note: ")


def test_an_interrupted_console_ends_with_130(plan: Path) -> None:
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.process.send_signal(signal.SIGINT)
        assert 130 == here.ends()
        assert LEAVE_ALTERNATE_SCREEN in here.bytes


def test_a_key_pressed_again_before_its_act_was_on_the_screen_hits_nothing_else(
    unseen: Path,
) -> None:
    """Over a line that stands still for seconds, and hands on all at once behind that."""
    with terminal(unseen) as here:

        def is_asked(times: int) -> None:
            here.waits_until(lambda: here.bytes.count(ASKS.encode()) == times, "it was not asked")

        def acts() -> list[str]:
            session = Session(unseen)
            session.close()
            return [event.kind for event in session.record.events if event.kind != "plan.seen"]

        is_asked(1)
        here.settles(0.1)  # the answer is under way for longer than from a program on our own host
        here.press(ANSWERED)
        here.press("3")
        here.settles(HUNTED)
        here.press("c")
        here.sees("san1 clean")
        is_asked(2)
        here.settles(AGAIN + 0.5)
        here.press("c")
        here.settles(AGAIN)
        here.press("\x1b[B")
        here.settles(AGAIN)
        here.press("c")
        here.sees("c came too")
        assert 1 == len(acts())
        for _ in range(2):  # behind the answer to the act it is asked about the rest
            here.press(ANSWERED)
            here.settles(1.5)
        here.press("c")
        here.waits_until(lambda: len(acts()) == 2, "it was not judged")
        here.press("q")
        here.sees("Leave the console?")
        here.answers("y")
        assert 0 == here.ends()
