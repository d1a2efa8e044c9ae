"""The filter that an operator types: words that must all be found, some of them with a key: `site:union tier:1 sql`."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from chwapi_console.text import Sentence, every, say

KEYS = ("site", "tier", "state")


Values = Mapping[str, Sequence[str]]
"""For each of `KEYS` what a thing may be called there: its id, its name, the word in the operator's language."""


def matcher(typed: str) -> Callable[[str, Values], bool]:
    """A test of a thing by its words and its values; letter case does not count."""
    keyed, free = _keyed(typed), _free(typed)

    def matches(text: str, values: Values) -> bool:
        folded = text.casefold()
        return (all(word in folded for word in free)
                and all(any(v.casefold().startswith(value) for v in values.get(key, ())) for key, value in keyed))

    return matches


def misunderstood(typed: str, known: Iterable[Values]) -> Sentence | None:
    """What of a filter nothing can match: a key that there is not, or a value that none of the things has."""
    for word in typed.split():
        key, colon, _ = word.partition(":")
        if colon and key and key.casefold() not in KEYS:
            return say("{key}: is no key of the filter; the keys are {keys}.", key=key, keys=every([f"{k}:" for k in KEYS]))
    known = list(known)
    for key, value in _keyed(typed):
        if not any(v.casefold().startswith(value) for values in known for v in values.get(key, ())):
            return say("Nothing here has {key}:{value}.", key=key, value=value)
    return None


def _keyed(typed: str) -> list[tuple[str, str]]:
    words = [word.partition(":") for word in typed.casefold().split()]
    return [(key, value) for key, _, value in words if key in KEYS and value]


def _free(typed: str) -> list[str]:
    words = [word.partition(":") for word in typed.casefold().split()]
    return ["".join(word) for word in words if word[0] not in KEYS or not word[1]]
