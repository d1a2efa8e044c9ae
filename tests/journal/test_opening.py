"""Every store is opened by its address, and a peer by what somebody typed; what cannot be one is
refused before anything of it is read."""

import os
import tracemalloc
from contextlib import closing, suppress
from errno import EACCES
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError, JournalReadOnly, RequestError
from chwapi_console.journal.file import too_large
from chwapi_console.journal.opening import opened
from chwapi_console.journal.peer import peer_of
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor

DBA = Actor("dba", "host")


def written(address: str | Path, mirror: Path | None = None) -> None:
    with closing(opened(address, mirror=mirror)) as store:
        store.append([Draft("a", "sql1", "noted", {"text": "x"})], DBA, {})


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_an_address_as_text_too(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    written(kind(tmp_path / "j"))
    with closing(opened(tmp_path / "j", read_only=True)) as store:
        assert ["a"] == list(store.record.by_id)
        assert str(tmp_path / "j") == store.name


def test_while_a_journal_is_opened_no_more_is_held_than_by_who_has_it_open(tmp_path: Path) -> None:
    """The rows of the file are let go of one by one: with their own texts each takes 400 bytes beside
    its event, and of a million events that was a fifth of all memory."""
    count = 3_000
    with closing(opened(tmp_path / "j")) as store:
        store.append(
            [Draft(f"a{n}", "sql1", "noted", {"text": f"{n}"}) for n in range(count)], DBA, {}
        )
    tracemalloc.start()
    try:
        with closing(opened(tmp_path / "j", read_only=True)) as store:
            store.refresh()
            held, most = tracemalloc.get_traced_memory()
            assert count == len(store.record.events)
    finally:
        tracemalloc.stop()
    assert (most - held) / count < 150


def test_a_mirror_that_is_the_journal_itself_is_refused_and_nothing_stays_open(
    tmp_path: Path,
) -> None:
    written(tmp_path / "j")
    with pytest.raises(RequestError, match="is the journal's own folder"):
        opened(tmp_path / "j", mirror=tmp_path)
    (tmp_path / "stick").mkdir()
    (tmp_path / "stick" / "j").symlink_to(tmp_path / "j")
    with pytest.raises(RequestError, match="is the journal itself, by another name"):
        opened(tmp_path / "j", mirror=tmp_path / "stick")
    assert {"j", "stick"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(
    ("typed", "meant", "is_new"),
    [
        ("there", "there/inventory.journal", True),
        ("there/", "there/inventory.journal", True),
        ("other.journal", "other.journal", True),
        ("here/inventory.journal-copy", "here/inventory.journal-copy", True),
        ("old", "old", False),
    ],
)
def test_a_peer_is_a_file_or_the_journal_of_the_same_name_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, meant: str, is_new: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here").mkdir()
    Path("there").mkdir()
    written("old")
    found = peer_of(Path("here/inventory.journal"), typed)
    assert (Path(meant), is_new) == found


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("here", "this very journal"),
        ("here/inventory.journal", "this very journal"),
        ("nowhere/j", "nowhere: there is no such folder"),
        ("nofolder", "there is no such folder or journal"),
        ("nofolder.journal/", "there is no such folder or journal"),
    ],
)
def test_what_can_be_no_peer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here").mkdir()
    with pytest.raises(RequestError, match=why):
        peer_of(Path("here/inventory.journal"), typed)
    assert {"here"} == {path.name for path in tmp_path.iterdir()}


def test_nothing_of_a_peer_is_read_that_is_larger_than_any_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "other.journal")
    found = peer_of(tmp_path / "j", tmp_path / "other.journal")
    found.opened().close()
    monkeypatch.setattr(too_large, "LARGEST_PEER", 1000)
    with pytest.raises(JournalError, match="Nothing of it was read"):
        found.opened()


@pytest.mark.parametrize("failing", range(4))
def test_a_folder_that_is_not_to_be_written_for_one_moment_ends_in_no_odd_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    looks = [number != failing for number in range(4)]
    with closing(opened(tmp_path / "j")) as store:
        monkeypatch.setattr(os, "access", lambda *_: looks.pop(0) if looks else True)
        with suppress(JournalReadOnly):
            store.append([Draft("a", "sql1", "noted", {"text": "x"})], DBA, {})
            assert ["a"] == list(store.record.by_id)


def test_a_journal_that_is_opened_again_and_again_beside_another_takes_no_more_files(
    tmp_path: Path,
) -> None:
    def files() -> int:
        return sum(
            "-shm" in str(each.readlink())
            for each in Path("/proc/self/fd").iterdir()
            if each.is_symlink()
        )

    written(tmp_path / "j")
    with closing(opened(tmp_path / "j")):
        opened(tmp_path / "j").close()
        before = files()
        for _ in range(5):
            opened(tmp_path / "j").close()
        assert before == files()


def test_a_journal_in_a_closed_folder_is_refused_as_one_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> bool:
        raise PermissionError(EACCES, os.strerror(EACCES), str(path))

    monkeypatch.setattr(Path, "is_dir", closed)
    with pytest.raises(JournalError, match="Look at the rights of its folder"):
        peer_of(tmp_path / "inventory.journal", tmp_path / "closed" / "o.journal")
