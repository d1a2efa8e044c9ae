"""How one plan differs from another, as plain values.

What was added, what was taken out, and each field that changed.

Only what the plans mean counts, not how they are written: a default that is spelled out is no
difference, nor is the order of tables. `incident`, `policy` and `hub` are one part each, without an
id of their own.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from chwapi_console.inventory.model import (
    TABLES_OF_PARTS,
    Part,
    Plan,
    RunbookPolicy,
    TableOfParts,
)
from chwapi_console.named_tuples import NamedTuple

Table = Literal["incident", "policy", "hub"] | TableOfParts

LONE: tuple[Table, ...] = ("incident", "policy", "hub")


class PlanPart(NamedTuple):
    """A part of a plan: its table, and its id there; empty for the incident, the policy and the hub."""

    table: Table
    name: str = ""


class FieldChange(NamedTuple):
    """One field of a part, as it was and as it is.

    In the shape that `model` gives it, durations in minutes.
    """

    field: str
    old: Any
    new: Any

    @property
    def each(self) -> "tuple[FieldChange, ...]":
        """Itself.

        Of the policy of a runbook one for each thing that it says otherwise, as `policy.stale`.
        """
        old, new = self.old, self.new
        if not (isinstance(old, RunbookPolicy) or isinstance(new, RunbookPolicy)):
            return (self,)
        changes = field_changes(old or RunbookPolicy(), new or RunbookPolicy())
        return tuple(change._replace(field=f"{self.field}.{change.field}") for change in changes)


class Changed(NamedTuple):
    """A part that both plans have, with the fields in which it differs, in the order of `model`."""

    place: PlanPart
    fields: tuple[FieldChange, ...]


class Difference(NamedTuple):
    """All that differs, table by table, and by id within a table.

    The order of tables is that of `LONE` and `TABLES_OF_PARTS`.
    """

    added: tuple[PlanPart, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[PlanPart, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether the two plans mean the same."""
        return not (self.added or self.changed or self.removed)


def differences(old: Plan, new: Plan) -> Difference:
    """What has to be added, changed and taken out to come from the old plan to the new one."""
    added, removed = [], []
    changed = [*_lone(old, new)]
    for table in TABLES_OF_PARTS:
        before, after = parts_of(old, table), parts_of(new, table)
        added += [PlanPart(table, name) for name in sorted(after.keys() - before.keys())]
        removed += [PlanPart(table, name) for name in sorted(before.keys() - after.keys())]
        both = (
            name for name in sorted(before.keys() & after.keys()) if before[name] != after[name]
        )
        changed += [
            Changed(PlanPart(table, name), field_changes(before[name], after[name]))
            for name in both
        ]
    return Difference(tuple(added), tuple(changed), tuple(removed))


def parts_of(plan: Plan, table: Table) -> Mapping[str, Part]:
    """The parts of one table, by id; the incident, the policy and the hub stand under an empty id."""
    parts = getattr(plan, table)
    return {"": parts} if table in LONE else parts


def field_changes(old: Part | RunbookPolicy, new: Part | RunbookPolicy) -> tuple[FieldChange, ...]:
    """The fields in which two parts of the same kind differ.

    ValueError for two of different kinds.
    """
    return tuple(
        FieldChange(name, before, after)
        for name, before, after in zip(old._fields, old, new, strict=True)
        if not _same(before, after)
    )


def _lone(old: Plan, new: Plan) -> Iterator[Changed]:
    for table in LONE:
        if fields := field_changes(parts_of(old, table)[""], parts_of(new, table)[""]):
            yield Changed(PlanPart(table), fields)


def _same(before: object, after: object) -> bool:
    """A time of another offset is another way to write it, and is told; Python finds the two equal."""
    if isinstance(before, datetime) and isinstance(after, datetime):
        return before.isoformat() == after.isoformat()
    return before == after
