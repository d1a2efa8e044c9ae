"""A record of an exercise, or of last year's night, beside the plan of this one."""

import re
from pathlib import Path

import pytest

from cli.command_line import CommandLine

REASON = "record.incident=begun with drill = true by mistake"


def edited(here: CommandLine, line: str, instead: str) -> None:
    """The plan with a line of its incident said otherwise."""
    text = here.plan.read_text(encoding="utf-8")
    changed, count = re.subn(f"(?m)^{line}.*$", instead, text, count=1)
    assert count == 1
    here.plan.write_text(changed, encoding="utf-8")


@pytest.fixture(autouse=True)
def _without_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def practised(here: CommandLine) -> CommandLine:
    """An exercise in which a server was brought back; then its plan was made that of a night."""
    edited(here, "detected", "drill = true\n\\g<0>")
    here.done("mark", "san1", "restored")
    edited(here, "drill", "drill = false")
    return here


def test_what_was_practised_does_not_count_in_a_night_before_somebody_says_why(
    practised: CommandLine,
) -> None:
    for words in (["take", "dc1"], ["note", "dc1", "x"], ["mark", "dc1", "restored", "--yes"]):
        refused = practised.typed(*words)
        assert (3, True) == (refused.code, "were an exercise's" in refused.err)
    assert "were an exercise's" in practised.typed("queue").err
    taken = practised.done("take", "dc1", "--override", REASON)
    assert "exercise" not in taken.err
    assert "begun with drill = true by mistake" in practised.done("log").out
    assert "exercise" not in practised.done("take", "dc2").err


@pytest.mark.parametrize(
    ("words", "code"),
    [(["sync", "night/inventory.journal"], 3), (["queue", "--mirror", "night"], 0)],
)
def test_what_was_practised_is_not_exchanged_with_a_night_before_somebody_says_why(
    practised: CommandLine, words: list[str], code: int
) -> None:
    night = practised.folder / "night"
    night.mkdir()
    there = ("--journal", str(night / practised.journal.name))
    practised.done("note", "dc1", "of the night", *there)
    refused = practised.typed(*words)
    assert (code, True) == (refused.code, "(no exercise)" in refused.err)
    assert "restored" not in practised.done("log", *there).out
    practised.done("note", "dc1", "x", "--override", REASON)
    practised.done("sync", there[1])
    assert "restored" in practised.done("log", *there).out


def test_evidence_is_not_exported_by_the_plan_of_another_incident(practised: CommandLine) -> None:
    refused = practised.typed("export", "evidence", "e.zip", "--purpose", "x")
    assert (3, True, False) == (
        refused.code,
        "--inventory" in refused.err,
        "--override" in refused.err,
    )
    assert not (practised.folder / "e.zip").exists()


def test_who_begins_to_sign_takes_up_no_plan_of_another_incident(practised: CommandLine) -> None:
    refused = practised.typed("sign")
    assert (3, True, False) == (
        refused.code,
        "sign once an act was done" in refused.err,
        "--override" in refused.err,
    )
    assert "were an exercise's" in practised.typed("note", "dc1", "x").err
    practised.done("note", "dc1", "x", "--override", REASON)
    practised.done("sign")
    practised.done("note", "dc1", "y")


def test_who_begins_to_sign_takes_up_no_exercise_in_the_record_of_a_night(
    here: CommandLine,
) -> None:
    here.done("take", "san1")
    edited(here, "detected", "drill = true\n\\g<0>")
    for words in (["sign"], ["mark", "dc1", "restored", "--yes"]):
        refused = here.typed(*words)
        assert (3, True) == (refused.code, "The plan is an exercise" in refused.err)
    assert "signed" not in here.done("log").out


def test_a_night_of_which_every_act_of_the_record_was_before_it_began_is_another(
    here: CommandLine,
) -> None:
    here.done("take", "san1")
    edited(here, "detected", "detected = 2099-01-01T00:00:00Z")
    refused = here.typed("take", "dc1")
    assert (3, True) == (refused.code, "before this incident began (01/01/2099" in refused.err)


def test_a_corrected_beginning_and_name_are_no_other_incident(here: CommandLine) -> None:
    here.done("take", "san1")
    edited(here, "name", 'name = "Another word"')
    edited(here, "detected", "detected = 2021-01-17T19:00:00Z")
    here.done("take", "dc1")


def test_an_exercise_takes_no_reason_to_write_into_the_record_of_a_night(here: CommandLine) -> None:
    here.done("take", "san1")
    edited(here, "detected", "drill = true\n\\g<0>")
    for more in ((), ("--override", REASON), ("--yes",)):
        refused = here.typed("take", "dc1", *more)
        assert (3, True) == (refused.code, "The plan is an exercise" in refused.err)


def test_another_exercise_is_begun_in_the_record_of_one(practised: CommandLine) -> None:
    edited(practised, "drill", "drill = true")
    edited(practised, "name", 'name = "The second"')
    practised.done("take", "dc1")
