"""Words that somebody types where every letter is a key.

Who believes that a question is open, or that this is the shell.

A key acts when it stands alone. A letter that comes as fast behind another as words are typed is no
choice of a hand, so it means nothing, and what would have been written by the first letter alone
waits for a moment whether a second one comes. Meanwhile the line says what is about to be done.
"""

from collections.abc import Callable
from functools import partial

from chwapi_console.answers import yes_and_no_words
from chwapi_console.console.terminal.stroke import Stroke
from chwapi_console.text import Language, Sentence, say

WORD_GAP = 0.7
"""Seconds between two letters within which they are one word. Tired people type three to nine a
second."""
TEXT_GAP = 1.2
"""Seconds between two keys within which both may be of one text: who looks for a letter takes so
long, and who looks at what a key did takes longer. Keys that move the cursor do not bridge it: who
presses a key on purpose walks on through the list."""
ALONE = 1.2
"""Seconds for which an act waits for a second letter: who looks for each letter types one a
second, give or take."""
HUNTED_ALONE = 2.2
"""The same where a text is likelier, or would do more harm: who looks for each letter takes two seconds
at most."""
CAME_BACK = 60.0
"""Seconds without a key after which whoever comes back may think that another window listens: the act
of the first letter waits for as long as who looks for each letter takes to the second one."""
UNASKED = 10.0
"""Seconds after a key that would have asked for a text, and means nothing where it was pressed, for which
the same holds: whoever does not see that types the text."""
TICK_ALONE = 0.6
"""The same for the key that ticks steps: a blank begins no word, and steps are ticked in a
rhythm."""

BRISKLY = 0.25
"""Seconds between two keys from which on a hand may have chosen both, one after the other: of a word
they come sooner where it is typed at once."""
HELD_DOWN = 0.1
"""Seconds between two presses of a moving key below which it is held down."""
ROLLING = 0.4
"""Seconds after a key that was held down for which the list may still move on a slow line: nobody
has seen where it stopped."""

ROLLED = say("The list was still moving: ignored. Look, then press it again.")
TYPED = say("That was a text, not a key: nothing was written. n asks for a note.")
TYPED_HERE = say("That was a text, not a key: nothing was written.")
TYPED_NEAR = say("Text ignored.")
NO_ANSWER = say("That was no answer.")
TYPED_BEFORE_ITS_ANSWER = say("Keys ignored: a text. The act before it is not on disk yet.")


class WordGuard:
    """Follows the letters that come, and when the first key `began` what may be one text.

    Keys that only move the cursor are part of no word.
    """

    def __init__(self) -> None:
        self._before: Stroke | None = None
        self._last = self.began = float("-inf")

    def hears(self, stroke: Stroke, *, moves: bool = False) -> None:
        """Takes note of a key that means nothing, or `moves` the cursor."""
        chooses = moves and not stroke.prints
        if chooses or stroke.at - self._last >= TEXT_GAP:
            self.began = stroke.at
        if not moves:
            self._last = stroke.at

    def goes_on(self, stroke: Stroke, *, moves: bool) -> bool:
        """Takes note of a key; whether it is a further letter of a word.

        The same key again is a repetition, no word.
        """
        self.hears(stroke, moves=moves)
        before, self._before = self._before, stroke if stroke.prints and not moves else None
        return (
            self._before is not None
            and before is not None
            and stroke.key != before.key
            and (stroke.at - before.at < WORD_GAP)
        )


class WaitingAct:
    """The act whose key may yet turn out to be the first letter of a word.

    `later` calls back after so many seconds, `clock` gives the time.
    """

    def __init__(
        self, later: Callable[[float, Callable[[], None]], object], clock: Callable[[], float]
    ) -> None:
        self.later, self.clock = later, clock
        self._send: Callable[[], None] | None = None
        self._until, self.is_typed_on = float("-inf"), False

    @property
    def waits(self) -> bool:
        """Whether there is one."""
        return self._send is not None

    def is_due(self, at: float) -> bool:
        """Whether it has stood alone for long enough at a moment."""
        return at >= self._until

    def hold(self, send: Callable[[], None], until: float) -> None:
        """Sends an act at a moment, or now where that has passed, unless it is taken back before."""
        self._send, self._until, self.is_typed_on = send, until, False
        self._send_when_due(send)

    def hold_on(self, until: float) -> None:
        """More of its word came, of a kind that does no harm.

        It waits until another moment, and `is_typed_on` says that whoever means it types.
        """
        self._until, self.is_typed_on = until, True

    def wait_until(self, moment: float) -> None:
        """It waits until then at least: nothing is known yet of what its key was."""
        self._until = max(self._until, moment)

    def wait_only_until(self, moment: float) -> None:
        """It waits until then and no longer: what came behind its key says enough."""
        if (send := self._send) is not None:
            self._until = moment
            self._send_when_due(send)

    def send(self) -> None:
        """Sends the act now, if there is one."""
        if (send := self._send) is not None:
            self._send = None
            send()

    def take_back(self) -> Callable[[], None] | None:
        """Forgets the act; what would have sent it."""
        send, self._send = self._send, None
        return send

    def _send_when_due(self, send: Callable[[], None]) -> None:
        if self._send is not send:
            return
        if (left := self._until - self.clock()) > 0:
            self.later(left, partial(self._send_when_due, send))
        else:
            self.send()


class Rolling:
    """Follows the keys that move the cursor.

    Where one was held down, an act must wait until the list is seen to stand.
    """

    def __init__(self) -> None:
        self._last = self._until = float("-inf")
        self._in_a_row = 0

    def hears(self, stroke: Stroke, *, moves: bool) -> bool:
        """Takes note of a key; whether it comes while the list may still be moving."""
        if not moves:
            return stroke.at < self._until
        self._in_a_row = self._in_a_row + 1 if stroke.at - self._last < HELD_DOWN else 1
        self._last = stroke.at
        self._until = stroke.at + ROLLING if self._in_a_row > 2 else float("-inf")
        return False


def answers_nothing(word: str, t: Language) -> Sentence | None:
    """Why a text counts for nothing.

    With the letter whose key asked for it, it is a word for yes or no, typed to a question that
    does not stand any more. None where it is no such word.
    """
    typed = word.strip().casefold()
    if typed not in yes_and_no_words(t):
        return None
    return say('"{word}" answers no question: none was open. It is not written down.', word=typed)
