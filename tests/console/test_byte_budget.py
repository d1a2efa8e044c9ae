"""What the line carries, in bytes, at 80 by 24 in 256 colours with the shipped plan. A message line
is counted with the rest unless a test says otherwise. Bytes do not depend on how busy the machine
is."""

import re
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from chwapi_console.clock import utc_now
from chwapi_console.console.control.keys.answer_guard import READ_TIME
from chwapi_console.console.control.keys.lull import PASTED_LINES
from chwapi_console.console.control.keys.repeated import NEXT_STEP
from chwapi_console.console.control.keys.word_guard import WORD_GAP
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.session.session import Session
from console.real_terminal import PROGRAM, Terminal, terminal

SHIPPED = Path(__file__).parents[2] / "inventory.toml"
ANOTHER_KEY = "\x05"
"""One that does nothing: the next is no repetition then."""
SEQUENCE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Terminal]:
    """A console that has just opened on the shipped plan."""
    plan = tmp_path / "inventory.toml"
    plan.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    with terminal(plan) as here:
        here.sees("Tier 1.")
        here.settles()
        yield here


def cost(here: Terminal, keys: str, words: str) -> int:
    """The bytes that keys cost until the words stand on the screen and all is quiet."""
    before = here.settles()
    here.press(keys)
    here.sees(words)
    return here.settles() - before


def others(here: Terminal, *verb: str) -> None:
    """Somebody else acts with a verb."""
    arguments = here.process.args
    assert isinstance(arguments, list)
    plan = arguments[arguments.index("-i") + 1]
    subprocess.run(
        [*PROGRAM, "-i", plan, "--operator", "dba", *verb], check=True, capture_output=True
    )


def test_the_first_frame_costs_at_most_6_kilobytes(here: Terminal) -> None:
    assert len(here.bytes) <= 6 * 1024


def test_a_step_down_costs_at_most_350_bytes_in_the_mean_of_50_with_scrolling(
    here: Terminal,
) -> None:
    before = here.settles()
    for row in range(2, 52):
        here.press("\x1b[B")
        here.sees(f">{row:4}")
        here.settles(quiet=0.06)
    assert (here.settles() - before) / 50 <= 350


def test_a_row_that_somebody_else_changed_costs_at_most_250_bytes_beside_the_message(
    here: Terminal,
) -> None:
    before = here.settles()
    others(here, "take", "sql-lis1")
    here.sees("by dba")
    here.settles()
    said = here.bytes[before:]
    message = re.search(rb"\x1b\[23(;\d+)?H(?P<line>.*)", said) or re.search(
        rb"(?P<line>\d\d:\d\d dba.*)", said
    )
    assert message is not None
    assert len(said) - len(message["line"]) <= 250
    assert len(said) <= 350


def test_a_taken_and_a_dropped_server_cost_at_most_800_bytes(here: Terminal) -> None:
    assert cost(here, "t", "dc1 taken") <= 800
    assert cost(here, "x", "dc1 let go") <= 800


def test_a_restored_server_costs_at_most_850_bytes(here: Terminal) -> None:
    cost(here, "d", "all the same? (y/n)")
    here.settles(READ_TIME + 0.1)
    cost(here, "y", "dc1 restored (0 of")
    here.settles(NEXT_STEP)
    here.press(ANOTHER_KEY)
    assert cost(here, "d", "all the same? (y/n)") <= 800
    here.settles(READ_TIME + 0.1)
    assert cost(here, "y", "sql-adt1 restored (0 of") <= 850


def test_restoring_what_ten_rows_in_sight_wait_for_costs_at_most_800_bytes(here: Terminal) -> None:
    assert cost(here, "d", "all the same? (y/n)") <= 800
    here.settles(READ_TIME + 0.1)
    assert cost(here, "y", "dc1 restored (0 of") <= 800
    assert 11 == sum(" » " in line for line in here.lines)


def test_none_of_the_first_twelve_restorations_costs_more_than_975_bytes(here: Terminal) -> None:
    said = [here.settles()]
    for left in range(79, 67, -1):
        here.press(ANOTHER_KEY)
        here.settles(NEXT_STEP)
        here.press("d")
        here.sees("all the same? (y/n)")
        said.append(here.settles(quiet=0.2))
        here.answers("y")
        here.sees(f"Queue: {left} server")
        said.append(here.settles(quiet=0.35))
    assert max(after - before for before, after in pairwise(said)) <= 975


def test_a_note_costs_at_most_800_bytes(here: Terminal) -> None:
    asked = cost(here, "n", "Note on dc1")
    here.settles(WORD_GAP)
    asked += cost(here, "disque remplacé", "disque remplacé")
    here.settles(PASTED_LINES)
    assert asked + cost(here, "\r", "dc1: note: disque remplacé") <= 800


def test_taking_up_a_new_order_costs_at_most_4_kilobytes(here: Terminal) -> None:
    cost(here, "d", "all the same? (y/n)")
    here.settles(READ_TIME + 0.1)
    cost(here, "y", "dc1 restored (0 of")
    assert cost(here, "r", "Queue: 79 servers to go     ") <= 4 * 1024


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("2", "Services by site"),
        ("4", "Journal: "),
        ("5", "Notre-Dame"),
        ("?", "Help"),
        ("\r", "Runbook"),
        ("m", "messages"),
    ],
)
def test_a_view_and_the_way_back_cost_at_most_5_kilobytes_each(
    here: Terminal, key: str, words: str
) -> None:
    assert cost(here, key, words) <= 5 * 1024
    assert cost(here, "\x1b", "Queue:") <= 5 * 1024


def test_the_progress_of_a_long_recovery_costs_at_most_5_kilobytes(tmp_path: Path) -> None:
    plan, began = tmp_path / "inventory.toml", utc_now() - timedelta(hours=65)
    text = SHIPPED.read_text(encoding="utf-8").replace("drill = true", "drill = false")
    plan.write_text(
        re.sub(r"(?m)^detected = \S+", f"detected = {began.isoformat()}", text), encoding="utf-8"
    )
    session = Session(plan, operator="dba")
    for hour, entry in enumerate(session.look().entries[:60]):
        session.acts.overriding({"evidence.image": "an exercise"}).mark(
            [entry.server], "restored", Remarks(done_at=began + timedelta(hours=hour), meant=True)
        )
    session.close()
    with terminal(plan) as here:
        here.sees("Tier ")
        assert cost(here, "5", "Servers back: 60 of 80 hit") <= 5 * 1024
        assert cost(here, "\x1b", "Queue:") <= 5 * 1024


def test_an_idle_console_says_nothing(here: Terminal) -> None:
    before = here.settles()
    until = time.monotonic() + 4
    while time.monotonic() < until:
        here.read()
    said = SEQUENCE.sub(b"", here.bytes[before:])
    assert b"" == said.strip(b"0123456789")
