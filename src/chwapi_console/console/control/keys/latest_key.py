"""The key that is dealt with just now: what it asks for, when it came, and how long its act waits."""

from chwapi_console.console.control.keys.word_guard import ALONE, TICK_ALONE
from chwapi_console.console.terminal.stroke import NO_STROKE, Stroke

TICK = "step.tick"


class LatestKey:
    """What is known of the key that was dealt with last, from the moment when the console was ready.

    `stroke` is the latest that acts, asks or answers, `asks_for` the action that it was pressed
    for. `by_key` says that one key alone leads to its act, `is_answer` that it answers a question,
    `has_asked` that a question came of it, `came_once_more` that it may go on as a word does, and
    `is_under_way` that its act is not on disk yet, `is_of_text` that it is a letter of a text, and
    `goes_on_text` that the key before it was. An act waits `alone_for` seconds for a second letter.
    """

    def __init__(self, at: float) -> None:
        self.stroke, self.asks_for = NO_STROKE, ""
        self.by_key = self.is_answer = self.has_asked = self.is_under_way = False
        self.alone_for, self.came_once_more = ALONE, False
        self.heard_at, self.away_for, self.heard_key, self.key_before = at, 0.0, "", ""
        self.is_of_text = self.goes_on_text = False

    def hears(self, stroke: Stroke) -> None:
        """Keeps when a key came, how long after the one before, and which that was."""
        self.heard_at, self.away_for = stroke.at, stroke.at - self.heard_at
        self.heard_key, self.key_before = stroke.key, self.heard_key
        self.is_of_text, self.goes_on_text = False, self.is_of_text

    def commands(self, stroke: Stroke, action: str, *, asks: bool) -> None:
        """A key that answers nothing is for an action."""
        self.stroke, self.asks_for, self.has_asked = stroke, action, asks

    @property
    def alone_at(self) -> float:
        """When the key has stood alone."""
        is_tick = self.asks_for == TICK and not self.is_answer and self.alone_for == ALONE
        return self.stroke.at + (TICK_ALONE if is_tick else self.alone_for)
