"""Several machines that one word names: `srv[01-03]`, `esx-1 à 3`, `dc1-dc3`, `dc1/2`."""

import re
from collections.abc import Iterator, Sequence

MOST = 64
"""Machines that one word may name."""
LONGEST = 80
"""Letters up to which a word is looked at."""
LONGEST_NUMBER, MOST_DIGITS = 6, 3
"""Digits of a number of a range, and of one that stands behind a sign: `sql1,1433` has a port."""

_DIGITS = "0123456789"
_FROM = frozenset(["de", "du", "from", "von", "vom", "van"])
_UPTO = frozenset(
    ["à", "a", "au", "to", "through", "thru", "bis", "tot", "t/m", "-", "–", "—", "->"]
)
"""What stands between two machines, or two numbers, with blanks around it."""
_DOTS = re.compile(r" ?(?:\.{2,3}|…|->) ?")
_IN_BRACKETS = re.compile(r"([^\W_][\w.-]*)[\[({]([\d\s,;.:–…-]+)[\])}]([\w.-]*)")
_STEM = re.compile(r"[^\W_][\w.-]*")
_PARTS = re.compile(r"[,;]")
_BETWEEN = re.compile(r"[.:–…-]+")
_SOME = re.compile(r" ?[/,;+&] ?| (?:et|and|und|en) ")
HYPHEN = "-"
_AROUND_A_WORD = ".,;:!?«»\"'"


def machines_of(words: str) -> Sequence[str]:
    """The machines that a word names by their numbers; empty where it names one, or no machine.

    A hyphen alone makes no range (`esx-1-2` is a name); whole names at both of its sides do.
    """
    if len(words) > LONGEST or not any(map(str.isdecimal, words)):
        return ()
    text = " ".join(words.split())
    found = list(_bracketed(text) or _from_to(text) or _numbered(text))
    return found if 1 < len(found) <= MOST else ()


def named_in(sentence: str) -> Iterator[str]:
    """The machines that a sentence names by their numbers, in one word of it or in three."""
    words = sentence.split()
    for at, word in enumerate(words):
        for part in (word, " ".join(words[at : at + 3])):
            part = part.strip(_AROUND_A_WORD)
            yield from machines_of(part) or machines_of(part.strip("()[]"))


def _bracketed(text: str) -> list[str]:
    found = _IN_BRACKETS.fullmatch(text)
    if not found:
        return []
    numbers: list[str] = []
    for part in _PARTS.split(found[2]):
        first, *last = _BETWEEN.split(part.replace(" ", ""))
        if not all(map(str.isdecimal, (first, *last))) or len(last) > 1:
            return []
        numbers += _counted(first, last[0] if last else first)
    return [f"{found[1]}{number}{found[3]}" for number in numbers]


def _from_to(text: str) -> Sequence[str]:
    parts = text.split()
    if len(parts) == 4 and parts[0].casefold() in _FROM:
        parts = parts[1:]
    if len(parts) == 3 and parts[1].casefold() in _UPTO:
        return _between(parts[0], parts[2], whole=parts[1] == HYPHEN)
    if len(ends := _DOTS.split(text)) == 2:
        return _between(*ends, whole=False)
    cuts = (at for at, letter in enumerate(text) if letter in "-–—")
    return next(filter(None, (_between(text[:at], text[at + 1 :]) for at in cuts)), ())


def _between(first: str, last: str, *, whole: bool = True) -> Sequence[str]:
    """The machines from one to another, of which the second may be its number alone unless `whole`."""
    stem, number = _in_two(first)
    again, until = _in_two(last)
    is_alike = again.casefold() == stem.casefold() or not (again or whole)
    if not (is_alike and number and until and _is_a_stem(stem)):
        return ()
    return [f"{stem}{each}" for each in _counted(number, until)]


def _numbered(text: str) -> Sequence[str]:
    first, *others = _SOME.split(text)
    stem, number = _in_two(first)
    numbers = [number, *others]
    if not _is_a_stem(stem) or not all(
        each.isdecimal() and len(each) <= MOST_DIGITS for each in numbers
    ):
        return ()
    return [f"{stem}{each}" for each in dict.fromkeys(numbers)]


def _is_a_stem(words: str) -> bool:
    """Whether words may be what the names of several machines begin with."""
    return bool(_STEM.fullmatch(words)) and any(map(str.isalpha, words))


def _in_two(name: str) -> tuple[str, str]:
    """A name without the number that it ends with, and that number."""
    stem = name.rstrip(_DIGITS)
    return stem, name[len(stem) :]


def _counted(first: str, last: str) -> Iterator[str]:
    """The numbers from one to another, as wide as the first is written."""
    if max(len(first), len(last)) > LONGEST_NUMBER:
        return
    least, most = int(first), int(last)
    if least <= most < least + MOST + 1:
        yield from (f"{number:0{len(first)}}" for number in range(least, most + 1))
