"""Acts that disagree about a server, and who did them."""

from collections.abc import Sequence
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.journal.events import Event
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.reasons import state_word
from chwapi_console.text import Sentence, Value, every, say


def in_conflict_words(view: View, server: str, heads: Sequence[Event]) -> Sentence:
    """That a plain act is not for a server about which acts disagree, with each of them named."""
    return say(
        "{server} is in conflict: {heads}. Use settle.",
        server=server,
        heads=every([done_by(view, head) for head in heads]),
    )


def done_by(view: View, event: Event) -> Sentence:
    """Who did what and when, in a few words: "dba 02:14 (restored)"."""
    what: Value = state_word(event.after.state) if event.after else event.kind
    moment = datetime.fromisoformat(event.at)
    return say(
        "{operator} {time} ({what})",
        operator=view.by(event),
        what=what,
        time=clock_time(moment, view.plan.incident.zone, view.now),
    )
