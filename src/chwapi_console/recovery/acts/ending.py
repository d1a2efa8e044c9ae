"""Ending the recovery, and opening it again."""

from collections.abc import Mapping

from chwapi_console.journal.kinds.record_kinds import (
    THE_END,
    Closed,
    Ending,
    EndingChange,
    Reopened,
)
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import CLOSE, REOPEN, EndCase
from chwapi_console.recovery.rules.remarks import Remarks
from chwapi_console.recovery.state.view.view import View


def close(view: View, exceptions: Mapping[str, str], operator: str, remarks: Remarks) -> Act:
    """Ends the recovery.

    Of what does not hold yet, by id, the `exceptions` say why it is ended all the same. Refused,
    should somebody have acted on a server meanwhile.
    """
    drafting = Drafting(view, operator)
    one = drafting.admit(EndCase(view, CLOSE, exceptions, operator, remarks))
    after = Ending(remarks.reason, tuple(sorted(exceptions.items())))
    if (before := _ending(view)) != after:
        drafting.shown[THE_END] = view.situation.head_ids.get(THE_END, frozenset())
        drafting.add(one, Closed(before, after), remarks.data())
        drafting.rely_on(view.situation.servers)
    return drafting.done()


def reopen(view: View, operator: str, remarks: Remarks) -> Act:
    """Opens the recovery again."""
    drafting = Drafting(view, operator)
    one = drafting.admit(EndCase(view, REOPEN, actor=operator, remarks=remarks))
    drafting.shown[THE_END] = view.situation.head_ids.get(THE_END, frozenset())
    drafting.add(one, Reopened(_ending(view), None, remarks.reason), remarks.data())
    return drafting.done()


def _ending(view: View) -> Ending | None:
    payload = view.situation.ended.payload if view.situation.ended is not None else None
    return payload.after if isinstance(payload, EndingChange) else None
