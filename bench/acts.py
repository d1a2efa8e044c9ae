"""Many acts on one server, as a peer's journal may bring them in one sync: what a verb takes, beside
reading as many acts that are spread over the servers of the plan. Where the ratio grows with the
number, something grows with the square of what one server was told."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.plans import hit, plan_text
from bench.processes import as_installed
from bench.record import DBA, SHOWN, drafts
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.sqlite import SqliteStore

SERVER = hit(300)[0]
HIT = Standing("compromised").plain()
RESTORED = Standing("compromised", "restored", "dba").plain()


def report(counts: Sequence[int] = (10_000, 30_000)) -> None:
    """Prints seconds of each verb on each shape."""
    print("\nmany acts on one server, whole processes, s")
    print(f"  {'what':40}" + "".join(f"{count:>16,}" for count in counts))
    for title, made, verb in SHAPES:
        taken = (f"{_seconds(made(count), verb):16.2f}" for count in counts)
        print(f"  {f'{verb[0]}, {title}':40}" + "".join(taken), flush=True)


def _seconds(made: Iterator[Draft], verb: Sequence[str]) -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "inventory.toml").write_text(plan_text(300), encoding="utf-8")
        store = SqliteStore(folder / "inventory.journal")
        store.append(list(made), DBA, SHOWN)
        store.close()
        before = time.perf_counter()
        subprocess.run(
            [str(Path(sys.executable).with_name("chwapi-console")), *verb],
            cwd=folder,
            env=as_installed() | {"XDG_CACHE_HOME": os.fspath(folder / "cache")},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - before


def _on_it(kind: str, data: dict[str, Any]) -> Draft:
    return Draft(new_id(), SERVER, kind, data)


def _chain(kind: str, undo: str, data: dict[str, Any]) -> Callable[[int], Iterator[Draft]]:
    """An act, and undos each of which takes back the one before it."""

    def made(count: int) -> Iterator[Draft]:
        draft = _on_it(kind, data)
        for _ in range(count):
            yield draft
            draft = _on_it(undo, data | {"target": draft.id})

    return made


def _restored(count: int) -> Iterator[Draft]:
    return (_on_it("marked", {"before": HIT, "after": RESTORED}) for _ in range(count))


def _steps(count: int) -> Iterator[Draft]:
    ticked = {"before": "open", "after": "done"}
    return (_on_it("step.done", {"step": f"step {n}", **ticked}) for n in range(count))


_TICKED = {"step": "isolate", "before": "open", "after": "done"}
_FOUND = {"before": HIT, "after": HIT}
SHAPES: Sequence[tuple[str, Callable[[int], Iterator[Draft]], Sequence[str]]] = (
    ("acts on 300 servers", drafts, ["next"]),
    ("a chain of undos of a mark", _chain("marked", "undone", _FOUND), ["next"]),
    ("a chain of undos of a step", _chain("step.done", "step.undone", _TICKED), ["next"]),
    ("differing steps", _steps, ["next"]),
    ("acts on 300 servers", drafts, ["log"]),
    ("marks that it is restored", _restored, ["log"]),
)
