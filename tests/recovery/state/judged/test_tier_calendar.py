"""Tiers that follow the calendar: the same on every host, told before they move, and gone by themselves."""

from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.carried_plan import carried
from chwapi_console.recovery.state.judged.tier_calendar import (
    moves,
    tier_stretches,
    with_present_tiers,
)
from chwapi_console.recovery.state.view.view import view
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.recovery.words.why.tier_words import move_words, tier_words, tiers_changed
from chwapi_console.text import ENGLISH, in_one
from hospitals import plan_of

PLAN = """
[services.paie]
name = "Payroll"
tier = 4
needs = ["pay1"]
tier_when = [{ tier = 2, day = 25, before = 5, reason = "pay day is the 25th" }]
[services.lists]
name = "Theatre lists"
tier = 3
needs = ["list1"]
tier_when = [{ tier = 1, weekdays = ["mon", "tue", "wed", "thu", "fri"], from = "05:00", until = "16:00", reason = "lists run" }]
[services.pharmacy]
name = "Pharmacy"
tier = 3
needs = ["pha1"]
[servers]
pay1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
list1 = { site = "imc", role = "x", restore = "3h", state = "compromised" }
pha1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
"""
PLAN_OF = plan_of(PLAN)


def at(text: str) -> datetime:
    """A moment of Brussels in winter, in UTC."""
    return datetime.fromisoformat(f"{text}+01:00").astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "paie", "lists"),
    [
        ("2021-01-19T23:59", 4, 3),  # a Tuesday, the lists over
        ("2021-01-20T00:00", 2, 3),
        ("2021-01-20T05:00", 2, 1),
        ("2021-01-20T16:00", 2, 3),
        ("2021-01-23T10:00", 2, 3),  # a Saturday
        ("2021-01-25T23:59", 2, 3),  # pay day itself
        ("2021-01-26T00:00", 4, 3),
    ],
)
def test_a_tier_is_as_the_moment_says(moment: str, paie: int, lists: int) -> None:
    services = with_present_tiers(PLAN_OF, at(moment)).services
    assert (paie, lists) == (services["paie"].tier, services["lists"].tier)


def test_the_order_follows_and_a_view_holds_until_the_next_tier() -> None:
    before = view(PLAN_OF, Record(), at("2021-01-20T04:59"))
    assert ["pay1", "pha1", "list1"] == list(before.order.servers)
    assert at("2021-01-20T05:00") == before.holds_until
    assert before.order is before.at(at("2021-01-20T04:59")).order
    after = before.at(at("2021-01-20T05:00"))
    assert ["list1", "pay1", "pha1"] == list(after.order.servers)
    assert view(PLAN_OF, Record(), at("2021-01-20T05:00")).order.servers == after.order.servers


def test_a_move_is_told_a_day_ahead_with_its_reason() -> None:
    seen = view(PLAN_OF, Record(), at("2021-01-19T23:00"))
    assert [
        "Tomorrow 00:00: Payroll rises to tier 2 (pay day is the 25th).",
        "Tomorrow 05:00: Theatre lists rises to tier 1 (lists run).",
    ] == [str(move_words(seen, move)) for move in seen.tier_moves]
    assert [] == list(view(PLAN_OF, Record(), at("2021-01-17T04:00")).tier_moves)


def test_what_holds_is_told_with_its_reason_and_its_end() -> None:
    seen = view(PLAN_OF, Record(), at("2021-01-25T20:00"))
    assert [
        "Tier 2 now, not 4: pay day is the 25th.",
        "Tomorrow 00:00: Payroll is back at tier 4.",
    ] == [str(told) for told in tier_words(seen, "paie")]
    assert [] == tier_words(seen, "pharmacy")


def test_a_console_hears_of_a_tier_as_it_moves() -> None:
    before = view(PLAN_OF, Record(), at("2021-01-20T15:59"))
    after = before.at(at("2021-01-20T16:00"))
    told = [str(sentence) for sentence in tiers_changed(before, after)]
    assert "Theatre lists is tier 3 again." == told[0]


def test_a_tier_that_falls_is_told_by_the_day_on_which_it_does() -> None:
    late = plan_of(
        PLAN.replace(
            "tier_when = [{ tier = 2, day = 25, before = 5",
            "tier_when = [{ tier = 5, day = 25",
        )
    )
    for now, when in (("25T00:01", ""), ("24T23:00", "Tomorrow 00:00"), ("21T12:00", "Mon 00:00")):
        seen = view(late, Record(), at(f"2021-01-{now}"))
        told = [
            str(move_words(seen, move))
            for move in seen.tiers_to_come(at("2021-01-25T12:00"))
            if move.service == "paie"
        ]
        assert ([f"{when}: Payroll falls to tier 5 (pay day is the 25th)."] if when else []) == told
    (today,) = [
        str(move_words(seen, move))
        for seen in [view(PLAN_OF, Record(), at("2021-01-20T04:00"))]
        for move in seen.tiers_to_come(at("2021-01-20T12:00"))
    ]
    assert "Today 05:00: Theatre lists rises to tier 1 (lists run)." == today


def test_hours_may_go_over_midnight_and_the_hour_that_comes_twice_moves_nothing_twice() -> None:
    night = plan_of(
        PLAN.replace(
            'weekdays = ["mon", "tue", "wed", "thu", "fri"], from = "05:00", until = "16:00"',
            'weekdays = ["sat"], from = "22:00", until = "02:30"',
        )
    )
    # In the night to Sunday 31 October 2021, 02:00 to 03:00 comes twice.
    start, end = at("2021-10-30T21:00"), datetime(2021, 10, 31, 0, 30, tzinfo=UTC)
    minutes = [start + timedelta(minutes=10 * n) for n in range(-6, 60)]
    tiers = [with_present_tiers(night, minute).services["lists"].tier for minute in minutes]
    assert [start <= minute < end for minute in minutes] == [tier == 1 for tier in tiers]
    assert end == tier_stretches(night, start)["lists"].until


def test_the_last_day_of_a_short_month_and_the_days_before_it() -> None:
    last = plan_of(PLAN.replace("day = 25, before = 5", 'day = "last", before = 1'))
    tiers = [
        with_present_tiers(last, at(f"2021-02-{day:02}T12:00")).services["paie"].tier
        for day in (26, 27, 28)
    ]
    assert [4, 2, 2] == tiers
    assert 4 == with_present_tiers(last, at("2021-03-01T12:00")).services["paie"].tier


def test_of_several_that_hold_the_most_urgent_counts() -> None:
    both = plan_of(
        PLAN.replace(
            "tier_when = [{ tier = 2, day = 25",
            'tier_when = [{ tier = 5, weekdays = ["wed"], reason = "x" }, { tier = 2, day = 25',
        )
    )
    assert 2 == with_present_tiers(both, at("2021-01-20T12:00")).services["paie"].tier
    assert 5 == with_present_tiers(both, at("2021-01-13T12:00")).services["paie"].tier


def test_moves_come_in_their_order_and_no_further_than_asked() -> None:
    now = at("2021-01-19T10:00")
    assert ["lists"] == [m.service for m in moves(PLAN_OF, now, now + timedelta(hours=10))]


def test_a_plan_that_is_carried_on_says_the_usual_tier() -> None:
    seen = view(PLAN_OF, Record(), at("2021-01-20T12:00"))
    assert 2 == seen.plan.services["paie"].tier
    assert 4 == carried(seen).plan.services["paie"].tier


def test_a_plan_without_a_calendar_is_the_very_same() -> None:
    plain = plan_of(PLAN[PLAN.index("[services.pharmacy]") :])
    assert with_present_tiers(plain, at("2021-01-20T12:00")) is plain


def test_a_time_that_begins_in_the_hour_that_spring_lacks_and_ends_with_it_moves_nothing() -> None:
    only = PLAN.replace("day = 25, before = 5", 'from = "02:30", until = "03:00"')
    # In the night to Sunday 28 March 2021 there is no 02:00 to 03:00.
    before, within = at("2021-03-28T01:59"), datetime(2021, 3, 28, 1, 15, tzinfo=UTC)
    for moment in (before, within):
        stretch = tier_stretches(plan_of(only), moment)["paie"]
        assert (4, datetime(2021, 3, 29, 0, 30, tzinfo=UTC)) == (stretch.tier, stretch.until)


def test_times_that_overlap_are_followed_to_the_first_that_changes_the_tier() -> None:
    both = (
        '{ tier = 2, from = "05:00", until = "08:00", reason = "a" }, '
        '{ tier = 2, from = "07:00", until = "10:00", reason = "b" }, '
        '{ tier = 3, from = "06:00", until = "23:00", reason = "c" }'
    )
    plan = plan_of(
        PLAN.replace('{ tier = 2, day = 25, before = 5, reason = "pay day is the 25th" }', both)
    )
    seen = [
        tier_stretches(plan, at(f"2021-01-20T{clock}"))["paie"]
        for clock in ("05:30", "07:30", "12:00")
    ]
    assert [
        (2, "a", at("2021-01-20T10:00")),
        (2, "a", at("2021-01-20T10:00")),
        (3, "c", at("2021-01-20T23:00")),
    ] == [tuple(stretch) for stretch in seen]


def test_a_server_says_why_the_tier_of_its_service_is_another_now() -> None:
    seen = view(PLAN_OF, Record(), at("2021-01-20T06:00"))
    said = ENGLISH(in_one(why(seen, seen.entry["list1"])))
    assert "Theatre lists waits for it. Tier 1 now, not 3: lists run." in said, said
    usual = view(PLAN_OF, Record(), at("2021-01-19T06:00"))
    assert "not 4" not in ENGLISH(in_one(why(usual, usual.entry["pay1"])))
