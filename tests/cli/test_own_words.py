"""What holds back is the word of each who says it, and whoever takes theirs back takes no other."""

import pytest

from cli.command_line import CommandLine

BLOCKED = ("blocked", "--reason", "disk", "--until", "2099-01-01T00:00+00:00", "--awaits", "a disk")


def by(operator: str, *words: str) -> tuple[str, ...]:
    """What somebody types, yes to all that is asked."""
    return ("--operator", operator, *words, "--yes")


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "old", "compromised", "--reason", "a note on its desktop"),
        ("mark", "old", "blocked", "--reason", "disk"),
        ("mark", "app1", "unknown"),
        ("compromised-since", "2021-01-16T08:00+01:00"),
        ("compromised-since", "2021-01-16T08:00+01:00", "--server", "dc1"),
        ("indicators", "CERT 3"),
    ],
)
def test_the_word_of_each_stands_until_they_take_it_back(
    here: CommandLine, words: tuple[str, ...]
) -> None:
    here.done(*by("ana", *words))
    assert "already so" in here.done(*by("ana", *words)).err
    said = len(here.done("log").lines)
    here.done(*by("bert", *words))
    for again in ("ana", "BERT"):
        assert "already so" in here.done(*by(again, *words)).err
    assert said + 1 == len(here.done("log").lines)
    refused = here.typed(*by("ana", "undo"))
    assert (3, True) == (refused.code, "for bert" in refused.err), refused
    here.done(*by("bert", "undo"))
    assert "already so" in here.done(*by("ana", *words)).err
    here.done(*by("ana", "undo"))
    here.done(*by("ana", *words))


def test_the_second_word_keeps_what_the_first_said_and_says_no_more_for_itself(
    here: CommandLine,
) -> None:
    here.done(*by("ana", "mark", "old", "compromised", "--reason", "a note on its desktop"))
    assert "old compromised, as before (a note on its desktop)" in (
        here.done(*by("bert", "mark", "old", "compromised")).out
    )
    assert "a note on its desktop" == here.done("show", "old", "--json").json["reason"]
    here.done(*by("ana", "mark", "dc1", *BLOCKED))
    assert "waits for a disk (disk), until" in (
        here.done(*by("bert", "mark", "dc1", "blocked", "--reason", "disk")).out
    )


def test_the_second_word_leaves_what_was_ticked(here: CommandLine) -> None:
    here.done(*by("ana", "mark", "sql1", "compromised"))
    here.done(*by("ana", "step", "sql1", "isolate"))
    here.done(*by("bert", "mark", "sql1", "compromised"))
    steps = here.done("show", "sql1", "--json").json["steps"]
    assert ["done"] == [step["state"] for step in steps if step["step"] == "isolate"]


def test_what_only_the_plan_says_is_said_by_a_person_too(here: CommandLine) -> None:
    assert "ex1 compromised" in here.done(*by("ana", "mark", "ex1", "compromised")).out
    here.plan.write_text(
        here.plan.read_text(encoding="utf-8").replace(
            'needs = ["dc1"], state = "compromised"', 'needs = ["dc1"], state = "clean"'
        ),
        encoding="utf-8",
    )
    assert "compromised" == here.state("ex1")


def test_what_lets_go_needs_no_second_word(here: CommandLine) -> None:
    here.done(*by("ana", "mark", "old", "clean"))
    assert "already so" in here.done(*by("bert", "mark", "old", "clean")).err
