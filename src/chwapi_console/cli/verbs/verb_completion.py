"""`completion`: what a shell needs to complete command lines at Tab."""

from collections.abc import Sequence
from pathlib import Path

from chwapi_console.cli.line.completion import SCRIPTS, Sources, completions, plan_at
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import ChwapiError, UsageError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.record.events import Event
from chwapi_console.session.record_alone import record_alone
from chwapi_console.text import either, say


def completion(context: VerbContext) -> int:
    """Prints the script of a shell, or what the last of some words may become, a line each.

    As JSON where that was typed, for no setting turns Tab off.
    """
    if context.given.shell == "words":
        offered = list(completions(context.given.words, Sources(plan_at, events_at)))
        if context.given.json:
            context.out.json({"shell": "words", "lines": offered})
        for word in () if context.given.json else offered:
            context.out.line(word)
        return 0
    if (script := SCRIPTS.get(context.given.shell)) is None:
        raise UsageError(
            with_nearest(
                say(
                    'completion takes {shells}, not "{word}".',
                    shells=either(list(SCRIPTS)),
                    word=context.given.shell,
                ),
                context.given.shell,
                SCRIPTS,
            )
        )
    if context.given.json:
        context.out.json({"shell": context.given.shell, "lines": script.splitlines()})
    else:
        context.out.text(script)
    return 0


def events_at(plan: Path, journal: Path | None) -> Sequence[Event]:
    """The events of a journal, the latest first; none where it cannot be read, and none is made."""
    try:
        with record_alone(plan, journal) as alone:
            return sorted(alone.record.events, key=lambda event: event.order, reverse=True)
    except ChwapiError:
        return ()
