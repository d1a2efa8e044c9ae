"""What an undo puts back, as the case that the rules are asked about when somebody says it.

No rule is passed by taking back what took it away. Most undos go back to what stood until the act
that they take back: then only those rules are asked which speak of undos. To take back an undo is
to do the act again, and it is asked all that this act is asked, by what is so now.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chwapi_console.journal.kinds.evidence_kinds import (
    EvidenceChange,
    EvidenceHanded,
    EvidenceTaken,
    EvidenceTerms,
    HandOverChange,
    HandOverTerms,
)
from chwapi_console.journal.kinds.legal_kinds import (
    Aware,
    AwarenessChange,
    NotificationChange,
    Notified,
)
from chwapi_console.journal.kinds.payload import Payload
from chwapi_console.journal.kinds.point_kinds import (
    CompromisedSince,
    IndicatorsKnown,
    PointChange,
    PointTerms,
    PointTold,
    SinceChange,
)
from chwapi_console.journal.kinds.record_kinds import Closed, EndingChange, Reopened
from chwapi_console.journal.kinds.server_kinds import (
    Added,
    Dropped,
    FoundChange,
    Marked,
    Settled,
    StepChange,
    StepDone,
    StepFailed,
    StepSkipped,
    Taken,
)
from chwapi_console.journal.kinds.service_kinds import (
    Accepted,
    ConditionChange,
    ConditionSaid,
    PinChange,
    Pinned,
    SignOffChange,
    SignOffTerms,
    Unpinned,
)
from chwapi_console.journal.kinds.telling_kinds import (
    HandoverAccepted,
    HandoverChange,
    PromiseChange,
    Promised,
)
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.rules.cases import (
    ACCEPT,
    ADD,
    AWARE,
    CLOSE,
    COMPROMISED_SINCE,
    CONDITION,
    DROP,
    EVIDENCE,
    HAND_OVER,
    HANDOVER,
    INDICATORS,
    MARK,
    NOTIFIED,
    PIN,
    PROMISE,
    REOPEN,
    RESTORE_POINT,
    SETTLE,
    STEP,
    TAKE,
    UNDO,
    UNPIN,
    ActName,
    AwareCase,
    ConditionCase,
    EndCase,
    EvidenceCase,
    FoundCase,
    HandOverCase,
    HandoverCase,
    NotifiedCase,
    PinCase,
    PointCase,
    PromiseCase,
    SignOffCase,
    SinceCase,
    StepCase,
    ViewedCase,
)
from chwapi_console.recovery.state.told.conditions import NOBODY_SPOKE
from chwapi_console.recovery.state.told.evidence_items import handed
from chwapi_console.recovery.state.view.view import View

DONE_BY: Mapping[type[Payload], ActName] = MappingProxyType(
    {
        Marked: MARK,
        Taken: TAKE,
        Dropped: DROP,
        Settled: SETTLE,
        StepDone: STEP,
        StepSkipped: STEP,
        StepFailed: STEP,
        Pinned: PIN,
        Unpinned: UNPIN,
        Accepted: ACCEPT,
        ConditionSaid: CONDITION,
        PointTold: RESTORE_POINT,
        CompromisedSince: COMPROMISED_SINCE,
        IndicatorsKnown: INDICATORS,
        EvidenceTaken: EVIDENCE,
        EvidenceHanded: HAND_OVER,
        Added: ADD,
        Closed: CLOSE,
        Reopened: REOPEN,
        Aware: AWARE,
        Notified: NOTIFIED,
        Promised: PROMISE,
        HandoverAccepted: HANDOVER,
    }
)
"""By which act an event of a kind is written that can be undone, and done again."""


def stands_again(
    view: View,
    subject: str,
    put_back: Payload,
    actor: str,
    counts: Event | None = None,
    again: ActName | None = None,
) -> ViewedCase | None:
    """The case of what an undo puts back on a subject; None where it only takes something away.

    Of a step `counts` is the act that counts again, and `again` is the act that the undo does once
    more, if any. How servers stand again is asked about all of them at once, by `undo` itself; a
    sign-off that stands again vouches for no more than it did.
    """
    if again is not None and (case := _done_again(view, subject, put_back, actor)) is not None:
        return case
    if isinstance(put_back, StepChange):
        return _step(view, subject, put_back, actor, counts, again)
    if isinstance(put_back, ConditionChange):
        return _condition(view, subject, put_back, actor)
    if isinstance(put_back, PinChange) and put_back.after is not None:
        return PinCase.of(view, UNDO, subject, put_back.after, actor)
    if isinstance(put_back, FoundChange) and put_back.after is not None:
        return FoundCase(view, UNDO, subject, put_back.after, actor)
    return (
        _told_again(view, subject, put_back, actor)
        or _told_others(view, subject, put_back, actor)
        or _of_the_record(view, put_back, actor)
    )


def _done_again(view: View, subject: str, put_back: Payload, actor: str) -> ViewedCase | None:
    """The case of a sign-off or unpin, asked about only where an undo does the act itself again."""
    match put_back:
        case SignOffChange(after=SignOffTerms() as given) if subject in view.plan.services:
            ends, reserve = _moment(given.until), given.reserve
            return SignOffCase(
                view, UNDO, subject, given.by, given.tried, actor, reserve=reserve, until=ends
            )
        case PinChange(after=None):
            return PinCase(view, UNDO, subject, actor=actor)
    return None


def _told_again(view: View, subject: str, put_back: Payload, actor: str) -> ViewedCase | None:
    """What is told again of restore points, of the attacker, or of evidence."""
    match put_back:
        case SinceChange(server=server, after=after):
            return SinceCase(view, UNDO, subject, _moment(after), [server] if server else [], actor)
        case PointChange(point=point, after=PointTerms() as told):
            return PointCase(view, UNDO, subject, point, told, actor=actor)
        case EvidenceChange(item=item, after=EvidenceTerms() as taken):
            return EvidenceCase(view, UNDO, subject, item, taken, actor)
        case HandOverChange(item=item, after=HandOverTerms() as handed_on):
            return _hand_over(view, subject, item, handed_on, actor)
    return None


def _told_others(view: View, subject: str, put_back: Payload, actor: str) -> ViewedCase | None:
    """What is again promised, notified or taken over."""
    if isinstance(put_back, AwarenessChange):
        return AwareCase(view, UNDO, put_back.law, put_back.after, actor)
    if isinstance(put_back, NotificationChange) and put_back.after is not None:
        return NotifiedCase(view, UNDO, put_back.duty, put_back.after, actor)
    if isinstance(put_back, PromiseChange) and put_back.after is not None:
        return PromiseCase(view, UNDO, subject, put_back.promise, put_back.after, actor)
    if isinstance(put_back, HandoverChange) and put_back.after is not None:
        return HandoverCase(view, UNDO, put_back.after, actor)
    return None


def _of_the_record(view: View, put_back: Payload, actor: str) -> ViewedCase | None:
    """What is said again of the whole recovery."""
    if isinstance(put_back, EndingChange) and put_back.after is not None:
        return EndCase(view, UNDO, dict(put_back.after.exceptions), actor)
    return None


def _moment(at: str) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


def _step(
    view: View,
    subject: str,
    put_back: StepChange,
    actor: str,
    counts: Event | None,
    again: ActName | None,
) -> StepCase | None:
    if put_back.after not in ("done", *(("skipped", "failed") if again else ())):
        return None
    if subject not in view.plan.servers:
        return None
    said = counts.payload if counts is not None else None
    result = said.result if isinstance(said, StepChange) else ""
    return StepCase(view, UNDO, subject, put_back.step, put_back.after, actor, result=result)


def _hand_over(
    view: View, subject: str, item: str, terms: HandOverTerms, actor: str
) -> HandOverCase | None:
    """None where the hand-over before the one that is taken back is the last again.

    It stood all along.
    """
    stood = handed(view.situation, subject).get(item, ())
    if item not in view.situation.evidence.get(subject, {}) or any(
        isinstance(payload := act.payload, HandOverChange) and payload.after == terms
        for act in stood
    ):
        return None
    return HandOverCase(view, UNDO, subject, item, terms, actor)


def _condition(
    view: View, subject: str, put_back: ConditionChange, actor: str
) -> ConditionCase | None:
    """As it would be said now: on those suspects that nobody knew of then."""
    if subject not in view.plan.conditions:
        return None
    after = put_back.after or NOBODY_SPOKE
    suspect = tuple(server for server in after.servers if server in view.suspects)
    after = after._replace(suspect=suspect)
    return ConditionCase(view, UNDO, subject, after, _moment(after.until), actor)
