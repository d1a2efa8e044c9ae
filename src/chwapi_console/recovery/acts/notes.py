"""Adding notes to servers and services."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.journal.record_kinds import Noted
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import NOTE, NoteCase
from chwapi_console.recovery.rules.remarks import Remarks, when_done
from chwapi_console.recovery.state.view import View


def note(
    view: View, subject: str, text: str, done_at: datetime | None = None, operator: str = ""
) -> Act:
    """Adds a note to a server or service, or to an id that at least the journal knows."""
    return note_on(view, [subject], text, done_at, operator)


def note_on(
    view: View,
    subjects: Sequence[str],
    text: str,
    done_at: datetime | None = None,
    operator: str = "",
) -> Act:
    """Adds the same note to several."""
    known = [*view.situation.servers, *view.plan.services, *view.plan.conditions]
    drafting = Drafting(view, operator)
    for subject in subjects:
        one = drafting.admit(
            NoteCase(view, NOTE, subject, text, operator, Remarks(done_at=done_at))
        )
        if subject not in known and subject not in view.situation.not_in_plan:
            raise RequestError(no_such_node(subject, known))
        drafting.add(one, Noted(text), when_done(done_at))
    return drafting.done()
