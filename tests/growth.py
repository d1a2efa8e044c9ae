"""How the time that something takes grows with what it is given, told within one run, on whatever
machine."""

from collections.abc import Callable
from time import process_time
from typing import TypeVar

Given = TypeVar("Given")

TIMES = 8
"""How many times larger the large one is."""

_UNTOLD = 0.05
"""Seconds of the processor below which nothing is told from the noise."""


def grows_in_line(make: Callable[[int], Given], does: Callable[[Given], object], n: int) -> bool:
    """Whether the work on what `make(8 n)` gives takes no more than about eight times as long as
    that on `make(n)`; with the square it would be sixty-four."""
    small, large = make(n), make(TIMES * n)
    first = min(_seconds(does, small) for _ in range(3))
    limit = 3 * TIMES * max(first, _UNTOLD / TIMES)
    return any(_seconds(does, large) < limit for _ in range(3))


def _seconds(does: Callable[[Given], object], given: Given) -> float:
    begun = process_time()
    does(given)
    return process_time() - begun
