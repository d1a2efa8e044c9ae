"""Where the system gives no more memory that is a sentence, whatever it was asked for."""

import resource
import subprocess
import sys
from errno import EMFILE, ENFILE, ENOMEM
from functools import partial

import pytest

from chwapi_console import launch
from chwapi_console.cli.line import main
from cli.command_line import CommandLine

NO_MODULE = "_zoneinfo.so: failed to map segment from shared object"


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(ENOMEM, "Cannot allocate memory", "x"),
        ImportError(NO_MODULE),
        RuntimeError("can't start new thread"),
    ],
)
def test_what_finds_no_memory_says_so_and_leaves_no_report_of_a_crash(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr(main, "_obeyed", fails)
    told = here.typed("next")
    assert (1, "") == (told.code, told.out)
    assert "There is not enough memory here" in told.err
    as_json = here.typed("next", "--json")
    assert "not enough memory" in as_json.json["error"]
    assert [] == list(here.folder.glob("chwapi-crash-*"))


@pytest.mark.parametrize("error", [OSError(EMFILE, "Too many"), OSError(ENFILE, "Too many", "x")])
def test_who_may_open_no_more_files_is_told_so(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fails(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr(main, "_obeyed", fails)
    told = here.typed("do")
    assert (1, True) == (told.code, told.err.startswith("No more files can be opened"))
    assert [] == list(here.folder.glob("chwapi-crash-*"))


def test_where_there_is_none_for_a_sentence_either_a_line_says_so(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise MemoryError

    monkeypatch.setattr(main, "run", fails)
    assert 1 == launch.main(["next"])
    assert launch.NO_MEMORY.decode() == capfd.readouterr().err


def test_an_import_that_fails_otherwise_is_no_want_of_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> int:
        raise ImportError("no such module")

    monkeypatch.setattr(main, "run", fails)
    with pytest.raises(ImportError):
        launch.main(["next"])


def test_however_little_memory_there_is_nothing_ends_with_an_internal_error(
    here: CommandLine,
) -> None:
    for size in range(16_000_000, 44_000_000, 2_000_000):
        done = subprocess.run(
            [sys.executable, "-m", "chwapi_console", "note", "a1", "x", "-i", str(here.plan)],
            env={"CHWAPI_OPERATOR": "oncall-1", "PATH": "/usr/bin:/bin"},
            preexec_fn=partial(resource.setrlimit, resource.RLIMIT_AS, (size, size)),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert 70 != done.returncode, done.stderr
    assert [] == list(here.folder.glob("chwapi-crash-*"))
