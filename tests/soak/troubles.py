"""What a night does to a house: a disk that fills, a clock that is set, and what a process holds."""

import json
import os
import sqlite3
import subprocess
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

DISK = 48_000_000
"""Bytes of the disk that is filled."""


class Disk:
    """A small disk that can be filled, for one folder; `is_small` says whether this host lets one be
    made. Where it does not, nothing is filled."""

    def __init__(self, folder: Path) -> None:
        self._filler = folder / "filler"
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "tmpfs", folder],
            capture_output=True,
            check=False,
        )
        self.is_small = made.returncode == 0
        self._folder = folder

    def fill(self) -> None:
        """Takes all the room that is left."""
        if not self.is_small:
            return
        with suppress(OSError), self._filler.open("ab", buffering=0) as file:
            while file.write(b"\0" * 65536):
                pass

    def empty(self) -> None:
        """Gives the room back."""
        self._filler.unlink(missing_ok=True)

    def close(self) -> None:
        """Lets go of the disk; whoever looks at what was on it has done so."""
        if self.is_small:
            subprocess.run(["umount", "-l", self._folder], check=False, capture_output=True)


@contextmanager
def disk_at(folder: Path) -> Iterator[Disk]:
    """A disk for a folder, as long as it lasts."""
    disk = Disk(folder)
    try:
        yield disk
    finally:
        disk.close()


class Held(NamedTuple):
    """What a process holds: memory in bytes, and open files."""

    memory: int
    files: int


def held_by(process: int) -> Held:
    """What a process holds now."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return Held(
        pages * os.sysconf("SC_PAGE_SIZE"), sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    )


def plain_memory(journal: Path) -> float:
    """Bytes that an event of a journal takes as what JSON makes of it and its stored bytes: what
    Python gives to whoever reads it, and nothing of this program around it."""
    with closing(sqlite3.connect(journal)) as connection:
        tracemalloc.start()
        bodies = [body for (body,) in connection.execute("SELECT body FROM event")]
        kept = [(body, json.loads(body)) for body in bodies]
        taken, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return taken / max(1, len(kept))
