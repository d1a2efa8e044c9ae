"""Frames of cells, and the bytes that turn the one a terminal shows into the one it should show.

The line between an operator and the console may carry 64 kbit/s, so only what changed travels: at
most one move of a block of lines, then runs of changed cells, with the shortest way from run to run
and from look to look. Pure: a frame is compared with a frame. Between two frames the terminal's pen
always has the look of the ground, and its cursor stands at a known place.
"""

from collections.abc import Sequence
from itertools import pairwise

from chwapi_console.console.terminal.cell import OWN_COLOURS, Ground, Line, end_of_words
from chwapi_console.console.terminal.moved_block import with_block_moved
from chwapi_console.console.terminal.pen import Pen
from chwapi_console.console.terminal.sgr import turn

AFRESH = "\x1b[r\x1b[?7l\x1b[m\x1b[2J\x1b[?25h"
"""No margins, no wrapping, a plain pen, a cleared screen, cursor shown."""
LONGEST_BRIDGE = 4
"""Unchanged cells between two changed ones that are cheaper to send again than to step over."""
FEWEST_MOVED = 4
"""Changed lines from which a move of a block is looked for."""


def afresh(ground: Ground) -> str:
    """The bytes that clear the screen of a terminal of which nothing is known."""
    return AFRESH + turn("", ground.sgr)


def difference(
    shown: Sequence[Line],
    wanted: Sequence[Line],
    *,
    can_scroll: bool = True,
    ground: Ground = OWN_COLOURS,
) -> str:
    """The bytes that make a terminal which shows one frame show the other; both have one size."""
    pen, shown = Pen(ground.sgr), list(shown)
    changed = _changed(shown, wanted)
    if can_scroll and len(changed) >= FEWEST_MOVED:
        shown = with_block_moved(shown, wanted, changed, pen, ground)
        changed = _changed(shown, wanted)
    for y in changed:
        _send_line(shown[y], wanted[y], y, pen, ground)
    pen.look(ground.sgr)
    return "".join(pen.sent)


def _changed(shown: Sequence[Line], wanted: Sequence[Line]) -> list[int]:
    return [
        y
        for y, (old, new) in enumerate(zip(shown, wanted, strict=True))
        if old is not new and old != new
    ]


def _send_line(old: Line, new: Line, y: int, pen: Pen, ground: Ground) -> None:
    width = len(new)
    end = end_of_words(new, ground.blank)
    rest = [x for x in range(end, width) if old[x] != new[x]]
    erases = ground.erases and len(rest) > LONGEST_BRIDGE
    for start, stop in _runs(old, new, end if erases else width):
        pen.write(y, start, new[start:stop], width)
    if erases:
        pen.look(ground.sgr)
        pen.go(y, rest[0])
        pen.sent.append("\x1b[K")


def _runs(old: Line, new: Line, end: int) -> list[tuple[int, int]]:
    """From where to where cells must be sent.

    Short stretches of unchanged cells of a look that the pen has before or after them are sent
    along.
    """
    runs: list[tuple[int, int]] = []
    for x in range(end):
        if old[x] == new[x]:
            continue
        start = x
        while start and not new[start][0]:
            start -= 1
        if runs and start - runs[-1][1] <= LONGEST_BRIDGE and _in_passing(new, runs[-1][1], start):
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((start, x + 1))
    return runs


def _in_passing(line: Line, start: int, end: int) -> bool:
    """Whether the cells between two runs can be written on the way, without a look of their own.

    They are plain, and look like what stands before them and then like what stands after.
    """
    looks = [sgr for _, sgr in line[start - 1 : end + 1]]
    turns = sum(before != after for before, after in pairwise(looks))
    return turns <= 1 and all(len(text) == 1 for text, _ in line[start:end])
