"""A disk that is full for real: acts are refused and say so, looking goes on, and acts go on once
there is room."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from journal.processes import Writer, mounted, run, whole

ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
UNLIMITED = -1
SIZE = 512 * 1024
"""Bytes of the small disk; nothing here writes much more, should it ever land on a large one."""


class Disk:
    """A small disk; `inside` are the words that start a program there."""

    def __init__(self, folder: Path, inside: Sequence[str]) -> None:
        self.folder, self.inside = folder, inside

    def does(self, command: str) -> None:
        subprocess.run([*self.inside, "sh", "-c", command], check=True, stderr=subprocess.DEVNULL)

    def fill(self) -> None:
        self.does(f"head -c {2 * SIZE} /dev/zero > ballast || true")

    def make_room(self) -> None:
        self.does("rm ballast")


@pytest.fixture
def disk(plan: Path) -> Iterator[Disk]:
    yield from small(plan, f"size={SIZE}")


@pytest.fixture
def disk_of_few_files(plan: Path) -> Iterator[Disk]:
    yield from small(plan, f"size={8 * SIZE},nr_inodes=7")


def small(plan: Path, sizes: str) -> Iterator[Disk]:
    folder = plan.parent / "disk"
    folder.mkdir()
    with mounted(folder, "-t", "tmpfs", "-o", sizes, "none") as inside:
        subprocess.run([*inside, "cp", str(plan), "."], check=True)
        assert not (folder / plan.name).exists()
        yield Disk(folder, inside)


def acts_until_full(writer: Writer) -> tuple[int, str]:
    """How many acts went through, and why the next did not."""
    for number in range(1_000):
        if not (answer := writer.ask(f"act {number}")).startswith("done"):
            return number, answer
    raise AssertionError("it never filled")


@ROOT
def test_an_open_session_reads_on_and_acts_again_once_there_is_room(disk: Disk) -> None:
    with (
        Writer(disk.folder / "j", inside=disk.inside) as writer,
        Writer(disk.folder / "j", inside=disk.inside) as other,
    ):
        writer.act("first")
        disk.fill()
        done, why = acts_until_full(writer)
        assert "the disk is full. Nothing was written; make room, then do it again." in why
        assert str(done + 1) == other.ask("count") == writer.ask("count")
        assert "None" == writer.ask("why")
        disk.make_room()
        writer.act("last")
        other.act("other")
        assert str(done + 3) == other.ask("count") == writer.ask("count")


@ROOT
def test_a_session_that_opened_while_the_disk_was_full_acts_once_there_is_room(disk: Disk) -> None:
    with Writer(disk.folder / "j", inside=disk.inside) as writer:
        writer.act("first")
    disk.fill()
    with Writer(disk.folder / "j", inside=disk.inside) as late:
        assert "1" == late.ask("count")
        assert "the disk is full" in late.ask("why")
        assert "the disk is full" in late.refused("a")
        disk.make_room()
        assert "None" == late.ask("why")
        late.act("a")
        disk.fill()
        with Writer(disk.folder / "j", inside=disk.inside) as other:
            assert "2" == other.ask("count")
        disk.make_room()
        late.act("b")


@ROOT
def test_the_first_act_of_a_journal_needs_room_and_leaves_nothing_that_hinders_the_next(
    disk: Disk,
) -> None:
    disk.fill()
    with Writer(disk.folder / "j", inside=disk.inside) as writer:
        assert "the disk is full" in writer.refused("a")
        assert "0" == writer.ask("count")
        disk.make_room()
        writer.act("a")
    with Writer(disk.folder / "j", inside=disk.inside) as writer:
        assert "1" == writer.ask("count")


@ROOT
def test_a_verb_on_a_full_disk_is_refused_with_4_and_the_queue_is_still_shown(disk: Disk) -> None:
    assert (
        0
        == run(
            "mark", "s01", "restored", "--yes", folder=disk.folder, inside=disk.inside
        ).returncode
    )
    disk.fill()
    acted = run("mark", "s02", "restored", "--yes", folder=disk.folder, inside=disk.inside)
    assert (4, "", 1) == (acted.returncode, acted.stdout, len(acted.stderr.splitlines()))
    assert "the disk is full" in acted.stderr
    looked = run("log", folder=disk.folder, inside=disk.inside)
    assert (0, True) == (looked.returncode, "s01 restored" in looked.stdout)
    disk.make_room()
    assert (
        0
        == run(
            "mark", "s02", "restored", "--yes", folder=disk.folder, inside=disk.inside
        ).returncode
    )


@ROOT
@pytest.mark.parametrize("killed", [False, True], ids=["closed", "killed"])
@pytest.mark.parametrize("left", [0, 1])
def test_where_a_disk_takes_no_file_more_everything_is_read_and_acts_are_refused(
    disk_of_few_files: Disk, killed: bool, left: int
) -> None:
    disk = disk_of_few_files
    writer = Writer(disk.folder / "inventory.journal", inside=disk.inside)
    writer.act("a")
    writer.kill() if killed else writer.leave()
    if killed:
        disk.does("rm inventory.journal-shm")
    disk.does(f"for n in 1 2 3 4 5 6 7; do touch f$n || true; done; [ {left} = 0 ] || rm f1")
    looked = run("log", folder=disk.folder, inside=disk.inside)
    assert (0, True) == (looked.returncode, "note: a" in looked.stdout), looked
    acted = run("note", "s01", "x", folder=disk.folder, inside=disk.inside)
    if not (killed and left):  # then there is room for what is missing
        assert (4, "") == (acted.returncode, acted.stdout), acted
        assert "takes no more files" in acted.stderr
    disk.does("rm f*")
    assert 0 == run("note", "s01", "x", folder=disk.folder, inside=disk.inside).returncode


def test_where_a_file_may_not_grow_acts_are_refused_until_it_may(tmp_path: Path) -> None:
    journal = tmp_path / "j"
    with Writer(journal) as writer, Writer(journal) as other:
        writer.act("first")
        assert "limited" == writer.ask(f"limit {(tmp_path / 'j-wal').stat().st_size + 10_000}")
        done, why = acts_until_full(writer)
        assert "no file may grow beyond" in why
        other.act("meanwhile")
        assert str(done + 2) == writer.ask("count")
        writer.ask(f"limit {UNLIMITED}")
        writer.act("last")
    assert done + 3 == len(whole(journal).events)


def limited(kilobytes: int) -> list[str]:
    """The words that start a program which may let no file grow beyond that."""
    return ["bash", "-c", f'ulimit -f {kilobytes}; exec "$@"', "bash"]


@pytest.mark.parametrize("kilobytes", [1, 8, 24])
def test_a_limit_on_the_size_of_files_is_told_as_what_it_is(plan: Path, kilobytes: int) -> None:
    refused = run("note", "s01", "x", folder=plan.parent, inside=limited(kilobytes))
    assert 4 == refused.returncode
    assert f"no file may grow beyond {kilobytes} KB here (ulimit -f)" in refused.stderr
    assert "disk is full" not in refused.stderr
    assert 0 == run("note", "s01", "x", folder=plan.parent).returncode
    looked = run("log", folder=plan.parent, inside=limited(kilobytes))
    assert (0, True) == (looked.returncode, "note: x" in looked.stdout)
