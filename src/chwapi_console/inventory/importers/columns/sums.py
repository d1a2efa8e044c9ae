"""Rows that add up what stands above them, told by their numbers: nobody need have written "total".

Such a row says nothing but a word and numbers, where the rows above also say words in other
columns, and each of its numbers, of two or more, is the sum of all above it, or of those below the
last sum.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from chwapi_console.inventory.importers.tables.tables import ListRow
from chwapi_console.inventory.importers.words.cells import cell_kind, says_nothing

_FIGURES = re.compile(r"\d+(?:[.,' \u00a0\u202f]\d+)*")
NUMBERS_THAT_TELL, ROWS_THAT_TELL = 2, 2
"""How many sums a row has that is one of sums, and how many rows it adds up."""


def rows_of_sums(rows: Sequence[ListRow]) -> frozenset[int]:
    """The numbers of the rows that add up others."""
    found: list[int] = []
    whole: defaultdict[int, float] = defaultdict(float)
    since: defaultdict[int, float] = defaultdict(float)
    worded: set[int] = set()
    above = 0
    for row in rows:
        numbers = _numbers(row)
        words = {
            place
            for place, cell in enumerate(row.cells)
            if not says_nothing(cell) and cell_kind(cell) != "number"
        }
        if (
            above >= ROWS_THAT_TELL
            and len(words) <= 1
            and worded - words
            and (_adds_up(numbers, whole) or _adds_up(numbers, since))
        ):
            found.append(row.number)
            since.clear()
            continue
        above += 1
        worded |= words
        for place, number in numbers.items():
            whole[place] += number
            since[place] += number
    return frozenset(found)


def _adds_up(numbers: Mapping[int, float], sums: Mapping[int, float]) -> bool:
    told = [place for place, number in numbers.items() if number]
    return len(told) >= NUMBERS_THAT_TELL and all(
        abs(numbers[place] - sums.get(place, 0.0)) <= 1e-6 * numbers[place] for place in numbers
    )


def _numbers(row: ListRow) -> dict[int, float]:
    """The numbers of a row by their places."""
    return {
        place: _number(cell) for place, cell in enumerate(row.cells) if cell_kind(cell) == "number"
    }


def _number(cell: str) -> float:
    """A number as people write it: `1.234,50`, `1,234.50`, `64 GB`."""
    found = _FIGURES.search(cell)
    figures = re.sub("[' \u00a0\u202f]", "", found[0]) if found else "0"
    whole, sign, rest = figures.rpartition("," if figures.rfind(",") > figures.rfind(".") else ".")
    if not sign or (len(rest) == 3 and sign not in whole and not re.search("[.,]", whole)):
        return float(re.sub("[.,]", "", figures))
    if sign in whole:  # the same sign twice parts thousands
        return float(re.sub("[.,]", "", figures))
    return float(f"{re.sub('[.,]', '', whole)}.{rest}")
