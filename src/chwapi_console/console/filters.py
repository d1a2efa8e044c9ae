"""The filter that an operator types: words that must all be found, some of them with a key: `site:union tier:1 sql`."""

from collections.abc import Callable, Mapping, Sequence

KEYS = ("site", "tier", "state")


Values = Mapping[str, Sequence[str]]
"""For each of `KEYS` what a thing may be called there: its id, its name, the word in the operator's language."""


def matcher(typed: str) -> Callable[[str, Values], bool]:
    """A test of a thing by its words and its values; letter case does not count."""
    words = [word.partition(":") for word in typed.casefold().split()]
    keyed = [(key, value) for key, _, value in words if key in KEYS and value]
    free = ["".join(word) for word in words if word[0] not in KEYS or not word[2]]

    def matches(text: str, values: Values) -> bool:
        folded = text.casefold()
        return (all(word in folded for word in free)
                and all(any(v.casefold().startswith(value) for v in values.get(key, ())) for key, value in keyed))

    return matches
