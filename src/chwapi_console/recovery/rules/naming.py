"""Names that people give to things of a server: a restore point, an item of evidence."""

from chwapi_console.journal.kinds.parts import name_of_one
from chwapi_console.text import Sentence, say


def no_name(name: str) -> Sentence | None:
    """Why something cannot be called so; None where it can.

    It must be typed as one word, and told over a phone.
    """
    try:
        name_of_one(name)
    except ValueError:
        return say('"{name}" is no name for it: write one word, without blanks.', name=name)
    if name.startswith("-") or not name.isprintable() or "/" in name:
        return say(
            '"{name}" is no name for it: no hyphen in front, no slash, only letters and signs that '
            "can be seen.",
            name=name,
        )
    return None
