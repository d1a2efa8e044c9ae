"""Why it is asked once more whether a text is meant, before it is written.

By when it was typed, and to which question; by what it says: `remark_doubts`.
"""

from collections.abc import Sequence

from chwapi_console.answers import keys_shown
from chwapi_console.clock import span
from chwapi_console.other_windows import is_secret, without_secrets
from chwapi_console.remark_doubts import (
    A_SECRET,
    FOR_ANOTHER_WINDOW,
    SAYS_NOTHING,
    TO_SOMEBODY,
)
from chwapi_console.text import Sentence, beginning, say

IN_SECONDS = 120.0
"""Seconds up to which a pause is told in seconds."""

YES_OR_NO = say("That was no question for yes or no.")
UNREAD = say("It began before this was read.")
AT_ONCE = say("It came in one piece: held up by the line, or pasted.")
BEGUN = say("It goes on with what was begun before.")
HALF = say("It was begun before, and never ended.")
ONE_WORD = say("It is one word: it says little.")
MOST_BEFORE = 8
"""Letters of what came before a text that are told."""


def paused(seconds: float) -> Sentence:
    """The doubt about a text that was typed after a long pause."""
    time = say("{n} s", n=int(seconds)) if seconds < IN_SECONDS else span(int(seconds // 60))
    return say("Nothing was typed for {time}.", time=time)


def without_its_key(letters: str) -> Sentence:
    """The doubt about a text that makes sense with the key that asked for it in front.

    What came before it, `letters` that end with that key, is not written with it.
    """
    return say('Without "{letters}", taken as a key.', letters=beginning(letters, MOST_BEFORE))


REASONS: Sequence[Sentence] = (
    *(
        FOR_ANOTHER_WINDOW,
        TO_SOMEBODY,
        A_SECRET,
        SAYS_NOTHING,
        YES_OR_NO,
        UNREAD,
        AT_ONCE,
        ONE_WORD,
    ),
    *(paused(6.0), paused(80_000.0), without_its_key("b")),
)


def hides(text: str, why: Sentence) -> bool:
    """Whether a doubted text is a password, or holds one, and is not shown."""
    return why == A_SECRET or is_secret(text)


def is_meant(key: str) -> Sentence:
    """What is asked of a doubted text.

    A `key` answers that no line ends with: who types for another window presses Enter once more, to see
    whether it lives. It is no usual yes where there is another letter for it, for who comes back may
    mean that for the question that stood before.
    """
    return say("Is it meant? ({yes})", yes=keys_shown(key))


def doubted_text(question: str, text: str, why: Sentence) -> Sentence:
    """The question with the text, unless that looks like a password, and why it may not be its answer."""
    return say(
        '{question} "{text}"? {why}',
        question=question,
        text=without_secrets(text) if hides(text, why) else text,
        why=why,
    )
