"""Pages and docstrings name only what is there: pages, their sections, modules, folders."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "chwapi_console"
PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
]
MODULES = [*sorted(SOURCE.rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]
PACKAGES = "console|cli|journal|recovery|inventory|report"

LINK = re.compile(r"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")
PATH = re.compile(r"`([\w./-]+(?:\.py|\.md)|[\w./-]+/)`")
SECTION = re.compile(r'([\w./-]+\.md)`?,? "([^"]+)"')
PAGE = re.compile(r"(?<![\w/])[\w./-]+\.md\b")
ELSEWHERE = re.compile(r"\b[A-Z]{3,},? section \d")
DOTTED = re.compile(rf"`((?:{PACKAGES})(?:\.(?!toml|journal)\w+)+)`")


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository, from its root, but for what is set up or made."""
    found = [
        path
        for part in ("src", "tests", "docs", "bench", "tools", ".github")
        for path in (ROOT / part).rglob("*")
    ]
    return tuple(
        f"/{path.relative_to(ROOT)}"
        for path in (*found, *ROOT.iterdir())
        if path.is_file() and ("__pycache__" not in path.parts)
    )


def is_there(name: str) -> bool:
    """Whether some file, or a folder with files, is called so: by its path from the root, or by the
    end of it."""
    path = f"/{name.removeprefix('/')}"
    return (
        any(path in file for file in files())
        if path.endswith("/")
        else any(file.endswith(path) for file in files())
    )


@cache
def headings(page: Path) -> tuple[str, ...]:
    """The headings of a page as they are written."""
    text = re.sub(
        r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    return tuple(re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE))


def anchor(heading: str) -> str:
    """The name under which a heading is linked to."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def missing_from(text: str, page: Path) -> Iterator[str]:
    """What a page links to or names, and nothing is called so."""
    for target, section in LINK.findall(text):
        to = (page.parent / target).resolve() if target else page
        if not to.exists():
            yield target
        elif section and section not in map(anchor, headings(to)):
            yield f"{target}#{section}"
    yield from (name for name in PATH.findall(text) if not is_there(name))
    yield from missing_sections(text)


def missing_sections(text: str) -> Iterator[str]:
    """Sections that are named with their page, as in `docs/design/queue.md, "The rule"`, and that
    it does not have."""
    for name, section in SECTION.findall(re.sub(r"\s+", " ", text)):
        if not (ROOT / name).is_file() or section not in headings(ROOT / name):
            yield f'{name}, "{section}"'


def missing_from_docstring(text: str) -> Iterator[str]:
    """What a docstring names of the repository, and nothing is called so; pages that are not in
    it."""
    yield from (name for name in PAGE.findall(text) if not (ROOT / name).is_file())
    yield from ELSEWHERE.findall(text)
    yield from missing_sections(text)
    yield from (name for name in DOTTED.findall(text) if not is_module(name))


def is_module(dotted: str) -> bool:
    """Whether this is a module of ours or of the tests, or something in one."""
    parts = dotted.split(".")
    names = [parts, parts[:-1]] if len(parts) > 2 else [parts]
    places = [base.joinpath(*name) for base in (SOURCE, ROOT / "tests") for name in names]
    return (
        any(place.with_suffix(".py").is_file() for place in places)
        or SOURCE.joinpath(*parts).is_dir()
    )


def docstrings(path: Path) -> Iterator[str]:
    """All texts that stand by themselves in a module: docstrings, and those below constants."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_section_and_module_that_a_page_names_is_there(page: Path) -> None:
    assert [] == list(missing_from(page.read_text(encoding="utf-8"), page))


def test_docstrings_cite_pages_and_sections_of_this_repository_only() -> None:
    assert [] == [
        f"{path.relative_to(ROOT)}: {missing}"
        for path in MODULES
        for text in docstrings(path)
        for missing in missing_from_docstring(text)
    ]


def test_every_page_is_reached_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    reached = {
        (index.parent / target).resolve()
        for target, _ in LINK.findall(index.read_text(encoding="utf-8"))
        if target
    }
    assert [] == [
        str(page.relative_to(ROOT)) for page in PAGES if page != index and page not in reached
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[x](nowhere.md)",
        "[x](../README.md#no-such-part)",
        "`console/nowhere.py`",
        "`journal/nowhere/`",
        'docs/design/queue.md, "No such part"',
        'docs/design/nowhere.md, "The rule"',
    ],
)
def test_a_page_that_names_what_is_not_there_is_found_out(text: str) -> None:
    assert [] != list(missing_from(text, ROOT / "docs" / "README.md"))


@pytest.mark.parametrize(
    "text",
    [
        "See NOWHERE.md.",
        "See ELSEWHERE section 5.",
        'docs/design/queue.md, "No such part"',
        "As in `recovery.nowhere`.",
    ],
)
def test_a_docstring_that_cites_what_is_not_there_is_found_out(text: str) -> None:
    assert [] != list(missing_from_docstring(text))
