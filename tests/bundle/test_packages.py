"""Wheel and sdist: what is in them, and that the same sources give the same bytes; and the list of
parts with their licences."""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import audit_parts
import parts
from chwapi_console import __version__

ROOT = Path(__file__).parents[2]
INFO = f"chwapi_console-{__version__}.dist-info"
DATA = f"chwapi_console-{__version__}.data/data/share/man"


def built(folder: Path) -> dict[str, Path]:
    """Wheel and sdist, by the end of their names."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return {path.suffix: path for path in folder.iterdir()}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return built(tmp_path_factory.mktemp("dist"))


def test_the_same_sources_give_the_same_bytes(packages: dict[str, Path], tmp_path: Path) -> None:
    again = built(tmp_path)
    assert {".whl", ".gz"} == set(packages)
    for kind, path in packages.items():
        digests = [hashlib.sha256(each.read_bytes()).hexdigest() for each in (path, again[kind])]
        assert digests[0] == digests[1], kind


def test_the_wheel_has_all_that_the_program_reads_and_no_more(packages: dict[str, Path]) -> None:
    names = set(zipfile.ZipFile(packages[".whl"]).namelist())
    assert {
        f"{INFO}/licenses/LICENSE",
        f"{DATA}/man1/chwapi-console.1",
        f"{DATA}/fr/man1/chwapi-console.1",
        "chwapi_console/py.typed",
        "chwapi_console/plan.schema.json",
        "chwapi_console/drill.toml",
        "chwapi_console/locale/fr/LC_MESSAGES/chwapi_console.mo",
    } <= names
    source = ROOT / "src"
    modules = {str(path.relative_to(source)) for path in source.rglob("*.py")}
    assert modules == {name for name in names if name.endswith(".py")}
    assert not [name for name in names if "__pycache__" in name or "test" in name.split("/")[0]]


def test_the_schema_in_the_wheel_is_what_init_prints(packages: dict[str, Path]) -> None:
    inside = zipfile.ZipFile(packages[".whl"]).read("chwapi_console/plan.schema.json").decode()
    assert (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8") == inside
    assert json.loads(inside)["$schema"]


def test_the_sdist_can_be_tested_and_built_from(packages: dict[str, Path]) -> None:
    with tarfile.open(packages[".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "LICENSE",
        "pyproject.toml",
        "Makefile",
        "inventory.toml",
        "requirements/run.txt",
        "docs/plan.schema.json",
        "tests/journal/formats/format-1.sqlite",
        "src/chwapi_console/py.typed",
    } <= names
    assert not [
        name for name in names if "__pycache__" in name or name.startswith((".venv", "dist"))
    ]


def locked() -> dict[str, str]:
    """What the lock of the program names, by name, with its version."""
    lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w-]+)==([\w.]+)", lines, re.MULTILINE))


def test_every_locked_part_is_in_the_list_with_its_licence() -> None:
    listed = {part["purl"]: part for part in parts.bill()["components"]}
    missing = [
        name for name, version in locked().items() if f"pkg:pypi/{name}@{version}" not in listed
    ]
    assert [] == missing
    assert [] == [name for name, part in listed.items() if not part["licenses"]]


def test_what_a_part_needs_is_in_the_list_and_the_same_parts_give_the_same_list() -> None:
    bill = parts.bill()
    known = {bill["metadata"]["component"]["bom-ref"], *(p["bom-ref"] for p in bill["components"])}
    refs = [ref for each in bill["dependencies"] for ref in (each["ref"], *each["dependsOn"])]
    assert known == set(refs)
    assert bill == parts.bill()


def part(name: str, **said: object) -> dict[str, object]:
    return {"name": name, "version": "1", **said}


def test_where_no_part_could_be_asked_about_that_is_said_in_a_line() -> None:
    skipped = [part("rich", skip_reason="not found"), part("tomli", skip_reason="not found")]
    assert 1 == len(audit_parts.told(skipped))
    assert "No part could be asked about" in audit_parts.told(skipped)[0]


def test_a_hole_is_told_by_its_part_and_what_was_not_asked_about_by_name() -> None:
    hole, whole = part("rich", vulns=[{"id": "CVE-1"}]), part("textual", vulns=[])
    assert audit_parts.told([hole, whole, part("tomli", skip_reason="x")]) == [
        "rich 1: CVE-1",
        "2 of 3 parts were asked about; with a known hole: 1; not asked about: tomli.",
    ]


def test_without_pip_audit_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert 0 == audit_parts.main([])
    assert 1 == len(capsys.readouterr().out.splitlines())
