"""A fixed place of one or more lines that is redrawn only when its words change."""

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from chwapi_console.console.row import Row
from chwapi_console.console.still import Still
from chwapi_console.console.styles import looks


class Lines(Still):
    """Shows rows; what does not fit is cut."""

    def __init__(self, *, id: str, colour: bool = True) -> None:
        super().__init__(id=id)
        self._looks = looks(colour)
        self._rows: Sequence[Row] = ()

    @property
    def text(self) -> str:
        """The words shown."""
        return "\n".join(row.text for row in self._rows)

    def show(self, *rows: Row) -> None:
        """Shows other rows."""
        for y in range(max(len(rows), len(self._rows))):
            if rows[y:y + 1] != tuple(self._rows[y:y + 1]):
                self.refresh(Region(0, y, self.size.width, 1))
        self._rows = rows

    def render_line(self, y: int) -> Strip:
        """The row at `y`."""
        pieces = self._rows[y].pieces if y < len(self._rows) else ()
        base = self._looks[pieces[-1].look] if pieces and pieces[-1].look == "bar" else self._looks[""]
        segments = [Segment(text, self._looks[look]) for text, look in pieces]
        return Strip(segments).adjust_cell_length(self.size.width, base)
