"""Whole processes, from the shell's view: `next` and `mark` beside bare Python, and Taskwarrior on
the same items."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.plans import hit, names, needs, plan_text

BARE = [sys.executable, "-c", "pass"]
IMPORTS = [sys.executable, "-c", "import argparse, sqlite3, tomli, pydantic"]
ONE_COMMIT = [
    sys.executable,
    "-c",
    (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('PRAGMA journal_mode=WAL'); c.execute('PRAGMA synchronous=FULL'); "
        "c.execute('CREATE TABLE IF NOT EXISTS t (x)'); c.execute('INSERT INTO t VALUES (1)')"
    ),
]


def as_installed() -> dict[str, str]:
    """The environment of an operator: Python keeps the bytecode it made, whatever a build machine
    says."""
    return {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    } | {"CHWAPI_OPERATOR": "bench"}


def milliseconds(commands: Sequence[Sequence[str]], environ: dict[str, str]) -> float:
    """The median wall time of the commands, the first of them being a warm-up."""
    taken = []
    for command in commands:
        before = time.perf_counter()
        subprocess.run(
            command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True
        )
        taken.append(1000 * (time.perf_counter() - before))
    return statistics.median(taken[1:])


def measured(size: int, runs: int) -> Iterator[tuple[str, float]]:
    """What was measured at a size, and its milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        environ = as_installed()
        yield "bare Python", milliseconds([BARE] * (runs + 1), environ)
        yield "bare Python, with our imports", milliseconds([IMPORTS] * (runs + 1), environ)
        yield (
            "bare Python, one durable commit",
            milliseconds([[*ONE_COMMIT, f"{folder}/floor"]] * (runs + 1), environ),
        )
        yield from _ours(size, runs, Path(folder), environ)
        if shutil.which("task"):
            yield from _taskwarriors(size, min(runs, 3 if size >= 10_000 else runs), Path(folder))


def _ours(
    size: int, runs: int, folder: Path, environ: dict[str, str]
) -> Iterator[tuple[str, float]]:
    plan = folder / "inventory.toml"
    plan.write_text(plan_text(size), encoding="utf-8")
    program = [str(Path(sys.executable).with_name("chwapi-console")), "-i", str(plan)]
    yield (
        "chwapi-console mark",
        milliseconds(
            [[*program, "mark", s, "restored", "--yes"] for s in hit(size)[: runs + 1]], environ
        ),
    )
    yield "chwapi-console next", milliseconds([[*program, "next"]] * (runs + 1), environ)


def _taskwarriors(size: int, runs: int, folder: Path) -> Iterator[tuple[str, float]]:
    environ = {**os.environ, "TASKDATA": str(folder / "task"), "TASKRC": str(folder / "taskrc")}
    (folder / "taskrc").write_text(
        "confirmation=off\nbulk=0\nverbose=nothing\nrecurrence=no\n", encoding="utf-8"
    )
    identity = {name: str(uuid.uuid5(uuid.NAMESPACE_OID, name)) for name in names(size)}
    needed = needs(size)
    items = [
        {
            "uuid": identity[name],
            "description": name,
            "status": "pending",
            "entry": "20210117T194600Z",
            "depends": [identity[member] for group in needed[name] for member in group],
        }
        for name in names(size)
    ]
    subprocess.run(
        ["task", "import", "-"],
        env=environ,
        input=json.dumps(items),
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    yield "Taskwarrior next", milliseconds([["task", "next"]] * (runs + 1), environ)
    free = [name for name in names(size) if not needed[name]][: runs + 1]
    yield (
        "Taskwarrior done",
        milliseconds([["task", identity[name], "done"] for name in free], environ),
    )


def report(sizes: Sequence[int], runs: int) -> None:
    """Prints a table for each size: milliseconds, and how many times bare Python."""
    for size in sizes:
        print(f"\n{size:,} servers, median of {runs} whole processes, ms (times bare Python)")
        floor = 0.0
        for what, taken in measured(size, runs):
            floor = floor or taken
            print(f"  {what:34}{taken:9.1f}  ({taken / floor:.1f})", flush=True)
    if not shutil.which("task"):
        print("\nTaskwarrior is not installed (package taskwarrior), so it was not measured.")
