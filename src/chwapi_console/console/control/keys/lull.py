"""The pause that must come before keys mean something again.

Whoever types an answer and is not heard, because the question is gone by then, types commands. So
when a question goes, what follows in the same breath means nothing, and for longer where nobody can
have seen that it went: after a refusal, and after an answer that came as fast as no hand types, for
that is a text pasted where a paste cannot be told from keys.
"""

from chwapi_console.console.terminal.stroke import Stroke
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, say

BREATH = 0.1
"""Seconds without a key after a paste."""
ANSWERED = 0.3
"""Seconds without a key after one key has answered, or a filter is done."""
ESCAPED = 0.6
"""Seconds without a key after Esc has closed a question to which something was typed."""
PASTED_LINES = 0.5
"""Seconds without a key after an answer that no hand typed: a slow line stalls between the parts of
a text."""
QUIET = 1.0
"""Seconds without a key after which somebody has looked up: after a question that a text answered,
or that was refused or taken back. People type on at three to nine keys a second, whoever they think
listens."""
TYPED_ON = 2.0
"""Seconds without a key after more letters of a word whose first one has answered: who looks for each
letter goes on with that word, or with another one."""
WORD = 2.2
"""Seconds in which the next letter of a word is the rest of that word, though its first one has
answered: who looks for each letter takes two at most, and by then what it answered is done."""
AGAIN = 0.25
"""Seconds behind the same key from which on a hand has pressed it once more: held down it comes sooner."""
TYPING = ("enter", "tab", "backspace", "delete", "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+a", "ctrl+e")
"""Keys of who types a text, or mends what was typed, beside those that print. Any other one shows
that somebody looks at the screen."""

REFUSED = say("Keys ignored: that was refused.")
REFUSED_KEY = say("Keys ignored: that was refused.")
"""The same where a key, with no question open, was refused: what follows may be a text."""
AT_ONCE = say("Keys ignored: they came all at once, as no hand types.")
LEFT = say("Keys ignored: this is still the console.")
CLOSED = say("Keys ignored: the question was closed.")
AS_REST = say("Keys ignored: they read like the rest of that answer.")


class _Wanted(NamedTuple):
    pause: float
    why: Sentence | None
    in_answers: bool
    mildly: bool = False
    escaped: bool = False
    told: bool = False


def _letter(stroke: Stroke) -> str:
    return "\r" if stroke.key == "enter" else (stroke.character or "").casefold()


class Lull:
    """Knows whether a pause is still wanted."""

    def __init__(self) -> None:
        self._wanted: _Wanted | None = None
        self._words: list[str] = []
        self._spoilt_by = ""
        self._since = self._again_since = float("-inf")

    def want(
        self,
        at: float,
        pause: float,
        why: Sentence | None = None,
        *,
        in_answers: bool = False,
        mildly: bool = False,
        escaped: bool = False,
    ) -> None:
        """From now on keys mean nothing, until none came for so long.

        Where nothing is said about why, no key at all. `in_answers` holds for the keys of a
        question that follows, too; `mildly` lets a mild key through sooner, and one that only goes
        to a view at once, where Esc was pressed (`escaped`).
        """
        self._wanted = _Wanted(pause, why, in_answers, mildly, escaped)
        self._since = self._again_since = at

    def shorten(self, pause: float) -> None:
        """So short a pause is enough: what keys meant nothing for has ended."""
        if self._wanted is not None:
            self._wanted = self._wanted._replace(pause=min(pause, self._wanted.pause))

    def expect(self, rest: list[str], spoilt_by: str = "") -> None:
        """One letter has answered a question.

        The rest of its word, and the Enter behind it, mean nothing more; that which it is
        `spoilt_by` makes another word of it.
        """
        self._words, self._spoilt_by = [f"{letters}\r" for letters in rest], spoilt_by

    def is_spoilt_by(self, stroke: Stroke) -> bool:
        """Whether a key makes another word of the letter that has answered."""
        return stroke.at - self._since < WORD and _letter(stroke) == self._spoilt_by != ""

    def expects(self, stroke: Stroke) -> bool:
        """Whether a key is the rest of the word for yes or no of which one letter has answered."""
        return stroke.at - self._since < WORD and any(
            word[0] == _letter(stroke) for word in self._words
        )

    def ignores(
        self, stroke: Stroke, *, asking: bool, mild: bool = False, shows: bool = False
    ) -> bool:
        """Whether a key means nothing: the pause has not come, or it is the rest of a word.

        One key pressed again and again by hand types no text, and its first press begins the pause. A
        key that types none ends the wait; a `mild` one does the least of all where it was part
        of a text, and one that `shows` another view does nothing at all.
        """
        typed_on, self._words = [word[1:] for word in self._words if word[0] == _letter(stroke)], []
        if typed_on and not asking and stroke.at - self._since < WORD:
            self._words = [word for word in typed_on if word]
            self.want(stroke.at, QUIET if "\r" in typed_on else TYPED_ON, AS_REST)
            return True
        wanted = self._wanted
        if wanted is None or (asking and not wanted.in_answers):
            return False
        if mild and wanted.mildly and stroke.at - self._since >= BREATH:
            self._wanted = None
            return False
        if shows and wanted.escaped:
            self._wanted = None
            return False
        types = stroke.prints or stroke.key in TYPING or wanted.why is None
        is_again = AGAIN <= stroke.again < float("inf")
        since = self._again_since if is_again else self._since
        if stroke.at - since < wanted.pause and types:
            self._since, self._again_since = stroke.at, since if is_again else stroke.at
            return True
        self._wanted = None
        return False

    @property
    def told(self) -> Sentence | None:
        """Why a pause is wanted, once that was said of a key; None before."""
        return self._wanted.why if self._wanted and self._wanted.told else None

    def why(self) -> Sentence | None:
        """Why keys mean nothing, once for each pause."""
        wanted = self._wanted
        if wanted is None or wanted.told:
            return None
        self._wanted = wanted._replace(told=True)
        return wanted.why
