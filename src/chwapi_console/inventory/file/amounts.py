"""How much of a plan is looked at.

A file of twenty megabytes may hold a fault in every second letter: each takes memory, and nobody
reads the thousandth.

So what no plan has so many of is refused as a whole, and a large plan is looked at piece by piece
until there are faults enough.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from datetime import UTC, datetime
from typing import Any

from chwapi_console.inventory import model
from chwapi_console.inventory.faults import Finding
from chwapi_console.inventory.file.schema import Plan
from chwapi_console.inventory.model import TABLES_OF_PARTS
from chwapi_console.text import plural

MOST_FAULTS = 1_000
"""Faults that are told."""

MOST_KEYS, MOST_ENTRIES = 1_000, 50_000
"""Keys of one part of a plan, and entries of one list in it."""

MOST_LINES, MOST_TABLES, MOST_LISTS = 1_000_000, 250_000, 1_000_000
"""Lines of a file, tables and lists in it: its twenty megabytes have room for 60,000 servers, each a
table of some lines."""

MOST_PARTS = 100_000
"""Servers, or services, sites and the like."""

MOST_OF_A_NAME, MOST_OF_A_TEXT = 4_096, 100_000
"""Letters of a name, as in a journal, and of any other text of a plan: notes, a role, an address."""

AT_ONCE = 50_000
"""Keys and entries that are looked at together."""

_SOUND = {
    "schema": 1,
    "incident": {"name": "", "detected": datetime(2021, 1, 1, tzinfo=UTC), "timezone": "UTC"},
    "sites": {},
}
"""What a piece needs to be a plan."""


def too_much_text(text: str) -> Iterator[Finding]:
    """What no plan has so much of, by its signs: found before a parser makes gigabytes of it."""
    lines = text.count("\n")
    tables = text.count("{") + sum(1 for _ in re.finditer(r"(?m)^[ \t]*+(?:\[|[\w-]++\.)", text))
    if lines > MOST_LINES:
        yield Finding(
            (),
            plural(
                "has {n} line, too many for a plan. Take out what does not belong there.",
                "has {n} lines, too many for a plan. Take out what does not belong there.",
                lines,
            ),
        )
    elif tables > MOST_TABLES:
        yield Finding(
            (),
            plural(
                "has {n} table, too many for a plan. Take out what does not belong there.",
                "has {n} tables, too many for a plan. Take out what does not belong there.",
                tables,
            ),
        )
    elif (lists := text.count("[")) > MOST_LISTS:
        yield Finding(
            (),
            plural(
                "has {n} list, too many for a plan. Take out what does not belong there.",
                "has {n} lists, too many for a plan. Take out what does not belong there.",
                lists,
            ),
        )


def too_much(tables: Mapping[str, Any]) -> Iterator[Finding]:
    """What no plan has so much of: keys of one part, entries of one list, or parts of one kind."""
    yield from (_too_long((kind,), of) for kind, of in _of_a_kind(tables) if len(of) > MOST_PARTS)
    known = {field.alias or name for name, field in Plan.model_fields.items()}
    strange = [key for key in tables if key not in known]
    if len(strange) > MOST_KEYS:
        yield Finding(
            (strange[0],),
            plural(
                "is not a key of a plan, nor is {n} other beside it. Take them out.",
                "is not a key of a plan, nor are {n} others beside it. Take them out.",
                len(strange) - 1,
            ),
        )
    yield from (_too_long((key,), tables[key]) for key in strange if _is_long(tables[key]))
    for key, part in _parts(tables):
        if len(part) > MOST_KEYS:
            yield Finding(
                key,
                plural(
                    "has {n} key, too many for a plan. Take out what does not belong there.",
                    "has {n} keys, too many for a plan. Take out what does not belong there.",
                    len(part),
                ),
            )
        for name, value in part.items():
            if _is_long(value):
                yield _too_long((*key, name), value)
            elif isinstance(value, str) and len(value) > _most_letters(name):
                yield _too_many_letters((*key, name), value)


def _too_many_letters(key: tuple[str, ...], value: str) -> Finding:
    return Finding(
        key,
        plural(
            "has {n} letter, and what is printed of it again and again has {most} at most. "
            "Shorten it.",
            "has {n} letters, and what is printed of it again and again has {most} at most. "
            "Shorten it.",
            len(value),
            most=_most_letters(key[-1]),
        ),
    )


def _of_a_kind(tables: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for kind in TABLES_OF_PARTS:
        if isinstance(of := tables.get(kind), dict):
            yield kind, of


def _most_letters(key: str) -> int:
    return MOST_OF_A_NAME if key == "name" else MOST_OF_A_TEXT


def _is_long(value: object) -> bool:
    return isinstance(value, list) and len(value) > MOST_ENTRIES


def _too_long(key: tuple[str, ...], value: Sized) -> Finding:
    return Finding(
        key,
        plural(
            "has {n} entry, too many for a plan. Take out what no hospital has.",
            "has {n} entries, too many for a plan. Take out what no hospital has.",
            len(value),
        ),
    )


def _parts(tables: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The tables that have keys of the plan's own, each with its key."""
    for table, part in tables.items():
        if table in TABLES_OF_PARTS and isinstance(part, dict):
            yield from (((table, name), each) for name, each in part.items() if type(each) is dict)
        elif isinstance(part, dict):
            yield (table,), part


def pieces(tables: dict[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Plans that hold all that this one holds, but for what parts have to do with each other.

    Each of a size that is looked at together. What was given out is held here no more.
    """
    of_parts = {table: part for table, part in tables.items() if _is_of_parts(table, part)}
    yield {**tables, **{table: {} for table in of_parts}}
    for table, parts in of_parts.items():
        piece: dict[str, Any] = {}
        weight = 0
        for name in list(parts):
            part = piece[name] = parts.pop(name)
            weight += _weight(part)
            if weight > AT_ONCE:
                yield {**_SOUND, table: piece}
                piece, weight = {}, 0
        yield {**_SOUND, table: piece}


def with_piece(plan: model.Plan, piece: model.Plan) -> model.Plan:
    """A plan and one more piece of it."""
    both: dict[str, Any] = {
        table: {**getattr(plan, table), **getattr(piece, table)} for table in TABLES_OF_PARTS
    }
    return plan._replace(**both)


def is_large(tables: Mapping[str, Any]) -> bool:
    """Whether a plan is looked at piece by piece."""
    weight = 0
    for table, part in tables.items():
        for each in part.values() if _is_of_parts(table, part) else (part,):
            weight += _weight(each)
            if weight > AT_ONCE:
                return True
    return False


def _is_of_parts(table: str, part: object) -> bool:
    return table in TABLES_OF_PARTS and isinstance(part, dict)


def _weight(part: object) -> int:
    """The keys of a part and the entries of its lists, and one for itself."""
    if not isinstance(part, dict):
        return 1
    return 1 + sum(len(value) if isinstance(value, list) else 1 for value in part.values())


def told_findings(findings: Sequence[Finding], more: int = 0) -> list[Finding]:
    """As many faults as are told, in the order of their lines.

    The last of them says how many there are besides; there are `more` than these, as far as was
    looked.
    """
    first = sorted(findings[:MOST_FAULTS], key=lambda each: (each.line, each.key))
    more = max(more, len(findings) - MOST_FAULTS)
    if more > 0:
        last = first[-1]
        first[-1] = last._replace(
            sentence=plural(
                "{sentence} There is {n} more fault at least; mend these first.",
                "{sentence} There are {n} more faults at least; mend these first.",
                more,
                sentence=last.sentence,
            )
        )
    return first
