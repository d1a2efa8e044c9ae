"""What is left behind when the program fails: the last few, whatever else lies in the folder."""

import os
from pathlib import Path

from chwapi_console.cli.line.crash import MOST_KEPT, write_crash_file


def left_by_us(folder: Path, number: int) -> Path:
    path = folder / f"chwapi-crash-20260101T0000{number:02}-7.txt"
    path.write_text("chwapi-console 1.0, Python 3.11, verb queue\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def test_of_the_files_that_failures_leave_the_newest_stay(tmp_path: Path) -> None:
    before = [left_by_us(tmp_path, number) for number in range(MOST_KEPT + 3)]
    written = write_crash_file(ValueError(), "queue", tmp_path)
    assert written is not None
    assert {written, *before[4:]} == set(tmp_path.iterdir())


def test_nothing_that_the_program_did_not_leave_there_is_taken_away(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("chwapi-console is what this is about\n", encoding="utf-8")
    precious.chmod(0o600)
    odd = [tmp_path / f"chwapi-crash-20250101T0000{number:02}-7.txt" for number in range(6)]
    odd[0].symlink_to(precious)
    os.mkfifo(odd[1], 0o600)
    odd[2].mkdir(0o600)
    odd[3].write_text("somebody's own\n", encoding="utf-8")
    odd[3].chmod(0o600)
    odd[4].hardlink_to(precious)
    left_by_us(tmp_path, 0).rename(odd[5])
    odd[5].chmod(0o644)
    for number in range(MOST_KEPT + 1):
        left_by_us(tmp_path, number)
    write_crash_file(ValueError(), "queue", tmp_path)
    assert {precious, *odd} <= set(tmp_path.iterdir())
    assert len(odd) + 1 + MOST_KEPT == len(list(tmp_path.iterdir()))
