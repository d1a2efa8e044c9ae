"""The lines between the list and the prompt line.

What is to be said of what the cursor stands on, or all of a message or a question that the prompt
line is too narrow for.
"""

from collections.abc import Callable, Sequence

from textual.screen import Screen

from chwapi_console.console.widgets.line import RowLines
from chwapi_console.console.widgets.prompt import Prompt
from chwapi_console.console.widgets.row import ending_on_lines, on_lines, plain

WHY_LINES = 2
FIXED_LINES, TINY_LINES = 5, 2
"""Lines for the top, the title, the heading, the prompt and the keys; on a tiny screen, for the top
and the prompt."""
LEAST_LIST = 2
"""Rows of the list that stay, however long a question is."""
MESSAGE_LINES = 5
"""Lines that a message takes at most: what it ends with may be what to type."""


class WhyLines:
    """`about` gives what is said of what is under the cursor.

    `unread` says that the message in the prompt line had no time to be read yet, `banner_rows` how
    many lines stand in the banner where there is one.
    """

    def __init__(self, screen: Screen[object], about: Callable[[], Sequence[str]]) -> None:
        self._screen, self._about = screen, about
        self._prompt, self._lines = screen.query_one(Prompt), screen.query_one("#why", RowLines)
        self._height = WHY_LINES
        self.unread = False
        self.banner_rows = 1

    def draw(self) -> None:
        """Two lines: a message that the line below is too narrow for, until the next key.

        Else about what is under the cursor. What is too long for them takes lines of the list.
        """
        prompt, width = self._prompt, self._screen.app.size.width - 2
        above = bool(prompt.whole) and (self.unread or prompt.asking)
        prompt.stands_above(above and (prompt.asking or not self._screen.has_class("short")))
        self._screen.set_class(above and prompt.asking, "asks")
        if not above:
            lines = self._about()
        elif prompt.asking:
            room = self._room_for_questions
            lines = ending_on_lines(prompt.whole, prompt.end, room, max(20, width))
        else:
            room = min(self._room_for_questions, MESSAGE_LINES)
            lines = on_lines(prompt.whole, room, width)
        if (height := max(WHY_LINES, len(lines))) != self._height:
            self._height = height
            self._lines.styles.height = height
        self._lines.show(*(plain(f" {line}") for line in lines))

    def clear(self) -> None:
        """Shows nothing, for a moment in which there will be something else to say."""
        self._screen.remove_class("asks")
        self._lines.show(*[plain("")] * WHY_LINES)

    @property
    def _room_for_questions(self) -> int:
        """Lines that a question may take; the rest is for the list and the fixed lines."""
        fixed = TINY_LINES if self._screen.has_class("tiny") else FIXED_LINES
        banner = self.banner_rows if self._screen.has_class("troubled") else 0
        return max(WHY_LINES, self._screen.app.size.height - fixed - banner - LEAST_LIST)
