"""Runs command lines in a fork of an interpreter that has the program loaded: a try costs some ten
milliseconds, and one that crashes, hangs or eats memory takes nobody with it.

What a whole process would do at its start is done anew for each: environment, streams, time zone.
"""

import gc
import io
import marshal
import os
import pkgutil
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from ctypes import CDLL
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import chwapi_console
from chwapi_console.launch import main
from chwapi_console.text import Language, Sentence
from fuzz.case import Step

SECONDS_OF_CPU = 8
"""Seconds of processor after which a whole case is taken to hang; the usual is a tenth of one."""
SECONDS = 120.0
"""Seconds of wall time likewise: a wait for a lock, an answer that never comes."""
MOST_MEMORY = 1 << 30
"""Bytes of addresses that a case may have beyond those of the interpreter."""
OF_A_FUZZER = 68
"""MB that a process has which loaded the program and the fuzzers, and did nothing else."""
MOST_READ = 4 << 20
"""Bytes of each stream that are looked at."""


class Tried(NamedTuple):
    """What came of one command line. `code` is None where it did not end; `crash` says where an
    unforeseen error came from; `said` has the templates of all sentences that were put into
    words."""

    words: tuple[str, ...]
    code: int | None
    out: bytes = b""
    err: bytes = b""
    crash: str = ""
    said: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Both streams."""
        return (self.out + b"\n" + self.err).decode("utf-8", "replace")


class Run(NamedTuple):
    """What came of all command lines of a case, the signal that ended it early (0: none), and its
    greatest memory in MB, as if it ran in a process of its own: what a runner of thousands of tests
    has gathered before is none of its."""

    tried: Sequence[Tried]
    signal: int
    memory: int


def load() -> None:
    """Loads all of the program that a verb may need, once."""
    for name in ("cli", "inventory", "journal", "recovery", "report"):
        package = import_module(f"chwapi_console.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def run(steps: Sequence[Step], folder: Path, environ: dict[str, str]) -> Run:
    """Runs command lines one after another in a folder, all in one fork."""
    load()
    ours, theirs = os.pipe()
    inherited = _resident()
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # of threads, which a runner of tests has and the child never uses
        pid = os.fork()
    if pid == 0:
        os.close(ours)
        _be_child(steps, folder, environ, theirs)
    os.close(theirs)
    data = _all_from(ours, pid)
    _, status, usage = os.wait4(pid, 0)
    tried = list(_tried(data, steps))
    ended = os.waitstatus_to_exitcode(status)
    if len(tried) < len(steps):
        tried.append(Tried(steps[len(tried)].words, None))
    return Run(tried, -ended if ended < 0 else 0, usage.ru_maxrss // 1024 - inherited + OF_A_FUZZER)


def _all_from(descriptor: int, pid: int) -> bytes:
    """All that the child tells, until it ends or its time is over."""
    chunks, until = [], time.monotonic() + SECONDS
    while select.select([descriptor], [], [], max(0.0, until - time.monotonic()))[0]:
        if not (chunk := os.read(descriptor, 1 << 16)):
            break
        chunks.append(chunk)
    else:
        os.kill(pid, signal.SIGKILL)
    os.close(descriptor)
    return b"".join(chunks)


def _tried(data: bytes, steps: Sequence[Step]) -> Iterator[Tried]:
    stream = io.BytesIO(data)
    for step in steps:
        try:
            code, out, err, crash, said = marshal.load(stream)
        except (EOFError, ValueError, TypeError):
            return
        yield Tried(step.words, code, out, err, crash, frozenset(said))


def _be_child(steps: Sequence[Step], folder: Path, environ: dict[str, str], report: int) -> None:
    try:
        _limit()
        os.chdir(folder)
        with os.fdopen(report, "wb", closefd=False) as told:
            for step in steps:
                marshal.dump(_one(step, {**environ, **step.environ}), told)
                told.flush()
    finally:
        os._exit(0)


ADDRESSES, RESIDENT = 0, 1
"""Fields of /proc/self/statm (proc(5))."""


def _pages(field: int) -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field])


def _resident() -> int:
    """MB that this process has in memory, once what is free of them was given back: a fork that
    used that again would seem to take none."""
    if trim := getattr(CDLL(None), "malloc_trim", None):
        trim(0)
    return _pages(RESIDENT) * resource.getpagesize() >> 20


def _limit() -> None:
    addresses = _pages(ADDRESSES) * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (addresses, addresses))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_OF_CPU, SECONDS_OF_CPU))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_MEMORY, MOST_MEMORY))


class _Stream(io.TextIOWrapper):
    """A standard stream that may say that it is a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal

    def reconfigure(self, **settings: Any) -> None:
        """A real terminal is not read through its stream, so what is set while it is read does no
        harm there."""
        if not self.readable():
            super().reconfigure(**settings)


def _one(step: Step, environ: dict[str, str]) -> tuple[int, bytes, bytes, str, list[str]]:
    """Runs one command line as a process of its own would."""
    os.environ.clear()
    os.environ.update(environ)
    time.tzset()
    for descriptor in (0, 1, 2):
        file = os.memfd_create(f"fuzz-{descriptor}")
        os.dup2(file, descriptor)
        os.close(file)
    os.write(
        0, step.stdin if step.answers is None else step.answers.encode("utf-8", "surrogateescape")
    )
    os.lseek(0, 0, os.SEEK_SET)
    outs = [os.dup(1), os.dup(2)]
    encoding = (
        "ascii" if environ.get("LC_ALL", environ.get("LANG", "")) in ("C", "POSIX") else "utf-8"
    )
    sys.stdin, sys.stdout, sys.stderr = (
        _stream(n, encoding, step.answers is not None) for n in (0, 1, 2)
    )
    said, where = set[str](), list[str]()
    with _Watched(said, where):
        code = _code(step, where)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            where.append("a stream that cannot be flushed")
    seen = [os.pread(descriptor, MOST_READ, 0) for descriptor in outs]
    for descriptor in outs:
        os.close(descriptor)
    return code, seen[0], seen[1], "; ".join(where), sorted(said)


def _stream(descriptor: int, encoding: str, terminal: bool) -> _Stream:
    raw = open(descriptor, "rb" if descriptor == 0 else "wb", closefd=False)  # noqa: SIM115  # lives as long as the process
    stream = _Stream(
        raw,
        encoding=encoding,
        errors="backslashreplace" if descriptor == 2 else "surrogateescape",
        line_buffering=terminal,
    )
    stream.terminal = terminal
    return stream


def _code(step: Step, where: list[str]) -> int:
    try:
        return main(step.words)
    except BaseException as error:  # whatever leaves the program is what is looked for
        where.append(f"{type(error).__name__} left main at {place_of(error)}")
        traceback.print_exc()
        return 70


def place_of(error: BaseException) -> str:
    """The last line of the program's own that an error passed through."""
    home = Path(chwapi_console.__path__[0])
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(home)
    ]
    return f"{Path(ours[-1].filename).relative_to(home)}:{ours[-1].name}" if ours else "?"


class _Watched:
    """While it lasts, sentences and unforeseen errors are noted."""

    def __init__(self, said: set[str], where: list[str]) -> None:
        self.said, self.where = said, where

    def __enter__(self) -> None:
        from chwapi_console import unforeseen

        self._translated = Language._translated
        self._write: Callable[..., Path | None] = unforeseen.write_crash_file

        def translated(language: Language, sentence: Sentence) -> str:
            self.said.add(sentence.template)
            return self._translated(language, sentence)

        def write(error: BaseException, verb: str, folder: Path) -> Path | None:
            self.where.append(f"{type(error).__name__} at {place_of(error)}")
            return self._write(error, verb, folder)

        Language._translated = translated  # type: ignore[method-assign, assignment]
        unforeseen.write_crash_file = write

    def __exit__(self, *_: Any) -> None:
        from chwapi_console import unforeseen

        Language._translated = self._translated  # type: ignore[method-assign]
        unforeseen.write_crash_file = self._write
        gc.unfreeze()
