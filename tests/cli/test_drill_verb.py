"""The exercise that comes with the program is there for everybody, and laid out where nothing is
lost by it."""

import os
import stat
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from cli.command_line import CommandLine

ROOT = Path(__file__).parents[2]
SHIPPED = (ROOT / "inventory.toml").read_bytes()


def test_it_is_laid_out_in_a_new_folder_and_says_what_to_type(here: CommandLine) -> None:
    answer = here.done("drill", "a night")
    assert SHIPPED == (here.folder / "a night" / "inventory.toml").read_bytes()
    assert "Next: cd 'a night', then chwapi-console." in answer.out
    assert "DRILL" in here.done("queue", "--limit", "1", "-i", "a night/inventory.toml").out


def test_nothing_that_is_there_is_written_over_and_no_journal_of_another_night_comes_beside_it(
    here: CommandLine,
) -> None:
    here.done("drill")
    for folder in ("drill", ".", "inventory.toml", "inventory.toml/drill"):
        assert 1 == here.typed("drill", folder).code
    assert 4 == here.typed("drill", "other", "--read-only").code
    assert not (here.folder / "other").exists()


@pytest.mark.parametrize("target", ["elsewhere", "nowhere"])
def test_a_link_in_its_place_is_not_followed(here: CommandLine, target: str) -> None:
    (here.folder / "elsewhere").mkdir()
    (here.folder / "drill").symlink_to(target)
    answer = here.typed("drill")
    assert (1, True) == (answer.code, "drill is a link" in answer.err)
    assert [] == list((here.folder / "elsewhere").iterdir())
    assert not (here.folder / "nowhere").exists()


def test_a_pipe_in_its_place_is_not_waited_for(here: CommandLine) -> None:
    os.mkfifo(here.folder / "drill")
    assert 1 == here.typed("drill").code


def test_where_there_is_no_plan_the_first_words_name_the_exercise_and_no_fault(
    here: CommandLine,
) -> None:
    here.plan.unlink()
    for words in ((), ("queue",), ("mark", "dc1", "clean")):
        answer = here.typed(*words)
        assert (1, True, False) == (
            answer.code,
            "chwapi-console drill" in answer.err,
            "fault" in answer.err,
        )


def test_the_wheel_has_it(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        assert SHIPPED == archive.read("chwapi_console/drill.toml")


@pytest.mark.parametrize(
    ("folder", "umask", "mode"),
    [
        (0o2770, 0o022, 0o664),
        (0o2770, 0o027, 0o660),
        (0o2775, 0o022, 0o664),
        (0o2775, 0o077, 0o660),
        (0o755, 0o022, 0o644),
        (0o755, 0o002, 0o644),
        (0o700, 0o022, 0o604),
        (0o700, 0o077, 0o600),
        (0o777, 0o000, 0o666),
        (0o755, 0o000, 0o644),
    ],
)
def test_plans_are_shared_as_their_folder_is(
    here: CommandLine, folder: int, umask: int, mode: int
) -> None:
    shared = here.folder / "shared"
    shared.mkdir()
    shared.chmod(folder)
    before = os.umask(umask)
    try:
        here.done("init", "--yes", "-i", "shared/inventory.toml")
        here.done("export", "plan", "shared/export.toml")
    finally:
        os.umask(before)
    assert {mode} == {stat.S_IMODE(path.stat().st_mode) for path in shared.glob("*.toml")}


def test_the_folder_is_for_everybody_to_write_under_no_umask(here: CommandLine) -> None:
    before = os.umask(0)
    try:
        here.done("drill", "above/exercise")
    finally:
        os.umask(before)
    for folder in (here.folder / "above", here.folder / "above" / "exercise"):
        assert not folder.stat().st_mode & 0o002
    assert not (here.folder / "above" / "exercise" / "inventory.toml").stat().st_mode & 0o002
