"""Whether a text began with the key that asked for it.

Who looks for each letter on a slow line, and takes the console for a chat, types `bonjour` and sees that
`b` asks for a reason, or does not: the rest would be written down as one. So a text is read once more with
the letter of its key in front.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from chwapi_console.addressed import speaks_to_somebody
from chwapi_console.inventory.model import Plan
from chwapi_console.other_windows import is_chat
from chwapi_console.people import person

LEAST_LETTERS = 4
"""Letters of a word of the plan by which it is known where no digit is in it: `at` is none of a site's
`bat`."""
_PART = re.compile(r"\W+|_")

NO_WORD_WITHOUT = frozenset(
    [
        "bloc",
        "bloque",
        "bloquer",
        "bloquee",
        "service",
        "site",
        "note",
        "notes",
        "noter",
        "nota",
        "notez",
        "bjr",
        "bsr",
        "slt",
        "bravo",
        "bye",
        "bah",
        "bref",
        "besoin",
        "beaucoup",
        "backup",
        "boot",
        "bios",
        "biologie",
        "bureau",
        "brancardier",
        "batiment",
        "baie",
        "badge",
        "nous",
        "notre",
        "nouveau",
        "nouvelle",
        "nope",
        "nuit",
        "network",
        "node",
        "night",
        "need",
        "needs",
        "needed",
        "nobody",
        "nothing",
        "server",
        "serveur",
        "because",
        "before",
        "broken",
        "between",
    ]
)
"""Words that texts begin with, and that are none without their first letter."""

WORDS_TOO = frozenset(
    (
        *("a", "an", "as", "at", "i", "in", "is", "it", "of", "on", "or", "our", "to", "us"),
        *("ai", "elle", "en", "es", "et", "il", "ou", "un"),
    )
)
"""Short words that texts begin with, and that are the rest of one too: `is` of `dis`, `a` of `ya`."""


def began_with_its_key(text: str, word: str, names: AbstractSet[str]) -> bool:
    """Whether a text is the rest of a `word`, its key's letter joined to it, by which it makes sense.

    It speaks to somebody then, or begins with a usual word or one of the plan's `names`, and does not
    without that letter.
    """
    alone, joined = _first(text), _first(word)
    if not alone or word == text or text[:1].isspace() or _is_known(alone, names):
        return False
    return _is_known(joined, names) or (
        alone not in WORDS_TOO
        and (speaks_to_somebody(word) or is_chat(word))
        and not speaks_to_somebody(text)
    )


def _first(text: str) -> str:
    words = text.split()
    return person(words[0].strip(".,;:!?()\"'")) if words else ""


def _is_known(word: str, names: AbstractSet[str]) -> bool:
    parts = _PART.split(word)
    return word in names or bool(parts and (parts[0] in names or parts[0] in NO_WORD_WITHOUT))


def words_of_names(plan: Plan, people: Iterable[str]) -> frozenset[str]:
    """What the plan, and the people here, are called by: whole ids, and the words of them and of names."""
    names = [
        *(*plan.servers, *plan.services, *plan.sites, *plan.groups, *plan.conditions),
        *(part.name for part in plan.services.values()),
        *(part.name for part in plan.sites.values()),
        *(part.name for part in plan.groups.values()),
        *people,
    ]
    return frozenset(word for name in names for word in _words(name))


def _words(name: str) -> Iterator[str]:
    for word in (person(part) for spelled in name.split() for part in _with_parts(spelled)):
        has_digit = any(map(str.isdigit, word)) and not word.isdigit()
        if len(word) >= LEAST_LETTERS or (has_digit and len(word) > 1):
            yield word


def _with_parts(word: str) -> list[str]:
    return [word, *_PART.split(word)]
