"""What was worked out from things that have not changed since.

Thousands of servers are gone through when somebody acted, not for each step of the cursor.
"""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Memo(Generic[Value]):
    """The latest result, kept for as long as it is asked about the very same things."""

    def __init__(self) -> None:
        self._things: tuple[object, ...] = ()
        self._value: Value | None = None

    def of(self, things: tuple[object, ...], work: Callable[[], Value]) -> Value:
        """The result of the work for these things, on which alone it must depend."""
        same = len(things) == len(self._things) and all(map(_is_same, things, self._things))
        if self._value is None or not same:
            self._things, self._value = things, work()
        return self._value


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, str | int) and one == other)
