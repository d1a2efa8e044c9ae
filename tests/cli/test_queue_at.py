"""`queue --at TIME`: the queue as it is then if nobody acts, and what changes by itself until then."""

from datetime import UTC, datetime

import pytest

from cli.command_line import CommandLine, stop_the_clock
from hospitals import HEAD

EVENING = datetime(2021, 1, 18, 17, 30, tzinfo=UTC)
PLAN = """[crews.windows]
name = "Windows"
os = ["windows"]
hours = "07:00-17:00"
[crews.night]
hours = "20:00-02:00"
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["dc1"]
[services.consult]
name = "Consultations"
tier = 3
tier_when = [{ tier = 1, weekdays = ["tue"], from = "05:00", until = "12:00", reason = "listes" }]
needs = ["con1", "papier"]
[services.mail]
name = "Messagerie"
tier = 2
needs = ["ex1"]
[conditions.papier]
name = "Papier saisi"
who = "secrétariat"
promised = 2021-01-19T04:00:00+01:00
[servers]
dc1 = { site = "imc", role = "x", os = "windows", restore = "4h", state = "compromised" }
con1 = { site = "imc", role = "x", os = "linux", restore = "2h", state = "compromised" }
ex1 = { site = "imc", role = "x", os = "linux", restore = "9h", not_before = 2021-01-19T04:30:00+01:00, state = "compromised" }
"""


@pytest.fixture
def evening(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """Monday 18:30 by the clock of the incident."""
    here.plan.write_text(HEAD + PLAN, encoding="utf-8")
    stop_the_clock(monkeypatch, EVENING)
    return here


def test_what_changes_by_itself_is_told_in_turn_and_what_that_moves(evening: CommandLine) -> None:
    lines = evening.done("queue", "--at", "tomorrow 12:00").lines
    assert [
        "The queue as it is on Tue 12:00 if nobody acts until then.",
        "Today 20:00: night begins work.",
        "Tomorrow 02:00: night ends work.",
        "Tomorrow 04:00: this is to be there: Papier saisi.",
        "Tomorrow 04:30: ex1 may be begun.",
        "Tomorrow 05:00: Consultations rises to tier 1 (listes).",
        "Tomorrow 07:00: Windows begins work.",
        "Tomorrow 12:00: Consultations is back at tier 3.",
    ] == lines[1:9]
    said = evening.done("queue", "--at", "tomorrow 05:00").out
    assert "con1 moves up 2: Consultations makes it tier 1." in said


@pytest.mark.parametrize("microsecond", [1, 123_000, 499_999, 999_999])
@pytest.mark.parametrize(
    ("at", "turns"),
    [
        ("today 20:00", ["Today 20:00: night begins work."]),
        ("today 19:59", []),
        ("tomorrow 02:00", ["Today 20:00: night begins work.", "Tomorrow 02:00: night ends work."]),
    ],
)
def test_what_changes_at_that_very_minute_is_told_whatever_the_second_now(
    evening: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    microsecond: int,
    at: str,
    turns: list[str],
) -> None:
    stop_the_clock(monkeypatch, EVENING.replace(second=41, microsecond=microsecond))
    lines = evening.done("queue", "--at", at).lines
    assert turns == [line for line in lines if line.endswith(" work.")]


def test_the_queue_is_the_one_that_stands_at_that_moment(
    evening: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = evening.done("queue", "--at", "tomorrow 05:00", "--json").json
    assert ("2021-01-19T04:00:00.000Z", 5) == (told["at"], len(told["to_come"]))
    stop_the_clock(monkeypatch, datetime(2021, 1, 19, 4, 0, tzinfo=UTC))
    then = evening.done("queue", "--json").json
    assert then["entries"] == told["entries"]
    assert ["con1", "dc1", "ex1"] == [entry["server"] for entry in then["entries"]]


def test_blocks_pins_and_reserves_end_by_themselves(evening: CommandLine) -> None:
    evening.done("mark", "con1", "blocked", "--reason", "disque", "--until", "4h")
    evening.done("pin", "mail", "--reason", "crise", "--until", "3h", "--yes")
    evening.done(
        *("condition", "papier", "met", "--by", "lead", "--tried", "lu"),
        *("--reserve", "à relire", "--until", "5h"),
    )
    said = evening.done("queue", "--at", "6h").out
    assert "Today 21:30: the pin of Messagerie ends." in said
    assert "Today 22:30: con1, which is blocked, is to be asked about." in said
    assert "Today 23:30: the reserve of Papier saisi ends." in said


def test_where_nothing_changes_that_is_said_and_the_past_is_refused(evening: CommandLine) -> None:
    assert "Nothing changes by itself until then." in evening.done("queue", "--at", "30 min").out
    assert 1 == evening.typed("queue", "--at", "yesterday").code
    far = evening.typed("queue", "--at", "31/12/2022")
    assert (1, True) == (far.code, "of the next 40 days" in far.err)


def test_it_goes_by_filters_and_can_be_heard(evening: CommandLine) -> None:
    at = ("queue", "--at", "tomorrow 05:00")
    told = evening.done(*at, "--tier", "1", "--json").json
    assert ["con1", "dc1"] == [entry["server"] for entry in told["entries"]]
    assert "Server 1: con1" in evening.done(*at, "--plain").out
    assert "Waits" not in evening.done(*at, "--why").out
