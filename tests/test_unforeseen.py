"""What is left behind when the program fails: the last few, whatever else lies in the folder."""

import ast
import os
import re
from errno import EINVAL
from pathlib import Path

import pytest

import chwapi_console
from chwapi_console.unforeseen import MOST_KEPT, what_went_wrong, write_crash_file


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


def failed(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as met:
        return met


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (KeyError("secret"), "nobody foresaw why; what is known of it is in {path}"),
        (OSError("secret"), "nobody foresaw why; what is known of it is in {path}"),
        (
            OSError(EINVAL, os.strerror(EINVAL)),
            "the system refuses something (Invalid argument); what is known of it is in {path}",
        ),
        (
            MemoryError(),
            "there is not enough memory here, or too many processes (free, ulimit -v -u)",
        ),
    ],
    ids=["an error", "a system's without words", "a system's", "memory"],
)
def test_what_nobody_foresaw_is_told_in_words_that_are_no_programs_own(
    tmp_path: Path, error: Exception, told: str
) -> None:
    words = str(what_went_wrong(failed(error), "forecast", tmp_path))
    path = next(tmp_path.iterdir(), "")
    assert told.format(path=path) == words


def test_the_same_failure_has_one_file_however_often_it_is_met(tmp_path: Path) -> None:
    told = {str(what_went_wrong(failed(KeyError(n)), "forecast", tmp_path)) for n in range(30)}
    assert (1, 1) == (len(told), len(list(tmp_path.iterdir())))


def test_where_no_file_can_be_written_it_is_said_where_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = tmp_path / "nowhere"
    monkeypatch.setattr("tempfile.tempdir", str(nowhere))
    words = str(what_went_wrong(failed(KeyError("secret")), "forecast", nowhere))
    assert re.fullmatch(
        r"nobody foresaw why, at test_unforeseen\.py:[0-9]+; no file about it could be written",
        words,
    )


def test_no_sentence_is_given_what_a_programming_language_calls_an_error() -> None:
    found = [
        f"{path.name}:{said.lineno}"
        for path in Path(chwapi_console.__file__).parent.rglob("*.py")
        for said in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(said, ast.Call) and ast.unparse(said.func) in ("say", "plural")
        for given in said.keywords
        if re.search(r"\brepr\(|__name__|__class__|![ar]}", ast.unparse(given.value))
    ]
    assert [] == found
