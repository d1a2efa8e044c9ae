"""Ctrl-C at any moment: never a traceback, and 130."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.command_line import CommandLine

BEGIN = """
import os, signal, sys

class AtImport:
    left = int(sys.argv.pop(1))
    def find_spec(self, name, path, target=None):
        AtImport.left -= 1
        if not AtImport.left:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, AtImport())
from chwapi_console.__main__ import main
code = main()
if not code:
    sys.stderr.write(f"left {AtImport.left}")
sys.exit(code)
"""
"""Runs the program, and interrupts it as it begins to load its nth module."""

THE_FIRST_OTHER = 4
"""The package, its `__main__`, and what that asks for first come before."""

SETUP = Path(__file__).parent.parent.parent / "tools" / "setup"


def interrupted(
    here: CommandLine, place: int, *words: str, ignored: bool = False
) -> "subprocess.CompletedProcess[str]":
    before = signal.signal(signal.SIGINT, signal.SIG_IGN) if ignored else None
    try:
        return subprocess.run(
            [
                sys.executable,
                "-c",
                BEGIN,
                str(place),
                *words,
                "-i",
                str(here.plan),
                "--operator",
                "dba",
            ],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)


def test_whatever_module_is_being_loaded_an_interruption_ends_it_without_a_traceback(
    here: CommandLine,
) -> None:
    interrupted(here, 0, "queue")  # what a plan that is not known yet loads, the next does not
    modules = -int(interrupted(here, 0, "queue").stderr.rpartition("left ")[2])
    places = [*range(THE_FIRST_OTHER, modules, modules // 9), modules]
    for place in places:
        ended = interrupted(here, place, "queue")
        assert (place, 130) == (place, ended.returncode), ended
        assert ended.stderr in ("", "Interrupted.\n"), place


def test_what_a_shell_had_ignored_stays_ignored(here: CommandLine) -> None:
    ended = interrupted(here, 20, "queue", ignored=True)
    assert (0, True) == (ended.returncode, bool(ended.stdout)), ended


@pytest.mark.parametrize("before", [signal.SIG_DFL, signal.SIG_IGN])
def test_the_command_has_it_ignored_while_python_starts_and_says_that_it_did(
    tmp_path: Path, before: signal.Handlers
) -> None:
    found = re.search(r"<<'END'\n(.*?)END\n", SETUP.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    for name, text in (
        ("chwapi-console", found[1]),
        ("python", "#!/bin/sh\necho $3 $4 ${_CHWAPI_INT-as before}\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    kept = signal.signal(signal.SIGINT, before)
    try:
        said = subprocess.run(
            [tmp_path / "chwapi-console", "queue"], capture_output=True, text=True, check=True
        ).stdout
    finally:
        signal.signal(signal.SIGINT, kept)
    assert (
        f"chwapi_console queue {'as before' if before == signal.SIG_IGN else 'ignored'}\n" == said
    )
