"""The record as it was at a moment has what was written by then, whatever clocks say of what others
had seen."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.journal.events import Event, sealed
from chwapi_console.journal.record_until import record_until
from chwapi_console.journal.standing import Standing
from hospitals import NOW, record_of, standing_event


def line(*minutes: int, origin: str = "a", saw: Event | None = None) -> list[Event]:
    """Acts of one origin, written at these minutes by its clock."""
    events: list[Event] = []
    for number, minute in enumerate(minutes, 1):
        event = standing_event(
            origin,
            number,
            "app",
            Standing("clean"),
            prev=events[-1] if events else None,
            saw={saw.origin: (saw.seq, saw.hash)} if saw else None,
            lamport=number + (saw.lamport if saw else 0),
        )
        events.append(sealed(event._replace(at=moment(minute).isoformat())))
    return events


def moment(minute: int) -> datetime:
    return NOW + timedelta(minutes=minute)


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(-1, 61))
def test_of_clocks_that_go_on_it_has_what_was_written_by_then(minutes: list[int], at: int) -> None:
    minutes = sorted(minutes)
    then = record_until(record_of(line(*minutes)), moment(at))
    assert [minute for minute in minutes if minute <= at] == [
        (event.moment - NOW) // timedelta(minutes=1) for event in then.events
    ]


def test_what_came_before_an_act_that_counts_counts_though_its_clock_was_ahead() -> None:
    ahead = line(90, 10)
    assert 2 == len(record_until(record_of(ahead), moment(20)).events)
    seen = line(90, origin="a")
    after = line(10, origin="b", saw=seen[0])
    assert [*seen, *after] == list(record_until(record_of([*seen, *after]), moment(20)).events)


def test_as_of_now_it_is_the_record() -> None:
    whole = record_of(line(1, 2, 3))
    then = record_until(whole, moment(3))
    assert whole.events == then.events
    assert whole.head() == then.head()
