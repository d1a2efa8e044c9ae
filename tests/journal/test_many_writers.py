"""Many processes at one instant: all succeed, whether the journal is there already or each would be
the first to make it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError
from chwapi_console.journal.sqlite import SqliteStore
from journal.processes import Writer, wait_for, whole

TOGETHER = 50


def test_fifty_who_act_at_the_same_instant_all_succeed(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    with Writer(journal) as first:
        first.act("first")
        writers = [Writer(journal, f"dba-{number}", wait=False) for number in range(TOGETHER)]
        assert ["open"] * TOGETHER == [writer.lines.next() for writer in writers]
        for number, writer in enumerate(writers):
            writer.tell(f"act {number}")
        assert [f"done {number}" for number in range(TOGETHER)] == [
            writer.lines.next() for writer in writers
        ]
        for writer in writers:
            writer.leave()
    assert {"first", *map(str, range(TOGETHER))} == whole(journal).by_id.keys()


@pytest.mark.parametrize("turn", range(2))
def test_twenty_four_first_acts_at_once_lay_the_journal_out_once(tmp_path: Path, turn: int) -> None:
    journal = tmp_path / "j"
    writers = [Writer(journal, f"dba-{number}", wait=False) for number in range(24)]
    assert ["open"] * 24 == [writer.lines.next() for writer in writers]
    assert not journal.exists()
    for number, writer in enumerate(writers):
        writer.tell(f"act {number}")
    assert [f"done {number}" for number in range(24)] == [writer.lines.next() for writer in writers]
    for writer in writers:
        writer.leave()
    record = whole(journal)
    assert (24, 1) == (len(record.events), len(record.tips))


def test_a_writer_stopped_within_its_act_is_named_and_acts_go_on_when_it_goes_on(
    tmp_path: Path,
) -> None:
    journal = tmp_path / "j"
    with Writer(journal, "stopped") as stopped, Writer(journal, "waiting", patience=0.3) as waiting:
        waiting.act("before")
        assert ["1", "hold"] == [stopped.ask("count"), stopped.ask("hold")]
        why = waiting.refused("a")
        assert f"process {stopped.process.pid} (" in why
        assert f"writer.py {journal}" in why
        assert "has been writing for 1 s. Nothing was written; try again." in why
        stopped.send(signal.SIGSTOP)
        wait_for(lambda: " T " in Path(f"/proc/{stopped.process.pid}/stat").read_text())
        why = waiting.refused("b")
        assert "stopped in the middle of writing" in why
        assert f"(kill -CONT {stopped.process.pid})" in why
        assert "1" == waiting.ask("count")
        stopped.send(signal.SIGCONT)
        assert "let-go" == stopped.ask("let-go")
        waiting.act("c")
        stopped.act("d")
    assert ["before", "c", "d"] == [event.id for event in whole(journal).events]


def test_a_stopped_writer_that_is_killed_leaves_no_act_and_hinders_nobody(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    with Writer(journal) as waiting:
        waiting.act("a")
        stopped = Writer(journal)
        stopped.ask("hold")
        stopped.send(signal.SIGSTOP)
        stopped.kill()
        waiting.act("b")


ALONE = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX)
    print("alone", flush=True)
    sys.stdin.read()
"""
"""As whoever closes a journal as the last one has it."""

FIRST = """
import fcntl, struct, sys
with open(sys.argv[1], "r+b") as file:
    lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 128, 1, 0)
    fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock)
    print("alone", flush=True)
    sys.stdin.read()
"""
"""As whoever opens a journal as the first one has its -shm, by a lock that is no process's."""


@contextmanager
def having_it_alone(script: str, file: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has a file for itself, by the script, until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as alone:
        assert alone.stdout is not None
        assert "alone\n" == alone.stdout.readline()
        yield alone


def test_whoever_is_stopped_while_the_first_opens_it_is_named(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    with Writer(journal) as first:
        first.act("before")
    shared = Path(f"{journal}-shm")
    shared.touch()
    with having_it_alone(FIRST, shared) as alone:
        with pytest.raises(JournalError) as refused:
            SqliteStore(journal, patience=0.3)
        assert f"process {alone.pid} ({sys.executable} -c" in str(refused.value)
        alone.kill()
    assert ["before"] == [event.id for event in whole(journal).events]


def test_whoever_has_the_file_alone_is_named_by_those_who_read_and_those_who_write(
    tmp_path: Path,
) -> None:
    journal = tmp_path / "j"
    with Writer(journal) as first:
        first.act("before")
    with having_it_alone(ALONE, journal) as alone:
        with pytest.raises(JournalError) as refused:
            SqliteStore(journal, patience=0.3)
        assert f"process {alone.pid} ({sys.executable} -c" in str(refused.value)
        alone.send_signal(signal.SIGSTOP)
        wait_for(lambda: " T " in Path(f"/proc/{alone.pid}/stat").read_text())
        with pytest.raises(JournalError) as refused:
            SqliteStore(journal, patience=0.3)
        assert "is stopped while it has the file for itself" in str(refused.value)
        assert f"(kill -CONT {alone.pid})" in str(refused.value)
        alone.kill()
    assert ["before"] == [event.id for event in whole(journal).events]
