"""The journal that somebody names to sync with.

Where it is, and what is refused before anything of it is read.
"""

import os
from pathlib import Path

from chwapi_console.errors import JournalError, RequestError
from chwapi_console.hub_address import NO_ADDRESS, is_like_one
from chwapi_console.journal.file.too_large import refuse_too_large
from chwapi_console.journal.opening import Address, one_place, opened
from chwapi_console.journal.store import Store
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import say, typed_path


class Peer(NamedTuple):
    """Another journal. `is_new` where nothing is there yet, so that a sync makes it."""

    address: Address
    is_new: bool = False

    def opened(self, *, many: bool = False, allow_network: bool = False) -> Store:
        """Its store. JournalError where it cannot be opened or is too large (`refuse_too_large`)."""
        refuse_too_large(self.address, many=many)
        return opened(self.address, allow_network=allow_network)


def peer_of(journal: Path, named: Address) -> Peer:
    """The journal that is named to sync `journal` with, or the one of the same name in a folder.

    RequestError where it is this very journal, its folder is missing, or the name looks like that
    of a folder that is missing. JournalError where its folder is closed to whoever asks.
    """
    try:
        return _named(journal, named)
    except PermissionError as error:
        raise JournalError(
            say(
                "{path} cannot be reached: {reason}. Look at the rights of its folder.",
                path=os.fsdecode(error.filename or named),
                reason=error.strerror or str(error),
            )
        ) from error


def _named(journal: Path, named: Address) -> Peer:
    """See `peer_of`; PermissionError where even to ask for it is forbidden."""
    other = Path(named)
    if (
        is_like_one(str(named)) and not other.exists()
    ):  # nothing of it is told: a password may be in it
        raise RequestError(NO_ADDRESS)
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
