"""Why a text is hardly a note or a reason, said before it is written, wherever it is typed.

People type on in the belief that another window listens. Each reason is said, so that nobody has to
guess at the rule.
"""

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
