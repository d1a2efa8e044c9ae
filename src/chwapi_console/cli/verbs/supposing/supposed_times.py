"""What is supposed of what comes at a time: a condition, what is blocked, what may not begin yet."""

from datetime import datetime

from chwapi_console.cli.verbs.supposing.supposition import (
    MOST_TOLD,
    Supposition,
    minutes_of,
    nothing_more,
)
from chwapi_console.clock import later, weekday_time
from chwapi_console.errors import RequestError
from chwapi_console.moments import read_coming
from chwapi_console.recovery.acts.supposing import time_to_come, with_condition, with_time
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import subject_name
from chwapi_console.text import Sentence, say


def supposed_met(view: View, subject: str, value: str) -> Supposition:
    """A condition met now."""
    nothing_more(value)
    then = with_condition(view, subject, met=True)
    what = say("met: {condition}", condition=subject_name(view, subject))
    return Supposition(subject, what, then, _held_down(view, subject), order=False)


def supposed_open(view: View, subject: str, value: str) -> Supposition:
    """A condition not met any more."""
    nothing_more(value)
    then = with_condition(view, subject, met=False)
    what = say("not met: {condition}", condition=subject_name(view, subject))
    return Supposition(subject, what, then, _held_down(then, subject), order=False)


def supposed_slips(view: View, subject: str, value: str) -> Supposition:
    """Later than it was to be there, by so much."""
    minutes = minutes_of(value)
    was = time_to_come(view, subject)
    if was is None:
        raise RequestError(
            say(
                "Nobody said when {id} is to be there. Suppose a time: {form}.",
                id=subject_name(view, subject),
                form=f"{subject} until 18:00",
            )
        )
    return _at(view, subject, later(max(was, view.now), minutes), was)


def supposed_until(view: View, subject: str, value: str) -> Supposition:
    """Not there before a time."""
    was, zone = time_to_come(view, subject), view.plan.incident.zone
    return _at(view, subject, read_coming(value, view.now, zone).at, was)


def _at(view: View, subject: str, then: datetime, was: datetime | None) -> Supposition:
    zone = view.plan.incident.zone
    when = weekday_time(then, zone, view.now)
    what = (
        say("{id} on {when} (nobody said when)", id=_awaited(view, subject), when=when)
        if was is None
        else say(
            "{id} on {when} (it is to be {was})",
            id=_awaited(view, subject),
            when=when,
            was=weekday_time(was, zone, view.now),
        )
    )
    told = (
        _held_down(view, subject)
        if subject in view.plan.conditions
        else list(view.because(subject))[:MOST_TOLD] or [subject]
    )
    return Supposition(subject, what, with_time(view, subject, then), told, order=False)


def _awaited(view: View, subject: str) -> Sentence:
    """What comes at a time: a condition, what a blocked server waits for, its begin."""
    name = subject_name(view, subject)
    if subject in view.plan.conditions:
        return say("there: {condition},", condition=name)
    if view.situation.state(subject) == "blocked":
        return say("what {server} waits for there", server=name)
    return say("{server} not begun before it is allowed,", server=name)


def _held_down(view: View, condition: str) -> list[str]:
    """The services that wait for a condition, the most urgent first. RequestError where none does."""
    above = view.graph.above(condition)
    of = [service for service in view.order.services_by_urgency if service in above] or [
        service for service in view.plan.services if service in above and not view.works(service)
    ]
    if not of:
        raise RequestError(
            say("No service that is not up waits for this: {id}.", id=subject_name(view, condition))
        )
    return of[:MOST_TOLD]
