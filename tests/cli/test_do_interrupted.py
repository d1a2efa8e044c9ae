"""Ctrl-C anywhere in `do`: it is never lost, an act is done and told or not begun, and the last line
counts what is on disk."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

import pytest

from chwapi_console.interrupts import InterruptsHeld, comes_in, let_interrupts_in
from cli.command_line import Answer, CommandLine
from cli.line_terminal import LineTerminal

LINES = "take\nnote the tape is here\nshow\ndone\ny\ntake\ndrop\nquit\n"
PLACES = 30
NEAR = ("line_questions.py", "typed_lines.py", "interrupts.py", "verb_do.py", "do_acts.py")


def piped(here: CommandLine, lines: str) -> Answer:
    """`do` at a pipe of the system's."""
    read, write = os.pipe()
    os.write(write, lines.encode())
    os.close(write)
    with os.fdopen(read, encoding="utf-8") as ours, pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stdin", ours)
        return here.typed("do")


def at_each_call(answer: Callable[[], Answer], place: int) -> tuple[Answer, list[tuple[int, str]]]:
    """What is answered where Ctrl-C comes at the call or return of this number, once `do` has begun;
    and all these places with the file that each is in."""
    places = list[tuple[int, str]]()
    goes_on = False

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal goes_on
        name = frame.f_code.co_name
        goes_on = (goes_on or name == "_tell_all") and name != "through_the_queue"
        if goes_on:
            places.append((len(places), frame.f_code.co_filename.rpartition("/")[2]))
            if len(places) - 1 == place:
                os.kill(os.getpid(), signal.SIGINT)

    sys.setprofile(count)
    try:
        return answer(), places
    finally:
        sys.setprofile(None)


def count_told(answer: Answer) -> int:
    found = re.search(r"^The end\. (\d+) acts? (?:was|were) written\.$", answer.out, re.MULTILINE)
    assert found, answer
    return int(found[1])


def count_kept(here: CommandLine) -> int:
    """The acts in the journal, without the plan that the first of them was done by."""
    if not here.journal.exists():
        return 0
    kinds = [json.loads(line)["kind"] for line in here.typed("log", "--json").lines]
    return len([kind for kind in kinds if kind != "plan.seen"])


def test_wherever_ctrl_c_comes_it_ends_with_130_and_counts_what_is_written(
    here: CommandLine,
) -> None:
    for _ in range(2):  # the first time modules are loaded too
        here.journal.unlink(missing_ok=True)
        _, places = at_each_call(lambda: piped(here, LINES), -1)
    near = [place for place, name in places if name in NEAR]
    chosen = {*near[:: len(near) // PLACES], *range(0, len(places), len(places) // PLACES)}
    counts = set[int]()
    for place in sorted(chosen):
        here.journal.unlink(missing_ok=True)
        answer, met = at_each_call(lambda: piped(here, LINES), place)
        if place >= len(met):  # it took fewer calls this time
            continue
        assert (place, 130) == (place, answer.code), (met[place], answer)
        assert "Traceback" not in answer.out + answer.err
        counts.add(told := count_told(answer))
        assert (place, told) == (place, count_kept(here)), (met[place], answer)
    assert {0, 1, 2, 3, 4, 5} == counts


UNHEARD = """
import os, signal, sys, threading

signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
from chwapi_console.__main__ import main
sys.exit(main())
"""
"""Runs the program so that a signal is noted, and wakes no call of the system that the program is
in: as where it comes after Python looked for signals, and before that call."""


def test_a_ctrl_c_between_the_question_and_reading_is_not_lost(here: CommandLine) -> None:
    with LineTerminal(here, "do", by=[sys.executable, "-c", UNHEARD]) as at:
        at.sees("? (or help)\r\n")
        at.types("take\n")
        at.sees("? (or help)\r\n")
        os.kill(at.process.pid, signal.SIGINT)
        at.sees("The end. 1 act was written.")
        assert 130 == at.ended()


def test_a_ctrl_c_at_a_question_about_an_act_writes_nothing(here: CommandLine) -> None:
    with LineTerminal(here, "do") as at:
        at.sees("? (or help)\r\n")
        at.types("done\n")
        at.sees("or Enter: no)\r\n")
        os.kill(at.process.pid, signal.SIGINT)
        at.sees("The end. 0 acts were written.")
        assert 130 == at.ended()
    assert not here.journal.exists()


HOLDS_IT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print(flush=True)
sys.stdin.read()
"""


def test_while_others_hold_the_journal_an_act_is_given_up(here: CommandLine) -> None:
    here.done("note", "san1", "first")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLDS_IT,
            str(here.journal),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdin and holder.stdout
    holder.stdout.readline()
    try:
        with LineTerminal(here, "do") as at:
            at.sees("? (or help)\r\n")
            began = time.monotonic()
            at.types("take\n")
            at.sees("take\r\n")
            os.kill(at.process.pid, signal.SIGINT)
            at.sees("The end. 0 acts were written.")
            assert 130 == at.ended()
            assert time.monotonic() - began < 10
    finally:
        holder.communicate()


def test_it_is_held_until_it_may_come_and_once_more_until_the_third() -> None:
    held = InterruptsHeld()
    with held:
        for _ in range(2):
            signal.raise_signal(signal.SIGINT)
        assert 2 == held.times
        with pytest.raises(KeyboardInterrupt):
            let_interrupts_in()
        let_interrupts_in()
    with pytest.raises(KeyboardInterrupt), InterruptsHeld():
        signal.raise_signal(signal.SIGINT)


def test_who_waits_for_a_line_is_woken() -> None:
    read, write = os.pipe()
    try:
        with InterruptsHeld():
            assert not comes_in(read, 0)
            signal.raise_signal(signal.SIGINT)
            with pytest.raises(KeyboardInterrupt):
                comes_in(read)
            assert not comes_in(read, 0)
            os.write(write, b"x")
            assert comes_in(read)
    finally:
        os.close(read)
        os.close(write)


def test_what_is_ignored_stays_ignored() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with InterruptsHeld():
            signal.raise_signal(signal.SIGINT)
            let_interrupts_in()
    finally:
        signal.signal(signal.SIGINT, before)
