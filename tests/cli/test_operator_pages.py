"""The pages for operators, and the README in both languages: each of their commands is typed by a
shell, in the order of the page, and does not fail."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pyte
import pytest

from chwapi_console.cli.line.verb_table import VERBS
from cli.command_line import CommandLine, program

ROOT = Path(__file__).parents[2]
OPERATOR = ROOT / "docs" / "operator"
READMES = (ROOT / "README.md", ROOT / "README.fr.md")
FILM = ROOT / "docs" / "images" / "five-restorations.cast"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
ELSEWHERE = {
    "conditions.md": "test_condition_verbs.py",
    "first-hour.md": "test_first_hour.py",
    "infected-again.md": "test_infected_again.py",
    "settings.md": "test_settings_page.py",
    "install.md": "test_install_page.py",
    "several-hosts.md": "test_several_hosts_page.py",
    "one-file.md": "../bundle/test_make_bundle.py",
    "without-the-screen.md": "test_without_the_screen.py",
}
"""Pages whose commands have a test of their own, beside this one."""
NOT_HERE = ("make ", "ansible-inventory", ". .venv", "mkdir ~/tonight", "sha256sum", "alias ")
"""How lines begin that set up what a test has, or that are for another machine."""
AT_A_TERMINAL = {
    "chwapi-console init": "--yes --sites IMC,Union",
    "chwapi-console import csv machines.csv --in-place": "--yes",
    "chwapi-console infer --in-place": "--yes",
    "chwapi-console mark sql-adt1 restored --point sunday": "--yes",
}
"""Commands that ask a person, and how they are typed where nobody answers."""


def lines_of(page: Path) -> list[str]:
    """The lines of the shell blocks of a page, without remarks."""
    text = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8")))
    return [line for each in text.splitlines() if (line := re.sub(r"\s+#.*", "", each).strip())]


def typed(here: CommandLine, lines: Sequence[str]) -> str:
    """What a shell says to lines, that has none which fails."""
    meant = [
        f"{line} {AT_A_TERMINAL[line]}" if line in AT_A_TERMINAL else line
        for line in lines
        if not line.startswith(NOT_HERE) and line != "chwapi-console"
    ]
    ours = re.compile(r"(?<![\w/.-])chwapi-console(?![\w/.-])")
    text = ours.sub(lambda _: shlex.join(program()), "\n".join(meant)).replace("DIGITS", "ab" * 32)
    done = subprocess.run(
        ["sh", "-euc", text],
        cwd=here.folder,
        env={**os.environ, "HOME": str(here.folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert 0 == done.returncode, (text, done.stdout, done.stderr)
    return done.stdout


def with_lists(here: CommandLine) -> None:
    """No plan, and what other systems say of a hospital."""
    here.plan.unlink()
    machines = "Nom;Site;Rôle\r\nsql9;IMC;Base labo\r\napp9;Union;Labo application\r\n"
    (here.folder / "machines.csv").write_text(machines, encoding="utf-8")
    inventory = {
        "_meta": {"hostvars": {"web9": {"ansible_host": "10.0.0.9"}}},
        "all": {"children": ["imc"]},
        "imc": {"hosts": ["web9"]},
    }
    (here.folder / "inventory.json").write_text(json.dumps(inventory), encoding="utf-8")
    device = {"name": "nb1", "site": {"name": "IMC"}, "role": {"name": "Database"}}
    (here.folder / "netbox.json").write_text(json.dumps([device]), encoding="utf-8")


def with_the_exercise(here: CommandLine) -> None:
    """The plan that is shipped."""
    shutil.copy(ROOT / "inventory.toml", here.plan)


def nearly_done(here: CommandLine) -> None:
    """The exercise of a small hospital that somebody has worked on."""
    here.done("mark", "san1", "sql1", "dc1", "dc2", "ex1", "restored")


PAGES: dict[str, Callable[[CommandLine], None]] = {
    "before-the-night.md": with_lists,
    "a-shift.md": with_the_exercise,
    "the-end.md": nearly_done,
    "troubleshooting.md": with_the_exercise,
    "before-you-rebuild.md": with_the_exercise,
}


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_a_page_does_what_it_says(here: CommandLine, page: str) -> None:
    PAGES[page](here)
    assert typed(here, lines_of(OPERATOR / page))


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_command_of_the_readme_does_what_it_says(here: CommandLine, page: Path) -> None:
    lines = lines_of(page)
    tonight = next(n for n, line in enumerate(lines) if line.startswith("mkdir ~/tonight"))
    with_the_exercise(here)
    assert "edr1 blocked" in typed(here, lines[:tonight])
    for name in here.folder.glob("inventory.journal*"):
        name.unlink()
    with_lists(here)
    assert "needs" in typed(here, lines[tonight:])


def test_no_page_has_a_command_that_no_test_types() -> None:
    with_commands = {page.name for page in OPERATOR.glob("*.md") if lines_of(page)}
    assert with_commands == {*PAGES, *ELSEWHERE}
    assert all((Path(__file__).parent / test).exists() for test in ELSEWHERE.values())


def test_both_readmes_are_short_and_say_the_same_commands_and_every_verb() -> None:
    english, french = READMES
    assert lines_of(english)[2:] == lines_of(french)[2:]
    for page in READMES:
        text = page.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 150
        assert [] == [verb for verb in VERBS if f"`{verb}" not in text]


def test_the_page_of_verbs_names_every_verb() -> None:
    text = (ROOT / "docs" / "verbs.md").read_text(encoding="utf-8")
    assert [] == [verb for verb in VERBS if f"`{verb}" not in text]


def test_the_film_shows_five_restorations() -> None:
    head, *shown = (json.loads(line) for line in FILM.read_text(encoding="utf-8").splitlines())
    assert 2 == head["version"]
    assert [moment for moment, _, _ in shown] == sorted(moment for moment, _, _ in shown)
    screen = pyte.Screen(head["width"], head["height"])
    stream, seen = pyte.Stream(screen), list[str]()
    for _, _, text in shown:
        stream.feed(text)
        seen.append("\n".join(screen.display))
    assert any("5/80 back" in picture for picture in seen)
    assert any("Bloc opératoire Notre-Dame" in picture for picture in seen)
