"""Names of people.

One by capitals, accents, blanks and the shapes of letters, so that nobody is two by a key held down,
and nobody is their own second person. How a name is spelled is for the eye alone: the first spelling
in the record stands for all.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from unicodedata import category, combining

from chwapi_console.alphabets import as_shaped, strange_letters
from chwapi_console.marks import normalized
from chwapi_console.text import Sentence, beginning, say

SHARED_ACCOUNTS = frozenset(
    {
        "root",
        "admin",
        "administrator",
        "administrateur",
        "toor",
        "user",
        "utilisateur",
        "guest",
        "operator",
        "operateur",
        "ansible",
        "ubuntu",
        "debian",
        "centos",
        "rocky",
        "ec2-user",
        "sysadmin",
        "hopital",
        "it",
    }
)
"""Accounts that people share: their names are nobody's."""

FEWEST_SIGNS = 2
"""Letters and digits of a name: one alone is a key that was meant for something else."""

MOST_LETTERS = 8
"""Letters of another alphabet that are named."""

_LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that do not come apart into one of ours and an accent."""

AS_TYPED = {
    **dict.fromkeys((0x2019, 0x2018, 0x02BC, 0x02B9, 0x2032, 0x00B4, 0x02C8, 0xFF07), "'"),
    **dict.fromkeys((*range(0x2010, 0x2016), 0x2212, 0xFE63, 0xFF0D), "-"),
    **dict.fromkeys((0x02D7, 0x058A, 0x05BE, 0x1806, 0x2043, 0x2796, 0xFE31, 0xFE32, 0xFE58), "-"),
}
"""Apostrophes and hyphens as programs and other keyboards write them."""


@lru_cache(maxsize=1024)
def person(name: str) -> str:
    """What all spellings of one name have in common.

    No capitals, accents, blanks, signs that nobody sees, or letters of another alphabet that look
    like ours. Two names that differ in nothing else are one person's.
    """
    if name.isascii():
        return "".join(name.lower().split())
    letters = normalized(
        "NFKD",
        normalized("NFKC", as_seen(name).translate(AS_TYPED)).casefold().translate(_LIGATURES),
    )
    return as_shaped(
        "".join(c for c in letters if not combining(c) and not c.isspace() and category(c) != "Cf")
    )


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's."""
    return one == other or person(one) == person(other)


def is_among(name: str, people: Iterable[str]) -> bool:
    """Whether a name is that of one of these people."""
    return person(name) in map(person, people)


def why_no_name(name: str) -> Sentence | None:
    """Why a name is none; None where it is one.

    It has too few letters and digits, or one letter again and again, or mixes alphabets.
    """
    signs = [sign for sign in person(name) if sign.isalnum()]
    if len(signs) < FEWEST_SIGNS:
        return say('"{name}" is too short for a name.', name=name)
    if signs[0].isalpha() and len(set(signs)) == 1:
        return say('"{name}" is one letter again and again, and no name.', name=name)
    if strange := strange_letters(name):
        return say(
            '"{name}" mixes alphabets: "{letters}" is of another than the rest. Type it anew, in one.',
            name=name,
            letters=beginning(strange, MOST_LETTERS),
        )
    return None


def is_shared(name: str) -> bool:
    """Whether a name is an account's that people share."""
    return is_among(name, SHARED_ACCOUNTS)


def why_nobody(name: str) -> Sentence | None:
    """Why a name is nobody's, in a sentence; None where it can be somebody's."""
    if is_shared(name):
        return say('"{name}" is a shared account, nobody\'s name.', name=name)
    return why_no_name(name)


def as_seen(name: str) -> str:
    """A name without invisible signs, and with every run of blanks as one space.

    Fillers that only look like blanks count as blanks.
    """
    if name.isascii():
        return " ".join(name.split())
    return " ".join(
        _UNSEEN.sub(
            "", "".join(" " if c in _BLANK else c for c in name if category(c) != "Cf")
        ).split()
    )


_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
_UNSEEN = re.compile("[\u034f\u17b4\u17b5\u180b-\u180f\u2065\ufe00-\ufe0f\U000e0000-\U000e0fff]")
"""What Unicode calls ignorable by default (DerivedCoreProperties.txt) beside the format characters,
which Python knows."""
