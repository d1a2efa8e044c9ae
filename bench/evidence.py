"""How long whoever was given evidence waits for its checks, in bash, as they stand on its page: with
acts that a fork had said anew, each looked up by its own bytes, beside an export without any."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path

from bench.plans import hit, plan_text
from chwapi_console.session.session import Session

SERVERS = 300
PLAN, JOURNAL, PEER = "inventory.toml", "inventory.journal", "peer.journal"


def report(sizes: tuple[int, ...]) -> None:
    """Prints how long the checks take for so many acts, of which none or all were said anew."""
    print("\nchecks of evidence, in bash")
    print(f"  {'acts':>6}{'kept':>6}{'s':>8}{'ms an act':>11}")
    for size in sizes:
        for is_forked in (False, True):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                kept = _recorded(folder, size, is_forked=is_forked)
                seconds = _checked(folder)
            print(f"  {size:6}{kept:6}{seconds:8.1f}{1000 * seconds / size:11.2f}", flush=True)


def _recorded(folder: Path, size: int, *, is_forked: bool) -> int:
    """Makes a journal with so many notes, and exports it; how many acts were said anew.

    Where it is forked a backup of the journal was put in its place after a peer had seen them.
    """
    (folder / PLAN).write_text(plan_text(SERVERS), encoding="utf-8")
    server = hit(SERVERS)[0]
    os.environ["XDG_STATE_HOME"] = str(folder / "state")
    _run(folder, "note", server, "first")
    shutil.copy(folder / JOURNAL, folder / "backup")
    with closing(Session(folder / PLAN, operator="dba")) as session:
        for number in range(size):
            session.acts.note(server, f"note {number}")
    if is_forked:
        _run(folder, "sync", PEER)
        for path in folder.glob(f"{JOURNAL}*"):
            path.unlink()
        (folder / "backup").rename(folder / JOURNAL)
        with closing(sqlite3.connect(folder / JOURNAL)) as connection, connection:
            inode = (folder / JOURNAL).stat().st_ino
            connection.execute("UPDATE own_origin SET inode = ?", (inode,))
        shutil.rmtree(folder / "state", ignore_errors=True)  # it was meant
        _run(folder, "note", server, "after the backup")
        _run(folder, "sync", PEER, "--keep-fork")
    _run(folder, "export", "evidence", "e.zip", "--purpose", "bench")
    with zipfile.ZipFile(folder / "e.zip") as archive:
        archive.extractall(folder / "e")
    kept = folder / "e" / "kept.jsonl"
    return len(kept.read_bytes().splitlines()) if kept.exists() else 0


def _run(folder: Path, *words: str) -> None:
    program = str(Path(sys.executable).with_name("chwapi-console"))
    environ = {**os.environ, "CHWAPI_OPERATOR": "dba"}
    subprocess.run([program, *words], cwd=folder, env=environ, capture_output=True, check=False)


def _checked(folder: Path) -> float:
    page = (folder / "e" / "READ-ME.txt").read_text(encoding="utf-8")
    typed = "\n".join(line[4:] for line in page.splitlines() if line.startswith("    "))
    before = time.perf_counter()
    subprocess.run(
        ["bash", "-c", f"set -e\n{typed}"], cwd=folder / "e", capture_output=True, check=True
    )
    return time.perf_counter() - before
