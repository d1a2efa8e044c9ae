"""Whose shift it is and since when, and how long people have been at work.

By when acts were written. What was entered afterwards from paper counts for who did it when it was
done, and for who entered it when it was written.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import person, same_person
from chwapi_console.recovery.state.view.view import View

BETWEEN_SHIFTS = timedelta(hours=4)
"""A person's first act after so long a pause begins a shift."""
ONE_TICK = timedelta(milliseconds=1)
"""Of the clock that acts are written by: so long before a shift began, it had not."""
LONGEST_PAUSE = timedelta(hours=1)
"""A longer pause between two acts is no time at work."""


class AtWork(NamedTuple):
    """That an act shows a person at work at a moment (UTC).

    `acted` where they did it, and did not only enter it.
    """

    operator: str
    at: datetime
    acted: bool


class Began(NamedTuple):
    """When a shift began (UTC), and with whose first act.

    `whose` is empty where it was anybody's, None where somebody said when.
    """

    at: datetime
    whose: str | None


class Worked(NamedTuple):
    """How long somebody was at work, from the first to the last act (UTC).

    Of those whose acts they only entered it is none of their own.
    """

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


def at_work(view: View) -> Iterator[AtWork]:
    """When acts show whom at work."""
    for event in acts_of(view):
        if not event.entered_line:
            yield AtWork(event.operator, event.moment, acted=True)
            continue
        yield AtWork(event.operator, event.counts_from, acted=True)
        yield AtWork(event.entered_by or event.operator, event.moment, acted=False)


def shift_began(view: View, operator: str) -> Began:
    """When the shift began that goes on: with this person's first act after a pause of four hours.

    With anybody's where nobody in particular asks, or they have done nothing; without any act when
    the incident did.
    """
    moments = sorted(
        one.at for one in at_work(view) if not operator or same_person(one.operator, operator)
    )
    if not moments:
        return shift_began(view, "") if operator else Began(view.started, "")
    begun = moments[-1]
    for later, earlier in pairwise(reversed(moments)):
        if later - earlier >= BETWEEN_SHIFTS:
            break
        begun = earlier
    return Began(begun, view.situation.spelled(operator) if operator else "")


def shift_before(view: View, at: datetime) -> datetime | None:
    """When the acts before a moment began that no pause of four hours parts.

    None where nobody acted before.
    """
    moments = sorted(one.at for one in at_work(view) if one.at < at)
    if not moments:
        return None
    begun = moments[-1]
    for later, earlier in pairwise(reversed(moments)):
        if later - earlier >= BETWEEN_SHIFTS:
            break
        begun = earlier
    return begun


def worked(view: View, since: datetime) -> list[Worked]:
    """How long each person was at work since a moment, by name.

    From act to act, without pauses of more than an hour. One act alone is no time.
    """
    found: dict[str, list[AtWork]] = {}
    for one in at_work(view):
        if since <= one.at <= view.now:
            found.setdefault(person(one.operator), []).append(one)
    return [
        Worked(
            view.situation.spelled(its[0].operator),
            _minutes(sorted(one.at for one in its)),
            min(one.at for one in its),
            max(one.at for one in its),
            sum(one.acted for one in its),
        )
        for _, its in sorted(found.items())
    ]


def _minutes(moments: Sequence[datetime]) -> int:
    """Whole minutes of the stretches without a long pause."""
    pauses = (later - earlier for earlier, later in pairwise(moments))
    at_work = sum((pause for pause in pauses if pause <= LONGEST_PAUSE), timedelta())
    return at_work // timedelta(minutes=1)
