"""Whose shift it is and since when, and how long people have been at work: by when acts were
written."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from chwapi_console.clock import minutes_between
from chwapi_console.journal.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person, same_person
from chwapi_console.recovery.state.view import View

BETWEEN_SHIFTS = timedelta(hours=4)
"""A person's first act after so long a pause begins a shift."""
ONE_TICK = timedelta(milliseconds=1)
"""Of the clock that acts are written by: so long before a shift began, it had not."""
LONGEST_PAUSE = timedelta(hours=1)
"""A longer pause between two acts is no time at work."""


class Began(NamedTuple):
    """When a shift began (UTC), and with whose first act; `whose` is empty where it was anybody's,
    None where somebody said when."""

    at: datetime
    whose: str | None


class Worked(NamedTuple):
    """How long somebody was at work, from the first to the last act (UTC)."""

    person: str
    minutes: int
    first: datetime
    last: datetime
    acts: int


def acts_of(view: View) -> list[Event]:
    """Everything that people did and meant, in the order in which it is read; undos too."""
    return sorted(
        (
            event
            for events in view.situation.history.values()
            for event in events
            if event.payload.is_meant
        ),
        key=lambda event: event.order,
    )


def shift_began(view: View, operator: str) -> Began:
    """When the shift began that goes on: with this person's first act after a pause of four hours;
    with anybody's where nobody in particular asks, or they have done nothing; without any act when
    the incident did."""
    moments = sorted(
        event.moment
        for event in acts_of(view)
        if not operator or same_person(event.operator, operator)
    )
    if not moments:
        return shift_began(view, "") if operator else Began(view.started, "")
    begun = moments[-1]
    for later, earlier in pairwise(reversed(moments)):
        if later - earlier >= BETWEEN_SHIFTS:
            break
        begun = earlier
    return Began(begun, view.situation.spelled(operator) if operator else "")


def worked(view: View, since: datetime) -> list[Worked]:
    """How long each person was at work since a moment, by name: from act to act, without pauses of
    more than an hour. One act alone is no time."""
    moments: dict[str, list[datetime]] = {}
    for event in acts_of(view):
        if since <= event.moment <= view.now:
            moments.setdefault(person(event.operator), []).append(event.moment)
    names = {person(event.operator): view.by(event) for event in acts_of(view)}
    return [
        Worked(names[who], _minutes(sorted(its)), min(its), max(its), len(its))
        for who, its in sorted(moments.items())
    ]


def _minutes(moments: Sequence[datetime]) -> int:
    """Whole minutes of the stretches without a long pause."""
    return sum(minutes_between(first, last) for first, last in _stretches(moments))


def _stretches(moments: Sequence[datetime]) -> Iterator[tuple[datetime, datetime]]:
    first = last = moments[0]
    for moment in moments[1:]:
        if moment - last > LONGEST_PAUSE:
            yield first, last
            first = moment
        last = moment
    yield first, last
