"""How fast the keys of a text come, and in how many pieces a line let them through.

Two things type as no hand does. A text that is pasted where a paste cannot be told from keys, or
that a line which stood still lets through at once: nobody has seen what the first of it did. And a
program, or somebody who pastes one line into a question that stands: it presses the key, gives the
whole text in one piece a moment later, and Enter in a piece of its own. The first wrote nothing
that it meant, the second did.
"""

from collections import deque

from chwapi_console.console.control.keys.lull import BREATH, PASTED_LINES, TYPING
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke
from chwapi_console.named_tuples import NamedTuple

NO_HAND = 0.03
"""Seconds between two keys below which no hand has pressed them: they came in one piece."""
A_TEXT = 2
"""Keys in a row that each came as no hand types, from which on they are a text: of two, fingers may
have hit both."""
FASTEST_HAND = 9.0
"""Letters a second that a hand types at most."""
A_LINE = 5
"""Letters that come at once from which on they are hardly a hand's: a line would have to stand
still right behind the key for half a second, and let Enter through by itself."""
POINTING = ("up", "down", "pageup", "pagedown", "home", "end")
"""Keys that choose a row and are part of no text."""
JUST_CHOSEN = 1.0
"""Seconds after such a key within which the next one is for the row that it chose."""


CLUMP = 0.6
"""Seconds for which a slow line gathers what a hand types, at most."""
PIECES = 12
"""The latest pieces by which it is known whether a line gathers keys."""
CLUMPS = 2
"""Pieces of several keys before the last from which on it does: of a text that is pasted on a line that does
not, all others are of one key."""
HUNTS = 0.8
"""Seconds between two letters of a text from which on whoever types looks for each of them."""
THOUGHT = 2.5
"""Seconds between two letters from which on somebody thought, or looked elsewhere."""
GAPS = 7
"""Gaps between letters by which it is known how somebody types, the latest ones."""
FEWEST_GAPS = 3


class TypistPace:
    """How fast whoever sits here types, as far as is known: answers, and texts where letters are keys."""

    def __init__(self) -> None:
        self._before = float("-inf")
        self._gaps = deque[float](maxlen=GAPS)

    def hears(self, stroke: Stroke) -> None:
        """Takes note of a key that is a letter of a text, be it an answer or none."""
        gap = stroke.at - self._before
        if stroke.prints and not stroke.hurried and gap < THOUGHT:
            self._gaps.append(gap)
        self._before = stroke.at if stroke.prints else float("-inf")

    @property
    def hunts(self) -> bool:
        """Whether they look for each letter: more than half of the gaps are that long."""
        return self._is_known and self._is_slow

    @property
    def is_brisk(self) -> bool:
        """Whether it is known that they do not."""
        return self._is_known and not self._is_slow

    @property
    def _is_known(self) -> bool:
        return len(self._gaps) >= FEWEST_GAPS

    @property
    def _is_slow(self) -> bool:
        return 2 * sum(gap >= HUNTS for gap in self._gaps) > len(self._gaps)


ONE_WORD = 0.7
"""Seconds between two letters within which they are one word."""
AS_THE_REST = 1.6
"""How much longer than its usual gap the first letter of a text may take to come behind the key that asked
for it, and still have gone on with that as with a letter: who reads what is asked takes longer."""
LONGEST_GAP = 3.0
"""Seconds that somebody who looks for a letter takes at most."""


PRESSED_AGAIN = 1.5
"""Seconds behind a key within which a line that answers late has it pressed once more."""


class Rhythm:
    """Whether a text went on with the key that asked for it as with a letter of its own."""

    def __init__(self) -> None:
        self._before, self._first = float("-inf"), float("inf")
        self._gaps: list[float] = []

    def hears(self, stroke: Stroke, asked_by: Stroke) -> None:
        """Takes note of a key of an answer, and which one has asked for it."""
        if not stroke.prints:
            return
        if self._before == float("-inf"):
            self._first = stroke.at - asked_by.at
        else:
            self._gaps.append(stroke.at - self._before)
        self._before = stroke.at

    @property
    def is_word_with_key(self) -> bool:
        """Whether the key and all letters since, two at least, came as words are typed."""
        return bool(self._gaps) and max(self._first, *self._gaps) < ONE_WORD

    def repeats_key(self, at: float) -> bool:
        """Whether the only letter so far stands as alone as one pressed once more, when another comes."""
        return not self._gaps and self._first < PRESSED_AGAIN <= at - self._before

    @property
    def begins_with_key(self) -> bool:
        """Whether its first letter came as the others did, within a few seconds."""
        if len(self._gaps) < 2 or self._first >= LONGEST_GAP:
            return False
        usual = sorted(self._gaps)[len(self._gaps) // 2]
        return self._first <= AS_THE_REST * usual


class _Piece(NamedTuple):
    """Keys that came at once: when, how many, and whether each of them prints."""

    at: float
    keys: int
    prints: bool


class KeyPace:
    """Follows how fast keys come.

    What comes as no hand types may open a question and fill in its text, no more, unless it came as
    a program gives a line.
    """

    def __init__(self) -> None:
        self._at, self._in_a_row = float("-inf"), 0
        self._chosen_at, self._before = float("-inf"), NO_STROKE
        self._pieces = deque[_Piece](maxlen=3)
        self._latest = deque[tuple[float, int]](maxlen=PIECES)

    def heard(self, stroke: Stroke) -> Stroke:
        """The key, `hurried` where it goes on with a text of no hand.

        Enter, which `ends_line` where hardly a hand gave the line, and is `of_program` where none
        can have. It is hurried too where it comes a little later: a slow line stalls between the
        parts of a text.
        """
        before, self._before = self._before, stroke
        if stroke.key == before.key:
            stroke = stroke._replace(again=stroke.at - before.at)
        if not (stroke.prints or stroke.key in TYPING):
            self._at, self._in_a_row = float("-inf"), 0
            self._pieces.clear()
            self._chosen_at = stroke.at if stroke.key in POINTING else float("-inf")
            return stroke
        gap, self._at = stroke.at - self._at, stroke.at
        fast = gap < NO_HAND
        stalled = stroke.key == "enter" and self._in_a_row >= A_TEXT and gap < PASTED_LINES
        self._in_a_row = self._in_a_row + 1 if fast or stalled else 0
        self._gathers(gap, fast=fast)
        if fast and self._pieces:
            piece = self._pieces.pop()
            self._pieces.append(
                piece._replace(keys=piece.keys + 1, prints=piece.prints and stroke.prints)
            )
        else:
            self._pieces.append(_Piece(stroke.at, 1, stroke.prints))
        by_hand = (fast or stalled) and self._is_gathered
        stroke = stroke._replace(hurried=fast or stalled, gathered=by_hand)
        return self._end_of_line(stroke) if stroke.key == "enter" else stroke

    def _gathers(self, gap: float, *, fast: bool) -> None:
        """Keeps how long each piece came after the one before, and of how many keys it is."""
        since, keys = self._latest.pop() if fast and self._latest else (gap, 0)
        self._latest.append((since, keys + 1))

    @property
    def _is_gathered(self) -> bool:
        """Whether a hand types on a line that gives what it gathered of some tenths of a second.

        Each piece has no more keys then than a hand types meanwhile, and several have more than one.
        """
        of_hand = all(keys <= min(gap, CLUMP) * FASTEST_HAND + 1 for gap, keys in self._latest)
        return of_hand and sum(keys > 1 for _, keys in list(self._latest)[:-1]) >= CLUMPS

    def _end_of_line(self, enter: Stroke) -> Stroke:
        """Whether what came last is a key alone, a whole text in one piece, and Enter alone.

        No hand gave it where the text is of more letters than one types between the two, and hardly
        one where it is of several, or where the key was for a row chosen just before.
        """
        if len(self._pieces) < 3:
            return enter
        key, text, end = self._pieces
        since = text.at - key.at
        alone = (key.keys, key.prints, end.keys) == (1, True, 1)
        if not (alone and text.prints and text.keys > 1 and since >= BREATH):
            return enter
        by_hand = since * FASTEST_HAND + 1
        chosen = key.at - self._chosen_at < JUST_CHOSEN
        return enter._replace(
            ends_line=chosen or text.keys >= A_LINE or text.keys > by_hand,
            of_program=text.keys >= A_LINE and text.keys > by_hand,
        )
