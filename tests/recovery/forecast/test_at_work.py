"""What of the time that a server was in hand was work on it."""

from datetime import UTC, datetime, timedelta

import pytest

from chwapi_console.clock import iso
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.sync import sync
from chwapi_console.recovery.acts import claims, marks, notes
from chwapi_console.recovery.acts.drafting import Act
from chwapi_console.recovery.acts.supposing import always_at_work, with_at_once, with_taken
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.pace import pace
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.judged.at_work import MINUTE
from chwapi_console.recovery.state.judged.stints import time_laid_down
from chwapi_console.recovery.state.of_view.means import full_lane, lanes_in_use, resources
from chwapi_console.recovery.state.of_view.over_likely import over_likely
from chwapi_console.recovery.state.of_view.timings import finished, minutes_in_hand, under_way
from chwapi_console.recovery.state.view.supposed_views import with_other_means
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of
from journal.memory_store import MemoryStore

EVENING = datetime(2021, 1, 18, 17, 0, tzinfo=UTC)
"""18:00 there."""

PLAN = """
[policy]
evidence_first = false
[crews.day]
name = "Day"
hours = ["07:00-12:30", "13:15-19:00"]
[crews.night]
name = "Night"
hours = "19:00-07:00"
roles = ["y"]
[operators.dba]
roles = ["restorer"]
crew = "day"
[operators.owl]
roles = ["restorer"]
crew = "night"
[operators.lead]
roles = ["lead"]
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[services.wards]
name = "Wards"
tier = 2
needs = ["other"]
[servers]
app = { site = "imc", role = "x", restore = "4h", state = "compromised" }
other = { site = "imc", role = "x", restore = "4h", state = "compromised" }
"""


class Night:
    """What is done to one server from an evening on."""

    def __init__(self, text: str = PLAN) -> None:
        self.plan, self.store, self.now = plan_of(text), MemoryStore("here"), EVENING

    @property
    def seen(self) -> View:
        return view(self.plan, self.store.record, self.now)

    def at(self, hours: float) -> "Night":
        self.now = EVENING + timedelta(hours=hours)
        return self

    def take(self, who: str = "dba", server: str = "app") -> "Night":
        remarks = Remarks(meant=True)
        by = self.seen.entry[server].held_by or who
        return self._write(claims.take(self.seen, [server], by, who, remarks), by)

    def note(self, who: str = "dba") -> "Night":
        return self._write(notes.note(self.seen, "app", "80 %", operator=who), who)

    def restored(self) -> "Night":
        act = marks.mark(
            self.seen, ["app"], "restored", operator="dba", remarks=Remarks(meant=True)
        )
        return self._write(act, "dba")

    def block(self, who: str) -> "Night":
        remarks = Remarks("disks", meant=True)
        act = marks.mark(self.seen, ["app"], "blocked", operator=who, remarks=remarks)
        return self._write(act, who)

    def drop(self, who: str) -> "Night":
        return self._write(claims.drop(self.seen, ["app"], who, Remarks(meant=True)), who)

    def _write(self, act: Act, who: str) -> "Night":
        self.store.at = iso(self.now)
        self.store.append(act.drafts, Actor(who, "host"), act.shown)
        return self

    @property
    def hours(self) -> float:
        return round(minutes_in_hand(self.seen, "app") / 60, 3)


def test_the_hours_in_which_its_crew_sleeps_are_no_work_on_what_is_in_hand() -> None:
    taken = Night().take()
    worked = {0.5: 0.5, 1: 1, 3: 1, 12.9: 1, 13: 1, 14: 2, 18.5: 6.5, 19: 6.5, 20: 7.25}
    assert worked == {at: taken.at(at).hours for at in worked}


def test_whoever_acted_on_it_in_a_rest_was_at_it_whatever_the_hours_say() -> None:
    noted = Night().take().at(3).note()
    assert {4: 4, 13: 13, 14: 14, 26: 24.25} == {at: noted.at(at).hours for at in (4, 13, 14, 26)}
    assert 3 == Night().at(2).take().at(5).hours, "taken in a rest"


@pytest.mark.parametrize("who", ["lead", "owl"])
def test_what_others_write_about_what_rests_is_no_work_of_its_crew(who: str) -> None:
    """Neither of it, nor by the pace of all, nor is anybody back at it before its crew comes."""
    quiet, noted = Night().take().at(9), Night().take().at(9).note(who)
    assert {9: 1, 13: 1, 14: 2} == {at: noted.at(at).hours for at in (9, 13, 14)}
    for at in (9, 12.9, 13.1):
        was, then = quiet.at(at).seen, noted.at(at).seen
        assert forecast(was).services == forecast(then).services
        assert pace(was, [], 1.0) == pace(then, [], 1.0)
        assert resources(was).rests("app") == resources(then).rests("app")
        assert resources(was).is_back_at("app") == resources(then).is_back_at("app")


@pytest.mark.parametrize("who", ["dba", "SQL"])
def test_what_another_of_its_crew_does_in_a_rest_is_work_on_it(who: str) -> None:
    crew = (
        PLAN
        + """
[operators.sql]
roles = ["restorer"]
crew = "day"
"""
    )
    noted = Night(crew).take().at(9).note(who)
    assert {9: 9, 13: 13, 14: 14} == {at: noted.at(at).hours for at in (9, 13, 14)}
    assert not resources(noted.at(9.5).seen).rests("app")


@pytest.mark.parametrize("who, hours", [("lead", 1), ("dba", 9)])
def test_to_block_what_rests_is_work_only_of_those_who_had_it(who: str, hours: float) -> None:
    for blocked in (Night().take().at(9).block(who), Night().take().at(9).drop(who)):
        seen = blocked.at(13).seen
        assert hours * 60 == time_laid_down(seen.plan, seen.situation, "app", seen.now) / MINUTE


def test_what_is_done_to_it_in_a_rest_after_others_laid_it_down_is_no_work_before_that() -> None:
    seen = Night().take().at(8).block("lead").at(9).note().at(13).seen
    assert 60 == time_laid_down(seen.plan, seen.situation, "app", seen.now) / MINUTE


def test_what_is_given_to_who_sleeps_rests_until_they_come() -> None:
    given = Night().at(9)
    given._write(claims.take(given.seen, ["app"], "lead", "dba", Remarks(meant=True)), "lead")
    assert {12: 0, 13: 0, 14: 1} == {at: given.at(at).hours for at in (12, 13, 14)}
    assert resources(given.at(12).seen).rests("app")


@pytest.mark.parametrize("at", [0.5, 2])
def test_what_is_supposed_to_be_given_to_others_is_worked_on_as_what_is(at: float) -> None:
    """In their hours; and it has its place in a lane."""
    taken = Night().take().at(at)
    then = with_taken(taken.seen, "app", "owl")
    given = taken.take("owl").seen
    assert resources(then).is_back_at("app") == resources(given).is_back_at("app") is False
    assert resources(then).rests("app") == resources(given).rests("app") == (at < 1)
    assert forecast(then).services == forecast(given).services


@pytest.mark.parametrize("who, hours", [("lead", 1), ("dba", 13)])
def test_what_comes_from_another_host_counts_by_who_did_it(who: str, hours: float) -> None:
    """Whenever it comes, and by whose hand."""
    here, there = Night().take(), Night()
    there.store = MemoryStore("there")
    sync(here.store, there.store)
    there.at(9).note(who)
    here.at(12.9).note("lead")
    sync(here.store, there.store)
    assert hours == here.at(13).hours == there.at(13).hours


def test_what_was_entered_for_somebody_was_done_when_they_say() -> None:
    """And not when another wrote it, in a rest."""
    entered = Night().take().at(9)
    act = notes.note(entered.seen, "app", "80 %", operator="dba")
    drafts = [
        draft._replace(data={**draft.data, "entered_by": "lead", "done_at": iso(EVENING)})
        for draft in act.drafts
    ]
    entered._write(act._replace(drafts=drafts), "dba")
    assert entered.at(13).hours == 1


def test_who_has_it_from_another_counts_by_their_own_hours() -> None:
    handed = Night().take().at(1).take("owl")
    assert 1 == Night().take().at(3).take("owl").hours, "to take it over is no work of before"
    assert {9: 9, 13: 13, 20: 13} == {at: handed.at(at).hours for at in (9, 13, 20)}


def test_of_who_is_of_no_crew_the_hours_of_those_count_that_are_for_it() -> None:
    assert 1 == Night().take("nobody").at(9).hours
    both = PLAN.replace('roles = ["y"]', 'roles = ["x"]')
    assert 9 == Night(both).take("nobody").at(9).hours


def test_where_crews_work_day_and_night_all_of_it_is_work() -> None:
    always = PLAN.replace('hours = ["07:00-12:30", "13:15-19:00"]', "")
    assert 9 == Night(always).take().at(9).hours


@pytest.mark.parametrize("hours", [2, 6, 12.9])
def test_a_night_in_which_nobody_acts_moves_nothing(hours: float) -> None:
    taken = Night().take().at(1.1)
    before = forecast(taken.seen).services
    then = forecast(taken.at(hours).seen).services
    for service in ("bloc", "wards"):
        for was, now in zip(before[service][1:4], then[service][1:4], strict=True):
            assert isinstance(was, datetime) and isinstance(now, datetime)
            assert abs((now - was) / timedelta(minutes=1)) < 30, service
    assert 60 == pytest.approx(under_way(taken.seen, "app").spent)
    assert [] == over_likely(taken.seen, ["app"])


LANE = (
    PLAN
    + """
roster = { site = "imc", role = "y", restore = "4h", state = "compromised" }
[lanes.copy]
at_once = 1
work = ["restore"]
"""
)


def test_what_rests_while_its_crew_sleeps_holds_no_place_in_a_lane() -> None:
    """So who comes finds one; and who comes back to it has it again if nobody else does."""
    taken = Night(LANE.replace('"19:00-07:00"', '"19:15-07:00"')).take()
    told = {0.9: ["app"], 1.1: [], 12.9: [], 13.1: ["app"]}
    assert told == {at: lanes_in_use(taken.at(at).seen)["copy"] for at in told}
    assert full_lane(taken.at(2).seen, taken.seen.entry["roster"]) is None
    taken.take("owl", "roster")
    told = {3: ["roster"], 12.9: ["roster"], 13.1: ["app"], 26.1: ["roster"]}
    assert told == {at: lanes_in_use(taken.at(at).seen)["copy"] for at in told}


def test_what_is_restored_in_the_morning_teaches_how_long_it_was_worked_on() -> None:
    done = Night().take().at(16).restored()
    assert [pytest.approx(240)] == [of.minutes for of in finished(done.seen)]
    assert {"": pytest.approx(1)} == learned(done.seen).factor


MANY = PLAN + "".join(
    f'many{n} = {{ site = "imc", role = "x", restore = "4h", state = "compromised" }}\n'
    for n in range(40)
)


@pytest.mark.parametrize("at", [9, 13.1, 16])
def test_who_is_supposed_to_work_day_and_night_worked_no_more_until_now(at: float) -> None:
    """It counted the hours of the night as work: what was in hand was late, and the incident slow."""
    of = Night(MANY).take().take("dba", "other")
    of.at(0.5).restored()
    seen = of.at(at).seen
    awake = seen.written.with_part("crews", "day", hours=(), weekdays=())
    for then in (
        always_at_work(seen, "day"),
        with_other_means(seen, awake),
        with_at_once(always_at_work(seen, "day"), "day", 5),
    ):
        assert then.plan.crews["day"].hours == ()
        assert minutes_in_hand(seen, "other") == minutes_in_hand(then, "other")
        assert under_way(seen, "other") == under_way(then, "other")
        assert finished(seen) == finished(then)
        assert pace(seen, finished(seen), 1.0) == pace(then, finished(then), 1.0)
        assert learned(seen) == learned(then)
