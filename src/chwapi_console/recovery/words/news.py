"""What happened, told in one line: an event in words."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.journal.events import Event
from chwapi_console.journal.evidence_kinds import EvidenceChange, HandOverChange
from chwapi_console.journal.heads import MOST_TOLD
from chwapi_console.journal.legal_kinds import AwarenessChange, NotificationChange
from chwapi_console.journal.point_kinds import IndicatorsChange, PointChange, SinceChange
from chwapi_console.journal.record_kinds import (
    CameLoose,
    EndingChange,
    Exported,
    KeyMade,
    NoteChange,
    Noted,
    NoteUndone,
    PlanSeen,
    Signed,
)
from chwapi_console.journal.server_kinds import (
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
from chwapi_console.journal.service_kinds import (
    AcceptedUndone,
    ConditionChange,
    ConditionTerms,
    ConditionUndone,
    PinChange,
    PinTerms,
    PinUndone,
    SignOffChange,
    SignOffTerms,
)
from chwapi_console.journal.standing import Standing
from chwapi_console.journal.telling_kinds import HandoverChange, PromiseChange
from chwapi_console.people import same_person
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.ending import of_the_end
from chwapi_console.recovery.words.evidence_words import evidence_deed
from chwapi_console.recovery.words.point_words import told_of_points
from chwapi_console.recovery.words.state_words import state_word
from chwapi_console.recovery.words.step_words import step_name, usual_name
from chwapi_console.recovery.words.telling_words import about_words, note_deed, telling_deed
from chwapi_console.text import Sentence, Value, plural, say, some

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
    time = clock_time(at, view.plan.incident.zone, view.now)
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
    elif isinstance(payload, PinChange | ConditionChange) and payload.after is not None:
        until = payload.after.until
    return until if until and datetime.fromisoformat(until) > event.moment else ""


def _deed(event: Event, view: View | None) -> Sentence:
    match event.payload:
        case StandingChange() as change:
            return _of_server(event, change, view)
        case StepChange() as change:
            return _of_step(event, change, view)
        case PinChange() as change:
            return _of_pin(event, change, view)
        case SignOffChange() as change:
            return _of_sign_off(event, change, view)
        case ConditionChange() as change:
            return _of_condition(event, change, view)
        case FoundChange() as change:
            return _of_found(event, change)
        case EndingChange() as change:
            return of_the_end(change)
        case Noted() as note:
            return note_deed(event, note, view)
        case NoteUndone() as change:
            return _of_note(event, change, view)
    return _of_what_is_told(event, view)


def _called(subject: str, view: View | None) -> Value:
    """What people call what an act is about, in a view whose plan has it; else its id."""
    return about_words(subject, view)


def _of_what_is_told(event: Event, view: View | None) -> Sentence:
    """What was told of restore points, evidence or notifications."""
    match event.payload:
        case PointChange() | SinceChange() | IndicatorsChange() as change:
            return told_of_points(event, change, view)
        case EvidenceChange() | HandOverChange() as of_evidence:
            return evidence_deed(event, of_evidence)
        case AwarenessChange() | NotificationChange() as for_a_law:
            from chwapi_console.recovery.words.clock_words import deed_for_a_law

            return deed_for_a_law(for_a_law, view)
        case PromiseChange() | HandoverChange() as told:
            return telling_deed(event, told, view)
    return _of_record(event)


def _of_record(event: Event) -> Sentence:
    match event.payload:
        case Exported(purpose=purpose):
            return say("the record was exported ({purpose})", purpose=purpose)
        case PlanSeen(digest=digest):
            return say("a plan was taken up ({digest})", digest=digest[:12])
        case CameLoose(claims=(), came=came):
            return plural(
                "{n} event came that others had seen before",
                "{n} events came that others had seen before",
                came,
            )
        case CameLoose(claims=claims):
            return plural(
                "{n} claim to have seen what is not here came with a sync",
                "{n} claims to have seen what is not here came with a sync",
                len(claims),
            )
        case KeyMade():
            return say("acts of {origin} are signed from here on", origin=event.origin)
        case Signed(seq=seq):
            return say(
                "signed up to event {seq} of {origin}",
                seq="" if seq is None else str(seq),
                origin=event.origin,
            )
    return _of_unknown(event)


def _of_found(event: Event, change: FoundChange) -> Sentence:
    if change.after is None:
        return say("{subject} no longer added to the plan", subject=event.subject)
    return say(
        "{subject} added to the plan ({role})", subject=event.subject, role=change.after.role
    )


def _of_unknown(event: Event) -> Sentence:
    """An act of a kind that only a later program knows."""
    return say("{subject}: {kind}", kind=event.kind, subject=event.subject)


def _of_note(event: Event, change: NoteChange, view: View | None) -> Sentence:
    subject = _called(event.subject, view)
    if change.after == "noted":
        return say("{subject}: a note put back", subject=subject)
    return say("{subject}: a note taken back", subject=subject)


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
    since = clock_time(found[0].counts_from, view.plan.incident.zone, view.now)
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
    return _of_unknown(event)


def _of_pin(event: Event, change: PinChange, view: View | None) -> Sentence:
    subject = _called(event.subject, view)
    if not isinstance(change, PinUndone):
        return _pin(subject, change.after, view)
    if _over_by(event, change.after):
        return say(
            "{subject} not pinned: the time of the pin before is over (undo)", subject=subject
        )
    return say("{what} (undo)", what=_pin(subject, change.after, view))


def _pin(subject: Value, terms: PinTerms | None, view: View | None) -> Sentence:
    """What a pin says now; where there is none any more, so much."""
    if terms is None:
        return say("{subject} no longer pinned", subject=subject)
    if terms.before:
        return say(
            "{subject} pinned before {other} ({reason})",
            subject=subject,
            other=_called(terms.before, view),
            reason=terms.reason,
        )
    return say("{subject} pinned first ({reason})", subject=subject, reason=terms.reason)


def _over_by(event: Event, terms: PinTerms | None) -> bool:
    """Whether the time of a pin was over when the event was written."""
    until = terms.until if terms is not None else ""
    return until != "" and datetime.fromisoformat(until) <= event.moment


def _of_sign_off(event: Event, change: SignOffChange, view: View | None) -> Sentence:
    what = _sign_off(_called(event.subject, view), change.after, view)
    return say("{what} (undo)", what=what) if isinstance(change, AcceptedUndone) else what


def _sign_off(service: Value, terms: SignOffTerms | None, view: View | None) -> Sentence:
    if terms is None:
        return say("{subject}: the sign-off was taken back", subject=service)
    if terms.without:
        return say(
            "{subject} signed off by {by}, without {without} (tried: {tried})",
            subject=service,
            by=terms.by,
            tried=terms.tried,
            without=some([_called(each, view) for each in terms.without], MOST_TOLD),
        )
    if terms.reserve:
        return say(
            "{subject} signed off by {by} with reserve: {reserve} (tried: {tried})",
            subject=service,
            by=terms.by,
            tried=terms.tried,
            reserve=terms.reserve,
        )
    return say(
        "{subject} signed off by {by} (tried: {tried})",
        subject=service,
        by=terms.by,
        tried=terms.tried,
    )


def _of_condition(event: Event, change: ConditionChange, view: View | None) -> Sentence:
    what = said_of_condition(_called(event.subject, view), change.after)
    return say("{what} (undo)", what=what) if isinstance(change, ConditionUndone) else what


def said_of_condition(condition: Value, terms: ConditionTerms | None) -> Sentence:
    """What somebody says of a condition."""
    what: dict[str, Value] = {"subject": condition}
    match terms:
        case ConditionTerms(state="met", reserve=reserve) if reserve:
            return say(
                "{subject} met by {by} with reserve: {reserve} (tried: {tried})",
                by=terms.by,
                tried=terms.tried,
                reserve=reserve,
                **what,
            )
        case ConditionTerms(state="met"):
            return say(
                "{subject} met by {by} (tried: {tried})", by=terms.by, tried=terms.tried, **what
            )
        case ConditionTerms(state="awaited"):
            return say("{subject} awaited from {who}", who=terms.source, **what)
        case ConditionTerms(state="lost"):
            return say("{subject} lost ({reason})", reason=terms.reason, **what)
        case ConditionTerms(reason=reason) if reason:
            return say("{subject} open again ({reason})", reason=reason, **what)
    return say("{subject} open", **what)


def came_between(view: View, events: Sequence[Event]) -> Sentence:
    """What others did since an actor looked, with when, which is why their act was not written."""
    zone = view.plan.incident.zone
    acts = some(
        [
            say(
                "{deed} ({time})",
                deed=told(event, view),
                time=clock_time(event.moment, zone, view.now),
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
