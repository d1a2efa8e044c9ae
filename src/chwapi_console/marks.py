"""Texts in one of the forms of Unicode, in a time that grows in line with them.

Who puts a text into a form sorts the marks on each of its letters, and Python does so by moving
each past the others: a million on one letter take hours. No script writes more than a few, so what
is heaped beyond that is let go of first.
"""

import re
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

MOST_MARKS = 8
"""Marks on one letter: more than any script writes."""

FEW_LETTERS = 100
"""Letters up to which a text is taken whatever marks are heaped in it."""

_MAY_BE_HEAPED = re.compile(rf"[^\x00-\x7f\w]{{{MOST_MARKS + 1}}}")
"""So many signs in a row that are no letters: among them is every mark."""


def normalized(form: Form, text: str) -> str:
    """The text in a form of Unicode, without what is heaped on a letter."""
    if text.isascii():
        return text
    from unicodedata import normalize

    return normalize(form, without_heaps(text))


def without_heaps(text: str) -> str:
    """The text with no more marks on one letter than `MOST_MARKS`; a short one as it is."""
    if len(text) <= FEW_LETTERS or text.isascii() or not _MAY_BE_HEAPED.search(text):
        return text
    from unicodedata import category, combining

    kept: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if combining(sign) or category(sign) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
