"""What one cell of a list can be: an address, a number, a date, the name of a machine.

By its looks alone.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from chwapi_console.inventory.importers.words.cell_words import (
    ADDRESS_KINDS,
    BY_MACHINES,
    MADE_BY_MACHINES,
    NO,
    NOTHING,
    YES,
)
from chwapi_console.inventory.importers.words.machine_addresses import (
    addresses_in_order,
    is_machine_address,
)

CellKind = Literal[
    "nothing",
    "address",
    "mac",
    "id",
    "number",
    "date",
    "email",
    "url",
    "yes or no",
    "name",
    "words",
]

_MAC = re.compile(r"([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|([0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}")
_ID = re.compile(
    r"\{?[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?|(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}"
    r"|(?=[A-F]*[0-9])(?=[0-9]*[A-F])[0-9A-F]{16,}|S-1-5-[0-9-]+|i-[0-9a-f]{8,17}"
)
_NUMBER = re.compile(
    r"[-+~]?[$€£]?\s?\d[\d\s'., \u202f]*\s?(%|€|\$|£|[kmgtKMGT]?i?[bBoO](its?|ytes?)?|[kmg]?hz|MHz|GHz|j|d|h"
    r"|ans?|mm|kg|W|U)?"
)
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([T ].*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}([T, ].*)?"
    r"|((mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?,? )?[a-z]{3,9}\.? \d{1,2},? \d{4}.*"
    r"|\d{1,2}\.? [^\W\d]{3,9}\.? \d{4}.*|\d{1,2}[:h]\d{2}(:\d{2})?",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^@\s\\]+@[^@\s][^@\s.]*\.[^@\s]+")
_URL = re.compile(r"[a-z][a-z0-9+]*://\S+", re.IGNORECASE)
_NAME = re.compile(r"(?=.*[^\W\d])[^\W_][\w.$-]{0,100}")


@lru_cache(maxsize=65536)
def cell_kind(cell: str) -> CellKind:
    """What a cell looks like.

    A name is one word as machines have; words are all that is nothing else.
    """
    plain = cell.casefold()
    if says_nothing(cell):
        return "nothing"
    if plain in YES_NO_WORDS:
        return "yes or no"
    if (
        ("." in cell or ":" in cell)
        and "://" not in cell
        and not _DATE.fullmatch(cell)
        and is_machine_address(cell)
    ):
        return "address"
    return next((kind for kind, pattern in _LOOKS if pattern.fullmatch(cell)), "words")


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, or holds what people and programs leave one empty with."""
    return not cell or cell.casefold() in NOTHING or bool(BY_MACHINES.fullmatch(cell))


def is_made_by_machine(cell: str) -> bool:
    """Whether a cell holds what a program wrote where it could not say what there was."""
    return cell.casefold() in MADE_BY_MACHINES or bool(BY_MACHINES.fullmatch(cell))


_LOOKS: tuple[tuple[CellKind, re.Pattern[str]], ...] = (
    ("mac", _MAC),
    ("id", _ID),
    ("date", _DATE),
    ("number", _NUMBER),
    ("email", _EMAIL),
    ("url", _URL),
    ("name", _NAME),
)
YES_NO_WORDS = frozenset(word for word in YES | NO if not word.isdecimal())


def address_in(cell: str) -> str:
    """The address that a cell gives: the first of its addresses, or a full name.

    Empty for a MAC, for how an address is known, for one that no machine has.
    """
    if is_machine_address(cell):
        return next(iter(_in_order(cell)), "")
    if cell_kind(cell) in ("mac", "id", "nothing", "yes or no") or cell.casefold() in ADDRESS_KINDS:
        return ""
    return (
        next(iter(_in_order(cell)), "") if " " in cell else cell
    )  # words around an address, or none


def other_addresses(cell: str) -> Sequence[str]:
    """What a cell gives beside the first address."""
    return _in_order(cell)[1:] if is_machine_address(cell) else ()


def _in_order(cell: str) -> list[str]:
    """The addresses of a cell, as people read them: those of version 4 first."""
    return list(
        dict.fromkeys(
            str(address)
            for address in sorted(addresses_in_order(cell), key=lambda each: each.version)
        )
    )


_BEHIND = re.compile(r"([^\W_][\w.-]*)\s*\[(.*)\]")
_EXPLAINED = re.compile(
    r"((?=[\w.-]*[\d_-])[^\W_][\w.-]+)(?:\s*\(([^()]*)\)|\s*\[([^\[\]]*)\]|\s+[-–—:]\s+((?:\S.*)?))"
)
_ANOTHER = re.compile(
    r"(?:(?:restored|restor[ée]e?|restaur[ée]e?|wiederhergestellte?|herstelde?|offline|vm)\s+)?"
    r"(?:old|ancien|ancienne|new|nouveau|nouvelle|clone|klon|kloon|copy|copie|kopie|replica|r[ée]plique|snapshot|backup|bak"
    r"|sauvegarde|oud|alt|neu|nieuw|tests?|temp|tmp|dr|pra|failover|standby|secondary|passive?f?|node ?\d+"
    r"|\d+)(?:\s+(?:vm|server|serveur|copy|copie|kopie))?"
    r"|(?:clone|klon|kloon|copy|copie|kopie|replica|r[ée]plique|snapshot|backup|sauvegarde)\s+(?:de|du|des|of|for|pour|von|f[üu]r|van"
    r"|voor)\s[\w' ./-]{1,30}",
    re.IGNORECASE,
)
"""What stands behind a name and tells it from the one without."""
_EXPLAINED_BEFORE = re.compile(r"(?:\(([^()]*)\)|\[([^\[\]]*)\]|([^\W\d_]{2,20}):)\s*[^\W_][\w.-]*")
_OF_A_DIRECTORY = re.compile(r"CN=([^,=\\]+),\s?(?:CN|OU|DC)=.*", re.IGNORECASE)
"""How a directory names a machine, with all units that it lies in."""
_BEFORE = re.compile(r"(?<![\w.-])[\w.-]+\\(?=\w)")


def says_another(cell: str) -> bool:
    """Whether what stands at a name says that it is not the machine of that name: `dc1 (old)`."""
    if behind := _EXPLAINED.fullmatch(cell):
        return bool(_ANOTHER.fullmatch(_beside(behind)))
    before = _EXPLAINED_BEFORE.fullmatch(cell)
    words = next(filter(None, before.groups()), "").strip() if before else ""
    return not words.isdecimal() and bool(_ANOTHER.fullmatch(words))


def _beside(found: re.Match[str]) -> str:
    """What stands behind a name, without what parts it from the name."""
    return next(filter(None, found.groups()[1:]), "").strip()


def machine_name(cell: str) -> tuple[str, str]:
    """The name of a machine, and what else its cell says.

    `dc1 [Windows]` is dc1, and so are `HOSP\\dc1` and `dc1$`.
    """
    if cell.startswith("(") and cell.endswith(")"):  # `(same as parent folder)`
        return "", ""
    if found := _OF_A_DIRECTORY.fullmatch(cell):
        return found[1], ""
    name = _BEFORE.sub("", cell.lstrip("\\"), count=1) if "\\" in cell else cell
    found = _BEHIND.fullmatch(name) or _EXPLAINED.fullmatch(name)
    if found and not says_another(name):
        return found[1], _beside(found)
    return name.removesuffix("$").rstrip("."), ""
