"""What is said below the list about the row under the cursor: why a server stands there, when a service is expected, what
somebody noted.
"""

from typing import NamedTuple

from chwapi_console.console.foresight import expected_words
from chwapi_console.console.known import Known
from chwapi_console.console.place import QUEUE, SERVICES, TRIAGE, Place
from chwapi_console.console.row import fit, on_lines, paragraph
from chwapi_console.recovery.acceptance import in_full
from chwapi_console.recovery.notes import note_words, notes_on
from chwapi_console.recovery.reasons import in_one, why
from chwapi_console.recovery.step_words import step_meaning, step_name
from chwapi_console.recovery.unnamed import nothing_to_do
from chwapi_console.recovery.view import View
from chwapi_console.text import Language, Sentence, say


class About(NamedTuple):
    """The words, and a note that cannot be read elsewhere."""

    words: Sentence | None = None
    note: Sentence | None = None

    def on_lines(self, t: Language, most: int, width: int) -> list[str]:
        """The words and the note after them on so many lines; where they do not fit, a line of each."""
        words, note = t(self.words or ""), t(self.note or "")
        both = f"{words} {note}".strip()
        if words and note and len(list(paragraph(both, width, indent=""))) > most:
            return [fit(words, width), fit(note, width)]
        return on_lines(both, most, width)


def about(known: Known, here: Place, subject: str, step: str = "") -> About:
    """What there is to say of a server or service at a place, or of a step under the cursor; in other places nothing."""
    if step:
        return About(step_words(known.view, step))
    if here == SERVICES:
        return About(expected_words(known.view, known.forecast, subject) or _signed(known.view, subject))
    if here not in (QUEUE, TRIAGE):
        return About()
    return About(_why_there(known.view, subject), _latest_note(known.view, subject))


def step_words(view: View, step: str) -> Sentence | None:
    """What is meant by a step; None where nobody says."""
    meaning = step_meaning(view.plan, step)
    return say("{name}: {meaning}", name=step_name(view.plan, step), meaning=meaning) if meaning else None


def _why_there(view: View, subject: str) -> Sentence | None:
    if not view.entries:
        return nothing_to_do(view)
    entry = view.entry.get(subject)
    return in_one(why(view, entry)) if entry else None


def _latest_note(view: View, subject: str) -> Sentence | None:
    """In a conflict what the acts say needs the room."""
    if subject in view.entry and view.entry[subject].conflict:
        return None
    notes = notes_on(view, subject)
    return note_words(view, notes[-1]) if notes else None


def _signed(view: View, service: str) -> Sentence | None:
    signed = in_full(view, service)
    return in_one(signed) if signed else None
