"""What can be the id of a server, a service, a site: what a person types, and a list tells apart."""

from chwapi_console.alphabets import as_shaped
from chwapi_console.marks import normalized
from chwapi_console.people import AS_TYPED, as_seen
from chwapi_console.text import Sentence, say

NO_ID = say("an id has no spaces, quotes, slashes or brackets and does not begin with a hyphen")


def why_no_identifier(value: str) -> Sentence | None:
    """Why a text is no id; None where it is one."""
    if (
        not value
        or value.startswith("-")
        or not value.isprintable()
        or any(c.isspace() or c in '"[]{}=,/' for c in value)
    ):
        return NO_ID
    return None


def as_taken(name: str) -> str:
    """What ids have in common that people take for one.

    Those that differ in what nobody sees, in the shape of a letter (NFKC), in capitals, in a hyphen,
    or in a letter of another alphabet that looks like ours.
    """
    if name.isascii():
        return name.casefold()
    return as_shaped(normalized("NFKC", as_seen(name)).casefold().translate(AS_TYPED))
