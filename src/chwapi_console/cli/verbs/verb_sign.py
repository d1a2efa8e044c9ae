"""`sign`: from now on what this login does is signed with a key of its own."""

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.journal.signing.signing_key import own_key
from chwapi_console.text import say


def sign(context: VerbContext) -> int:
    """Makes this login's key, begins an origin with it, and signs what was done since.

    Says where it lies.
    """
    with context.writing() as session:
        path, made = session.keeping.begin_to_sign()
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
