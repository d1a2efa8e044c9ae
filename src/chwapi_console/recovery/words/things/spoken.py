"""Words of the program by which people say one of a few things, in English or in their language."""

from collections.abc import Mapping, Sequence

from chwapi_console.inventory.plain_words import plain
from chwapi_console.text import Language, Sentence

Spoken = Mapping[str, Sequence[Sentence]]
"""Words of the program, as they are kept, each with those by which a reader's language calls it; the
first of these is offered."""


def meant_by(said: str, spoken: Spoken, t: Language) -> str:
    """The word of the program that somebody means; empty where it is none of them.

    In English or in their language, with accents, capitals and endings or without.
    """
    wanted = stem(said)
    for kept, words in spoken.items():
        if wanted and wanted in (stem(kept), *(stem(t(each)) for each in words)):
            return kept
    return ""


def begun_by(said: str, spoken: Spoken, t: Language) -> str:
    """The word of the program that somebody means; its beginning is enough where only one has it.

    Empty where it is none of them.
    """
    if exact := meant_by(said, spoken, t):
        return exact
    wanted = plain(said.strip())
    found = [
        kept
        for kept, words in spoken.items()
        if wanted and any(plain(t(each)).startswith(wanted) for each in words)
    ]
    return found[0] if len(found) == 1 else ""


def stem(text: str) -> str:
    """A word without accents, capitals and what French adds for gender and number."""
    return plain(text.strip()).replace("_", "-").rstrip("s").rstrip("e")
