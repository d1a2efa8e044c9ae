"""What stands in a column, and whether it can be what its heading claims.

Hosts, addresses, names, roles.

A heading is a word that somebody chose; what stands below is what there is. A field that a column
cannot be is never read from it.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from functools import lru_cache

from chwapi_console.inventory.importers.tables.tables import cell_at
from chwapi_console.inventory.importers.words.cell_words import (
    ADDRESS_KINDS,
    MACHINE_KINDS,
    SYSTEMS,
    are_records,
)
from chwapi_console.inventory.importers.words.cells import CellKind, cell_kind, machine_name
from chwapi_console.inventory.importers.words.ids import key
from chwapi_console.inventory.importers.words.paths import is_room
from chwapi_console.inventory.importers.words.vocabulary import VAGUE_ROLES
from chwapi_console.inventory.plain_words import folded
from chwapi_console.named_tuples import NamedTuple

OF_ROOMS = 250
"""By how much a column of rooms is less likely to be the sites than another that says places."""

LOOKED_AT = 300
"""Rows, spread over a table, by which a column is judged."""

ROWS_THAT_TELL = 8
"""Rows from which one and the same word in nearly all is no role, whatever stands above it."""

SAME_NAMES = 0.5
"""How many different ones of the cells of a column of names there are at most where it is rather
one of what machines run on."""

_MACHINE = re.compile(r"(?=.*[\d_.-])\w[\w.-]+")
_NO_WORD: tuple[CellKind, ...] = (
    "address",
    "mac",
    "id",
    "date",
    "number",
    "email",
    "url",
    "yes or no",
)


class ColumnCells(NamedTuple):
    """The cells of a column in their order, empty ones too, and the count of others by kind."""

    cells: Sequence[str]
    kinds: Mapping[CellKind, int]

    @property
    def filled(self) -> int:
        """How many cells say something."""
        return sum(self.kinds.values())

    def share(self, *kinds: CellKind) -> float:
        """The part of the cells that say something which is of these kinds.

        0 where none says anything.
        """
        return sum(self.kinds.get(kind, 0) for kind in kinds) / self.filled if self.filled else 0.0

    @property
    def said(self) -> "list[str]":
        """What its cells say, folded."""
        return [_said(cell) for cell in self.cells if cell_kind(cell) != "nothing"]


@lru_cache(maxsize=65536)
def _said(cell: str) -> str:
    """A cell folded: each is asked about again for each row that may be the headings."""
    return folded(cell) or cell


def standing_below(rows: Sequence[Sequence[str]], place: int) -> ColumnCells:
    """The column at this place, from 0, of some of the rows."""
    step = max(1, len(rows) // LOOKED_AT)
    cells = [cell_at(row, place) for row in rows[::step]]
    kinds = Counter(map(cell_kind, cells))
    del kinds["nothing"]
    return ColumnCells(cells, kinds)


def fitness(field: str, title: str, column: ColumnCells) -> int | None:
    """How well a column can be a field, more being better; None where it cannot.

    `title` is its heading, folded. An empty column can be anything and is nothing.
    """
    if not column.filled:
        return -500
    judge = _JUDGES.get(field)
    return judge(title, column) if judge else _as_words(title, column)


def _as_name(title: str, column: ColumnCells) -> int | None:
    if column.share(*_NO_WORD) > 0.5:
        return None
    said = column.said
    names = sum(cell_kind(machine_name(cell)[0]) == "name" for cell in column.cells) / len(said)
    sentences = sum(len(cell.split()) > 4 for cell in column.cells) * 3 > len(said)
    varied = len(set(said)) / len(said)
    repeated = len(said) > 1 and varied <= SAME_NAMES
    return round(
        100 * names
        + 60 * varied
        - 100 * repeated
        + 80 * like_machines(column)
        - 300 * column.share("address")
        - 400 * sentences
    )


def _as_address(title: str, column: ColumnCells) -> int | None:
    """Addresses, or full names; a street, a MAC, a word for how it is given are none."""
    given = sum(cell.casefold() in ADDRESS_KINDS for cell in column.cells)
    if given == column.filled:
        return None
    share = column.kinds.get("address", 0) / (column.filled - given)
    full = sum("." in cell for cell in column.cells if cell_kind(cell) == "name") / column.filled
    if share + full >= 0.5:
        return round(100 * share)
    return (
        0 if column.filled == 1 and column.share("name") == 1 else None
    )  # one word is too little to tell by


def _as_host(title: str, column: ColumnCells) -> int | None:
    return round(100 * column.share("name")) if column.share("name", "words") >= 0.8 else None


def _as_role(title: str, column: ColumnCells) -> int | None:
    """Varied words.

    Kinds of machines, and how addresses are known, tell nothing about what a machine is for.
    """
    if column.share(*_NO_WORD) > 0.5:
        return None
    said, vague = column.said, title in VAGUE_ROLES
    kinds = sum(word in MACHINE_KINDS for word in said) / len(said)
    given = sum(cell.casefold() in ADDRESS_KINDS for cell in column.cells) / len(said)
    alike = max(Counter(said).values()) / len(said)
    if (
        (max(kinds, given) >= 0.8 and (vague or len(said) > 1))
        or given == 1
        or are_records(filter(None, column.cells))
        or (len(said) >= (2 if vague else ROWS_THAT_TELL) and alike >= 0.9)
    ):
        return None
    return round(50 * len(set(said)) / len(said)) if kinds < 0.8 else -200


def _as_site(title: str, column: ColumnCells) -> int | None:
    numbers = ("number",) if title.endswith("id") else ()
    if column.share("address", "mac", "id", "date", "email", "url", "yes or no", *numbers) > 0.5:
        return None
    rooms = sum(map(is_room, filter(None, column.cells)))
    return -OF_ROOMS if rooms >= 0.8 * column.filled else 0


def _as_system(title: str, column: ColumnCells) -> int | None:
    if column.share(*_NO_WORD) > 0.5:
        return None
    words = [cell for cell in column.cells if cell]
    if sum(folded(cell) in MACHINE_KINDS - SYSTEMS for cell in words) >= 0.8 * len(words):
        return None
    return round(60 * sum(" " in cell for cell in words) / len(words))


def _as_words(title: str, column: ColumnCells) -> int | None:
    return None if column.share("address", "mac", "id", "date", "yes or no") > 0.8 else 0


def _as_yes_or_no(title: str, column: ColumnCells) -> int | None:
    return 0 if column.share("yes or no", "number") > 0.5 else None


_JUDGES: Mapping[str, Callable[[str, ColumnCells], int | None]] = {
    "name": _as_name,
    "address": _as_address,
    "runs_on": _as_host,
    "role": _as_role,
    "site": _as_site,
    "os": _as_system,
    "template": _as_yes_or_no,
    "fqdn": _as_host,
    "status": lambda title, column: 0,
    "notes": lambda title, column: 0,
}


def are_the_same(names: ColumnCells, hosts: ColumnCells) -> bool:
    """Whether a column says again who stands in the column of names, be it by full names."""
    pairs = [
        (key(machine_name(name)[0]), key(host))
        for name, host in zip(names.cells, hosts.cells, strict=True)
        if name and host
    ]
    return bool(pairs) and sum(
        name == host or name.startswith(f"{host}-") for name, host in pairs
    ) * 2 >= len(pairs)


def is_each_another(column: ColumnCells) -> bool:
    """Whether no two rows of several say the same: machines that run others have more than one."""
    return len(column.said) >= 4 and len(set(column.said)) == len(column.said)


def named_within(column: ColumnCells, marks: Set[str]) -> float:
    """The part of the cells that say one of these, folded."""
    said = column.said
    return sum(word in marks for word in said) / len(said) if said else 0.0


def like_machines(column: ColumnCells) -> float:
    """The share of the cells that are written as names of machines mostly are.

    Longer than a letter, with a figure or a hyphen.
    """
    return (
        sum(bool(_MACHINE.fullmatch(cell)) for cell in column.cells) / column.filled
        if column.filled
        else 0.0
    )
