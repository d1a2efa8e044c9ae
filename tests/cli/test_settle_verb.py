"""Two acts that did not know each other: both are shown, plain acts are refused, `settle` ends
it."""

import sqlite3
from contextlib import closing

import pytest

from cli.command_line import CommandLine


@pytest.fixture
def disagreement(here: CommandLine) -> CommandLine:
    """dba found san1 restored here; ana blocked it in a copy of the journal, whose events have come
    back since."""
    here.done("note", "old", "x")
    with (
        closing(sqlite3.connect(here.journal)) as ours,
        closing(sqlite3.connect(here.folder / "copy.journal")) as copy,
    ):
        ours.backup(copy)
    here.done("mark", "san1", "restored")
    here.done(
        "mark",
        "san1",
        "blocked",
        "--reason",
        "odeur de brûlé",
        "--operator",
        "ana",
        "--journal",
        "copy.journal",
    )
    here.done("sync", "copy.journal")
    return here


def test_a_conflict_shows_the_more_cautious_side_and_says_so(disagreement: CommandLine) -> None:
    entry = disagreement.entry("san1")
    assert ("blocked", "recheck", True) == (entry["state"], entry["work"], entry["conflict"])
    assert any("blocked, in conflict" in line for line in disagreement.done("queue").lines)
    assert disagreement.done("show", "san1").lines[0].endswith("blocked, in conflict")
    assert disagreement.done("show", "san1", "--json").json["conflict"]


def test_a_plain_act_is_refused_with_both_sides_named(disagreement: CommandLine) -> None:
    answer = disagreement.typed("mark", "san1", "clean")
    assert 3 == answer.code
    assert "dba" in answer.err
    assert "ana" in answer.err
    assert "Use settle." in answer.err


def test_a_replacement_of_what_is_not_retired_is_refused(disagreement: CommandLine) -> None:
    answer = disagreement.typed(
        "settle", "san1", "restored", "--reason", "revu à deux", "--replaced-by", "sql1"
    )
    assert (1, "") == (answer.code, answer.out)
    assert "A replacement goes with the state retired only." in answer.err
    assert disagreement.done("show", "san1", "--json").json["conflict"]


def test_settle_ends_it(disagreement: CommandLine) -> None:
    event = disagreement.done(
        "settle", "san1", "restored", "--reason", "revu à deux", "--json"
    ).json["events"][0]
    assert ("san1", "restored") == (event["server"], event["state"])
    assert not disagreement.done("show", "san1", "--json").json["conflict"]
    disagreement.done("mark", "san1", "compromised")
