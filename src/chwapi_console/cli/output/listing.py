"""What is shown of a list of servers before anything is written.

Columns as they are taken, and what comes of them. A terminal gets the first of many lines, a pipe
all.
"""

from collections.abc import Sequence

from chwapi_console.cli.output.output import Output
from chwapi_console.inventory.importers.columns.headers import Columns
from chwapi_console.text import Value, plural, say

MOST_SHOWN = 20
"""Lines of one kind that are shown at a terminal."""


def section(out: Output, title: Value, lines: Sequence[Value]) -> None:
    """A title and its lines, with a blank line above; nothing where there are no lines."""
    if not lines:
        return
    out.say()
    out.say(title)
    most = most_shown(out, len(lines))
    for line in lines[:most]:
        out.say(line, "  ")
    if (more := len(lines) - most) > 0:
        out.say(
            plural("… {n} more; --json lists it.", "… {n} more; --json lists them.", more), "  "
        )


def most_shown(out: Output, count: int) -> int:
    """How many of so many are shown."""
    return min(count, MOST_SHOWN) if out.terminal else count


def column_words(columns: Columns, place: int) -> Value:
    """What a column, counted from 0, is called: by its heading, where it has one."""
    return columns.title(place) or say("column {number}, by what stands in it", number=place + 1)
