"""`forecast`, and what `services --json` and `show` say of it."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from cli.command_line import CommandLine, loaded_modules

TIMES = r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d, at worst ((Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(\d\d/\d\d )?\d\d:\d\d"


def test_every_service_that_is_not_up_has_a_line_the_most_urgent_first(here: CommandLine) -> None:
    lines = here.done("forecast").lines
    assert [
        "service",
        "name",
        "site",
        "tier",
        "expected",
        "against",
        "the",
        "plan's",
        "RTO",
    ] == lines[1].split()
    assert ["bloc", "pacs", "mail"] == [line.split()[0] for line in lines[2:5]]
    assert all(re.search(TIMES, line) for line in lines[2:5])
    assert re.search(r"  \d+ d( \d+ h)? late, at worst \d+ d( \d+ h)?$", lines[2])
    assert [
        "Expected: half of all cases by the first time, nine of ten by the second.",
        "From the plan's estimates only: no restoration was timed yet, from taken to restored.",
    ] == [lines[5], lines[7]]
    assert re.fullmatch(rf"All of these are up: {TIMES}\.", lines[6])


def test_a_service_can_be_asked_for_by_itself(here: CommandLine) -> None:
    here.done("mark", "dc1", "ex1", "restored")
    assert ["bloc"] == [line.split()[0] for line in here.done("forecast", "bloc").lines[2:3]]
    assert re.search(r"  up +-$", here.done("forecast", "mail").lines[2])
    assert ["bloc", "pacs"] == [
        s["service"] for s in here.done("forecast", "--json").json["services"]
    ]


def test_a_service_that_is_asked_for_says_which_of_its_tier_is_expected_sooner(
    here: CommandLine,
) -> None:
    plan = here.plan.read_text(encoding="utf-8").replace("weight = 9", "weight = 99")
    quick = '[services.web]\nname = "Web"\ntier = 1\nneeds = ["web1"]\n'
    server = 'web1 = { site = "imc", role = "Web", restore = "30m", state = "compromised" }\n'
    crews = "[policy]\ncrews = 4\n"
    here.plan.write_text(
        plan.replace("[servers]", f"{quick}{crews}[servers]\n{server}", 1), encoding="utf-8"
    )
    words = "Later in the order, yet expected sooner, for it waits for less: Web."
    assert words in here.done("forecast", "bloc").lines
    assert words not in here.done("forecast", "web").lines
    assert words in here.done("show", "bloc").out
    assert words not in here.done("show", "web").out


def test_what_is_blocked_is_named_instead_of_a_time(here: CommandLine) -> None:
    here.done("mark", "san1", "blocked", "--reason", "contrôleur")
    assert "  waits for san1, which is blocked  " in here.done("forecast", "bloc").lines[2] + "  "
    bloc = here.done("forecast", "bloc", "--json").json["services"][0]
    assert (None, "waits for san1, which is blocked") == (bloc["forecast"], bloc["forecast_reason"])


def test_other_crews_are_compared_to_those_there_are(here: CommandLine) -> None:
    lines = here.done("forecast", "--crews", "9").lines
    compared = lines.index("With 9 crews instead of 1:") + 1
    assert [True, True, True] == [line.startswith("  ") for line in lines[compared : compared + 3]]
    assert re.fullmatch(r"  Bloc IMC: .* h sooner", lines[compared])
    asked = here.done("forecast", "--crews", "9", "--json").json
    assert (9, 1) == (asked["crews"], asked["present_crews"])
    assert asked["services"][0]["p50_change"] < 0
    assert [0, 0, 0] == [s["p50_change"] for s in here.done("forecast", "--json").json["services"]]


def test_crews_that_are_named_one_by_one_count_together(here: CommandLine) -> None:
    with here.plan.open("a", encoding="utf-8") as plan:
        plan.write(
            '[crews.day]\nname = "Day"\n[lanes.tape]\nname = "Tape"\nat_once = 1\nwork = ["restore"]\n'
        )
    for given in (["--crews", "day+1", "--crews", "tape=3"], ["--crews", "day+1,tape=3"]):
        assert "With 2 of Day instead of 1 and 3 of Tape instead of 1:" in (
            here.done("forecast", *given).lines
        )
    for given in (["--crews", "9", "--crews", "day+1"], ["--crews", "9", "--crews", "8"]):
        answer = here.typed("forecast", *given)
        assert (2, "") == (answer.code, answer.out)
        assert "--crews N is said once" in answer.err


def test_a_crew_that_is_at_a_lower_tier_is_named(here: CommandLine) -> None:
    here.done("take", "ex1")
    assert (
        "san1 is ready and waits for a crew; ex1, of a lower tier, has one."
        in here.done("forecast").lines
    )
    assert [{"waiting": "san1", "running": "ex1", "lane": None}] == here.done(
        "forecast", "bloc", "--json"
    ).json["services"][0]["held"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["blok"], 'There is no service "blok" in the plan. Did you mean "bloc"?'),
        (
            ["sql1"],
            (
                "sql1 is a server; a forecast is for a service. See show sql1. The most urgent service that "
                "waits for it is Bloc IMC: forecast bloc --why."
            ),
        ),
        ([" "], "SERVICE is blank. Write SERVICE there, or leave it out."),
    ],
)
def test_what_is_no_service_is_refused(here: CommandLine, words: list[str], complaint: str) -> None:
    answer = here.typed("forecast", *words)
    assert (1, "", complaint) == (answer.code, answer.out, answer.err.strip())


def test_of_other_crews_the_vital_are_told_in_full_and_all_by_tier_what_changes_most_first(
    here: CommandLine,
) -> None:
    here.plan.write_bytes((Path(__file__).parents[2] / "inventory.toml").read_bytes())
    told = here.done("forecast", "--crews", "9", "--json").json["services"]
    tiers = {
        each["service"]: each["tier"] for each in here.done("services", "--json").json["services"]
    }
    names = {each["service"]: each["name"] for each in here.done("report", "--json").json["next"]}
    vital = [each for each in told if tiers[each["service"]] == 1 and each["forecast"]]
    vital.sort(key=lambda each: -abs(each["p50_change"] or 0))
    others = [each for each in told if tiers[each["service"]] == 2 and each["p50_change"]]
    most = max(others, key=lambda each: abs(each["p50_change"]))
    lines = here.done("forecast", "--crews", "9").lines
    start = next(n for n, line in enumerate(lines) if line.startswith("With 9 crews instead"))
    said = [line.strip() for line in lines[start + 1 :]]
    assert 10 < len(vital)
    assert {names[each["service"]] for each in vital} == {
        line.rpartition(": ")[0] for line in said[: len(vital)]
    }
    assert said[0].startswith(names[vital[0]["service"]] + ": ")
    assert said[len(vital)].startswith(names[most["service"]] + ": ")


def test_more_crews_than_anybody_has_are_refused_with_a_sentence(here: CommandLine) -> None:
    answer = here.typed("forecast", "--crews", "99999999999")
    assert (1, "--crews takes a number from 1 to 1000; nobody has more.\n") == (
        answer.code,
        answer.err,
    )
    here.done("forecast", "--crews", "1000")


@pytest.mark.parametrize("crews", ["0", "-1", "many"])
def test_crews_are_a_whole_number_from_one(here: CommandLine, crews: str) -> None:
    assert 2 == here.typed("forecast", "--crews", crews).code


def test_when_every_service_is_up_it_says_so(here: CommandLine) -> None:
    here.done("mark", "san1", "dc1", "dc2", "sql1", "ex1", "restored")
    answer = here.done("forecast")
    assert (1, "Every service is up.") == (len(answer.lines), answer.err.strip())
    assert [] == here.done("forecast", "--json").json["services"]


def test_services_as_json_say_the_same_as_the_forecast_where_that_is_asked_for(
    here: CommandLine,
) -> None:
    unasked = here.done("services", "--json").json["services"][0]
    assert (None, "not asked for; add --forecast") == (
        unasked["forecast"],
        unasked["forecast_reason"],
    )
    bloc = here.done("services", "--forecast", "--json").json["services"][0]
    p50, p90 = (datetime.fromisoformat(bloc["forecast"][name]) for name in ("p50", "p90"))
    assert p50 < p90
    assert bloc["forecast_reason"] is None
    other = here.done("forecast", "bloc", "--json").json["services"][0]["forecast"]
    assert abs((datetime.fromisoformat(other["p50"]) - p50).total_seconds()) <= 60


def test_the_pages_of_a_service_and_of_a_server_have_a_forecast(here: CommandLine) -> None:
    assert any(
        re.match(rf"Forecast: +{TIMES}; .* late, at worst", line)
        for line in here.done("show", "bloc").lines
    )
    assert any(
        re.match(rf"Forecast: +Bloc IMC: {TIMES}", line) for line in here.done("show", "sql1").lines
    )
    assert not any(line.startswith("Forecast") for line in here.done("show", "old").lines)
    assert {"p50", "p90"} == here.done("show", "bloc", "--json").json["forecast"].keys()


def test_the_next_server_is_named_without_a_thought_of_a_forecast(here: CommandLine) -> None:
    assert "chwapi_console.recovery.forecast.forecast" not in loaded_modules(["next"], here.folder)
    assert "chwapi_console.recovery.forecast.forecast" not in loaded_modules(
        ["services", "--json"], here.folder
    )
    assert "chwapi_console.recovery.forecast.forecast" in loaded_modules(
        ["services", "--forecast", "--json"], here.folder
    )


def test_what_opens_together_is_no_service_and_says_where_it_is_told(here: CommandLine) -> None:
    text = here.plan.read_text(encoding="utf-8")
    group = '[groups.all]\nname = "All"\nservices = ["bloc", "mail"]\n'
    here.plan.write_text(f"{text}\n{group}", encoding="utf-8")
    refused = here.typed("forecast", "all")
    assert (1, True) == (refused.code, "show all says when it is whole." in refused.err)
    assert "Opens together:" in here.done("show", "all").out
