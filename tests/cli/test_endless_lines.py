"""A line without an end, in a pipe or a file in the place of what somebody types."""

import subprocess
import sys
from pathlib import Path

from chwapi_console.cli.verbs.typed_lines import LONGEST_LINE, MOST_BYTES, TypedLines
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
