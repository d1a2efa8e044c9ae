"""What happened, told in one line: an event in words."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.journal.kinds.evidence_kinds import EvidenceChange, HandOverChange
from chwapi_console.journal.kinds.legal_kinds import AwarenessChange, NotificationChange
from chwapi_console.journal.kinds.point_kinds import IndicatorsChange, PointChange, SinceChange
from chwapi_console.journal.kinds.record_kinds import (
    EndingChange,
    NoteChange,
    Noted,
    NoteUndone,
)
from chwapi_console.journal.kinds.server_kinds import (
    Dropped,
    FoundChange,
    Settled,
    StandingChange,
    StepChange,
    StepDone,
    StepFailed,
    StepSkipped,
    StepUndone,
    Taken,
    Undone,
)
from chwapi_console.journal.kinds.service_kinds import (
    ConditionChange,
    PinChange,
    SignOffChange,
)
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.kinds.telling_kinds import HandoverChange, PromiseChange
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import MOST_TOLD
from chwapi_console.people import same_person
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import of_the_end
from chwapi_console.recovery.words.since.record_news import of_record, of_unknown
from chwapi_console.recovery.words.since.service_news import service_deed
from chwapi_console.recovery.words.since.telling_words import about_words, note_deed, telling_deed
from chwapi_console.recovery.words.things.evidence_words import evidence_deed
from chwapi_console.recovery.words.things.point_words import told_of_points
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.recovery.words.things.step_words import (
    result_in_short,
    step_name,
    usual_name,
)
from chwapi_console.text import Sentence, Value, say, some

NOT_SIGNED = say("not signed")
"""Behind an act of an origin with a key that this key does not stand for."""


def told(event: Event, view: View | None = None) -> Sentence:
    """Who did what to what: "dba: sql2 restored". Without a view its operator as stored."""
    operator = view.by(event) if view else event.operator
    return say("{operator}: {what}", operator=operator or event.host, what=deed(event, view))


def deed(event: Event, view: View | None = None) -> Sentence:
    """What was done to what: "sql2 restored".

    With a view services, conditions and steps have the names that its plan gives them, and until
    when is said of what has an end.
    """
    what, until = _deed(event, view), _until(event)
    if view is None or not until:
        return what
    at = datetime.fromisoformat(until)
    time = view.clock(at)
    if event.after is not None and time in event.after.reason:
        return what  # the reason says it already
    return say("{what}, until {time}", what=what, time=time)


def _until(event: Event) -> str:
    """Until when what an act says holds, or is expected to (ISO 8601).

    Empty where it has no end, or that was over when it was said.
    """
    payload, until = event.payload, ""
    if isinstance(payload, StandingChange) and payload.after.work == "blocked":
        until = payload.until
    elif isinstance(payload, PinChange | SignOffChange | ConditionChange) and payload.after:
        until = payload.after.until
    return until if until and datetime.fromisoformat(until) > event.moment else ""


def _deed(event: Event, view: View | None) -> Sentence:
    match event.payload:
        case StandingChange() as change:
            return _of_server(event, change, view)
        case StepChange() as change:
            return _of_step(event, change, view)
        case PinChange() | SignOffChange() | ConditionChange() as change:
            return service_deed(event, change, view)
        case FoundChange() as change:
            return _of_found(event, change)
        case EndingChange() as change:
            return of_the_end(change)
        case Noted() as note:
            return note_deed(event, note, view)
        case NoteUndone() as change:
            return _of_note(event, change, view)
    return _of_what_is_told(event, view)


def _of_what_is_told(event: Event, view: View | None) -> Sentence:
    """What was told of restore points, evidence or notifications."""
    match event.payload:
        case PointChange() | SinceChange() | IndicatorsChange() as change:
            return told_of_points(event, change, view)
        case EvidenceChange() | HandOverChange() as of_evidence:
            return evidence_deed(event, of_evidence, view)
        case AwarenessChange() | NotificationChange() as for_a_law:
            from chwapi_console.recovery.words.things.clock_words import deed_for_a_law

            return deed_for_a_law(for_a_law, view)
        case PromiseChange() | HandoverChange() as told:
            return telling_deed(event, told, view)
    return of_record(event)


def _of_found(event: Event, change: FoundChange) -> Sentence:
    if change.after is None:
        return say("{subject} no longer added to the plan", subject=event.subject)
    return say(
        "{subject} added to the plan ({role})", subject=event.subject, role=change.after.role
    )


def _of_note(event: Event, change: NoteChange, view: View | None) -> Sentence:
    subject = about_words(event.subject, view)
    if change.after == "noted":
        return say("{subject}: a note put back", subject=subject)
    return say("{subject}: a note taken back; its words stay in the log", subject=subject)


def _of_server(event: Event, change: StandingChange, view: View | None) -> Sentence:
    what: dict[str, Value] = {"subject": event.subject}
    before, after = change.before, change.after
    match change:
        case Taken() if not same_person(after.holder, event.operator):
            return say("{subject} given to {holder}", holder=after.holder, **what)
        case Taken() if before.holder and not same_person(before.holder, event.operator):
            return say("{subject} taken over from {holder}", holder=before.holder, **what)
        case Taken():
            return say("{subject} taken", **what)
        case Dropped() if before.work == "blocked":
            return say(
                "{subject} no longer blocked; it is {state}", state=state_word(after.state), **what
            )
        case Dropped():
            return say("{subject} let go", **what)
        case Undone():
            return _undone(event, after, view)
        case Settled():
            return say("{subject} settled: {state}", state=state_word(after.state), **what)
    return _marked(event, before, after)


def _undone(event: Event, after: Standing, view: View | None) -> Sentence:
    """What an undo put back: a state, which says nothing of whether a server is suspect.

    Or, where the act that is undone left the state as it was, that act itself is told.
    """
    change = event.payload
    assert isinstance(change, StandingChange)
    if view is not None and change.before.state == after.state:
        first, times = view.situation.past(event.subject).undone_at_first(event)
        if first is not None and times % 2:
            taken_back = say("{deed}: taken back (undo)", deed=_deed(first, view))
            return _and_stays(event, after, taken_back, view)
        if first is not None:
            return say("{deed}: put back (undo)", deed=_deed(first, view))
    return say(
        "{subject} put back to {state} (undo)", subject=event.subject, state=state_word(after.state)
    )


def _and_stays(event: Event, after: Standing, deed: Sentence, view: View) -> Sentence:
    """What was taken back, and that a server stays compromised all the same, since when."""
    found = view.situation.past(event.subject).acts_behind(event)
    if after.state != "compromised" or not found:
        return deed
    since = view.clock(found[0].counts_from)
    return say(
        "{deed}; {subject} stays compromised, since {time}",
        deed=deed,
        subject=event.subject,
        time=since,
    )


def _marked(event: Event, before: Standing, after: Standing) -> Sentence:
    what: dict[str, Value] = {"subject": event.subject}
    if after.work == "blocked" and before.holder and not same_person(before.holder, event.operator):
        return say(
            "{subject} blocked, {holder} had it in hand ({reason})",
            reason=after.reason,
            holder=before.holder,
            **what,
        )
    payload = event.payload
    if isinstance(payload, StandingChange) and payload.awaits and after.work == "blocked":
        return say(
            "{subject} blocked, waits for {what} ({reason})",
            what=payload.awaits,
            reason=after.reason,
            **what,
        )
    if after.second and not before.second:
        return say("{subject} confirmed clean", **what)
    if after.work == "on" and before.state == "clean":
        return say("{subject} switched on and reconnected", **what)
    if after.reason and after == before:
        return say(
            "{subject} {state}, as before ({reason})",
            state=state_word(after.state),
            reason=after.reason,
            **what,
        )
    if after.reason:
        return say(
            "{subject} {state} ({reason})",
            state=state_word(after.state),
            reason=after.reason,
            **what,
        )
    return say("{subject} {state}", state=state_word(after.state), **what)


def _of_step(event: Event, change: StepChange, view: View | None) -> Sentence:
    step = step_name(view.plan, change.step) if view is not None else usual_name(change.step)
    what: dict[str, Value] = {"subject": event.subject, "step": step}
    match change:
        case StepDone():
            came = result_in_short(view.plan, change) if view is not None else change.result
            if came:
                return say("{subject}: step {step} done ({what})", what=came, **what)
            return say("{subject}: step {step} done", **what)
        case StepSkipped():
            return say("{subject}: step {step} skipped ({reason})", reason=change.reason, **what)
        case StepFailed():
            return say("{subject}: step {step} failed ({reason})", reason=change.reason, **what)
        case StepUndone(after="failed"):
            return say("{subject}: step {step} counts as failed again", **what)
        case StepUndone(after="done"):
            return say("{subject}: step {step} is done again", **what)
        case StepUndone(after="skipped"):
            return say("{subject}: step {step} is skipped again", **what)
        case StepUndone():
            return say("{subject}: step {step} is open again", **what)
    return of_unknown(event)


def came_between(view: View, events: Sequence[Event]) -> Sentence:
    """What others did since an actor looked, with when, which is why their act was not written."""
    acts = some(
        [
            say(
                "{deed} ({time})",
                deed=told(event, view),
                time=view.clock(event.moment),
            )
            for event in events
        ],
        MOST_TOLD,
    )
    return say("Meanwhile {acts}. Nothing was written. Look again, then decide.", acts=acts)


def kept_from_fork(event: Event, first: Event | None = None) -> Sentence | None:
    """That an event only says an act anew which a fork would have kept out, and which act.

    So that nobody counts it twice. None for any other event. `first` is that act where it stands
    here too.
    """
    if event.keeps is None:
        return None
    if first is not None:
        return say("the same act as {event}, kept from a fork", event=first.id[:8])
    (origin, seq), _ = event.keeps
    return say("act {seq} of {origin}, kept from a fork", seq=seq, origin=origin)
