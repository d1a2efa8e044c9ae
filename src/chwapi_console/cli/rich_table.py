"""A table for somebody at a terminal, fitted to its width. Only here is rich imported, and only when a table is written.

Cells are `Text` objects: what the plan says is never parsed as markup.
"""

from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from chwapi_console.cli.table import GAP, Column, Look, Table, cells, filled
from chwapi_console.text import Language

STYLES: Mapping[Look, str] = {"": "", "now": "bold", "held": "magenta", "trouble": "red", "aside": "dim"}
"""The two colours that can be read on a black ground as well as on a white one."""
ROOM = 14
"""Cells that a long column wants at least; spare columns go until each has them."""

SHARES = {"cut": 1, "wrap": 3}
"""How much of the room that is left goes to a column that is cut, and to one that goes on beneath."""


def print_table(table: Table, language: Language, stream: TextIO, width: int, no_color: bool) -> None:
    """Writes the table."""
    lines = [filled(row, language) for row in table.rows]
    titles = [language(column.title) for column in table.columns]
    wanted = [max(map(cells, column)) for column in zip(titles, *lines, strict=True)]
    shown = RichTable(box=None, pad_edge=False, padding=(0, len(GAP), 0, 0), header_style="bold")
    widths = widths_within(width, table.columns, wanted)
    for place, given in widths.items():
        column = table.columns[place]
        shown.add_column(Text(titles[place]), width=given, justify="right" if column.right else "left",
                         no_wrap=column.long != "wrap", overflow="fold" if column.long == "wrap" else "ellipsis")
    for row, line in zip(table.rows, lines, strict=True):
        shown.add_row(*(Text(line[place]) for place in widths), style=STYLES[row.look])
    console = Console(file=stream, width=width, no_color=no_color, markup=False, highlight=False, emoji=False)
    with console.capture() as captured:
        console.print(shown)
    stream.write(language.spelling.drawn(captured.get()))


def widths_within(width: int, columns: Sequence[Column], wanted: Sequence[int]) -> dict[int, int]:
    """The places of the columns to show, each with its width: spare ones go, the first first, while long ones lack room."""
    kept = list(range(len(columns)))
    spare = [place for place in kept if columns[place].spare]
    while True:
        widths = _shared(width, kept, columns, wanted)
        if not spare or all(widths[place] >= min(wanted[place], ROOM) for place in kept):
            return widths
        kept.remove(spare.pop(0))


def _shared(width: int, kept: Sequence[int], columns: Sequence[Column], wanted: Sequence[int]) -> dict[int, int]:
    """What is short gets what it wants; the rest is shared among long columns, none getting more than it wants."""
    widths = {place: wanted[place] for place in kept if not columns[place].long}
    left = width - sum(widths.values()) - len(GAP) * (len(kept) - 1)
    waiting = [place for place in kept if columns[place].long]
    while waiting:
        share = max(1, left) / sum(SHARES[columns[place].long] for place in waiting)
        content = [place for place in waiting if wanted[place] <= share * SHARES[columns[place].long]]
        for place in content or waiting:
            widths[place] = wanted[place] if content else max(1, int(share * SHARES[columns[place].long]))
            left -= widths[place]
        waiting = [place for place in waiting if content and place not in content]
    return {place: widths[place] for place in kept}
