"""A plan is written whole or not at all, over no other file, and what it replaces is kept."""

import fcntl
import os
import stat
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from chwapi_console.errors import RequestError
from chwapi_console.inventory.edit import replace
from chwapi_console.inventory.edit.replace import replace_plan, write_new
from chwapi_console.inventory.file.load import load
from hospitals import HEAD


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(HEAD)
    return path


def test_a_new_file_is_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_new(tmp_path / "new.toml", b"x")
    assert ["new.toml"] == [path.name for path in tmp_path.iterdir()]
    assert b"x" == (tmp_path / "new.toml").read_bytes()


@pytest.mark.parametrize(
    "make", [lambda path: path.write_bytes(b"mine"), lambda path: path.symlink_to("nowhere")]
)
def test_a_file_that_is_there_is_never_written_over(tmp_path: Path, make: object) -> None:
    make(tmp_path / "new.toml")  # type: ignore[operator]
    with pytest.raises(RequestError, match="is there already"):
        write_new(tmp_path / "new.toml", b"x")
    assert ["new.toml"] == [path.name for path in tmp_path.iterdir()]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="cannot be written: No such file"):
        write_new(tmp_path / "none" / "new.toml", b"x")


def test_where_there_are_no_hard_links_a_file_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_new(tmp_path / "new.toml", b"x")
    assert ["new.toml"] == [path.name for path in tmp_path.iterdir()]


@pytest.fixture
def stick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that knows no files without a name and no hard links."""
    opened = os.open

    def no_nameless_files(path: Path, flags: int, *more: int, **how: int) -> int:
        if flags & os.O_TMPFILE == os.O_TMPFILE:
            raise OSError(95, "Operation not supported")
        return opened(path, flags, *more, **how)

    def no_links(self: Path, target: Path) -> None:
        if os.path.lexists(self):
            raise FileExistsError(17, "File exists")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "open", no_nameless_files)
    monkeypatch.setattr(Path, "hardlink_to", no_links)


@pytest.mark.usefixtures("stick")
def test_on_a_stick_a_file_is_written_under_another_name_and_renamed(tmp_path: Path) -> None:
    write_new(tmp_path / "new.toml", b"x")
    assert ["new.toml"] == [path.name for path in tmp_path.iterdir()]
    assert b"x" == (tmp_path / "new.toml").read_bytes()


def written_meanwhile(monkeypatch: pytest.MonkeyPatch, path: Path, data: bytes) -> None:
    """Has somebody else write a file each time that ours is on disk."""
    synced = os.fsync

    def meanwhile(descriptor: int) -> None:
        synced(descriptor)
        path.write_bytes(data)

    monkeypatch.setattr(os, "fsync", meanwhile)


@pytest.mark.usefixtures("stick")
def test_on_a_stick_too_a_file_that_came_meanwhile_is_never_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_meanwhile(monkeypatch, tmp_path / "new.toml", b"mine")
    with pytest.raises(RequestError, match="is there already"):
        write_new(tmp_path / "new.toml", b"x")
    assert ["new.toml"] == [path.name for path in tmp_path.iterdir()]
    assert b"mine" == (tmp_path / "new.toml").read_bytes()


def test_where_a_link_is_refused_since_the_name_was_taken_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stick: None
) -> None:
    def taken_just_now(self: Path, target: Path) -> None:
        self.write_bytes(b"mine")
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", taken_just_now)
    with pytest.raises(RequestError, match="is there already"):
        write_new(tmp_path / "new.toml", b"x")
    assert b"mine" == (tmp_path / "new.toml").read_bytes()


def test_a_file_that_came_while_one_without_a_name_was_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_meanwhile(monkeypatch, tmp_path / "new.toml", b"mine")
    with pytest.raises(RequestError, match="is there already"):
        write_new(tmp_path / "new.toml", b"x")
    assert b"mine" == (tmp_path / "new.toml").read_bytes()


def test_where_nothing_tells_a_process_its_files_one_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_proc(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "link", no_proc)
    write_new(tmp_path / "new.toml", b"x")
    assert ["new.toml"] == [path.name for path in tmp_path.iterdir()]


def test_a_copy_that_the_disk_may_not_keep_replaces_nothing_and_is_taken_away(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(folder: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("chwapi_console.inventory.edit.replace.sync_folder", failing)
    with pytest.raises(RequestError, match="does not say that it will stay"):
        replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert (HEAD, [plan]) == (plan.read_text(), list(plan.parent.iterdir()))


def test_a_plan_that_changes_while_its_copy_is_written_is_left_as_it_was_made(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written_meanwhile(monkeypatch, plan, (HEAD + "# theirs\n").encode())
    with pytest.raises(RequestError, match="changed by somebody meanwhile"):
        replace_plan(load(plan), HEAD + "# mine\n", "import-1")
    assert (HEAD + "# theirs\n", [plan]) == (plan.read_text(), list(plan.parent.iterdir()))


Saves = Callable[[Path], None]


def in_place(plan: Path) -> None:
    plan.write_text(HEAD + "# theirs\n")


def by_another_file(plan: Path) -> None:
    plan.with_name("theirs").write_text(HEAD + "# theirs\n")
    plan.with_name("theirs").rename(plan)


@pytest.mark.parametrize("saved", [in_place, by_another_file])
def test_what_an_editor_saves_at_the_very_last_moment_stands(
    plan: Path, monkeypatch: pytest.MonkeyPatch, saved: Saves
) -> None:
    swap = replace._swap
    swaps: list[Path] = []

    def meanwhile(one: Path, other: Path) -> bool:
        if not swaps:
            saved(plan)
        swaps.append(one)
        return swap(one, other)

    monkeypatch.setattr(replace, "_swap", meanwhile)
    with pytest.raises(RequestError, match="changed by somebody meanwhile"):
        replace_plan(load(plan), HEAD + "# mine\n", "import-1")
    assert (HEAD + "# theirs\n", [plan]) == (plan.read_text(), list(plan.parent.iterdir()))
    assert len(swaps) == 2


def test_what_an_editor_that_has_the_plan_open_still_writes_is_in_the_copy(plan: Path) -> None:
    with plan.open("a") as editor:
        copy = replace_plan(load(plan), HEAD + "# mine\n", "import-1")
        editor.write("# theirs\n")
    assert (HEAD + "# mine\n", HEAD + "# theirs\n") == (plan.read_text(), copy.read_text())
    assert {plan, copy} == set(plan.parent.iterdir())


def test_where_what_was_saved_cannot_be_put_back_it_is_in_the_copy(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swap = replace._swap
    swaps: list[Path] = []

    def breaks(one: Path, other: Path) -> bool:
        if swaps:
            raise OSError(5, "Input/output error")
        in_place(plan)
        swaps.append(one)
        return swap(one, other)

    monkeypatch.setattr(replace, "_swap", breaks)
    copy = replace_plan(load(plan), HEAD + "# mine\n", "import-1")
    assert (HEAD + "# mine\n", HEAD + "# theirs\n") == (plan.read_text(), copy.read_text())
    assert {plan, copy} == set(plan.parent.iterdir())


def test_a_disk_that_swaps_no_names_replaces_a_plan_all_the_same(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replace, "_BOTH_NAMES", 1 << 20)  # a word that no disk knows
    copy = replace_plan(load(plan), HEAD + "# mine\n", "import-1")
    assert (HEAD, HEAD + "# mine\n") == (copy.read_text(), plan.read_text())
    assert {plan, copy} == set(plan.parent.iterdir())


def test_a_copy_that_cannot_be_taken_away_after_a_failure_is_named(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, mode: int) -> None:
        raise OSError(28, "No space left on device")

    def kept(self: Path, missing_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "fchmod", full)
    monkeypatch.setattr(Path, "unlink", kept)
    with pytest.raises(
        RequestError, match=r"The plan is as it was; \S*plan\.toml\.before-import-1 is a copy of it"
    ):
        replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert HEAD == plan.read_text()


def test_what_another_logins_living_process_writes_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_ours(process: int, signal: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    theirs = tmp_path / ".new.toml.4711-0123abcd.new"
    theirs.write_bytes(b"begun")
    monkeypatch.setattr(os, "kill", not_ours)
    write_new(tmp_path / "new.toml", b"x")
    assert theirs.exists()


def test_a_plan_that_is_replaced_keeps_its_mode_and_leaves_a_copy(plan: Path) -> None:
    plan.chmod(0o640)
    copy = replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert (HEAD, HEAD + "# more\n") == (copy.read_text(), plan.read_text())
    assert [0o640, 0o640] == [stat.S_IMODE(path.stat().st_mode) for path in (copy, plan)]
    assert {"plan.toml", "plan.toml.before-import-1"} == {
        path.name for path in plan.parent.iterdir()
    }


def test_a_plan_whose_way_leads_in_a_circle_by_now_is_named(plan: Path) -> None:
    loaded = load(plan)
    plan.unlink()
    plan.symlink_to(plan.name)
    with pytest.raises(RequestError, match=r"cannot be written: .*The plan is as it was"):
        replace_plan(loaded, "x", "now")


def test_a_plan_behind_a_link_is_replaced_where_it_is(plan: Path) -> None:
    link = plan.with_name("link.toml")
    link.symlink_to(plan)
    replace_plan(load(link), HEAD + "# more\n", "import-1")
    assert link.is_symlink()
    assert HEAD + "# more\n" == plan.read_text()


def test_a_byte_order_mark_stays(plan: Path) -> None:
    plan.write_bytes(b"\xef\xbb\xbf" + HEAD.encode())
    replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert plan.read_bytes().startswith(b"\xef\xbb\xbfschema")


def test_a_plan_that_changed_since_is_left_alone(plan: Path) -> None:
    loaded = load(plan)
    plan.write_text(HEAD + "# theirs\n")
    with pytest.raises(RequestError, match="changed by somebody meanwhile"):
        replace_plan(loaded, HEAD, "import-1")
    assert HEAD + "# theirs\n" == plan.read_text()
    assert [plan] == list(plan.parent.iterdir())


def test_a_copy_is_never_written_over(plan: Path) -> None:
    plan.with_name("plan.toml.before-import-1").write_text("mine")
    copies = [
        replace_plan(load(plan), HEAD + f"# {number}\n", "import-1").name for number in (2, 3)
    ]
    assert ["plan.toml.before-import-1-2", "plan.toml.before-import-1-3"] == copies
    assert ["mine", HEAD, HEAD + "# 2\n"] == [
        plan.with_name(name).read_text() for name in ("plan.toml.before-import-1", *copies)
    ]


def test_when_the_disk_is_full_nothing_of_the_new_file_is_left(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(RequestError, match="No space left"):
        replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert [plan] == list(plan.parent.iterdir())
    assert HEAD == plan.read_text()


def test_where_the_plan_itself_finds_no_room_its_copy_goes_too(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int, mode: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fchmod", full)
    with pytest.raises(
        RequestError,
        match=r"plan\.toml cannot be written: No space left on device\. The plan is as it was\.",
    ):
        replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert [plan] == list(plan.parent.iterdir())


def test_of_two_at_once_the_second_waits_for_the_first_and_undoes_nothing_of_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load(plan)
    with plan.open("rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)

        def written_meanwhile(seconds: float) -> None:
            replaced = plan.with_name("first")
            replaced.write_text(HEAD + "# first\n")
            replaced.replace(plan)
            fcntl.flock(first, fcntl.LOCK_UN)

        monkeypatch.setattr("chwapi_console.inventory.edit.replace.time.sleep", written_meanwhile)
        with pytest.raises(RequestError, match="changed by somebody meanwhile"):
            replace_plan(loaded, HEAD + "# second\n", "import-1")
    assert (HEAD + "# first\n", [plan]) == (plan.read_text(), list(plan.parent.iterdir()))


def test_who_holds_a_plan_locked_for_ever_keeps_nobody_from_replacing_it(plan: Path) -> None:
    with plan.open("rb") as reader:
        fcntl.flock(reader, fcntl.LOCK_EX)
        replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert HEAD + "# more\n" == plan.read_text()


def test_where_files_cannot_be_locked_a_plan_is_replaced_all_the_same(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("chwapi_console.inventory.edit.replace.flock", refuse)
    replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert HEAD + "# more\n" == plan.read_text()


def test_a_plan_that_may_not_be_written_is_not_replaced_though_its_folder_would_let_it(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (plan, os.W_OK))
    with pytest.raises(RequestError, match="cannot be written: Permission denied"):
        replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert (HEAD, [plan]) == (plan.read_text(), list(plan.parent.iterdir()))


def test_a_link_planted_in_the_place_of_what_is_being_written_gives_nobody_a_file(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, synced = tmp_path / "shadow", os.fsync
    target.write_text("somebody's")
    target.chmod(0o600)

    def swapped(descriptor: int) -> None:
        synced(descriptor)
        for fresh in tmp_path.glob(".plan.toml.*.new"):
            if not fresh.is_symlink():
                fresh.unlink()
                fresh.symlink_to(target)

    plan.chmod(0o664)
    monkeypatch.setattr(os, "fsync", swapped)
    replace_plan(load(plan), HEAD + "# edited\n", "x")
    assert (0o600, "somebody's") == (stat.S_IMODE(target.stat().st_mode), target.read_text())


@pytest.mark.parametrize("has_nameless", [True, False])
@pytest.mark.parametrize("is_new", [True, False])
def test_where_the_folder_becomes_another_meanwhile_nothing_that_stands_there_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_new: bool, has_nameless: bool
) -> None:
    ours, theirs, synced = tmp_path / "ours", tmp_path / "theirs", os.fsync
    for folder, text in ((ours, HEAD), (theirs, "somebody's")):
        folder.mkdir()
        (folder / "plan.toml").write_text(text)
    plan = load(ours / "plan.toml")
    if is_new:
        plan.path.unlink()

    def swapped(descriptor: int) -> None:
        synced(descriptor)
        if not ours.is_symlink():
            ours.rename(tmp_path / "moved")
            ours.symlink_to(theirs)

    if not has_nameless:
        monkeypatch.setattr(replace, "_written_without_a_name", lambda *_: False)
    monkeypatch.setattr(os, "fsync", swapped)
    with pytest.raises(RequestError):
        if is_new:
            write_new(plan.path, b"new")
        else:
            replace_plan(plan, HEAD + "# edited\n", "x")
    assert "somebody's" == (theirs / "plan.toml").read_text()


def test_what_a_killed_process_had_begun_to_write_goes_with_the_next_one(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left, living = (
        tmp_path / f".new.toml.{process}-0123abcd.new" for process in (ended.pid, os.getpid())
    )
    other = tmp_path / f".other.toml.{ended.pid}-0123abcd.new"
    for path in (left, living, other):
        path.write_bytes(b"begun")
    write_new(tmp_path / "new.toml", b"x")
    assert {"new.toml", living.name, other.name} == {path.name for path in tmp_path.iterdir()}


def test_what_was_begun_of_a_copy_goes_with_the_next_edit_of_its_plan(plan: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    left = [
        plan.with_name(f".plan.toml.before-needs-20210118T030000Z{number}.{ended.pid}-0123abcd.new")
        for number in ("", "-2")
    ]
    other = plan.with_name(f".other.toml.before-needs-20210118T030000Z.{ended.pid}-0123abcd.new")
    for path in (*left, other):
        path.write_bytes(b"begun")
    copy = replace_plan(load(plan), HEAD + "# edited\n", "needs-20210118T040000Z")
    assert {plan.name, copy.name, other.name} == {path.name for path in plan.parent.iterdir()}


def test_a_folder_in_the_place_of_what_is_to_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / f".new.toml.{os.getpid()}.new").mkdir()
    write_new(tmp_path / "new.toml", b"x")
    assert b"x" == (tmp_path / "new.toml").read_bytes()


def test_a_file_that_names_no_process_that_can_be_stops_no_writing(plan: Path) -> None:
    planted = plan.with_name(f".{plan.name}.9999999999-aabbccdd.new")
    planted.touch()
    assert [str(planted)] == replace.left_over_in(plan.parent)
    replace_plan(load(plan), HEAD + "# more\n", "import-1")
    assert not planted.exists()


def test_a_plan_that_is_replaced_keeps_who_else_may_read_it(plan: Path) -> None:
    entries = [(1, 6, -1), (2, 6, 12_345), (4, 0, -1), (16, 6, -1), (32, 0, -1)]
    rights = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
    try:
        os.setxattr(plan, "system.posix_acl_access", rights)
    except (OSError, AttributeError):
        pytest.skip("no ACLs here")
    replace_plan(load(plan), HEAD, "needs")
    assert rights == os.getxattr(plan, "system.posix_acl_access")


def test_where_an_acl_cannot_be_kept_the_group_gets_nothing_by_its_mask(
    plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan.chmod(0o660)
    monkeypatch.setattr(os, "getxattr", lambda *_: b"an ACL")
    replace_plan(load(plan), HEAD, "needs")
    assert 0o600 == stat.S_IMODE(plan.stat().st_mode)


@pytest.mark.parametrize("name", ["a.journal-wal", "A.Journal-SHM", "a.journal-journal"])
def test_nothing_is_written_where_sqlite_would_take_it_away(tmp_path: Path, name: str) -> None:
    with pytest.raises(RequestError, match="SQLite keeps acts of"):
        write_new(tmp_path / name, b"a plan")
    assert [] == list(tmp_path.iterdir())
    write_new(tmp_path / "report-journal", b"a report")
