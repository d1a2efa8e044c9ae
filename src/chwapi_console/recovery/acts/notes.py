"""Notes on a server or service: adding one, and reading them: those by themselves and those given
with an act, none that was taken back.
"""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import no_such_node
from chwapi_console.journal.events import Event
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import NOTE, NoteCase
from chwapi_console.recovery.rules.remarks import when_done
from chwapi_console.recovery.state.view import View
from chwapi_console.text import Sentence, say


def note(view: View, subject: str, text: str, done_at: datetime | None = None) -> Act:
    """Adds a note to a server or service, or to an id that at least the journal knows."""
    return note_on(view, [subject], text, done_at)


def note_on(view: View, subjects: Sequence[str], text: str, done_at: datetime | None = None) -> Act:
    """Adds the same note to several."""
    known = [*view.situation.servers, *view.plan.services]
    drafting = Drafting(view)
    for subject in subjects:
        one = drafting.admit(NoteCase(view, NOTE, subject, text))
        if subject not in known and subject not in view.situation.not_in_plan:
            raise RequestError(no_such_node(subject, known))
        drafting.add(one, "noted", {"text": text, **when_done(done_at)})
    return drafting.done()


def note_in(event: Event) -> str:
    """The note that an event holds; empty where it holds none."""
    return str(event.data.get("text" if event.kind == "noted" else "note") or "")


def notes_on(view: View, subject: str) -> Sequence[Event]:
    """The events that hold a note on something, in reading order."""
    history, undone = view.situation.history.get(subject, ()), view.situation.undone
    return [event for event in history if note_in(event) and event.id not in undone]


def note_words(view: View, event: Event) -> Sentence:
    """A note with who wrote it and when."""
    time = clock_time(datetime.fromisoformat(event.at), view.plan.incident.zone, view.now)
    return say(
        "Note {time} {operator}: {text}", time=time, operator=view.by(event), text=note_in(event)
    )
