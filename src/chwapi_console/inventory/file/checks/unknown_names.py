"""Names of which the plan has none, with the nearest of those that it has."""

from collections.abc import Collection, Iterable, Iterator

from chwapi_console.inventory.faults import Finding
from chwapi_console.inventory.near_names import nearest
from chwapi_console.text import Sentence, say

MOST_COMPARED = 40_000
"""Known names that unknown ones are compared with; those that come later get no hint. With the ids
of a hospital of 2,000 servers that is enough for twenty needs."""


class NameHints:
    """Looks for what was meant by unknown names, while that costs little."""

    def __init__(self) -> None:
        self._left = MOST_COMPARED

    def unknown(self, what: Sentence, name: str, known: Collection[str]) -> Sentence:
        """A sentence for a name that the plan lacks."""
        self._left -= len(known)
        return unknown(what, name, known if self._left > 0 else ())


def unknown(what: Sentence, name: str, known: Iterable[str]) -> Sentence:
    """A sentence for a name that the plan lacks, with the nearest known one offered."""
    if hint := nearest(name, known):
        return say('there is no {what} "{name}". {hint}', what=what, name=name, hint=hint)
    return say('there is no {what} "{name}". Add it, or take the name out.', what=what, name=name)


def unknown_members(
    of: tuple[str, str],
    lists: Iterable[tuple[str, Iterable[str], Collection[str], Sentence]],
    hints: NameHints,
) -> Iterator[Finding]:
    """Members of a part's lists that there are not.

    For each list its key, its members, those that there are, and what each is.
    """
    for field, named, known, what in lists:
        for member in dict.fromkeys(named):
            if member not in known:
                yield Finding((*of, field), hints.unknown(what, member, list(known)))
