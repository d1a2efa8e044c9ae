"""The one list widget of the console, drawn line by line.

Queue, services, pages and help are all rows in it.

It redraws only lines whose row has changed, scrolls as its cursor is led, and keeps the cursor on
the same thing when rows come and go. `rows` may be lazy: only what is on the screen is ever asked
for.
"""

from collections.abc import Callable, Iterable, Sequence

from textual.events import Resize
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from chwapi_console.console.terminal.cached_widget import CachedWidget
from chwapi_console.console.widgets.brush import Brush
from chwapi_console.console.widgets.row import Piece, Row, RowKey, index_of
from chwapi_console.named_tuples import NamedTuple

EMPTY = Row(())
CURSOR, ELSEWHERE, BESIDE = Piece(">"), Piece(" "), Piece("│ ", "edge")
"""What stands before the row under the cursor, before the others, and before those of a list that
has no cursor: it stands beside another list."""
AHEAD = 4
"""Rows below the cursor that an act keeps in sight: what comes next is seen, and each act sends one
row that was not."""
BAR = 22
"""Columns of the cursor's bar: it says where the cursor stands. A bar across the screen would send
two whole lines for each step, a third of what a step may cost on a slow line, and make the colours
of the words harder to read."""


class Spot(NamedTuple):
    """Where a cursor stands: on what, on which row, and which row is at the top."""

    key: RowKey | None
    row: int
    top: int


class RowList(CachedWidget, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor, unless it is not `active`.

    Calls `moved` when the cursor has come to stand on another row, or other rows lie above: at
    once, so that what depends on it is drawn in the same frame.
    """

    DEFAULT_CSS = "RowList { overflow: hidden hidden; scrollbar-size: 0 0; }"

    def __init__(self, brush: Brush, *, id: str, active: bool = True) -> None:
        super().__init__(id=id)
        self.can_focus = active
        self._brush = brush
        self._rows: Sequence[Row] = ()
        self._drawn: dict[int, tuple[Row, bool]] = {}
        self.cursor = 0
        self.top = 0
        self.moved: Callable[[], None] = lambda: None

    @property
    def current(self) -> Row:
        """The row under the cursor; an empty one when there is none."""
        return self._rows[self.cursor] if self.cursor < len(self._rows) else EMPTY

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return self._rows

    @property
    def key(self) -> RowKey | None:
        """What the row under the cursor is about; None when it is about nothing."""
        return self.current.key

    @property
    def height(self) -> int:
        """Lines of the list on the screen."""
        return max(1, self.size.height)

    def show(self, rows: Sequence[Row], cursor: int | None = None, top: int | None = None) -> None:
        """Shows other rows, or the same ones changed; only lines that differ are drawn again."""
        self._rows = rows
        self.top = max(0, min(self.top if top is None else top, len(rows) - self.height))
        self.cursor = self._within(self.cursor if cursor is None else cursor)
        self._keep_cursor_in_sight()
        self._refresh_changed(range(self.height))

    def move_to(self, index: int) -> None:
        """Puts the cursor on a row, as near as there is one.

        A list that is led on by acts scrolls row by row: an act has much to say already.
        """
        before, top, self.cursor = self.cursor, self.top, self._within(index)
        self.top += self._least_scroll(self.cursor - before)
        self._came_from(before, top)

    def move(self, by: int) -> None:
        """Moves the cursor by so many rows.

        A list that is stepped through scrolls by half pages: most steps redraw two lines.
        """
        before, self.cursor = self.cursor, self._within(self.cursor + by)
        self._came_from(before, self.top)

    def look_ahead(self) -> None:
        """Scrolls so far that rows below the cursor are in sight: what a key leads to is read before."""
        top = self.top
        self.top += max(0, self._out_of_reach)
        self._came_from(self.cursor, top)

    def _within(self, index: int) -> int:
        return max(0, min(index, len(self._rows) - 1))

    def _came_from(self, before: int, top: int) -> None:
        """The cursor stood on another row, under another first one.

        Where that one stays, no more than two lines change.
        """
        self._keep_cursor_in_sight()
        if self.top == top:
            self._refresh_changed({before - top, self.cursor - top})
        else:
            self._refresh_changed(range(self.height))
        if self.cursor != before:
            self.moved()

    def index_of(self, key: RowKey) -> int | None:
        """Where the row about something stands; None when there is none."""
        return index_of(self._rows, key, self.cursor)

    @property
    def below(self) -> int:
        """Rows that lie below what is on the screen."""
        return max(0, len(self._rows) - self.top - self.height)

    @property
    def on_last(self) -> bool:
        """Whether the cursor stands on the last row."""
        return self.cursor >= len(self._rows) - 1

    @property
    def cursor_spot(self) -> Offset:
        """Where on the screen the mark of the row under the cursor stands."""
        return self.region.offset + Offset(0, self.cursor - self.top)

    def position(self) -> Spot:
        """Where the cursor stands."""
        return Spot(self.key, self.cursor, self.top)

    def _least_scroll(self, moved: int) -> int:
        """By how many rows to scroll after the cursor moved down by so many.

        So that it has rows below it in sight: no more than it moved itself, unless more is needed
        to bring it into sight. None for a cursor that went far.
        """
        beyond = self.cursor - (self.top + self.height - 1)
        return max(beyond, min(self._out_of_reach, moved), 0) if beyond <= AHEAD else 0

    @property
    def _out_of_reach(self) -> int:
        """How many of the rows that are wanted below the cursor, and may be itself, are not in sight."""
        return self.cursor - (self.top + self.height - 1) + min(AHEAD, self.height // 2)

    def _keep_cursor_in_sight(self) -> None:
        """Puts a cursor that is out of sight in the middle."""
        height = self.height
        if not self.top <= self.cursor < self.top + height:
            self.top = self.cursor - height // 2
        self.top = max(0, min(self.top, len(self._rows) - height))

    def _refresh_changed(self, lines: Iterable[int]) -> None:
        for y in lines:
            if self._drawn.get(y) != self._at(y):
                self.refresh(Region(0, y, self.size.width, 1))

    def _at(self, y: int) -> tuple[Row, bool]:
        index = self.top + y
        row = self._rows[index] if index < len(self._rows) else EMPTY
        return row, self.can_focus and index == self.cursor and index < len(self._rows)

    def on_resize(self, event: Resize) -> None:
        """Draws every line anew.

        The rows stay where they are, but for what keeps the cursor in sight: a question takes lines
        of the list and gives them back. What nobody has seen yet begins with the first row.
        """
        self.virtual_size = Size(event.size.width, event.size.height)
        top_before = self.top
        if not self._drawn and self.cursor < self.height:
            self.top = 0
        self.top = max(self.top, self.cursor - self.height + 1)
        self._keep_cursor_in_sight()
        if self._drawn and self.top != top_before:
            self.moved()  # what is said of rows above and below
        self._drawn.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The cursor is shown by a mark as well as by a bar."""
        row, has_cursor = self._drawn[y] = self._at(y)
        pieces = (CURSOR if has_cursor else ELSEWHERE if self.can_focus else BESIDE, *row.pieces)
        strip = self._brush.strip(pieces, self.size.width)
        if not has_cursor:
            return strip
        return Strip.join(
            [self._brush.strip(pieces, self.size.width, on_bar=True).crop(0, BAR), strip.crop(BAR)]
        )
