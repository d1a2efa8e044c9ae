"""`forecast --since TIME`: as told then and as told now, and which acts moved it."""

from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.cli.verbs.supposing.forecast_since import (
    moved_words,
    of_a_leap,
)
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.acts.pin import as_if_pinned
from chwapi_console.recovery.forecast.drift import Drift, Stretch
from chwapi_console.recovery.forecast.drift_words import stretch_moved
from chwapi_console.recovery.forecast.forecast import Outlook
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.since.since_then import pin_that_ends_soon, turns_of_crews
from chwapi_console.text import ENGLISH
from cli.command_line import CommandLine, stop_the_clock
from hospitals import by_a_peer, plan_of

AN_HOUR = timedelta(hours=1)
MORNING = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
PLAN = """schema = 1
[incident]
name = "Essai"
detected = 2021-01-18T08:00:00+01:00
timezone = "Europe/Brussels"
[policy]
crews = 1
triage = "10m"
[sites.imc]
name = "IMC"
[services.bloc]
name = "Bloc IMC"
tier = 1
weight = 9
needs = ["app"]
[services.lab]
name = "Laboratoire"
tier = 1
needs = ["lis"]
[services.ward]
name = "Salle"
tier = 3
needs = ["seal"]
[conditions.seal]
name = "Sceau"
who = "juge"
[servers]
app = { site = "imc", role = "x", restore = "2h", state = "compromised" }
lis = { site = "imc", role = "x", restore = "8h", state = "compromised" }
"""

BARE = """
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis"]
[servers]
lis = { site = "imc", role = "x", state = "compromised" }
"""


class Night:
    """A day at one plan, whose clock goes only as it is told."""

    def __init__(self, here: CommandLine, patch: pytest.MonkeyPatch) -> None:
        self.here, self._patch, self._now = here, patch, MORNING
        here.plan.write_text(PLAN, encoding="utf-8")

    def after(self, hours: float, *words: str) -> None:
        """Types a command so many hours later."""
        self._now += timedelta(hours=hours)
        stop_the_clock(self._patch, self._now)
        if words:
            self.here.done(*words)


@pytest.fixture
def night(here: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Night:
    """The laboratory is begun first, at 9:10, and the theatre stands and waits till 14:00."""
    night = Night(here, monkeypatch)
    night.after(0, "note", "incident", "we begin")
    night.after(1 / 6, "take", "lis", "--operator", "dba")
    night.after(5)
    return night


def test_the_act_that_moved_a_service_is_named_with_by_how_much(night: Night) -> None:
    lines = night.here.done("forecast", "bloc", "--since", "09:05").lines
    assert lines[1].startswith("Bloc IMC, as told on Mon 09:05: Mon ")
    assert lines[2].startswith("As told now: ")
    assert " h later." in lines[2]
    moved = [line for line in lines if "lis taken" in line]
    assert 1 == len(moved)
    assert moved[0].startswith("Mon 09:10 dba: lis taken: ")
    assert moved[0].endswith(" h later; a hand less for others since.")


def test_what_was_told_or_promised_moves_nothing_and_time_alone_does(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chwapi_console.recovery.forecast.drift.AT_FIRST", 1)
    monkeypatch.setattr("chwapi_console.recovery.forecast.drift.MOST_PLAYED", 2)
    night.after(1, "note", "incident", "the ministry is told")
    night.after(1, "promise", "lab", "the list", "--by", "2021-01-20T08:00")
    night.after(6)
    told = night.here.done("forecast", "lab", "--since", "8h").out
    assert "Time alone, in which nobody acted: " in told
    assert "promise" not in told
    night.after(0, "note", "lis", "the image is corrupt")
    night.after(2)
    told = night.here.done("forecast", "lab", "--since", "8h").out
    assert "1 act and the time between (" in told, "somebody was at it"
    assert "lis: note: the image is corrupt" in told


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(44, "45 min later"), (-33, "30 min sooner"), (5, "no clear difference"), (100, "2 h later")],
)
def test_how_much_it_moved_is_told_to_the_quarter(minutes: int, words: str) -> None:
    of = view(plan_of(BARE), Record(), MORNING)
    was, became = (
        Outlook("lab", p50=MORNING + timedelta(minutes=at), unsure=1) for at in (500, 500 + minutes)
    )
    assert words == ENGLISH(moved_words(of, was, became))


def test_the_parts_add_up_to_the_whole(night: Night) -> None:
    night.after(1, "mark", "lis", "restored", "--operator", "dba")
    night.after(0.5, "take", "app", "--operator", "dba")
    night.after(1)
    since = night.here.done("forecast", "bloc", "--since", "09:05", "--json").json["since"]
    assert since["p50_change"] == sum(each["p50_change"] for each in since["stretches"])
    of_time = [each["p50_change"] for each in since["stretches"] if not each["acts"]]
    assert since["by_time"] == sum(of_time)
    kinds = [act["kind"] for each in since["stretches"] for act in each["acts"]]
    assert ["taken", "marked", "taken"] == kinds


def test_what_was_in_hand_for_longer_than_likely_is_named_where_time_alone_moved_it(
    night: Night,
) -> None:
    night.after(9)
    said = night.here.done("forecast", "bloc", "--since", "09:30").out
    assert "Time alone, in which nobody acted: " in said
    assert "In hand for longer than likely by then: lis (dba, 14 h, likely 8 h)." in said


def test_a_leap_of_time_alone_says_what_may_be_chance_and_what_in_hand_is_expected_later() -> None:
    was, became = (Outlook("lab", p50=MORNING + timedelta(hours=at), unsure=488) for at in (20, 52))
    leap = Stretch(MORNING, MORNING + AN_HOUR, (), was, became)
    moved = Drift("lab", was, became, [leap], waited=leap, in_hand=[("lis", 60)])
    assert [
        "By chance alone each of the two may be 8 h off.",
        "Nothing in hand was so for longer than likely by then.",
        "What is in hand and not done is taken to last the longer, the longer that is so: lis 1 h later.",
    ] == list(map(ENGLISH, of_a_leap(moved, leap)))
    back = Stretch(MORNING, MORNING + AN_HOUR, (), became, was)
    assert ["By chance alone each of the two may be 8 h off."] == list(
        map(ENGLISH, of_a_leap(moved, back))
    )


def test_a_block_of_what_was_in_hand_for_too_long_says_that_it_counts_anew(night: Night) -> None:
    night.after(40, "mark", "lis", "blocked", "--reason", "part", "--until", "1h", "--yes")
    lines = night.here.done("forecast", "lab", "--since", "24h").lines
    [blocked] = [line for line in lines if "lis blocked" in line]
    assert (
        " sooner; lis was in hand for 1 d 21 h, likely 8 h: begun anew, it counts by its "
        in blocked
    )
    told = night.here.done("forecast", "lab", "--since", "24h", "--json").json["since"]["stretches"]
    assert ["lis"] == next(each["laid_down"] for each in told if each["laid_down"])


def test_what_a_restoration_taught_of_all_others_is_told_beside_what_it_moved(
    night: Night,
) -> None:
    night.after(15, "mark", "app", "compromised")
    night.after(0.1, "mark", "lis", "restored", "--operator", "dba")
    told = night.here.done("forecast", "bloc", "--since", "08:00").out
    assert "dba: lis restored: 11 h sooner; a hand is free since; all others count " in told
    assert " times the plan since, not " in told
    since = night.here.done("forecast", "bloc", "--since", "08:00", "--json").json["since"]
    restored = [
        each
        for each in since["stretches"]
        if any(act["kind"] == "marked" for act in each["acts"]) and each["clear_change"]
    ]
    assert [30] == [each["taught"] for each in restored]


def test_a_service_that_came_up_since_says_with_which_act(night: Night) -> None:
    night.after(6, "mark", "lis", "restored", "--operator", "dba")
    night.after(1)
    lines = night.here.done("forecast", "lab", "--since", "09:05").lines
    assert "As told now: up." in lines
    [came] = [line for line in lines if "lis restored" in line]
    assert came.endswith("; from then on up.")


def test_a_time_that_came_or_went_is_told_by_what_was_said_before_and_since(night: Night) -> None:
    night.after(0.5, "condition", "seal", "awaited", "--until", "tomorrow 09:00", "--from", "juge")
    night.after(0.5)
    lines = night.here.done("forecast", "ward", "--since", "14:30").lines
    assert [line for line in lines if ": before it " in line and "; from then on " in line]


def test_all_services_are_told_twice_and_by_how_much_each_moved(night: Night) -> None:
    said = night.here.done("forecast", "--since", "09:05").out
    assert "told then" in said
    [row] = [line for line in said.splitlines() if line.startswith("bloc")]
    assert row.endswith(" h later")
    assert 'chwapi-console forecast bloc --since "09:05"' in said or "--since 09:05" in said
    told = night.here.done("forecast", "--since", "09:05", "--json").json["since"]
    assert ["bloc", "lab", "ward"] == sorted(each["service"] for each in told["services"])


def test_an_edit_of_the_plan_is_told_as_one(night: Night) -> None:
    text = night.here.plan.read_text(encoding="utf-8")
    night.here.plan.write_text(text.replace('restore = "2h"', 'restore = "20h"'), encoding="utf-8")
    night.after(0.1, "note", "incident", "the vendor says 20 h")
    night.after(0.5)
    said = night.here.done("forecast", "bloc", "--since", "12:00").out
    assert "The plan was edited: " in said
    assert "The plan was edited: 1 d 2 h later. The plan says otherwise of duration: app." in said


@pytest.mark.parametrize("other", [["--why"], ["--crews", "3"], ["--all"], ["--by", "18:00"]])
def test_since_stands_alone(night: Night, other: list[str]) -> None:
    answer = night.here.typed("forecast", "bloc", "--since", "09:05", *other)
    assert (2, "") == (answer.code, answer.out)
    assert "--since stands alone" in answer.err


def test_why_says_how_to_ask_what_moved_it_since_yesterday(night: Night) -> None:
    said = night.here.done("forecast", "bloc", "--why").out
    assert (
        "What moved it since this time yesterday: chwapi-console forecast bloc --since 24h" in said
    )
    told = night.here.done("forecast", "bloc", "--since", "24h").out
    assert "The incident began on Mon 08:00; it is told from then on." in told
    assert "as told on Mon 08:00: " in told


def test_it_is_told_in_french(night: Night) -> None:
    said = night.here.done("forecast", "bloc", "--since", "09:05", "--lang", "fr").out
    assert "Bloc IMC, comme dit lun. 09:05" in said
    assert "dba\u00a0: lis pris\u00a0: 10 h plus tard\u00a0; une main de moins" in said


def test_a_minute_in_which_nothing_was_done_moves_nothing(night: Night) -> None:
    lines = night.here.done("forecast", "bloc", "--since", "14:09").lines
    assert lines[2].endswith("; no clear difference.")
    assert "All else together: no clear difference." == lines[3]


def test_of_much_time_in_many_stretches_none_is_called_most_of_it(night: Night) -> None:
    for _ in range(6):
        night.after(2, "note", "app", "waiting")
    said = night.here.done("forecast", "bloc", "--since", "09:30").out
    assert " later, in many stretches." in said
    assert "most of it" not in said


def test_what_was_entered_in_turn_counts_from_when_it_was_done(night: Night) -> None:
    night.after(1, "mark", "lis", "restored", "--operator", "dba", "--at", "14:30")
    lines = night.here.done("forecast", "bloc", "--since", "09:05").lines
    assert [line for line in lines if line.startswith("Mon 14:30 dba: lis restored: ")]


def test_what_was_entered_out_of_turn_is_told_with_what_it_came_behind(night: Night) -> None:
    """A pin taught nothing; and what is known by then moves nothing afterwards."""
    night.after(1, "pin", "bloc", "--reason", "the ward asks", "--yes")
    night.after(0.1, "mark", "lis", "restored", "--operator", "dba", "--at", "14:30")
    night.after(0.4)
    both = night.here.done("forecast", "bloc", "--since", "15:05").out
    assert "Bloc IMC pinned first (the ward asks) and dba: lis restored: " in both
    assert " more act" not in both
    assert "more act" not in night.here.done("forecast", "bloc", "--since", "15:12").out


@pytest.mark.parametrize(
    ("factors", "taught", "told"),
    [
        (
            (1.4, 1.5),
            120,
            "all others count 1.5 times the plan since, not 1.4: that alone 2 h later",
        ),
        (
            (1.46, 1.54),
            60,
            "all others count 1.54 times the plan since, not 1.46: that alone 1 h later",
        ),
        ((1.5, 1.5), -60, "what it taught of all other restorations: that alone 1 h sooner"),
        ((1.4, 1.6), -60, "what it taught of all other restorations: that alone 1 h sooner"),
    ],
)
def test_what_was_taught_never_says_one_number_against_the_same(
    factors: tuple[float, float], taught: int, told: str
) -> None:
    was, became = (Outlook("lab", p50=MORNING + timedelta(hours=h), unsure=5) for h in (9, 4))
    of = Stretch(MORNING, MORNING, [], was, became, taught, factors)
    seen = view(plan_of(BARE), by_a_peer([]), MORNING)
    assert f"5 h sooner; {told}" == ENGLISH(stretch_moved(seen, of))


def test_that_it_counts_by_its_own_pace_since_is_told_where_that_makes_most_of_it() -> None:
    was, became = (Outlook("lab", p50=MORNING + timedelta(hours=h), unsure=5) for h in (90, 10))
    of = Stretch(MORNING, MORNING, [], was, became, -3600, (1.0, 0.9))
    of = of._replace(of_pace=-2400, paces=((1.6, 4.3), (0.9, 1.3)))
    seen = view(plan_of(BARE), by_a_peer([]), MORNING)
    told = (
        "the incident counts 0.9 to 1.3 times what its restorations add up to since, not 1.6 to 4.3: that "
        "alone "
    )
    assert told in ENGLISH(stretch_moved(seen, of))
    little = ENGLISH(stretch_moved(seen, of._replace(of_pace=-600)))
    assert "all others count 0.9 times the plan since, not 1.0: that alone" in little


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ((9, 4), "5 h sooner, though since then before it: app; no longer before it: lis"),
        ((4, 9), "5 h later; since then before it: app, though no longer before it: lis"),
    ],
)
def test_what_goes_before_it_is_no_reason_for_sooner_and_what_makes_way_none_for_later(
    hours: tuple[int, int], told: str
) -> None:
    was, became = (Outlook("lab", p50=MORNING + timedelta(hours=h), unsure=5) for h in hours)
    of = Stretch(MORNING, MORNING, [], was, became, before=["app"], behind=["lis"])
    seen = view(plan_of(BARE), by_a_peer([]), MORNING)
    assert told == ENGLISH(stretch_moved(seen, of))


def test_what_fell_since_is_said_to_be_no_longer_up(night: Night) -> None:
    night.after(1, "mark", "lis", "restored", "--operator", "dba", "--yes")
    up = f"{night._now + timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}"
    night.after(1, "mark", "lis", "compromised", "--operator", "dba", "--yes")
    night.after(0.5)
    rows = night.here.done("forecast", "--since", up).lines
    assert next(row for row in rows if row.startswith("lab ")).rstrip().endswith("no longer up")


@pytest.mark.parametrize(
    ("was", "became", "told"),
    [
        ((9, 100), (17, 20), "8 h later; at worst 3 d 8 h sooner"),
        ((9, 20), (9, 60), "no clear difference; at worst 1 d 16 h later"),
        ((9, 100), (9, 105), "no clear difference"),
        ((9, 60), (17, 100), "8 h later"),
        ((9, 11), (17, 10), "8 h later"),
        ((9, 11), (13, 15), "4 h later"),
    ],
)
def test_at_worst_is_told_where_it_moved_otherwise_than_half_of_all_cases(
    was: tuple[int, int], became: tuple[int, int], told: str
) -> None:
    """By hours, and by much for how far apart the cases lie."""
    then, now = (
        Outlook(
            "lab",
            p50=MORNING + timedelta(hours=p50),
            p90=MORNING + timedelta(hours=p90),
            unsure=5,
        )
        for p50, p90 in (was, became)
    )
    seen = view(plan_of(BARE), by_a_peer([]), MORNING)
    assert told == ENGLISH(moved_words(seen, then, now))


def test_which_crews_came_and_went_and_which_pin_ends_is_told_of_a_stretch_of_time_alone() -> None:
    crews = """
[crews.night]
name = "Night"
hours = "21:00-09:00"
[crews.day]
name = "Day"
hours = "09:00-21:00"
"""
    of = view(plan_of(BARE + crews), Record(), MORNING)
    before, after = (
        as_if_pinned(of.at(MORNING + timedelta(minutes=minutes)), "lab", until=MORNING + AN_HOUR)
        for minutes in (-1, 1)
    )
    said = [*turns_of_crews(before, after, "lab"), *pin_that_ends_soon(after, "lab")]
    assert [
        "Mon 09:00: Day begins work.",
        "Mon 09:00: Night ends work.",
        "Mon 10:00: the pin of Laboratory ends, and what nobody has begun by then loses its place.",
    ] == sorted(map(ENGLISH, said), key=lambda line: line.replace("Night", "Zz"))
    assert [] == list(pin_that_ends_soon(after, "lis"))
    assert [] == list(turns_of_crews(before, after.at(MORNING + 13 * AN_HOUR), "lab"))


def test_no_crew_is_told_to_have_come_or_gone_that_is_for_nothing_the_service_misses() -> None:
    crews = """
[crews.network]
name = "Network"
roles = ["switch"]
hours = "21:00-09:00"
[crews.day]
name = "Day"
hours = "09:00-21:00"
"""
    of = view(plan_of(BARE + crews), Record(), MORNING)
    before, after = (of.at(MORNING + timedelta(minutes=minutes)) for minutes in (-1, 1))
    said = [ENGLISH(line) for line in turns_of_crews(before, after, "lab")]
    assert ["Mon 09:00: Day begins work."] == said


def test_the_page_of_all_and_that_of_one_tell_one_number(night: Night) -> None:
    """What moved it by 3 h 29 is told as that, not first as 3 h 30 and then as 4 h."""
    then, now = (Outlook("lab", p50=MORNING + timedelta(minutes=m), unsure=40) for m in (540, 331))
    seen = view(plan_of(BARE), by_a_peer([]), MORNING)
    assert "3 h sooner" == ENGLISH(moved_words(seen, then, now))
    of_all = night.here.done("forecast", "--since", "09:05").lines
    of_one = night.here.done("forecast", "bloc", "--since", "09:05").lines
    (row,) = [line for line in of_all if line.startswith("bloc")]
    (told,) = [line for line in of_one if line.startswith("As told now: ")]
    assert row.endswith(told.rsplit("; ", 1)[1].rstrip("."))


def test_what_a_service_waits_for_itself_is_why_it_comes_later_or_sooner(night: Night) -> None:
    night.after(0, "mark", "app", "blocked", "--reason", "part", "--until", "12h", "--yes")
    (line,) = [
        line
        for line in night.here.done("forecast", "bloc", "--since", "14:00").lines
        if "app blocked" in line
    ]
    assert " h later; it waits for that itself" in line


def test_what_turns_out_to_be_hit_is_no_longer_before_a_service_that_waits_for_it(
    night: Night,
) -> None:
    plan = night.here.plan
    unknown = plan.read_text(encoding="utf-8").replace(
        'restore = "2h", state = "compromised"', 'restore = "2h", state = "unknown"'
    )
    plan.write_text(unknown, encoding="utf-8")
    night.after(0.5, "mark", "lis", "restored", "--operator", "dba")
    night.after(0.5, "mark", "app", "compromised", "--operator", "dba")
    (line,) = [
        line
        for line in night.here.done("forecast", "bloc", "--since", "14:40").lines
        if "app compromised" in line
    ]
    assert "; it waits for that itself" in line
    assert "no longer before it" not in line
