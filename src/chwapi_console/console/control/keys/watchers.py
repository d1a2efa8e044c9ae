"""Those who follow the keys that come, each for one thing."""

from chwapi_console.console.control.keys.answer_guard import AnswerGuard
from chwapi_console.console.control.keys.ignored_keys import IgnoredKeys
from chwapi_console.console.control.keys.latest_key import LatestKey
from chwapi_console.console.control.keys.lull import Lull
from chwapi_console.console.control.keys.next_key import NextKey
from chwapi_console.console.control.keys.pace import TypistPace
from chwapi_console.console.control.keys.word_guard import WordGuard
from chwapi_console.named_tuples import NamedTuple


class Watchers(NamedTuple):
    """Whom the rooms of the keyboard ask and tell.

    `latest` knows the key that is dealt with, `guard` whether one can be an answer, `lull` whether a
    pause is wanted, `words` and `next` whether it is a letter of a text, by time and by sense,
    `typist` how fast somebody types, and `ignored` what the latest keys did.
    """

    latest: LatestKey
    guard: AnswerGuard
    lull: Lull
    words: WordGuard
    next: NextKey
    typist: TypistPace
    ignored: IgnoredKeys
