"""What is to be said of a server that stands no longer in the queue, in both faces."""

from chwapi_console.recovery.state.view import View
from chwapi_console.text import Sentence, say


def finished_words(view: View, server: str) -> Sentence:
    """Whether a server that is available works, and whether a second person could still look at it."""
    if not view.works(server):
        return say("It is available, and works as soon as what it needs does.")
    if view.situation.state(server) == "restored":
        return say("It works: nothing is left to do here but for somebody else to verify it.")
    return say("It works: nothing is left to do here.")
