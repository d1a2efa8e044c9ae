"""A table of a page as text: cells are wrapped, nothing is cut, and what is empty is room to write."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Language, Value, say, wrapped

BOX, TICKED = "[ ]", "[x]"
"""A cell with a box to tick by hand, and one with a box that is ticked."""
LABELS = 20
"""Characters of what stands before facts."""
BETWEEN = " | "
LONGEST_WORD = 24
"""Characters of a word that is kept whole where a table has room for it."""
LEAST = 3
"""Characters of the narrowest column: a box."""


class PageColumn(NamedTuple):
    """A column of a table: what stands above it, and its share of the width."""

    head: Value
    share: int = 1


class PageTable(NamedTuple):
    """Rows of cells, the first of which names the row.

    Without columns it is a list of facts, each with its name. An empty cell is room to write by
    hand, `BOX` is a box to tick.
    """

    columns: Sequence[PageColumn]
    rows: Sequence[Sequence[Value]]


def table_lines(table: PageTable, width: int, t: Language) -> Iterator[str]:
    """The table as lines of at most so many characters, but for what has no blank and is wider."""
    if not table.columns:
        for name, *values in table.rows:
            yield from fact_text(name, values, width, t)
    elif table.rows:
        widths = _widths(table, width, t)
        yield from _row([column.head for column in table.columns], widths, t)
        rule = "-+-".join("-" * each for each in widths)
        is_form = any(cell in ("", BOX) for row in table.rows for cell in row)
        for number, row in enumerate(table.rows):
            if is_form or not number:
                yield rule
            yield from _row(row, widths, t)


def fact_text(name: Value, values: Sequence[Value], width: int, t: Language) -> list[str]:
    """A fact with its name before it.

    What is too long to stand beside that, and has no blank, stands whole on a line of its own, as a
    hash does.
    """
    label = t(say("{name}:", name=name))
    words = "  ".join(t(value) for value in values if value != "")
    first = label.ljust(LABELS) + " "
    if not words:
        return [first + "_" * (width - len(first))]
    if " " not in words and len(first) + len(words) > width:
        return [label, f"    {words}"]
    return wrapped(words, width, first, " " * len(first))


def shares(columns: Sequence[PageColumn], whole: int) -> list[int]:
    """What of a whole each column gets, by its share."""
    all_shares = sum(column.share for column in columns)
    return [column.share * whole // all_shares for column in columns]


def _widths(table: PageTable, width: int, t: Language) -> list[int]:
    """The width of each column: by its share, but for those whose longest word would be broken.

    These get what others have to spare beyond their own longest words, as far as there is any;
    headings first, for they are read with every row.
    """
    columns = table.columns
    room = width - len(BETWEEN) * (len(columns) - 1)
    by_share = shares(columns, max(0, room - LEAST * len(columns)))
    heads = [longest_word([column.head], t) for column in columns]
    cells = [longest_word(cells, t) for cells in zip(*table.rows, strict=True)]
    widths = widened(
        [LEAST + each for each in by_share], [max(LEAST, each) for each in heads], room
    )
    return widened(widths, list(map(max, heads, cells)), room)


def widened(widths: Sequence[int], wanted: Sequence[int], room: int) -> list[int]:
    """The widths, where one that is narrower than wanted has what others can spare.

    The least first, as far as there is any to spare; together they take no more than the room.
    """
    made, left = list(widths), room - sum(widths)
    for column in sorted(range(len(made)), key=lambda each: wanted[each]):
        while made[column] < wanted[column]:
            spare = [own - least for own, least in zip(made, wanted, strict=True)]
            giver = max(range(len(made)), key=lambda each: (spare[each], -each))
            if left > 0:
                left -= 1
            elif spare[giver] > 0:
                made[giver] -= 1
            else:
                break
            made[column] += 1
    return made


def longest_word(cells: Sequence[Value], t: Language) -> int:
    """The characters of the longest word in a column.

    Of what is no word but a hash or an address, which no column has room for, those of none.
    """
    words = (len(word) for cell in cells if cell != "" for word in t(cell).split(" "))
    return max((word for word in words if word <= LONGEST_WORD), default=LEAST)


def _row(cells: Sequence[Value], widths: Sequence[int], t: Language) -> Iterator[str]:
    wrapped_cells = [
        wrapped(t(cell), width) if cell != "" else [""]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for lines in zip_longest(*wrapped_cells, fillvalue=""):
        yield BETWEEN.join(
            line.ljust(width) for line, width in zip(lines, widths, strict=True)
        ).rstrip()
