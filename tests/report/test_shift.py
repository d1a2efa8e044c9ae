"""A shift begins with the first act after a pause of four hours; hours at work leave out pauses of
more than one."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.journal.events import Event, sealed
from chwapi_console.journal.standing import Standing
from chwapi_console.recovery.state.view import View, view
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
