"""The filter that an operator types: words that must all be found, some with a key or a meaning.

`site:union ready sql`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from chwapi_console.inventory.plain_words import plain
from chwapi_console.text import Language, Sentence, every, say

KEYS = ("site", "tier", "state", "waits")
ALIASES: Mapping[str, str] = {
    **{key: key for key in KEYS},
    "etat": "state",
    "priorite": "tier",
    "prio": "tier",
    "attend": "waits",
    "attente": "waits",
}
"""What a key may be called, without capitals and accents, in whichever language the screen
speaks."""
FLAGS: Mapping[str, Sentence] = {
    "mine": say("mine"),
    "conflict": say("conflict"),
    "ready": say("ready"),
    "override": say("override"),
    "reserve": say("reserve"),
    "shortcut": say("shortcut"),
    "suspect": say("suspect"),
}
"""Words that say what a thing is for this operator, in English and in the operator's language."""

Values = Mapping[str, Sequence[str]]
"""For each of `KEYS` what a thing may be called there: its id, its name, the word in the operator's
language; under `waits` what it waits for; and under `is` which of `FLAGS` hold for it."""


def matcher(typed: str, t: Language) -> Callable[[str, Values], bool]:
    """A test of a thing by its words and its values.

    Neither capitals count nor accents: `operatoire` finds Opératoire.
    """
    keyed, flags, free = _keyed(typed), _flags(typed, t), _free(typed, t)

    def matches(text: str, values: Values) -> bool:
        folded = plain(text)
        return (
            all(word in folded for word in free)
            and all(flag in values.get("is", ()) for flag in flags)
            and all(any(_begins(v, value) for v in values.get(key, ())) for key, value in keyed)
        )

    return matches


def finds_in(typed: str, t: Language) -> Callable[[str], bool]:
    """A test whether a text has all words of a filter that have no key and no meaning."""
    free = _free(typed, t)
    return lambda text: all(word in plain(text) for word in free)


def only_words(typed: str, t: Language) -> bool:
    """Whether a filter has neither keys nor words with a meaning.

    Then one more letter can only narrow what it finds.
    """
    return ":" not in typed and not _flags(typed, t)


def misunderstood(typed: str, known: Iterable[Values]) -> Sentence | None:
    """What of a filter nothing can match.

    A key that there is not, or a value that none of the things has.
    """
    for word in typed.split():
        key, colon, _ = word.partition(":")
        if colon and key and plain(key) not in ALIASES:
            return say(
                "{key}: is no key of the filter; the keys are {keys}.",
                key=key,
                keys=every([say("site:"), say("tier:"), say("state:"), say("waits:")]),
            )
    known = list(known)
    for word in typed.split():
        for key, value in _keyed(word):
            if not any(_begins(v, value) for values in known for v in values.get(key, ())):
                return say("Nothing here has {word}.", word=word)
    return None


def asks_for(key: str, typed: str, names: Sequence[str]) -> bool:
    """Whether a filter asks by a key for one of the names."""
    return any(
        _begins(name, value) for asked, value in _keyed(typed) if asked == key for name in names
    )


def _begins(name: str, value: str) -> bool:
    """Whether a name, or one of its words, begins so: `nord` finds Site Nord."""
    folded = plain(name)
    return folded.startswith(value) or any(
        word.startswith(value) for word in re.split(r"[\W_]+", folded)
    )


def _meaning(word: str, t: Language) -> str:
    return next((flag for flag, name in FLAGS.items() if word in (flag, plain(t(name)))), "")


def _flags(typed: str, t: Language) -> list[str]:
    return [flag for word in plain(typed).split() if (flag := _meaning(word, t))]


def _keyed(typed: str) -> list[tuple[str, str]]:
    words = [word.partition(":") for word in plain(typed).split()]
    return [(ALIASES[key], value) for key, _, value in words if key in ALIASES and value]


def _free(typed: str, t: Language) -> list[str]:
    words = [word.partition(":") for word in plain(typed).split() if not _meaning(word, t)]
    return ["".join(word) for word in words if word[0] not in ALIASES or not word[1]]
