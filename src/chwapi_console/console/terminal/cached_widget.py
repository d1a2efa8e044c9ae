"""A widget that nothing changed about is not drawn again.

Textual asks every widget for its lines when a row above and a row below it have changed, which on
this screen is each step of the cursor; and finding out that all lines are as they were costs more
than drawing the two that are not. Builds on `Widget._set_dirty`, through which all that changes a
widget's look passes; it is private in Textual 8.2.8.
"""

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class CachedWidget(Widget):
    """Gives the lines it gave before until some have changed, or other lines are asked for."""

    _drawn_before: tuple[Region, list[Strip]] | None = None

    def _set_dirty(self, *regions: Region) -> None:
        self._drawn_before = None
        super()._set_dirty(*regions)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part of the widget."""
        if self._drawn_before is None or self._drawn_before[0] != crop:
            self._drawn_before = crop, super().render_lines(crop)
        return self._drawn_before[1]
