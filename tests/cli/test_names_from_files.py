"""Names that come from a file of another system, and words that are read from stdin."""

import os

import pytest

from cli.command_line import CommandLine


def test_what_stands_around_a_name_in_a_file_is_no_part_of_it(here: CommandLine) -> None:
    assert 0 == here.typed("take", "san1\r", "\ufeffdc1", " sql1 ").code
    assert ["dc1", "san1", "sql1"] == sorted(
        e["server"] for e in here.done("queue", "--json").json["entries"] if e["held_by"]
    )
    here.done("drop", "san1\r\n")
    here.done("show", "san1\r")
    here.done("queue", "--site", "imc\r")
    here.done("mark", "san1\r", "compromised\r")


@pytest.mark.parametrize(
    "listed",
    [r"san1\ndc1\n", r"\xef\xbb\xbfsan1\r\n\r\n# the rest\r\n  dc1   # tape 14\r\n", "san1 dc1"],
)
def test_names_are_read_from_stdin_one_to_a_line(here: CommandLine, listed: str) -> None:
    assert 0 == here.shell(f"printf '{listed}' | chwapi take -").code
    assert {"dc1", "san1"} == {
        e["server"] for e in here.done("queue", "--json").json["entries"] if e["held_by"]
    }


def test_one_wrong_name_or_none_at_all_writes_nothing(here: CommandLine) -> None:
    for listed in (r"san1\nnobody\n", r"\n# nothing\n", ""):
        assert 1 == here.shell(f"printf '{listed}' | chwapi mark - clean").code
    assert not [e for e in here.done("queue", "--json").json["entries"] if e["state"] == "clean"]


def test_a_note_is_read_from_stdin_with_its_lines_and_in_letters_of_any_kind(
    here: CommandLine,
) -> None:
    assert 0 == here.shell(r"printf 'bande 14\nillisible \xe9t\xe9\n' | chwapi note san1 -").code
    assert ["bande 14\nillisible été"] == [
        note["text"] for note in here.done("show", "san1", "--json").json["notes"]
    ]
    assert any(line.endswith("bande 14 illisible été") for line in here.done("show", "san1").lines)
    assert 1 == here.shell("printf '' | chwapi note san1 -").code


def test_behind_two_hyphens_a_hyphen_is_a_hyphen(here: CommandLine) -> None:
    here.done("note", "san1", "--", "-")
    assert ["-"] == [note["text"] for note in here.done("show", "san1", "--json").json["notes"]]


def test_a_plan_is_made_under_a_name_that_is_not_utf_8(here: CommandLine) -> None:
    name = os.fsdecode(b"I\xff.toml")
    here.done("init", "-i", name, "--yes", "--name", "x")
    here.done("check", "-i", name)
    assert "#:schema" in (here.folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [".", "/"])
def test_a_folder_in_the_place_of_a_plans_name_is_told(here: CommandLine, folder: str) -> None:
    answer = here.typed("init", "-i", folder, "--yes")
    assert (1, True) == (answer.code, "is a folder. Name the file" in answer.err)
    here.done("config", "-i", folder)
