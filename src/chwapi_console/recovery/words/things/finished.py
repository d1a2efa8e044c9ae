"""What is to be said of a server that stands no longer in the queue, in both faces."""

from chwapi_console.journal.kinds.standing import RESTORED
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import Sentence, plural, say, some

MOST_STEPS = 5
"""Open steps that are named; the others are counted."""


def finished_words(view: View, server: str) -> Sentence:
    """Whether a server that is available works, and whether a second person could still look at it.

    Which steps of its runbook are open, where somebody restored it: not of one that never fell.
    """
    if (left := _open_steps(view, server)) is not None:
        return _with_open_steps(view, server, left)
    if not view.works(server):
        return say("It is available, and works as soon as what it needs does.")
    if view.situation.state(server) == "restored":
        return say("It works: nothing is left to do here but for somebody else to verify it.")
    return say("It works: nothing is left to do here.")


def _open_steps(view: View, server: str) -> Sentence | None:
    if view.situation.state(server) not in RESTORED:
        return None
    steps = view.plan.steps_of(server)
    left = [step for step in steps if view.situation.is_to_do(server, step)]
    if not left:
        return None
    return plural(
        "{n} of {all} steps of its runbook is open ({steps})",
        "{n} of {all} steps of its runbook are open ({steps})",
        len(left),
        all=len(steps),
        steps=some([step_name(view.plan, step) for step in left], MOST_STEPS),
    )


def _with_open_steps(view: View, server: str, left: Sentence) -> Sentence:
    if not view.works(server):
        return say("It is available, and works as soon as what it needs does; {left}.", left=left)
    if view.situation.state(server) == "restored":
        return say("It works, but {left}, and somebody else is still to verify it.", left=left)
    return say("It works, but {left}.", left=left)
