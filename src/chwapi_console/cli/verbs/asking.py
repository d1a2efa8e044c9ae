"""Questions to somebody at a terminal.

Enter takes what stands in brackets; what cannot be understood is asked again.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from chwapi_console.answers import means_yes
from chwapi_console.cli.line.content import STDIN
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import Refused, RequestError
from chwapi_console.letters import with_letters
from chwapi_console.text import Sentence, Value, say

Answer = TypeVar("Answer")


def somebody_answers(context: VerbContext, files: Sequence[str] = ()) -> bool:
    """Whether there is a person to ask.

    At a terminal, not behind `--json`, and not where one of the files comes from stdin.
    """
    return (
        not context.options.as_json
        and STDIN not in files
        and sys.stdin is not None
        and sys.stdin.isatty()
        and context.out.terminal
    )


def ask(context: VerbContext, question: Value, usual: str, read: Callable[[str], Answer]) -> Answer:
    """What `read` makes of the answer; its RequestError is said, and the question asked again.

    Refused when nobody answers.
    """
    context.out.before_asking()
    while True:
        context.out.say(
            say("{question} [{usual}]", question=question, usual=usual) if usual else question
        )
        context.out.flush()
        line = _line()
        if not line:
            raise Refused(say("Nobody answered. Nothing was written."))
        try:
            return read(with_letters(line).strip() or usual)
        except RequestError as error:
            context.out.say(error.sentence)


def _line() -> str:
    """What somebody types, with a line editor where there is one: an arrow is no part of an answer.

    Empty at the end.
    """
    with suppress(ImportError):
        import readline  # noqa: F401  # `input` uses it
    if reread := getattr(sys.stdin, "reconfigure", None):
        reread(errors="surrogateescape")  # an older terminal's letters are no fault
    try:
        return input() + "\n"
    except EOFError:
        return ""


def agreed(context: VerbContext, question: Sentence, before: Callable[[str], object] = str) -> bool:
    """Whether the answer is yes; Enter means no. `before` hears each answer first."""
    t = context.out.language

    def read(answer: str) -> bool:
        before(answer)
        if (yes := means_yes(answer, t)) is None:
            raise RequestError(say("Answer y or n."))
        return yes

    return ask(
        context, say("{question} ({yes}/Enter: no)", question=question, yes=say("y")), "", read
    )
