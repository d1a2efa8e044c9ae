"""The disk is full where blocks are small: -shm is touched as memory, and a block that is missing
would end the process."""

import errno
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError
from chwapi_console.journal.file.shared_memory import FRAME, REGION, frames_in, size_for
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from journal.processes import Writer, mounted, run, whole

ACTOR = Actor("dba", "host")
FULL = "the disk is full"


def noted(store: SqliteStore, *texts: str) -> None:
    store.append([Draft(new_id(), "sql1", "noted", {"text": text}) for text in texts], ACTOR, {})


def killed_after(journal: Path, *ids: str) -> None:
    """A journal whose writer was killed: what it wrote stands in the -wal alone."""
    writer = Writer(journal)
    writer.act(*ids)
    writer.kill()
    assert Path(f"{journal}-wal").stat().st_size


@pytest.fixture
def no_blocks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Call it, and the disk gives no blocks any more."""

    def none_left(descriptor: int, begin: int, size: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return lambda: monkeypatch.setattr("os.posix_fallocate", none_left)


def test_what_a_killed_writer_left_is_read_where_there_is_no_block_left(
    tmp_path: Path, no_blocks: Callable[[], None]
) -> None:
    killed_after(tmp_path / "j", "a", "b")
    no_blocks()
    with closing(SqliteStore(tmp_path / "j")) as store:
        assert ["a", "b"] == [event.id for event in store.record.events]
        assert FULL in str(store.why_read_only)
        with pytest.raises(JournalError, match=FULL):
            noted(store, "c")


def test_it_is_read_as_asked_where_there_is_no_block_left(
    tmp_path: Path, no_blocks: Callable[[], None]
) -> None:
    killed_after(tmp_path / "j", "a", "b")
    no_blocks()
    with closing(SqliteStore(tmp_path / "j", read_only=True)) as store:
        assert ["a", "b"] == [event.id for event in store.record.events]


def test_what_was_read_without_room_is_not_read_again_until_there_is_some(
    tmp_path: Path, no_blocks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after(tmp_path / "j", "a")
    no_blocks()
    with closing(SqliteStore(tmp_path / "j")) as store:
        copy = store.connection()
        store.refresh()
        assert store.connection() is copy
        monkeypatch.undo()
        store.refresh()
        assert store.why_read_only is None
        noted(store, "b")
    assert 2 == len(whole(tmp_path / "j").events)


def test_others_act_while_one_reads_without_room(
    tmp_path: Path, no_blocks: Callable[[], None]
) -> None:
    killed_after(tmp_path / "j", "a")
    no_blocks()
    with closing(SqliteStore(tmp_path / "j")) as store:
        with Writer(tmp_path / "j") as other:
            other.act("b")
        store.refresh()
        assert ["a", "b"] == [event.id for event in store.record.events]


def test_one_opens_what_others_have_open_where_there_is_no_block_left(
    tmp_path: Path, no_blocks: Callable[[], None]
) -> None:
    with Writer(tmp_path / "j") as other:
        other.act("a")
        no_blocks()
        with closing(SqliteStore(tmp_path / "j")) as store:
            noted(store, "b")
            other.act("c")
            store.refresh()
            assert 3 == len(store.record.events)


def test_acts_for_which_the_index_would_have_to_grow_are_refused_whole_without_room(
    tmp_path: Path, no_blocks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(SqliteStore(tmp_path / "j")) as store:
        noted(store, "a")
        no_blocks()
        with pytest.raises(JournalError, match=FULL):
            noted(store, *["many"] * 400)
        noted(store, "one")
        monkeypatch.undo()
        noted(store, *["many"] * 400)
        assert REGION < (tmp_path / "j-shm").stat().st_size
    assert 402 == len(whole(tmp_path / "j").events)


def test_closing_one_of_two_in_a_process_leaves_the_other_its_locks(tmp_path: Path) -> None:
    with closing(SqliteStore(tmp_path / "j")) as store:
        noted(store, "a")
        SqliteStore(tmp_path / "j").close()
        with Writer(tmp_path / "j") as other:
            other.act("b")
            noted(store, "c")
            assert "3" == other.ask("count")
    assert 3 == len(whole(tmp_path / "j").events)


@pytest.mark.parametrize(
    ("frames", "regions"), [(0, 1), (4062, 1), (4063, 2), (4062 + 4096, 2), (4062 + 4097, 3)]
)
def test_the_index_has_room_for_each_frame_of_the_wal(frames: int, regions: int) -> None:
    assert frames == frames_in(32 + frames * FRAME)
    assert regions * REGION == size_for(frames)


# A disk with small blocks, for real

SMALL = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("mkfs.ext4") is None, reason="no small disk can be made here"
)


class SmallDisk:
    """A disk of small blocks; `inside` are the words that start a program there."""

    def __init__(self, folder: Path, inside: list[str]) -> None:
        self.folder, self.inside = folder, inside

    def does(self, command: str) -> None:
        subprocess.run([*self.inside, "sh", "-c", command], check=True, stderr=subprocess.DEVNULL)

    def fill(self, left: int = 0) -> None:
        """Nothing of it is free but so many KiB, near enough; what the disk keeps back from large
        writes, small ones get."""
        self.does("cat /dev/zero > ballast || true; sync ballast")
        self.does("dd if=/dev/zero of=crumbs bs=2k oflag=direct || true; sync crumbs")
        self.does("cat /dev/zero > dust || true; sync dust")
        self.does(f"truncate -s -{left}K ballast; sync ballast")

    def make_room(self) -> None:
        self.does("rm ballast crumbs dust; sync .")


@pytest.fixture(params=[1024, 2048])
def small(request: pytest.FixtureRequest, plan: Path) -> Iterator[SmallDisk]:
    image, folder = plan.parent / "image", plan.parent / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(4 << 20)
    subprocess.run(
        ["mkfs.ext4", "-q", "-b", str(request.param), "-O", "^has_journal", "-m", "0", image],
        check=True,
    )
    with mounted(folder, "-o", "loop", str(image)) as inside:
        subprocess.run([*inside, "cp", str(plan), "."], check=True)
        yield SmallDisk(folder, inside)


@SMALL
@pytest.mark.parametrize("killed", [False, True], ids=["closed", "killed"])
def test_every_verb_reads_on_where_small_blocks_are_used_up(small: SmallDisk, killed: bool) -> None:
    writer = Writer(small.folder / "inventory.journal", inside=small.inside)
    writer.act("a")
    writer.kill() if killed else writer.leave()
    for left in (0, 9, 16, 31):
        small.does("rm -f inventory.journal-shm")
        small.fill(left)
        looked = run("log", folder=small.folder, inside=small.inside)
        assert (0, True) == (looked.returncode, "note: a" in looked.stdout), (left, looked)
        acted = run("note", "s01", "x" * 40_000, folder=small.folder, inside=small.inside)
        assert (4, "") == (acted.returncode, acted.stdout), (left, acted)
        assert FULL in acted.stderr
        small.make_room()
    assert 0 == run("note", "s01", "at last", folder=small.folder, inside=small.inside).returncode


@SMALL
def test_who_has_it_open_goes_on_reading_and_acts_again_once_there_is_room(
    small: SmallDisk,
) -> None:
    with (
        Writer(small.folder / "j", inside=small.inside) as writer,
        Writer(small.folder / "j", inside=small.inside) as other,
    ):
        writer.act("first")
        small.fill()
        done = 0
        while (answer := writer.ask(f"act {done}")).startswith("done"):
            done += 1
        assert FULL in answer
        assert str(done + 1) == other.ask("count")
        with Writer(small.folder / "j", inside=small.inside) as late:
            assert str(done + 1) == late.ask("count")
        small.make_room()
        other.act("last")
        assert str(done + 2) == writer.ask("count")


@SMALL
@pytest.mark.parametrize("left", [0, 9, 10, 16, 31])
def test_a_mirror_on_such_a_disk_hinders_no_act_and_its_lag_is_said(
    small: SmallDisk, tmp_path: Path, left: int
) -> None:
    with Writer(tmp_path / "j", mirror=small.folder, inside=small.inside) as writer:
        writer.act("first")
    small.fill(left)
    with Writer(tmp_path / "j", mirror=small.folder, inside=small.inside) as writer:
        for identity in ("a", "b", "c"):
            writer.act(identity)
        assert "lags behind" in writer.ask("trouble")
        small.make_room()
        writer.act("d")
        assert "None" == writer.ask("trouble")
