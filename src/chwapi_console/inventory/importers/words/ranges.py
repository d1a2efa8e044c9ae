"""Several machines that one word names: `srv[01-03]`, `esx-1 à 3`, `dc1-dc3`, `dc1/2`."""

import re
from collections.abc import Iterator, Sequence

from chwapi_console.inventory.plain_words import BLANKS

MOST = 64
"""Machines that one word may name."""
LONGEST = 80
"""Letters up to which a word is looked at."""

_UPTO = (
    r"(?:-|–|—|\.{2,3}|…|:|->|\bà\b|\bau?\b|\bto\b|\bthrough\b|\bthru\b|\bbis\b|\btot\b|\bt/m\b)"
)
_FROM = re.compile(r"(?:de|du|from|von|vom|van)\s+(?=\S+\s+\S)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"([^\W_][\w.-]*)[\[({]([\d\s,;.:–…-]+)[\])}]([\w.-]*)")
_PART = re.compile(rf"(\d{{1,6}})(?:\s*{_UPTO}\s*(\d{{1,6}}))?", re.IGNORECASE)
_FROM_TO = re.compile(
    rf"([^\W\d_][\w.-]*?)(\d{{1,6}})(?:{BLANKS}({_UPTO})\s*)([^\W\d_][\w.-]*?)?(\d{{1,6}})",
    re.IGNORECASE,
)
_HYPHENS = frozenset("-–—:")
"""Of what stands between two numbers the signs that stand within one name too: `esx-1-2`."""
_SOME = re.compile(
    r"([^\W\d_][\w.-]*?)(\d{1,3})((?:(?:\s*[/,;+&]\s*|\s+(?:et|and|und|en)\s+)\d{1,3})+)",
    re.IGNORECASE,
)


def machines_of(words: str) -> Sequence[str]:
    """The machines that a word names by their numbers; empty where it names one, or no machine.

    A hyphen alone makes no range (`esx-1-2` is a name); whole names at both of its sides do.
    """
    if len(words) > LONGEST or not any(map(str.isdecimal, words)):
        return ()
    text = _FROM.sub("", words.strip())
    found = list(_bracketed(text) or _from_to(text) or _numbered(text))
    return found if 1 < len(found) <= MOST else ()


def _bracketed(text: str) -> list[str]:
    found = _IN_BRACKETS.fullmatch(text)
    if not found:
        return []
    parts = [part.strip() for part in re.split("[,;]", found[2])]
    numbers: list[str] = []
    for part in parts:
        if not (said := _PART.fullmatch(part)):
            return []
        numbers += _counted(said[1], said[2] or said[1])
    return [f"{found[1]}{number}{found[3]}" for number in numbers]


def _from_to(text: str) -> list[str]:
    found = _FROM_TO.fullmatch(text)
    if not found:
        return []
    before, first, sign, again, last = found.groups()
    if again is None:
        again = "" if sign in _HYPHENS else before
    if again.casefold() != before.casefold():
        return []
    return [f"{before}{number}" for number in _counted(first, last)]


def _numbered(text: str) -> list[str]:
    found = _SOME.fullmatch(text)
    if not found:
        return []
    numbers = [found[2], *re.findall(r"\d+", found[3])]
    return [f"{found[1]}{number}" for number in dict.fromkeys(numbers)]


def _counted(first: str, last: str) -> Iterator[str]:
    """The numbers from one to another, as wide as the first is written."""
    least, most = int(first), int(last)
    if least <= most < least + MOST + 1:
        yield from (f"{number:0{len(first)}}" for number in range(least, most + 1))
