"""The house holds: what a module pulls in when it is imported, seen from a process of its own, its
version, and its changelog."""

import ast
import pkgutil
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import chwapi_console

MODULES = [
    module.name
    for module in pkgutil.walk_packages(chwapi_console.__path__, "chwapi_console.")
    if not module.name.endswith("__main__")
]
PURE = (
    "chwapi_console.text",
    "chwapi_console.errors",
    "chwapi_console.clock",
    "chwapi_console.journal",
    "chwapi_console.recovery",
)


ONE_AFTER_THE_OTHER = """
import sys
for module in sys.argv[1:]:
    before = set(sys.modules)
    __import__(module)
    print(module, *{name.partition(".")[0] for name in set(sys.modules) - before})
"""
"""Imports modules, and tells which top-level packages came with each."""


def pulled_in(modules: Sequence[str], unwanted: set[str]) -> dict[str, set[str]]:
    """The modules that are the first to load an unwanted package, in a process that imports them all."""
    done = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER, *modules],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    rows = (line.split() for line in done.stdout.splitlines())
    return {module: came for module, *loaded in rows if (came := unwanted.intersection(loaded))}


def test_there_are_modules_to_look_at() -> None:
    assert {
        "chwapi_console.session.session",
        "chwapi_console.console.app",
        "chwapi_console.cli.line.main",
    } <= set(MODULES)


SPEAK_TO_A_HUB = (
    "chwapi_console.journal.hub.connection",
    "chwapi_console.journal.hub.line",
    "chwapi_console.journal.hub.counted",
    "chwapi_console.journal.hub.role_settings",
    "chwapi_console.journal.hub.store",
    "chwapi_console.journal.hub.values",
)


def test_only_the_console_loads_textual_and_nothing_loads_psycopg_unasked() -> None:
    bare = [m for m in MODULES if not m.startswith(("chwapi_console.console", *SPEAK_TO_A_HUB))]
    assert len(bare) > 400
    assert {} == pulled_in(bare, {"textual", "psycopg"})


def test_what_is_pure_loads_neither_rich_nor_pydantic() -> None:
    pure = [m for m in MODULES if m.startswith(PURE) and m not in SPEAK_TO_A_HUB]
    assert len(pure) > 200
    assert {} == pulled_in(pure, {"textual", "psycopg", "rich", "pydantic"})


def test_no_module_needs_itself_to_be_imported_so_that_each_can_be_the_first() -> None:
    needs = {module: imported_by(module) for module in MODULES}
    assert sum(map(len, needs.values())) > 2_000
    TopologicalSorter(needs).prepare()  # CycleError names them


def imported_by(module: str) -> set[str]:
    """Our modules that must have been imported before this one is, beside the packages that it is in."""
    path = Path(chwapi_console.__path__[0]).parent / module.replace(".", "/")
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    named: set[str] = set()
    for node in run_at_import(ast.parse(source.read_text(encoding="utf-8")).body):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif node.module:
            named |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    wanted = {within for name in named for within in packages_of(name)}
    return wanted & set(MODULES) - set(packages_of(module))


def packages_of(name: str) -> list[str]:
    """A dotted name and those of the packages that it is in."""
    parts = name.split(".")
    return [".".join(parts[:n]) for n in range(1, len(parts) + 1)]


def run_at_import(body: Sequence[ast.AST]) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports that are run with a module, and not when a function of it is or types are looked at."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from run_at_import(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from run_at_import(list(ast.iter_child_nodes(node)))


def test_no_sentence_stands_within_an_f_string_where_no_catalogue_finds_it_before_python_3_12() -> (
    None
):
    sources = list(Path(chwapi_console.__path__[0]).rglob("*.py"))
    assert len(sources) > 100
    assert [] == [
        f"{path.name}:{line}" for path in sources for line in sentences_within_f_strings(path)
    ]


def sentences_within_f_strings(path: Path) -> list[int]:
    """The lines on which an f-string calls what makes a sentence."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = [
        node
        for part in ast.walk(tree)
        if isinstance(part, ast.JoinedStr)
        for node in ast.walk(part)
    ]
    return [
        node.lineno
        for node in within
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("say", "plural")
    ]


def test_values_are_made_so_that_a_class_of_them_costs_a_verb_next_to_nothing() -> None:
    sources = list(Path(chwapi_console.__path__[0]).rglob("*.py"))
    assert [] == [
        str(path)
        for path in sources
        if path.parent.name != "terminal"  # it imports nothing of ours
        and re.search(r"^from typing import .*\bNamedTuple\b", path.read_text("utf-8"), re.M)
    ]


def test_no_module_of_the_tests_hides_a_package_of_the_same_name() -> None:
    tests = Path(__file__).parent
    packages = {folder.name for folder in tests.parent.iterdir() if folder.is_dir()}
    assert [] == [
        str(path.relative_to(tests)) for path in tests.rglob("*.py") if path.stem in packages
    ]


BEHIND_THE_SESSION = ("store", "_workspace")
"""What a session is made of, and no face may touch: what it reads and writes goes through the
session."""


@pytest.mark.parametrize("face", ["cli", "console", "report", "launch.py"])
def test_no_face_reaches_through_the_session_into_the_store(face: str) -> None:
    there = Path(chwapi_console.__path__[0]) / face
    assert [] == [
        f"{path.name}:{node.lineno} .{node.attr}"
        for path in (there.rglob("*.py") if there.is_dir() else [there])
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in BEHIND_THE_SESSION
    ]


def test_the_version_is_the_same_wherever_it_stands() -> None:
    top = Path(__file__).parents[1]
    packaged = tomllib.loads((top / "pyproject.toml").read_text(encoding="utf-8"))
    changes = (top / "CHANGELOG.md").read_text(encoding="utf-8")
    latest = re.search(r"^## (\d\S*) - \d{4}-\d\d-\d\d$", changes, re.MULTILINE)
    assert packaged["project"]["version"] == chwapi_console.__version__
    assert latest is not None
    assert latest[1] == chwapi_console.__version__


def test_the_changelog_says_nothing_twice_and_fits_its_lines() -> None:
    """Two branches that both write there may leave the same lines beside each other."""
    changes = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    lines = changes.split("\n")
    begun = Counter(line[:60] for line in lines if line.startswith("- "))
    assert [line for line, times in begun.items() if times > 1] == []
    assert [line for line in lines if len(line) > 140] == []


def test_no_two_modules_of_tests_have_one_name_which_would_end_the_whole_run() -> None:
    names = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    assert [] == [name for name, count in Counter(names).items() if count > 1]


MOST_LINES = 40
"""Lines of a function, from its `def` to its end, that somebody can hold in mind at once."""
LONGER = {
    "recovery/forecast/runs.py _play": "one loop, played millions of times: a call costs more than it explains",
}
"""What is longer, and why."""


def test_no_two_modules_call_unlike_classes_by_one_name_so_that_who_searches_finds_what_was_meant() -> (
    None
):
    folder = Path(chwapi_console.__path__[0])
    names = Counter(
        node.name
        for path in folder.rglob("*.py")
        if path.name != "schema.py"  # says in pydantic's words what `model.py` says in values
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert len(names) > 500
    assert {} == {name: times for name, times in names.items() if times > 1}


def test_nobody_above_the_journal_looks_into_the_data_of_an_event_but_asks_its_payload() -> None:
    folder = Path(chwapi_console.__path__[0])
    assert [] == [
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if "journal" not in path.relative_to(folder).parts
        and re.search(r"\bevent\.data\b", path.read_text(encoding="utf-8"))
    ]


def test_no_function_is_longer_than_can_be_read_at_a_glance() -> None:
    source = Path(chwapi_console.__path__[0])
    longer = {
        f"{path.relative_to(source)} {node.name}"
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_LINES
    }
    assert LONGER.keys() == longer
