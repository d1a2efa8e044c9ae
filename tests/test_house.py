"""The house holds: what a module pulls in when it is imported, seen from a process of its own."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import chwapi_console

MODULES = [module.name for module in pkgutil.walk_packages(chwapi_console.__path__, "chwapi_console.")
           if not module.name.endswith("__main__")]
PURE = ("chwapi_console.text", "chwapi_console.errors", "chwapi_console.clock", "chwapi_console.journal",
        "chwapi_console.recovery")


def pulled_in(module: str) -> set[str]:
    """The top-level packages that importing a module loads."""
    code = f"import sys, {module}; print(' '.join({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_there_are_modules_to_look_at() -> None:
    assert {"chwapi_console.session", "chwapi_console.console.app", "chwapi_console.cli.main"} <= set(MODULES)


@pytest.mark.parametrize("module", [m for m in MODULES if not m.startswith("chwapi_console.console")])
def test_only_the_console_loads_textual_and_nothing_loads_psycopg_unasked(module: str) -> None:
    loaded = pulled_in(module)
    assert not loaded & {"textual", "psycopg"}
    if module.startswith(PURE):
        assert not loaded & {"rich", "pydantic"}


@pytest.mark.parametrize("path", [str(path) for path in Path(chwapi_console.__path__[0]).rglob("*.py")])
def test_no_sentence_hides_in_an_f_string_where_the_catalogue_is_not_made_from(path: str) -> None:
    strings = [node for node in ast.walk(ast.parse(Path(path).read_text(encoding="utf-8"))) if isinstance(node, ast.JoinedStr)]
    calls = [node.func for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    assert not [call for call in calls if isinstance(call, ast.Name) and call.id in ("say", "plural")]
