"""What verbs print where signs, or letters too, cannot be shown."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from chwapi_console.signs import TWINS
from cli.command_line import CommandLine

VERBS = (
    ("queue",),
    ("queue", "--why"),
    ("next",),
    ("services", "--missing"),
    ("show", "san1"),
    ("log",),
    ("--help",),
    ("mark", "--help"),
)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_with_ascii_no_sign_is_printed(here: CommandLine, verb: tuple[str, ...], lang: str) -> None:
    here.done("note", "san1", "câble · tiré …")
    assert set() == set(here.done(*verb, "--ascii", "--lang", lang).out) & set(TWINS)


def test_names_keep_their_accents_where_the_locale_says_utf_8(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_BE.UTF-8")
    here.done("note", "san1", "câble · tiré …")
    assert "câble - tiré ..." in here.done("log", "--ascii").out


def test_accents_are_taken_off_where_it_does_not(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    here.done("note", "san1", "câble · tiré …")
    assert "cable - tire ..." in here.done("log", "--ascii").out


def test_a_pipe_has_everything_as_it_is_unless_ascii_is_asked_for(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    here.done("note", "san1", "câble · tiré …")
    assert "câble · tiré …" in here.done("log").out
    monkeypatch.setenv("CHWAPI_ASCII", "1")
    assert "cable - tire ..." in here.done("log").out


def test_json_says_the_same_with_ascii_and_without(here: CommandLine) -> None:
    here.done("note", "san1", "câble · tiré …")
    assert here.done("log", "--json").out == here.done("log", "--json", "--ascii").out


def test_a_page_for_others_is_written_as_it_is(here: CommandLine, tmp_path: Path) -> None:
    here.done("note", "san1", "câble · tiré …")
    here.done("export", "evidence", str(tmp_path / "one.zip"), "--purpose", "police", "--ascii")
    with ZipFile(tmp_path / "one.zip") as archive:
        log = next(name for name in archive.namelist() if name.endswith("log.txt"))
        assert "câble · tiré …" in archive.read(log).decode()
