"""Where a journal lies: a network's disk is refused, and where nothing may be written it is still
read."""

import os
import shutil
from collections.abc import Sequence
from errno import EMFILE, ENOENT, EOPNOTSUPP, EPERM
from pathlib import Path

import pytest

from chwapi_console.errors import JournalError
from chwapi_console.journal.file import journal_file
from chwapi_console.journal.file.file_faults import FileFaults
from chwapi_console.journal.file.filesystem import network_kind
from chwapi_console.journal.record.events import Draft
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.launch import main
from journal.processes import Writer

ROOT = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can become somebody who may not write"
)
DBA = Actor("dba", "ward")
SOMEBODY = "54321:54321:022"
MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /srv/h rw shared:1 - nfs4 server:/srv/h rw,vers=4.2
31 30 0:41 / /srv/h/local rw - ext4 /dev/vdb rw
32 22 0:42 / /mnt/share rw - cifs //server/share rw
33 22 0:43 / /mnt/ssh rw - fuse.sshfs user@host:/ rw
34 22 0:44 / /mnt/host rw - 9p host rw
35 22 0:45 / /tmp rw - tmpfs tmpfs rw
36 22 0:46 / /mnt/two\040words rw shared:2 master:1 - nfs server:/x rw
37 22 0:47 / /mnt/ntfs rw - fuseblk /dev/sdb1 rw
38 22 0:48 / /data rw - nfs server:/old rw
39 22 0:49 / /data rw - xfs /dev/sdc rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/j", ""),
        ("/srv/h/ana/j", "nfs4"),
        ("/srv/hs/j", ""),
        ("/srv/h/local/j", ""),
        ("/mnt/share/x/j", "cifs"),
        ("/mnt/ssh/j", "fuse.sshfs"),
        ("/mnt/host/j", "9p"),
        ("/tmp/j", ""),
        ("/mnt/two words/j", "nfs"),
        ("/mnt/two/j", ""),
        ("/mnt/ntfs/j", ""),
        ("/data/j", ""),
    ],
)
def test_the_kind_of_a_file_system_is_that_of_the_innermost_and_latest_mount(
    tmp_path: Path, path: str, kind: str
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert kind == network_kind(Path(path), mounts)


def test_a_journal_on_a_network_is_refused_with_4_unless_somebody_insists(
    plan: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mounts = plan.with_name("mountinfo")
    mounts.write_text(MOUNTS + f"99 22 0:99 / {plan.parent} rw - fuse.sshfs user@host:/ rw\n")
    monkeypatch.setattr(journal_file, "network_kind", lambda path: network_kind(path, mounts))
    words = ["-i", str(plan), "mark", "s01", "restored", "--yes"]
    assert 4 == main(words)
    said = capsys.readouterr()
    assert ("", True) == (said.out, "lies on a network file system (fuse.sshfs)" in said.err)
    assert not plan.with_suffix(".journal").exists()
    assert 0 == main([*words, "--allow-network-fs"])


def closed(folder: Path) -> None:
    """Everybody may look, nobody but root may write."""
    folder.chmod(0o755)
    for path in folder.iterdir():
        path.chmod(0o644)


@ROOT
def test_where_the_folder_or_the_file_may_not_be_written_all_is_read_and_acts_are_refused(
    public_folder: Path,
) -> None:
    journal = public_folder / "j"
    with Writer(journal) as writer:
        writer.act("a")
    closed(public_folder)
    with Writer(journal, login=SOMEBODY) as somebody:
        assert "1" == somebody.ask("count")
        assert "cannot be written to: its permissions or its disk forbid it." in somebody.refused(
            "b"
        )
        with Writer(journal) as writer:
            writer.act("c")
            closed(public_folder)
            assert "2" == somebody.ask("count")
        public_folder.chmod(0o777)
        assert f"{journal} cannot be written to" in somebody.refused("d")
        for path in public_folder.iterdir():
            path.chmod(0o666)
        somebody.act("e")
    with Writer(public_folder / "nothing yet", login=SOMEBODY) as somebody:
        public_folder.chmod(0o755)
        assert "the folder of the journal cannot be written to" in somebody.refused("f")


@ROOT
def test_a_wal_left_by_a_crash_is_read_where_nothing_may_be_written_or_said_to_be_there(
    public_folder: Path,
) -> None:
    journal = public_folder / "j"
    writer = Writer(journal)
    writer.act("a")
    writer.kill()
    closed(public_folder)
    with Writer(journal, login=SOMEBODY) as somebody:
        assert "1" == somebody.ask("count")
    Path(f"{journal}-shm").unlink()
    somebody = Writer(journal, login=SOMEBODY, wait=False)
    assert "holds acts in j-wal that were not yet taken into it" in (somebody.lines.next() or "")
    somebody.leave()
    copy = public_folder / "copy"
    copy.mkdir()
    for name in ("j", "j-wal"):
        shutil.copy(public_folder / name, copy / name)
    with Writer(copy / "j") as writer:
        assert "1" == writer.ask("count")


@ROOT
def test_a_folder_that_nobody_may_look_into_is_said(public_folder: Path) -> None:
    inner = public_folder / "inner"
    inner.mkdir(mode=0o700)
    for journal in (inner / "j", inner / "deeper" / "j"):
        somebody = Writer(journal, login=SOMEBODY, wait=False)
        refusal = str(somebody.lines.next())
        assert refusal.startswith(
            f"refused: {journal}: cannot be opened. Look at its permissions and those of its "
            "folder. "
        )
        assert (
            f"chgrp GROUP {journal.parent} {journal}.*; chmod g+ws {journal.parent}; chmod g+rw "
            f"{journal}.*" in refusal
        )
        somebody.leave()


@pytest.mark.parametrize(
    ("folders", "name", "is_taken"),
    [
        ((), "n" * 239 + ".journal", True),
        ((), "n" * 240 + ".journal", False),
        ((), "n" * 243 + ".journal", False),
        (("f" * 200, "g" * 200), "h" * 200, False),
    ],
)
def test_a_name_or_a_way_that_leaves_no_room_for_the_files_beside_is_refused_and_leaves_nothing(
    tmp_path: Path, folders: Sequence[str], name: str, is_taken: bool
) -> None:
    folder = tmp_path.joinpath(*folders)
    folder.mkdir(parents=True, exist_ok=True)
    if is_taken:
        store = SqliteStore(folder / name)
        store.append([Draft("n", "s01", "noted", {"text": "x"})], DBA, {})
        store.close()
    else:
        with pytest.raises(JournalError, match="are the most, for other files lie beside it"):
            SqliteStore(folder / name)
    assert [name] * is_taken == [path.name for path in folder.iterdir()]


def test_where_no_more_files_may_be_opened_that_is_said_and_no_right_is_blamed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = FileFaults(tmp_path / "inventory.journal")
    assert "permissions" in str(faults.cannot_be_opened())

    def refuses(*_: object) -> int:
        raise OSError(EMFILE, "Too many open files")

    monkeypatch.setattr(os, "open", refuses)
    assert "may open no more files (ulimit -n)" in str(faults.cannot_be_opened())


@pytest.mark.parametrize("number", [ENOENT, EPERM, EOPNOTSUPP])
def test_where_a_file_without_a_name_gets_none_a_journal_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """No /proc, as in a rescue shell; a disk that makes such files and knows no links."""

    def unnameable(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", unnameable)
    store = SqliteStore(tmp_path / "j")
    store.append([Draft("n1", "dc1", "noted", {"text": "seen"})], DBA, {})
    store.close()
    assert ["j"] == [path.name for path in tmp_path.iterdir()]
    assert 0o600 == (tmp_path / "j").stat().st_mode & 0o707
