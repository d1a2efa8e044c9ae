"""Acts on services and conditions in words: pins, sign-offs, what is met and what is not."""

from datetime import datetime

from chwapi_console.journal.kinds.service_kinds import (
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
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.heads import MOST_TOLD
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.telling_words import about_words
from chwapi_console.text import Sentence, Value, say, some


def service_deed(
    event: Event, change: PinChange | SignOffChange | ConditionChange, view: View | None
) -> Sentence:
    """What was done to a service or a condition, or put first."""
    match change:
        case PinChange():
            return _of_pin(event, change, view)
        case SignOffChange():
            return _of_sign_off(event, change, view)
    return _of_condition(event, change, view)


def _of_pin(event: Event, change: PinChange, view: View | None) -> Sentence:
    """What was done to a pin."""
    subject = about_words(event.subject, view)
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
            other=about_words(terms.before, view),
            reason=terms.reason,
        )
    return say("{subject} pinned first ({reason})", subject=subject, reason=terms.reason)


def _over_by(event: Event, terms: PinTerms | None) -> bool:
    """Whether the time of a pin was over when the event was written."""
    until = terms.until if terms is not None else ""
    return until != "" and datetime.fromisoformat(until) <= event.moment


def _of_sign_off(event: Event, change: SignOffChange, view: View | None) -> Sentence:
    """What was done to a sign-off."""
    what = _sign_off(about_words(event.subject, view), change.after, view)
    return say("{what} (undo)", what=what) if isinstance(change, AcceptedUndone) else what


def _sign_off(service: Value, terms: SignOffTerms | None, view: View | None) -> Sentence:
    if terms is None:
        return say("{subject}: the sign-off was taken back", subject=service)
    what: dict[str, Value] = {"subject": service, "by": terms.by, "tried": terms.tried}
    if terms.without:
        what["without"] = some([about_words(each, view) for each in terms.without], MOST_TOLD)
    match bool(terms.reserve), bool(terms.without):
        case True, True:
            return say(
                "{subject} signed off by {by} with reserve: {reserve}, without {without} "
                "(tried: {tried})",
                reserve=terms.reserve,
                **what,
            )
        case True, False:
            return say(
                "{subject} signed off by {by} with reserve: {reserve} (tried: {tried})",
                reserve=terms.reserve,
                **what,
            )
        case False, True:
            return say("{subject} signed off by {by}, without {without} (tried: {tried})", **what)
    return say("{subject} signed off by {by} (tried: {tried})", **what)


def _of_condition(event: Event, change: ConditionChange, view: View | None) -> Sentence:
    """What was said of a condition."""
    what = said_of_condition(about_words(event.subject, view), change.after)
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
