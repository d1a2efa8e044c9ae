"""How far a journal went when this login last looked: an older state of it is told by every look."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from chwapi_console.clock import iso, utc_now
from chwapi_console.journal.last_seen import MOST_KEPT
from chwapi_console.session.session import Session
from cli.command_line import CommandLine
from journal.forgeries import chained, written

TOLD = "Somebody put back an older state of the file or of its -wal, or changed"
REPLACED = "another journal lies there than the one that this login saw"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder of the test's own."""
    (tmp_path / "state").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def seen_in(state: Path) -> list[Path]:
    return sorted((state / "chwapi-console" / "seen").glob("*"))


def put_back(here: CommandLine) -> None:
    """An older copy in the place of the journal, with the number of the file as it was."""
    here.done("note", "san1", "stays")
    shutil.copy(here.journal, here.folder / "older")
    here.done("note", "san1", "goes")
    here.journal.write_bytes((here.folder / "older").read_bytes())


def test_a_wal_of_before_is_told_by_every_look_though_what_it_holds_fits(
    here: CommandLine,
) -> None:
    wal, shm = (here.journal.with_name(here.journal.name + end) for end in ("-wal", "-shm"))
    here.done("note", "san1", "first")
    with closing(sqlite3.connect(here.journal, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchall()
        here.done("mark", "san1", "clean")
        older = wal.read_bytes()
        file = here.journal.read_bytes()
        here.done("mark", "san1", "compromised")
    here.journal.write_bytes(file)
    wal.write_bytes(older)
    shm.unlink(missing_ok=True)
    for words in (("log",), ("queue",), ("show", "san1"), ("note", "san1", "on")):
        assert TOLD in here.typed(*words).err
    assert "compromised" not in here.typed("show", "san1").out.partition("\n")[0]
    audit = here.typed("audit", "--json")
    assert (5, False) == (audit.code, audit.json["sound"])
    assert TOLD in audit.json["file_faults"][-1]


def test_an_older_copy_is_told_however_often_somebody_looks_and_acts(here: CommandLine) -> None:
    put_back(here)
    for _ in range(2):
        assert TOLD in here.typed("log").err
        assert TOLD in here.done("note", "san1", "on").err


def test_the_file_alone_from_before_its_tables_is_told(
    here: CommandLine,
) -> None:
    """What `cp` takes of a journal while all of it is in its -wal."""
    with closing(sqlite3.connect(here.folder / "bare")) as bare:
        bare.execute("PRAGMA journal_mode = WAL")
    here.done("mark", "san1", "compromised")
    for nothing in ((here.folder / "bare").read_bytes(), b""):
        here.journal.write_bytes(nothing)
        assert TOLD in here.typed("queue").err
        assert 5 == here.typed("audit").code
    here.journal.unlink()
    assert TOLD not in here.typed("queue").err


@pytest.mark.parametrize("ended", ["brought back", "meant"])
def test_an_emptied_journal_in_which_somebody_acts_is_told_until_it_is_back_or_that_was_meant(
    here: CommandLine, state: Path, ended: str
) -> None:
    here.done("mark", "san1", "compromised")
    here.done("sync", "peer.journal")
    here.journal.write_bytes(b"")
    here.done("note", "san1", "on")
    for words in (("queue",), ("log",), ("note", "san1", "on and on")):
        answer = here.typed(*words)
        assert REPLACED in answer.err
        assert "2 entries" in answer.err
    assert 5 == here.typed("audit").code
    if ended == "meant":
        (kept,) = seen_in(state)
        assert f"rm {kept}" in answer.err
        kept.unlink()
    else:
        here.typed("sync", "peer.journal")
    assert REPLACED not in here.typed("queue").err
    assert REPLACED not in here.typed("queue").err


@pytest.mark.parametrize("hours", [1, 13])
def test_another_night_that_somebody_else_began_is_told_within_a_shift(
    here: CommandLine, state: Path, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    here.done("mark", "san1", "compromised")
    (kept,) = seen_in(state)
    seen = json.loads(kept.read_text())
    seen[0][7] = iso(utc_now() - timedelta(hours=hours))
    kept.write_text(json.dumps(seen))
    with monkeypatch.context() as somebody_else:
        somebody_else.setenv("XDG_STATE_HOME", str(state / "of somebody else"))
        here.journal.rename(here.folder / "before")
        here.done("note", "san1", "of another night")
        assert REPLACED not in here.done("queue").err
    for _ in range(2):
        assert (hours < 12) == (REPLACED in here.done("queue").err)


def replaced_by_somebody_else(here: CommandLine, state: Path) -> None:
    with pytest.MonkeyPatch.context() as somebody_else:
        somebody_else.setenv("XDG_STATE_HOME", str(state / "of somebody else"))
        here.journal.unlink()
        here.done("note", "san1", "of another night")


def of_an_exercise(here: CommandLine, *, drill: bool) -> None:
    text = here.plan.read_text(encoding="utf-8").replace("drill = true\n", "")
    said = "drill = true\n" if drill else ""
    here.plan.write_text(text.replace("[incident]\n", f"[incident]\n{said}"), encoding="utf-8")


@pytest.mark.parametrize("was_one", [True, False])
def test_an_exercise_that_a_colleague_begins_anew_alarms_nobody(
    here: CommandLine, state: Path, was_one: bool
) -> None:
    """A night is none because somebody calls it one: the plan is a file like others."""
    of_an_exercise(here, drill=was_one)
    here.done("mark", "san1", "compromised")
    of_an_exercise(here, drill=True)
    assert (0 if was_one else 3) == here.typed("note", "san1", "on").code
    replaced_by_somebody_else(here, state)
    assert was_one == ("" == here.done("queue").err)


def test_a_night_that_began_while_the_clock_stood_years_ahead_is_told_of_no_next_one(
    here: CommandLine, state: Path
) -> None:
    here.done("mark", "san1", "compromised")
    (kept,) = seen_in(state)
    seen = json.loads(kept.read_text())
    seen[0][7] = iso(utc_now() + timedelta(days=3000))
    kept.write_text(json.dumps(seen))
    replaced_by_somebody_else(here, state)
    assert REPLACED not in here.done("queue").err


def test_whether_another_night_may_have_begun_is_not_said_by_who_sends_an_act_last(
    here: CommandLine, state: Path
) -> None:
    here.done("mark", "san1", "compromised")
    long_ago = iso(utc_now() - timedelta(hours=13))
    written(here.folder / "peer.journal", chained([{"subject": "san1", "at": long_ago}]))
    here.done("sync", "peer.journal")
    assert long_ago == json.loads(seen_in(state)[0].read_text())[0][4]
    replaced_by_somebody_else(here, state)
    assert REPLACED in here.done("queue").err


def test_the_same_path_on_another_machine_is_another_journal(
    here: CommandLine, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home may be on several machines, each with a journal of its own, which are synced."""
    here.done("note", "san1", "stays")
    shutil.copy(here.journal, here.folder / "behind")
    here.done("note", "san1", "goes")
    monkeypatch.setattr("chwapi_console.journal.last_seen.machine", lambda: "of elsewhere")
    shutil.copy(here.folder / "behind", here.journal)
    assert "" == here.done("queue").err
    replaced_by_somebody_else(here, state)
    monkeypatch.setattr("chwapi_console.journal.last_seen.machine", lambda: "a third")
    assert "" == here.done("queue").err


def test_a_console_that_is_open_hears_that_another_was_meant(
    here: CommandLine, state: Path
) -> None:
    here.done("note", "san1", "first")
    replaced_by_somebody_else(here, state)
    with closing(Session(here.plan, operator="ana")) as console:
        assert REPLACED in str(console.trouble)
        assert console.keeping.take_in()
        assert REPLACED in str(console.trouble)
        seen_in(state)[0].unlink()
        assert console.trouble is None
        assert console.keeping.take_in()
    assert 1 == len(seen_in(state))
    assert "" == here.done("queue").err


@pytest.mark.parametrize(("before", "begin"), [([{"subject": "san1"}], 0), ([], 1)])
def test_the_same_journal_without_its_first_entry_or_behind_another_is_the_same(
    here: CommandLine, before: list[dict[str, str]], begin: int
) -> None:
    here.done("note", "san1", "stays")
    here.done("note", "san1", "goes")
    with closing(sqlite3.connect(here.journal)) as file:
        rows = file.execute("SELECT origin, seq, id, hash, body FROM event").fetchall()
    here.journal.unlink()
    written(here.journal, [*chained(before), *rows[begin:-1]])
    told = here.typed("queue").err
    assert (True, False) == (TOLD in told, REPLACED in told)


def test_what_a_console_saw_is_kept_though_it_is_killed(here: CommandLine) -> None:
    console = Session(here.plan, operator="ana")  # never closed
    console.acts.note("san1", "stays")
    assert console.keeping.take_in()
    older = here.journal.read_bytes()
    console.acts.note("san1", "goes")
    assert console.keeping.take_in()
    here.journal.write_bytes(older)
    assert TOLD in here.typed("queue").err
    console.store._file._connection.close()  # type: ignore[attr-defined]


def test_what_a_sync_brings_back_ends_it(here: CommandLine) -> None:
    here.done("note", "san1", "stays")
    shutil.copy(here.journal, here.folder / "older")
    here.done("note", "san1", "goes")
    here.done("sync", "mirror.journal")
    here.journal.write_bytes((here.folder / "older").read_bytes())
    assert TOLD in here.typed("log").err
    here.typed("sync", "mirror.journal")
    assert TOLD not in here.typed("log").err
    assert 0 == here.typed("audit").code


def test_who_meant_it_ends_it_by_what_is_told(here: CommandLine, state: Path) -> None:
    put_back(here)
    assert f"rm {seen_in(state)[0]}" in here.typed("log").err
    seen_in(state)[0].unlink()
    assert TOLD not in here.typed("log").err
    assert TOLD not in here.done("note", "san1", "on").err


def test_another_journal_in_its_place_is_not_the_one_that_was_seen(here: CommandLine) -> None:
    here.done("note", "san1", "of one night")
    here.journal.unlink()
    assert TOLD not in here.done("log").err
    assert TOLD not in here.done("note", "san1", "of another").err


def test_who_looks_while_this_login_begins_another_night_is_told_of_no_other_journal(
    here: CommandLine,
) -> None:
    here.done("note", "san1", "of one night")
    here.journal.unlink()
    with closing(Session(here.plan, operator="ana")) as console:
        console.acts.note("san1", "of another")
        for _ in range(2):
            assert "" == here.done("queue").err
    assert "" == here.done("queue").err


def test_who_looked_before_it_was_kept_that_this_login_began_it_says_so_no_longer(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.done("note", "san1", "of one night")
    here.journal.unlink()
    first = Session(here.plan, operator="ana")
    kept = first._last_seen
    with monkeypatch.context() as between:
        between.setattr(kept, "remember", lambda record: None)
        first.acts.note("san1", "of another")
        second = Session(here.plan, operator="ana")
        assert REPLACED in str(second.trouble)
        assert second.keeping.take_in()
    first.close()
    assert second.trouble is None
    second.close()
    assert "" == here.done("queue").err


def test_an_emptied_journal_that_a_console_goes_on_in_is_told(here: CommandLine) -> None:
    here.done("note", "san1", "of one night")
    here.journal.write_bytes(b"")
    with closing(Session(here.plan, operator="ana")) as console:
        console.acts.note("san1", "on")
        assert REPLACED in str(console.trouble)
    assert REPLACED in here.done("queue").err


def test_a_fork_that_was_said_anew_lacks_nothing(here: CommandLine) -> None:
    here.done("note", "san1", "first")
    here.done("sync", "peer.journal")
    shutil.copy(here.journal, here.folder / "older")
    here.done("note", "san1", "in the peer alone by now")
    here.done("sync", "peer.journal")
    here.journal.write_bytes((here.folder / "older").read_bytes())
    here.typed("note", "san1", "the other branch")
    assert TOLD in here.typed("log").err
    here.typed("sync", "peer.journal", "--keep-fork")
    assert TOLD not in here.typed("log").err


@pytest.mark.parametrize(
    "kept",
    [b"", b"[]", b"null", b'["a","b",1,"zz","at",1]', b'["a",1,1,1,1,1]', b"\xff", b"[" * 5000],
)
def test_whatever_lies_in_its_place_stops_nobody(
    here: CommandLine, state: Path, kept: bytes
) -> None:
    here.done("note", "san1", "x")
    seen_in(state)[0].write_bytes(kept)
    assert "" == here.done("log").err


def test_a_place_that_is_not_ones_own_is_done_without(here: CommandLine, state: Path) -> None:
    here.done("note", "san1", "x")
    folder = state / "chwapi-console" / "seen"
    shutil.rmtree(folder)
    (state / "elsewhere").mkdir()
    folder.symlink_to(state / "elsewhere")
    assert "" == here.done("note", "san1", "y").err
    assert [] == list((state / "elsewhere").iterdir())


def test_of_many_journals_the_latest_are_kept(here: CommandLine, state: Path) -> None:
    here.done("note", "san1", "x")
    (kept,) = seen_in(state)
    for number in range(MOST_KEPT + 5):
        other = kept.with_name(f"{number:032x}")
        other.write_bytes(b"x")
        os.utime(other, (number, number))
    here.done("note", "san1", "y")
    assert MOST_KEPT == len(seen_in(state))
    assert kept in seen_in(state)
    assert 2 + 1 == json.loads(kept.read_bytes())[0][5]


def test_another_journal_that_lay_there_for_a_look_makes_nobody_forget_the_first(
    here: CommandLine,
) -> None:
    put_back(here)
    older = here.journal.read_bytes()
    for number in range(3):
        here.journal.unlink()
        here.done("note", "san1", f"another {number}")
    here.journal.write_bytes(older)
    assert TOLD in here.typed("log").err
    assert TOLD in here.done("note", "san1", "on").err


def test_what_an_earlier_program_kept_counts(here: CommandLine, state: Path) -> None:
    put_back(here)
    (kept,) = seen_in(state)
    kept.write_text(json.dumps(json.loads(kept.read_text())[0]))
    assert TOLD in here.typed("log").err


def junk(here: CommandLine) -> None:
    """An entry that is none, of somebody who may write the file."""
    with closing(sqlite3.connect(here.journal)) as file, file:
        file.execute(
            "INSERT INTO event (origin, seq, id, hash, body) VALUES ('zz', 1, 'x', ?, ?)",
            ("0" * 64, b"junk"),
        )


def kept_beside(here: CommandLine) -> None:
    """A journal with an act of its own, in the place of what is kept where one goes away."""
    here.done("--journal", "inventory.journal-kept-1-0", "note", "old", "elsewhere")


def linked(here: CommandLine) -> None:
    (here.folder / "other.journal").hardlink_to(here.journal)


@pytest.mark.parametrize("beside", [junk, kept_beside, linked])
def test_no_lesser_trouble_hides_that_an_older_state_was_put_back(
    here: CommandLine, beside: Callable[[CommandLine], None]
) -> None:
    put_back(here)
    beside(here)
    for words in (("log",), ("queue",), ("audit",)):
        answer = here.typed(*words)
        assert 1 == answer.err.count(TOLD), answer
    assert TOLD in answer.out


def test_an_entry_that_is_none_ends_nobodys_seeing(here: CommandLine) -> None:
    here.done("note", "san1", "first")
    junk(here)
    put_back(here)
    assert TOLD in here.typed("log").err
