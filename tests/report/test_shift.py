"""A shift begins with the first act after a pause of four hours; hours at work leave out pauses of
more than one."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.report.shift import Began, shift_began, worked
from hospitals import NOW, plan_of, record_of, standing_event

PLAN = plan_of("""
[services.bloc]
name = "Bloc"
tier = 1
needs = ["app"]
[servers]
app = { site = "imc", role = "x", state = "compromised" }
""")
BEGAN = NOW - timedelta(days=1)


def acted(*acts: tuple[int, str]) -> View:
    """Acts, each the minute in which it was written and who wrote it."""
    events: list[Event] = []
    for number, (minute, operator) in enumerate(acts, 1):
        event = standing_event(
            "a",
            number,
            "app",
            Standing("clean" if number % 2 else "compromised"),
            prev=events[-1] if events else None,
            operator=operator,
        )
        at = (BEGAN + timedelta(minutes=minute)).isoformat()
        events.append(sealed(event._replace(at=at)))
    return view(PLAN, record_of(events), NOW)


def entered(*acts: tuple[int, int, str, str]) -> View:
    """Acts entered from paper: the minutes in which each was done and written, by whom."""
    events: list[Event] = []
    for number, (done, written, operator, typist) in enumerate(acts, 1):
        event = standing_event(
            "a",
            number,
            "app",
            Standing("clean" if number % 2 else "compromised"),
            prev=events[-1] if events else None,
            operator=operator,
        )
        done_at, at = ((BEGAN + timedelta(minutes=each)).isoformat() for each in (done, written))
        paper = {"done_at": done_at, "entered_line": f"{number:016}"}
        by = {"entered_by": typist} if typist != operator else {}
        events.append(sealed(event._replace(at=at, data={**event.data, **paper, **by})))
    return view(PLAN, record_of(events), NOW)


def at(minute: int) -> Began:
    return Began(BEGAN + timedelta(minutes=minute), "dba")


def test_it_begins_with_this_persons_first_act_after_four_hours() -> None:
    there = acted((0, "dba"), (100, "dba"), (340, "dba"), (400, "eve"), (579, "DBA"))
    assert at(340) == shift_began(there, "dba")
    assert Began(at(400).at, "eve") == shift_began(there, "eve")
    assert Began(at(340).at, "") == shift_began(there, "")


def test_who_has_done_nothing_is_in_the_shift_of_all_and_without_an_act_it_is_the_incident() -> (
    None
):
    assert Began(at(7).at, "") == shift_began(acted((7, "eve")), "dba")
    assert Began(PLAN.incident.detected, "") == shift_began(acted(), "dba")


@given(
    st.lists(st.tuples(st.integers(0, 1440), st.sampled_from(["dba", "eve", "Éve"])), max_size=9)
)
def test_hours_are_the_sum_of_the_pauses_of_an_hour_at_most(
    acts: Sequence[tuple[int, str]],
) -> None:
    acts = sorted(acts)
    found = {one.person: one for one in worked(acted(*acts), BEGAN)}
    names = {"dba": ["dba"], "eve": ["eve", "Éve"]}
    for who in names.values():
        minutes = [minute for minute, name in acts if name in who]
        mine = [one for name, one in found.items() if name in who]
        assert bool(minutes) == bool(mine)
        if minutes:
            pauses = [b - a for a, b in pairwise(minutes)]
            assert sum(pause for pause in pauses if pause <= 60) == mine[0].minutes
            assert len(minutes) == mine[0].acts


def test_what_was_entered_from_paper_counts_when_it_was_done_and_for_who_typed_it_when_it_was_written() -> (
    None
):
    there = entered((10, 400, "dba", "eve"), (40, 400, "dba", "eve"), (70, 401, "eve", "eve"))
    found = {one.person: one for one in worked(there, BEGAN)}
    assert (30, 2) == (found["dba"].minutes, found["dba"].acts)
    assert (1, 1) == (found["eve"].minutes, found["eve"].acts)
    assert (at(10).at, at(40).at) == (found["dba"].first, found["dba"].last)
    assert at(401).at == found["eve"].last
    assert at(10) == shift_began(there, "dba")
    assert Began(at(400).at, "eve") == shift_began(there, "eve")


def test_who_only_typed_what_others_did_was_at_work_and_has_no_act() -> None:
    (dba, eve) = worked(entered((10, 400, "dba", "eve"), (40, 430, "dba", "eve")), BEGAN)
    assert (("dba", 30, 2), ("eve", 30, 0)) == tuple(
        (one.person, one.minutes, one.acts) for one in (dba, eve)
    )


def test_short_stretches_are_added_up_before_minutes_are_cut_off() -> None:
    events = acted((0, "dba"), (1, "dba"), (100, "dba"), (101, "dba"))
    assert 2 == worked(events, BEGAN)[0].minutes
