"""Parts of an event's data.

Given back where they have the type that the program relies on, else ValueError.

A journal can come from another hand, so nothing is taken for what it should be before it was looked
at here. What only people read is not refused: `shown` makes a text of it.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

_DIGEST = re.compile(r"[0-9a-f]{64}")

_LONGEST_LINE, _LONGEST_NAME = 4096, 200
"""Letters of what people tell in a line, and of a name that they give to a thing."""

NO_COUNT = 1 << 53
"""No count goes so far: what every JSON reader and every database still counts exactly."""


def text(value: object) -> str:
    """A text."""
    if type(value) is not str:
        raise ValueError(value)
    return value


def encodable(value: object) -> str:
    """A text that a file or a store can hold: no half of a surrogate pair."""
    said = text(value)
    said.encode()
    return said


def line(value: object) -> str:
    """A text that is not too long to be read in one place."""
    if len(said := text(value)) > _LONGEST_LINE:
        raise ValueError(said[:_LONGEST_LINE])
    return said


def name_of_one(value: object) -> str:
    """What people call one of several things of a server.

    A word without blanks, so that it can stand in the key of its heads.
    """
    if not (said := text(value)) or len(said) > _LONGEST_NAME or said.split() != [said]:
        raise ValueError(value)
    return said


def texts(value: object) -> list[str]:
    """A list of names."""
    if type(value) is not list:
        raise ValueError(value)
    for name in value:
        if len(text(name)) > _LONGEST_NAME:
            raise ValueError(name)
    return value


def table(value: object) -> dict[str, Any]:
    """A table; what is in it is not looked at."""
    if type(value) is not dict:
        raise ValueError(value)
    return value


def moment(value: object) -> str:
    """A text that is a time: ISO 8601 with an offset, in a year that every time zone can tell."""
    at = text(value)
    told = datetime.fromisoformat(at)
    if told.tzinfo is None or not 1 < told.year < 9999:
        raise ValueError(value)
    return at


def told_moment(value: object) -> datetime | None:
    """The time in what others wrote and nobody looked at yet; None where it is none.

    See `moment`: one that a time zone cannot tell is none either.
    """
    try:
        return datetime.fromisoformat(moment(value))
    except ValueError:
        return None


def count(value: object) -> int:
    """A number of things, 1 or more."""
    if type(value) is not int or not 0 < value < NO_COUNT:
        raise ValueError(value)
    return value


def digest(value: object) -> str:
    """A SHA-256, in hex."""
    if not _DIGEST.fullmatch(said := text(value)):
        raise ValueError(value)
    return said


def one_of(value: object, known: Collection[str]) -> str:
    """One of the words that are known."""
    if value not in known:
        raise ValueError(value)
    return text(value)


def shown(data: Mapping[str, Any], name: str) -> str:
    """A part that only people read, as a text whatever it is; empty where there is none."""
    value = data.get(name)
    return value if type(value) is str else "" if value is None else str(value)


def beyond(plain: Mapping[str, Any], known: Collection[str]) -> Mapping[str, Any]:
    """What a table has beside the parts that are known, as a later program may write it.

    Whoever puts the table back puts that back too.
    """
    return {name: part for name, part in plain.items() if name not in known}
