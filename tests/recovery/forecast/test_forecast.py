"""The forecast: laws of its runs, what it learns and what it does not, and whether its ranges are
honest."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import exp, inf, log

import pytest
from bench.coverage import Tally, covered
from bench.incidents import MODELS, course, hospital
from hypothesis import given, settings
from hypothesis import strategies as st

from chwapi_console.clock import iso
from chwapi_console.inventory.model import Estimate, Plan
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast import durations, runs
from chwapi_console.recovery.forecast.durations import Running
from chwapi_console.recovery.forecast.forecast import Forecast, Hold, Outlook, forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.network import network
from chwapi_console.recovery.forecast.outlook import (
    against_rto,
    crews_compared,
    expected,
    grounds,
    held_up,
    in_one_line,
    sooner_words,
)
from chwapi_console.recovery.state.of_view.timings import Finished, finished, minutes_in_hand
from chwapi_console.recovery.state.view.supposed_views import with_let_go, with_marks
from chwapi_console.recovery.state.view.view import View, view
from hospitals import NOW, plan_of, record_of, standing_event

START = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)
PLAN = """
[policy]
crews = 2
[services.bloc]
name = "Bloc IMC"
site = "imc"
tier = 1
rto = "5h"
needs = ["sql1"]
[services.mail]
name = "Messagerie"
tier = 4
needs = ["ex1"]
[services.web]
name = "Site web"
tier = 5
needs = ["web1", "web2"]
[servers]
san1 = { site = "imc", role = "Stockage", restore = "2h", state = "compromised", runbook = "san" }
sql1 = { site = "imc", role = "Base", restore = "2h", needs = ["san1"], state = "compromised" }
ex1 = { site = "imc", role = "Courrier", restore = ["1h", "2h", "6h"], state = "compromised" }
web1 = { site = "union", role = "Web", restore = "1h", state = "compromised" }
web2 = { site = "union", role = "Web", restore = "1h", state = "unknown" }
[runbooks.san]
steps = ["restore"]
"""


def hit(work: str = "", holder: str = "") -> Standing:
    return Standing("compromised", work, holder)  # type: ignore[arg-type]


def acts(*done: tuple[object, ...]) -> list[Event]:
    """Events of one journal, from (minute, kind, server, standing after it, further data)."""
    events: list[Event] = []
    for seq, (minute, kind, server, after, *data) in enumerate(done, 1):
        assert isinstance(minute, int | float) and isinstance(kind, str) and isinstance(server, str)
        assert isinstance(after, Standing)
        extra = data[0] if data else {}
        assert isinstance(extra, dict)
        events.append(
            sealed(
                Event(
                    id=f"e{seq}",
                    origin="here",
                    seq=seq,
                    prev=events[-1].hash if events else GENESIS,
                    saw={},
                    lamport=seq,
                    at=iso(START + timedelta(minutes=minute)),
                    operator="dba",
                    host="test",
                    subject=server,
                    kind=kind,
                    data={"before": hit().plain(), "after": after.plain(), **extra},
                )
            )
        )
    return events


def seen(plan: Plan, minute: float = 0, events: Sequence[Event] = ()) -> View:
    record = Record()
    for event in events:
        record.take(event)
    return view(plan, record, START + timedelta(minutes=minute))


def restored(server: str, begin: float, end: float, **data: object) -> list[tuple[object, ...]]:
    return [
        (begin, "taken", server, hit("restoring", "dba")),
        (end, "marked", server, hit("restored", "dba"), data),
    ]


def minutes_to(view: View, moment: datetime | None) -> float:
    assert moment is not None
    return (moment - view.now).total_seconds() / 60


# Laws of the runs


def test_the_same_view_gives_the_same_forecast() -> None:
    assert forecast(seen(hospital(3)), runs=50) == forecast(seen(hospital(3)), runs=50)


def test_of_one_service_it_says_what_it_says_of_all() -> None:
    now = seen(hospital(3))
    every_service = forecast(now).services
    for service, outlook in list(every_service.items())[::5]:
        assert {service: outlook} == forecast(now, [service]).services


def test_what_has_little_before_it_is_played_most_and_nothing_fewer_times_than_the_fewest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runs, "MOST_WORK", 2000)
    now = seen(hospital(3))
    wanted = list(forecast(now).services)
    played = runs.minutes_until_up(network(now, wanted, learned(now), 1024, 1), 3, lambda _: None)
    first, last = now.order.services_by_urgency[0], now.order.services_by_urgency[-1]
    assert {*wanted} == {*played}
    assert len(played[last]) == durations.FEWEST_RUNS < len(played[first])
    assert {64, 128, 256, 512, 1024} >= {len(minutes) for minutes in played.values()}


def test_what_is_watched_is_told_where_it_is_up_before_what_is_asked_about() -> None:
    now = seen(hospital(3))
    first, last = now.order.services_by_urgency[0], now.order.services_by_urgency[-1]
    both, alone = forecast(now, [last], watched=[first]), forecast(now, [last])
    assert alone.services == both.services
    sooner, asked = both.watched[first].p50, both.services[last].p50
    assert sooner and asked and now.now < sooner < asked
    unseen = forecast(now, [first], watched=[last])
    later, asked = unseen.watched[last].p50, unseen.services[first].p90
    assert later and asked and asked < later


def test_any_first_few_runs_have_what_they_share_spread_evenly() -> None:
    for base in (durations.FACTOR, durations.SHARE):
        for count in (64, 128, 256):
            places = sorted(durations.place(run, base) for run in range(count))
            assert all(abs(at - (n + 0.5) / count) < 3.5 / count for n, at in enumerate(places))


def test_between_two_runs_others_are_let_pass_and_nothing_is_forecast_otherwise() -> None:
    passed: list[float] = []
    now = seen(hospital(3))
    assert forecast(now, runs=40) == forecast(now, runs=40, between=passed.append)
    assert 40 + len(now.entries) <= len(passed)
    assert sorted(passed) == passed and 0 <= passed[0] <= passed[-1] <= 1


def test_another_seed_gives_another_forecast() -> None:
    assert forecast(seen(hospital(3)), runs=50) != forecast(seen(hospital(3)), runs=50, seed=2)


@pytest.mark.parametrize("seed", range(4))
def test_more_crews_never_bring_a_service_up_much_later(seed: int) -> None:
    now = seen(hospital(seed))
    few, many = forecast(now, crews=2, runs=200), forecast(now, crews=6, runs=200)
    for service in few.services:
        assert minutes_to(now, many.services[service].p50) <= 1.1 * minutes_to(
            now, few.services[service].p50
        )
    total = [
        sum(minutes_to(now, outlook.p50) for outlook in f.services.values()) for f in (few, many)
    ]
    assert total[1] < 0.7 * total[0]


@pytest.mark.parametrize("seed", range(4))
def test_a_server_less_to_do_brings_services_up_no_later_on_the_whole(seed: int) -> None:
    """One service may come later: with less to do others have their turn before it (Graham's
    anomalies too)."""
    plan = hospital(seed)
    now = seen(plan)
    first = next(entry.server for entry in now.entries if entry.ready)
    less = seen(
        plan._replace(servers={**plan.servers, first: plan.servers[first]._replace(state="clean")})
    )
    before, after = forecast(now, runs=200), forecast(less, runs=200)
    sums = [
        sum(
            minutes_to(now, f.services[service].p50)
            for service, outlook in after.services.items()
            if outlook.p50
        )
        for f in (before, after)
    ]
    assert sums[1] < sums[0]


@pytest.mark.parametrize("seed", range(4))
def test_the_range_is_in_order_and_nothing_is_up_before_its_needs(seed: int) -> None:
    plan = hospital(seed)
    outlooks = forecast(seen(plan), runs=100).services
    for service, outlook in outlooks.items():
        assert outlook.p10 and outlook.p50 and outlook.p90
        assert outlook.p10 <= outlook.p50 <= outlook.p90
        needed = [
            outlooks[need].p50 for (need,) in plan.services[service].needs if need in outlooks
        ]
        assert all(p50 is not None and p50 <= outlook.p50 for p50 in needed)


def test_one_crew_does_one_thing_after_the_other() -> None:
    plan = plan_of(PLAN)
    one, two = (forecast(seen(plan), crews=crews).services["mail"].p50 for crews in (1, 2))
    assert one and two
    assert timedelta(hours=3) < one - two


STANDINGS = [
    Standing("clean"),
    hit(),
    hit("restoring", "a"),
    hit("restored", "a"),
    hit("verified", "b"),
    hit("retired"),
    Standing("compromised", "blocked", reason="x"),
    Standing("unknown", "restoring", "b"),
    Standing("clean", "retired", replacement="g00"),
]


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_whatever_was_done_each_service_has_times_or_a_reason(seed: int) -> None:
    dice, plan = random.Random(seed), hospital(seed)
    done = [
        (minute, "marked", dice.choice(list(plan.servers)), dice.choice(STANDINGS))
        for minute in range(40)
    ]
    now = seen(plan, dice.randint(0, 600), acts(*done))
    for service, outlook in forecast(now, runs=5).services.items():
        state, reason = now.services[service], str(outlook.reason)
        if outlook.p50 is None:
            assert (reason in ("up", "up, suspect")) == (state.status == "up")
            assert (
                state.status == "up"
                or reason == "cannot come back"
                or reason.endswith(", which is blocked")
            )
        else:
            assert outlook.reason is None and state.can_come_back and outlook.p50 >= now.now


# Reasons


def test_a_service_that_is_up_has_no_forecast() -> None:
    now = seen(plan_of(PLAN), 60, acts(*restored("ex1", 0, 60)))
    assert ("up", None) == (
        str(forecast(now).services["mail"].reason),
        forecast(now).services["mail"].p50,
    )


def test_a_service_that_waits_for_something_blocked_says_so() -> None:
    now = seen(
        plan_of(PLAN),
        10,
        acts((5, "marked", "san1", Standing("compromised", "blocked", reason="controller"))),
    )
    assert "waits for san1, which is blocked" == str(forecast(now).services["bloc"].reason)
    assert forecast(now).services["mail"].p50 is not None


def test_an_any_of_goes_round_something_blocked() -> None:
    plan = plan_of(PLAN.replace('needs = ["ex1"]', 'needs = [["ex1", "san1"]]'))
    now = seen(
        plan, 10, acts((5, "marked", "ex1", Standing("compromised", "blocked", reason="disk")))
    )
    assert forecast(now).services["mail"].p50 is not None


def test_a_service_that_cannot_come_back_says_so() -> None:
    now = seen(plan_of(PLAN), 10, acts((5, "marked", "san1", Standing("compromised", "retired"))))
    assert "cannot come back" == str(forecast(now).services["bloc"].reason)


def test_what_stands_on_an_available_server_waits_for_what_that_needs() -> None:
    plan = plan_of(
        PLAN.replace(
            'role = "Base", restore = "2h", needs = ["san1"], state = "compromised"',
            'role = "Base", needs = ["san1"], state = "clean"',
        )
    )
    bloc = forecast(seen(plan)).services["bloc"]
    assert 60 < minutes_to(seen(plan), bloc.p50) < 240


# Crews


def test_what_is_being_restored_has_a_crew_and_a_lower_tier_is_named() -> None:
    now = seen(
        plan_of(PLAN),
        1,
        acts(
            (0, "taken", "ex1", hit("restoring", "a")), (0, "taken", "web1", hit("restoring", "b"))
        ),
    )
    of = forecast(now)
    assert (Hold("san1", "ex1"), Hold("san1", "web1")) == of.services["bloc"].held
    assert ["san1 is ready and waits for a crew; ex1 and web1, of a lower tier, have some."] == [
        str(s) for s in held_up(now, of)
    ]
    free = forecast(now, crews=3)
    assert () == free.services["bloc"].held
    assert (
        minutes_to(now, free.services["bloc"].p50) < minutes_to(now, of.services["bloc"].p50) - 30
    )


def test_a_second_person_takes_a_crew_and_time() -> None:
    alone = plan_of(PLAN)
    checked = alone._replace(policy=alone.policy._replace(second_person=("restored",), triage=100))
    once, twice = (forecast(seen(plan), crews=5).services["mail"].p50 for plan in (alone, checked))
    assert once and twice
    assert 99 <= (twice - once).total_seconds() / 60 <= 101


def test_what_awaits_a_second_person_is_as_long_as_looking_at_it() -> None:
    plan = plan_of(PLAN)
    plan = plan._replace(policy=plan.policy._replace(second_person=("restored",), triage=30))
    now = seen(plan, 130, acts(*restored("ex1", 0, 120)))
    assert 30 == minutes_to(now, forecast(now, crews=9).services["mail"].p90)


# Servers that nobody has looked at


def looked_at(plan: Plan, verdict: Standing, count: int) -> View:
    return seen(plan, 100, acts(*((n, "marked", f"u{n}", verdict) for n in range(count))))


def test_the_share_hit_so_far_is_what_the_others_are_drawn_by() -> None:
    servers = "".join(f'u{n} = {{ site = "imc", role = "Hôte" }}\n' for n in range(20))
    plan = plan_of('[services.v]\nname = "V"\ntier = 1\nneeds = ["u19"]\n[servers]\n' + servers)
    mostly_clean, mostly_hit = looked_at(plan, Standing("clean"), 18), looked_at(plan, hit(), 18)
    assert 10 == minutes_to(mostly_clean, forecast(mostly_clean).services["v"].p50)
    assert minutes_to(mostly_hit, forecast(mostly_hit).services["v"].p50) > 60
    unknown = seen(plan)
    assert 10 == minutes_to(unknown, forecast(unknown).services["v"].p10)
    assert minutes_to(unknown, forecast(unknown).services["v"].p90) > 60


# Restorations that run


def running(spent: float, crews: int = 9) -> float:
    now = seen(plan_of(PLAN), spent, acts((0, "taken", "ex1", hit("restoring", "a"))))
    return minutes_to(now, forecast(now, crews=crews).services["mail"].p50)


def test_time_already_spent_counts() -> None:
    assert running(1) - 90 < running(90) < running(1) - 20


@pytest.mark.parametrize("hours", [4, 8, 24, 200])
def test_a_late_server_is_not_done_in_no_time(hours: int) -> None:
    assert running(60 * hours) >= 30


def test_rests_are_drawn_on_the_condition_that_the_work_has_not_ended() -> None:
    estimate, factors, runs = Estimate(60, 120, 240), [(0.2, 0.4)] * 4000, range(4000)
    chance = durations.Chance(1)
    drawn = durations.restorations(
        estimate,
        0.0,
        factors,
        chance.evens("a", runs),
        chance.deviations("a", runs),
    )
    plain = [m for m in drawn if m > 150]
    tries = [
        (chance.evens(f"a {number}", runs), chance.deviations(f"a {number}", runs))
        for number in range(durations.TRIES)
    ]
    late = chance.evens("late", runs)
    rests = list(durations.rests(Running(estimate, 150, 0.0), factors, tries, late))
    assert 0 < min(rests)
    assert sum(plain) / len(plain) - 150 == pytest.approx(sum(rests) / len(rests), rel=0.1)


def test_what_runs_late_makes_all_that_follows_later() -> None:
    early = seen(plan_of(PLAN), 30, acts((0, "taken", "ex1", hit("restoring", "a"))))
    late = seen(plan_of(PLAN), 1200, acts((0, "taken", "ex1", hit("restoring", "a"))))
    bloc = [minutes_to(now, forecast(now, crews=9).services["bloc"].p50) for now in (early, late)]
    assert bloc[1] > 1.2 * bloc[0]


def test_however_many_run_late_there_is_a_forecast() -> None:
    plan = hospital(5)
    now = seen(
        plan,
        60_000,
        acts(*((0, "taken", server, hit("restoring", "a")) for server in plan.servers)),
    )
    assert all(outlook.p50 for outlook in forecast(now, runs=50).services.values())


# What is learned, and what is not


def test_a_restoration_lasts_from_being_taken_to_being_marked() -> None:
    assert [Finished("ex1", 90.0)] == finished(
        seen(plan_of(PLAN), 200, acts(*restored("ex1", 10, 100)))
    )


def test_the_time_that_a_person_gave_counts() -> None:
    events = acts(*restored("ex1", 10, 400, done_at=iso(START + timedelta(minutes=100))))
    assert [Finished("ex1", 90.0)] == finished(seen(plan_of(PLAN), 500, events))


def test_saying_later_that_it_was_begun_earlier_counts() -> None:
    events = acts(
        (50, "taken", "ex1", hit("restoring", "a")),
        (60, "taken", "ex1", hit("restoring", "a"), {"done_at": iso(START)}),
        (90, "marked", "ex1", hit("restored", "a")),
    )
    assert [Finished("ex1", 90.0)] == finished(seen(plan_of(PLAN), 100, events))


def test_handing_over_goes_on_and_being_blocked_or_let_go_does_not_count() -> None:
    events = acts(
        (0, "taken", "ex1", hit("restoring", "a")),
        (30, "taken", "ex1", hit("restoring", "b")),
        (60, "marked", "ex1", Standing("compromised", "blocked", reason="disk")),
        (500, "dropped", "ex1", hit()),
        (600, "taken", "ex1", hit("restoring", "b")),
        (640, "marked", "ex1", hit("restored", "b")),
    )
    assert [Finished("ex1", 100.0)] == finished(seen(plan_of(PLAN), 700, events))


def test_a_verdict_begins_anew() -> None:
    events = acts(
        (0, "taken", "ex1", hit("restoring", "a")),
        (300, "marked", "ex1", hit()),
        *restored("ex1", 400, 500),
    )
    assert [Finished("ex1", 100.0)] == finished(seen(plan_of(PLAN), 700, events))


def test_what_was_undone_is_not_learned_from_and_goes_on() -> None:
    events = acts(
        *restored("ex1", 0, 100), (110, "undone", "ex1", hit("restoring", "dba"), {"target": "e2"})
    )
    now = seen(plan_of(PLAN), 150, events)
    assert [] == finished(now)
    assert 150 == minutes_in_hand(now, "ex1")


@pytest.mark.parametrize(
    "events",
    [
        [(100, "marked", "ex1", hit("restored", "dba"))],
        [(0, "taken", "ex1", hit("restoring", "a")), (100, "settled", "ex1", hit("restored", "b"))],
        restored("ex1", 100, 100),
        restored("ex1", 100, 102),
        restored("ex1", 0, 20 * 360 + 1),
        [*restored("ex1", 0, 100, act="a"), *restored("web1", 0, 100, act="a")],
    ],
    ids=[
        "never taken",
        "settled",
        "in no time",
        "in two minutes",
        "forgotten",
        "several in one act",
    ],
)
def test_marks_that_cannot_be_true_are_not_learned_from(events: list[tuple[object, ...]]) -> None:
    in_order = sorted(events, key=lambda act: float(str(act[0])))
    assert [] == finished(seen(plan_of(PLAN), 9000, acts(*in_order)))


def many(count: int, times: float) -> View:
    """`count` servers of one runbook and as many of another are done; the one took `times` its
    plan, the other its plan."""
    servers = "".join(
        f'{kind}{n} = {{ site = "imc", role = "Hôte", restore = "100m", state = "compromised", '
        f'runbook = "{kind}" }}\n'
        for kind in ("slow", "usual")
        for n in range(20)
    )
    plan = plan_of(
        '[services.v]\nname = "V"\ntier = 1\nneeds = ["slow19"]\n[services.w]\nname = "W"\ntier = '
        "1\n"
        f'needs = ["usual19"]\n[servers]\n{servers}[runbooks.slow]\nsteps = '
        '["x"]\n[runbooks.usual]\nsteps = ["x"]\n'
    )
    events = acts(
        *(act for n in range(count) for act in restored(f"slow{n}", 0, 100 * times)),
        *(act for n in range(count) for act in restored(f"usual{n}", 0, 100)),
    )
    return seen(plan, 1000, events)


def test_a_runbook_of_which_five_are_done_has_a_factor_of_its_own() -> None:
    few, enough = learned(many(4, 3.0)), learned(many(6, 3.0))
    assert [""] == list(few.finished)
    assert {"": 12, "slow": 6, "usual": 6} == enough.finished
    assert 3.0 == pytest.approx(enough.factor["slow"])
    assert 1.0 == pytest.approx(enough.factor["usual"])
    assert exp(log(3) / 2) == pytest.approx(enough.factor[""])


def test_a_factor_moves_what_is_forecast_and_its_runbook_more() -> None:
    now = many(8, 3.0)
    of = forecast(now, crews=40).services
    assert 100 < minutes_to(now, of["w"].p50) < 220 < minutes_to(now, of["v"].p50) < 400


def test_before_five_are_done_it_is_from_estimates_only() -> None:
    assert learned(many(2, 1.0)).estimates_only
    assert not learned(many(3, 1.0)).estimates_only


def test_ranges_become_narrower_as_restorations_go_alike() -> None:
    def width(now: View) -> float:
        outlook = forecast(now, crews=40).services["w"]
        return minutes_to(now, outlook.p90) - minutes_to(now, outlook.p50)

    assert width(many(10, 1.0)) < 0.7 * width(many(0, 1.0))


# In words


def words(outlook: Outlook, now: datetime = START) -> tuple[str, str, str]:
    at = view(plan_of(PLAN), Record(), now)
    return str(expected(at, outlook)), str(against_rto(at, outlook)), str(in_one_line(at, outlook))


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def test_a_forecast_is_two_clock_times_with_their_days() -> None:
    assert "Sun 23:50, at worst Mon 00:50" == words(Outlook("mail", p50=at(3), p90=at(4)))[0]
    assert "Mon 09:00, at worst Mon 11:00" == words(Outlook("mail", p50=at(12), p90=at(14)))[0]
    assert (
        "Sat 21:00, at worst Mon 25/01 03:00"
        == words(Outlook("mail", p50=at(6 * 24), p90=at(7 * 24 + 6)))[0]
    )


def test_lateness_is_said_against_the_rto() -> None:
    assert "" == words(Outlook("mail", p50=at(3), p90=at(4)))[1]
    assert "within the plan's RTO" == words(Outlook("bloc", p50=at(3), p90=at(4)))[1]
    assert (
        "likely within the plan's RTO, at worst 3 h late"
        == words(Outlook("bloc", p50=at(3), p90=at(8)))[1]
    )
    assert "3 h late, at worst 5 h" == words(Outlook("bloc", p50=at(8), p90=at(10)))[1]
    said = "Mon 05:00, at worst Mon 07:00; 3 h late, at worst 5 h"
    assert said == words(Outlook("bloc", p50=at(8), p90=at(10)))[2]


def test_lateness_is_that_of_the_time_that_is_told() -> None:
    """Wanted at 01:46, expected half a minute before that: told as ten to two, so it is late."""
    told = "Mon 01:50, at worst Mon 05:00; 4 min late, at worst 3 h"
    assert told == words(Outlook("bloc", p50=at(4.995), p90=at(8)))[2]


def test_what_it_rests_on_is_said() -> None:
    none, one, several = (
        Forecast({}, learned(now), 1)
        for now in (
            seen(plan_of(PLAN)),
            seen(plan_of(PLAN), 200, acts(*restored("ex1", 10, 100))),
            many(6, 3.0),
        )
    )
    untold = "From the plan's estimates only: no restoration was timed yet, from taken to restored."
    assert [untold] == [str(s) for s in grounds(none)]
    little = "1 restoration was timed, 0.8 times as long as likely: little to learn from, and counted so."
    assert [little] == [str(s) for s in grounds(one)]
    assert [
        "all servers: so far 1.7 times the plan, 12 done",
        "slow: so far 3.0 times the plan, 6 done",
        "usual: so far 1.0 times the plan, 6 done",
    ] == [str(s) for s in grounds(several)]


def test_what_another_number_of_crews_changes_is_told_by_tier_and_of_the_rest_how_many() -> None:
    now = seen(plan_of(PLAN))
    services = now.order.services_by_urgency
    one, three = forecast(now, crews=1), forecast(now, crews=3)
    whole = [str(s) for s in crews_compared(now, services, one, three)]
    assert len(services) == len(whole)
    assert ["Bloc IMC", "Messagerie", "Site web"] == [each.partition(":")[0] for each in whole]
    few = [str(s) for s in crews_compared(now, [*services] * 3, one, three, "forecast --all")]
    assert "5 more services, of which 5 sooner and 0 later: forecast --all" == few[-1]


def test_another_number_of_crews_is_compared_for_each_service() -> None:
    now = seen(plan_of(PLAN))
    services = now.order.services_by_urgency
    said = [
        str(s)
        for s in crews_compared(now, services, forecast(now, crews=1), forecast(now, crews=3))
    ]
    assert "Bloc IMC: no clear difference" == said[0]
    assert said[1].startswith("Messagerie: ") and said[1].endswith(" h sooner")
    assert any(each.startswith("Site web: ") and each.endswith(" h sooner") for each in said)
    assert str(
        list(crews_compared(now, services, forecast(now, crews=3), forecast(now, crews=1)))[1]
    ).endswith(" h later")


# Honest


def test_incidents_are_the_same_every_time_and_unlike_each_other() -> None:
    assert course(1, "optimism").restored_at == course(1, "optimism").restored_at
    assert 3 == len({tuple(course(1, model).restored_at) for model in MODELS})


@pytest.mark.parametrize("model", MODELS)
def test_ranges_are_honest(model: str) -> None:
    """A small part of `bench.coverage`, so the bounds are wide: services of one incident are late
    together."""
    totals = covered(model, range(2000, 2008), runs=60)
    later = Tally()
    for share, of in totals.items():
        later = later.and_(of) if share else later
    assert totals[0.0].share(totals[0.0].before_p90) >= 0.8
    assert 0.3 <= later.share(later.before_p50) <= 0.75
    assert 0.75 <= later.share(later.before_p90) <= 0.99


NOTHING_TOLD = (
    "From the plan's estimates only: no restoration tells yet how long the work takes, from taken to "
    "restored."
)


def test_what_took_too_little_to_learn_from_is_told_by_its_time_and_not_by_how_it_was_typed() -> (
    None
):
    now = seen(plan_of(PLAN), 20, acts(*restored("san1", 0, 5)))
    assert [
        NOTHING_TOLD,
        "1 restoration took less than a tenth of its shortest estimate: too little to learn from.",
    ] == [str(line) for line in grounds(forecast(now))]


def test_what_took_too_long_to_learn_from_is_told_too() -> None:
    now = seen(plan_of(PLAN), 60 * 90, acts(*restored("san1", 0, 60 * 81)))
    assert [
        NOTHING_TOLD,
        "1 restoration took over twenty times its longest estimate: too much to learn from.",
    ] == [str(line) for line in grounds(forecast(now))]


def test_a_service_that_is_later_in_the_order_and_expected_sooner_is_named_in_its_tier() -> None:
    plan = plan_of(
        PLAN.replace("tier = 1", "tier = 1\nweight = 9").replace(
            'tier = 5\nneeds = ["web1", "web2"]', 'tier = 1\nneeds = ["web1"]'
        )
    )
    now = seen(plan)
    of = forecast(now, runs=50)
    assert "Later in the order, yet expected sooner, for it waits for less: Site web." == str(
        sooner_words(now, of, "bloc")
    )
    assert [None, None] == [sooner_words(now, of, service) for service in ("web", "mail")]


def test_what_is_up_sooner_in_most_runs_is_named_though_it_was_only_watched() -> None:
    """Where it comes after what was asked about it is without end, so its P50 comes too late."""
    plan = PLAN.replace("tier = 1", "tier = 1\nweight = 9").replace(
        'tier = 5\nneeds = ["web1", "web2"]', 'tier = 1\nneeds = ["web1"]'
    )
    now = seen(plan_of(plan))
    of = forecast(now, runs=50)
    own = [1000.0 * run for run in range(10, 110)]
    first = [each - 5000 if run % 3 else inf for run, each in enumerate(own)]
    bloc = of.services["bloc"]._replace(runs=own)
    web = bloc._replace(service="web", runs=first, p50=(bloc.p50 or NOW) + timedelta(hours=9))
    told = of._replace(services={"bloc": bloc}, watched={"web": web})
    words = "Later in the order, yet expected sooner, for it waits for less: Site web."
    assert words == str(sooner_words(now, told, "bloc"))
    late = web._replace(runs=[each + 5000 for each in own])
    assert sooner_words(now, told._replace(watched={"web": late}), "bloc") is None


def test_what_was_in_hand_for_long_still_teaches_once_it_is_let_go_and_more_once_it_is_done() -> (
    None
):
    plan = plan_of("""
[policy]
crews = 2
[services.lab]
name = "Laboratory"
tier = 1
needs = ["lis"]
[servers]
lis = { site = "imc", role = "x", restore = "4h", state = "compromised" }
old = { site = "imc", role = "x", restore = "2h", state = "compromised" }
""")
    taken = standing_event("a", 1, "old", Standing("compromised", "restoring", "dba"), kind="taken")
    long_held = view(plan, record_of([taken]), NOW + timedelta(hours=30))
    let_go, done = with_let_go(long_held, "old"), with_marks(long_held, ["old"], "restored")
    held, then = (forecast(of, ["lab"]).services["lab"].p50 for of in (long_held, let_go))
    assert held == then
    assert 0 == learned(let_go).finished.get("", 0)
    assert {"": 15} == {of: round(times) for of, times in learned(done).factor.items()}


BY_DAY = """
[crews.day]
at_once = 1
hours = "07:00-21:00"
[services.mail]
name = "Messagerie"
tier = 1
needs = ["ex1"]
[servers]
ex1 = { site = "imc", role = "x", restore = "8h", state = "compromised" }
"""


def test_a_server_in_hand_rests_from_the_end_of_its_crews_hours_on_as_was_told_before() -> None:
    taken = acts((-300, "taken", "ex1", hit("restoring", "a")))
    told = [
        forecast(seen(plan_of(BY_DAY), minute, taken)).services["mail"].p50 for minute in (13, 15)
    ]
    before, after = told
    assert before is not None and after is not None
    assert abs(after - before) <= timedelta(minutes=15), told
    assert after.astimezone(START.tzinfo).hour >= 6  # not before they come on Monday


@pytest.mark.parametrize("minute", [15, 400])
def test_who_acts_on_a_server_beyond_the_hours_of_their_crew_is_at_it(minute: int) -> None:
    late = acts((minute, "taken", "ex1", hit("restoring", "dba")))
    told = forecast(seen(plan_of(BY_DAY), minute + 1, late)).services["mail"].p50
    assert told is not None and told - START < timedelta(minutes=minute, hours=12)
