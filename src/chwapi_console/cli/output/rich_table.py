"""A table for somebody at a terminal, fitted to its width.

Only here is rich imported, and only when a table is written.

Cells are `Text` objects: what the plan says is never parsed as markup.
"""

from collections.abc import Mapping, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from chwapi_console.cli.output.table import (
    GAP,
    NOTHING,
    CellLook,
    TextColumn,
    TextTable,
    cell_words,
    cells,
)
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Language, side_by_side, wrapped

STYLES: Mapping[CellLook, str] = {
    "": "",
    "now": "bold",
    "held": "magenta",
    "trouble": "red",
    "aside": "dim",
}
"""The two colours that can be read on a black ground as well as on a white one."""
ROOM = 14
"""Cells that a long column wants which does not say how many it must have; spare columns go until
each has them."""

SHARES = {"cut": 1, "wrap": 3}
"""How much of the room that is left goes to a column that is cut, and to one that goes on
beneath."""


WRAPPED = 30
"""Cells that a column which is wrapped wants at least. Where it has fewer, its words go on lines of
their own below the row."""

INDENT = "    "


class Fitted(NamedTuple):
    """The places of the columns shown, each with its width, and of those put below the line."""

    widths: Mapping[int, int]
    below: Sequence[int] = ()


def print_table(
    table: TextTable, language: Language, stream: TextIO, width: int, no_color: bool
) -> None:
    """Writes the table."""
    rows = [cell_words(row, language) for row in table.rows]
    titles = [language(column.title) for column in table.columns]
    wanted = [max(map(cells, column)) for column in zip(titles, *rows, strict=True)]
    fitted = fitted_within(width, table.columns, wanted)
    console = Console(
        file=stream, width=width, no_color=no_color, markup=False, highlight=False, emoji=False
    )
    with console.capture() as captured:
        console.print(_in_columns(table, titles, rows, fitted.widths))
    if not fitted.below:
        stream.write(language.spelling.drawn(captured.get()))
        return
    for place, line in enumerate(captured.get().splitlines()):
        said = titles if place == 0 else rows[place - 1]
        with console.capture() as below:
            console.print(
                _below(
                    [said[column] for column in fitted.below],
                    width,
                    "bold" if place == 0 else "",
                    language,
                )
            )
        stream.write(language.spelling.drawn(f"{line}\n{below.get()}"))


def _in_columns(
    table: TextTable,
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Mapping[int, int],
) -> RichTable:
    shown = RichTable(box=None, pad_edge=False, padding=(0, len(GAP), 0, 0), header_style="bold")
    for place, given in widths.items():
        column = table.columns[place]
        shown.add_column(
            Text(titles[place]),
            width=given,
            justify="right" if column.right else "left",
            no_wrap=column.long != "wrap",
            overflow="fold" if column.long == "wrap" else "ellipsis",
        )
    for row, line in zip(table.rows, rows, strict=True):
        shown.add_row(
            *(
                Text(_cell(line[place], given, table.columns[place]))
                for place, given in widths.items()
            ),
            style=STYLES[row.look],
        )
    return shown


def _cell(words: str, width: int, column: TextColumn) -> str:
    """What stands in a cell; rich would break it at any blank."""
    return "\n".join(wrapped(words, width)) if column.long == "wrap" else words


def _below(words: Sequence[str], width: int, style: str, language: Language) -> Text:
    """Words on lines of their own, broken between words only: an id stays whole."""
    said = [word for word in words if word != NOTHING] or [NOTHING]
    text = language(side_by_side(said))
    return Text("\n".join(wrapped(text, width, INDENT, whole_words=True)), style)


def fitted_within(width: int, columns: Sequence[TextColumn], wanted: Sequence[int]) -> Fitted:
    """How the columns fit a line.

    Where it is too narrow for what wraps, that goes below it, but for what can be missed.
    """
    every, wraps = (
        list(range(len(columns))),
        [place for place, column in enumerate(columns) if column.long == "wrap"],
    )
    widths = widths_within(width, columns, wanted, every)
    wraps = [place for place in wraps if place in widths]
    if all(widths[place] >= min(wanted[place], WRAPPED) for place in wraps):
        return Fitted(widths)
    return Fitted(
        widths_within(width, columns, wanted, [place for place in every if place not in wraps]),
        wraps,
    )


def widths_within(
    width: int, columns: Sequence[TextColumn], wanted: Sequence[int], places: Sequence[int]
) -> dict[int, int]:
    """The places of the columns to show, each with its width.

    Spare ones go, while long ones lack room, those that can be missed best first, then those on the
    left.
    """
    kept = list(places)
    spare = sorted(
        (place for place in kept if columns[place].spare), key=lambda place: columns[place].spare
    )
    while True:
        widths = _shared(width, kept, columns, wanted)
        room = sum(widths.values()) + len(GAP) * (len(kept) - 1) <= width
        if not spare or (
            room
            and all(
                widths[place] >= min(wanted[place], columns[place].least or ROOM) for place in kept
            )
        ):
            return widths
        kept.remove(spare.pop(0))


def _shared(
    width: int, kept: Sequence[int], columns: Sequence[TextColumn], wanted: Sequence[int]
) -> dict[int, int]:
    """What is short gets what it wants.

    The rest is shared among long columns: those that want no more than their share have it where
    the others can have their least, then those that are to have so much at least.
    """
    widths = {place: wanted[place] for place in kept if not columns[place].long}
    left = width - sum(widths.values()) - len(GAP) * (len(kept) - 1)
    waiting = [place for place in kept if columns[place].long]
    while waiting:
        share = max(1, left) / sum(SHARES[columns[place].long] for place in waiting)
        fair = {place: share * SHARES[columns[place].long] for place in waiting}
        least = _least({place: min(columns[place].least, wanted[place]) for place in waiting}, left)
        modest = {place: wanted[place] for place in waiting if wanted[place] <= fair[place]}
        wanting = {place: least[place] for place in waiting if least[place] > fair[place]}
        settled = modest if modest and sum((wanting | modest).values()) <= left else wanting
        given = settled or {place: max(1, int(fair[place])) for place in waiting}
        widths |= given
        left -= sum(given.values())
        waiting = [place for place in waiting if place not in given]
    return {place: widths[place] for place in kept}


def _least(least: Mapping[int, int], left: int) -> dict[int, int]:
    """The least widths of columns, where there is not room for all.

    Room is taken from those that want most: a state is whole before it is said what a server is
    for.
    """
    fitted = {place: max(1, cells) for place, cells in least.items()}
    for place in sorted(least, key=least.__getitem__, reverse=True):
        fitted[place] = max(1, fitted[place] - max(0, sum(fitted.values()) - left))
    return fitted
