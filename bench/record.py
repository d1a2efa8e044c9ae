"""The record beside what it stands on: a bare SQLite commit, a bare copy of rows, SQLite's own way
of waiting."""

import gc
import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench.plans import hit, plan_text
from chwapi_console.journal.file.file_format import INSERT, LAYOUT, ROWS, values
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync
from soak.troubles import plain_memory

DBA = Actor("dba", "bench")
SHOWN: dict[str, frozenset[str]] = {}


def report(runs: int) -> None:
    """Prints all tables."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _durable_act(folder)
        _opening(folder, runs)
        _in_memory(folder)
        _syncing(folder, runs)
        _at_once(folder, 5)
        _for_ten_seconds(folder)


def drafts(count: int) -> Iterator[Draft]:
    """Marks on servers of the bench's plan, one after the other."""
    servers = hit(300)
    for number in range(count):
        after = Standing("compromised", "restored" if number // len(servers) % 2 else "", "dba")
        yield Draft(
            new_id(),
            servers[number % len(servers)],
            "marked",
            {"act": new_id(), "before": Standing().plain(), "after": after.plain()},
        )


def filled(path: Path, count: int) -> SqliteStore:
    """A journal of so many events, in few transactions."""
    store = SqliteStore(path)
    made = list(drafts(count))
    for start in range(0, count, 10_000):
        store.append(made[start : start + 10_000], DBA, SHOWN)
    return store


def bare(path: Path) -> sqlite3.Connection:
    """A database of the journal's layout and pragmas, and nothing of this program around it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for statement in LAYOUT:
        connection.execute(statement)
    return connection


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _durable_act(folder: Path, count: int = 2000) -> None:
    """CPU of an append on an open store, less that of inserting the same rows by hand, each in a
    transaction of its own."""
    store = SqliteStore(folder / "acts")
    made = list(drafts(count))
    before, wall = _cpu(), time.perf_counter()
    for draft in made:
        store.append([draft], DBA, SHOWN)
    ours, ours_wall = _cpu() - before, time.perf_counter() - wall
    rows = [values(event) for event in store.record.events]
    store.close()
    with closing(bare(folder / "bare acts")) as connection:
        before, wall = _cpu(), time.perf_counter()
        for row in rows:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(INSERT, row)
            connection.execute("COMMIT")
        floor, floor_wall = _cpu() - before, time.perf_counter() - wall
    print(
        f"\na durable act on an open connection, mean of {count:,}, ms (limit: 0.3 of CPU over the "
        "floor)"
    )
    print(f"  {'':24}{'CPU':>8}{'wall':>8}")
    print(f"  {'bare SQLite commit':24}{1000 * floor / count:8.3f}{1000 * floor_wall / count:8.2f}")
    print(f"  {'append':24}{1000 * ours / count:8.3f}{1000 * ours_wall / count:8.2f}")
    print(
        "  "
        f"{'added':24}{1000 * (ours - floor) / count:8.3f}{1000 * (ours_wall - floor_wall) / count:8.2f}",
        flush=True,
    )


OPEN = """
import gc, sys, time
gc.disable()
before = time.perf_counter()
from pathlib import Path
from chwapi_console.session.session import Session
view = Session(Path(sys.argv[1])).look()
print(len(view.entries), time.perf_counter() - before)
"""


def _opening(folder: Path, runs: int, count: int = 100_000) -> None:
    """From a fresh process to the queue, beside merely reading the rows."""
    plan = folder / "inventory.toml"
    plan.write_text(plan_text(300), encoding="utf-8")
    filled(folder / "inventory.journal", count).close()
    taken = [
        float(
            subprocess.run(
                [sys.executable, "-c", OPEN, str(plan)], capture_output=True, text=True, check=True
            ).stdout.split()[1]
        )
        for _ in range(min(runs, 5))
    ]
    reading = []
    for _ in range(3):
        before = time.perf_counter()
        with closing(sqlite3.connect(folder / "inventory.journal")) as connection:
            connection.execute(ROWS).fetchall()
        reading.append(time.perf_counter() - before)
    floor, ours = statistics.median(reading), statistics.median(taken)
    print(f"\nopening a journal of {count:,} events to the queue, s (limit 2)")
    print(
        f"  {'bare read of the rows':24}{floor:8.2f}\n  {'session and queue':24}{ours:8.2f}  "
        f"({ours / floor:.1f})",
        flush=True,
    )


def _in_memory(folder: Path, count: int = 20_000) -> None:
    """Bytes that an event takes, beside what a reader of JSON makes of it and its stored bytes."""
    path = folder / "in memory"
    filled(path, count).close()
    floor = plain_memory(path)
    gc.collect()
    tracemalloc.start()
    store = SqliteStore(path)
    ours = tracemalloc.get_traced_memory()[0] / count
    tracemalloc.stop()
    store.close()
    print(f"\nan event in memory, mean of {count:,} marks, bytes (limit: the floor)")
    print(f"  {'plain values and bytes':24}{floor:8.0f}")
    print(f"  {'the record':24}{ours:8.0f}  ({ours / floor:.1f})", flush=True)


def _syncing(folder: Path, runs: int, old: int = 1000, fresh: int = 10_000) -> None:
    """New events into a store that has some, beside copying those rows into a bare table with the
    same triggers."""
    ours, floors = [], []
    source = filled(folder / "source", old)
    first = folder / "peer"
    peer = SqliteStore(first)
    sync(source, peer)
    peer.close()
    source.append(list(drafts(fresh)), DBA, SHOWN)
    rows = [values(event) for event in source.record.events[old:]]
    for number in range(min(runs, 5)):
        copy = folder / f"peer{number}"
        with (
            closing(sqlite3.connect(first)) as connection,
            closing(sqlite3.connect(copy)) as target,
        ):
            connection.backup(target)
        there = SqliteStore(copy)
        before = time.perf_counter()
        exchange = sync(source, there)
        ours.append(time.perf_counter() - before)
        assert len(exchange.sent) == fresh
        there.close()
        with closing(bare(folder / f"bare{number}")) as connection:
            before = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(INSERT, rows)
            connection.execute("COMMIT")
            floors.append(time.perf_counter() - before)
    source.close()
    floor, taken = statistics.median(floors), statistics.median(ours)
    print(f"\na sync of {fresh:,} new events, ms (limit: 3 times the floor)")
    print(f"  {'bare copy of the rows':24}{1000 * floor:8.0f}")
    print(f"  {'sync':24}{1000 * taken:8.0f}  ({taken / floor:.1f})", flush=True)


WRITER = """
import sys, time
from pathlib import Path
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.record.sequencing import Actor
store = SqliteStore(Path(sys.argv[1]), patience=60)
actor, own = Actor(sys.argv[2], "bench"), sys.argv[2]
new_id()  # loads what makes ids
print("ready", flush=True)
sys.stdin.readline()
until, longest, count = time.monotonic() + float(sys.argv[3]), 0.0, 0
while True:
    draft = Draft(new_id(), own, "noted", {"text": "x"})
    before = time.monotonic()
    store.append([draft], actor, {})
    longest, count = max(longest, time.monotonic() - before), count + 1
    if time.monotonic() >= until:
        break
print(count, longest, flush=True)
sys.stdin.readline()
"""
BARE_WRITER = """
import sqlite3, sys, time, uuid
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
connection.execute("PRAGMA synchronous = FULL")
identity = str(uuid.uuid4())
print("ready", flush=True)
sys.stdin.readline()
before = time.monotonic()
connection.execute("BEGIN IMMEDIATE")
seq = connection.execute("SELECT count(*) FROM event").fetchone()[0] + 1
connection.execute("INSERT INTO event (origin, seq, id, hash, body) VALUES ('o', ?, ?, 'h', x'00')", (seq, identity))
connection.execute("COMMIT")
print(1, time.monotonic() - before, flush=True)
sys.stdin.readline()
"""


def _race(code: str, path: Path, writers: int, seconds: float) -> list[tuple[int, float]]:
    """How often each of the writers wrote, and its longest wait; all begin at the same instant.
    None ends before all are done: taking a process down costs more than an act, and is not what is
    measured."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), f"s{number:05}", str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environ,
        )
        for number in range(writers)
    ]
    for process in started:
        assert process.stdout
        process.stdout.readline()
    for process in started:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.stdout.readline().split() for process in started if process.stdout]
    for process in started:
        process.communicate()
    return [(int(count), float(longest)) for count, longest in said]


def _at_once(folder: Path, rounds: int, writers: int = 50) -> None:
    """The slowest of so many processes that each write once at the same instant."""
    ours, floors = [], []
    with closing(bare(folder / "bare race")):
        for number in range(rounds):
            store = filled(folder / f"race{number}", 1)
            ours.append(
                max(longest for _, longest in _race(WRITER, folder / f"race{number}", writers, 0))
            )
            store.close()
            floors.append(
                max(longest for _, longest in _race(BARE_WRITER, folder / "bare race", writers, 0))
            )
    floor, taken = statistics.median(floors), statistics.median(ours)
    print(
        f"\n{writers} processes that each write once at once: the slowest, median of {rounds}, ms "
        "(limit: a quarter)"
    )
    print(f"  {'SQLite busy handler':24}{1000 * floor:8.0f}")
    print(f"  {'append':24}{1000 * taken:8.0f}  ({taken / floor:.2f})", flush=True)


def _for_ten_seconds(folder: Path, writers: int = 50, seconds: float = 10) -> None:
    """Errors end a writer with a traceback and this bench with it."""
    said = _race(WRITER, folder / "long race", writers, seconds)
    counts = sorted(count for count, _ in said)
    store = SqliteStore(folder / "long race")
    lost = sum(counts) - len(store.record.events)
    store.close()
    print(
        f"\n{writers} writers for {seconds:.0f} s: {sum(counts):,} acts, {lost} lost; each "
        f"{counts[0]} to {counts[-1]}, "
        f"median {statistics.median(counts):.0f}; longest wait "
        f"{max(longest for _, longest in said):.2f} s",
        flush=True,
    )
