"""Settings: from a file of one's own, from the plan's folder, from the environment and from options;
and `config`, which says which of them it was."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from chwapi_console.cli.line.options import GLOBAL_OPTIONS
from chwapi_console.cli.line.settings import KEYS, MOST_CREWS
from chwapi_console.inventory.model import MOST_CREWS as MOST_IN_A_PLAN
from cli.command_line import CommandLine


@pytest.fixture
def own(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the reader's own settings stand."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here.folder / "xdg"))
    monkeypatch.delenv("CHWAPI_OPERATOR")
    path = here.folder / "xdg" / "chwapi-console" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


@pytest.fixture
def beside(here: CommandLine, own: Path) -> Path:
    """Where the settings of the plan's folder stand."""
    return here.folder / "chwapi-console.toml"


def shown(here: CommandLine, *words: str) -> dict[str, Any]:
    settings = here.done("config", "--json", *words).json["settings"]
    return {each["name"]: (each["value"], each["from"]) for each in settings}


def test_without_a_file_each_setting_says_that_it_is_as_usual(here: CommandLine, own: Path) -> None:
    found = shown(here)
    assert {"default"} == {origin for _, origin in found.values()}
    assert set(KEYS) < set(found)


def test_every_option_that_can_be_set_is_shown(here: CommandLine, own: Path) -> None:
    names = {"language" if o.name == "lang" else o.name for o in GLOBAL_OPTIONS}
    assert names - {"json", "no_config"} < set(shown(here))


def test_ones_own_file_is_read_and_the_plans_folder_wins(
    here: CommandLine, own: Path, beside: Path
) -> None:
    own.write_text('operator = "lead"\nlanguage = "fr"\ntheme = "light"\ncrews = 3\n')
    beside.write_text('theme = "dark"\nascii = true\ncrews = 9\n')
    assert shown(here).items() >= {
        ("operator", ("lead", "user")),
        ("language", ("fr", "user")),
        ("theme", ("dark", "plan folder")),
        ("ascii", (True, "plan folder")),
        ("crews", (9, "plan folder")),
    }
    assert here.done("queue", "--limit", "1").out.startswith("Nuit blanche")
    assert "serveur" in here.done("queue", "--limit", "1").out


def test_the_environment_wins_over_files_and_a_flag_over_all(
    here: CommandLine, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.write_text('operator = "lead"\nlanguage = "fr"\nascii = true\n')
    monkeypatch.setenv("CHWAPI_OPERATOR", "dba")
    monkeypatch.setenv("CHWAPI_ASCII", "0")
    found = shown(here, "--lang", "en")
    assert ("dba", "environment") == found["operator"]
    assert (False, "environment") == found["ascii"]
    assert ("en", "flag") == found["language"]


def test_the_locale_of_the_system_gives_way_to_a_file(
    here: CommandLine, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert ("en", "environment") == shown(here)["language"]
    own.write_text('language = "fr"\n')
    assert ("fr", "user") == shown(here)["language"]


def test_acts_are_done_by_the_operator_of_the_file(here: CommandLine, own: Path) -> None:
    own.write_text('operator = "oncall-1"\n')
    here.done("take", "san1")
    assert "oncall-1" in here.done("log").out


def test_a_mirror_of_the_plans_folder_stands_beside_its_file(
    here: CommandLine, beside: Path
) -> None:
    (here.folder / "second").mkdir()
    beside.write_text('mirror = "second"\noperator = "dba"\n')
    here.done("take", "san1")
    assert list((here.folder / "second").glob("*.journal"))


def test_crews_are_those_of_the_forecast(here: CommandLine, own: Path) -> None:
    own.write_text("crews = 2\n")
    assert 2 == here.done("forecast", "--json").json["crews"]
    assert MOST_CREWS == MOST_IN_A_PLAN


@pytest.mark.parametrize("mode", [0o666, 0o622])
def test_who_acts_and_where_the_record_goes_is_not_taken_from_a_file_that_others_write(
    here: CommandLine, beside: Path, mode: int
) -> None:
    beside.write_text(
        'operator = "lead"\nhub = "postgresql://h/d"\nmirror = "m"\ntheme = "light"\n'
    )
    beside.chmod(mode)
    answer = here.typed("config", "--json")
    found = {each["name"]: each["value"] for each in answer.json["settings"]}
    assert [None, None, None, "light"] == [
        found[name] for name in ("operator", "hub", "mirror", "theme")
    ]
    assert "hub, mirror and operator" in answer.err
    assert "chmod go-w" in answer.err


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_file_that_somebody_else_planted_says_neither_who_acts_nor_where_the_record_goes(
    here: CommandLine, own: Path, beside: Path
) -> None:
    """Root in somebody's home, and a link in a folder of several to a file of one's own."""
    said = 'operator = "lead"\nmirror = "m"\ntheme = "light"\n'
    own.write_text(said)
    os.chown(own, 65534, -1)
    assert "see whose home this is" in here.typed("config").err
    assert {("theme", ("light", "user"))} == taken_from_files(here)
    own.unlink()
    elsewhere = here.folder / "elsewhere.toml"
    elsewhere.write_text(said)
    beside.symlink_to(elsewhere)
    assert 3 == len(taken_from_files(here))
    os.chown(beside, 65534, -1, follow_symlinks=False)
    assert {("theme", ("light", "plan folder"))} == taken_from_files(here)


def taken_from_files(here: CommandLine) -> set[tuple[str, Any]]:
    """The settings that a file gives."""
    found = here.typed("config", "--json").json["settings"]
    return {
        (each["name"], (each["value"], each["from"]))
        for each in found
        if each["from"] in ("user", "plan folder")
    }


WRONG = [
    ("theme = \n", "it is no TOML"),
    ('thme = "dark"\n', 'there is no setting "thme"'),
    ('theme = "pink"\n', 'theme is one of "dark", "light" or "terminal"'),
    ('language = "de"\n', 'language is one of "en" or "fr"'),
    ('ascii = "yes"\n', "ascii is true or false"),
    ("crews = 0\n", "crews is a whole number from 1"),
    ("crews = true\n", "crews is a whole number from 1"),
    ('operator = ""\n', "operator is a text between quotes"),
    ('operator = "a\\u001bb"\n', "operator is a text between quotes"),
    ("operator = 7\n", "operator is a text between quotes"),
    ('hub = "postgresql://u:secret@h/d"\n', "A password does not belong"),
    ("[operator]\nname = 1\n", "operator is a text between quotes"),
    ('pager = "rm -rf"\n', 'there is no setting "pager"'),
    (f"theme = {'[' * 5000}", "nested too deeply"),
    (f"theme{'.a' * 5000} = 1", "nested too deeply"),
    (f"crews = {'1' * 5000}", "a number in it is too long"),
    ('mirror = "~no-such-login/m"\n', "in the home of a login that is not here"),
    (f'operator = "{"a" * 1001}"\n', "operator has more than 1000 letters"),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_a_wrong_file_is_one_sentence_and_nothing_is_lost(
    here: CommandLine, own: Path, text: str, said: str
) -> None:
    own.write_text(text)
    answer = here.typed("take", "san1", "--operator", "dba")
    assert (1, "") == (answer.code, answer.out)
    assert 1 == len(answer.err.splitlines())
    assert said in answer.err
    assert "secret" not in answer.err
    assert own.read_text() == text
    assert not here.journal.exists()
    assert 0 == here.typed("take", "san1", "--operator", "dba", "--no-config").code


def test_a_wrong_file_hinders_no_help(here: CommandLine, own: Path) -> None:
    own.write_text("=\n")
    assert 0 == here.typed("help").code
    assert 0 == here.typed("queue", "-h").code
    assert 1 == here.typed("config").code


def test_what_is_no_file_is_refused_and_not_waited_for(here: CommandLine, own: Path) -> None:
    os.mkfifo(own)
    assert 1 == here.typed("config").code
    own.unlink()
    own.write_bytes(b"\xff\xfe")
    assert "it is not UTF-8" in here.typed("config").err
    own.write_text("#" * 70_000)
    assert 1 == here.typed("config").code


def test_a_refusal_of_a_file_is_told_to_scripts_too(here: CommandLine, own: Path) -> None:
    own.write_text("x = 1\n")
    told = json.loads(here.typed("queue", "--json").out)
    assert 1 == told["exit"]


def test_a_password_of_the_environment_is_not_shown(
    here: CommandLine, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_HUB", "postgresql://u:secret@h/d")
    answer = here.typed("config")
    assert "postgresql://u@h/d" in answer.out
    assert "secret" not in answer.out + answer.err
