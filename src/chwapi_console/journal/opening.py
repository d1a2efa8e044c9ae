"""A store by its address: the one door through which all who want a journal open it.

An address is a path, or that of a hub (`postgresql://…`). One of another kind is one more branch in
`opened`, which loads what that kind needs; whoever calls it gets a `Store` and need not know which.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from chwapi_console.errors import JournalError, RequestError
from chwapi_console.journal.record.read_once import ReadOnce
from chwapi_console.journal.sqlite import SqliteStore
from chwapi_console.journal.store import Store
from chwapi_console.own_folder import link_of_others
from chwapi_console.text import say, typed_path

if TYPE_CHECKING:
    from chwapi_console.journal.mirror import OtherIncident

Address = str | Path
"""Where a store is. What somebody typed stays text up to here: a `Path` would make `scheme:/host`
of `scheme://host`."""


def opened(
    address: Address,
    *,
    mirror: Path | None = None,
    read_only: bool = False,
    allow_network: bool = False,
    once: ReadOnce | None = None,
    other_incident: "OtherIncident | None" = None,
) -> Store:
    """The store at an address, with a second copy in the folder `mirror` where one is wanted.

    A file need not be there yet: the first act makes it. JournalError where it cannot be opened,
    RequestError where the mirror would be the journal itself; who got a store closes it. `once` has
    what other stores of this process read of the same file. Nothing is exchanged with a mirror that
    is of an `other_incident`.
    """
    if isinstance(address, str) and _is_of_a_hub(address):
        return _opened_hub(address, mirror)
    path = Path(address)
    refuse_link_of_others(path)
    store = SqliteStore(path, read_only=read_only, allow_network=allow_network, once=once)
    if mirror is None:
        return store
    from chwapi_console.journal.mirror import MirroredStore

    try:
        _refuse_own_place(mirror, path)
        return MirroredStore(
            store, mirror, allow_network=allow_network, other_incident=other_incident
        )
    except BaseException:
        store.close()
        raise


def refuse_link_of_others(path: Path) -> None:
    """JournalError where somebody else's link leads to a journal that is not theirs.

    They would choose which record an act goes into, or whose pages are written for them to read.
    """
    if (link := link_of_others(path)) is not None:
        raise JournalError(
            say(
                "{path} is reached by {link}, a link that is neither yours nor root's, and leads to "
                "{target}. Nothing was read or written. If that one is meant, name it: --journal {typed}",
                path=str(path),
                link=str(link),
                target=os.path.realpath(path),
                typed=typed_path(os.path.realpath(path)),
            )
        )


def _is_of_a_hub(typed: str) -> bool:
    from chwapi_console.hub_address import is_of_a_hub

    return is_of_a_hub(typed)


def _opened_hub(address: str, mirror: Path | None) -> Store:
    """The hub at an address, read whole."""
    if mirror is not None:
        raise RequestError(say("A hub has no mirror: its own engine keeps copies. Leave it out."))
    from chwapi_console.hub_address import hub_address
    from chwapi_console.journal.hub.driver import with_driver

    where = hub_address(address, os.environ)
    with with_driver():
        from chwapi_console.journal.hub.store import HubStore
    return HubStore(where)


def journal_beside(inventory: Path) -> Path:
    """Where the journal of a plan lies unless somebody says otherwise.

    `inventory.journal` for `inventory.toml`.
    """
    return inventory.with_suffix(".journal")


def one_place(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same place, be it by links.

    A path that leads nowhere leads to no place.
    """
    return os.path.realpath(one) == os.path.realpath(other) or (
        _inode(one) is not None and _inode(one) == _inode(other)
    )


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino)


def _refuse_own_place(mirror: Path, journal: Path) -> None:
    """RequestError where a copy in that folder would lie where the journal lies."""
    if one_place(mirror, journal.parent):
        raise RequestError(
            say(
                "{path} is the journal's own folder. Name one on another disk for the mirror.",
                path=str(mirror),
            )
        )
    if one_place(mirror / journal.name, journal):
        raise RequestError(
            say(
                "{path} is the journal itself, by another name. Take it away, or name another "
                "folder for the mirror.",
                path=str(mirror / journal.name),
            )
        )
