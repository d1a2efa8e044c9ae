"""Which of many names is most like another.

It is asked of each machine of a list that the plan lacks, of which both may have a hundred
thousand. So nearly all are told apart by the letters that they share, which is one step for each,
and what is left to compare is bounded.
"""

from collections import Counter
from collections.abc import Iterable

LIKE = 0.85
"""From which ratio of what two names share, as `difflib` tells it, one may be meant for the
other."""

LONGEST = 300
"""Letters up to which names are compared."""

MOST_COMPARED = 20_000_000
"""Pairs of names that are looked at, some three seconds' worth; the names of a thousand machines
beside those of 20,000."""

_IN_FULL = 200
"""Pairs that could be looked at in the time in which one is compared letter by letter."""


class Alike:
    """Names, each with the set of its letters in bits: the first `a` is one, the second another."""

    def __init__(self, names: Iterable[str]) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        self._names = [
            (name, len(name), self._marks(name)) for name in names if len(name) <= LONGEST
        ]
        self._left = MOST_COMPARED

    def nearest(self, name: str) -> str | None:
        """The name that is most like this one; None where none is, or too many were compared."""
        if self._left <= 0 or len(name) > LONGEST:
            return None
        marks, length = self._marks(name), len(name)
        could = [
            other
            for other, long, theirs in self._names
            if 2 * (marks & theirs).bit_count() >= LIKE * (length + long)
        ]
        self._left -= len(self._names) + _IN_FULL * len(could)
        from difflib import get_close_matches  # only a name that is none pays for this import

        return next(iter(get_close_matches(name, could, n=1, cutoff=LIKE)), None)

    def _marks(self, name: str) -> int:
        return sum(
            1 << self._bits.setdefault((letter, number), len(self._bits))
            for letter, count in Counter(name).items()
            for number in range(count)
        )
