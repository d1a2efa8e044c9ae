"""What lies beside a journal: a -shm that cannot be written to, a link that leads to the journal, a
first act cut short."""

import errno
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError
from chwapi_console.journal.file import waiting
from chwapi_console.journal.file.journal_file import JournalFile
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from journal.processes import Writer, run, whole

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two logins")
ANA, BEN = "54321:54501:022:54400", "54322:54502:022:54400"


@pytest.fixture
def folder(public_folder: Path) -> Path:
    folder = public_folder / "shared"
    folder.mkdir()
    os.chown(folder, 54321, 54400)
    folder.chmod(0o2770)
    return folder


@ROOT
def test_a_look_while_the_journal_could_only_be_read_hinders_no_later_act(folder: Path) -> None:
    journal = folder / "j"
    with Writer(journal, login=ANA) as writer:
        writer.act("a")
    journal.chmod(0o400)
    looking = Writer(journal, login=ANA)
    assert "1" == looking.ask("count")
    looking.kill()
    for name in ("j-wal", "j-shm"):
        (folder / name).touch()
        (folder / name).chmod(0o400)
        os.chown(folder / name, 54321, 54400)
    journal.chmod(0o660)
    with Writer(journal, login=ANA) as writer:
        writer.act("b")
    assert 2 == len(whole(journal).events)


@ROOT
def test_what_somebody_else_left_unwritable_beside_is_named_with_what_to_type(folder: Path) -> None:
    journal = folder / "j"
    with Writer(journal, login=ANA) as writer:
        writer.act("a")
    (folder / "j-shm").touch()
    (folder / "j-shm").chmod(0o440)
    os.chown(folder / "j-shm", 54322, 54400)
    with Writer(journal, login=ANA) as writer:
        assert f"{folder / 'j-shm'} cannot be written to" in (why := writer.refused("b"))
        assert f"chmod ug+rw {folder / 'j-shm'}" in why
        assert "1" == writer.ask("count")
        (folder / "j-shm").chmod(0o660)
        writer.act("b")
    assert 2 == len(whole(journal).events)


@ROOT
def test_who_may_only_read_a_journal_leaves_nothing_beside_it(folder: Path) -> None:
    journal = folder / "j"
    with Writer(journal, login=ANA) as writer:
        writer.act("a")
    journal.chmod(0o640)
    with Writer(journal, login=BEN) as looking:
        assert "1" == looking.ask("count")
        with Writer(journal, login=ANA) as writer:
            writer.act("b")
            assert "2" == looking.ask("count")
    assert 2 == len(whole(journal).events)


@ROOT
def test_a_link_in_a_folder_where_nothing_may_be_written_shows_every_act(folder: Path) -> None:
    journal, links = folder / "j", folder.parent / "links"
    writer = Writer(journal, login=ANA)
    writer.act("a")
    writer.kill()
    links.mkdir()
    (links / "j").symlink_to(journal)
    with Writer(links / "j", login=ANA) as reached:
        assert "1" == reached.ask("count")
        reached.act("b")
    assert 2 == len(whole(journal).events)


@pytest.mark.parametrize("name", ["j-wal", "j-shm"])
def test_another_file_that_was_linked_into_its_place_is_left_as_it_is(
    tmp_path: Path, name: str
) -> None:
    with closing(SqliteStore(tmp_path / "j")) as store:
        store.append([Draft("a", "sql1", "noted", {"text": "x"})], Actor("dba", "host"), {})
    (tmp_path / "theirs").write_text("kept", encoding="utf-8")
    (tmp_path / name).hardlink_to(tmp_path / "theirs")
    with closing(SqliteStore(tmp_path / "j", read_only=True)) as store:
        assert 1 == len(store.record.events)
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).hardlink_to(tmp_path / "theirs")
    with closing(SqliteStore(tmp_path / "j")) as store:
        assert f"in the place of {name}" in str(store.why_read_only)
        assert 1 == len(store.record.events)
    assert "kept" == (tmp_path / "theirs").read_text(encoding="utf-8")


@ROOT
@pytest.mark.parametrize("name", ["j-wal", "j-shm", "j-journal"])
def test_looking_as_root_gives_nobody_a_file_that_was_linked_into_its_place(
    tmp_path: Path, name: str
) -> None:
    with closing(SqliteStore(tmp_path / "j")) as store:
        store.append([Draft("a", "sql1", "noted", {"text": "x"})], Actor("dba", "host"), {})
    os.chown(tmp_path / "j", 54321, 54400)
    theirs = tmp_path / "theirs"
    theirs.write_text("kept", encoding="utf-8")
    (tmp_path / name).hardlink_to(theirs)
    before = theirs.stat()
    with closing(SqliteStore(tmp_path / "j")) as store:
        assert 1 == len(store.record.events)
    after = theirs.stat()
    assert (before.st_uid, before.st_gid, before.st_nlink) == (
        after.st_uid,
        after.st_gid,
        after.st_nlink,
    )


def test_a_look_leaves_nothing_beside_a_journal_that_nobody_has_open(plan: Path) -> None:
    journal = plan.with_suffix(".journal")
    with Writer(journal) as writer:
        writer.act("a")
    before = sorted(plan.parent.iterdir()), journal.read_bytes()
    assert 0 == run("log", "--read-only", folder=plan.parent).returncode
    assert before == (sorted(plan.parent.iterdir()), journal.read_bytes())


def test_a_look_as_asked_takes_nothing_in(plan: Path) -> None:
    journal = plan.with_suffix(".journal")
    writer = Writer(journal)
    writer.act("a")
    writer.kill()
    before = journal.read_bytes(), Path(f"{journal}-wal").read_bytes()
    looked = run("log", "--read-only", folder=plan.parent)
    assert (0, True) == (looked.returncode, "note: a" in looked.stdout)
    assert before == (journal.read_bytes(), Path(f"{journal}-wal").read_bytes())


def test_a_link_leads_to_the_acts_in_the_wal_too(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there/j")
    writer = Writer(tmp_path / "there" / "j")
    writer.act("a", "b")
    writer.kill()
    with closing(SqliteStore(tmp_path / "link", read_only=True)) as store:
        assert (2, 2) == (len(store.record.events), store.audit().beside)
    assert {"link", "there"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("begun", ["nothing", "a header", "a header, and a -wal"])
def test_a_first_act_that_was_cut_short_is_an_empty_record_to_who_may_not_write(
    plan: Path, begun: str
) -> None:
    journal = plan.with_suffix(".journal")
    journal.touch()
    if begun != "nothing":
        with closing(sqlite3.connect(journal)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            if begun == "a header, and a -wal":
                connection.execute("CREATE TABLE a (b)")
                for name in (journal.name, f"{journal.name}-wal"):
                    shutil.copy(plan.parent / name, plan.parent / f"kept-{name}")
        if begun == "a header, and a -wal":
            for name in (journal.name, f"{journal.name}-wal"):
                (plan.parent / f"kept-{name}").replace(plan.parent / name)
            wal = Path(f"{journal}-wal")
            wal.write_bytes(wal.read_bytes()[:-1])
    looked = run("--read-only", "log", folder=plan.parent)
    assert (0, True) == (looked.returncode, "nobody has acted yet" in looked.stderr)
    assert 4 == run("--read-only", "note", "s01", "x", folder=plan.parent).returncode
    assert 0 == run("note", "s01", "x", folder=plan.parent).returncode


def test_a_disk_that_turned_to_read_only_is_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ext4 does after an error: neither the rights nor the mount say so."""
    with closing(SqliteStore(tmp_path / "j")) as store:
        store.append([Draft("a", "sql1", "noted", {"text": "x"})], Actor("dba", "host"), {})
    connected, opened = JournalFile._connected, os.open

    def refusing(path: Path | str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return opened(path, flags, mode)

    monkeypatch.setattr(
        JournalFile,
        "_connected",
        lambda self, options: connected(self, options.replace("=rw", "=ro")),
    )
    monkeypatch.setattr(waiting, "SECONDS_OF_OPENING", 0.05)
    monkeypatch.setattr("os.open", refusing)
    with closing(SqliteStore(tmp_path / "j")) as store:
        assert 1 == len(store.record.events)
        with pytest.raises(JournalError, match="the system lets nobody write to its disk any more"):
            store.append([Draft("b", "sql1", "noted", {"text": "x"})], Actor("dba", "host"), {})
