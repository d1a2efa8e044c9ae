"""A key that was pressed, as a value."""

from typing import NamedTuple

from textual.events import Key

ESCAPED = "escape+"
"""What stands before the name of a key that came together with an escape byte."""


class Stroke(NamedTuple):
    """`at` is the moment when it came, in seconds.

    `lumped` says that it came in one piece with the Escape before it, `hurried` that it goes on
    with a text which no hand typed, `ends_line` that it ends a line which hardly a hand gave to a
    key, `of_program` that no hand did, `gathered` that a hand typed it on a line that gives keys in
    small pieces, `stood` that it goes on with the key before it, and that nothing came behind both,
    `again` how many seconds behind the same key it came, if that was the one before.
    """

    key: str
    character: str | None
    at: float
    lumped: bool = False
    hurried: bool = False
    ends_line: bool = False
    of_program: bool = False
    stood: bool = False
    gathered: bool = False
    again: float = float("inf")

    @property
    def prints(self) -> bool:
        """Whether it would write a character into an answer."""
        return self.character is not None and self.character.isprintable()

    @property
    def is_letter(self) -> bool:
        """Whether a word can begin with it."""
        return self.character is not None and self.character.isalpha()


NO_STROKE = Stroke("", None, float("-inf"))
"""Stands for the key before the first one."""


def strokes(key: Key, at: float) -> list[Stroke]:
    """The keys in one message: Escape and another that came in one piece are two."""
    if not key.key.startswith(ESCAPED):
        return [Stroke(key.key, key.character, at)]
    return [
        Stroke("escape", "\x1b", at),
        Stroke(key.key.removeprefix(ESCAPED), key.character, at, lumped=True),
    ]
