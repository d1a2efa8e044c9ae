"""What a rule tells stands before a question, so it asks none itself: two have one answer."""

import ast
from pathlib import Path

import pytest

from chwapi_console.inventory.near_names import beside_nearest
from chwapi_console.recovery import rules
from chwapi_console.text import language, say

MODULES = sorted(Path(rules.__file__).parent.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_rule_tells_a_question(module: Path) -> None:
    said = [
        str(words.value)
        for call in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("say", "plural")
        for words in call.args
        if isinstance(words, ast.Constant)
    ]
    assert [] == [words for words in said if "?" in words]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_near_name_is_told_and_not_asked(lang: str) -> None:
    told = beside_nearest(say("Unknown."), "oncall-2", ["oncall-1", "dba"])
    assert "oncall-1" in language(lang)(told)
    assert "?" not in language(lang)(told)


def test_nothing_is_told_where_no_name_is_near() -> None:
    assert "Unknown." == str(beside_nearest(say("Unknown."), "marie", ["dba"]))
