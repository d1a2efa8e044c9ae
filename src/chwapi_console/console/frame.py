"""Frames of cells, and the bytes that turn the one a terminal shows into the one it should show.

The line between an operator and the console may carry 64 kbit/s, so only what changed travels: at most one move of a block
of lines, then runs of changed cells, with the shortest way from run to run and from look to look. Pure: a frame is compared
with a frame. Between two frames the terminal's pen always has the look of the ground, and its cursor stands at a known place.

A cell is a text and its SGR codes; the right half of a wide character is a cell without text. Terminals differ about the
width of what is not one plain character, so after such a cell the place of the next one is always said anew.
"""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import starmap
from operator import ne
from typing import NamedTuple

from rich.cells import split_graphemes

Cell = tuple[str, str]
Line = tuple[Cell, ...]

class Ground(NamedTuple):
    """What lies under all words: the SGR codes of its cells, empty for the terminal's own colours, and whether a terminal
    that erases under a pen of that look leaves such cells (`bce` in terminfo, "background colour erase")."""

    sgr: str = ""
    erases: bool = True

    @property
    def blank(self) -> Cell:
        """A cell without a word."""
        return (" ", self.sgr)

    @property
    def cleared(self) -> Cell:
        """What the terminal leaves where it clears the screen or inserts a line: terminals that erase the rest of a line in
        colour do not all do that in colour, so with a ground of ours it is like no cell that is ever wanted."""
        return ("", "nobody knows") if self.sgr else self.blank

    @property
    def afresh(self) -> str:
        """Brings a terminal of which nothing is known to a cleared screen: no margins, no wrapping, cursor shown, our pen."""
        return f"\x1b[r\x1b[?7l\x1b[m\x1b[2J\x1b[?25h{turn('', self.sgr)}"


OWN_COLOURS = Ground()

LONGEST_BRIDGE = 4
"""Unchanged cells between two changed ones that are cheaper to send again than to step over."""
FEWEST_MOVED = 4
"""Changed lines from which a move of a block is looked for."""
COST_OF_MOVE = 24
"""Bytes of the sequences that move a block of lines."""

_PLAIN_BELOW = "\u0300"
"""Every printing character below this one takes one cell."""


# Cells

def filled(width: int, height: int, cell: Cell = OWN_COLOURS.blank) -> list[Line]:
    """A frame of one kind of cell."""
    return [(cell,) * width] * height


def put(line: list[Cell], x: int, text: str, sgr: str) -> int:
    """Writes a text of one look into a line from a column on; the column after it. What does not fit is left out."""
    if text and max(text) < _PLAIN_BELOW:
        line[x:x + len(text)] = [(character, sgr) for character in text]
        return x + len(text)
    for cluster, size in _clusters(text):
        if size:
            line[x:x + size] = [(cluster, sgr), *[("", sgr)] * (size - 1)]
            x += size
        elif x:
            _put_mark(line, x - 1, cluster)
    return x


def _put_mark(line: list[Cell], x: int, mark: str) -> None:
    """A mark that takes no cell of its own belongs to the character before it."""
    while x and not line[x][0]:
        x -= 1
    line[x] = (line[x][0] + mark, line[x][1])


@lru_cache(maxsize=4096)
def _clusters(text: str) -> tuple[tuple[str, int], ...]:
    return tuple((text[start:end], size) for start, end, size in split_graphemes(text)[0])


# Looks

_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29", "21": "24",
        "51": "54", "52": "54", "53": "55"}


@lru_cache(maxsize=4096)
def canonical(sgr: str) -> str:
    """The same look without what a pen at rest has already: a terminal's own colours."""
    weights, ink, paper = _parts(sgr)
    return ";".join([*weights, *(colour for colour in (ink, paper) if colour)])


@lru_cache(maxsize=4096)
def _parts(sgr: str) -> tuple[tuple[str, ...], str, str]:
    """The weights, the ink and the paper of a look; an empty colour is the terminal's own."""
    codes = [code for code in sgr.split(";") if code]
    weights, ink, paper, at = [], "", "", 0
    while at < len(codes):
        length = {"5": 3, "2": 5}.get(codes[at + 1], 1) if codes[at] in ("38", "48") and at + 1 < len(codes) else 1
        code = ";".join(codes[at:at + length])
        if codes[at] in _OFF:
            weights.append(code)
        elif _is_paper(codes[at]):
            paper = "" if code == "49" else code
        else:
            ink = "" if code == "39" else code
        at += length
    return tuple(dict.fromkeys(weights)), ink, paper


def _is_paper(code: str) -> bool:
    return 40 <= int(code) <= 49 or 100 <= int(code) <= 107


@lru_cache(maxsize=4096)
def turn(before: str, after: str) -> str:
    """The shortest sequence that turns a pen of one look into a pen of another."""
    if before == after:
        return ""
    if not after:
        return "\x1b[m"
    whole = f"\x1b[0;{after}m" if before else f"\x1b[{after}m"
    changed = f"\x1b[{';'.join(_changes(before, after))}m"
    return min(whole, changed, key=len)


def _changes(before: str, after: str) -> list[str]:
    weights, ink, paper = _parts(before)
    new_weights, new_ink, new_paper = _parts(after)
    off = list(dict.fromkeys(_OFF[weight] for weight in weights if weight not in new_weights))
    on = [weight for weight in new_weights if weight not in weights or _OFF[weight] in off]
    ink_change = [new_ink or "39"] if ink != new_ink else []
    paper_change = [new_paper or "49"] if paper != new_paper else []
    return off + on + ink_change + paper_change


# Differences

class Pen:
    """What is being sent: the sequences so far, the look, and where the terminal's cursor stands; a column of None is one
    that terminals may disagree about."""

    def __init__(self, sgr: str) -> None:
        self.sent: list[str] = []
        self._sgr = sgr
        self._y: int | None = None
        self._x: int | None = None

    def go(self, y: int, x: int) -> None:
        """Goes to a cell the shortest way."""
        if (y, x) == (self._y, self._x):
            return
        if y == self._y and self._x is not None and x > self._x:
            steps = x - self._x
            self.sent.append(f"\x1b[{steps}C" if steps > 1 else "\x1b[C")
        elif x == 0 and y == self._y:
            self.sent.append("\r")
        elif x == 0 and self._y is not None and y == self._y + 1:
            self.sent.append("\r\n")
        else:
            self.sent.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._y, self._x = y, x

    def look(self, sgr: str) -> None:
        """Takes a look."""
        self.sent.append(turn(self._sgr, sgr))
        self._sgr = sgr

    def write(self, y: int, x: int, cells: Line, width: int) -> None:
        """Writes cells, which begin at no right half."""
        for column, (text, sgr) in enumerate(cells, x):
            if text:
                self.go(y, column)
                self.look(sgr)
                self.sent.append(text)
                plain = len(text) == 1 and (text < _PLAIN_BELOW or not _is_wide(text)) and column + 1 < width
                self._x = column + 1 if plain else None

    def say(self, sequence: str) -> None:
        """Sends a sequence that leaves the cursor at the beginning of a line nobody knows."""
        self.sent.append(sequence)
        self._y = self._x = None


@lru_cache(maxsize=4096)
def _is_wide(text: str) -> bool:
    return sum(size for _, size in _clusters(text)) != 1


def difference(shown: Sequence[Line], wanted: Sequence[Line], *, can_scroll: bool = True, ground: Ground = OWN_COLOURS) -> str:
    """What to send to a terminal that shows one frame so that it shows the other; both have the same size."""
    pen, shown = Pen(ground.sgr), list(shown)
    changed = _changed(shown, wanted)
    if can_scroll and len(changed) >= FEWEST_MOVED:
        shown = _moved(shown, wanted, changed, pen, ground)
        changed = _changed(shown, wanted)
    for y in changed:
        _send_line(shown[y], wanted[y], y, pen, ground)
    pen.look(ground.sgr)
    return "".join(pen.sent)


def _changed(shown: Sequence[Line], wanted: Sequence[Line]) -> list[int]:
    return [y for y, (old, new) in enumerate(zip(shown, wanted, strict=True)) if old is not new and old != new]


def _send_line(old: Line, new: Line, y: int, pen: Pen, ground: Ground) -> None:
    width = len(new)
    end = _end_of_words(new, ground.blank)
    rest = [x for x in range(end, width) if old[x] != new[x]]
    erases = ground.erases and len(rest) > LONGEST_BRIDGE
    for start, stop in _runs(old, new, end if erases else width):
        pen.write(y, start, new[start:stop], width)
    if erases:
        pen.look(ground.sgr)
        pen.go(y, rest[0])
        pen.sent.append("\x1b[K")


def _end_of_words(line: Line, blank: Cell) -> int:
    """The column from which on there are only blanks."""
    end = len(line)
    while end and line[end - 1] == blank:
        end -= 1
    return end


def _runs(old: Line, new: Line, end: int) -> list[tuple[int, int]]:
    """From where to where cells must be sent; short stretches of unchanged cells of the same look are sent along."""
    runs: list[tuple[int, int]] = []
    for x in range(end):
        if old[x] == new[x]:
            continue
        start = x
        while start and not new[start][0]:
            start -= 1
        if runs and start - runs[-1][1] <= LONGEST_BRIDGE and _one_look(new, runs[-1][1], start):
            runs[-1] = (runs[-1][0], x + 1)
        else:
            runs.append((start, x + 1))
    return runs


def _one_look(line: Line, start: int, end: int) -> bool:
    """Whether the cells between two runs are plain and look like what stands before them."""
    return all(len(text) == 1 and sgr == line[start - 1][1] for text, sgr in line[start:end])


# Moves of a block

def _moved(shown: list[Line], wanted: Sequence[Line], changed: Sequence[int], pen: Pen, ground: Ground) -> list[Line]:
    """Lets the terminal move a block of lines where that spares most; what it shows then.

    Lines are deleted at one end of the block and inserted at the other: every terminal since the VT102 does that, and it
    needs no scroll region.
    """
    by = _likely_move(shown, wanted, changed, ground.blank)
    if not by:
        return shown
    spared, top, bottom = _best_block(shown, wanted, by, ground.blank)
    if spared <= COST_OF_MOVE:
        return shown
    count = abs(by)
    lines = filled(len(shown[0]), count, ground.cleared)
    block = shown[top:bottom]
    gone, come = (top, bottom - count) if by > 0 else (bottom - count, top)
    pen.say(f"\x1b[{gone + 1}H\x1b[{count}M\x1b[{come + 1}H\x1b[{count}L")
    return [*shown[:top], *(block[count:] + lines if by > 0 else lines + block[:-count]), *shown[bottom:]]


def _likely_move(shown: Sequence[Line], wanted: Sequence[Line], changed: Sequence[int], blank: Cell) -> int:
    """By how many lines most of the changed ones came up; negative when they went down, 0 when they did not move."""
    stood = {line: y for y, line in enumerate(shown) if _end_of_words(line, blank)}
    moves = Counter(stood[wanted[y]] - y for y in changed if wanted[y] in stood)
    return moves.most_common(1)[0][0] if moves else 0


def _best_block(shown: Sequence[Line], wanted: Sequence[Line], by: int, blank: Cell) -> tuple[int, int, int]:
    """The cells spared by the best move of that many lines, and its first line and the one after its last."""
    height, count = len(wanted), abs(by)
    gains = [_cells_apart(shown[y], wanted[y]) - _cells_apart(shown[y + by], wanted[y]) if 0 <= y + by < height else -10_000
             for y in range(height)]
    lost = [_cells_apart((blank,) * len(line), line) - _cells_apart(shown[y], line) for y, line in enumerate(wanted)]
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
