"""Words without accents and capitals, so that "Stérilisation", "STERILISATION" and "sterilisation" are one."""

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

_LETTERS_AND_DIGITS = re.compile(r"[a-z]+|[0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def plain(text: str) -> str:
    """The text in small letters without accents."""
    return "".join(c for c in normalize("NFKD", text.casefold().translate(_LIGATURES)) if not combining(c))


def words(text: str) -> list[str]:
    """The words of a name; letters and digits part: `SRV-SQL07` has srv, sql and 07."""
    return _LETTERS_AND_DIGITS.findall(plain(text))


def identifiers(names: Iterable[str]) -> dict[str, str]:
    """An id for each name, in their order, that names no other: `Notre-Dame` has notre-dame."""
    ids: dict[str, str] = {}
    for name in names:
        stem = "-".join(re.findall("[a-z0-9]+", plain(name))) or "site"
        number = 1
        while (given := stem if number == 1 else f"{stem}-{number}") in ids:
            number += 1
        ids[given] = name
    return ids
