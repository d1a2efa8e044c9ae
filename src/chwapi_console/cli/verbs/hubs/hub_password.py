"""The password for a hub, asked of somebody at a terminal where it is wanted and stands nowhere.

It is kept in memory, for one verb.
"""

import getpass
from collections.abc import Callable
from typing import TypeVar

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.asking import somebody_answers
from chwapi_console.journal.hub.faults import NoPassword
from chwapi_console.text import say

Answer = TypeVar("Answer")


def with_password(context: VerbContext, work: Callable[[str | None], Answer]) -> Answer:
    """The result of the work, done with the password that the environment or a pass file has.

    Else with one that somebody types.
    """
    try:
        return work(None)
    except NoPassword:
        if not somebody_answers(context):
            raise
    return work(typed_secret(context, say("Password for the hub (nothing is shown): ")))


def typed_secret(context: VerbContext, question: object) -> str:
    """What somebody types without its being shown; empty where they only press Enter."""
    context.out.flush()
    try:
        return getpass.getpass(context.out.language(question))  # type: ignore[arg-type]
    except EOFError:
        return ""
