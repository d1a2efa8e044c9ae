"""A journal that is taken away, exchanged or written over under an open session: no act is lost,
and the sentence says where they are."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.errors import JournalError, JournalGone
from chwapi_console.journal import kept
from chwapi_console.journal.file import journal_file
from chwapi_console.journal.file.file_faults import Damage
from chwapi_console.journal.file.hindrances import size_of
from chwapi_console.journal.file.journal_file import JournalFile
from chwapi_console.journal.file.shared_memory import NoRoom
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.session.session import Session
from chwapi_console.sharing import share
from chwapi_console.text import say
from hospitals import MEANT
from journal.processes import Writer, run, whole

BY_ANOTHER = """
import sys
from pathlib import Path
from chwapi_console.session.session import Session
from chwapi_console.sharing import share
session = Session(Path(sys.argv[1]), operator="ana")
session.acts.note("s03", "of another process")
session.close()
"""


def copied(journal: Path, target: Path) -> None:
    """A copy as the backup interface of SQLite makes it: whole, whatever is in the WAL."""
    import sqlite3

    with sqlite3.connect(journal) as here, sqlite3.connect(target) as there:
        here.backup(there)
    here.close()
    there.close()


def unlinked(journal: Path, older: Path) -> None:
    journal.unlink()


def moved_away(journal: Path, older: Path) -> None:
    journal.rename(journal.with_name("moved"))


def replaced_by_another(journal: Path, older: Path) -> None:
    with Writer(journal.with_name("other")) as other:
        other.act("something-else")
    journal.with_name("other").replace(journal)


def replaced_by_an_older_copy(journal: Path, older: Path) -> None:
    older.replace(journal)


def overwritten_by_an_older_copy(journal: Path, older: Path) -> None:
    shutil.copyfile(older, journal)


def overwritten_by_garbage(journal: Path, older: Path) -> None:
    journal.write_bytes(os.urandom(journal.stat().st_size))


def cut_to_nothing(journal: Path, older: Path) -> None:
    os.truncate(journal, 0)


FAULTS: dict[Callable[[Path, Path], None], str] = {
    unlinked: "has been removed while it was open",
    moved_away: "has been removed while it was open",
    replaced_by_another: "has been replaced by another file while it was open",
    replaced_by_an_older_copy: "has been replaced by another file while it was open",
    overwritten_by_an_older_copy: "has been (damaged or written over|put back to an earlier state) "
    "while it was open",
    overwritten_by_garbage: "has been damaged or written over while it was open",
    cut_to_nothing: "has been emptied while it was open",
}
IN_PLACE = (overwritten_by_an_older_copy, overwritten_by_garbage, cut_to_nothing)


@pytest.mark.parametrize("folded", [True, False], ids=["folded into the file", "in the WAL"])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_an_open_session_knew_is_kept_and_comes_back_with_sync(
    plan: Path, fault: Callable[[Path, Path], None], folded: bool
) -> None:
    journal, older = plan.with_suffix(".journal"), plan.with_name("older")
    session = Session(plan, operator="dba")
    session.acts.mark(["s01"], "restored", MEANT)
    copied(journal, older)
    session.acts.take(["s02"])
    session.acts.note("s02", "x" * 9_000)
    subprocess.run([sys.executable, "-c", BY_ANOTHER, str(plan)], check=True)
    if folded:
        with closing(sqlite3.connect(journal)) as file:
            assert (0,) == file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[:1]
    if fault in IN_PLACE:
        session.look()
    fault(journal, older)
    try:
        session.acts.mark(["s04"], "restored", MEANT)
    except JournalError as error:
        said = str(error)
    else:
        assert (False, True) == (folded, fault in IN_PLACE)
        session.close()  # all of it was in the WAL, and is in the file again
        assert 6 == len(whole(journal).events)
        return
    assert re.search(FAULTS[fault], said), said
    with pytest.raises(JournalError, match=re.escape(said)):
        session.look()
    session.close()
    kept = Path(re.search(r"kept in (\S+)\. Start", said)[1])  # type: ignore[index]
    assert plan.parent == kept.parent
    again = Session(plan, kept)
    assert {"s01": "restored", "s02": "restoring", "s03": "compromised"} == {
        server: again.look().situation.state(server) for server in ("s01", "s02", "s03")
    }
    again.close()
    for leftover in plan.parent.glob("inventory.journal*"):
        if "kept" not in leftover.name:
            leftover.unlink()
    done = run("sync", str(kept), folder=plan.parent)
    assert (0, "") == (done.returncode, done.stderr)
    assert ["plan", "s01", "s02", "s02", "s03"] == [
        event.subject for event in whole(journal).events
    ]


def before_its_tables(plan: Path) -> bytes:
    """The file alone as it is while everything stands in its -wal."""
    return plan.with_suffix(".journal").read_bytes()


def with_its_first_acts(plan: Path) -> bytes:
    """The file after a few acts, all of them in it."""
    with closing(sqlite3.connect(plan.with_suffix(".journal"))) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before_its_tables(plan)


@pytest.mark.parametrize(
    ("state", "beside"), [(before_its_tables, 0), (before_its_tables, 4), (with_its_first_acts, 4)]
)
def test_an_older_file_below_a_wal_that_has_the_last_acts_or_none_is_told_and_all_is_kept(
    plan: Path, state: Callable[[Path], bytes], beside: int
) -> None:
    journal, texts = plan.with_suffix(".journal"), [f"{n} " + "x" * 900 for n in range(24)]
    with closing(Session(plan, operator="dba")) as session:
        for text in texts[:3]:
            session.acts.note("s01", text)
        older = state(plan)
        for text in texts[3 : len(texts) - beside]:
            session.acts.note("s01", text)
        session.keeping.take_in()
        for text in texts[len(texts) - beside :]:
            session.acts.note("s01", text)
            session.look()
        with journal.open("r+b") as file:
            file.truncate(0)
            file.write(older)
        for act in (session.look, lambda: session.acts.note("s02", "more")):
            with pytest.raises(JournalError, match="while it was open") as told:
                act()
    kept = Path(re.search(r"kept in (\S+)\. Start", str(told.value))[1])  # type: ignore[index]
    notes = [event.data.get("text") for event in whole(kept).events]
    assert texts == [text for text in notes if text in texts]


def test_an_entry_that_comes_a_second_time_is_of_pages_that_were_put_back(plan: Path) -> None:
    with closing(Session(plan, operator="dba")) as session:
        session.acts.note("s01", "first")
        store = session.store
        rows = store._rows_after  # type: ignore[attr-defined]
        store._rows_after = lambda position: rows(0)  # type: ignore[attr-defined]
        with pytest.raises(JournalError, match="written over while it was open"):
            session.look()


ANOTHER_KIND: dict[str, tuple[str, ...]] = {
    "in UTF-16": ("PRAGMA encoding = 'UTF-16'",),
    "of another table": (
        "CREATE TABLE event (x)",
        "PRAGMA application_id = 1128812368",
        "PRAGMA user_version = 2",
    ),
    "of no journal": ("CREATE TABLE x (x)",),
    "without its table": ("PRAGMA application_id = 1128812368", "PRAGMA user_version = 2"),
}


def damaged() -> None:
    raise Damage


@pytest.mark.parametrize("opened_anew", [False, True])
@pytest.mark.parametrize("another", ANOTHER_KIND.values(), ids=ANOTHER_KIND)
def test_a_sound_database_of_another_kind_in_its_place_is_a_journal_that_went_away(
    plan: Path, another: tuple[str, ...], opened_anew: bool
) -> None:
    journal, other = plan.with_suffix(".journal"), plan.with_name("another")
    with closing(Session(plan, operator="dba")) as session:
        (event,) = session.acts.note("s01", "first")
        session.keeping.take_in()
        with closing(sqlite3.connect(other)) as made:
            for statement in (*another, "CREATE TABLE y (y)", "PRAGMA journal_mode = WAL"):
                made.execute(statement)
        journal.write_bytes(other.read_bytes())
        with pytest.raises(JournalError, match="while it was open") as told:
            if opened_anew:  # as whoever meets damage does
                session.store._patiently(damaged)  # type: ignore[attr-defined]
            session.look()
    kept = Path(re.search(r"kept in (\S+)\. Start", str(told.value))[1])  # type: ignore[index]
    assert event.id in whole(kept).by_id


def test_what_is_emptied_while_it_is_opened_anew_is_not_begun_anew(plan: Path) -> None:
    with closing(Session(plan, operator="ana")) as session:
        (event,) = session.acts.note("s01", "first")
        session.keeping.take_in()
        os.truncate(plan.with_suffix(".journal"), 0)
        with pytest.raises(JournalError, match="has been emptied while it was open") as told:
            session.store._patiently(damaged)  # type: ignore[attr-defined]
        assert not plan.with_suffix(".journal").stat().st_size
    kept = Path(re.search(r"kept in (\S+)\. Start", str(told.value))[1])  # type: ignore[index]
    assert event.id in whole(kept).by_id


def test_a_hash_that_is_no_text_any_more_is_a_journal_that_went_away(plan: Path) -> None:
    journal = plan.with_suffix(".journal")
    with closing(Session(plan, operator="dba")) as session:
        session.acts.note("s01", "first")
        (event,) = session.acts.note("s01", "second")
        session.keeping.take_in()
        spoilt = session.record.events[0].hash.encode()
        journal.write_bytes(journal.read_bytes().replace(spoilt, b"\xff" * 64))
        with pytest.raises(JournalError, match="written over while it was open") as told:
            session.look()
    kept = Path(re.search(r"kept in (\S+)\. Start", str(told.value))[1])  # type: ignore[index]
    assert event.id in whole(kept).by_id


@pytest.mark.parametrize("at_the_end", [True, False])
def test_a_body_that_the_disk_spoils_under_who_has_it_is_told_and_all_is_kept(
    plan: Path, monkeypatch: pytest.MonkeyPatch, at_the_end: bool
) -> None:
    journal = plan.with_suffix(".journal")
    monkeypatch.setattr("chwapi_console.journal.sqlite.SECONDS_BETWEEN_BODIES", 0)
    session = Session(plan, operator="dba")
    (event,) = session.acts.note("s01", "to be spoilt")
    session.acts.note("s01", "and another")
    session.keeping.take_in()
    session.look()
    journal.write_bytes(journal.read_bytes().replace(b"to be spoilt", b"to be sp0ilt"))
    with pytest.raises(JournalError, match="written over while it was open") as told:
        session.close() if at_the_end else session.look()
    if not at_the_end:
        with pytest.raises(JournalError, match="written over while it was open"):
            session.acts.note("s01", "more")
        session.close()
    kept = Path(re.search(r"kept in (\S+)\. Start", str(told.value))[1])  # type: ignore[index]
    assert event.id in whole(kept).by_id


def test_what_was_known_before_a_sync_that_fails_at_its_end_is_kept_where_the_file_is_put_back(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, peer = plan.with_suffix(".journal"), tmp_path / "peer"
    peer.mkdir()
    shutil.copy(plan, peer)
    with closing(Session(peer / plan.name, operator="ben")) as elsewhere:
        elsewhere.acts.note("s02", "of a peer")
    with closing(Session(plan, operator="dba")) as session:
        session.acts.note("s01", "first")
        session.keeping.take_in()
        older = journal.read_bytes()
        (event,) = session.acts.note("s01", "second")
        session.keeping.take_in()

        def no_room(*_: object) -> None:
            raise NoRoom

        with monkeypatch.context() as patched:
            patched.setattr(JournalFile, "make_room_for", no_room)
            with pytest.raises(JournalError):
                session.keeping.sync(peer / journal.name)
        assert [event.id] == [known.id for known in session.record.events[-1:]]
        journal.write_bytes(older)
        with pytest.raises(JournalError, match="while it was open") as told:
            session.look()
    kept = Path(re.search(r"kept in (\S+)\. Start", str(told.value))[1])  # type: ignore[index]
    assert event.id in whole(kept).by_id


def gone_while_it_is_opened(monkeypatch: pytest.MonkeyPatch, journal: Path) -> None:
    """Whoever opens this journal next finds it gone between two looks at it."""

    def away(path: Path) -> int:
        journal.unlink(missing_ok=True)
        return size_of(path)

    monkeypatch.setattr(journal_file, "size_of", away)
    monkeypatch.setattr(JournalFile, "_is_empty", lambda self: False)


def test_a_journal_that_goes_away_while_it_is_opened_is_a_sentence_with_4(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = plan.with_suffix(".journal")
    with Writer(journal) as writer:
        writer.act("a")
    gone_while_it_is_opened(monkeypatch, journal)
    with pytest.raises(
        JournalError, match=r"inventory\.journal: cannot be opened: No such file or directory\."
    ):
        Session(plan, operator="dba")


def test_an_act_is_done_though_its_mirror_goes_away_while_that_is_opened(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = plan.with_name("stick")
    stick.mkdir()
    with Writer(stick / "inventory.journal") as writer:
        writer.act("a")
    session = Session(plan, operator="dba")
    session.acts.mark(["s01"], "restored", MEANT)
    session.close()
    mirrored = Session(plan, mirror=stick, operator="dba")
    store = mirrored._workspace.store
    store._mirror.close()  # type: ignore[attr-defined]
    store._mirror = None  # type: ignore[attr-defined]
    gone_while_it_is_opened(monkeypatch, stick / "inventory.journal")
    (event,) = mirrored.acts.mark(["s02"], "restored", MEANT)
    assert "cannot be opened: No such file or directory" in str(mirrored.health.record)
    mirrored.close()
    assert event.id in whole(plan.with_suffix(".journal")).by_id


def both_removed(journal: Path) -> None:
    for end in ("-wal", "-shm"):
        Path(f"{journal}{end}").unlink()


BESIDE_GONE: dict[str, Callable[[Path], object]] = {
    "-shm removed": lambda journal: Path(f"{journal}-shm").unlink(),
    "-wal removed": lambda journal: Path(f"{journal}-wal").unlink(),
    "-wal replaced": lambda journal: Path(shutil.copy(f"{journal}-wal", f"{journal}-w2")).replace(
        f"{journal}-wal"
    ),
    "both removed": both_removed,
}


@pytest.mark.parametrize("fault", BESIDE_GONE.values(), ids=BESIDE_GONE)
def test_what_lies_beside_an_open_journal_is_missed_and_every_acknowledged_act_kept(
    plan: Path, fault: Callable[[Path], object]
) -> None:
    journal = plan.with_suffix(".journal")
    session = Session(plan, operator="dba")
    session.acts.mark(["s01"], "unknown")
    session.acts.note("s02", "x")
    fault(journal)
    with pytest.raises(
        JournalError, match=r"(has lost|has another) inventory\.journal-"
    ) as refused:
        session.acts.note("s02", "never acknowledged")
    session.close()
    kept = Path(re.search(r"kept in (\S+)\. Start", str(refused.value))[1])  # type: ignore[index]
    acts = [event for event in whole(kept).events if event.kind != "plan.seen"]
    assert [("s01", "marked"), ("s02", "noted")] == [(event.subject, event.kind) for event in acts]


def wal_emptied(journal: Path) -> None:
    os.truncate(f"{journal}-wal", 0)


@pytest.mark.parametrize(
    "fault", [*BESIDE_GONE.values(), wal_emptied], ids=[*BESIDE_GONE, "-wal emptied"]
)
def test_neither_what_was_known_nor_what_others_write_then_is_lost_whoever_closes_last(
    plan: Path, fault: Callable[[Path], object]
) -> None:
    journal, acknowledged = plan.with_suffix(".journal"), set[str]()
    session = Session(plan, operator="dba")
    acknowledged |= {
        event.id
        for event in [*session.acts.mark(["s01"], "unknown"), *session.acts.note("s02", "x")]
    }
    fault(journal)
    for text in ("one", "two"):
        other = run("note", "s03", text, "--json", folder=plan.parent)
        if other.returncode:
            assert (4, True) == (other.returncode, "emptied or removed" in other.stderr)
        else:
            acknowledged.add(json.loads(other.stdout)["events"][0]["event"])
    with pytest.raises(
        JournalError, match=r"(has lost|has another) (what was in )?inventory\.journal-"
    ) as refused:
        session.look()
    session.close()
    kept = re.search(r"kept in (\S+)\. Start", str(refused.value))
    assert kept
    later = run("queue", folder=plan.parent)
    assert (
        0,
        fault is not BESIDE_GONE["-shm removed"] and fault is not BESIDE_GONE["-wal replaced"],
    ) == (later.returncode, "acts that are not in the journal" in later.stderr)
    assert 0 == run("sync", kept[1], folder=plan.parent).returncode
    assert set() == acknowledged - set(whole(journal).by_id)
    assert "" == run("queue", folder=plan.parent).stderr


def an_older_wal(journal: Path) -> object:
    return shutil.copyfile(journal.with_name("older-wal"), f"{journal}-wal")


def an_older_file(journal: Path) -> object:
    with closing(sqlite3.connect(journal)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return shutil.copyfile(journal.with_name("older"), journal)


PUT_BACK = {each.__name__: each for each in (an_older_wal, an_older_file)}


@pytest.mark.parametrize(
    "fault", [*BESIDE_GONE.values(), *PUT_BACK.values()], ids=[*BESIDE_GONE, *PUT_BACK]
)
def test_who_closes_right_after_an_act_is_told_where_it_is_kept(
    plan: Path, fault: Callable[[Path], object]
) -> None:
    journal = plan.with_suffix(".journal")
    session = Session(plan, operator="dba")
    session.acts.note("s01", "before")
    copied(journal, journal.with_name("older"))
    shutil.copyfile(f"{journal}-wal", journal.with_name("older-wal"))
    (event,) = session.acts.note("s02", "x")
    fault(journal)
    with pytest.raises(JournalError, match=r"kept in (\S+)\. Start") as told:
        session.close()
    kept = re.search(r"kept in (\S+)\. Start", str(told.value))
    assert kept
    assert event.id in whole(Path(kept[1])).by_id


def test_a_disk_that_fails_for_once_as_it_is_closed_is_no_journal_that_went_away(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session(plan, operator="dba")
    session.acts.note("s02", "x")
    check, failed = SqliteStore._check_all_is_there, list[str]()

    def once(store: SqliteStore) -> None:
        if not failed:
            failed.append("once")
            raise Damage
        check(store)

    monkeypatch.setattr(SqliteStore, "_check_all_is_there", once)
    session.close()
    assert failed
    assert [] == list(plan.parent.glob("*-kept-*"))


def test_what_is_no_kept_journal_beside_one_hinders_and_says_nothing(
    plan: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "j"
    with Writer(elsewhere) as writer:
        writer.act("a")
    before = sorted(elsewhere.parent.iterdir())
    beside = plan.with_suffix(".journal")
    Path(f"{beside}-kept-1").symlink_to(elsewhere)
    os.mkfifo(f"{beside}-kept-2")
    Path(f"{beside}-kept-3").write_bytes(b"no journal" * 1000)
    Path(f"{beside}-kept-4").mkdir()
    looked = run("queue", folder=plan.parent)
    assert (0, "") == (looked.returncode, looked.stderr)
    assert before == sorted(elsewhere.parent.iterdir())


def test_of_kept_journals_that_are_vast_or_too_many_none_is_read_and_each_is_told(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = plan.with_suffix(".journal")
    with Writer(journal) as writer:
        writer.act("a")
    record = whole(journal)
    vast = Path(f"{journal}-kept-0")
    with vast.open("wb") as file:
        file.truncate(kept.MOST_BYTES + 1)
    told = kept.acts_kept(journal, record)
    assert f"{vast.name} was not looked at" in str(told)
    looked = run("queue", folder=plan.parent)
    assert (0, 1) == (looked.returncode, looked.stderr.count("was not looked at"))
    vast.unlink()
    for number in range(3):
        with Writer(Path(f"{journal}-kept-{number}")) as writer:
            writer.act(f"k{number}")
    monkeypatch.setattr(kept, "MOST_FILES", 2)
    assert "kept-0 holds 1 act" in str(kept.acts_kept(journal, record))
    for number in range(2):
        record.receive(whole(Path(f"{journal}-kept-{number}")).events)
    assert "kept-2 was not looked at" in str(kept.acts_kept(journal, record))


def test_a_look_at_a_journal_of_several_names_says_so(plan: Path) -> None:
    with Writer(plan.with_suffix(".journal")) as writer:
        writer.act("a")
        (plan.parent / "copy.journal").hardlink_to(plan.with_suffix(".journal"))
        looked = run("log", "--journal", "copy.journal", folder=plan.parent)
        assert (0, True) == (looked.returncode, "copy.journal has several names" in looked.stderr)
        acted = run("note", "s01", "x", "--journal", "copy.journal", folder=plan.parent)
        assert (4, 1) == (acted.returncode, acted.stderr.count("several names"))


def test_an_emptied_shm_is_given_its_room_back_before_it_is_touched(plan: Path) -> None:
    journal = plan.with_suffix(".journal")
    session = Session(plan, operator="dba")
    session.acts.mark(["s01"], "unknown")
    os.truncate(f"{journal}-shm", 0)
    session.look()
    os.truncate(f"{journal}-shm", 0)
    session.acts.note("s02", "after")
    assert 0 == run("note", "s02", "of another process", folder=plan.parent).returncode
    os.truncate(f"{journal}-shm", 0)
    session.close()
    assert ["plan", "s01", "s02", "s02"] == [event.subject for event in whole(journal).events]


def put_aside(plan: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Path) -> list[Path]:
    """What is kept, beside the journal or elsewhere, once it was taken away under an open session."""
    elsewhere.mkdir()
    os.umask(0o022)
    monkeypatch.setattr("tempfile.tempdir", str(elsewhere))
    session = Session(plan, operator="ana")
    session.acts.note("s03", "x")
    plan.with_suffix(".journal").unlink()
    with pytest.raises(JournalError):
        session.acts.note("s03", "y")
    with suppress(JournalError):  # which is told once more where nothing could be kept
        session.close()
    return [path for folder in (plan.parent, elsewhere) for path in folder.glob("*-kept-*")]


def test_what_is_kept_is_read_by_nobody_whom_the_folder_does_not_name(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.parent.chmod(0o2775)
    (kept_there,) = put_aside(plan, monkeypatch, tmp_path / "elsewhere")
    assert 0o660 == kept_there.stat().st_mode & 0o777


def gone_for(attempt: Callable[[Any], object]) -> Callable[[Any], object]:
    """Has an attempt find that what is kept was exchanged meanwhile; on a journal it is as it was."""

    def tried(of: Any) -> object:
        if "-kept-" in of.path.name:
            raise JournalGone(say("has been replaced by another file while it was open."))
        return attempt(of)

    return tried


def test_what_cannot_be_kept_leaves_no_empty_file(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JournalFile, "_connect", gone_for(JournalFile._connect))
    assert [] == put_aside(plan, monkeypatch, tmp_path / "elsewhere")


def test_a_folder_that_is_swapped_while_something_is_kept_in_it_keeps_no_empty_file(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = share
    swapped = tmp_path.with_name(f"{tmp_path.name}-swapped")

    def swap(descriptor: int, like: os.stat_result, **more: Any) -> None:
        before(descriptor, like, **more)
        if not swapped.exists() and list(plan.parent.glob("*-kept-*")):
            plan.parent.rename(swapped)
            plan.parent.mkdir()

    monkeypatch.setattr("chwapi_console.journal.file.kept_elsewhere.share", swap)
    found = put_aside(plan, monkeypatch, tmp_path / "elsewhere")
    assert swapped.exists()
    assert [] == [path for path in [*found, *swapped.glob("*-kept-*")] if not path.stat().st_size]


def test_what_goes_away_while_it_is_kept_is_kept_in_no_copy_of_a_copy(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = SqliteStore._look_at_last
    monkeypatch.setattr(SqliteStore, "_look_at_last", gone_for(last))
    found = put_aside(plan, monkeypatch, tmp_path / "elsewhere")
    assert found
    assert not [path for path in found if path.name.count("-kept-") > 1]
