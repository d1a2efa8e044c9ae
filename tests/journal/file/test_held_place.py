"""A mirror in a folder that others may rename: what SQLite opened is compared with what was looked at,
and no act goes into a record that stands elsewhere."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from chwapi_console.journal.file import filesystem, journal_file
from chwapi_console.journal.file.held_place import held_place
from chwapi_console.journal.file.journal_file import JournalFile
from chwapi_console.journal.opening import opened
from chwapi_console.journal.record.events import Draft, new_id
from chwapi_console.journal.record.sequencing import Actor
from journal.processes import whole

DBA = Actor("dba", "host")

pytestmark = pytest.mark.skipif(not hasattr(os, "O_PATH"), reason="no folder is a place here")


class Swapped:
    """The folder of a mirror, in one that everybody may write, and another that a link there leads to."""

    def __init__(self, folder: Path) -> None:
        self.around = folder / "theirs"
        self.around.mkdir()
        self.around.chmod(0o777)
        self.mirror, self.away = self.around / "m", self.around / "away"
        self.mirror.mkdir()
        self.other = folder / "other"
        self.other.mkdir()
        self.journal = folder / "j"

    def swap(self) -> None:
        self.mirror.rename(self.away)
        self.mirror.symlink_to(self.other)

    def put_back(self) -> None:
        self.mirror.unlink()
        self.away.rename(self.mirror)

    def act(self, text: str, journal: Path | None = None) -> str:
        """What is said of the mirror once an act is written."""
        mirror = self.mirror if journal is None else None
        with closing(opened(journal or self.journal, mirror=mirror)) as store:
            store.append([Draft(new_id(), "sql1", "noted", {"text": text})], DBA, {})
            return str(store.trouble)


@pytest.fixture
def swapped(tmp_path: Path) -> Iterator[Swapped]:
    it = Swapped(tmp_path)
    it.act("theirs", it.other / "j")
    it.act("first")
    assert ["j"] == [path.name for path in it.mirror.iterdir()]
    assert 1 == len(whole(it.mirror / "j").events)
    yield it


def texts(journal: Path) -> list[str]:
    return [str(event.data["text"]) for event in whole(journal).events]


def meanwhile(
    swapped: Swapped, what: Callable[..., object], *, lasts: bool = False
) -> Callable[..., object]:
    """The same, with the folder of the mirror swapped while it works on that."""

    def done(*given: object, **named: object) -> object:
        if swapped.away.exists() or (
            given and isinstance(given[0], JournalFile) and given[0].path.parent != swapped.mirror
        ):
            return what(*given, **named)
        swapped.swap()
        try:
            return what(*given, **named)
        finally:
            if not lasts:
                swapped.put_back()

    return done


def test_a_folder_that_is_swapped_while_sqlite_opens_the_mirror_gets_nothing_elsewhere(
    swapped: Swapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (swapped.other / "j").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(JournalFile, "_connected", meanwhile(swapped, JournalFile._connected))
        said = swapped.act("second")
    assert "leads to another file than a moment ago" in said
    assert before == (swapped.other / "j").read_bytes()
    assert ["theirs"] == texts(swapped.other / "j")
    assert ["first", "second"] == texts(swapped.journal)
    assert "None" == swapped.act("third")
    assert ["first", "second", "third"] == texts(swapped.mirror / "j")


def test_a_wal_of_another_record_that_sqlite_opened_is_neither_written_nor_taken_away(
    swapped: Swapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened(swapped.other / "j")) as theirs:
        theirs.append([Draft(new_id(), "sql1", "noted", {"text": "in the wal"})], DBA, {})
        wal = swapped.other / "j-wal"
        before = wal.read_bytes()
        looked, looked_beside = JournalFile._refuse_another, JournalFile._refuse_others_beside

        def look_and_swap(file: JournalFile) -> None:
            looked(file)
            if file.path.parent == swapped.mirror:
                swapped.swap()

        def put_back_and_look(file: JournalFile, connection: sqlite3.Connection) -> None:
            if file.path.parent == swapped.mirror and swapped.away.exists():
                swapped.put_back()
            looked_beside(file, connection)

        with monkeypatch.context() as patch:
            patch.setattr(JournalFile, "_refuse_another", look_and_swap)
            patch.setattr(JournalFile, "_refuse_others_beside", put_back_and_look)
            said = swapped.act("second")
        assert "leads to another file than a moment ago" in said
        assert before == wal.read_bytes()
        theirs.append([Draft(new_id(), "sql1", "noted", {"text": "on"})], DBA, {})
    assert ["theirs", "in the wal", "on"] == texts(swapped.other / "j")
    assert "None" == swapped.act("third")


def test_a_folder_that_is_swapped_while_the_mirror_is_closed_loses_nothing_elsewhere(
    swapped: Swapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(opened(swapped.other / "j")) as theirs:
        theirs.append([Draft(new_id(), "sql1", "noted", {"text": "in the wal"})], DBA, {})
        before = (swapped.other / "j-wal").read_bytes()
        store = opened(swapped.journal, mirror=swapped.mirror)
        store.append([Draft(new_id(), "sql1", "noted", {"text": "second"})], DBA, {})
        looked = JournalFile._is_as_left

        def look_and_swap(file: JournalFile) -> bool:
            is_as_left = looked(file)
            if file.path.parent == swapped.mirror:
                swapped.swap()
            return is_as_left

        with monkeypatch.context() as patch:
            patch.setattr(JournalFile, "_is_as_left", look_and_swap)
            store.close()
        assert before == (swapped.other / "j-wal").read_bytes()
        swapped.put_back()
    assert ["theirs", "in the wal"] == texts(swapped.other / "j")
    assert ["first", "second"] == texts(swapped.mirror / "j")


def test_a_new_mirror_is_made_in_the_folder_that_was_looked_at(
    swapped: Swapped, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in swapped.mirror.iterdir():
        path.unlink()
    (swapped.other / "j").unlink()
    with monkeypatch.context() as patch:
        create = filesystem.create_shared

        def of_the_mirror(path: Path, content: bytes = b"") -> object:
            mirrored = content and meanwhile(swapped, create)
            return (mirrored or create)(path, content)

        patch.setattr(journal_file, "create_shared", of_the_mirror)
        swapped.act("second")
    assert not (swapped.other / "j").exists()
    assert ["first", "second"] == texts(swapped.mirror / "j")


def test_a_place_that_nobody_else_can_change_is_not_held(tmp_path: Path) -> None:
    assert held_place(tmp_path / "j") is None
    tmp_path.chmod(0o777)
    try:
        place = held_place(tmp_path / "j")
    finally:
        tmp_path.chmod(0o700)
    assert place is not None
    assert place.link is None
    place.close()


def test_an_empty_file_in_the_place_of_a_mirror_is_told_and_hinders_no_act(
    swapped: Swapped,
) -> None:
    for path in swapped.mirror.iterdir():
        path.unlink()
    (swapped.mirror / "j").touch()
    assert "is empty. Take it away, and another is made." in swapped.act("second")
    (swapped.mirror / "j").unlink()
    assert "None" == swapped.act("third")
    assert ["first", "second", "third"] == texts(swapped.mirror / "j")
