"""Whose word it is that something is not well: of each who says so, for whoever takes theirs back.

Where one person found a server compromised and another says so too, the first may have been wrong
and take it back, and the word of the other still holds. So it is written as theirs, though nothing
changes by it. What somebody says again is theirs already, and what lets go of a server needs no
second word: without it the server is only held back the sooner.
"""

from collections.abc import Callable, Sequence

from chwapi_console.journal.record.events import Event
from chwapi_console.people import same_person
from chwapi_console.recovery.state.told.server_history import state_said
from chwapi_console.recovery.state.view.view import View

HOLDS_BACK = ("compromised", "blocked", "unknown")
"""States by which a server is not used, the most cautious first."""


def first_to_say_so(view: View, server: str, operator: str) -> bool:
    """Whether a server is held back by others, or by the plan, and not by this operator's word.

    The plan's word can be taken out of its file; that nobody has looked is no word of anybody.
    """
    _, heads, _ = shown = view.situation.servers[server]
    if shown.state not in HOLDS_BACK or not (heads or shown.state == "compromised"):
        return False
    return not said_by(view, server, heads, operator, lambda act: state_said(act) == shown.state)


def said_by(
    view: View,
    subject: str,
    heads: Sequence[Event],
    operator: str,
    is_so: Callable[[Event], bool],
) -> bool:
    """Whether an operator is among those who said what still stands of a subject."""
    past = view.situation.past(subject)
    return any(same_person(operator, name) for name in past.who_say(heads, is_so))
