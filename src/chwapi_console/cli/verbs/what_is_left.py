"""`close --list`: all that does not hold yet before the recovery can be ended.

How it was, once it is.
"""

from collections.abc import Sequence

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.words import header
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.ending import (
    APART,
    HEADINGS,
    OPEN_SINCE,
    TO_RESTORE,
    Open,
    by_kind,
    compromised_apart,
    how_it_ended,
    left_to_end,
    open_since_the_end,
    to_restore_first,
)
from chwapi_console.text import Sentence, plural, say


def tell_what_is_left(context: VerbContext) -> int:
    """Prints it, a line for each, what does not hold with the most urgent first."""
    with context.session() as session:
        view = session.look()
        if context.options.as_json:
            context.out.json(
                {
                    "left_to_close": as_json.left_to_close(view),
                    "to_restore": as_json.to_restore(view),
                    "compromised_apart": as_json.compromised_apart(view),
                    "closed": as_json.closed(view),
                }
            )
            return 0
        context.out.say(header(view))
        if view.situation.ended is None:
            _tell_left(context, view)
        else:
            _tell_ended(context, view)
    return 0


def _tell_ended(context: VerbContext, view: View) -> None:
    """How it was ended, below what does not hold any more."""
    if since := open_since_the_end(view):
        _tell_group(context, OPEN_SINCE, since)
        context.out.line("")
    for sentence in how_it_ended(view):
        context.out.say(sentence)


def _tell_left(context: VerbContext, view: View) -> None:
    left = left_to_end(view)
    first = to_restore_first(view, left)
    apart = compromised_apart(view, first)
    for heading, group in ((TO_RESTORE, first), (APART, apart)):
        if group:
            _tell_group(context, heading, group)
    for kind, group in by_kind(left):
        _tell_group(context, say("{what} ({kind})", what=HEADINGS[kind], kind=kind), group)
    if not left:
        context.out.say(say("Nothing hinders the end: close --reason TEXT"))
        return
    context.out.complain(
        plural(
            "{n} thing does not hold yet. Do it, or name it: --exception ID=REASON; all of a "
            "kind: --for-all KIND=REASON",
            "{n} things do not hold yet. Do them, or name each: --exception ID=REASON; all "
            "of a kind: --for-all KIND=REASON",
            len(left),
        )
    )


def _tell_group(context: VerbContext, heading: Sentence, group: Sequence[Open]) -> None:
    context.out.line("")
    context.out.say(say("{title}: {n}", title=heading, n=len(group)))
    for one in group:
        context.out.say(one.words)
