"""What every importer yields.

Servers as a list names them, and the places in it that could not be understood.

Nothing here is an id of a plan yet, and nothing is guessed beyond what the list says: a field that
it leaves open is empty.
"""

from collections.abc import Iterable

from chwapi_console.inventory.model import Tier
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, Value, say


class Where(NamedTuple):
    """A place in a list.

    Its row or line, from 1 (0 where it has none), and the sheet, file or object around it.
    """

    row: int = 0
    within: str = ""

    @property
    def sentence(self) -> Value:
        """The place in words."""
        if not self.row:
            return self.within
        if self.within:
            return say("{within}, row {row}", within=self.within, row=self.row)
        return say("row {row}", row=self.row)


class AskedService(NamedTuple):
    """A service that a list names, with the tier that a person gave it."""

    name: str
    tier: Tier


class ListedServer(NamedTuple):
    """One server of a list.

    `needs` holds names as the list writes them, grouped as in a plan: of each inner tuple any one
    is enough. `runs_on` is the machine that a virtual one runs on, `cluster` the machines among
    which it may move.
    """

    name: str
    where: Where = Where()
    site: str = ""
    role: str = ""
    os: str = ""
    address: str = ""
    needs: tuple[tuple[str, ...], ...] = ()
    notes: str = ""
    contact: str = ""
    backup: str = ""
    runs_on: str = ""
    cluster: str = ""
    hosts: bool = False
    services: tuple[AskedService, ...] = ()


class Unread(NamedTuple):
    """A place that did not come in, or not wholly, and why."""

    where: Where
    why: Sentence


class Haul(NamedTuple):
    """All that a list gave."""

    found: tuple[ListedServer, ...] = ()
    unread: tuple[Unread, ...] = ()


def haul(parts: Iterable[ListedServer | Unread]) -> Haul:
    """What was found and what could not be read, apart, each in the order of the list."""
    found: list[ListedServer] = []
    unread: list[Unread] = []
    for part in parts:
        if isinstance(part, ListedServer):
            found.append(part)
        else:
            unread.append(part)
    return Haul(tuple(found), tuple(unread))


def together(hauls: Iterable[Haul]) -> Haul:
    """Several lists as one."""
    each = list(hauls)
    return Haul(tuple(f for h in each for f in h.found), tuple(u for h in each for u in h.unread))
