"""What is in no server's estimate: how published incidents went, and how this one does."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import exp

import pytest
from bench.published import INCIDENTS, judged

from chwapi_console.clock import iso
from chwapi_console.inventory.model import Crew, Plan
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import GENESIS, Event, sealed
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.outlook import grounds
from chwapi_console.recovery.forecast.pace import SLOWEST, SPREAD, USUAL, Pace
from chwapi_console.recovery.state.view.supposed_views import with_let_go
from chwapi_console.recovery.state.view.view import View, view
from hospitals import plan_of

START = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)
HIT, TAKEN, BACK = (
    Standing("compromised"),
    Standing("compromised", "restoring", "dba"),
    Standing("compromised", "restored", "dba"),
)


def plan(servers: int, crews: int = 1) -> Plan:
    rows = "".join(
        f's{n} = {{ site = "imc", role = "Hôte", restore = "2h", state = "compromised" }}\n'
        for n in range(servers)
    )
    last = f'[services.v]\nname = "V"\ntier = 1\nneeds = ["s{servers - 1}"]\n'
    return plan_of(f"[policy]\ncrews = {crews}\n{last}[servers]\n{rows}")


def after(of: Plan, restored: int, hours_each: float) -> View:
    """So many are restored, one after the other, each two hours in hand and done so many hours after
    the one before."""
    acts = [
        (place * hours_each * 60 + minutes, f"s{place}", standing)
        for place in range(restored)
        for minutes, standing in ((0, TAKEN), (120, BACK))
    ]
    return seen(of, acts, restored * hours_each * 60)


def marked(of: Plan, count: int, minutes_apart: float) -> View:
    """So many that nobody took are marked restored, one so many minutes after the other."""
    acts = [(n * minutes_apart, f"s{n}", BACK) for n in range(1, count + 1)]
    return seen(of, acts, count * minutes_apart)


def seen(of: Plan, acts: Sequence[tuple[float, str, Standing]], minutes: float) -> View:
    """What is seen after so many minutes, of acts each with the minute, the server and how it stands
    then."""
    record, previous = Record(), GENESIS
    for seq, (minute, server, standing) in enumerate(acts, 1):
        event = sealed(
            Event(
                id=f"e{seq}",
                origin="here",
                seq=seq,
                prev=previous,
                saw={},
                lamport=seq,
                at=iso(START + timedelta(minutes=minute)),
                operator="dba",
                host="test",
                subject=server,
                kind="taken" if standing is TAKEN else "marked",
                data={"before": HIT.plain(), "after": standing.plain()},
            )
        )
        record.take(event)
        previous = event.hash
    return view(of, record, START + timedelta(minutes=minutes))


def said(now: View) -> Sequence[str]:
    return [str(line) for line in grounds(forecast(now, runs=64))]


def test_a_few_servers_take_what_their_restorations_add_up_to() -> None:
    assert Pace(size=16) == learned(after(plan(16), 0, 2)).pace


def test_an_incident_of_eighty_servers_begins_as_published_ones_went() -> None:
    now = after(plan(80), 0, 2)
    pace = learned(now).pace
    assert (USUAL, SPREAD, 80) == (pace.mean, pace.spread, pace.size)
    assert pace.delay > 0
    assert (
        "Incidents of this size (80 servers to restore) took 1.8 to 6.1 times what their "
        "restorations add up to. That is counted in until this one's own say better."
    ) in said(now)


def test_what_nobody_has_looked_at_counts_for_the_share_that_is_hit() -> None:
    unknown = plan(80)
    servers = {name: part._replace(state="unknown") for name, part in unknown.servers.items()}
    assert 40 == learned(after(unknown._replace(servers=servers), 0, 2)).pace.size


def test_who_loses_no_time_is_soon_believed() -> None:
    few, many = (learned(after(plan(80), count, 2)).pace for count in (2, 20))
    assert 1.0 <= exp(many.mean) < exp(few.mean) < 1.3
    assert many.spread < few.spread < SPREAD / 2
    assert not any("pace" in line for line in said(after(plan(80), 20, 2)))


def test_who_needs_eight_hours_for_each_two_goes_on_so() -> None:
    now = after(plan(80), 20, 8)
    pace = learned(now).pace
    assert 2.5 < exp(pace.mean) < 4
    assert pace.delay == 0
    assert any(
        line.startswith("Since 20 are restored, this incident goes by its own pace: ")
        for line in said(now)
    )


def test_the_time_before_the_first_is_begun_is_no_pace() -> None:
    now = after(plan(80), 20, 2)
    late = now.plan._replace(
        incident=now.plan.incident._replace(detected=START - timedelta(days=30))
    )
    assert learned(now).pace.own == learned(after(late, 20, 2)).pace.own


@pytest.mark.parametrize("count", [1, 5, 20])
def test_what_is_only_marked_at_once_or_with_others_tells_nothing_of_the_pace(count: int) -> None:
    pace = learned(marked(plan(80), count, 1)).pace
    assert (USUAL, SPREAD, 0) == (pace.mean, pace.spread, pace.telling)
    assert count == pace.done


def test_what_nobody_took_tells_of_the_pace_where_it_can_have_been_made_since_the_first() -> None:
    slow, quick = (learned(marked(plan(80), 20, hours * 60)).pace for hours in (8, 2))
    assert 17 <= quick.telling <= 19
    assert 2.5 < exp(slow.mean) < 5
    assert exp(quick.mean) < 1.4


def test_one_restoration_says_little_of_many_crews_and_nothing_is_less_sure_for_it() -> None:
    one = after(plan(80, crews=6), 1, 40)
    pace = learned(one).pace
    assert pace.own == SLOWEST
    assert USUAL < pace.mean < USUAL + 0.3
    assert pace.spread < SPREAD
    assert any(
        line.startswith("1 is restored, which tells little of this incident's own pace yet: ")
        for line in said(one)
    )
    several = learned(after(plan(80, crews=6), 12, 40)).pace
    assert several.as_usual < 0.5 < pace.as_usual
    assert pace.mean < several.mean


def test_one_restoration_that_went_well_says_little_of_many_crews_either() -> None:
    taken = [(0.0, f"s{number}", TAKEN) for number in range(6)]
    pace = learned(seen(plan(80, crews=6), [*taken, (120.0, "s0", BACK)], 121)).pace
    assert (1.0, 1) == (pace.own, pace.telling)
    assert pace.as_usual > 0.5
    back = [(120.0, f"s{number}", BACK) for number in range(6)]
    assert learned(seen(plan(80, crews=6), [*taken, *back], 121)).pace.as_usual < 0.2


def test_hours_in_which_no_crew_works_are_no_time_lost() -> None:
    base = plan(80)
    night = base._replace(crews={"night": Crew(hours=((20 * 60, 23 * 60),))})
    acts = [(0.0, "s0", TAKEN), (120.0, "s0", BACK)]
    evening, morning = (learned(seen(night, acts, minutes)).pace for minutes in (134, 720))
    assert evening.own == morning.own < learned(seen(base, acts, 720)).pace.own


def test_hours_on_what_is_given_up_were_spent_on_servers() -> None:
    """Let go of, found compromised again, once or before it is taken anew: nobody lost them."""
    of, back = plan(80), Standing("compromised", "restored", "dba")
    held = [(0.0, "s70", TAKEN), (0.0, "s0", TAKEN), (240.0, "s0", BACK)]
    own = learned(seen(of, held, 1000)).pace.own
    for more in (
        [(1000.0, "s70", HIT)],
        [(1000.0, "s70", back), (1000.0, "s70", HIT)],
        [(1000.0, "s70", HIT), (1000.0, "s70", TAKEN)],
    ):
        assert own == pytest.approx(learned(seen(of, [*held, *more], 1000)).pace.own)
    assert own == learned(with_let_go(seen(of, held, 1000), "s70")).pace.own
    assert own < learned(seen(of, held[1:], 1000)).pace.own
    assert 0 == learned(seen(of, [held[0], (1000.0, "s70", HIT)], 1000)).pace.delay


@pytest.mark.parametrize("incident", INCIDENTS, ids=lambda incident: incident.name)
def test_what_came_of_published_incidents_lies_within_what_is_said(incident: object) -> None:
    """At the start, and a day before: the table of `python -m bench --only coverage`."""
    outside = [each for each in judged(incident) if not each.inside]  # type: ignore[arg-type]
    assert [] == outside


def test_what_is_taken_before_its_needs_are_back_is_not_begun() -> None:
    """A word in the journal makes nothing sooner: nobody can be at it."""
    of = plan(40, crews=99)
    waiting = of.with_part("servers", "s39", needs=[["s0"]])

    def expected(of: Plan, *taken: str) -> tuple[datetime | None, datetime | None]:
        then = seen(of, [(0.0, server, TAKEN) for server in taken], 10)
        outlook = forecast(then, ["v"]).services["v"]
        return outlook.p50, outlook.p90

    assert expected(waiting, "s0") == expected(waiting, "s0", "s39")
    assert expected(of, "s0") != expected(of, "s0", "s39"), "what can be worked on is"
