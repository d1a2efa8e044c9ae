"""Every command that a page names in a line of text can be typed: its verb is there, and so are its
options. Those of whole blocks are typed (`test_operator_pages.py`); so are those of the page for
others here."""

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chwapi_console.cli.line.parser import parse
from chwapi_console.cli.line.verb_table import VERBS
from chwapi_console.errors import ChwapiError
from chwapi_console.text import language
from cli.command_line import CommandLine

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if page.name not in ("CHANGELOG.md", "rules.md")
)
SPAN = re.compile(r"`([^`\n]+)`")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
SAMPLES = {"TIME": "2h", "NUMBER": "3", "N": "3"}
"""What stands for what a page leaves to the reader, where not every word will do."""


def commands(page: Path) -> Iterator[list[str]]:
    """The words of each command that a page names: with the program's name, or a verb and what is
    typed behind it."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    for span in SPAN.findall(text):
        words = span.split()
        if words[:1] == ["chwapi-console"]:
            words = words[1:]
        elif len(words) < 2:
            continue
        if words and words[0] in VERBS and not set("…[]{}|<>&=") & set(span):
            yield [
                SAMPLES.get(word, word) for word in shlex.split(span.replace("chwapi-console ", ""))
            ]


def test_commands_are_found() -> None:
    assert 150 < sum(len(list(commands(page))) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_can_be_typed(page: Path) -> None:
    """A span may name a verb with the option that it speaks of, and leave the rest out."""
    wrong = []
    for words in commands(page):
        try:
            parse(words, {}, language("en"))
        except ChwapiError as error:
            said = str(error.sentence)
            if "are required" not in said and "expected one argument" not in said:
                wrong.append((shlex.join(words), said))
    assert [] == wrong


def test_every_target_that_a_page_names_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"(?m)^([a-z][a-z-]*):", makefile))
    named = {
        (page.name, target)
        for page in PAGES
        for target in re.findall(
            r"(?m)(?:`|^|FOLDER )make (?!somebody)([a-z][a-z-]*)", page.read_text(encoding="utf-8")
        )
    }
    assert 15 < len({target for _, target in named})
    assert [] == sorted(each for each in named if each[1] not in targets)


def test_every_command_of_the_page_for_others_does_what_it_says(here: CommandLine) -> None:
    plan = (ROOT / "inventory.toml").read_text(encoding="utf-8")
    plan = plan.replace("\ndrill = true", "\ndrill = false").replace(
        "\nsecond_person = false", '\nsecond_person = false\nlegal = ["gdpr"]'
    )
    detected = datetime.now(UTC) - timedelta(days=3)
    plan = re.sub(r"(?m)^detected = .*$", f"detected = {detected.isoformat()}", plan)
    here.plan.write_text(plan, encoding="utf-8")
    page = ROOT / "docs" / "operator" / "telling-others.md"
    (sheet,) = re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S)
    (here.folder / "night.txt").write_text(
        "\n".join(_on_a_day(line) for line in sheet.splitlines()), encoding="utf-8"
    )
    typed = [words for words in commands(page) if words != ["sheet"]]
    typed = [words for words in typed if words[0] != "undo" and "--kept" not in words]
    assert 18 < len(typed)
    for words in typed:
        if "EVENT" in words:
            events = here.events()
            one = next(event for event in events if event["data"].get("hypothesis"))
            words = [one["id"][:8] if word == "EVENT" else word for word in words]
        words = ["4h" if word == "08:00" else word for word in words]  # not over by then
        here.done(*words, *(("--yes",) if VERBS[words[0]].acts else ()))
    (promise,) = here.done("handover", "--json").json["promises"]
    here.done("promise", promise["id"], "--kept")


def _on_a_day(line: str) -> str:
    """A line of the sheet on a day of this incident, and of a server that the exercise has."""
    day = f"{datetime.now(UTC) - timedelta(days=1):%d/%m/%Y}"
    line = re.sub(r"^(yesterday )?(\d\d:\d\d) ", rf"{day} \2 ", line)
    return line.replace(" san1 ", " san-imc3 ")
