"""Why a text is hardly a note or a reason, said before it is written, wherever it is typed.

People type on in the belief that another window listens. Each reason is said, so that nobody has to
guess at the rule.
"""

import re
from collections.abc import Iterable

from chwapi_console.addressed import speaks_to_somebody
from chwapi_console.answers import yes_and_no_words
from chwapi_console.other_windows import (
    is_chat,
    is_for_another_window,
    is_mail_address,
    is_secret,
    says_too_little,
)
from chwapi_console.people import is_among
from chwapi_console.text import Language, Sentence, say

FOR_ANOTHER_WINDOW = say("It reads like a line for another window.")
TO_SOMEBODY = say("It reads like a word to somebody.")
A_SECRET = say("It looks like a password.")
SAYS_NOTHING = say("It hardly says anything.")


_OF_A_SHELL = re.compile(r"^-|[/=|&;*?$@<>~]")
"""What stands in no word of anybody's name, and in lines for a shell."""


def why_typed_elsewhere(name: str, known: Iterable[str]) -> Sentence | None:
    """Why what was typed as somebody's name is none, but a password or a line for another window.

    It would stand in the record for good. None where it can be a name, and for one that is known.
    """
    if is_among(name, known):
        return None
    if is_secret(name) or any(map(is_secret, name.split())):
        return say("That looks like a password, and is taken for nobody's name.")
    if is_for_another_window(name) and any(map(_OF_A_SHELL.search, name.split())):
        return say("That reads like a line for another window, and is taken for nobody's name.")
    return None


def why_no_remark(text: str, people: Iterable[str], t: Language) -> Sentence | None:
    """Why a text is hardly a note or a reason, at a place where these people have names.

    None where it says something.
    """
    text = text.strip()
    if is_for_another_window(text) or is_mail_address(text):
        return FOR_ANOTHER_WINDOW
    if speaks_to_somebody(text):
        return TO_SOMEBODY
    if is_secret(text):
        return A_SECRET
    says_nothing = (
        says_too_little(text)
        or text.casefold() in yes_and_no_words(t)
        or is_chat(text)
        or is_among(text, people)
    )
    return SAYS_NOTHING if says_nothing else None
