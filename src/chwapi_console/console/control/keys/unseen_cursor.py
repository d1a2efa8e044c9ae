"""Where the cursor went, and until when nobody can have seen it there.

An act takes it to the next server, an undo to where something was done, a place that is left to where
the work goes on; and on a line that is late an arrow goes where nobody sees it go. Who presses a key
then means what stood under the cursor before: what acts waits for a look, and a key that moves the cursor,
sent before anybody saw that it has moved already, moves it no farther. Where the terminal tells what
it shows, an arrow was seen as soon as it says so. Elsewhere that is guessed by the time, and a line may hold
a key for longer than any: behind moves that came one upon the other the next act asks by a name.
"""

from collections.abc import Callable

from chwapi_console.console.control.keys.pace import NO_HAND
from chwapi_console.console.terminal.stroke import Stroke

AGAIN = 1.0
"""Seconds after the picture of an act within which its key, pressed again, is a repetition, and within
which who moves the cursor has not seen that it went to another row by itself."""
LED_AWAY = 2.0
"""Seconds after the cursor went elsewhere within which nobody on a slow line has read where it stands now:
by an undo, by a key after a quiet, or to where the act before is done again; and between two keys that move it."""
LONG_AGO, NEVER = float("-inf"), float("inf")


class UnseenCursor:
    """Follows the cursor; `is_told` says whether the terminal at the end of the line tells what it shows."""

    def __init__(self, is_told: Callable[[], bool]) -> None:
        self._is_told = is_told
        self._led_away_until = self._went_at = self._moved_until = self._stepped_at = LONG_AGO
        self.has_run = False

    def is_led_on(self, at: float) -> None:
        """The picture of an act shows it on another server."""
        self._went_at, self._stepped_at = at, NEVER

    def is_led_back(self, at: float) -> None:
        """The picture of an undo shows it on another server: nobody chose to go there."""
        self._led_away_until = at + LED_AWAY

    def goes_on(self, at: float) -> None:
        """A place is shown again, with the cursor on another server than where it was left.

        What acts waits for a look, for whoever comes back means the one that was left.
        """
        self.is_led_on(at)
        self._led_away_until = at + AGAIN

    def jumps(self, at: float) -> None:
        """A letter took the cursor far away, or a key that may only wake the screen moved it: what acts waits."""
        self._led_away_until = at + LED_AWAY

    def moves(self, at: float) -> None:
        """A key took the cursor elsewhere: until the terminal tells that it shows that, nobody has seen it."""
        self._moved_until = at + (0 if self._is_told() else NO_HAND)

    def steps(self, at: float) -> None:
        """A key took the cursor to another row: `has_run` where one came upon the other, or behind where it went by itself.

        The line may have held both back, and the second was pressed because nobody saw the first, however long
        ago that is. Until `is_named`, and never where the terminal tells what it shows.
        """
        self.has_run |= at - self._stepped_at < LED_AWAY and not self._is_told()
        self._stepped_at = at

    def is_put_elsewhere(self, at: float) -> None:
        """What others did has put it on something else."""
        self.jumps(at)
        self.has_run = not self._is_told()

    def is_named(self) -> None:
        """An act was done where it stands, or a question that names that was answered: it is known."""
        self.has_run, self._stepped_at = False, LONG_AGO

    def not_seen_before(self, at: float) -> None:
        """Nobody can have seen until now what was shown: the line holds it back, or did."""
        if self._led_away_until > LONG_AGO:
            self._led_away_until = at + LED_AWAY
        if self._went_at > LONG_AGO:
            self._went_at = at
        if self._moved_until > LONG_AGO:
            self._moved_until = at + AGAIN

    def is_seen(self, at: float) -> None:
        """Somebody sees since then what was shown: the terminal at the end of the line says so."""
        self.not_seen_before(at)
        self._moved_until = min(self._moved_until, at)

    def hears(self, stroke: Stroke) -> None:
        """Takes note of a key: what anybody can have seen before it is followed no more."""
        if stroke.at >= self._went_at + AGAIN:
            self._went_at = LONG_AGO
        if stroke.at > self._moved_until:
            self._moved_until = LONG_AGO
        if stroke.at >= self._led_away_until:
            self._led_away_until = LONG_AGO

    def moves_unseen(self, stroke: Stroke) -> bool:
        """Whether a key that moves it came before anybody can have seen where it went by itself."""
        return stroke.at < self._went_at + AGAIN

    def has_moved_unseen(self) -> None:
        """Such a key came: what acts waits for a look too."""
        self._led_away_until = max(self._led_away_until, self._went_at + LED_AWAY)

    def is_led_away(self, stroke: Stroke) -> bool:
        """Whether nobody can have seen yet on what it stands."""
        return stroke.at < max(self._led_away_until, self._moved_until)
