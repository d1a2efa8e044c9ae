"""That steps were ticked faster than anybody can do them, in a sentence."""

from collections.abc import Iterator

from chwapi_console.journal.kinds.server_kinds import StepDone
from chwapi_console.recovery.state.judged.quick_ticks import quick_ticks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import Sentence, say


def quick_words(view: View, server: str) -> Iterator[Sentence]:
    """Which steps of a server were ticked in a row, a sentence for each row."""
    for quick in quick_ticks(view.situation, server):
        yield say(
            "Noted: {n} steps ticked in {seconds} s by {operator}, from {step} on.",
            n=quick.steps,
            seconds=quick.seconds,
            operator=view.situation.spelled(quick.operator),
            step=step_name(view.plan, quick.first.says(StepDone).step),
        )
