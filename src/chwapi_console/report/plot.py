"""Pictures of numbers, as lines of text: columns over time, and bars.

Block elements, or ASCII where a terminal has no better.

Pure: it gives text and no escape code, so that what it draws goes the way of all text. A number
above nought is never drawn as nothing, and what is not all is never drawn full.
"""

from bisect import bisect_left
from collections.abc import Sequence

UPRIGHT = " ▁▂▃▄▅▆▇█"
LYING = " ▏▎▍▌▋▊▉█"
UPRIGHT_ASCII = " .:#"
LYING_ASCII = " #"
REST, REST_ASCII = "·", "."
"""What fills a bar up to all."""

COLUMN_MINUTES = (1, 2, 3, 5, 10, 15, 20, 30, 40, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
"""Times that a column may stand for: few, so that a picture that grows keeps its shape, and twelve
of them are a round time."""
TICK = 12
"""Columns from one tick of the time's axis to the next."""


def chart(values: Sequence[int], most: int, height: int, ascii: bool) -> list[str]:
    """The values as columns of a chart so many lines high, the top line first.

    `most` reaches the top.
    """
    signs = UPRIGHT_ASCII if ascii else UPRIGHT
    steps = len(signs) - 1
    levels = [_level(value, most, height * steps) for value in values]
    return [
        "".join(signs[min(max(level - line * steps, 0), steps)] for level in levels).rstrip()
        for line in range(height - 1, -1, -1)
    ]


def bar(value: int, most: int, width: int, ascii: bool) -> str:
    """The value as a bar, filled up to `most` in so many cells.

    Blank where there is nothing to fill.
    """
    if not most or width <= 0:
        return " " * max(0, width)
    signs, rest = (LYING_ASCII, REST_ASCII) if ascii else (LYING, REST)
    full, part = divmod(_level(value, most, width * (len(signs) - 1)), len(signs) - 1)
    drawn = signs[-1] * full + (signs[part] if part else "")
    return drawn + rest * (width - len(drawn))


def _level(value: int, most: int, levels: int) -> int:
    """How far a value reaches on a scale of so many levels.

    The least above nought, and the last for `most` alone.
    """
    if value <= 0 or most <= 0:
        return 0
    return levels if value >= most else min(max(1, value * levels // most), max(1, levels - 1))


def minutes_of_a_column(elapsed: int, width: int) -> int:
    """The least time for which a column may stand so that all the minutes elapsed have room."""
    place = bisect_left(COLUMN_MINUTES, elapsed // width + 1)
    if place < len(COLUMN_MINUTES):
        return COLUMN_MINUTES[place]
    day = COLUMN_MINUTES[-1]
    return day * (elapsed // width // day + 1)


def axis(labels: Sequence[str], columns: int) -> str:
    """A line under a chart, with a tick and a label every `TICK` columns.

    What has no room before the next is left out.
    """
    line = ""
    for number, label in enumerate(labels):
        at = number * TICK
        if at < columns and len(line) <= at and at + 1 + len(label) <= columns:
            line = f"{line.ljust(at)}|{label} "
    return line.rstrip()
