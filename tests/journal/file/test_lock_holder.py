"""Who holds a journal's lock is told by what the kernel says of that very file, on that very disk."""

import os
from pathlib import Path

import pytest

from chwapi_console.journal.file.lock_holder import read_lock_holder, write_lock_holder
from chwapi_console.journal.file.shared_memory import SharedMemory


def kernel(folder: Path, lock: str, mounted: str = "") -> Path:
    """A folder as the kernel gives it in /proc: one lock, and what is mounted where the journal
    lies."""
    proc = folder / "proc"
    (proc / "7").mkdir(parents=True)
    (proc / "7" / "cmdline").write_bytes(b"python\0-m\0chwapi_console\0")
    (proc / "7" / "stat").write_text("7 (python) T 1", encoding="ascii")
    (proc / "locks").write_text(f"1: POSIX  ADVISORY  WRITE 7 {lock} 120 120\n", encoding="ascii")
    fdinfo = proc / "self" / "fdinfo"
    fdinfo.mkdir(parents=True)
    for descriptor in range(2048):
        (fdinfo / str(descriptor)).write_text("pos:\t0\nmnt_id:\t27\n", encoding="ascii")
    lines = f"26 1 9:9 / /x rw\n27 1 {mounted} / / rw\n" if mounted else ""
    (proc / "self" / "mountinfo").write_text(lines, encoding="ascii")
    return proc


@pytest.mark.parametrize("by_mount", [False, True])
def test_a_lock_on_the_file_itself_names_its_process_and_one_on_another_disk_does_not(
    tmp_path: Path, by_mount: bool
) -> None:
    journal = tmp_path / "j"
    Path(f"{journal}-shm").touch()
    status = Path(f"{journal}-shm").stat()
    own = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}"
    there = "00:1f" if by_mount else own
    mounted = "0:31" if by_mount else ""
    (tmp_path / "a").mkdir()
    holder = write_lock_holder(journal, kernel(tmp_path / "a", f"{there}:{status.st_ino}", mounted))
    assert holder == (7, "python -m chwapi_console", True, False)
    for number, lock in enumerate(
        (f"77:01:{status.st_ino}", f"09:09:{status.st_ino}", f"{there}:1")
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert None is write_lock_holder(journal, kernel(folder, lock, mounted))


def test_whoever_keeps_others_from_reading_is_named_and_whoever_only_reads_is_not(
    tmp_path: Path,
) -> None:
    journal, shared = tmp_path / "j", tmp_path / "j-shm"
    for path, part, kind, is_named in (
        (journal, "1073741826 1073742335", "WRITE", True),
        (journal, "1073741826 1073742335", "READ", False),
        (shared, "122 122", "WRITE", True),
        (shared, "128 128", "WRITE", True),
        (shared, "128 128", "READ", False),
        (shared, "120 120", "WRITE", False),
    ):
        path.touch()
        status, folder = path.stat(), tmp_path / f"{path.name} {part} {kind}"
        folder.mkdir()
        proc = kernel(folder, "0:0:0")
        where = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
        (proc / "locks").write_text(f"1: POSIX  ADVISORY  {kind} 7 {where} {part}\n")
        assert is_named == (read_lock_holder(journal, proc) is not None), (path.name, part, kind)


def test_a_file_of_others_that_was_linked_at_the_place_of_shared_memory_is_not_emptied(
    tmp_path: Path,
) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"x" * 9)
    os.link(theirs, tmp_path / "j-shm")
    memory = SharedMemory(tmp_path / "j")
    memory.open(theirs.stat(), 1, to_write=True)
    memory.close()
    assert b"x" * 9 == theirs.read_bytes()
