"""What is kept in a folder of the login's own is whole, and nothing that was begun there stays."""

import errno
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chwapi_console import own_cache

NAME = "0123456789abcdef-1.plan"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with own_cache.made():
        return tmp_path / "chwapi-console"


@pytest.fixture
def ended() -> int:
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def put() -> None:
    with own_cache.made() as folder:
        own_cache.put(NAME, b"whole", folder)


@pytest.mark.parametrize("call", ["write", "rename"])
def test_what_cannot_be_finished_leaves_nothing_and_what_was_there_stays(
    cache: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (cache / NAME).write_bytes(b"before")

    class Full:
        def __init__(self, descriptor: int, mode: str) -> None:
            self._descriptor = descriptor

        def __enter__(self) -> "Full":
            return self

        def __exit__(self, *error: object) -> None:
            os.close(self._descriptor)

        def write(self, content: bytes) -> None:
            os.write(self._descriptor, content[:2])
            no_room()

    def no_room(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, *(("fdopen", Full) if call == "write" else ("rename", no_room)))
        with pytest.raises(OSError, match="No space"):
            put()
    assert {NAME: b"before"} == {path.name: path.read_bytes() for path in cache.iterdir()}


@pytest.mark.parametrize(
    "begun", ["", f".{NAME}", ".signatures", f".{'a' * 32}", ".0123456789abcdef-a.answers"]
)
def test_what_a_killed_process_had_begun_goes_with_the_next_that_is_kept(
    cache: Path, ended: int, begun: str
) -> None:
    (cache / f"{ended}{begun}.new").write_bytes(b"beg")
    alive = cache / f"{os.getppid()}{begun}.new"
    alive.write_bytes(b"beg")
    put()
    assert {alive.name, NAME} == {path.name for path in cache.iterdir()}


def test_nothing_else_is_taken_away(cache: Path, ended: int, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_bytes(b"precious")
    (cache / f"{ended}.{'a' * 16}.new").symlink_to(precious)
    (cache / f"{ended}.{'b' * 16}.new").mkdir()
    for name in (f"{ended}.notes.new", f"x{ended}.new", f"{ended}.{'a' * 16}.newer"):
        (cache / name).write_bytes(b"somebody's")
    there = {path.name for path in cache.iterdir()}
    put()
    assert there | {NAME} == {path.name for path in cache.iterdir()}
    assert b"precious" == precious.read_bytes()
