"""The order in which the runs take what is to be done: what a look brings stands where it would stand
then, a tier that the calendar moves counts from that moment on, and nothing is told for an hour in
which nothing can come up."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from chwapi_console.journal.record import Record
from chwapi_console.recovery.acts.pin import as_if_pinned
from chwapi_console.recovery.forecast.by_calendar import course
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.once_looked_at import places_if_hit
from chwapi_console.recovery.state.means import resources
from chwapi_console.recovery.state.supposed_views import with_marks
from chwapi_console.recovery.state.view import View, view
from hospitals import plan_of

NOW = datetime(2021, 1, 18, 8, 0, tzinfo=UTC)
"""Monday, 09:00 in Brussels."""

LOOKED_AT = """
[policy]
crews = 1
triage = "15m"
[services.images]
name = "Images"
tier = 1
needs = ["pacs1"]
[services.icu]
name = "ICU"
tier = 1
needs = ["mon1"]
[services.mail]
name = "Mail"
tier = 4
needs = ["ex1"]
[servers]
pacs1 = { site = "imc", role = "x", restore = "20h" }
mon1 = { site = "imc", role = "x", restore = "1h", state = "compromised" }
ex1 = { site = "imc", role = "x", restore = "1h" }
"""
BY_DAY = """
[policy]
crews = 1
[services.lab]
name = "Laboratory"
tier = 3
needs = ["lis1", "lis2"]
[services.pay]
name = "Payroll"
tier = 4
tier_when = [{ tier = 1, from = "10:00", until = "23:00", reason = "pay day" }]
needs = ["pay1"]
[servers]
lis1 = { site = "imc", role = "x", restore = "8h", state = "compromised" }
lis2 = { site = "imc", role = "x", restore = "8h", state = "compromised" }
pay1 = { site = "imc", role = "x", restore = "2h", state = "compromised" }
"""


def seen(text: str, now: datetime = NOW) -> View:
    return view(plan_of(text), Record(), now)


def outlooks(of: View) -> Mapping[str, Outlook]:
    return forecast(of).services


def p50(of: View, service: str) -> datetime:
    moment = outlooks(of)[service].p50
    assert moment is not None
    return moment


def test_a_restoration_that_a_look_brings_goes_behind_what_is_worth_more_for_its_hours() -> None:
    of = seen(LOOKED_AT)
    assert ["pacs1", "mon1", "ex1"] == [entry.server for entry in of.entries]
    places = places_if_hit(of, course(of, learned(of), resources(of, 1)))
    assert {"pacs1": 1, "ex1": 2} == places
    soon = (p50(of, "icu") - NOW) / timedelta(hours=1)
    assert soon < 3, soon


def test_what_a_look_brings_keeps_its_place_where_nothing_is_worth_more() -> None:
    of = seen(LOOKED_AT.replace('restore = "20h"', 'restore = "30m"'))
    assert {"pacs1": 0, "ex1": 2} == places_if_hit(of, course(of, learned(of), resources(of, 1)))


def test_the_forecast_lies_between_what_both_outcomes_of_a_look_give() -> None:
    of = seen(LOOKED_AT)
    for service in ("icu", "mail"):
        clean, hit = (
            p50(with_marks(of, ["pacs1"], state), service) for state in ("clean", "compromised")
        )
        least, most = min(clean, hit), max(clean, hit)
        slack = timedelta(minutes=40)
        assert least - slack <= p50(of, service) <= most + slack, service


def test_a_tier_that_rises_soon_counts_in_the_forecast_already() -> None:
    before, after = (seen(BY_DAY, NOW + timedelta(minutes=minutes)) for minutes in (59, 61))
    assert [4, 1] == [of.plan.services["pay"].tier for of in (before, after)]
    assert ["lis1", "lis2", "pay1"] == [entry.server for entry in before.entries]
    laid = course(before, learned(before), resources(before, 1)).entries
    assert [("lis1", 3), ("pay1", 1), ("lis2", 3)] == [(each.server, each.tier) for each in laid]
    whole = p50(before, "lab") - p50(after, "lab")
    assert abs(whole) <= timedelta(hours=2)
    assert p50(before, "pay") < p50(before, "lab")


def test_without_a_calendar_the_course_is_the_queue_itself() -> None:
    of = seen(LOOKED_AT)
    laid = course(of, learned(of), resources(of, 1))
    assert (list(of.entries), {}) == (list(laid.entries), dict(laid.order_of))


def test_nothing_is_expected_at_an_hour_at_which_nobody_works() -> None:
    crew = '\n[crews.day]\nname = "Day"\nat_once = 1\nhours = "08:00-18:00"\n'
    at_night = []
    for likely in range(4, 30, 2):
        of = seen(LOOKED_AT.replace('restore = "20h"', f'restore = "{likely}h"') + crew)
        for outlook in outlooks(of).values():
            for moment in (outlook.p50, outlook.p90):
                assert moment is not None
                there = moment.astimezone(of.plan.incident.zone)
                if not 8 <= there.hour < 18 and (there.hour, there.minute) != (18, 0):
                    at_night.append((likely, outlook.service, there))
    assert [] == at_night


def test_a_pinned_server_that_turns_out_hit_stays_where_the_pin_put_it() -> None:
    pinned = as_if_pinned(seen(LOOKED_AT), "mail")
    assert "ex1" == pinned.entries[0].server
    assert 0 == places_if_hit(pinned, course(pinned, learned(pinned), resources(pinned)))["ex1"]
    hit = p50(with_marks(pinned, ["ex1"], "compromised"), "mail")
    assert p50(pinned, "mail") <= hit + timedelta(minutes=40)


def test_hands_that_can_do_nothing_of_it_move_nothing() -> None:
    crews = """
[crews.windows]
os = ["windows"]
at_once = 1
[crews.network]
os = ["network"]
at_once = {hands}
"""
    text = BY_DAY.replace('role = "x",', 'role = "x", os = "windows",')
    of, more = (seen(text + crews.replace("{hands}", str(hands))) for hands in (1, 9))
    assert outlooks(of) == outlooks(more)
    assert ["lis1", "pay1", "lis2"] == [
        entry.server for entry in course(more, learned(more), resources(more)).entries
    ]
