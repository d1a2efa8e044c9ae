"""Journals of every format that there was, kept as their programs wrote them (`formats/`): they open,
one of an earlier format once a copy is kept; one of a newer is read as far as it is understood."""

import os
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError
from chwapi_console.journal import earlier_formats
from chwapi_console.journal.file_format import SCHEMA_VERSION, TRIGGERS, strangers
from chwapi_console.journal.sqlite import SqliteStore
from journal.kept_formats import DBA, FORMATS, KEPT, NOTE, bodies, format_in, newer


def beside(path: Path) -> set[str]:
    return {each.name for each in path.parent.iterdir() if ".format-" in each.name}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A journal of format 1, as its program left it."""
    return Path(shutil.copy(KEPT / "format-1.sqlite", tmp_path / "inventory.journal"))


def test_a_journal_of_every_format_up_to_this_is_kept() -> None:
    assert list(range(1, SCHEMA_VERSION + 1)) == [format_in(path) for path in FORMATS]


def test_format_1_is_brought_up_once_and_a_copy_is_kept_to_the_byte_of_its_events(
    old: Path,
) -> None:
    before = bodies(old)
    inode = old.stat().st_ino
    for _ in range(2):
        with closing(SqliteStore(old)) as store:
            assert before == [event.body for event in store.record.events]
            assert [] == list(store.record.misfits)
    assert SCHEMA_VERSION == format_in(old)
    assert inode == old.stat().st_ino
    assert {"inventory.journal.format-1"} == beside(old)
    copy = old.with_name("inventory.journal.format-1")
    assert (1, before) == (format_in(copy), bodies(copy))
    with closing(sqlite3.connect(old)) as connection:
        assert [] == strangers(connection)


def test_a_copy_that_lies_there_already_is_not_written_over(old: Path) -> None:
    old.with_name("inventory.journal.format-1").write_bytes(b"mine")
    SqliteStore(old).close()
    assert {"inventory.journal.format-1", "inventory.journal.format-1-2"} == beside(old)
    assert b"mine" == old.with_name("inventory.journal.format-1").read_bytes()


def test_who_only_reads_reads_it_as_it_is_and_changes_nothing(old: Path) -> None:
    before = sha256(old.read_bytes()).hexdigest()
    with closing(SqliteStore(old, read_only=True)) as store:
        assert 9 == len(store.record.events)
    assert before == sha256(old.read_bytes()).hexdigest()
    assert set() == beside(old)


def test_where_no_copy_can_be_kept_it_is_read_and_says_why(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(earlier_formats, "keep_a_copy", full)
    with closing(SqliteStore(old)) as store:
        assert 9 == len(store.record.events)
        assert "no copy of it could be kept" in str(store.why_read_only)
        with pytest.raises(JournalError, match="No space left"):
            store.append([NOTE], DBA, {})
    assert 1 == format_in(old)


def test_what_fails_in_the_middle_leaves_it_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bodies(old)
    monkeypatch.setitem(TRIGGERS, "event_is_never_updated", "CREATE nonsense")
    with pytest.raises(JournalError):
        SqliteStore(old)
    assert (1, before) == (format_in(old), bodies(old))


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
