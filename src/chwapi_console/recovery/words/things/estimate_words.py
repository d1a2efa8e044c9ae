"""How long a server takes to restore, and what is left of it, in words."""

from chwapi_console.clock import span
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say


def estimate_words(view: View, server: str) -> Sentence:
    """How long restoring a server takes, and, once steps with a time are done, what is left."""
    whole = view.plan.restoration(server)
    left = left_to_restore(view.plan, view.situation, server)
    takes = say(
        "{low} to {high}, likely {likely}",
        low=span(whole.low),
        high=span(whole.high),
        likely=span(whole.likely),
    )
    if left == whole:
        return takes
    return say("{takes}; by its steps, {left} to go", takes=takes, left=span(left.likely))
