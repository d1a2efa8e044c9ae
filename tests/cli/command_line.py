"""A small language in which a test of the command line reads like what somebody types:
`typed("mark", "san1", "restored")`."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import pytest

from chwapi_console.launch import main

PATIENCE = 60.0
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """What the program said and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of stdout."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The one object on stdout."""
        assert len(self.lines) == 1, self
        return json.loads(self.out)


def stop_the_clock(patched: pytest.MonkeyPatch, at: datetime) -> None:
    """Has the host's clock stand still."""

    class StandingStill(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(at.timestamp(), tz)

    patched.setattr("chwapi_console.clock.datetime", StandingStill)


class Terminal(io.StringIO):
    """A stream of a terminal."""

    def isatty(self) -> bool:
        return True


def in_this_process(words: Sequence[str], out: io.TextIOBase | None = None) -> Answer:
    """Runs a command line in this process, to its end; what it says goes to `out` where that is given."""
    said, complained = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out or said), redirect_stderr(complained):
        code = main(words)
    for stream in (said, complained):
        stream.seek(0)
    return Answer(code, said.read(), complained.read())


class CommandLine:
    """The program, run in a folder with a plan in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def plan(self) -> Path:
        """The plan's file."""
        return self.folder / "inventory.toml"

    @property
    def journal(self) -> Path:
        """The journal's file, there or not."""
        return self.folder / "inventory.journal"

    def line_of(self, beginning: str) -> int:
        """The line of the plan that begins so, from 1."""
        return next(
            n
            for n, line in enumerate(self.plan.read_text().splitlines(), 1)
            if line.startswith(beginning)
        )

    def typed(self, *words: str) -> Answer:
        """Runs a command line in this process."""
        return in_this_process(words)

    def done(self, *words: str) -> Answer:
        """Runs a command line that must succeed: what asks whether it is meant is."""
        answer = self.typed(
            *words, *(["--yes"] if words[:1] in (("mark",), ("settle",), ("take",)) else [])
        )
        assert answer.code == 0, answer
        return answer

    def events(self) -> list[dict[str, Any]]:
        """The events of the journal, as `log` prints them."""
        return [json.loads(line) for line in self.done("log", "--json").lines]

    def latest(self) -> str:
        """The id of the latest event."""
        return str(self.events()[-1]["id"])

    def state(self, server: str) -> str:
        """The state of a server."""
        return str(self.done("show", server, "--json").json["state"])

    def answered(self, answers: str, *words: str) -> Answer:
        """Runs a command line for somebody at a terminal of 80 columns who types these answers."""
        out = Terminal()
        with pytest.MonkeyPatch.context() as patched:
            for name, value in (("TERM", "xterm"), ("COLUMNS", "80"), ("LC_ALL", "C.UTF-8")):
                patched.setenv(name, value)
            patched.setattr(sys, "stdin", Terminal(answers))
            answer = in_this_process(words, out)
        return replace(answer, out=out.getvalue())

    def entry(self, server: str) -> dict[str, Any]:
        """The entry of the queue for a server, as JSON."""
        found: dict[str, Any] = next(
            e for e in self.done("queue", "--json").json["entries"] if e["server"] == server
        )
        return found

    def run(self, *words: str, environ: Mapping[str, str] = NOTHING_MORE) -> Answer:
        """Runs the real program and waits for its end."""
        process = self.start(*words, environ=environ)
        out, err = process.communicate(timeout=PATIENCE)
        return Answer(process.returncode, out, err)

    def start(
        self, *words: str, environ: Mapping[str, str] = NOTHING_MORE
    ) -> "subprocess.Popen[str]":
        """Starts the real program."""
        return subprocess.Popen(
            program(*words),
            cwd=self.folder,
            env={**os.environ, **environ},
            text=True,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )

    def shell(self, command: str) -> Answer:
        """Runs a line of bash in which `chwapi` is the program."""
        defined = (
            f'chwapi() {{ "{sys.executable}" -m chwapi_console "$@"; }}; set -o pipefail; {command}'
        )
        done = subprocess.run(
            ["bash", "-c", defined],
            cwd=self.folder,
            env=os.environ,
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)


def program(*words: str) -> Sequence[str]:
    """The words that start the real program."""
    return [sys.executable, "-m", "chwapi_console", *words]


def loaded_modules(words: Sequence[str], folder: Path) -> set[str]:
    """The modules that the real program has loaded by the end of a command line."""
    code = (
        "import sys; from chwapi_console.launch import main; main(sys.argv[1:]); "
        "print('\\n'.join(['<modules>', *sys.modules]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder,
        text=True,
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    ).stdout
    return set(said.partition("<modules>")[2].split())
