"""The screen as text: what stands in each cell, then how it looks, one letter for each look, then
what the letters mean.

A picture like that is a few kilobytes, changes only where the screen does, and can be read in a
diff without a browser; an SVG of the same screen has ten times the size, and changes as a whole
with the library that draws it.
"""

from string import ascii_letters

from rich.style import Style
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.strip import Strip

from chwapi_console.console.terminal.cell import put
from chwapi_console.console.terminal.diffed_output import sgr
from console.driver import Operator

PLAIN = "."
"""The look of a cell without a word."""


class PictureFile(SingleFileSnapshotExtension):
    """One picture, one text file."""

    _file_extension = "txt"
    _write_mode = WriteMode.TEXT


def picture(here: Operator, why: str) -> str:
    """The whole screen, with the reason for looking at it."""
    app = here.app
    strips = app.screen._compositor.render_strips()
    letters = _Letters(app.brush.looks.on_ground[""])
    cells = [_cells(strip, letters) for strip in strips]
    words = ["".join(text for text, _ in line).rstrip() for line in cells]
    looks = ["".join(letter for _, letter in line).rstrip(PLAIN) for line in cells]
    spot = app.cursor_spot
    return "\n".join(
        [
            why,
            (
                f"{app.size.width}x{app.size.height}, the terminal's cursor at column {spot.x}, line "
                f"{spot.y}"
            ),
            "",
            *words,
            "",
            *looks,
            "",
            *letters.legend(),
            "",
        ]
    )


class _Letters:
    """A letter for each look, in the order in which they are met."""

    def __init__(self, plain: Style) -> None:
        self._known = {sgr(plain): (PLAIN, plain)}

    def of(self, style: Style) -> str:
        """The letter of a look."""
        code = sgr(style)
        if code not in self._known:
            self._known[code] = (ascii_letters[len(self._known) - 1], style)
        return self._known[code][0]

    def legend(self) -> list[str]:
        """What the letters mean."""
        return [f"{letter} {style}" for letter, style in self._known.values()]


def _cells(strip: Strip, letters: _Letters) -> list[tuple[str, str]]:
    line = [(" ", PLAIN)] * strip.cell_length
    x = 0
    for text, style, _ in strip:
        letter, end = letters.of(style or Style.null()), put(line, x, text, "")
        line[x:end] = [(cell, letter) for cell, _ in line[x:end]]
        x = end
    return line
