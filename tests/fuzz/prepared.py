"""The folder of a try: a small sound plan, and a journal with acts that were acknowledged before
anything odd happens."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from backups import be_at_home
from chwapi_console.journal.file.file_format import INSERT
from fuzz.case import OURS, Case, Forgery, Step
from fuzz.warm import run
from journal.forgeries import FORGER, chained, written

PLAN = """\
schema = 1
[incident]
name = "Night"
detected = 2026-01-01T00:00:00Z
timezone = "Europe/Brussels"
[sites.s]
name = "North"
[runbooks.r]
steps = ["image", "test"]
[services.v]
name = "Theatre"
site = "s"
tier = 1
rto = "8h"
needs = ["a1", ["b1", "c1"]]
[services.w]
name = "Wards"
tier = 2
needs = ["v", "b1"]
[servers]
a1 = { site = "s", role = "database", restore = "30m", state = "compromised", runbook = "r", os = "Debian", address = "10.0.0.1" }
b1 = { site = "s", role = "application", restore = ["1h", "2h", "6h"], state = "compromised", needs = ["a1"], runbook = "r" }
c1 = { site = "s", role = "application", restore = "2h", state = "unknown" }
[conditions.paper]
name = "Paper entered"
who = "ward"
needs = ["v"]
[conditions.films]
name = "Films at the bedside"
who = "radiology"
"""
SERVERS, SERVICES, STEPS = ("a1", "b1", "c1"), ("v", "w"), ("image", "test")
FIRST_ACTS = (
    ("note", "a1", "acknowledged-one"),
    ("mark", "b1", "compromised", "--note", "acknowledged-two"),
    ("step", "a1", "image", "--yes"),
    ("pin", "w", "--reason", "acknowledged-three", "--yes"),
)
ACKNOWLEDGED = ("acknowledged-one", "acknowledged-two", "acknowledged-three")


def quiet(folder: Path) -> dict[str, str]:
    """An environment of the case's own, with nothing of the person's who runs this."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "CHWAPI_OPERATOR": "dba",
        "XDG_CACHE_HOME": str(folder / "home" / "cache"),
        "TZ": "UTC",
        "LANGUAGE": "en",
    }


@cache
def _template() -> Path:
    """A folder in which the first acts were done, for as long as this process lives."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-prepared-"))
    _templates.append(folder)
    (folder / "inventory.toml").write_text(PLAN, encoding="utf-8")
    done = run([Step(words) for words in FIRST_ACTS], folder, quiet(folder))
    assert [0] * len(FIRST_ACTS) == [tried.code for tried in done.tried], done
    with closing(sqlite3.connect(folder / "inventory.journal")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder


_templates: list[Path] = []


def forget() -> None:
    """Takes away what was prepared."""
    for folder in _templates:
        shutil.rmtree(folder, ignore_errors=True)
    _templates.clear()
    _template.cache_clear()


def journal_bytes() -> bytes:
    """The bytes of the journal that is prepared."""
    return (_template() / "inventory.journal").read_bytes()


def own_rows() -> list[tuple[str, int, str, str, bytes]]:
    """Its rows: origin, number, id, hash and body."""
    with closing(sqlite3.connect(_template() / "inventory.journal")) as connection:
        return connection.execute(
            "SELECT origin, seq, id, hash, body FROM event ORDER BY position"
        ).fetchall()


@contextmanager
def laid_out(case: Case) -> Iterator[Path]:
    """A folder with all that the case has in it, while it is needed."""
    with tempfile.TemporaryDirectory(prefix="fuzz-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "case"
        folder.mkdir()
        (Path(name) / "home").mkdir()
        for each in ("inventory.toml", "inventory.journal"):
            shutil.copy(_template() / each, folder / each)
        _alone_at_home(folder / "inventory.journal")
        for forged_name, forgery in case.forged.items():
            _forge(folder / forged_name, forgery)
        for file_name, data in case.files.items():
            (folder / file_name).parent.mkdir(parents=True, exist_ok=True)
            (folder / file_name).write_bytes(data)
        for place, kind in case.planted.items():
            _plant(folder / place, kind)
        yield folder


PLANTS = (
    "pipe",
    "folder",
    "link to itself",
    "link to nowhere",
    "link to a device",
    "link to the plan",
    "giant",
    "text",
    "nothing",
)


def _plant(path: Path, kind: str) -> None:
    """Puts something of that kind in a place, in which nothing else is then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link to itself":
            path.symlink_to(path.name)
        case "link to nowhere":
            path.symlink_to(NOWHERE)
        case "link to a device":
            path.symlink_to("/dev/zero")
        case "link to the plan":
            path.symlink_to("inventory.toml")
        case "giant":
            with path.open("wb") as file:
                file.truncate(1 << 40)
        case "text":
            path.write_text("name,verdict\na1,clean\n", encoding="utf-8")
        case "nothing":
            path.touch()


NOWHERE = "followed-to-nowhere"


def _alone_at_home(journal: Path) -> None:
    """The copy is the journal of this very place, with nothing beside it."""
    be_at_home(journal)
    for end in ("-wal", "-shm"):
        journal.with_name(journal.name + end).unlink(missing_ok=True)


def _forge(path: Path, forgery: Forgery) -> None:
    ours = own_rows()
    before = ours[: len(ours) - forgery.cut] if forgery.after_ours else []
    path.parent.mkdir(parents=True, exist_ok=True)
    victim = path.exists()
    if victim and forgery.parts:
        with closing(sqlite3.connect(path)) as connection:
            for row in _rows(ours, forgery):
                try:
                    connection.execute(INSERT, row)
                except (sqlite3.Error, OverflowError, UnicodeEncodeError):
                    continue  # what no file can hold attacks nobody
            connection.commit()
    if not victim:
        written(path, _unique([*before, *_rows(before or ours, forgery)]))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in forgery.statements:
            try:
                connection.execute(statement)
            except sqlite3.Error:
                continue


def _unique(
    rows: list[tuple[str, int, str, str, bytes]],
) -> Iterator[tuple[str, int, str, str, bytes]]:
    """The rows that a file can hold: no id and no place twice, numbers and texts that SQLite has
    room for."""
    ids, places = set[str](), set[tuple[str, int]]()
    for row in rows:
        origin, seq, identity, _, _ = row
        fits = (
            isinstance(seq, int)
            and -(1 << 63) <= seq < 1 << 63
            and isinstance(origin, str)
            and isinstance(identity, str)
        )
        if (
            fits
            and identity not in ids
            and (origin, seq) not in places
            and (origin + identity).isprintable()
        ):
            ids.add(identity)
            places.add((origin, seq))
            yield row


def _rows(
    ours: list[tuple[str, int, str, str, bytes]], forgery: Forgery
) -> list[tuple[str, int, str, str, bytes]]:
    """The parts as rows, each origin chained by itself, in the order in which they stand."""
    rows, chains = [], dict[str, tuple[int, str, int]]()
    for part in forgery.parts:
        own = {name: value for name, value in part.items() if name != "replace"}
        origin = own.pop("origin", FORGER)
        if not isinstance(origin, str):  # in the body alone: no column holds it
            own["origin"], origin = origin, FORGER
        if origin == OURS:
            origin, seq, _, digest, _ = ours[-1]
            chains.setdefault(origin, (seq, digest, seq))
        if own.get("id") == OURS:
            own["id"] = ours[-1][2]
        if "replace" in part:
            old, new = part["replace"]
            own["spoil"] = _replacing(old, new)
        seq, prev, lamport = chains.get(origin, (0, "0" * 64, 0))
        try:
            (row,) = chained([own], origin=origin, seq=seq, prev=prev, lamport=lamport)
        except (ValueError, RecursionError):
            continue
        rows.append(row)
        chains[origin] = (seq + 1, row[3], _counted(own.get("lamport"), lamport + 1))
    return rows


def _counted(said: Any, usual: int) -> int:
    return said if isinstance(said, int) and abs(said) < 1 << 60 else usual


def _replacing(old: str, new: str) -> Any:
    return lambda body: body.replace(
        old.encode("utf-8", "surrogateescape"), new.encode("utf-8", "surrogateescape")
    )


def events(journal: Path) -> list[Mapping[str, Any]]:
    """All events in a file, read by nothing of the program. Empty where it cannot be read."""
    import json

    try:
        with closing(sqlite3.connect(f"file:{journal}?mode=ro", uri=True)) as connection:
            bodies = connection.execute("SELECT body FROM event ORDER BY position").fetchall()
    except sqlite3.Error:
        return []
    found = []
    for (body,) in bodies:
        try:
            found.append(json.loads(body))
        except (ValueError, RecursionError, TypeError):
            continue
    return [event for event in found if isinstance(event, dict)]


def leftovers(folder: Path) -> list[str]:
    """Hidden files that somebody left lying about."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))
