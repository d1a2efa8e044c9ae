"""How the work of something grows with what it is given, told within one run, on whatever machine:
by counting lines, or, where the work is done by a library in C, by its time."""

import gc
import sys
from collections.abc import Callable
from time import process_time
from types import FrameType
from typing import Any, TypeVar

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


def does_lines_in_line(
    make: Callable[[int], Given], does: Callable[[Given], object], n: int
) -> bool:
    """Whether the lines of Python that run for `make(8 n)` are no more than about eight times those
    for `make(n)`; with the square they would be sixty-four times as many. The same on every machine
    and at every load."""
    does(make(1))
    few, many = (lines_run(does, given) for given in (make(n), make(TIMES * n)))
    return many < 2 * TIMES * few


def lines_run(does: Callable[[Given], object], given: Given) -> int:
    """How many lines of Python run, each turn of a loop counted anew, also of one in one line.

    Not those of finalizers: what others left lying is collected before or after.
    """
    count = 0

    def traced(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return traced

    before, collects = sys.gettrace(), gc.isenabled()
    gc.disable()
    sys.settrace(traced)
    try:
        does(given)
    finally:
        sys.settrace(before)
        if collects:
            gc.enable()
    return count
