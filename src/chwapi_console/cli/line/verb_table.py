"""Every verb, in the order of the help page. The parser and the help page are made from this table.

What a verb takes, and the module that does it, stands in a room of `verb_entries`. A room is loaded
when one of its verbs is asked for, and a verb's module is named there, not imported: a command
line loads only what it needs.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module

from chwapi_console.cli.line.verb_entries.verb import Verb

_ORDER = (
    ("looking", "next queue services conditions forecast progress handover report sheet"),
    ("telling", "clocks draft"),
    ("looking", "show wait log audit check doctor compare"),
    ("acting", "do take mark drop step note settle accept condition pin unpin enter"),
    (
        "investigating",
        "restore-point compromised-since indicators evidence hand-over custody",
    ),
    ("telling", "promise aware notified"),
    ("acting", "undo add close reopen"),
    (
        "keeping",
        "sync hub sign init drill import diff triage infer needs export config completion help",
    ),
)
"""Rooms, and names of their verbs."""

_ROOM_OF = {name: room for room, names in _ORDER for name in names.split()}


@cache
def _entries(room: str) -> Mapping[str, Verb]:
    """The verbs of a room by name."""
    entries: tuple[Verb, ...] = import_module(f"chwapi_console.cli.line.verb_entries.{room}").VERBS
    return {verb.name: verb for verb in entries}


class _VerbTable(Mapping[str, Verb]):
    """The verbs by name."""

    def __getitem__(self, name: str) -> Verb:
        return _entries(_ROOM_OF[name])[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_ROOM_OF)

    def __len__(self) -> int:
        return len(_ROOM_OF)


VERBS: Mapping[str, Verb] = _VerbTable()
