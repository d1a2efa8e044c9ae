"""The move of a block of lines that spares a terminal most cells, and what it shows after it."""

from collections import Counter
from collections.abc import Sequence
from itertools import starmap
from operator import ne

from chwapi_console.console.terminal.cell import Cell, Ground, Line, end_of_words, frame_of
from chwapi_console.console.terminal.pen import Pen

COST_OF_MOVE = 24
"""Bytes of the sequences that move a block of lines."""


def with_block_moved(
    shown: list[Line], wanted: Sequence[Line], changed: Sequence[int], pen: Pen, ground: Ground
) -> list[Line]:
    """Lets the terminal move a block of lines where that spares most; what it shows then.

    Lines are deleted at one end of the block and inserted at the other: every terminal since the
    VT102 does that, and it needs no scroll region.
    """
    by = _likely_move(shown, wanted, changed, ground.blank)
    if not by:
        return shown
    spared, top, bottom = _best_block(shown, wanted, by, ground.blank)
    if spared <= COST_OF_MOVE:
        return shown
    count = abs(by)
    lines = frame_of(len(shown[0]), count, ground.cleared)
    block = shown[top:bottom]
    gone, come = (top, bottom - count) if by > 0 else (bottom - count, top)
    pen.say(f"\x1b[{gone + 1}H\x1b[{count}M\x1b[{come + 1}H\x1b[{count}L")
    return [
        *shown[:top],
        *(block[count:] + lines if by > 0 else lines + block[:-count]),
        *shown[bottom:],
    ]


def _likely_move(
    shown: Sequence[Line], wanted: Sequence[Line], changed: Sequence[int], blank: Cell
) -> int:
    """By how many lines most of the changed ones came up.

    Negative when they went down, 0 when they did not move.
    """
    stood = {shown[y]: y for y in changed if end_of_words(shown[y], blank)}
    moves = Counter(stood[wanted[y]] - y for y in changed if wanted[y] in stood)
    return moves.most_common(1)[0][0] if moves else 0


def _best_block(
    shown: Sequence[Line], wanted: Sequence[Line], by: int, blank: Cell
) -> tuple[int, int, int]:
    """The best move of so many lines: cells spared, its first line, the line after its last."""
    height, count = len(wanted), abs(by)
    gains = [
        _cells_apart(shown[y], wanted[y]) - _cells_apart(shown[y + by], wanted[y])
        if 0 <= y + by < height
        else -10_000
        for y in range(height)
    ]
    lost = [
        _cells_apart((blank,) * len(line), line) - _cells_apart(shown[y], line)
        for y, line in enumerate(wanted)
    ]
    best, total, start = (0, 0, 0), 0, 0
    for y, gain in enumerate(gains):
        if total <= 0:
            total, start = 0, y
        total += gain
        freed = range(y + 1, y + 1 + count) if by > 0 else range(start - count, start)
        if freed.start >= 0 and freed.stop <= height:
            top, bottom = (start, freed.stop) if by > 0 else (freed.start, y + 1)
            best = max(best, (total - sum(lost[line] for line in freed), top, bottom))
    return best


def _cells_apart(one: Line, other: Line) -> int:
    return 0 if one is other else sum(starmap(ne, zip(one, other, strict=True)))
