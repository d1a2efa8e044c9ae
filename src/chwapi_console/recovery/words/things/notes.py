"""Reading the notes on a server or service.

Those by themselves and those given with an act, none that was taken back.
"""

from collections.abc import Sequence

from chwapi_console.journal.kinds.record_kinds import Noted
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, beginning, say


def note_in(event: Event) -> str:
    """The note that an event holds; empty where it holds none."""
    payload = event.payload
    return payload.text if isinstance(payload, Noted) else event.note


MOST_LETTERS = 500
"""Letters of a note that a page has room for; log --json and --json of the page have all."""


def note_on_a_page(event: Event) -> str:
    """The note that an event holds, as far as a page has room for it."""
    return beginning(note_in(event), MOST_LETTERS)


def notes_on(view: View, subject: str) -> Sequence[Event]:
    """The events that hold a note on something, in reading order."""
    history, undone = view.situation.history.get(subject, ()), view.situation.undone
    return [event for event in history if note_in(event) and event.hash not in undone]


def note_words(view: View, event: Event) -> Sentence:
    """A note with who wrote it and when."""
    time = view.when_done(event)
    return say(
        "Note {time} {operator}: {text}",
        time=time,
        operator=view.by(event),
        text=note_on_a_page(event),
    )
