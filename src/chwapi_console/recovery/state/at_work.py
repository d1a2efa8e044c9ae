"""How long those who have a server in hand were at it: by the hours of their crew, and by what they did.

The hours in which a crew sleeps are no work on what it has in hand. But whoever acted on it meanwhile was
at it, whatever the hours say. The forecast plays what is to come the same way.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chwapi_console.inventory.assignments import crew_of, crews_of
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.order.shifts import DAY, NEARLY, Shifts, shifts

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

MINUTE = timedelta(minutes=1)


def week_minute_at(plan: "Plan", moment: datetime) -> float:
    """The minutes since Monday 00:00 at a moment on the clock of the incident."""
    here = moment.astimezone(plan.incident.zone)
    seconds = here.second + here.microsecond / 1_000_000
    return here.weekday() * DAY + here.hour * 60 + here.minute + seconds / 60


def time_at_work(
    plan: "Plan",
    server: str,
    holder: str,
    since: datetime,
    until: datetime,
    acts: Sequence[Event],
) -> timedelta:
    """How long a person was at a server that they had in hand from one moment to another.

    By the hours of their crew, of who is of none by those of the crews that are for it; and all of a rest
    in which somebody acted on the server, of whose acts these are all.
    """
    hours = _hours(plan, server, holder, since)
    if not hours or until <= since:
        return max(until - since, timedelta())
    at = [(each - since) / MINUTE for act in acts for each in (act.moment, act.counts_from)]
    return _worked(hours, (until - since) / MINUTE, at) * MINUTE


def _hours(plan: "Plan", server: str, holder: str, since: datetime) -> Sequence[Shifts]:
    """The hours of those who have it in hand, from a moment on; none where one works day and night."""
    if not any(of.hours or of.weekdays for of in plan.crews.values()):
        return ()
    own = crew_of(plan, holder)
    part = plan.servers.get(server)
    crews = (own,) if own and own in plan.crews else crews_of(plan, part) if part else ()
    offset = week_minute_at(plan, since)
    found = [shifts(of.hours, of.weekdays, offset) for of in map(plan.crews.__getitem__, crews)]
    return [of for of in found if of is not None] if None not in found else ()


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
