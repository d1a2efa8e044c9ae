"""Adding notes to servers and services, and to the incident as a whole."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.journal.kinds.payload import THE_RECORD
from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import NOTE, NoteCase
from chwapi_console.recovery.rules.remarks import Remarks, when_done
from chwapi_console.recovery.state.told.promises import hypotheses
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import say, some

PLAIN = Noted("")
FEWEST_SHOWN = 8
"""Signs of an event's id, as `log` shows it."""


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
    like: Noted = PLAIN,
) -> Act:
    """Adds the same note to several, or to the incident as a whole.

    `like` says what kind of note it is.
    """
    drafting = Drafting(view, operator)
    for subject in subjects:
        one = drafting.admit(
            NoteCase(view, NOTE, subject, text, operator, Remarks(done_at=done_at))
        )
        known_subject(view, subject)
        drafting.add(one, like._replace(text=text), when_done(done_at))
    return drafting.done()


def known_subject(view: View, subject: str) -> None:
    """RequestError where neither the plan nor the journal knows it.

    The incident as a whole is known.
    """
    known = [*view.situation.servers, *view.plan.services, *view.plan.conditions, THE_RECORD]
    if subject not in known and subject not in view.situation.not_in_plan:
        raise RequestError(no_such_node(subject, known[:-1]))


def settling(view: View, name: str, outcome: str) -> tuple[str, Noted]:
    """What a hypothesis is about, and a note like those that say what came of it.

    RequestError where none has an id that begins so.
    """
    known = hypotheses(view.situation.notes)
    found = [one for one in known if name and one.event.id.startswith(name.lower())]
    if len(found) != 1:
        raise RequestError(
            say(
                'There is no hypothesis "{id}". Those noted: {events}. See handover.',
                id=name,
                events=some([one.event.id[:FEWEST_SHOWN] for one in known], len(known))
                if known
                else say("none"),
            )
        )
    of = found[0].event
    return of.subject, Noted("", settles=of.first_hash, outcome=outcome)
