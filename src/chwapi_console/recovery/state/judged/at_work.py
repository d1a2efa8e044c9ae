"""How long those who have a server in hand were at it: by the hours of their crew, and by what they did.

The hours in which a crew sleeps are no work on what it has in hand. But where one of it acted on that
meanwhile it was at it, whatever the hours say. What others write about it is no work of that crew. The
forecast plays what is to come the same way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.journal.record.events import Event
from chwapi_console.people import person
from chwapi_console.recovery.order.shifts import DAY, NEARLY, Shifts, shifts

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Crew, Plan

MINUTE = timedelta(minutes=1)


def week_minute_at(plan: "Plan", moment: datetime) -> float:
    """The minutes since Monday 00:00 at a moment on the clock of the incident."""
    here = moment.astimezone(plan.incident.zone)
    seconds = here.second + here.microsecond / 1_000_000
    return here.weekday() * DAY + here.hour * 60 + here.minute + seconds / 60


def moments_at_it(
    plan: "Plan", server: str, holder: str, acts: Iterable[Event]
) -> Iterator[datetime]:
    """When those who have a server in hand acted on it, of all acts on it: its holder, and their crew.

    Where the plan has its holder in no crew, the crews that are for it stand for theirs. Who is of none
    is in nobody's. What was entered for somebody tells when they did it, not when it was written.
    """
    crews = _crews(plan, server, holder)
    members = (name for name, of in plan.operators.items() if of.crew in crews)
    at_it = {person(holder), *map(person, members)}
    for act in acts:
        if person(act.operator) in at_it:
            yield act.counts_from
            if not act.entered_by:
                yield act.moment


def time_at_work(
    plan: "Plan",
    server: str,
    holder: str,
    since: datetime,
    until: datetime,
    acts: Sequence[Event],
    crews: Mapping[str, "Crew"],
) -> timedelta:
    """How long a person was at a server that they had in hand from one moment to another.

    By the hours of their crew, of who is of none by those of the crews that are for it; and all of a rest
    in which they, or others of that crew, acted on the server, of whose acts these are all. `crews` are
    those of the plan as they were then.
    """
    hours = _hours(plan, server, holder, since, crews)
    if not hours or until <= since:
        return max(until - since, timedelta())
    at = [(each - since) / MINUTE for each in moments_at_it(plan, server, holder, acts)]
    return _worked(hours, (until - since) / MINUTE, at) * MINUTE


def _hours(
    plan: "Plan", server: str, holder: str, since: datetime, of_then: Mapping[str, "Crew"]
) -> Sequence[Shifts]:
    """The hours of those who have it in hand, from a moment on; none where one works day and night."""
    if not any(of.hours or of.weekdays for of in of_then.values()):
        return ()
    offset, crews = week_minute_at(plan, since), _crews(plan, server, holder)
    found = [shifts(of.hours, of.weekdays, offset) for of in map(of_then.__getitem__, crews)]
    return [of for of in found if of is not None] if None not in found else ()


def _crews(plan: "Plan", server: str, holder: str) -> Sequence[str]:
    """The crew of who has a server in hand; where they are of none, those that are for it."""
    own, part = crew_of(plan, holder), plan.servers.get(server)
    if own and own in plan.crews:
        return (own,)
    return crews_of(plan, part) if part else ()


def _worked(hours: Sequence[Shifts], until: float, acts: Sequence[float]) -> float:
    """The minutes of work from now to a minute: in these hours, and in each rest in which one acted."""
    worked, at = 0.0, 0.0
    while at < until:
        left = max(of.left(at) for of in hours)
        if left > 0:
            worked, at = worked + min(left + NEARLY, until - at), at + left + NEARLY
            continue
        ended = at - min(of.rested(at + NEARLY) for of in hours)
        begins = min(of.next_begin(at) for of in hours)
        if any(ended <= act < begins for act in acts):
            worked += min(begins, until) - at
        at = begins
    return worked
