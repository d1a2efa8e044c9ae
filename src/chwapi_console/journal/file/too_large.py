"""Journals that are larger than any of a restoration is: nothing of them is read."""

import os
from pathlib import Path

from chwapi_console.errors import JournalError
from chwapi_console.journal.file.hindrances import size_of
from chwapi_console.text import say

LARGEST_PEER, LARGEST_MEANT = 64_000_000, 256_000_000
"""Bytes of another journal beyond which nothing of it is read, and where somebody says that it is
meant, or has nothing here yet: an act takes about one thousand in it, and more once it is read."""


def bytes_of(address: str | Path) -> int:
    """Bytes of a journal with what stands beside it; 0 where there is none."""
    file = os.path.realpath(address)
    return size_of(Path(file)) + size_of(Path(f"{file}-wal"))


def refuse_too_large(address: str | Path, *, many: bool = False) -> None:
    """JournalError where a journal is too large to be read: nothing of it is read then.

    Larger than any journal is; or than most are, unless very `many` acts are meant.
    """
    size = bytes_of(address)
    if LARGEST_PEER < size <= LARGEST_MEANT and not many:
        raise JournalError(
            say(
                "{path} is larger than {size} MB, as few journals of a restoration are. "
                "Nothing of it was read. Where you trust who sent it, see sync --many.",
                path=str(address),
                size=LARGEST_PEER // 1_000_000,
            )
        )
    if size > LARGEST_MEANT:
        raise JournalError(
            say(
                "{path} is larger than {size} MB, and no journal of a restoration is. Nothing "
                "of it was read.",
                path=str(address),
                size=LARGEST_MEANT // 1_000_000,
            )
        )
