"""What a person says with `--map`.

A heading, a column by letter or number, or with a second equals sign the same words for every row.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.tables.tables import Grid
from chwapi_console.inventory.importers.words.vocabulary import FIELDS
from chwapi_console.inventory.plain_words import folded
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say


class Wish(NamedTuple):
    """One `--map`: a field, and the column that has it, or the words that hold for every row."""

    field: str
    words: str
    always: bool = False


def wish(text: str, fields: Iterable[str] = FIELDS) -> Wish:
    """`name=Nom`, `name=B`, `name=2` or, for every row, `site==IMC`.

    RequestError for anything else, or for another field.
    """
    field, sign, words = text.partition("=")
    field, always = field.strip(), words.startswith("=")
    words = words.removeprefix("=").strip() if always else words.strip()
    if not sign or not words or field not in fields:
        raise RequestError(
            say(
                '"{text}" maps nothing. Write --map FIELD=COLUMN, or --map site==IMC for every '
                "row; the fields "
                "are {fields}.",
                text=text,
                fields=", ".join(sorted(fields)),
            )
        )
    return Wish(field, words, always)


def place_wished(wished: Wish, titles: Sequence[str], grid: Grid) -> int:
    """The column that a person means: by its heading, else by its number from 1 or its letter."""
    if (place := column_titled(titles, folded(wished.words))) is not None and folded(wished.words):
        return place
    widest = max((len(row.cells) for row in grid.rows), default=0)
    if 0 <= (place := by_number(wished.words, -1)) < widest:
        return place
    near = get_close_matches(wished.words, [title for title in titles if title], n=1, cutoff=0.5)
    if near:
        raise RequestError(
            say(
                'There is no column "{name}". Did you mean "{near}"?',
                name=wished.words,
                near=near[0],
            )
        )
    raise RequestError(
        say(
            'There is no column "{name}". The columns are: {titles}.',
            name=wished.words,
            titles=", ".join(filter(None, titles)) or str(widest),
        )
    )


def column_titled(titles: Sequence[str], key: str) -> int | None:
    """The place of the column with this folded heading; None where there is none."""
    return next((place for place, title in enumerate(titles) if folded(title) == key), None)


def by_number(words: str, nowhere: int) -> int:
    """The place of a column that spreadsheets call `B` and people call 2.

    `nowhere` for other words.
    """
    if words.isdecimal() and words.isascii() and len(words) < 5:
        return int(words) - 1
    if not re.fullmatch("[A-Za-z]{1,2}", words):
        return nowhere
    place = 0
    for letter in words.upper():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1
