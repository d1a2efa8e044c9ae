"""Whoever waits for a forecast of thousands of servers is told how far it is; nobody else is."""

import pytest

from chwapi_console.cli.output.output import Output
from chwapi_console.cli.verbs import patience
from cli.command_line import CommandLine


@pytest.fixture
def as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the plan had thousands of servers, and somebody waited at a terminal."""
    monkeypatch.setattr(patience, "TOLD_FROM", 1)
    monkeypatch.setattr(Output, "is_waited_for", property(lambda _: True))


def test_a_pin_of_a_large_plan_says_what_it_takes_and_how_far_it_is(
    here: CommandLine, as_large: None
) -> None:
    answer = here.typed("pin", "mail", "--reason", "board", "--yes")
    assert 0 == answer.code
    told = answer.err.splitlines()
    assert "two forecasts of" in told[0]
    shares = [int(line.split()[1]) for line in told if line.startswith("forecast: ")]
    assert shares == sorted(set(shares))
    assert 100 == shares[-1]
    assert "two forecasts" not in answer.out


def test_a_forecast_of_a_large_plan_does_too(here: CommandLine, as_large: None) -> None:
    told = here.typed("forecast").err.splitlines()
    assert "then the forecast." in told[0]
    assert "forecast: 100 %" == told[-1]


@pytest.mark.parametrize("words", [("forecast",), ("pin", "mail", "--reason", "board", "--yes")])
def test_of_a_small_plan_nothing_is_told_beside_the_answer(
    here: CommandLine, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Output, "is_waited_for", property(lambda _: True))
    assert "" == here.typed(*words).err


def test_who_waits_is_told_that_why_tries_one_thing_after_the_other(
    here: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "" == here.typed("forecast", "mail", "--why").err
    monkeypatch.setattr(Output, "is_waited_for", property(lambda _: True))
    assert "thing by thing" in here.typed("forecast", "mail", "--why").err
