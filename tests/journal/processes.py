"""Real processes on real journals: writers that are told what to do, and waiting for a thing rather
than for a time."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import pytest

from chwapi_console.journal.record.record import Record
from chwapi_console.journal.sqlite import SqliteStore
from cli.command_line import in_this_process

PATIENCE = 60.0
"""Seconds before a test says that what it waited for did not come."""

TESTS = Path(__file__).parent.parent
WRITER = Path(__file__).parent / "writer.py"
Thing = TypeVar("Thing")


def wait_for(look: Callable[[], Thing]) -> Thing:
    """What `look` gives as soon as that is something."""
    deadline = time.monotonic() + PATIENCE
    while not (thing := look()):
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.002)
    return thing


class Lines:
    """What a process writes to a pipe, line by line, each within a time."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self._rest = b""

    def next(self, seconds: float = PATIENCE) -> str | None:
        """The next whole line; None at the end. TimeoutError when neither comes."""
        deadline = time.monotonic() + seconds
        while b"\n" not in self._rest:
            if not select.select([self.descriptor], [], [], max(0.0, deadline - time.monotonic()))[
                0
            ]:
                raise TimeoutError(self._rest)
            if not (chunk := os.read(self.descriptor, 65536)):
                return None
            self._rest += chunk
        line, _, self._rest = self._rest.partition(b"\n")
        return line.decode()

    def __iter__(self) -> Iterator[str]:
        while (line := self.next()) is not None:
            yield line


class Writer:
    """A process that has a journal open. `login` is `uid:gid:umask`, for root to become somebody
    else."""

    def __init__(
        self,
        journal: Path,
        name: str = "dba",
        *,
        mirror: Path | None = None,
        login: str = "",
        patience: float = 30.0,
        wait: bool = True,
        inside: Sequence[str] = (),
    ) -> None:
        self.process = subprocess.Popen(
            [
                *inside,
                sys.executable,
                str(WRITER),
                str(journal),
                str(mirror or ""),
                name,
                str(patience),
                login,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert self.process.stdin
        assert self.process.stdout
        self._stdin = self.process.stdin
        self.lines = Lines(self.process.stdout.fileno())
        if wait:
            assert "open" == self.lines.next()

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill() if kind else self.leave()

    def tell(self, *lines: str) -> None:
        """Sends lines without waiting for answers."""
        self._stdin.write("".join(f"{line}\n" for line in lines).encode())
        self._stdin.flush()

    def ask(self, line: str) -> str:
        """Sends a line; the answer."""
        self.tell(line)
        answer = self.lines.next()
        assert answer is not None, "the writer died"
        return answer

    def act(self, *ids: str) -> None:
        """An act that must be acknowledged."""
        assert f"done {' '.join(ids)}" == self.ask(f"act {' '.join(ids)}")

    def refused(self, identity: str) -> str:
        """An act that must be refused; why."""
        answer = self.ask(f"act {identity}")
        assert answer.startswith("refused: "), answer
        return answer.removeprefix("refused: ")

    def send(self, number: signal.Signals) -> None:
        """A signal."""
        self.process.send_signal(number)

    def kill(self) -> list[str]:
        """Ends it as a power cut would; what it had still said."""
        self.send(signal.SIGKILL)
        said = list(self.lines)
        self._end()
        return said

    def leave(self) -> None:
        """Ends it in good order."""
        self._stdin.close()
        assert 0 == self.process.wait(PATIENCE)
        self._end()

    def _end(self) -> None:
        self.process.wait(PATIENCE)
        if self.process.stdout:
            self.process.stdout.close()
        if not self._stdin.closed:
            with suppress(BrokenPipeError):
                self._stdin.close()


def whole(journal: Path) -> Record:
    """A journal read anew, every byte of it; nothing about it is wrong."""
    store = SqliteStore(journal)
    try:
        found = store.audit()
        assert ([], []) == (list(found.misfits), list(found.file_faults))
        return found.record
    finally:
        store.close()


@contextmanager
def command(*words: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The real program, and no trace of it afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-m", "chwapi_console", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def run(
    *words: str, folder: Path, inside: Sequence[str] = ()
) -> "subprocess.CompletedProcess[str]":
    """The real program, to its end; `inside` are the words before it that put it somewhere."""
    return subprocess.run(
        [*inside, sys.executable, "-m", "chwapi_console", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )


def run_here(*words: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """The program in this process, to its end: as `run`, where nothing hangs on a process of its own
    and many are run."""
    with chdir(folder):
        answer = in_this_process(words)
    return subprocess.CompletedProcess(words, answer.code, answer.out, answer.err)


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[list[str]]:
    """A file system mounted on a folder, seen only by those who are started with the words that
    this gives."""
    script = 'mount "$@" && echo mounted && read ended'
    holder = subprocess.Popen(
        ["unshare", "-m", "sh", "-c", script, "sh", *options, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout
        if Lines(holder.stdout.fileno()).next() != "mounted":
            pytest.skip("this machine lets nobody mount")
        yield [
            "nsenter",
            "-m",
            "-t",
            str(holder.pid),
            "sh",
            "-c",
            'cd "$0" && exec "$@"',
            str(folder),
        ]
    finally:
        holder.communicate(b"\n")
