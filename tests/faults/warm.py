"""An interpreter that has all of the program in memory and forks for each command line: a fault
costs a blink, not a start.

It is started with the shim before libc. On each line of stdin it is told what to run, as JSON; it
answers with one.
"""

import ctypes
import importlib
import json
import os
import pkgutil
import signal
import sys
import tempfile
import time
import traceback
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import chwapi_console
from chwapi_console import launch
from faults.acts import acts

LONGEST = 20.0
"""Seconds after which a command line counts as hung."""
PATIENCE = 0.3
"""Seconds that writers wait for each other here."""
HUNG = 124
NOT_NEEDED = ("chwapi_console.console", "chwapi_console.__main__")


def load_all() -> None:
    """Loads what a verb may load, and has it wait no longer than these tests do."""
    for module in pkgutil.walk_packages(chwapi_console.__path__, "chwapi_console."):
        if not module.name.startswith(NOT_NEEDED):
            importlib.import_module(module.name)
    from chwapi_console.journal import mirror
    from chwapi_console.journal.file import waiting
    from chwapi_console.journal.sqlite import SqliteStore

    defaults = SqliteStore.__init__.__kwdefaults__
    assert defaults
    defaults["patience"] = PATIENCE
    mirror.SECONDS_FOR_A_MIRROR = PATIENCE
    waiting.SECONDS_OF_OPENING = PATIENCE


def run(told: dict[str, Any]) -> dict[str, Any]:
    """Runs a command line in a child of its own."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        tempfile.TemporaryFile() as counted,
    ):
        if not (child := os.fork()):
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            code = 99
            try:
                code = in_child(told, counted.fileno())
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(code)
        status = waited_for(child)
        texts = []
        for file in (out, err, counted):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace"))
    code = HUNG if status is None else os.waitstatus_to_exitcode(status)
    return {"code": code, "out": texts[0], "err": texts[1], "counts": json.loads(texts[2] or "[]")}


def waited_for(child: int) -> int | None:
    """How it ended; None where it had to be ended."""
    until, step = time.monotonic() + LONGEST, 0.001
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(step)
        step = min(step * 1.2, 0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def in_child(told: dict[str, Any], counted: int) -> int:
    """Does the command line with the shim armed, and writes how many calls of each class there
    were."""
    root = Path(told["root"])
    os.chdir(root / "work")
    os.environ.update(told["environ"])
    tempfile.tempdir = None
    shim = ctypes.CDLL(None)
    counts = (ctypes.c_long * told["classes"])()
    log = told["log"].encode() if told["log"] else None
    kind, place, how, error = told["fault"]
    words = told["words"]
    main = acts if words[0] == "acts" else launch.main
    assert isinstance(sys.stdout, TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=True)  # as on a terminal: said is when it is said
    if told["stick"]:
        shim.faults_as_on_a_stick()
    shim.faults_arm(str(root).encode(), kind, ctypes.c_long(place), how, error, log)
    try:
        code = main(words)
        sys.stdout.flush()
        shim.faults_note(b"told")
    finally:
        shim.faults_disarm(counts)
        os.write(counted, json.dumps(list(counts)).encode())
    return code


def serve() -> None:
    """Answers until stdin ends."""
    load_all()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        answers.write(json.dumps(run(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
