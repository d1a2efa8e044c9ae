"""A full disk keeps the beginning of a compiled module, and Python believes it."""

import os
import subprocess
import sys
from pathlib import Path

BEFORE = {"__init__", "__main__", "interrupts", "compiled"}
"""What is loaded before anything can be done about it."""


def shown(kept_in: Path) -> str:
    environ = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept_in)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    words = [sys.executable, "-P", "-m", "chwapi_console", "--version"]
    ended = subprocess.run(
        words, env=environ, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    assert (0, "") == (ended.returncode, ended.stderr)
    return ended.stdout


def test_a_compiled_module_that_a_disk_cut_short_stops_no_verb(tmp_path: Path) -> None:
    said = shown(tmp_path)
    parts = [
        part
        for part in tmp_path.rglob("*.pyc")
        if "chwapi_console" in part.parts and part.name.split(".")[0] not in BEFORE
    ]
    assert parts
    whole = {part: part.read_bytes() for part in parts}
    for number, part in enumerate(parts):
        part.write_bytes(whole[part][: 16 + 20 * (number % 3)])
    assert [said, said] == [shown(tmp_path), shown(tmp_path)]
    assert whole.keys() == {part for part in whole if part.read_bytes() == whole[part]}
