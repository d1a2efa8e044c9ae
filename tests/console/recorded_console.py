"""The real program, which also writes down what it would have sent without `Glass`, beside what it
sends; run in a terminal.

`python recorded_console.py RECORD ARGUMENTS...`; the record is one JSON object a line.
"""

import json
import sys
from pathlib import Path

from rich.console import Console
from textual.geometry import Offset

from chwapi_console.console.terminal.diffed_output import TerminalImage, Update
from chwapi_console.launch import main

CONSOLE = Console(color_system="truecolor", force_terminal=True)
"""Sends every colour as it is named."""


def record_into(path: Path) -> None:
    """From now on, whatever a glass is given and gives is written down."""
    paint, catch_up = TerminalImage.paint, TerminalImage.catch_up

    def note(what: str, glass: TerminalImage, text: str) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, "size": glass.size, "text": text}) + "\n")

    def noted_paint(self: TerminalImage, update: Update) -> None:
        note("full", self, update.render_segments(CONSOLE))
        paint(self, update)

    def noted_catch_up(self: TerminalImage, cursor: Offset) -> str:
        text = catch_up(self, cursor)
        note("slim", self, text)
        return text

    TerminalImage.paint = noted_paint  # type: ignore[method-assign]
    TerminalImage.catch_up = noted_catch_up  # type: ignore[method-assign]


if __name__ == "__main__":
    record_into(Path(sys.argv[1]))
    sys.exit(main(sys.argv[2:]))
