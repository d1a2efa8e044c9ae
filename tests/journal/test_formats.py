"""Journals of every format that there was, kept as their programs wrote them (`formats/`): they are
read as they are, the first act brings one of an earlier format up once a copy is kept, and one of a
newer is read as far as it is understood."""

import os
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError, JournalReadOnly
from chwapi_console.journal.file import earlier_formats
from chwapi_console.journal.file.file_format import SCHEMA_VERSION, strangers
from chwapi_console.journal.file.journal_file import JournalFile
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.text import say
from journal.kept_formats import DBA, FORMATS, KEPT, NOTE, bodies, format_in, newer


def beside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir() if ".format-" in each.name}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A journal of format 1, as its program left it."""
    return Path(shutil.copy(KEPT / "format-1.sqlite", tmp_path / "inventory.journal"))


def test_a_journal_of_every_format_up_to_this_is_kept() -> None:
    assert list(range(1, SCHEMA_VERSION + 1)) == [format_in(path) for path in FORMATS]


def acted(path: Path, number: int = 1) -> None:
    """An act in a journal."""
    with closing(SqliteStore(path)) as store:
        store.append([NOTE._replace(id=f"{NOTE.id[:-2]}{number:02}")], DBA, {})


def test_who_looks_changes_nothing_be_it_often(old: Path) -> None:
    before = sha256(old.read_bytes()).hexdigest()
    for read_only in (True, False, False):
        with closing(SqliteStore(old, read_only=read_only)) as store:
            assert (9, 1) == (len(store.record.events), store.format)
            assert [] == list(store.record.misfits)
            store.refresh()
            store.take_in()
    assert before == sha256(old.read_bytes()).hexdigest()
    assert ["inventory.journal"] == [each.name for each in old.parent.iterdir()]


def test_the_first_act_brings_format_1_up_once_and_keeps_a_copy_to_the_byte_of_its_events(
    old: Path,
) -> None:
    before = bodies(old)
    inode = old.stat().st_ino
    acted(old, 1)
    acted(old, 2)
    assert before == bodies(old)[:-2]
    assert SCHEMA_VERSION == format_in(old)
    assert inode == old.stat().st_ino
    assert {"inventory.journal.format-1"} == beside(old)
    copy = old.with_name("inventory.journal.format-1")
    assert (1, before) == (format_in(copy), bodies(copy))
    with closing(sqlite3.connect(old)) as connection:
        assert [] == strangers(connection)
    with closing(SqliteStore(old)) as store:
        assert [] == list(store.record.misfits)
        assert store.audit().sound


def test_of_two_that_look_both_act_in_what_one_of_them_brought_up(old: Path) -> None:
    with closing(SqliteStore(old)) as one, closing(SqliteStore(old)) as other:
        one.append([NOTE], DBA, {})
        other.append([NOTE._replace(id=f"{NOTE.id[:-1]}9")], DBA, {})
        one.refresh()
        assert 11 == len(one.record.events) == len(other.record.events)
    assert {"inventory.journal.format-1"} == beside(old)


def test_a_copy_that_lies_there_already_is_not_written_over(old: Path) -> None:
    old.with_name("inventory.journal.format-1").write_bytes(b"mine")
    acted(old)
    assert {"inventory.journal.format-1", "inventory.journal.format-1-2"} == beside(old)
    assert b"mine" == old.with_name("inventory.journal.format-1").read_bytes()


def test_a_disk_without_hard_links_keeps_the_copy_too(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise PermissionError(1, os.strerror(1))

    monkeypatch.setattr(os, "link", none)
    monkeypatch.delattr(os, "O_TMPFILE")
    acted(old)
    assert {"inventory.journal.format-1"} == beside(old)


def test_an_sqlite_that_cannot_hand_out_a_file_copies_it_where_nobody_else_can(
    old: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As before its 3.36."""
    own = tmp_path_factory.mktemp("own")
    monkeypatch.setattr("tempfile.tempdir", str(own))
    monkeypatch.setattr(earlier_formats, "hasattr", lambda *_: False, raising=False)
    before = bodies(old)
    acted(old)
    copy = old.with_name("inventory.journal.format-1")
    assert (1, before) == (format_in(copy), bodies(copy))
    assert [] == list(own.iterdir())


def test_where_no_copy_can_be_kept_it_is_read_and_an_act_says_why(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(earlier_formats, "keep_a_copy", full)
    with closing(SqliteStore(old)) as store:
        assert 9 == len(store.record.events)
        for _ in range(2):
            with pytest.raises(JournalError, match=r"no copy of it could be kept.*No space left"):
                store.append([NOTE], DBA, {})
        store.refresh()
        assert 9 == len(store.record.events)
    assert 1 == format_in(old)


def test_an_act_is_not_acknowledged_where_the_disk_gives_out_once_it_was_brought_up(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was then opened to be read, as a copy in memory, and the act went into that."""
    brought_up = JournalFile.bring_up

    def and_then_full(file: JournalFile) -> None:
        brought_up(file)
        file._why_read_only = say("The disk is full.")

    monkeypatch.setattr(JournalFile, "bring_up", and_then_full)
    with pytest.raises(JournalReadOnly, match="The disk is full"):
        acted(old)
    assert 9 == len(bodies(old))


def test_what_fails_in_the_middle_leaves_it_as_it_was_and_no_copy(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bodies(old)
    monkeypatch.setattr(earlier_formats, "EVENT", "CREATE nonsense")
    for _ in range(2):
        with pytest.raises(JournalError):
            acted(old)
    assert (1, before) == (format_in(old), bodies(old))
    assert set() == beside(old)


STRANGE = [
    "CREATE TABLE event_1 (a)",
    "CREATE TRIGGER swallow BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END",
    "CREATE INDEX slow ON event(hex(body))",
    (
        "CREATE VIEW endless AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
        "SELECT * FROM c"
    ),
    "DROP TABLE own_origin; CREATE VIEW own_origin AS SELECT id AS origin FROM event",
]


@pytest.mark.parametrize("strange", STRANGE)
def test_what_others_put_into_it_is_told_and_neither_taken_away_nor_brought_up(
    old: Path, strange: str
) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(strange)
    before = bodies(old)
    for _ in range(2):
        with closing(SqliteStore(old)) as store:
            assert 9 == len(store.record.events)
            assert "did not make" in str(store.why_read_only)
            assert not store.audit().sound
        with pytest.raises(JournalError, match="did not make"):
            acted(old)
    assert (1, before, set()) == (format_in(old), bodies(old), beside(old))


def test_a_table_that_only_calls_itself_format_1_is_refused(old: Path) -> None:
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("ALTER TABLE event ADD COLUMN more TEXT")
    with pytest.raises(JournalError, match="early chwapi-console"):
        SqliteStore(old)
    assert set() == beside(old)


def test_a_newer_journal_is_read_as_far_as_it_is_understood_and_never_written(
    tmp_path: Path,
) -> None:
    path = tmp_path / "inventory.journal"
    newer(path)
    with closing(SqliteStore(path)) as store:
        assert ["hot"] == [event.data["text"] for event in store.record.events]
        assert "newer chwapi-console" in str(store.why_read_only)
        with pytest.raises(JournalError, match="use the newer program"):
            store.append([NOTE._replace(id="b")], DBA, {})
    assert SCHEMA_VERSION + 1 == format_in(path)


def test_a_newer_journal_that_keeps_its_events_otherwise_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "inventory.journal"
    newer(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE event ADD COLUMN more TEXT")
    with pytest.raises(JournalError, match="newer chwapi-console"):
        SqliteStore(path)
