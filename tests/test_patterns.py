"""No regular expression of the program takes a time that grows with the square of what it reads: a
cell, a line or a message may come from anybody. Told from each expression alone, so that it says the
same on every machine."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import chwapi_console
from ambiguity import ambiguous

SOURCE = Path(chwapi_console.__file__).parent
SEARCHES = ("search", "split", "sub", "subn", "findall", "finditer")
WAYS = (*SEARCHES, "match", "fullmatch")

LOOKED_INTO = {
    "cli/verbs/lists/import_ansible.py _WHY": "what it goes over is no other beginning of it",
    "inventory/file/not_toml.py _NAMES": "the message that it is asked of closes what it opens",
    "inventory/importers/workbooks/packed.py _USED": "what it goes over is no other beginning of it",
    "inventory/importers/tables/tables.py _TAG": "what it goes over is no other beginning of it",
}
"""Patterns of which the check alone cannot tell, and why they take no more than a time in line."""


class Pattern(NamedTuple):
    """A pattern where it stands, and in which of `WAYS` it is asked."""

    where: str
    text: str | bytes
    flags: int
    how: str


def patterns() -> Iterator[Pattern]:
    """Every pattern that the source spells; what is only known when it runs stands as an `x`."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "re." in text and path.stem != "__main__":
            yield from _in(path.relative_to(SOURCE), text)


def _in(path: Path, text: str) -> Iterator[Pattern]:
    named = ".".join(("chwapi_console", *path.with_suffix("").parts)).removesuffix(".__init__")
    known = vars(importlib.import_module(named))
    tree = ast.parse(text)
    around = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and (way := _of_re(call.func)):
            above = around[call]
            name = above.targets[0].id if isinstance(above, ast.Assign) else str(call.lineno)  # type: ignore[attr-defined]
            if way == "compile":
                way = above.attr if isinstance(above, ast.Attribute) else _asked(name, text)
            spelled = _spelled(call.args[0], known)
            flags = _flags(call)
            yield Pattern(f"{path.as_posix()} {name}", spelled, flags, way)


def _of_re(called: ast.expr) -> str:
    of_re = (
        isinstance(called, ast.Attribute)
        and isinstance(called.value, ast.Name)
        and called.value.id == "re"
        and called.attr in (*WAYS, "compile")
    )
    return called.attr if of_re and isinstance(called, ast.Attribute) else ""


def _asked(name: str, text: str) -> str:
    """The way in which a name is asked that costs most; of one in a table, any name."""
    if name.isupper() and not name.startswith("_"):
        text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    ways = set(re.findall(rf"\b{name}\.({'|'.join(WAYS)})\b", text)) or set(
        re.findall(rf"\b[a-z]\w*\.({'|'.join(WAYS)})\(", text)
    )
    return next((way for way in WAYS if way in ways), "search")


def _spelled(node: ast.expr, known: dict[str, object]) -> str | bytes:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(_spelled(part, known)) for part in node.values)
    if isinstance(node, ast.BinOp):
        return f"{_spelled(node.left, known)!s}{_spelled(node.right, known)!s}"
    if isinstance(node, ast.FormattedValue):
        return _spelled(node.value, known)
    value = known.get(node.id) if isinstance(node, ast.Name) else None
    return value if isinstance(value, str | bytes) else "x"


def _flags(call: ast.Call) -> int:
    given = [*call.args[1:], *(word.value for word in call.keywords)]
    named = [
        part.attr for each in given for part in ast.walk(each) if isinstance(part, ast.Attribute)
    ]
    return sum({getattr(re, name) for name in named if name.isupper()})


PATTERNS = list(patterns())


def test_the_patterns_of_the_source_are_found() -> None:
    """As many as there are calls that make or ask one, but for `re.escape`."""
    calls = sum(
        len(re.findall(rf"\bre\.(?:{'|'.join(WAYS)}|compile)\(", path.read_text(encoding="utf-8")))
        for path in SOURCE.rglob("*.py")
    )
    assert calls == len(PATTERNS) > 150
    assert LOOKED_INTO.keys() <= {pattern.where for pattern in PATTERNS}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: f"{pattern.where}: {pattern.how}")
def test_a_pattern_goes_over_no_letters_again_and_again(pattern: Pattern) -> None:
    how = "search" if pattern.how in SEARCHES else pattern.how
    letter = ambiguous(pattern.text, pattern.flags, how)
    assert (letter is not None) == (pattern.where in LOOKED_INTO), letter


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"a*a*b", "match"),
        (r"(a+)+b", "match"),
        (r"(?:ab|a|b)*c", "match"),
        (r"(?:\w+,?)*;", "match"),
        (r"\d+.*", "fullmatch"),
        (r"\s*,", "search"),
        (r"\s+$", "search"),
        (r"\(.*\)", "search"),
        (r"(?:a*b)*c", "search"),
        (r"[^@\s]+@[^@\s]+\.[^@\s]+", "fullmatch"),
        (rb"\bt=\w[^<>]*>", "search"),
        (r"(?=.*b)a", "search"),
    ],
)
def test_what_grows_with_the_square_is_found(pattern: str | bytes, how: str) -> None:
    assert ambiguous(pattern, 0, how)


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"(?<!\s)\s*,", "search"),
        (r"(?:(?<!\s)\s+)?,\s*", "search"),
        (r"\w+", "search"),
        (r"\b\w+;", "search"),
        (r"a*+a*b", "match"),
        (r"\d+\.\d+", "fullmatch"),
        (r"[\w-]+(\.[\w-]+)*\.[a-z]+", "fullmatch"),
        (r"\A\s*,", "search"),
        (r"x{0,100}y", "search"),
        (r"(?=.*b)a", "match"),
    ],
)
def test_what_does_not_is_let_pass(pattern: str, how: str) -> None:
    assert ambiguous(pattern, 0, how) is None
