"""The launcher: when the console opens, and what it is told."""

import gc
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chwapi_console import launch
from chwapi_console.__main__ import leave_out_the_current_folder
from cli.command_line import CommandLine, in_this_process

LEAN = """
import sys
from chwapi_console.console.terminal.lean_imports import only_what_is_used
with only_what_is_used():
    import chwapi_console.console.app
import asyncio.base_events
import ssl
print(asyncio.base_events.ssl, ssl is sys.modules["ssl"], "textual.widgets._input" in sys.modules)
from textual.command import CommandPalette
from textual.screen import Screen
print(issubclass(CommandPalette, Screen))
"""


class Stream:
    """A stream that is a terminal, or not."""

    def __init__(self, terminal: bool) -> None:
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether it is one."""
        return self._terminal


@pytest.mark.parametrize(
    ("environ", "stdin", "stdout", "opens"),
    [
        ({"TERM": "xterm"}, True, True, True),
        ({"TERM": "xterm", "CI": ""}, True, True, True),
        ({"TERM": "xterm", "CI": "1"}, True, True, False),
        ({"TERM": "dumb"}, True, True, False),
        ({}, True, True, False),
        ({"TERM": "xterm"}, False, True, False),
        ({"TERM": "xterm"}, True, False, False),
    ],
)
def test_the_console_opens_where_it_can_draw(
    environ: dict[str, str], stdin: bool, stdout: bool, opens: bool
) -> None:
    streams: tuple[Any, Any] = (Stream(stdin), Stream(stdout))
    assert opens == launch.can_show_a_console(environ, *streams)


def test_a_stream_that_was_closed_is_no_terminal() -> None:
    terminal: Any = Stream(True)
    assert not launch.can_show_a_console({"TERM": "xterm"}, None, terminal)
    assert not launch.can_show_a_console({"TERM": "xterm"}, terminal, None)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a console that ends at once with 7 was told."""
    said: dict[str, Any] = {}

    def run(**options: Any) -> int:
        said.update(options)
        return 7

    app = ModuleType("chwapi_console.console.app")
    vars(app)["run"] = run
    monkeypatch.setitem(sys.modules, "chwapi_console.console.app", app)
    monkeypatch.setattr(launch, "can_show_a_console", lambda *_: True)
    return said


def test_the_console_is_told_the_options_and_gives_the_exit_code(
    here: CommandLine, told: dict[str, Any]
) -> None:
    shutil.copy(here.plan, here.folder / "other.toml")
    looks = ("--theme", "light", "--ascii", "--lang", "fr")
    assert 7 == here.typed("-i", "other.toml", *looks, "--read-only", "--operator", " Ana ").code
    session = told.pop("session")
    assert ("Ana", Path("other.toml"), True) == (
        session.operator,
        session.loaded.path,
        session.why_read_only is not None,
    )
    assert ("fr", True) == ((words := told.pop("t")).code, words.ascii)
    del told["when_drawn"]
    assert {"theme": "light", "no_color": False} == told


@pytest.mark.parametrize("encoding", ["idna", "undefined"])
def test_an_encoding_that_writes_nothing_gives_way_to_one_that_does(
    here: CommandLine, encoding: str
) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    assert 0 == in_this_process(["check", "-i", str(here.plan)], out).code
    out.flush()
    assert "inventory.toml" in out.buffer.getvalue().decode()


def test_a_size_that_the_environment_says_counts_for_no_console(
    here: CommandLine, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row of so many columns fits into no memory, and ended it with 70."""
    for name in ("COLUMNS", "LINES"):
        monkeypatch.setenv(name, "9" * 30)
    assert 7 == here.typed("--operator", "Ana").code
    assert not {"COLUMNS", "LINES"} & os.environ.keys()
    told["session"].close()


def test_garbage_is_collected_from_the_first_frame_on(
    here: CommandLine, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    collecting: list[bool] = []

    def run(when_drawn: Callable[[], None], **_: Any) -> int:
        collecting.append(gc.isenabled())
        when_drawn()
        collecting.append(gc.isenabled())
        return 0

    monkeypatch.setattr(sys.modules["chwapi_console.console.app"], "run", run)
    here.typed()
    assert [False, True] == collecting


def test_the_console_is_loaded_without_tls_and_palette_which_can_be_loaded_later() -> None:
    said = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, check=True)
    assert "None True False\nTrue\n" == said.stdout


def test_a_verb_or_json_does_not_open_the_console(here: CommandLine, told: dict[str, Any]) -> None:
    here.done("queue")
    assert 6 == len(here.done("--json").json["entries"])
    assert {} == told


def test_for_a_shared_account_the_console_has_no_operator_yet(
    here: CommandLine, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHWAPI_OPERATOR")
    monkeypatch.setenv("LOGNAME", "root")
    here.typed()
    assert "" == told["session"].operator


PLANTED = (
    "json",
    "sqlite3",
    "tomli",
    "pydantic",
    "textual",
    "sitecustomize",
    "usercustomize",
    "chwapi_console",
    "gettext",
)


OF_THE_FOLDER = (":/x", "/x:", ".", "./a/..")
"""What PYTHONPATH may say of the folder that one is in; the first comes of `$PYTHONPATH:/x`."""

VERBS = (("queue",), ("note", "dc1", "x", "--operator", "dba"), ("check",), ("infer",))


def test_no_module_that_lies_in_the_current_folder_is_run(here: CommandLine) -> None:
    for name in PLANTED:
        (here.folder / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    program = Path(sys.executable).with_name("chwapi-console")
    usual = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    runs = [(program, *words, usual) for words in VERBS]
    runs += [(program, "--version", {**usual, "PYTHONPATH": said}) for said in OF_THE_FOLDER]
    for *words, environ in runs:
        subprocess.run(
            words,
            cwd=here.folder,
            env=environ,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
    assert not (here.folder / "ran").exists()


@pytest.mark.parametrize("said", OF_THE_FOLDER)
def test_what_python_was_told_of_the_current_folder_is_left_out_before_more_is_loaded(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", said)
    here = [str(tmp_path) for _ in said.split(":")]
    monkeypatch.setattr(sys, "path", [*here, "/x", "/lib", str(tmp_path)])
    leave_out_the_current_folder()
    assert sys.path[-2:] == ["/lib", str(tmp_path)], "what Python itself has is left"
    assert str(tmp_path) not in sys.path[:-1]
