"""`forecast --crews NAME-1`: one fewer or more of a crew or lane that the plan names."""

from datetime import UTC, datetime

import pytest

from cli.command_line import CommandLine, stop_the_clock
from cli.test_gains_kept import NOW, OTHERS, PLAN


@pytest.fixture
def hospital(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    here.plan.write_text(PLAN + OTHERS)
    stop_the_clock(monkeypatch, NOW)
    return here


def p50(here: CommandLine, *words: str) -> datetime:
    told = here.done("forecast", "garde", *words, "--json").json["services"][0]["forecast"]
    return datetime.fromisoformat(told["p50"]).astimezone(UTC)


@pytest.mark.parametrize("asked", ["systems+1", "Systems=3", " systems = 3 ,clean=1"])
def test_one_more_of_a_crew_is_the_forecast_of_the_plan_that_has_one_more(
    hospital: CommandLine, asked: str
) -> None:
    told = p50(hospital, "--crews", asked)
    text = hospital.plan.read_text()
    hospital.plan.write_text(text.replace("systems]\nat_once = 2", "systems]\nat_once = 3"))
    assert told == p50(hospital)


def test_it_says_how_many_of_what_and_what_that_changes(hospital: CommandLine) -> None:
    said = hospital.done("forecast", "--crews", "systems-1,clean+1").out
    assert "With 1 of systems instead of 2 and 2 of clean instead of 1:" in said
    assert "\n  Garde: " in said
    assert "With" not in hospital.done("forecast", "--crews", "systems=2").out


def test_a_number_says_that_it_stands_in_place_of_the_plans_crews(hospital: CommandLine) -> None:
    said = " ".join(hospital.done("forecast", "--crews", "4").out.split())
    assert "As if 4 crews that do everything, day and night, took the place of the plan's" in said
    assert "(windows 1 and systems 2)" in said


def test_a_crew_that_would_be_gone_leaves_its_work_to_others_and_says_what_nobody_does(
    hospital: CommandLine,
) -> None:
    said = hospital.done("forecast", "--crews", "systems-2").out
    assert "With 0 of systems instead of 2:\n  systems finishes what it has in hand; " in said
    assert ": does not come back: nobody is left for " in said
    lane = hospital.done("forecast", "bloc", "--crews", "clean-1").out
    assert "clean has no place for " in lane
    assert "however many crews" not in lane


def test_a_name_that_there_is_not_and_fewer_than_none_of_a_crew_are_refused(
    hospital: CommandLine,
) -> None:
    answer = hospital.typed("forecast", "--crews", "window+1")
    assert 1 == answer.code
    assert 'no crew or lane "window" in the plan; it has windows, systems and clean' in answer.err
    answer = hospital.typed("forecast", "--crews", "systems-3")
    assert (1, True) == (answer.code, "systems has 2 now" in answer.err)
    for wrong in ("windows", "+1", "windows=", "windows=x"):
        assert 2 == hospital.typed("forecast", "--crews", wrong).code
    text = hospital.plan.read_text()
    crews, lanes = text.index("[crews.windows]"), text.index("[services.bloc]")
    hospital.plan.write_text(text[:crews] + text[lanes:])
    answer = hospital.typed("forecast", "--crews", "windows+1")
    assert (1, True) == (answer.code, "names no crews and no lanes" in answer.err)
