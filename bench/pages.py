"""Pages for others as whole processes, from the shell's view, beside bare Python: after a night of
acts, as HTML with its pictures, which is what takes longest."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.plans import hit, plan_text
from bench.processes import BARE, as_installed, milliseconds
from bench.record import DBA, SHOWN
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.sqlite import SqliteStore

PAGES = (
    ("handover",),
    ("report", "--for", "direction"),
    ("report", "--for", "wards"),
    ("report", "--for", "technical"),
    ("report", "--for", "authorities"),
    ("report", "--for", "press"),
    ("sheet", "next"),
    ("sheet", "systems"),
    ("sheet", "activity"),
    ("sheet", "calls"),
    ("draft", "gdpr"),
    ("clocks",),
)
WANTED = {300: 1500, 10_000: 6000}
"""Milliseconds within which each page is wanted, by servers."""


def report(sizes: Sequence[int], runs: int) -> None:
    """Prints a table for each size: milliseconds, and how many times bare Python."""
    for size in sizes:
        wanted = WANTED.get(size)
        within = f", wanted within {wanted:,} ms" if wanted else ""
        print(f"\n{size:,} servers, median of {runs} whole processes{within}: pages as HTML, ms")
        floor = 0.0
        for what, taken in _measured(size, runs):
            floor = floor or taken
            late = "  LATE" if wanted and taken > wanted else ""
            print(f"  {what:34}{taken:9.1f}  ({taken / floor:.1f}){late}", flush=True)


def _measured(size: int, runs: int) -> Iterator[tuple[str, float]]:
    environ = as_installed()
    yield "bare Python", milliseconds([BARE] * (runs + 1), environ)
    with tempfile.TemporaryDirectory() as name:
        plan = Path(name) / "inventory.toml"
        plan.write_text(plan_text(size), encoding="utf-8")
        store = SqliteStore(plan.with_suffix(".journal"))
        store.append(list(_night(size)), DBA, SHOWN)
        store.close()
        program = [str(Path(sys.executable).with_name("chwapi-console")), "-i", str(plan)]
        for page in PAGES:
            command = [*program, *page, "--format", "html"]
            yield " ".join(page), milliseconds([command] * (runs + 1), environ)


def _night(size: int) -> Iterator[Draft]:
    """An act for every other server that was hit; one in ten of these was lost again and brought back.
    The others are still to be forecast."""
    compromised = Standing("compromised")
    restored = compromised._replace(work="restored", holder="dba")
    for number, server in enumerate(hit(size)[::2]):
        turns = [(compromised, restored)]
        turns += [(restored, compromised), (compromised, restored)] if number % 10 == 0 else []
        for before, after in turns:
            data = {"act": new_id(), "before": before.plain(), "after": after.plain()}
            yield Draft(new_id(), server, "marked", data)
