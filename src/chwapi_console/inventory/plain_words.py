"""Words without accents and capitals: "Stérilisation" and "STERILISATION" are one."""

import re
from unicodedata import combining

from chwapi_console.marks import normalized

BLANKS = r"(?:(?<!\s)\s+)?"
"""The blanks before a sign, if there are any, as a part of a pattern: from the first of them only, so
that a search does not go over the same run of blanks from each of them, as it does by `\\s*`."""

_LETTERS_AND_DIGITS = re.compile(r"[a-z]+|[0-9]+")
_ACCENTS = re.compile("[\u0300-\u036f]+")
"""The accents of Latin letters, taken off at once: a filter may read a hundred thousand events."""


def plain(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    small = text.casefold().replace("œ", "oe").replace("æ", "ae")
    parted = _ACCENTS.sub("", normalized("NFKD", small))
    return parted if parted.isascii() else "".join(c for c in parted if not combining(c))


def words(text: str) -> list[str]:
    """The words of a name; letters and digits part: `SRV-SQL07` has srv, sql and 07."""
    return _LETTERS_AND_DIGITS.findall(plain(text))


def folded(text: str) -> str:
    """The letters and digits of a text, plain.

    What two ways of writing one heading or name have in common.
    """
    return "".join(filter(str.isalnum, plain(text)))


def site_mark(name: str) -> str:
    """What two ways of writing the name of one site have in common.

    As `folded`, but A+ and A- are two sites.
    """
    return folded(spelled_out(name)) or name


def spelled_out(name: str) -> str:
    """A name with the signs that tell it from another as words.

    A plus anywhere, a minus at its end.
    """
    return re.sub(rf"{BLANKS}-\s*$", " minus", name.replace("+", " plus "))


def tokens(text: str) -> frozenset[str]:
    """The words of a heading, each folded; letters and digits stay together."""
    return frozenset(filter(None, map(folded, re.split(r"[\W_]+", text))))


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists of words that are read more easily without their quotes."""
    return frozenset(text.split())
