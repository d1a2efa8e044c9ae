"""What was acknowledged comes into the main file within moments, so that a plain copy of it has it;
and nobody waits for that."""

import os
import shutil
import sqlite3
import time
from contextlib import ExitStack, closing
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError
from chwapi_console.journal.file.file_faults import Busy
from chwapi_console.journal.file.journal_file import JournalFile
from chwapi_console.journal.file.taking_turns import LONGEST_TURN, alone, among_writers
from chwapi_console.journal.sqlite import SECONDS_FOR_OTHERS, SqliteStore
from chwapi_console.session.session import Session
from journal.processes import Writer, whole


def in_a_copy(journal: Path) -> list[str]:
    """The notes that a plain copy of the main file alone has."""
    copy = journal.with_name("copy.journal")
    shutil.copy(journal, copy)
    store = SqliteStore(copy, read_only=True)
    store.close()
    for path in journal.parent.glob("copy.journal*"):
        path.unlink()
    return [str(event.data["text"]) for event in store.record.events if event.kind == "noted"]


def traces(journal: Path) -> list[tuple[int, int]]:
    """What changes on the disk when anything is written."""
    return [
        (path.stat().st_mtime_ns, path.stat().st_size) for path in (journal, Path(f"{journal}-wal"))
    ]


def test_who_wrote_takes_it_in_when_closing_though_others_hold_the_journal_open(plan: Path) -> None:
    first = Session(plan, operator="dba")
    first.acts.note("s01", "one")
    with Writer(plan.with_suffix(".journal")) as other:
        other.act("two")
        first.acts.note("s01", "three")
        first.close()
        assert ["one", "two" * 100, "three"] == in_a_copy(first.journal_path)


def test_acts_are_taken_in_once_and_then_nothing_is_written_any_more(plan: Path) -> None:
    session = Session(plan, operator="dba")
    session.acts.note("s01", "one")
    assert session.keeping.take_in()
    session.acts.note("s01", "two")
    assert ["one"] == in_a_copy(session.journal_path)
    assert session.keeping.take_in()
    assert ["one", "two"] == in_a_copy(session.journal_path)
    before = traces(session.journal_path)
    assert session.keeping.take_in()
    session.look()
    assert session.keeping.take_in()
    assert before == traces(session.journal_path)
    session.close()


def test_what_others_wrote_is_taken_in_by_whoever_looks_on(plan: Path) -> None:
    looking = Session(plan, operator="lead")
    looking.acts.note("s01", "mine")
    looking.keeping.take_in()
    journal = plan.with_suffix(".journal")
    killed = Writer(journal)
    killed.act("theirs")
    killed.kill()
    looking.look()
    looking.keeping.take_in()
    assert 0 == Path(f"{journal}-wal").stat().st_size
    assert "theirs" in {event.id for event in whole(journal).events}
    looking.close()


def test_where_somebody_is_writing_it_is_tried_later_and_the_act_goes_on(plan: Path) -> None:
    session = Session(plan, operator="dba")
    session.acts.note("s01", "one")
    with among_writers(session.journal_path):
        assert not session.keeping.take_in()
        session.acts.note("s01", "two")
    assert session.keeping.take_in()
    assert ["one", "two"] == in_a_copy(session.journal_path)
    session.close()


def test_who_meets_one_that_takes_in_waits_as_for_any_writer(plan: Path) -> None:
    store = SqliteStore(plan.with_suffix(".journal"), patience=0.05)
    with alone(store.path) as locked:
        assert locked
        with pytest.raises(JournalError, match="Nothing was written"):
            store.renounce(store.origin)
    store.renounce(store.origin)
    store.close()


def test_any_number_write_at_once_but_one_alone_takes_in(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    with ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(among_writers(journal))
        with pytest.raises(Busy), alone(journal):
            pass
    with alone(journal), pytest.raises(Busy), among_writers(journal):
        pass


def test_a_reader_in_the_middle_of_a_look_hinders_no_act_and_it_is_tried_again(plan: Path) -> None:
    session = Session(plan, operator="dba")
    session.acts.note("s01", "one")
    reader = sqlite3.connect(session.journal_path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM event").fetchone()
    session.acts.note("s01", "two")
    assert not session.keeping.take_in()
    session.acts.note("s01", "three")
    reader.close()
    assert session.keeping.take_in()
    assert ["one", "two", "three"] == in_a_copy(session.journal_path)
    session.close()


def test_sqlite_takes_nothing_in_by_itself(plan: Path) -> None:
    store = SqliteStore(plan.with_suffix(".journal"))
    store.renounce(store.origin)
    connection = store.connection()
    assert connection is not None
    assert (0,) == connection.execute("PRAGMA wal_autocheckpoint").fetchone()
    store.close()


def test_who_may_only_look_takes_nothing_in(plan: Path) -> None:
    session = Session(plan, operator="dba")
    session.acts.note("s01", "one")
    looking = Session(plan, operator="lead", read_only=True)
    before = traces(session.journal_path)
    assert looking.keeping.take_in()
    looking.close()
    assert before == traces(session.journal_path)
    session.close()


def test_a_mirror_is_taken_in_too(plan: Path) -> None:
    stick = plan.parent / "stick"
    stick.mkdir()
    session = Session(plan, operator="dba", mirror=stick)
    session.acts.note("s01", "one")
    assert session.keeping.take_in()
    assert [["one"], ["one"]] == [
        in_a_copy(session.journal_path),
        in_a_copy(stick / session.journal_path.name),
    ]
    session.close()


def test_who_holds_the_folder_locked_for_ever_delays_an_act_and_stops_none(plan: Path) -> None:
    with closing(Session(plan, operator="dba")) as session, ExitStack() as held:
        session.acts.note("s01", "before")
        held.callback(os.close, descriptor := os.open(plan.parent, os.O_RDONLY))
        flock(descriptor, LOCK_EX)
        began = time.monotonic()
        session.acts.note("s01", "meanwhile")
        assert LONGEST_TURN < time.monotonic() - began < SECONDS_FOR_OTHERS
    assert 3 == len(whole(plan.with_suffix(".journal")).events)


def test_no_connection_takes_anything_in_by_itself_be_it_to_a_mirror_a_peer_or_for_evidence(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []
    connected = JournalFile._connected

    def remembered(self: JournalFile, options: str) -> sqlite3.Connection:
        connection = connected(self, options)
        if "immutable" not in options:
            opened.append(connection)
        return connection

    by_itself: list[object] = []
    closed = JournalFile.close

    def looked_at(self: JournalFile) -> None:
        if self.connection is not None and self.connection in opened:
            by_itself.append(self.connection.execute("PRAGMA wal_autocheckpoint").fetchone())
        closed(self)

    monkeypatch.setattr(JournalFile, "_connected", remembered)
    monkeypatch.setattr(JournalFile, "close", looked_at)
    mirror, peer = plan.parent / "mirror", plan.parent / "peer"
    mirror.mkdir()
    peer.mkdir()
    session = Session(plan, mirror=mirror, operator="dba")
    session.acts.note("s01", "one")
    session.keeping.sync(peer)
    session.keeping.journal_export("for the insurer")
    assert session.keeping.audit().file_faults == []
    session.close()
    assert len(opened) == len(by_itself) >= 3
    assert {(0,)} == set(by_itself)
