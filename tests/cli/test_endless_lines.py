"""A line without an end, in a pipe or a file in the place of what somebody types."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from chwapi_console.cli.verbs.by_line.line_questions import MOST_IN_VAIN
from chwapi_console.cli.verbs.by_line.typed_lines import LONGEST_LINE, MOST_BYTES, TypedLines
from cli.command_line import CommandLine


def test_the_end_of_a_vast_line_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "vast").write_bytes(b"x" * (3 * LONGEST_LINE))
    with (tmp_path / "vast").open(encoding="utf-8") as stream:
        lines = TypedLines(stream)
        assert [] == lines.next_lines()
        assert lines.is_over
        assert LONGEST_LINE <= len(lines.torn) <= LONGEST_LINE + MOST_BYTES
        assert [] == lines.next_lines()


def test_do_ends_at_a_line_without_end_and_tells_its_beginning(here: CommandLine) -> None:
    command = [sys.executable, "-m", "chwapi_console", "do", "-i", str(here.plan)]
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [*command, "--operator", "oncall-1"],
            stdin=endless,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert 3 == done.returncode
    assert "The line broke off" in done.stdout + done.stderr
    assert len(done.stdout + done.stderr) < 4_000


@pytest.mark.parametrize("line", ["y", "", "skip", "help", "show", "again", "take"])
def test_do_ends_where_a_pipe_goes_on_for_ever_and_writes_nothing(
    here: CommandLine, line: str
) -> None:
    do = f"{shlex.quote(sys.executable)} -m chwapi_console do -i {shlex.quote(str(here.plan))}"
    done = subprocess.run(
        f"yes '{line}' | {do} --operator oncall-1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert 3 == done.returncode
    assert f"The last {MOST_IN_VAIN} lines wrote nothing" in done.stderr
    assert "The end. 1 act" if line == "take" else "The end. 0 acts" in done.stdout


def test_lines_that_write_something_in_between_are_taken_without_end(here: CommandLine) -> None:
    answers = ["note baie 4", *["again"] * (MOST_IN_VAIN - 1)] * 3
    done = subprocess.run(
        [sys.executable, "-m", "chwapi_console", "do", "-i", str(here.plan), "--operator", "dba"],
        input="\n".join([*answers, "quit", ""]),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (0, "") == (done.returncode, done.stderr)
