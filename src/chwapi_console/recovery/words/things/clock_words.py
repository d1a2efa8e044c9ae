"""The clocks of laws in sentences."""

from collections.abc import Iterator

from chwapi_console.clock import day_and_time, minutes_between, span
from chwapi_console.inventory.deadlines import ON_REQUEST, WITHOUT_DELAY, deadline_named
from chwapi_console.journal.kinds.legal_kinds import (
    AwarenessChange,
    AwareUndone,
    NotificationChange,
    NotifiedUndone,
)
from chwapi_console.recovery.state.of_view.clocks import Clock, clocks, nearest_clock
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.point_words import moment_words
from chwapi_console.text import Sentence, plural, say


def deed_for_a_law(change: AwarenessChange | NotificationChange, view: View | None) -> Sentence:
    """What was said of an awareness or a notification, in the words of the log."""
    if isinstance(change, AwarenessChange):
        words = _of_awareness(change, view)
        return say("{what} (undo)", what=words) if isinstance(change, AwareUndone) else words
    words = (
        say("{duty} notified, number {ref}", duty=change.duty, ref=change.after.ref)
        if change.after is not None
        else say("{duty} not notified", duty=change.duty)
    )
    return say("{what} (undo)", what=words) if isinstance(change, NotifiedUndone) else words


def _of_awareness(change: AwarenessChange, view: View | None) -> Sentence:
    if change.after is None:
        return say("{law}: no word any more since when somebody is aware", law=change.law)
    return say(
        "{law}: {who} aware since {time}",
        law=change.law,
        who=change.after.by,
        time=moment_words(view, change.after.at),
    )


def clock_words(view: View, clock: Clock) -> Sentence:
    """How a duty stands: when it is due, whether it is late, met, or only a duty."""
    zone, now = view.plan.incident.zone, view.now
    due = day_and_time(clock.due.astimezone(zone)) if clock.due else ""
    match clock.state:
        case "running" if clock.due:
            left = span(minutes_between(now, clock.due))
            return say("due {time}, in {left}", time=due, left=left)
        case "late" if clock.due:
            return say("LATE: was due {time}", time=due)
        case "duty":
            return say("without delay: not done yet")
        case "on request":
            return say("only where it is asked for")
        case "met" | "met late" if clock.met and clock.met_at:
            at = day_and_time(clock.met_at.astimezone(zone))
            met = say(
                "notified {time} by {operator}, number {ref}",
                time=at,
                operator=view.by(clock.met),
                ref=clock.ref,
            )
            if clock.state == "met late":
                return say("{met}: LATE, it was due {due}", met=met, due=due)
            return say("{met}; it was due {due}", met=met, due=due) if due else met
    return say("not started")


def pressing(view: View) -> Sentence | None:
    """The clock that runs out first, in a few words, where that is near or over."""
    clock = nearest_clock(view)
    if clock is None or clock.due is None:
        return None
    time = view.clock(clock.due)
    if clock.is_late:
        return say("{duty} LATE since {time}", duty=clock.id, time=time)
    return say("{duty} due {time}", duty=clock.id, time=time)


def news_of_clocks(before: View, after: View) -> Iterator[Sentence]:
    """What is due that was not before, and what is no longer."""
    then = {clock.id: (clock.state, clock.due) for clock in clocks(before)}
    for clock in clocks(after):
        if clock.is_open and then.get(clock.id) != (clock.state, clock.due):
            yield say("{duty}: {how}.", duty=clock.id, how=clock_words(after, clock))


def deadline_words(said: str) -> Sentence:
    """A deadline of a plan in words."""
    if said == WITHOUT_DELAY:
        return say("without delay")
    if said == ON_REQUEST:
        return say("on request")
    deadline = deadline_named(said)
    if deadline.months:
        return plural("{n} month", "{n} months", deadline.months)
    hours, minutes = divmod(deadline.minutes, 60)
    return span(deadline.minutes) if minutes else say("{hours} h", hours=hours)
