"""`completion`: what a shell needs to complete command lines at Tab."""

from chwapi_console.cli.line.completion import SCRIPTS, offered, plan_at
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import UsageError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.text import either, say


def completion(desk: VerbContext) -> int:
    """Prints the script of a shell, or what the last of some words may become, a line each."""
    if desk.given.shell == "words":
        for word in offered(desk.given.words, plan_at):
            desk.out.line(word)
        return 0
    if (script := SCRIPTS.get(desk.given.shell)) is None:
        raise UsageError(
            with_nearest(
                say(
                    'completion takes {shells}, not "{word}".',
                    shells=either(list(SCRIPTS)),
                    word=desk.given.shell,
                ),
                desk.given.shell,
                SCRIPTS,
            )
        )
    desk.out.text(script)
    return 0
