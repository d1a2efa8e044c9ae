"""Shortcuts on a server in words: in short for a column, in full for its page."""

from collections.abc import Iterator

from chwapi_console.journal.kinds.server_kinds import StepChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.shortcuts import Shortcuts
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.point_words import flaw_word
from chwapi_console.recovery.words.things.step_words import step_name
from chwapi_console.text import Sentence, every, say


def kinds_of(shortcuts: Shortcuts) -> Iterator[Sentence]:
    """The kinds of them, a word or two for each."""
    if shortcuts.skipped:
        yield say("step skipped")
    if shortcuts.no_image:
        yield say("no image")
    if "stale" in shortcuts.flaws:
        yield say("stale verdict")
    if set(shortcuts.flaws) - {"stale"}:
        yield say("bad restore point")


def shortcuts_in_full(view: View, server: str, shortcuts: Shortcuts) -> Iterator[Sentence]:
    """A sentence for each."""
    for step, act in shortcuts.skipped.items():
        yield say(
            'Required and skipped: {step}, by {operator} at {time}: "{reason}".',
            step=step_name(view.plan, step),
            operator=view.by(act),
            time=view.when(act),
            reason=_reason(act),
        )
    if shortcuts.no_image:
        yield say(
            "Rebuilt, and no image of it is recorded any more: it was taken back by somebody who did "
            "not know."
        )
    if shortcuts.flaws:
        yield say(
            "Restored from point {point}: {flaws}.",
            point=shortcuts.point,
            flaws=every([flaw_word(view, server, flaw) for flaw in shortcuts.flaws]),
        )


def _reason(act: Event) -> str:
    payload = act.payload
    return payload.reason if isinstance(payload, StepChange) else ""
