"""The pages of the design name only what is there."""

import re
from pathlib import Path

import pytest

from chwapi_console.inventory.file.schema import Policy

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs" / "design").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_and_module_that_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    tests = {
        name.removeprefix("tests/")
        for name in re.findall(r"`((?:tests/)?[\w/]*test_\w+\.py)`", text)
    }
    modules = (
        set(re.findall(r"`((?:console|cli|journal|recovery|inventory|report)/[\w/]+\.py)`", text))
        - tests
    )
    assert [] == [name for name in sorted(tests) if not (ROOT / "tests" / name).is_file()]
    assert [] == [
        name for name in sorted(modules) if not (ROOT / "src" / "chwapi_console" / name).is_file()
    ]


def test_the_page_on_plans_has_a_row_for_each_key_of_policy() -> None:
    page = (ROOT / "docs" / "design" / "plan.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"(?m)^\| `(?:\[policy\.)?(\w+)\]?` \|", page))
    assert [] == [key for key in Policy.model_fields if key not in rows]


def test_the_page_on_attacks_names_a_test_for_each_thing_that_holds() -> None:
    held = (
        (ROOT / "docs" / "design" / "security.md")
        .read_text(encoding="utf-8")
        .partition("## What holds")[2]
    )
    held = held.partition("## What does not hold")[0]
    assert [] == [paragraph for paragraph in held.strip().split("\n\n") if "test_" not in paragraph]
