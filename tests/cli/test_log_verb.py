"""`log` by subject, person, kind and time, with ticks told together; JSON tells each event."""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from chwapi_console.cli.verbs import verb_log
from cli.command_line import CommandLine


@pytest.fixture
def night(here: CommandLine) -> CommandLine:
    """Acts of two people on three servers; one of them ticks three steps without a break."""
    for step in ("isolate", "image"):
        here.done("step", "sql1", step)
    here.done("step", "sql1", "rebuild", "--operator", "DBA")
    here.done("note", "sql1", "hot", "--operator", "eve")
    here.done("mark", "san1", "restored", "--operator", "eve")
    here.done("undo", "--operator", "eve")
    here.done("note", "bloc", "calm")
    return here


def events(here: CommandLine, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in here.done("log", *words, "--json").lines]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["sql1"], lambda e: e["subject"] == "sql1"),
        (["sql1", "bloc"], lambda e: e["subject"] in ("sql1", "bloc")),
        (["plan"], lambda e: e["subject"] == "plan"),
        (["--by", "eve"], lambda e: e["operator"] == "eve"),
        (["--by", "EVE"], lambda e: e["operator"] == "eve"),
        (["--by", "dba"], lambda e: e["operator"] in ("dba", "DBA")),
        (["--kind", "step"], lambda e: e["kind"].startswith("step.")),
        (["--kind", "note", "--kind", "undo"], lambda e: e["kind"] in ("noted", "undone")),
        (["--kind", "step.done", "sql1"], lambda e: e["kind"] == "step.done"),
        (["--by", "eve", "--kind", "note"], lambda e: e["kind"] == "noted" and "hot" in str(e)),
    ],
)
def test_it_tells_what_was_asked_for_and_nothing_else(
    night: CommandLine, words: Sequence[str], wanted: Callable[[dict[str, Any]], bool]
) -> None:
    every = events(night)
    found = events(night, *words)
    assert found == [event for event in every if wanted(event)]
    assert 0 < len(found) < len(every)


def test_it_tells_what_was_written_between_two_moments(night: CommandLine) -> None:
    every = events(night)
    middle = every[4]["at"]
    assert [e for e in every if e["at"] <= middle] == events(night, "--until", middle)
    assert [e for e in every if e["at"] >= middle] == events(night, "--since", middle)
    assert [e for e in every[3:] if e["at"] <= every[5]["at"]] == events(
        night, "--since", every[2]["id"], "--until", every[5]["at"]
    )


def test_ticks_of_one_person_on_one_server_are_told_together(night: CommandLine) -> None:
    lines = night.done("log").lines
    assert 1 == sum("3 steps done (isolate to rebuild)" in line for line in lines)
    assert len(lines) == len(events(night)) - 2
    assert 1 == len(night.done("log", "--kind", "step").lines)
    assert 3 == len(night.done("log", "--kind", "step", "sql1").lines)
    assert any("3 étapes faites (" in line for line in night.done("log", "--lang", "fr").lines)


def test_a_tick_with_a_word_to_it_and_one_of_somebody_else_stand_by_themselves(
    here: CommandLine,
) -> None:
    here.done("step", "sql1", "isolate")
    here.done("step", "sql1", "image", "--result", "ab" * 32)
    here.done("step", "sql1", "rebuild", "--operator", "eve")
    assert not any("steps done" in line for line in here.done("log").lines)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["sqll"], 1, 'There is no server or service "sqll" in the plan.'),
        (["--by", "evf"], 1, 'Nobody called "evf" has acted. Did you mean "eve"?'),
        (["--kind", "marks"], 2, '--kind does not take "marks".'),
        (["--until", "soon"], 1, '"soon" is not a time.'),
        (["--by", ""], 1, ""),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(
    night: CommandLine, words: list[str], code: int, said: str
) -> None:
    answer = night.typed("log", *words)
    assert (code, "") == (answer.code, answer.out)
    assert said in answer.err
    assert answer.err.strip()


def test_where_nothing_matches_that_is_said_and_is_no_fault(night: CommandLine) -> None:
    answer = night.typed("log", "dc1")
    assert (0, "", "No act matches.\n") == (answer.code, answer.out, answer.err)


def test_more_lines_than_anybody_reads_are_counted_and_the_latest_listed(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        here.done("note", "sql1", f"note {number}")
    whole = here.done("log").lines
    monkeypatch.setattr(verb_log, "MOST_LINES", 2)
    told, *lines = here.done("log").lines
    assert (whole[-2:], True) == (lines, told.startswith("… 4 earlier acts are not listed here."))
    assert "log --json" in told
    assert 6 == len(here.done("log", "--json").lines)
    monkeypatch.setattr(verb_log, "MOST_LETTERS", len(whole[-1]) + 1)
    told, *lines = here.done("log").lines
    assert (whole[-1:], True) == (lines, told.startswith("… 5 earlier acts are not listed here."))


def test_an_act_that_is_longer_than_there_is_room_for_is_listed_all_the_same(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.done("note", "sql1", "x" * 500)
    monkeypatch.setattr(verb_log, "MOST_LETTERS", 10)
    assert "x" * 500 in here.done("log").out
