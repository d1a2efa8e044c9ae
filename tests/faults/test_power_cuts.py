"""The power goes in the middle of an act: a sample of what `make faults` cuts, and the disk that
POSIX promises."""

import random
from itertools import islice
from pathlib import Path

import pytest

from faults.disk import Change, Disk, put
from faults.power import Recording, cuts, cuts_twice, named, recorded, wrong_after
from faults.rig import Bench

EACH = 2
"""States looked at of each story here, besides the one that the whole leaves."""
AT_EACH = 6


@pytest.mark.parametrize("name", named())
def test_whatever_a_power_cut_leaves_all_that_was_acknowledged_is_there_and_the_next_act_goes_on(
    bench: Bench, name: str
) -> None:
    recording = recorded(bench, *named()[name])
    states = list(cuts(recording, AT_EACH))
    sample = random.Random(name).sample(states, min(EACH, len(states) - 1)) + states[-1:]
    assert any(cut.told for cut in sample)
    assert [] == [
        (cut.place, wrong) for cut in sample if (wrong := wrong_after(bench, recording, cut))
    ]


def test_every_change_is_seen_in_a_folder_that_others_may_rename_too(bench: Bench) -> None:
    """There the program reaches files through folders that it holds open."""
    bench.folder.chmod(0o777)
    try:
        recording = recorded(bench, *named()["mirror"])
        through = [change.path for change in recording.changes if "/mirror/" in change.path]
    finally:
        bench.folder.chmod(0o700)
    assert any(path.endswith("-wal") for path in through)
    assert not any(path.startswith("/proc") for path in through)


@pytest.mark.parametrize("name", ["first", "acts"])
def test_a_second_power_cut_in_the_first_act_of_the_morning_takes_nothing_either(
    bench: Bench, name: str
) -> None:
    both = list(cuts_twice(bench, recorded(bench, named()[name][0]), 1))
    sample = random.Random(name).sample(both, EACH)
    assert [] == [
        (cut.place, wrong) for again, cut in sample if (wrong := wrong_after(bench, again, cut))
    ]


def test_an_act_is_lost_where_its_folder_is_not_synced(bench: Bench) -> None:
    """What shows that these tests can fail."""
    recording = recorded(bench, *named()["evidence"])
    folders = {found.inode for found in recording.before.now().values() if found.content is None}
    assert ["lost: e.zip"] in _all_wrong(bench, _without_syncs(recording, folders))


def test_an_act_is_lost_where_its_wal_is_not_synced(bench: Bench) -> None:
    recording = recorded(bench, *named()["note"])
    wal = {
        change.inode
        for change in recording.changes
        if change.what == "name" and change.path.endswith("-wal")
    }
    assert any(
        "lost: acknowledged, and not there (work)" in wrong
        for wrong in _all_wrong(bench, _without_syncs(recording, wal))
    )


def test_the_name_of_a_new_journal_is_on_disk_before_it_has_a_wal(bench: Bench) -> None:
    recording = recorded(bench, *named()["first"])
    folder = recording.before.now()["work"].inode
    wal = next(
        place for place, change in enumerate(recording.changes) if change.path.endswith("-wal")
    )
    assert Change("sync", folder) in recording.changes[:wal]


def _without_syncs(recording: Recording, inodes: set[int]) -> Recording:
    """The same on a disk that says it has synced these, and has not."""
    return recording._replace(
        changes=[
            each for each in recording.changes if each.what != "sync" or each.inode not in inodes
        ]
    )


def _all_wrong(bench: Bench, recording: Recording) -> list[list[str]]:
    return [
        wrong_after(bench, recording, cut)
        for cut in islice((cut for cut in cuts(recording, AT_EACH) if cut.told), 8)
    ]


# The disk


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    root.mkdir()
    (root / "old").write_bytes(b"o" * 1024)
    return root


def _after(root: Path, *changes: Change) -> list[dict[str, bytes | None]]:
    """What a hundred power cuts left, each once."""
    disk, chance = Disk(root), random.Random("disk")
    for change in changes:
        disk.take(change)
    found: list[dict[str, bytes | None]] = []
    for _ in range(100):
        left = {name: each.content for name, each in disk.after(chance).items()}
        if left not in found:
            found.append(left)
    return found


def test_what_was_synced_is_there_whole_and_nothing_else_can_be(root: Path) -> None:
    inode = (root / "old").stat().st_ino
    assert [{"old": b"n" * 1024}] == _after(
        root, Change("data", inode, content=b"n" * 1024), Change("sync", inode)
    )


def test_a_write_that_was_not_synced_is_there_not_there_or_torn_at_a_sector(root: Path) -> None:
    left = _after(root, Change("data", (root / "old").stat().st_ino, content=b"n" * 1024))
    halves = {(content[:512], content[512:]) for each in left if (content := each["old"])}
    old, new = b"o" * 512, b"n" * 512
    assert {(old, old), (new, new), (old, new), (new, old)} == halves


def test_a_later_write_may_be_there_without_the_earlier_one(root: Path) -> None:
    inode = (root / "old").stat().st_ino
    left = _after(
        root, Change("data", inode, content=b"1"), Change("data", inode, at=1, content=b"2")
    )
    assert {b"oo", b"1o", b"o2", b"12"} == {
        content[:2] for each in left if (content := each["old"])
    }


def test_a_name_is_sure_once_its_folder_is_synced_though_its_file_was(root: Path) -> None:
    made = [
        Change("file", 1),
        Change("name", 1, str(root / "new")),
        Change("data", 1, content=b"n"),
        Change("sync", 1),
    ]
    old = {"old": b"o" * 1024}
    left = _after(root, *made)
    assert old in left and old | {"new": b"n"} in left and len(left) == 2
    assert [old | {"new": b"n"}] == _after(root, *made, Change("sync", root.stat().st_ino))


def test_a_move_is_made_whole_or_not_at_all(root: Path) -> None:
    left = _after(root, Change("move", 0, str(root / "old"), str(root / "new")))
    assert [["new"], ["old"]] == sorted(sorted(each) for each in left)


def test_a_swap_is_made_whole_or_not_at_all(root: Path) -> None:
    (root / "new").write_bytes(b"n")
    left = _after(root, Change("swap", 0, str(root / "old"), str(root / "new")))
    assert [{"new": b"n", "old": b"o" * 1024}, {"new": b"o" * 1024, "old": b"n"}] == sorted(
        left, key=lambda each: len(each["new"] or b"")
    )


def test_a_folder_that_is_not_synced_takes_all_with_it_that_is_in_it(root: Path) -> None:
    made = [
        Change("folder", 1),
        Change("name", 1, str(root / "in")),
        Change("file", 2),
        Change("name", 2, str(root / "in/new")),
        Change("sync", 2),
        Change("sync", 1),
    ]
    assert [["in", "in/new", "old"], ["old"]] == sorted(
        sorted(each) for each in _after(root, *made)
    )


def test_a_journal_that_is_put_back_keeps_its_inode(root: Path, tmp_path: Path) -> None:
    (root / "a").mkdir()
    (root / "a/x.journal").write_bytes(b"j")
    tree, inode = Disk(root).now(), (root / "a/x.journal").stat().st_ino
    without = {name: found for name, found in tree.items() if name != "a/x.journal"}
    for each in (tree, without, tree):
        put(each, root, tmp_path / "parking")
        assert set(each) == {str(path.relative_to(root)) for path in root.rglob("*")}
    assert (inode, b"j") == (
        (root / "a/x.journal").stat().st_ino,
        (root / "a/x.journal").read_bytes(),
    )


def test_a_file_that_comes_back_is_another_than_the_one_that_got_its_inode(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    inode = (tmp_path / "old").stat().st_ino
    disk = Disk(tmp_path)
    disk.take(Change("gone", path=str(tmp_path / "old")))
    disk.take(Change("file", inode))
    disk.take(Change("name", inode, str(tmp_path / "new")))
    left = (disk.after(random.Random(seed)) for seed in range(100))
    both = next(tree for tree in left if {"old", "new"} <= set(tree))
    (tmp_path / "root").mkdir()
    put(both, tmp_path / "root", tmp_path / "parking")
    assert b"old" == (tmp_path / "root" / "old").read_bytes()
    assert b"" == (tmp_path / "root" / "new").read_bytes()
