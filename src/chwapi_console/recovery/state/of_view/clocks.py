"""The clocks of laws: what is due to whom, when, and whether it was done.

All of it follows from the plan, the record and the time. A tool states sources and times; whether a
law applies, and whether a notification was enough, is for people who may say so.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

from chwapi_console.inventory.deadlines import ON_REQUEST, deadline_named
from chwapi_console.inventory.model import AWARE, ENDED, Duty
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View

ClockState = Literal["not started", "running", "late", "duty", "on request", "met", "met late"]
"""How a duty stands; `duty` is one that has begun and has no countdown."""

NEAR_LEAST, NEAR_MOST = timedelta(hours=12), timedelta(hours=48)
"""A deadline is near in the last quarter of its time, but within these bounds."""


class Clock(NamedTuple):
    """How a duty stands.

    From when its time counts (`started`, UTC; None where what starts it has not happened), when it
    is `due` (None where no clock runs), the act by which it is `met`, when that was and under which
    number (`ref`); whether acts disagree about any of this.
    """

    id: str
    duty: Duty
    state: ClockState
    started: datetime | None = None
    due: datetime | None = None
    met: Event | None = None
    met_at: datetime | None = None
    ref: str = ""
    disagreed: bool = False

    @property
    def is_late(self) -> bool:
        """Whether it is not met, and its time is over."""
        return self.state == "late"

    @property
    def is_open(self) -> bool:
        """Whether somebody has to do something, now or by its time."""
        return self.state in ("running", "late", "duty")


def clocks(view: View) -> Sequence[Clock]:
    """The clocks of the laws that were in force when the incident began, in the plan's order.

    Of laws that the plan chooses, or of which somebody said that they are aware.
    """
    return [
        clock_of(view, name, duty)
        for name, duty in _duties(view).items()
        if is_law_in_force(view, duty)
    ]


def not_in_force(view: View) -> Mapping[str, Duty]:
    """The duties of such laws that came into force after the incident began."""
    return {name: duty for name, duty in _duties(view).items() if not is_law_in_force(view, duty)}


def _duties(view: View) -> Mapping[str, Duty]:
    said = view.situation.said_of_laws
    if not (view.plan.policy.legal or said.aware or said.notified):
        return {}
    from chwapi_console.inventory.laws import duties_of, known_duties  # only who asks loads them

    known = known_duties(view.plan)
    spoken = [law for law, of in said.aware.items() if of.by]
    spoken += [known[duty].law for duty, of in said.notified.items() if of.by and duty in known]
    return duties_of(view.plan, [*view.plan.policy.legal, *sorted(spoken)])


def is_law_in_force(view: View, duty: Duty) -> bool:
    """Whether its law was in force when the incident began."""
    began = view.started.astimezone(view.plan.incident.zone).date()
    return duty.valid_from is None or duty.valid_from <= began


def clock_of(view: View, name: str, duty: Duty) -> Clock:
    """How a duty stands, whether its law is chosen or not."""
    said = view.situation.said_of_laws
    deadline, started = deadline_named(duty.deadline), _started(view, duty)
    due = deadline.after(started, view.plan.incident.zone) if started else None
    met = said.notification(name)
    met_at = met.event.counts_from if met is not None else None
    told = [said.notified.get(name), said.aware.get(duty.law) if duty.starts == AWARE else None]
    return Clock(
        name,
        duty,
        _state(view, duty, started, due, met_at),
        started,
        due,
        met.event if met is not None else None,
        met_at,
        met.terms.ref if met is not None else "",
        any(one.in_conflict for one in told if one),
    )


def _state(
    view: View,
    duty: Duty,
    started: datetime | None,
    due: datetime | None,
    met_at: datetime | None,
) -> ClockState:
    if met_at is not None:
        return "met late" if due is not None and met_at > due else "met"
    if duty.deadline == ON_REQUEST:
        return "on request"
    if started is None:
        return "not started"
    if due is None:
        return "duty"
    return "late" if view.now > due else "running"


def _started(view: View, duty: Duty) -> datetime | None:
    """When what starts its time happened."""
    said = view.situation.said_of_laws
    if duty.starts == AWARE:
        since = said.aware_since(duty.law)
        return since.at if since is not None else None
    if duty.starts == ENDED:
        ended = view.situation.ended
        return ended.counts_from if ended is not None else None
    met = said.notification(duty.starts)
    return met.event.counts_from if met is not None else None


def nearest_clock(view: View) -> Clock | None:
    """The clock that runs out first, where that is near or over; None where none is."""
    pressing = [clock for clock in clocks(view) if clock.is_late or _is_near(view, clock)]
    return min(pressing, key=lambda clock: (clock.due or view.now, clock.id), default=None)


def _is_near(view: View, clock: Clock) -> bool:
    if clock.state != "running" or clock.due is None or clock.started is None:
        return False
    quarter = (clock.due - clock.started) / 4
    return clock.due - view.now <= min(max(quarter, NEAR_LEAST), NEAR_MOST)
