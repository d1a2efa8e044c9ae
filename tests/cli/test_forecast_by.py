"""`forecast SERVICE --by TIME`: how likely it is up by then."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.command_line import CommandLine, stop_the_clock

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)


@pytest.fixture
def morning(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Monday 9:00 by the clock of the incident."""
    stop_the_clock(monkeypatch, NOW)
    return here


def share(morning: CommandLine, by: str, *more: str) -> float:
    told = morning.done("forecast", "bloc", "--by", by, "--json", *more).json["by"]
    assert isinstance(told["share"], float)
    return told["share"]


def test_by_the_two_times_of_a_forecast_it_is_up_in_half_and_in_nine_of_ten(
    morning: CommandLine,
) -> None:
    times = morning.done("forecast", "bloc", "--json").json["services"][0]["forecast"]
    assert 0.5 == pytest.approx(share(morning, times["p50"]), abs=0.04)
    assert 0.9 == pytest.approx(share(morning, times["p90"]), abs=0.03)
    soon = (NOW + timedelta(minutes=1)).isoformat()
    assert (0.0, 1.0) == (share(morning, soon), share(morning, "2022-01-01"))


def test_it_is_told_in_cases_of_a_hundred(morning: CommandLine) -> None:
    times = morning.done("forecast", "bloc", "--json").json["services"][0]["forecast"]
    said = morning.done("forecast", "bloc", "--by", times["p50"]).out
    assert any(f" in some {n} of 100 cases." in said for n in (45, 50, 55)), said
    assert "in fewer than 5 of 100 cases." in morning.done("forecast", "bloc", "--by", "09:01").out
    said = morning.done("forecast", "bloc", "--by", "2022-01-01", "--lang", "fr").out
    assert "dans plus de 95 cas sur 100." in said


def test_with_more_crews_it_is_as_likely_at_least(morning: CommandLine) -> None:
    times = morning.done("forecast", "bloc", "--json").json["services"][0]["forecast"]
    assert share(morning, times["p50"], "--crews", "9") >= share(morning, times["p50"]) - 0.05


def test_of_what_nobody_can_say_it_is_not_said_how_likely(morning: CommandLine) -> None:
    morning.done("mark", "san1", "blocked", "--reason", "fan")
    said = morning.done("forecast", "bloc", "--by", "18:00").out
    assert "How likely Bloc IMC is up by Mon 18:00 nobody can say." in said
    told = morning.done("forecast", "bloc", "--by", "18:00", "--json").json["by"]
    assert ("2021-01-18T17:00:00.000Z", None) == (told["at"], told["share"])


def test_without_a_service_it_is_told_of_each_and_what_is_likely_up(morning: CommandLine) -> None:
    told = morning.done("forecast", "--json").json["services"]
    times = {each["service"]: each["forecast"] for each in told}
    by = max(each["p50"] for each in times.values() if each)
    shares = morning.done("forecast", "--by", by, "--json").json["by"]["shares"]
    assert times.keys() == shares.keys()
    last = next(name for name, each in times.items() if each and each["p50"] == by)
    assert 0.5 == pytest.approx(shares[last], abs=0.05)
    said = morning.done("forecast", "--by", "2022-01-01").out
    assert "By Sat 01/01/2022 00:00 " in said
    assert "over 95 %" in said
    assert "are up in half of all cases or more: " in said
    said = morning.done("forecast", "--by", "09:01").out
    assert "under 5 %" in said
    assert "By Mon 09:01 none of these is up in half of all cases." in said


def test_of_all_what_nobody_can_say_has_no_chance(morning: CommandLine) -> None:
    morning.done("mark", "san1", "blocked", "--reason", "fan")
    shares = morning.done("forecast", "--by", "18:00", "--json").json["by"]["shares"]
    assert shares["bloc"] is None


def test_it_wants_a_time_to_come(morning: CommandLine) -> None:
    refused = morning.typed("forecast", "bloc", "--by", "yesterday 09:00")
    assert (1, True) == (refused.code, "yesterday 09:00" in refused.err)
