"""docs/operator/without-the-screen.md: its commands, typed by a shell without a terminal, and what it
promises of them: lines, and nothing else."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from chwapi_console.cli.verbs.by_line.do_words import ANSWERS
from chwapi_console.text import language
from cli.command_line import CommandLine, program

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operator" / "without-the-screen.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FRAMES = set("│─┌┐└┘├┤┼━┃╭╮╰╯\x1b")


def test_every_command_of_the_page_runs_and_prints_lines_alone(here: CommandLine) -> None:
    shutil.copy(ROOT / "inventory.toml", here.plan)
    lines = "\n".join(BLOCKS).replace("\nchwapi-console do\n", "\necho quit | chwapi-console do\n")
    done = subprocess.run(
        ["sh", "-euc", lines.replace("chwapi-console", shlex.join(program()))],
        cwd=here.folder,
        env=os.environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert 0 == done.returncode, done
    assert "tape 14 is unreadable" in done.stdout
    assert not FRAMES & set(done.stdout)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_every_answer_stands_on_the_page_in_both_languages(code: str) -> None:
    t = language(code)
    assert [] == [kept for kept, words in ANSWERS.items() if f"`{t(words[0])}`" not in PAGE]


def test_the_plain_queue_has_a_fact_to_a_line_and_leaves_nothing_out(here: CommandLine) -> None:
    lines = here.done("queue", "--plain", "--why").lines
    assert lines[:3] == [
        "Incident: Nuit blanche, " + lines[0].removeprefix("Incident: Nuit blanche, "),
        "Servers: 0 of 5 servers back, 1 unknown",
        "Services: none of 3 services that were down is up again",
    ]
    named = [line.split(": ")[1] for line in lines if line.startswith("Server ")]
    assert ["san1", "dc2", "sql1", "dc1", "ex1", "old"] == named
    assert "ready after: san1" in lines
    assert all(re.match(r"[A-Z]?[a-z ]+( \d+)?: .", line) for line in lines if line), lines


def test_the_plain_queue_is_not_cut_at_a_terminal(here: CommandLine) -> None:
    assert 6 == here.answered("", "queue", "--plain").out.count("Server ")
