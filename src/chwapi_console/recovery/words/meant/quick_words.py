"""That steps were ticked faster than anybody can do them, in a sentence."""

from collections.abc import Iterator

from chwapi_console.recovery.state.judged.quick_ticks import quick_ticks
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, plural


def quick_words(view: View, server: str) -> Iterator[Sentence]:
    """Which steps of a server were ticked in a row, a sentence for each row."""
    for quick in quick_ticks(view.situation, server):
        yield plural(
            "{n} step ticked in {seconds} s by {operator}.",
            "{n} steps ticked in {seconds} s by {operator}.",
            quick.steps,
            seconds=quick.seconds,
            operator=view.situation.spelled(quick.operator),
        )
