"""The brush that every widget paints its words with: it knows the looks, and how signs are written."""

from collections.abc import Iterable

from rich.segment import Segment
from textual.strip import Strip

from chwapi_console.console.terminal.cell import Ground
from chwapi_console.console.terminal.diffed_output import sgr
from chwapi_console.console.widgets.row import Piece
from chwapi_console.console.widgets.styles import Looks
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.signs import Spelling


class Brush(NamedTuple):
    """A value; all widgets of a console have the same."""

    looks: Looks
    spelling: Spelling

    def strip(self, pieces: Iterable[Piece], width: int, *, on_bar: bool = False) -> Strip:
        """The pieces in a line of exactly that width."""
        styles = self.looks.on_bar if on_bar else self.looks.on_ground
        segments = [Segment(self.spelling.drawn(text), styles[look]) for text, look in pieces]
        return Strip(segments).adjust_cell_length(width, styles[""])

    def ground(self, erases_in_colour: bool) -> Ground:
        """What lies under all words, on a terminal that erases in colour or does not."""
        codes = sgr(self.looks.on_ground[""])
        return Ground(codes, erases_in_colour or not codes)
