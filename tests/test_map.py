"""The map of the house (docs/ARCHITECTURE.md) says what is so: its rooms are all there are, its
floors those of the contracts, and every name on it stands in the source."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "chwapi_console"
MAP = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]

CODE = re.compile(r"`([^`\n]+)`")
NAME = re.compile(r"[A-Za-z_][\w.]*")
WORD = re.compile(r"[A-Za-z_]\w*")
WORDS = frozenset(
    chain.from_iterable(
        WORD.findall(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")
    )
)


def section(heading: str) -> str:
    """What stands below a heading, up to the next of its kind."""
    return MAP.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def names_in(text: str) -> list[str]:
    """What of the source is named: no file, no folder, no command."""
    return [
        code
        for code in CODE.findall(text)
        if NAME.fullmatch(code) and not code.endswith((".py", ".md", ".toml", ".po"))
    ]


def unknown(names: list[str]) -> list[str]:
    """Those names of which a part stands nowhere in the source."""
    return [name for name in names if not set(WORD.findall(name)) <= WORDS]


def floors(layers: list[str]) -> list[set[str]]:
    """From top to bottom what stands on each floor of a contract."""
    return [
        {name.rpartition(".")[2] for name in re.findall(r"[\w.]+", layer) if name != "\\"}
        for layer in layers
    ]


def test_every_name_on_the_map_stands_in_the_source() -> None:
    names = names_in(MAP)
    assert len(names) > 100
    assert [] == unknown(names)


def test_a_name_that_is_none_is_found_out() -> None:
    assert ["session.no_such_thing"] == unknown(
        names_in("as in `session.no_such_thing` of `session.py` and `Session`")
    )


@pytest.mark.parametrize(
    "room",
    [
        "console",
        "console.control",
        "session",
        "cli",
        "recovery",
        "recovery.state",
        "recovery.words",
        "journal",
        "inventory",
        "inventory.importers",
    ],
)
def test_the_floors_on_the_map_are_those_of_the_contract(room: str) -> None:
    (row,) = re.findall(rf"^\| `{room}` \| (.*) \|$", section("Floors, and what holds them"), re.M)
    plain = re.sub(r"\([^)]*\)", "", row)
    (contract,) = (c for c in CONTRACTS if c.get("containers") == [f"chwapi_console.{room}"])
    assert floors(contract["layers"]) == [
        set(CODE.findall(floor)) for floor in plain.split(",") if CODE.search(floor)
    ]


def test_the_map_counts_the_rules_that_are_no_floors() -> None:
    others = [contract for contract in CONTRACTS if contract["type"] != "layers"]
    numbers = {6: "six", 7: "seven", 8: "eight", 9: "nine"}
    assert f"and {numbers[len(others)]} more rules:" in section("Floors, and what holds them")


def test_every_folder_and_every_module_of_the_ground_floor_is_on_the_map() -> None:
    named = set(CODE.findall(section("The rooms")))
    folders = [
        f"{path.parent.relative_to(SOURCE)}/"
        for path in SOURCE.rglob("__init__.py")
        if path.parent != SOURCE
    ]
    modules = [path.name for path in SOURCE.glob("*.py") if path.name != "__init__.py"]
    assert [] == sorted({*folders, *modules} - named)


def test_what_the_terminal_may_not_know_is_all_there_is() -> None:
    (contract,) = (
        c for c in CONTRACTS if c.get("source_modules") == ["chwapi_console.console.terminal"]
    )
    known = {name.removeprefix("chwapi_console.") for name in contract["forbidden_modules"]}
    there = {
        *(path.stem for path in SOURCE.glob("*.py") if not path.stem.startswith("__")),
        *(
            path.parent.name
            for path in SOURCE.glob("*/__init__.py")
            if path.parent.name != "console"
        ),
        *(
            f"console.{path.parent.name}"
            for path in SOURCE.glob("console/*/__init__.py")
            if path.parent.name != "terminal"
        ),
        "console.app",
    }
    assert [] == sorted(there - known)
