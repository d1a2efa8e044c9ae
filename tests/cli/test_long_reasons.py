"""A reason that is longer than any page is told as far as a line has room for it, wherever it counts."""

import pytest

from cli.command_line import CommandLine

LONG = "B" * 60_000
MOST = 6_000
"""Letters of a page of the small hospital of the tests, on which a few lines tell a reason."""


@pytest.fixture
def long_winded(here: CommandLine) -> CommandLine:
    here.done("step", "sql1", "1", "--result", LONG)
    here.done("note", "incident", "--hypothesis", LONG)
    here.done("mark", "sql1", "blocked", "--reason", LONG, "--yes")
    return here


@pytest.mark.parametrize(
    "words",
    [
        ("queue",),
        ("queue", "--why"),
        ("next",),
        ("show", "sql1"),
        ("handover",),
        ("handover", "--format", "html"),
        ("report",),
        ("report", "--for", "technical"),
        ("services",),
        ("audit",),
    ],
    ids=" ".join,
)
def test_no_page_repeats_a_reason_without_end(
    long_winded: CommandLine, words: tuple[str, ...]
) -> None:
    answer = long_winded.typed(*words)
    assert answer.code in (0, 3)
    assert "B" * 501 not in "".join(f"{answer.out}{answer.err}".split()).replace("<li>", "")
    assert len(answer.out) < 5 * MOST


def test_the_log_and_json_have_all_of_it(long_winded: CommandLine) -> None:
    assert LONG in "\n".join(long_winded.done("log").lines)
    assert LONG == long_winded.done("show", "sql1", "--json").json["reason"]
