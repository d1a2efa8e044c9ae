"""A fixed place of one or more lines that is redrawn only when its words change."""

from collections.abc import Sequence

from textual.geometry import Region
from textual.strip import Strip

from chwapi_console.console.terminal.cached_widget import CachedWidget
from chwapi_console.console.widgets.brush import Brush
from chwapi_console.console.widgets.row import Row


class RowLines(CachedWidget):
    """Shows rows; what does not fit is cut."""

    def __init__(self, brush: Brush, *, id: str) -> None:
        super().__init__(id=id)
        self._brush = brush
        self._rows: Sequence[Row] = ()

    @property
    def text(self) -> str:
        """The words shown."""
        return "\n".join(row.text for row in self._rows)

    def show(self, *rows: Row) -> None:
        """Shows other rows."""
        for y in range(max(len(rows), len(self._rows))):
            if rows[y : y + 1] != tuple(self._rows[y : y + 1]):
                self.refresh(Region(0, y, self.size.width, 1))
        self._rows = rows

    def render_line(self, y: int) -> Strip:
        """The row at `y`."""
        return self._brush.strip(
            self._rows[y].pieces if y < len(self._rows) else (), self.size.width
        )
