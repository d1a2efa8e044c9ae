"""What an event says was done, for whoever did it or looks back."""

from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.acts.open_steps import deed_with_open_steps
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say


def with_time_done(view: View, event: Event, what: Sentence | None = None) -> Sentence:
    """What was done, with what its operator left open and when it was really done.

    The time stands there where they said so.
    """
    what = what or deed_with_open_steps(view, event)
    if event.done_at:
        what = say("{what}, done at {time}", what=what, time=view.when_done(event))
    if not (by := event.entered_by):
        return what
    return say("{what} (entered by {operator})", what=what, operator=view.situation.spelled(by))
