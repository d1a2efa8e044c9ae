"""The journal that somebody names to sync with: where it is, and what is refused before anything of
it is read."""

import os
from pathlib import Path

from chwapi_console.errors import JournalError, RequestError
from chwapi_console.journal.journal_file import size_of
from chwapi_console.journal.opening import Address, one_place, opened
from chwapi_console.journal.store import Store
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say, typed_path

LARGEST_PEER, LARGEST_MEANT = 64_000_000, 256_000_000
"""Bytes of another journal beyond which nothing of it is read, and where somebody says that it is
meant, or has nothing here yet: an act takes about one thousand in it, and more once it is read."""


class Peer(NamedTuple):
    """Another journal. `is_new` where nothing is there yet, so that a sync makes it."""

    address: Address
    is_new: bool = False

    def opened(self, *, many: bool = False, allow_network: bool = False) -> Store:
        """Its store. JournalError where it cannot be opened or is too large (`refuse_too_large`)."""
        refuse_too_large(self.address, many=many)
        return opened(self.address, allow_network=allow_network)


def bytes_of(address: Address) -> int:
    """Bytes of a journal with what stands beside it; 0 where there is none."""
    file = os.path.realpath(address)
    return size_of(Path(file)) + size_of(Path(f"{file}-wal"))


def refuse_too_large(address: Address, *, many: bool = False) -> None:
    """JournalError where a journal is larger than any is, or, unless very `many` acts are meant,
    than most are: nothing of it is read then."""
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


def peer_of(journal: Path, named: Address) -> Peer:
    """The journal that is named to sync `journal` with, or the one of the same name in a folder.
    RequestError where it is this very journal, its folder is missing, or the name looks like that
    of a folder that is missing."""
    other = Path(named)
    path = other / journal.name if other.is_dir() else other
    if one_place(path, journal):
        raise RequestError(say("{path} is this very journal. Name another one.", path=str(path)))
    if not path.parent.is_dir():
        raise RequestError(
            say(
                "{path}: there is no such folder. Name a journal, or the folder that it is in.",
                path=str(path.parent),
            )
        )
    is_new = not path.exists()
    meant_as_folder = str(named).endswith(os.sep) or not path.suffix
    if is_new and meant_as_folder and not other.is_dir():
        raise RequestError(
            say(
                "{path}: there is no such folder or journal. For a folder, make it first: mkdir "
                "{typed}. For a new journal file, name it so: {file}",
                path=str(other),
                typed=typed_path(other),
                file=typed_path(path.with_suffix(".journal")),
            )
        )
    return Peer(path, is_new)
