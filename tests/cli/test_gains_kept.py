"""What `forecast --why` tells of one thing more is what `forecast` says once that is so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cli.command_line import CommandLine, stop_the_clock

NOW = datetime(2021, 1, 18, 17, 30, tzinfo=UTC)
PLAN = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-18T06:00:00+01:00
timezone = "Europe/Brussels"
[sites.imc]
name = "IMC"
[policy]
triage = "10m"
[crews.windows]
os = ["windows"]
hours = "07:00-17:00"
[crews.systems]
at_once = 2
[lanes.clean]
at_once = 1
work = ["restore"]
servers = ["dc1", "sql1", "app1"]
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app1", "pacs1", "rapport"]
[services.garde]
name = "Garde"
tier = 2
needs = ["ris1"]
[conditions.rapport]
name = "Rapport"
who = "qualité"
estimate = "30h"
[servers]
dc1 = { site = "imc", role = "x", os = "windows", restore = "8h", state = "compromised" }
dc2 = { site = "imc", role = "x", os = "windows", restore = "9h", state = "compromised" }
sql1 = { site = "imc", role = "x", os = "linux", restore = "5h", needs = [["dc1", "dc2"]], state = "compromised" }
app1 = { site = "imc", role = "x", os = "windows", restore = "2h", needs = ["sql1"], state = "compromised" }
pacs1 = { site = "imc", role = "x", os = "linux", restore = "3h", not_before = 2021-01-20T12:00:00+01:00, state = "compromised" }
ris1 = { site = "imc", role = "x", os = "linux", restore = "4h", state = "compromised" }
"""
OTHERS = "".join(
    f'w{n} = {{ site = "imc", role = "x", os = "{os}", restore = "{1 + n % 4}h", '
    f'state = "{state}" }}\n'
    for n, (os, state) in enumerate([("windows", "compromised"), ("linux", "unknown")] * 12)
)

Change = Callable[[CommandLine], object]


def says(old: str, new: str) -> Change:
    """A change of the plan's text, of which there is one."""

    def edit(here: CommandLine) -> None:
        text = here.plan.read_text()
        assert 1 == text.count(old)
        here.plan.write_text(text.replace(old, new))

    return edit


def types(*words: str) -> Change:
    return lambda here: here.done(*words)


CHANGES: dict[tuple[str, str | None], Change] = {
    ("crew", "windows"): says('os = ["windows"]\n', 'os = ["windows"]\nat_once = 2\n'),
    ("crew", "systems"): says("systems]\nat_once = 2", "systems]\nat_once = 3"),
    ("hours", "windows"): says('hours = "07:00-17:00"\n', ""),
    ("lane", "clean"): says("clean]\nat_once = 1", "clean]\nat_once = 2"),
    ("estimate", "pacs1"): says('"3h", not_before', '["45m", "90m", "3h"], not_before'),
    ("begin", "dc1"): types("take", "dc1"),
    ("start", "pacs1"): says(", not_before = 2021-01-20T12:00:00+01:00", ""),
    ("condition", "rapport"): types("condition", "rapport", "met", "--by", "lead", "--tried", "lu"),
}


@pytest.fixture
def hospital(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    here.plan.write_text(PLAN + OTHERS)
    stop_the_clock(monkeypatch, NOW)
    return here


def bloc(here: CommandLine) -> Any:
    said = here.done("forecast", "bloc", "--why", "--json").json
    return said["services"][0]["forecast"], {
        (gain["what"], gain["id"]): gain for gain in said["why"]["gains"]
    }


def bloc_now(here: CommandLine) -> Any:
    return here.done("forecast", "bloc", "--json").json["services"][0]["forecast"]


def test_each_gain_told_is_what_the_forecast_gives_when_that_is_done(
    hospital: CommandLine,
) -> None:
    now, gains = bloc(hospital)
    for change, is_done in CHANGES.items():
        told = gains[change]
        is_done(hospital)
        then = bloc_now(hospital)
        assert (told["p50"], told["p90"]) == (then["p50"], then["p90"]), change
        moved = datetime.fromisoformat(then["p50"]) - datetime.fromisoformat(now["p50"])
        assert timedelta(minutes=told["p50_change"]) == moved, change
        hospital.plan.write_text(PLAN + OTHERS)
        hospital.journal.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "change", [("crew", "windows"), ("crew", "systems"), ("hours", "windows")], ids="-".join
)
def test_so_it_is_once_some_are_restored_for_who_comes_now_lost_no_time_before(
    hospital: CommandLine, change: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for hours, server in ((14, "ris1"), (8, "w0"), (5, "w2")):
        for ago, words in ((hours, ("take", server)), (hours - 3, ("mark", server, "restored"))):
            stop_the_clock(monkeypatch, NOW - timedelta(hours=ago))
            hospital.done(*words)
    stop_the_clock(monkeypatch, NOW)
    told = bloc(hospital)[1][change]
    pace = hospital.done("forecast", "--json").json["pace"]
    CHANGES[change](hospital)
    then = bloc_now(hospital)
    assert pace == hospital.done("forecast", "--json").json["pace"]
    assert pace["own"] > 1.5
    assert (told["p50"], told["p90"]) == (then["p50"], then["p90"])


def test_what_is_told_if_a_server_were_unblocked_is_so_when_it_is(hospital: CommandLine) -> None:
    hospital.done("mark", "sql1", "blocked", "--reason", "contrôleur")
    _, gains = bloc(hospital)
    told = gains["unblock", "sql1"]
    hospital.done("drop", "sql1")
    then = bloc_now(hospital)
    assert told["p50"] is not None
    assert (told["p50"], told["p90"]) == (then["p50"], then["p90"])


def test_one_more_crew_is_what_the_forecast_gives_with_one_more(hospital: CommandLine) -> None:
    crews = hospital.plan.read_text().partition("[crews.windows]")[2].partition("[lanes.clean]")[0]
    says(f"[crews.windows]{crews}", "")(hospital)
    _, gains = bloc(hospital)
    then = hospital.done("forecast", "bloc", "--crews", "2", "--json").json["services"][0]
    told = gains["crew", None]
    assert (told["p50"], told["p90"]) == (then["forecast"]["p50"], then["forecast"]["p90"])
    assert told["p50_change"] == then["p50_change"]
