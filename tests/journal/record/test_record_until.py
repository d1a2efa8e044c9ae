"""The record as it was at a moment has what was written by then, whatever clocks say of what others
had seen."""

from datetime import datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event, sealed
from chwapi_console.journal.record.record_until import known_from, record_done_by, record_until
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


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4),
)
@example([(5, 5), (40, 40), (45, 10)], [])
def test_from_when_on_an_act_is_known_is_when_what_was_done_by_then_has_it_first(
    of_one: list[tuple[int, int]], of_another: list[tuple[int, int]]
) -> None:
    """What was entered out of turn too: it is known with what it came behind."""
    first = entered(line(*(minute for minute, _ in of_one)), [done for _, done in of_one])
    other = line(*(minute for minute, _ in of_another), origin="b", saw=first[-1])
    record = record_of([*first, *entered(other, [done for _, done in of_another])])
    known = known_from(record)
    for event in record.events:
        at = known[event.hash]
        assert record_done_by(record, at).has(event)
        assert not record_done_by(record, at - timedelta(milliseconds=1)).has(event)


def entered(events: list[Event], done: list[int]) -> list[Event]:
    """The same acts, each done at its minute and entered afterwards where that is later."""
    found: list[Event] = []
    for event, minute in zip(events, done, strict=True):
        at = min(moment(minute), event.moment)
        prev = found[-1].hash if found else event.prev
        data = {**event.data, "done_at": at.isoformat()}
        found.append(sealed(event._replace(data=data, prev=prev)))
    return found


def beside(event: Event, minute: int) -> Event:
    """What the program adds behind an event of its own: that it has seen a plan, by its clock."""
    added = standing_event(event.origin, event.seq + 1, "plan", Standing(), prev=event)
    data = {"digest": "ab" * 32}
    return sealed(added._replace(kind="plan.seen", data=data, at=moment(minute).isoformat()))


def test_what_the_program_adds_by_a_clock_that_was_set_back_dates_no_act() -> None:
    (act,) = line(30)
    record = record_of([act, beside(act, 5)])
    assert [] == list(record_until(record, moment(10)).events)
    assert [] == list(record_done_by(record, moment(10)).events)
    assert moment(30) == known_from(record)[act.hash]
    assert 2 == len(record_until(record, moment(30)).events)
    for event in record.events:
        at = known_from(record)[event.hash]
        assert record_done_by(record, at).has(event)
        assert not record_done_by(record, at - timedelta(seconds=1)).has(event)
