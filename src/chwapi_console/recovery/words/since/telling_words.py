"""Notes, promises and shifts in sentences."""

from chwapi_console.clock import span
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.kinds.telling_kinds import (
    HandoverChange,
    HandoverUndone,
    PromiseChange,
    PromiseUndone,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.of_view.up_since import lost_since, up_since
from chwapi_console.recovery.state.told.promises import Hypothesis, Promise, ToldLast
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.point_words import moment_words
from chwapi_console.text import Sentence, Value, say, some

MOST_NAMED = 8
"""Servers taken over that one line names."""

OUTCOMES = {
    "eliminated": say("hypothesis eliminated"),
    "confirmed": say("hypothesis confirmed"),
}
"""What came of a hypothesis."""


def about_words(subject: str, view: View | None) -> Value:
    """What people call what something is about.

    The incident, or, in a view whose plan has it, its name; else its id.
    """
    if subject == THE_RECORD:
        return say("incident")
    return subject if view is None else node_name(view, subject)


def note_deed(event: Event, note: Noted, view: View | None) -> Sentence:
    """What was noted, in the words of the log."""
    what: dict[str, Value] = {"subject": about_words(event.subject, view), "text": note.text}
    if note.told:
        return say("{subject}: told {whom}: {text}", whom=note.told, **what)
    if note.hypothesis:
        return say("{subject}: hypothesis: {text}", **what)
    if note.settles:
        return say("{subject}: {outcome}: {text}", outcome=OUTCOMES[note.outcome], **what)
    return say("{subject}: note: {text}", **what)


def telling_deed(
    event: Event, change: PromiseChange | HandoverChange, view: View | None
) -> Sentence:
    """What was promised, kept or broken, or who took over, in the words of the log."""
    if isinstance(change, PromiseChange):
        words = _of_promise(event, change, view)
        return say("{what} (undo)", what=words) if isinstance(change, PromiseUndone) else words
    words = _of_handover(change)
    return say("{what} (undo)", what=words) if isinstance(change, HandoverUndone) else words


def _of_promise(event: Event, change: PromiseChange, view: View | None) -> Sentence:
    terms = change.after
    if terms is None:
        return say("promise {id} taken back; its words stay in the log", id=change.promise)
    what: dict[str, Value] = {"id": change.promise, "text": terms.text}
    if terms.state == "open":
        about = about_words(event.subject, view)
        by = moment_words(view, terms.by)
        return say("{subject}: promised by {time}: {text} ({id})", subject=about, time=by, **what)
    words = (
        say("promise {id} kept: {text}", **what)
        if terms.state == "kept"
        else say("promise {id} broken: {text}", **what)
    )
    return say("{what} ({reason})", what=words, reason=terms.reason) if terms.reason else words


def _of_handover(change: HandoverChange) -> Sentence:
    if change.after is None:
        return say("nobody took the shift over")
    if not change.after.servers:
        return say("{operator} took the shift over", operator=change.after.by)
    return say(
        "{operator} took the shift over, with {servers}",
        operator=change.after.by,
        servers=some(change.after.servers, MOST_NAMED),
    )


# On pages


def promise_words(view: View, promise: Promise) -> Sentence:
    """A promise in a line: by when, what, about what, by whom, and whether its time is over."""
    line = say(
        "{time} {about}: {text} ({id}, promised by {operator}, {when})",
        time=view.clock(promise.by),
        about=about_words(promise.subject, view),
        text=promise.terms.text,
        id=promise.id,
        operator=view.by(promise.event),
        when=view.when_done(promise.event),
    )
    if promise.disagreed:
        line = say("{line}; people disagree about it", line=line)
    if promise.is_open:
        return _awaited_words(view, promise, line)
    outcome = say("kept") if promise.terms.state == "kept" else say("BROKEN")
    line = say("{outcome}: {promise}", outcome=outcome, promise=line)
    return (
        say("{line}. {reason}", line=line, reason=promise.terms.reason)
        if promise.terms.reason
        else line
    )


def _awaited_words(view: View, promise: Promise, line: Sentence) -> Sentence:
    """Of a promise that is open, since when what is promised works, or that its time is over."""
    if (lost := lost_since(view, promise)) is not None:
        return say(
            "{promise}; up by then; no longer since {time}", promise=line, time=view.clock(lost)
        )
    if (up := up_since(view, promise)) is None:
        overdue = promise.by <= view.now
        return say("OVERDUE {promise}", promise=line) if overdue else line
    if up.since is None:
        return say("{promise}; it never was down", promise=line)
    since = view.clock(up.since)
    if up.punctual == "in_time":
        return say("{promise}; up since {time}, in time", promise=line, time=since)
    if up.punctual == "late":
        late = span(up.minutes_late)
        return say("{promise}; up since {time}, {late} late", promise=line, time=since, late=late)
    return say("{promise}; up by then, lost, and up again since {time}", promise=line, time=since)


def hypothesis_words(view: View, hypothesis: Hypothesis) -> Sentence:
    """A hypothesis in a line: whose, since when, and what came of it."""
    line = say(
        "{text} ({id}, {operator}, {time})",
        text=hypothesis.text,
        id=hypothesis.event.id[:8],
        operator=view.by(hypothesis.event),
        time=view.when_done(hypothesis.event),
    )
    settled = hypothesis.settled.payload if hypothesis.settled else None
    if hypothesis.settled is None or not isinstance(settled, Noted):
        return say("open: {hypothesis}", hypothesis=line)
    outcome = say("eliminated") if hypothesis.state == "eliminated" else say("confirmed")
    return say(
        "{outcome}: {hypothesis}; {why} ({operator}, {time})",
        outcome=outcome,
        hypothesis=line,
        why=settled.text,
        operator=view.by(hypothesis.settled),
        time=view.when_done(hypothesis.settled),
    )


def told_words(view: View, told_services: ToldLast) -> Sentence:
    """The last word that was given out to somebody, by whom and when."""
    return say(
        "{whom}, {time}: {text} ({operator})",
        whom=told_services.whom,
        time=view.when_done(told_services.event),
        text=told_services.text,
        operator=view.by(told_services.event),
    )


def taken_over_words(view: View) -> Sentence | None:
    """By whom and when the shift was taken over last; None where nobody did."""
    event = view.situation.handed_over
    change = event.payload if event else None
    if event is None or not isinstance(change, HandoverChange) or change.after is None:
        return None
    return say(
        "Taken over last by {operator}, {time}",
        operator=change.after.by,
        time=view.when_done(event),
    )
