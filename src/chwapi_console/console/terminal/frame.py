"""Frames of cells, and the bytes that turn the one a terminal shows into the one it should show.

The line between an operator and the console may carry 64 kbit/s, so only what changed travels: at
most one move of a block of lines, then runs of changed cells, with the shortest way from run to run
and from look to look. Pure: a frame is compared with a frame. Between two frames the terminal's pen
always has the look of the ground, and its cursor stands at a known place.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chwapi_console.console.terminal.cell import (
    OWN_COLOURS,
    Ground,
    Line,
    end_of_words,
    is_written_with,
    look_from,
)
from chwapi_console.console.terminal.moved_block import with_block_moved
from chwapi_console.console.terminal.pen import Pen
from chwapi_console.console.terminal.sgr import of_a_blank, turn

AFRESH = "\x1b[r\x1b[?7l\x1b[m\x1b[2J\x1b[?25h"
"""No margins, no wrapping, a plain pen, a cleared screen, cursor shown."""
LONGEST_BRIDGE = 4
"""Unchanged cells between two changed ones that are cheaper to send again than to step over."""
FEWEST_MOVED = 4
"""Changed lines from which a move of a block is looked for."""


class Brushstroke(NamedTuple):
    """Cells that are written from a place on; without any, the rest of the line is erased there."""

    y: int
    x: int
    cells: Line = ()


def afresh(ground: Ground) -> str:
    """The bytes that clear the screen of a terminal of which nothing is known."""
    return AFRESH + turn("", ground.sgr)


def difference(
    shown: Sequence[Line],
    wanted: Sequence[Line],
    *,
    can_scroll: bool = True,
    ground: Ground = OWN_COLOURS,
    cursor: tuple[int, int] | None = None,
) -> str:
    """The bytes that make a terminal which shows one frame show the other; both have one size.

    Where there are any, the terminal's cursor is at that line and column after them.
    """
    pen, shown = Pen(ground.sgr, wanted), list(shown)
    changed = _changed(shown, wanted)
    if can_scroll and len(changed) >= FEWEST_MOVED:
        shown = with_block_moved(shown, wanted, changed, pen, ground)
        changed = _changed(shown, wanted)
    strokes = [stroke for y in changed for stroke in _strokes(shown[y], wanted[y], y, ground)]
    by_line, by_look = pen, pen.copied()
    _send(strokes, len(wanted[0]), by_line, ground)
    _send(_one_look_after_another(strokes, ground), len(wanted[0]), by_look, ground)
    if cursor and any(by_line.sent):
        by_line.go(*cursor)
        by_look.go(*cursor)
    return min("".join(by_line.sent), "".join(by_look.sent), key=len)


def _send(strokes: Sequence[Brushstroke], width: int, pen: Pen, ground: Ground) -> None:
    for y, x, cells in strokes:
        if cells:
            pen.write(y, x, cells, width)
        else:
            pen.erase(y, x, ground.sgr)
    pen.look(ground.sgr)


def _changed(shown: Sequence[Line], wanted: Sequence[Line]) -> list[int]:
    return [
        y
        for y, (old, new) in enumerate(zip(shown, wanted, strict=True))
        if old is not new and old != new
    ]


def _strokes(old: Line, new: Line, y: int, ground: Ground) -> list[Brushstroke]:
    """What is to be written on a line, from left to right."""
    width = len(new)
    end = end_of_words(new, ground.blank)
    rest = [x for x in range(end, width) if old[x] != new[x]]
    erases = ground.erases and len(rest) > LONGEST_BRIDGE
    runs = _runs(old, new, end if erases else width)
    strokes = [Brushstroke(y, start, new[start:stop]) for start, stop in runs]
    return [*strokes, *([Brushstroke(y, rest[0])] if erases else [])]


def _one_look_after_another(strokes: Sequence[Brushstroke], ground: Ground) -> list[Brushstroke]:
    """The same strokes cut by their looks: first all of one look, then all of the next.

    Where a look comes again and again, to step over what has another costs less than to turn the
    pen twice. The look of the ground comes first; single cells of a later look are written in it
    meanwhile.
    """
    by_look: dict[str, list[Brushstroke]] = {ground.sgr: []}
    for stroke in strokes:
        if not stroke.cells:
            by_look[ground.sgr].append(stroke)
        for look, x, cells in _by_look(stroke, ground.sgr):
            by_look.setdefault(look, []).append(Brushstroke(stroke.y, x, cells))
    by_look[ground.sgr] = _bridged(by_look[ground.sgr], strokes, ground.sgr)
    look, ordered = ground.sgr, by_look.pop(ground.sgr)
    while by_look:
        look = min(by_look, key=lambda other: len(turn(look, other)))
        ordered += by_look.pop(look)
    return ordered


def _by_look(stroke: Brushstroke, ground: str) -> Iterator[tuple[str, int, Line]]:
    """The pieces of a stroke that have one look each, with that and the column of their first cell.

    Blanks between two looks, of which one is the ground's, are written with that.
    """
    cells, start, look = stroke.cells, 0, ""
    for at, (text, sgr) in enumerate(cells):
        if at and (not text or is_written_with(text, sgr, look)):
            continue
        end, new = at, look_from(cells, at, ground)
        if new == ground:
            while end > start + 1 and cells[end - 1] == (" ", of_a_blank(ground)):
                end -= 1
        if at:
            yield look, stroke.x + start, cells[start:end]
        start, look = end, new
    if cells:
        yield look, stroke.x + start, cells[start:]


def _bridged(
    pieces: Sequence[Brushstroke], strokes: Sequence[Brushstroke], sgr: str
) -> list[Brushstroke]:
    """Pieces of the first look, which is `sgr`, joined over single cells that are written again later."""
    cells = {(y, column): cell for y, x, found in strokes for column, cell in enumerate(found, x)}
    joined: list[Brushstroke] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before and before.y == piece.y and before.cells and piece.cells:
            end = before.x + len(before.cells)
            gap = [cells.get((piece.y, column), ("", "")) for column in range(end, piece.x)]
            if len(gap) <= LONGEST_BRIDGE and all(len(text) == 1 for text, _ in gap):
                between = tuple((text, sgr) for text, _ in gap)
                joined[-1] = before._replace(cells=(*before.cells, *between, *piece.cells))
                continue
        joined.append(piece)
    return joined


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
    look, turns = line[start - 1][1], 0
    for text, sgr in line[start : end + 1]:
        if not is_written_with(text, sgr, look):
            look, turns = sgr, turns + 1
    return turns <= 1 and all(len(text) == 1 for text, _ in line[start:end])
