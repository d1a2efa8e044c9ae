"""What people do while a disk fails: command lines, the folder that each begins in, and what is in
the files when it is done."""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from backups import be_at_home
from chwapi_console.inventory.file.load import load
from chwapi_console.journal.file.earlier_formats import EVENT_1
from chwapi_console.journal.file.file_format import TRIGGERS
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session.session import Session
from hospitals import HEAD

PLAN = (
    HEAD
    + """[services.pacs]
name = "PACS"
site = "imc"
tier = 2
needs = ["app1"]
[servers]
app1 = { site = "imc", role = "PACS", needs = ["sql1"], state = "clean" }
sql1 = { site = "imc", role = "Base", restore = "2h", state = "compromised" }
dc1 = { site = "imc", role = "Annuaire", restore = "3h", state = "compromised" }
"""
)
LIST = "name;site;role;address\nnew1;IMC;Courrier;10.0.0.9\n"
FOLDERS = ("work", "mirror", "other", "cache", "tmp")


class Story(NamedTuple):
    """A command line and what it does: how many events it writes here, whether it edits the plan in
    place, which files it makes, and whether nothing was there when it began, be it a journal or a
    plan; or a journal of the first format."""

    name: str
    words: Sequence[str]
    events: int = 0
    edits: bool = False
    makes: Sequence[str] = ()
    journal: bool = True
    plan: bool = True
    sends: int = 0
    early: bool = False


STORIES = (
    Story("mark", ("mark", "sql1", "restored", "--yes"), events=1),
    Story("first", ("note", "app1", "seen"), events=2, journal=False),
    Story("early", ("note", "app1", "seen"), events=1, early=True),
    Story("mirror", ("note", "app1", "seen", "--mirror", "../mirror"), events=1),
    Story("sync", ("sync", "../other"), events=2, sends=4),
    Story(
        "evidence", ("export", "evidence", "e.zip", "--purpose", "p"), events=1, makes=("e.zip",)
    ),
    Story("import", ("import", "csv", "list.csv", "--in-place", "--yes"), edits=True),
    Story("needs", ("needs", "pacs", "dc1"), edits=True),
    Story("plan", ("export", "plan", "out.toml"), makes=("out.toml",)),
    Story(
        "init",
        ("init", "--yes"),
        makes=("inventory.toml", "inventory.schema.json"),
        journal=False,
        plan=False,
    ),
    Story("drill", ("drill",), makes=("drill/inventory.toml",)),
    Story("log", ("log",)),
    Story("audit", ("audit",)),
)


def environ_of(root: Path) -> dict[str, str]:
    """Everything that a command line may write to lies below the root."""
    return {
        "CHWAPI_OPERATOR": "dba",
        "LANGUAGE": "en",
        "XDG_CACHE_HOME": str(root / "cache"),
        "XDG_STATE_HOME": str(root / "state"),
        "TMPDIR": str(root / "tmp"),
    }


def lay_bases(folder: Path) -> Path:
    """A root with a plan and a journal of some acts, another journal beside it that lacks them and
    has its own, and a mirror; none of it by what the login has, as its signing key."""
    base = folder / "base"
    for name in FOLDERS:
        (base / name).mkdir(parents=True)
    work = base / "work"
    (work / "inventory.toml").write_text(PLAN, encoding="utf-8")
    (work / "list.csv").write_text(LIST, encoding="utf-8")
    with patch.dict(os.environ, environ_of(base)):
        _write_records(base, work)
    return base


def _write_records(base: Path, work: Path) -> None:
    with closing(Session(work / "inventory.toml", operator="dba")) as session:
        for text in ("one", "two", "three"):
            session.acts.note("app1", text)
        session.keeping.sync(base / "mirror")
    with closing(
        Session(work / "inventory.toml", base / "other" / "inventory.journal", operator="lead")
    ) as session:
        session.acts.note("app1", "elsewhere")
    load(work / "inventory.toml")


def lay(base: Path, root: Path, story: Story) -> None:
    """A fresh root for one try; the journals in it are still their files' own, though these are
    copies."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(base, root)
    if not story.plan:
        (root / "work" / "inventory.toml").unlink()
    if not story.journal:
        (root / "work" / "inventory.journal").unlink()
    if story.early:
        _as_of_format_1(root / "work" / "inventory.journal")
    for journal in root.glob("*/inventory.journal"):
        be_at_home(journal)


def _as_of_format_1(journal: Path) -> None:
    """Makes of a journal what a program of the first format would have made."""
    with closing(sqlite3.connect(journal, isolation_level=None)) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("ALTER TABLE event RENAME TO later")
        connection.execute(EVENT_1)
        connection.execute("INSERT INTO event SELECT position, origin, seq, id, body FROM later")
        connection.execute("DROP TABLE later")
        connection.execute("PRAGMA user_version = 1")


def events_in(journal: Path) -> list[str]:
    """The ids of a journal's events, by a reader of its own."""
    if not journal.exists() or not journal.stat().st_size:
        return []
    with closing(SqliteStore(journal, keep=False)) as store:
        assert store.trouble is None, store.trouble
        return [event.id for event in store.record.events]


def names_below(root: Path) -> set[str]:
    """Every file below a root."""
    return {os.path.relpath(path, root) for path in root.rglob("*") if path.is_file()}
