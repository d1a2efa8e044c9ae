"""The forecast where a plan says who is for what and at which hours, what restorations share, where a
second pair of hands helps, and what may not begin yet."""

from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.acts.pin import as_if_pinned
from chwapi_console.recovery.forecast.forecast import Outlook, forecast, of_first_runs
from chwapi_console.recovery.forecast.held_longer import later_with_more_words
from chwapi_console.recovery.forecast.outlook import (
    ALL,
    all_up_words,
    crews_compared,
    last_of_it,
    whole_group_words,
)
from chwapi_console.recovery.forecast.pin_price import price_of
from chwapi_console.recovery.forecast.why import why
from chwapi_console.recovery.forecast.why_words import why_words
from chwapi_console.recovery.state.view.supposed_views import with_other_means
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.text import ENGLISH, Sentence
from hospitals import plan_of

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
"""Monday, 09:00 in Brussels."""

PLAN = """
[policy]
crews = 2
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app1"]
[services.lab]
name = "Laboratory"
tier = 2
needs = ["lab1"]
[servers]
app1 = { site = "imc", role = "Application", restore = "4h", runbook = "w", state = "compromised" }
lab1 = { site = "imc", role = "Laboratory", restore = "4h", runbook = "w", state = "compromised" }
[runbooks.w]
steps = ["rebuild", "restore-data"]
"""
LANE = """
[lanes.restore]
name = "Restore"
at_once = 1
steps = ["restore-data"]
"""
DAY_CREW = """
[crews.day]
name = "Day crew"
at_once = 2
hours = "08:00-12:00"
"""


def seen(*more: str, changes: tuple[tuple[str, str], ...] = ()) -> View:
    text = PLAN + "".join(more)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return view(plan_of(text), Record(), NOW)


def outlook(of: View, service: str, crews: int | None = None) -> Outlook:
    return forecast(of, [service], crews=crews).services[service]


def hours(of: Outlook) -> float:
    assert of.p50 is not None
    return (of.p50 - NOW) / timedelta(hours=1)


def test_words_that_hold_nothing_up_change_nothing_to_the_minute() -> None:
    wide = LANE.replace("at_once = 1", "at_once = 9").replace('["restore-data"]', '["rebuild"]')
    one = """
[crews.everybody]
at_once = 2
"""
    plain = seen()
    for told in (seen(one), seen(wide, changes=(('"rebuild", "restore-data"', '"rebuild"'),))):
        for service in ("bloc", "lab"):
            assert outlook(plain, service)[:4] == outlook(told, service)[:4]


def test_a_lane_of_one_makes_both_wait_and_the_more_urgent_less() -> None:
    plain, told = seen(), seen(LANE)
    first, second = (
        hours(outlook(told, service)) - hours(outlook(plain, service))
        for service in ("bloc", "lab")
    )
    assert 0 < first < second


def test_what_a_crew_begins_in_the_evening_is_done_in_the_morning() -> None:
    plain, told = outlook(seen(), "bloc"), outlook(seen(DAY_CREW), "bloc")
    assert hours(plain) < 12 < hours(told)
    local = told.p50.astimezone(seen().plan.incident.zone) if told.p50 else None
    assert local is not None
    assert 8 <= local.hour <= 12


def test_a_number_of_crews_stands_for_crews_that_do_everything_day_and_night() -> None:
    assert outlook(seen(), "bloc", 2)[:4] == outlook(seen(DAY_CREW), "bloc", 2)[:4]


def test_a_crew_that_is_for_something_else_leaves_it_to_those_who_are() -> None:
    crews = """
[crews.lab]
roles = ["laboratory"]
[crews.apps]
roles = ["application"]
"""
    both = (('"Laboratory", restore', '"Application", restore'),)
    apart, alike = seen(crews), seen(crews, changes=both)
    assert hours(outlook(alike, "lab")) > hours(outlook(apart, "lab")) + 2


def test_a_second_pair_of_hands_brings_it_sooner_where_nothing_else_is_as_urgent() -> None:
    two = (('runbook = "w", state', 'runbook = "w", hands = 2, state'),)
    assert hours(outlook(seen(changes=two), "bloc")) == pytest.approx(
        hours(outlook(seen(), "bloc")) * 2 / 3, abs=0.1
    )


def test_nothing_is_up_before_its_restoration_may_begin() -> None:
    late = (('runbook = "w", state', 'runbook = "w", not_before = 2021-01-18T20:00:00Z, state'),)
    told = seen(changes=late)
    assert hours(outlook(told, "bloc")) == pytest.approx(
        12 + hours(outlook(seen(), "bloc")), abs=0.1
    )
    assert NOW + timedelta(hours=13) < (outlook(told, "bloc").p10 or NOW)


def test_a_condition_of_a_trade_takes_its_crew_and_its_hours() -> None:
    needs = (('needs = ["app1"]', 'needs = ["app1", "ok"]'),)
    condition = """
[conditions.ok]
name = "Signed"
who = "%s"
estimate = "3h"
"""
    crews = DAY_CREW.replace("at_once = 2", "at_once = 1") + '[crews.apps]\nroles = ["app"]\n'
    outside = seen(crews, condition % "the physicist", changes=needs)
    inside = seen(crews, condition % "day CREW", changes=needs)
    assert outlook(outside, "lab") != outlook(inside, "lab")
    assert hours(outlook(inside, "lab")) > hours(outlook(outside, "lab"))


def test_two_promised_conditions_keep_the_draws_of_what_comes_after_them() -> None:
    promised = """
[conditions.%s]
name = "x"
who = "y"
promised = 2021-01-19T08:00:00Z
"""
    last = """
[conditions.last]
name = "x"
who = "y"
estimate = "10h"
"""
    needs = 'needs = ["app1", "last"]'
    alone = seen(last, changes=(('needs = ["app1"]', needs),))
    beside = seen(
        promised % "first", promised % "second", last, changes=(('needs = ["app1"]', needs),)
    )
    assert outlook(alone, "bloc") == outlook(beside, "bloc")


def test_why_tries_one_more_of_each_crew_and_lane_and_each_start() -> None:
    late = (('runbook = "w", state', 'runbook = "w", not_before = 2021-01-18T20:00:00Z, state'),)
    told = seen(LANE, DAY_CREW, changes=late)
    found = why(told, "bloc", None, outlook(told, "bloc"))
    gains = {(gain.what, gain.node): gain.minutes for gain in found.others}
    assert {
        ("alone", ""),
        ("crew", "day"),
        ("hours", "day"),
        ("lane", "restore"),
        ("start", "app1"),
    } == gains.keys()
    assert (gains["start", "app1"] or 0) < -60
    words = [ENGLISH(sentence) for sentence in why_words(told, found)]
    assert "One more of Day crew: no clear difference." in words
    assert any(line.startswith("One more place in Restore: ") for line in words)
    assert any(line.startswith("If app1 could begin now: ") for line in words)
    wider = seen(LANE.replace("at_once = 1", "at_once = 2"))
    lab = why(seen(LANE), "lab", None, outlook(seen(LANE), "lab"))
    lane = next(gain for gain in lab.others if gain.what == "lane")
    assert lane.then == of_first_runs(wider, outlook(wider, "lab"), len(lane.then.runs))


def test_what_a_pin_costs_knows_of_lanes_too() -> None:
    pinned = seen(LANE)
    assert {} == price_of(pinned, pinned, "lab").moves
    wider = seen(LANE.replace("at_once = 1", "at_once = 2"))
    assert price_of(pinned, wider, "lab").moves["lab"] < 0


GROUP = """
[groups.both]
name = "Both"
services = ["bloc", "lab"]
"""


def test_a_group_is_whole_with_the_last_of_its_services_in_each_run() -> None:
    told = seen(GROUP)
    of = forecast(told, ["bloc", "lab"], wholes=["both"])
    whole = of.wholes["both"].p50
    assert whole is not None
    each = [of.services[service].p50 for service in ("bloc", "lab")]
    assert all(p50 is not None and p50 < whole for p50 in each)
    said = [ENGLISH(line) for line in whole_group_words(told, of)]
    assert said[0].startswith("Both is whole: ")
    assert said[1].startswith("The last of it, in how many of ten cases: ")
    assert "So the whole comes later than any one of it alone." in said[1]
    assert 1 == pytest.approx(sum(share for _, share in of.wholes["both"].last))


def test_a_group_of_which_nobody_can_say_when_one_is_back_says_why() -> None:
    stuck = (
        GROUP
        + """
[conditions.nobody]
name = "Nobody says when"
who = "x"
"""
    )
    told = seen(stuck, changes=(('needs = ["lab1"]', 'needs = ["lab1", "nobody"]'),))
    reason = forecast(told, ["bloc", "lab"], wholes=["both"]).wholes["both"].reason
    assert reason is not None
    assert ENGLISH(reason).startswith("Laboratory: ")


CROSSED = """
[policy]
crews = 2
[services.adm]
name = "Admissions"
tier = 1
weight = 9
needs = ["net1"]
[services.bloc]
name = "Bloc IMC"
tier = 1
needs = ["app1"]
[services.lab]
name = "Laboratory"
tier = 2
needs = ["lab1"]
[servers]
net1 = { site = "imc", role = "Network", restore = "2h", state = "compromised" }
net2 = { site = "imc", role = "Network", restore = "2h", state = "compromised" }
app1 = { site = "imc", role = "Linux", needs = ["net2"], restore = "6h", state = "compromised" }
lab1 = { site = "imc", role = "Linux", needs = ["net1"], restore = "6h", state = "compromised" }
[crews.net]
name = "Network"
roles = ["network"]
[crews.linux]
roles = ["linux"]
"""


def test_where_one_more_crew_makes_a_service_wait_it_says_what_comes_sooner_instead() -> None:
    told = view(plan_of(CROSSED), Record(), NOW)
    found = why(told, "lab", None, outlook(told, "lab"))
    gain = next(gain for gain in found.others if (gain.what, gain.node) == ("crew", "net"))
    assert (gain.minutes or 0) > 60
    assert gain.instead is not None
    assert "bloc" == gain.instead.service
    said = [ENGLISH(line) for line in why_words(told, found)]
    assert any("later" in line and ", for Bloc IMC comes" in line for line in said)


def test_what_comes_sooner_is_no_reason_where_no_work_on_it_goes_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nothing_but_its_own(*_: object) -> list[str]:
        return ["net1"]

    monkeypatch.setattr("chwapi_console.recovery.forecast.why.gone_before", nothing_but_its_own)
    told = view(plan_of(CROSSED), Record(), NOW)
    found = why(told, "lab", None, outlook(told, "lab"))
    gain = next(gain for gain in found.others if (gain.what, gain.node) == ("crew", "net"))
    assert gain.instead is None
    assert (gain.clear or 0) > 60
    words = "for whoever is free begins other things, and is at them when its turn comes"
    told_of = [gain, gain._replace(few=False)]
    said = [ENGLISH(line) for line in why_words(told, found._replace(others=told_of))]
    assert any(f"later, {words}" in line for line in said)
    assert any(
        f"later on average, and in half of all cases hardly, {words}" in line for line in said
    )


def test_where_other_crews_make_a_service_wait_it_says_who_is_at_other_work_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = view(plan_of(CROSSED), Record(), NOW)
    then = with_other_means(told, told.written.with_part("crews", "net", at_once=2))
    before, after = forecast(told), forecast(then)

    def why_later(service: str) -> Sentence | None:
        was, becomes = before.services[service], after.services[service]
        return later_with_more_words(told, then, was, becomes)

    said = [
        ENGLISH(line)
        for line in crews_compared(told, ["bloc", "lab"], before, after, why_later=why_later)
    ]
    assert said[0].endswith(" sooner")
    assert said[1].endswith("hardly, for linux is at other work longer before it")
    monkeypatch.setattr("chwapi_console.recovery.forecast.held_longer.held_longer", nobody_held)
    words = "whoever is free begins other things, and is at them when its turn comes"
    assert words == str(why_later("lab"))
    was, becomes = before.services["bloc"], after.services["bloc"]
    assert later_with_more_words(then, told, becomes, was) is None


def nobody_held(*_: object) -> None:
    """What `held_longer` tells where the runs tell nothing."""


def test_the_last_of_a_whole_is_told_run_by_run_and_not_by_the_times_of_each() -> None:
    told = seen(GROUP)
    of = forecast(told, ["bloc", "lab"], wholes=["both"])
    whole, parts = of.wholes["both"], list(of.services.values())
    minutes = {part.service: part.runs for part in parts}
    runs = zip(minutes["bloc"], minutes["lab"], strict=True)
    share = sum(lab > bloc for bloc, lab in runs) / len(minutes["lab"])
    assert share == pytest.approx(dict(whole.last)["lab"], abs=0.1)
    told_as = whole._replace(last=[("lab", 0.6), ("bloc", 0.4)])
    said = ENGLISH(last_of_it(told, told_as, parts) or "")
    assert said.startswith("The last of it, in how many of ten cases: Laboratory (6; by itself ")
    assert " and Bloc IMC (4; by itself " in said
    longest = sorted(zip(minutes["bloc"], minutes["lab"], strict=True), key=max)[
        -len(whole.runs) // 10 :
    ]
    share = sum(lab > bloc for bloc, lab in longest) / len(longest)
    assert share == pytest.approx(dict(whole.last_at_worst).get("lab", 0.0), abs=0.2)
    tails = told_as._replace(last_at_worst=[("bloc", 0.8), ("lab", 0.05)])
    assert ENGLISH(last_of_it(told, tails, parts) or "").endswith(
        "In the worst tenth of cases it is, in how many of ten: Bloc IMC (8)."
    )
    mostly = whole._replace(last=[("lab", 0.95), ("bloc", 0.05)])
    said = ENGLISH(last_of_it(told, mostly, parts) or "")
    assert said.startswith("The last of it is mostly Laboratory, by itself ")


def test_of_all_that_are_to_be_up_it_is_said_which_are_the_last() -> None:
    told = seen(GROUP)
    of = forecast(told, ["bloc", "lab"], together={ALL: ["bloc", "lab"]})
    first, second = (ENGLISH(line) for line in all_up_words(told, of))
    assert first.startswith("All of these are up: ")
    assert second.startswith("The last of it, in how many of ten cases: ")


ONE_AT_A_TIME = """
[crews.everybody]
at_once = 1
"""


def test_what_a_pin_had_begun_is_done_before_anything_else_when_the_pin_ends() -> None:
    plain = seen(LANE, ONE_AT_A_TIME)
    shortly = as_if_pinned(plain, "lab", until=NOW + timedelta(hours=1))
    for_good = as_if_pinned(plain, "lab")
    assert outlook(for_good, "lab").p50 == outlook(shortly, "lab").p50
    assert hours(outlook(shortly, "lab")) < hours(outlook(plain, "lab"))
