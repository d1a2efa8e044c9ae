"""What an undo puts back, as the case that the rules are asked about where somebody says it
themselves: no rule is passed by taking back what took it away."""

from datetime import datetime

from chwapi_console.journal.legal_kinds import AwarenessChange, NotificationChange
from chwapi_console.journal.payload import Payload
from chwapi_console.journal.point_kinds import PointChange, SinceChange
from chwapi_console.journal.record_kinds import EndingChange
from chwapi_console.journal.server_kinds import FoundChange, StepChange
from chwapi_console.journal.service_kinds import ConditionChange, PinChange
from chwapi_console.journal.telling_kinds import HandoverChange, PromiseChange
from chwapi_console.recovery.rules.cases import (
    UNDO,
    AwareCase,
    ConditionCase,
    EndCase,
    FoundCase,
    HandoverCase,
    NotifiedCase,
    PinCase,
    PointCase,
    PromiseCase,
    SinceCase,
    StepCase,
    ViewedCase,
)
from chwapi_console.recovery.state.conditions import NOBODY_SPOKE
from chwapi_console.recovery.state.view import View


def stands_again(view: View, subject: str, put_back: Payload, actor: str) -> ViewedCase | None:
    """The case of what an undo puts back on a subject; None where it only takes something away. How
    servers stand again is asked about all of them at once, by `undo` itself; a sign-off that is put
    back vouches for no more than it did."""
    if isinstance(put_back, ConditionChange):
        return _condition(view, subject, put_back, actor)
    if isinstance(put_back, SinceChange):
        servers = [put_back.server] if put_back.server else []
        return SinceCase(view, UNDO, subject, _moment(put_back.after), servers, actor)
    if isinstance(put_back, PointChange) and put_back.after is not None:
        return PointCase(view, UNDO, subject, put_back.point, put_back.after, actor=actor)
    if isinstance(put_back, StepChange):
        step, after = put_back.step, put_back.after
        ticked = after == "done" and subject in view.plan.servers
        return StepCase(view, UNDO, subject, step, after, actor) if ticked else None
    if isinstance(put_back, PinChange) and put_back.after is not None:
        return PinCase.of(view, UNDO, subject, put_back.after, actor)
    if isinstance(put_back, EndingChange) and put_back.after is not None:
        return EndCase(view, UNDO, dict(put_back.after.exceptions), actor)
    if isinstance(put_back, FoundChange) and put_back.after is not None:
        return FoundCase(view, UNDO, subject, put_back.after, actor)
    return _told(view, subject, put_back, actor)


def _told(view: View, subject: str, put_back: Payload, actor: str) -> ViewedCase | None:
    """The same of what others were told, promised or notified."""
    if isinstance(put_back, AwarenessChange):
        return AwareCase(view, UNDO, put_back.law, put_back.after, actor)
    if isinstance(put_back, NotificationChange) and put_back.after is not None:
        return NotifiedCase(view, UNDO, put_back.duty, put_back.after, actor)
    if isinstance(put_back, PromiseChange) and put_back.after is not None:
        return PromiseCase(view, UNDO, subject, put_back.promise, put_back.after, actor)
    if isinstance(put_back, HandoverChange) and put_back.after is not None:
        return HandoverCase(view, UNDO, put_back.after, actor)
    return None


def _moment(at: str) -> datetime | None:
    return datetime.fromisoformat(at) if at else None


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
