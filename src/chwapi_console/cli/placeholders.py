"""The words in capitals that stand for what somebody is to type, as the reader's language has them."""

from chwapi_console.text import Value, word

_WORDS = {
    "CODE": word("placeholder", "CODE"), "DIGEST": word("placeholder", "DIGEST"), "DIR": word("placeholder", "DIR"),
    "EVENT": word("placeholder", "EVENT"), "FIELD": word("placeholder", "FIELD"), "FILE": word("placeholder", "FILE"),
    "FOLDER": word("placeholder", "FOLDER"), "KIND": word("placeholder", "KIND"), "NAME": word("placeholder", "NAME"),
    "NAMES": word("placeholder", "NAMES"), "NEW": word("placeholder", "NEW"), "OLD": word("placeholder", "OLD"),
    "OTHER": word("placeholder", "OTHER"), "PATH": word("placeholder", "PATH"), "REASON": word("placeholder", "REASON"),
    "SERVER": word("placeholder", "SERVER"), "STATE": word("placeholder", "STATE"), "STEP": word("placeholder", "STEP"),
    "TEXT": word("placeholder", "TEXT"), "TIME": word("placeholder", "TIME"), "ZONE": word("placeholder", "ZONE")}


def placeholder(metavar: str) -> Value:
    """The word for it; the same where every language has that one, as of ID and URL."""
    return _WORDS.get(metavar, metavar)
