"""Signatures that were checked before.

Each check calls a program, and a night of `log` and `show` asks about the same ones.

What came of a check, be it that the signature is none, depends on key, hash and signature alone, so
it is kept by a digest of these in the user's cache folder. A peer can bring thousands of false
ones: each verb checks only so many, and the next one goes on from there.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from hashlib import sha256

from chwapi_console.journal.signing.signatures import IsSigned
from chwapi_console.own_cache import held, made, own_bytes, put

NAME = "signatures"
MOST_KEPT = 10_000
MOST_OF_A_KEY, MOST_CHECKS = 40, 200
"""How often one verb or console calls the program for one key, and for all: a few times each is
enough where nobody forges."""

MOST_READ = 1 << 20
_WIDTH = 65


class CheckedBefore:
    """Whether a signature by a key is one over a hash.

    What is not known is found out by `check`, which may fail, as often as the bounds allow; then it
    is None.
    """

    def __init__(self, check: IsSigned) -> None:
        self._check = check
        self._known: dict[str, bool] | None = None
        self._asked: set[str] = set()
        self._checks: Counter[str] = Counter()
        self._new = False

    def __call__(self, key: str, digest: str, signature: str) -> bool | None:
        """What is known, or what the check says; None where it would be one check too many."""
        if self._known is None:
            self._known = _read()
        of = sha256(f"{key}\n{digest}\n{signature}".encode()).hexdigest()
        if of not in self._known:
            if self._checks[key] >= MOST_OF_A_KEY or self._checks.total() >= MOST_CHECKS:
                return None
            self._checks[key] += 1
            self._known[of] = bool(self._check(key, digest, signature))
            self._new = True
        self._asked.add(of)
        return self._known[of]

    def keep(self) -> None:
        """Puts what is known where the next one finds it.

        Where that cannot be, it is found out again.
        """
        if self._new and self._known is not None:
            self._new = False
            lines = [f"{of}{int(self._known[of])}" for of in _kept(self._known, self._asked)]
            with suppress(OSError), made() as folder:
                put(NAME, "\n".join(lines).encode(), folder)


def _kept(known: Iterable[str], asked: AbstractSet[str]) -> list[str]:
    """What stays of what is known.

    Before all else what was asked for now, the longest known first, so that who asks for more than
    is kept, in the same order each time, finds most of it.
    """
    ordered = sorted(known, key=lambda of: of not in asked)
    return ordered[:MOST_KEPT]


def _read() -> dict[str, bool]:
    with suppress(OSError, UnicodeDecodeError), held() as folder:
        lines = own_bytes(NAME, folder, MOST_READ).decode("ascii").split("\n")
        return {line[:-1]: line[-1] == "1" for line in lines if len(line) == _WIDTH}
    return {}
