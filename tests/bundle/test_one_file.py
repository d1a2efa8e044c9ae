"""The one file runs where there is nothing but Python: no environment, no home, no network, no
folder to write to but the plan's."""

import ast
import io
import os
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

import bundle
import bundle_boot
from chwapi_console import __version__
from console.real_terminal import terminal

ROOT = Path(__file__).parents[2]
BOOT = ROOT / "tools" / "bundle_boot.py"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("bundle") / "console.pyz"
    assert bundle.main([str(built), "--only-here"]) == 0
    return built


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    plan = tmp_path / "inventory.toml"
    plan.write_bytes((ROOT / "inventory.toml").read_bytes())
    return plan


def without_network() -> Sequence[str]:
    """What takes the network away from a program, where this system lets anybody do so."""
    words = ("unshare", "--user", "--net")
    try:
        allowed = subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return ()
    return words if allowed else ()


def run(file: Path, *words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """Runs it in an empty environment, in a folder that it may not write to."""
    return subprocess.run(
        [*without_network(), sys.executable, str(file), *words],
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **environ},
        check=False,
        timeout=120,
    )


def test_no_module_of_the_folder_that_an_empty_entry_of_pythonpath_names_is_run(
    file: Path, tmp_path: Path
) -> None:
    for name in ("json", "lzma", "argparse", "gettext", "tomllib"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(file), "queue"],
        cwd=tmp_path,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "PYTHONPATH": ":/x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "inventory.toml" in done.stderr, "there is no plan"
    assert not (tmp_path / "ran").exists()


def test_in_a_folder_that_was_removed_it_says_so(file: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    there = os.path.relpath(file, tmp_path / "gone")
    line = f'cd gone; rmdir ../gone; exec "{os.path.realpath(sys.executable)}" "{there}" next'
    said = subprocess.run(
        ["bash", "-c", line], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (1, 1) == (said.returncode, len(said.stderr.splitlines())), said.stderr
    assert "is not there any more" in said.stderr


def test_a_file_that_was_damaged_on_its_way_says_so_before_any_of_that_runs(
    file: Path, plan: Path, tmp_path: Path
) -> None:
    whole, damaged = file.read_bytes(), tmp_path / "damaged.pyz"
    with zipfile.ZipFile(file) as archive:
        text = archive.getinfo(f"{bundle_boot.BYTE_CODE}/chwapi_console/text.pyc")
    begins = text.header_offset
    in_directory = whole.rindex(text.filename.encode())
    for at, beyond in (
        (begins, 4),  # its own header
        (begins + 200, 1),  # a bit, by which other code would run
        (begins + 200, text.compress_size - 200),
        (in_directory + len(text.filename) - 1, 1),  # its name in the directory
    ):
        changed = bytes(byte ^ 1 for byte in whole[at : at + beyond])
        damaged.write_bytes(whole[:at] + changed + whole[at + beyond :])
        said = run(damaged, "-i", str(plan), "queue")
        assert (1, "") == (said.returncode, said.stdout)
        assert f"damaged (in {text.filename}). Copy it here anew" in said.stderr
        assert 1 == len(said.stderr.splitlines()), said.stderr


def test_a_restoration_is_played_with_nothing_but_the_file_and_the_plan(
    file: Path, plan: Path
) -> None:
    common = ("-i", str(plan), "--operator", "oncall-1")
    for words in (
        ("take", "dc1"),
        ("step", "dc1", "isolate"),
        ("note", "dc1", "from the stick"),
        ("mark", "dc1", "restored", "--yes", "--reason", "from the stick"),
    ):
        done = run(file, *words, *common)
        assert (done.returncode, "") == (0, done.stderr), words
    told = run(file, "log", "--json", *common)
    installed = subprocess.run(
        [sys.executable, "-m", "chwapi_console", "log", "--json", *common],
        capture_output=True,
        text=True,
        check=True,
    )
    assert installed.stdout == told.stdout
    assert "from the stick" in told.stdout


def test_a_plan_is_read_with_every_fault_in_it(file: Path, plan: Path) -> None:
    assert run(file, "check", "-i", str(plan)).returncode == 0
    plan.write_text("[incident]\nname = 3\n", encoding="utf-8")
    done = run(file, "check", "-i", str(plan))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout


def test_it_speaks_french_in_its_words_and_in_those_of_the_parser(file: Path, plan: Path) -> None:
    assert "Sa prochaine étape" in run(file, "--lang", "fr", "next", "-i", str(plan)).stdout
    assert "Il manque" in run(file, "--lang", "fr", "mark", "-i", str(plan)).stderr


def test_it_says_what_it_is_made_of_and_how_it_is_known_again(file: Path) -> None:
    lines = run(file, "--version").stdout.splitlines()
    digest = subprocess.run(["sha256sum", str(file)], capture_output=True, text=True, check=True)
    assert lines[0] == f"chwapi-console {__version__}"
    assert any(line.startswith("textual ") for line in lines)
    assert lines[-1] == f"SHA-256 {digest.stdout.split()[0]}  console.pyz"


def test_the_console_opens_from_it(file: Path, plan: Path) -> None:
    command = [sys.executable, str(file), "-i", str(plan), "--operator", "oncall-1"]
    with terminal(plan, command=command, HOME="/nonexistent") as seen:
        seen.sees("dc1")


def test_a_console_goes_on_when_the_stick_with_the_file_is_pulled_out(
    file: Path, plan: Path, tmp_path: Path
) -> None:
    on_a_stick = tmp_path / "on-a-stick.pyz"
    on_a_stick.write_bytes(file.read_bytes())
    command = [sys.executable, str(on_a_stick), "-i", str(plan), "--operator", "oncall-1"]
    with terminal(plan, command=command, HOME="/nonexistent") as seen:
        seen.sees("dc1")
        on_a_stick.unlink()
        seen.press("8")
        seen.sees("Open conditions")
        seen.press("?")
        seen.sees("To act on what is under the cursor")


def test_a_workbook_is_refused_in_a_sentence(file: Path, plan: Path, tmp_path: Path) -> None:
    book = tmp_path / "parc.xlsx"
    with zipfile.ZipFile(book, "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
    done = run(file, "import", "xlsx", str(book), "--yes", "-i", str(plan))
    assert done.returncode == 1
    assert "it as CSV, and import that" in done.stderr or "sheet as CSV" in done.stderr


def test_the_compiled_part_is_loaded_from_a_folder_that_somebody_names(
    file: Path, plan: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "may-run"
    folder.mkdir()
    assert run(file, "check", "-i", str(plan), CHWAPI_UNPACK=str(folder)).returncode == 0
    assert [] == list(folder.iterdir())


def test_nobody_who_may_write_in_that_folder_can_put_another_program_in_its_place(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def loaded(part: bundle_boot.Compiled, path: str) -> None:
        seen.append((list(tmp_path.iterdir()), Path(path).read_bytes()[:4]))

    monkeypatch.setattr(bundle_boot.Compiled, "_loaded", loaded)
    monkeypatch.setenv(bundle_boot.UNPACK, str(tmp_path))
    name = bundle.COMPILED["pydantic-core"]
    bundle_boot.Compiled(bundle_boot.OneFile(str(file)), name).create_module(ModuleSpec(name, None))
    assert [([], b"\x7fELF")] == seen


def test_a_folder_that_is_not_there_is_told_in_a_sentence(file: Path, plan: Path) -> None:
    done = run(file, "check", "-i", str(plan), CHWAPI_UNPACK="/nowhere/at/all")
    assert done.returncode == 1
    assert "Name a folder in which programs may run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_python_that_it_was_not_made_for_is_told_in_a_sentence(
    file: Path, plan: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(file) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    here = next(name for name in parts if name.startswith("native/"))
    elsewhere = here.replace(f"py3{sys.version_info[1]}", "py399")
    parts[elsewhere] = parts.pop(here)
    parts["names"] = parts["names"].replace(here.encode(), elsewhere.encode())
    other = tmp_path / "other.pyz"
    other.write_bytes(bundle.archive(parts))
    done = run(other, "check", "-i", str(plan))
    assert done.returncode == 1
    assert "only for 3.99 on" in done.stderr
    assert "Traceback" not in done.stderr


def test_older_pythons_can_read_as_far_as_the_sentence_for_them() -> None:
    ast.parse(BOOT.read_text("utf-8"), feature_version=(3, 7))


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = {"b": b"2", "a": b"1"}
    assert bundle.archive(parts) == bundle.archive(dict(sorted(parts.items())))


def test_it_reads_no_module_from_the_folder_it_is_started_in(
    file: Path, plan: Path, tmp_path: Path
) -> None:
    (tmp_path / "platform.py").write_text("raise SystemExit('planted')", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(file), "--version"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert (done.returncode, "") == (0, done.stderr)


def test_where_the_file_grows_too_large_the_newest_pythons_go_without_byte_code_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(1)
    code: dict[int, Mapping[str, bytes]] = {
        minor: {f"py3{minor}/a.pyc": chance.randbytes(50_000)} for minor in (12, 11, 13)
    }
    monkeypatch.setattr(bundle, "MOST", len(bundle.with_byte_code({}, code)) - 60_000)
    written = bundle.as_large_as_may_be({}, code)
    assert [11] == sorted(code)
    with zipfile.ZipFile(io.BytesIO(written)) as packed:
        assert ["py311/a.pyc"] == [name for name in packed.namelist() if name.startswith("py3")]
        assert b"byte code for Python 3.11\n" in packed.read("lib/chwapi_console/bundle.txt")
    said = capsys.readouterr().out.splitlines()
    assert ["3.13", "3.12"] == [re.findall(r"3\.\d+", line)[0] for line in said]


def test_the_lists_of_parts_that_packages_bring_take_no_room_in_the_file() -> None:
    told = [name for name, _ in bundle.sources() if ".dist-info/" in name]
    assert any(name.endswith("METADATA") for name in told)
    assert not [name for name in told if "/sboms/" in name]
