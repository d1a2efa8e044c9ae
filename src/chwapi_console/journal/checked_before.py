"""Signatures that were checked before: each check calls a program, and a night of `log` and `show` asks about the same ones.

What came of a check depends on key, hash and signature alone, so it is kept by a digest of these in the user's cache folder.
"""

from contextlib import suppress
from hashlib import sha256

from chwapi_console.journal.signatures import IsSigned
from chwapi_console.own_cache import held, made, own_bytes, put

NAME = "signatures"
MOST_KEPT = 2_000
_MOST_READ = 1 << 20
_WIDTH = 65


class CheckedBefore:
    """Whether a signature by a key is one over a hash; what is not known is found out by `check`, which may fail."""

    def __init__(self, check: IsSigned) -> None:
        self._check = check
        self._known: dict[str, bool] | None = None
        self._new = False

    def __call__(self, key: str, digest: str, signature: str) -> bool:
        """What is known, or what the check says."""
        if self._known is None:
            self._known = _read()
        of = sha256(f"{key}\n{digest}\n{signature}".encode()).hexdigest()
        if of not in self._known:
            self._known[of] = self._check(key, digest, signature)
            self._new = True
        return self._known[of]

    def keep(self) -> None:
        """Puts what is known where the next one finds it; where that cannot be, it is found out again."""
        if self._new and self._known is not None:
            self._new = False
            lines = [f"{of}{int(held)}" for of, held in self._known.items()][-MOST_KEPT:]
            with suppress(OSError), made() as folder:
                put(NAME, "\n".join(lines).encode(), folder)


def _read() -> dict[str, bool]:
    with suppress(OSError, UnicodeDecodeError), held() as folder:
        lines = own_bytes(NAME, folder, _MOST_READ).decode("ascii").split("\n")
        return {line[:-1]: line[-1] == "1" for line in lines if len(line) == _WIDTH}
    return {}
