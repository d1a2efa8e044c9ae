"""A word that was given and is blank is no word left out: it is refused, and nothing is written."""

from collections.abc import Sequence

import pytest

from cli.command_line import CommandLine

BLANK = ("", "   ", "\t")


@pytest.mark.parametrize("blank", BLANK)
@pytest.mark.parametrize(
    ("words", "option"),
    [
        (["step", "sql1", "image", "--skip"], "--skip"),
        (["step", "sql1", "image", "--result"], "--result"),
        (["mark", "dc1", "retired", "--replaced-by"], "--replaced-by"),
        (["mark", "dc1", "clean", "--at"], "--at"),
        (["mark", "dc1", "blocked", "--reason"], "--reason"),
        (["mark", "dc1", "clean", "--note"], "--note"),
        (["take", "dc1", "--for"], "--for"),
        (["undo"], "EVENT"),
        (["log", "--since"], "--since"),
        (["queue", "--site"], "--site"),
        (["queue", "-i"], "--inventory"),
        (["queue", "--journal"], "--journal"),
        (["mark", "dc1", "clean", "--operator"], "--operator"),
    ],
)
def test_a_blank_word_is_refused_by_the_name_of_its_option(
    here: CommandLine, words: Sequence[str], option: str, blank: str
) -> None:
    answer = here.typed(*words, blank)
    assert (1, "") == (answer.code, answer.out)
    assert f"{option} is blank. Write " in answer.err
    assert not here.journal.exists()


def test_a_blank_variable_is_one_that_is_not_set(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHWAPI_INVENTORY", "")
    here.done("queue")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["queue", "--tier", ""],
            'Argument --tier: a whole number from 1 to 5 is expected, not "".',
        ),
        (
            ["queue", "--tier", "9"],
            'Argument --tier: a whole number from 1 to 5 is expected, not "9".',
        ),
        (
            ["queue", "--limit", "two"],
            'Argument --limit: a whole number from 1 is expected, not "two".',
        ),
    ],
)
def test_a_number_that_is_none_is_usage(
    here: CommandLine, words: Sequence[str], sentence: str
) -> None:
    answer = here.typed(*words)
    assert (2, "") == (answer.code, answer.out)
    assert sentence in answer.err


@pytest.mark.parametrize("words", [["mark", "dc1", "clean", "--at"], ["log", "--since"]])
@pytest.mark.parametrize(
    "time", ["0001-01-01T00:00", "0001-01-01", "1999-12-31", "0001-01-01T00:00+14:00"]
)
def test_a_time_before_the_year_2000_is_refused(
    here: CommandLine, words: Sequence[str], time: str
) -> None:
    answer = here.typed(*words, time)
    assert (1, "") == (answer.code, answer.out)
    assert f'"{time}" is before the year 2000' in answer.err


@pytest.mark.parametrize("time", ["9999-12-31T23:59", "9999-12-31T23:59-12:00"])
def test_a_time_at_the_end_of_the_calendar_has_not_come(here: CommandLine, time: str) -> None:
    answer = here.typed("log", "--since", time)
    assert 1 == answer.code
    assert "has not come yet" in answer.err
