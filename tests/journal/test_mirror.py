"""A journal with a second copy: each act is in both, what happens to the copy hinders nobody, and
either restores the other."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.journal.file.file_format import INSERT
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.sync import sync
from journal.forgeries import chained, verdict_on
from journal.processes import Writer, mounted, run, whole

LAGS = "The mirror lags behind, acts are in the journal only."


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def ids(journal: Path) -> list[str]:
    return [event.id for event in whole(journal).events]


def copied(journal: Path, target: Path) -> None:
    here, there = sqlite3.connect(journal), sqlite3.connect(target)
    here.backup(there)
    here.close()
    there.close()


def test_each_act_is_in_both_when_it_is_acknowledged(tmp_path: Path, stick: Path) -> None:
    writer = Writer(tmp_path / "j", mirror=stick)
    for number in range(5):
        writer.act(str(number))
    writer.kill()
    assert [str(number) for number in range(5)] == ids(tmp_path / "j") == ids(stick / "j")


def test_a_mirror_that_is_taken_away_hinders_no_act_and_catches_up_when_it_is_back(
    tmp_path: Path, stick: Path
) -> None:
    with Writer(tmp_path / "j", mirror=stick) as writer:
        writer.act("a")
        stick.rename(tmp_path / "pocket")
        writer.act("b")
        assert writer.ask("trouble").startswith(LAGS)
        (tmp_path / "pocket").rename(stick)
        assert ["2", "None"] == [writer.ask("count"), writer.ask("trouble")]
        assert ["a", "b"] == ids(stick / "j")
        stick.rename(tmp_path / "pocket")
        writer.act("c")
    with Writer(tmp_path / "j", mirror=stick) as writer:
        assert writer.ask("trouble").startswith(LAGS)
        writer.act("d")
    (tmp_path / "pocket").rename(stick)
    with Writer(tmp_path / "j", mirror=stick) as writer:
        assert ["4", "None"] == [writer.ask("count"), writer.ask("trouble")]
    assert ["a", "b", "c", "d"] == ids(tmp_path / "j") == ids(stick / "j")
    assert [] == [path.name for path in tmp_path.rglob("*kept*")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a stick")
def test_nothing_is_written_where_a_stick_was_once_it_is_unplugged(
    tmp_path: Path, stick: Path
) -> None:
    with (
        mounted(stick, "-t", "tmpfs", "-o", "size=1m", "none") as inside,
        Writer(tmp_path / "j", mirror=stick, inside=inside) as writer,
    ):
        writer.act("a")
        subprocess.run([*inside[:4], "umount", "-l", str(stick)], check=True)
        writer.act("b")
        assert writer.ask("trouble").startswith(LAGS)
        writer.act("c")
        assert writer.ask("trouble").startswith(LAGS)
    assert [] == list(stick.iterdir())
    assert ["a", "b", "c"] == ids(tmp_path / "j")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a stick")
def test_a_full_mirror_hinders_no_act_and_catches_up_when_there_is_room(
    tmp_path: Path, stick: Path
) -> None:
    with mounted(stick, "-t", "tmpfs", "-o", "size=512k", "none") as inside:
        with Writer(tmp_path / "j", mirror=stick, inside=inside) as writer:
            writer.act("a")
            subprocess.run(
                [*inside, "sh", "-c", "head -c 600000 /dev/zero > ballast || true"],
                check=True,
                capture_output=True,
            )
            for number in range(200):
                writer.act(f"b{number}")
            assert writer.ask("trouble").startswith(LAGS)
            subprocess.run([*inside, "rm", "ballast"], check=True)
            assert ["201", "None"] == [writer.ask("count"), writer.ask("trouble")]
        subprocess.run([*inside, "cp", "j", str(tmp_path / "copy")], check=True)
    assert 201 == len(ids(tmp_path / "copy"))


@pytest.mark.parametrize("lost", [True, False], ids=["lost", "put back to an older copy"])
def test_what_the_journal_lost_while_closed_comes_back_under_a_new_origin(
    tmp_path: Path, stick: Path, lost: bool
) -> None:
    journal = tmp_path / "j"
    with Writer(journal, mirror=stick) as writer:
        writer.act("a")
        copied(journal, tmp_path / "older")
        writer.act("b")
    (origin,) = whole(journal).tips
    if lost:
        journal.unlink()
    else:
        shutil.copyfile(tmp_path / "older", journal)
    with Writer(journal, mirror=stick) as writer:
        assert "2" == writer.ask("count")
        assert "came back from the mirror" in writer.ask("trouble")
        writer.act("c")
    with Writer(journal, mirror=stick) as writer:
        assert ("came from elsewhere" in writer.ask("trouble")) != lost
    assert ["a", "b", "c"] == ids(journal) == ids(stick / "j")
    assert {origin: 2, "another": 1} == {
        origin if name == origin else "another": seq
        for name, (seq, _) in whole(journal).tips.items()
    }


def test_a_fork_between_journal_and_mirror_is_named_and_nothing_is_lost(
    tmp_path: Path, stick: Path
) -> None:
    journal = tmp_path / "j"
    with Writer(journal, mirror=stick) as writer:
        writer.act("a")
        copied(journal, tmp_path / "older")
        writer.act("b")
    shutil.copyfile(tmp_path / "older", journal)
    with Writer(journal) as writer:
        writer.act("c")
    with Writer(journal, mirror=stick) as writer:
        assert "The mirror holds other acts than the journal from" in writer.ask("trouble")
        writer.act("d")
        assert f"See sync {stick / 'j'}." in writer.ask("trouble")
    assert (["a", "b"], True) == (ids(stick / "j")[:2], "c" in ids(journal))
    here, there = SqliteStore(journal), SqliteStore(stick / "j")
    sync(here, there, keep_fork=True)
    assert {"a", "b", "c", "d"} <= {event.data["text"][0] for event in here.record.events}
    here.close()
    there.close()
    with Writer(journal, mirror=stick) as writer:
        writer.act("e")
    assert "e" in ids(stick / "j")


def test_what_others_wrote_into_a_mirror_comes_in_by_a_sync_only_and_is_told(
    plan: Path, stick: Path
) -> None:
    folder = plan.parent
    stick = folder / "stick"
    mirror = ["--mirror", str(stick)]
    assert 0 == run("note", "s01", "ours", *mirror, folder=folder).returncode
    ours = ids(plan.with_suffix(".journal"))
    copy = stick / "inventory.journal"
    with closing(sqlite3.connect(copy)) as connection:
        connection.executemany(INSERT, chained([verdict_on("s01", "clean")]))
        connection.commit()
    told = "The mirror holds acts of 1 journal that is unknown here. They were not taken."
    for words in (["next"], ["note", "s01", "again"], ["next", "--read-only"]):
        shown = run(*words, *mirror, folder=folder)
        assert (0, True) == (
            shown.returncode,
            f"{told} If you trust them, see sync {copy}." in " ".join(shown.stderr.split()),
        )
    here = ids(plan.with_suffix(".journal"))
    assert (ours, 1) == (here[: len(ours)], len(here) - len(ours))
    assert set(here) < set(ids(copy))
    assert 0 == run("sync", str(copy), folder=folder).returncode
    assert told not in run("next", *mirror, folder=folder).stderr
    assert set(ids(plan.with_suffix(".journal"))) == set(ids(copy))


def test_what_others_wrote_into_a_mirror_under_our_own_name_is_not_followed_and_is_told(
    plan: Path, stick: Path
) -> None:
    folder = plan.parent
    copy = folder / "stick" / "inventory.journal"
    mirror = ["--mirror", str(copy.parent)]
    journal = plan.with_suffix(".journal")
    assert 0 == run("note", "s01", "ours", *mirror, folder=folder).returncode
    last = whole(journal).events[-1]
    forged = chained(
        [verdict_on("s01", "clean") | {"operator": last.operator, "host": last.host}],
        origin=last.origin,
        seq=last.seq,
        prev=last.hash,
        lamport=last.lamport,
    )
    with closing(sqlite3.connect(copy)) as connection:
        connection.executemany(INSERT, forged)
        connection.commit()
    ours = ids(journal)
    for words in (["next"], ["show", "s01"], ["next", "--read-only"]):
        shown = run(*words, *mirror, folder=folder)
        assert "The mirror holds 1 entry that the journal lacks. It was not taken" in " ".join(
            shown.stderr.split()
        )
    assert ours == ids(journal)
    assert 0 == run("note", "s01", "on", *mirror, folder=folder).returncode
    assert forged[0][2] not in ids(journal)
    copy.rename(folder / "away")
    assert "" == run("next", *mirror, folder=folder).stderr
    assert ids(journal) == ids(copy)


def test_a_mirror_that_is_far_larger_than_the_journal_is_not_read(
    tmp_path: Path, stick: Path
) -> None:
    with Writer(tmp_path / "j", mirror=stick) as writer:
        writer.act("a")
    with (stick / "j").open("ab") as file:
        file.truncate(64_000_001)
    with Writer(tmp_path / "j", mirror=stick) as writer:
        writer.act("b")
        assert "is larger than 64 MB" in writer.ask("trouble")
    assert ["a", "b"] == ids(tmp_path / "j")


def test_a_read_only_session_writes_nothing_to_either(plan: Path, stick: Path) -> None:
    stick = plan.parent / "stick"
    mirror = ["--mirror", str(stick)]
    assert 0 == run("mark", "s01", "restored", "--yes", folder=plan.parent).returncode
    journal = plan.with_suffix(".journal").read_bytes()
    shown = run("queue", "--read-only", *mirror, folder=plan.parent)
    assert (0, []) == (shown.returncode, list(stick.iterdir()))
    assert 0 == run("queue", *mirror, folder=plan.parent).returncode
    assert 2 == len(ids(stick / "inventory.journal"))
    assert 0 == run("mark", "s02", "restored", "--yes", folder=plan.parent).returncode
    before = plan.with_suffix(".journal").read_bytes(), (stick / "inventory.journal").read_bytes()
    assert 0 == run("queue", "--read-only", *mirror, folder=plan.parent).returncode
    assert (
        4
        == run(
            "mark", "s03", "restored", "--yes", "--read-only", *mirror, folder=plan.parent
        ).returncode
    )
    assert before == (
        plan.with_suffix(".journal").read_bytes(),
        (stick / "inventory.journal").read_bytes(),
    )
    assert journal != before[0]
