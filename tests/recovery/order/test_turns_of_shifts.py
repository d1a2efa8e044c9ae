"""When crews begin and end work, one turn after the other, whatever the hours."""

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.recovery.order.shifts import WEEK, shifts, turns_of

HOURS = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(0, 1439)).filter(lambda of: of[0] != of[1]),
    max_size=3,
)
DAYS = st.lists(st.integers(0, 6), max_size=3, unique=True)


@given(HOURS, DAYS, st.integers(0, WEEK - 1), st.integers(1, 2 * WEEK))
def test_between_two_turns_a_crew_works_or_does_not_and_at_each_that_changes(
    hours: list[tuple[int, int]], days: list[int], offset: int, until: int
) -> None:
    of = shifts(hours, days, offset)
    if of is None:
        return
    at_work, minute = of.at_work(0), 0.0
    for turn, begins in turns_of(of, until):
        assert minute < turn <= until
        assert begins is not at_work
        assert at_work is of.at_work(turn - 1)
        at_work, minute = begins, turn
        assert at_work is of.at_work(turn)
    assert at_work is of.at_work(until)
