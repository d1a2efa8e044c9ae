"""Which sentences of refusal the program has, by the part that says them: those in a `raise`, a
complaint, a finding of a plan or a misfit of the record. So that a fuzzer can tell how much of what
is refused it has met."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import chwapi_console

HOME = Path(chwapi_console.__path__[0])
TELLING = frozenset({"complain", "Finding", "Misfit", "unusable", "Unfit"})
"""Calls whose sentence says that something is not as it should be."""


@cache
def refusals(areas: tuple[str, ...]) -> frozenset[str]:
    """The templates of the refusals in modules whose path begins with one of these."""
    return frozenset(
        template
        for path in sorted(HOME.rglob("*.py"))
        if path.relative_to(HOME).as_posix().startswith(areas)
        for template in _in(path)
    )


def _in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _called(node) in TELLING):
            for inner in ast.walk(node):
                if (
                    isinstance(inner, ast.Call)
                    and _called(inner) in ("say", "plural")
                    and inner.args
                ):
                    first = inner.args[0]
                    if isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield first.value


def _called(call: ast.Call) -> str:
    return (
        call.func.id
        if isinstance(call.func, ast.Name)
        else call.func.attr
        if isinstance(call.func, ast.Attribute)
        else ""
    )
