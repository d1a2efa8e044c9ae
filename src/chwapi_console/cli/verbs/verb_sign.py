"""`sign`: from now on what this login does is signed with a key of its own."""

from pathlib import Path

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import Overridable, Refused
from chwapi_console.journal.signing.signing_key import own_key
from chwapi_console.session.session import Session
from chwapi_console.text import in_one, say


def sign(context: VerbContext) -> int:
    """Makes this login's key, begins an origin with it, and signs what was done since.

    Says where it lies.
    """
    with context.writing() as session:
        path, made = _begun(session)
        origin = session.origin
        if context.options.as_json:
            context.out.json({"origin": origin, "key": own_key(), "path": str(path), "made": made})
            return 0
        if made:
            context.out.say(
                say(
                    "The key of this login is in {path}. It is in no journal, nor beside one: a "
                    "copy of a journal cannot sign with it.",
                    path=str(path),
                )
            )
        context.out.say(
            say(
                "What you do in {journal} is signed, as {origin}. Nothing more is to be done for "
                "it.",
                journal=session.journal_name,
                origin=origin,
            )
        )
        context.out.say(
            say(
                "Read {origin} to those who sync with you: whoever shows acts under that name "
                "without its key is told.",
                origin=origin,
            )
        )
    return 0


def _begun(session: Session) -> tuple[Path, bool]:
    try:
        return session.keeping.begin_to_sign()
    except Overridable as error:
        after_an_act = say("Or sign once an act was done for a reason.")
        raise Refused(in_one([error.sentence, after_an_act])) from error
