"""What an edit of the plan moved.

Tiers, weights and needs that changed, what came and went, and what changed places in the queue for
it.
"""

from collections.abc import Iterator, Mapping, Sequence

from chwapi_console.inventory.edit.difference import (
    Changed,
    Difference,
    FieldChange,
    PlanPart,
    differences,
)
from chwapi_console.inventory.edit.write import field_text
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import brought_by_an_edit
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.text import Sentence, Value, say, some

MOST_NAMED = 5
"""Things of a kind that a sentence names; the others are counted."""

ORDERS = ("tier", "weight", "needs", "state", "restore")
"""Fields that the order hangs on."""


def moved_by_edit(before: View, after: View) -> list[Sentence]:
    """What an edit did to services and to the order, between two views of one record.

    None where the plans say alike of both.
    """
    moves = [say("In the queue, {change}.", change=change) for change in moved(before, after)]
    return [*edited(before, after), *moves]


def edited(before: View, after: View) -> list[Sentence]:
    """What an edit says otherwise, and what that did to services: without what changed places."""
    told = _edits(differences(before.plan, after.plan))
    return [*told, *brought_by_an_edit(before, after, MOST_NAMED)]


def _edits(found: Difference) -> Iterator[Sentence]:
    for field in ORDERS:
        if changed := [
            _named(changed_part, field)
            for changed_part in found.changed
            if _has(changed_part, field)
        ]:
            yield _otherwise(_FIELDS[field], changed)
    yield from _of_policy(found)
    for places, words in ((found.added, _CAME), (found.removed, _WENT)):
        if names := _nodes(places):
            yield say("{what} {ids}.", what=words, ids=some(names, MOST_NAMED))


def _otherwise(field: Value, changed: Sequence[Value]) -> Sentence:
    return say(
        "The plan says otherwise of {field}: {what}.", field=field, what=some(changed, MOST_NAMED)
    )


def _of_policy(found: Difference) -> Iterator[Sentence]:
    """What the plan, or a runbook of it, says otherwise of its policy.

    Runbooks whose steps are others, or others of which are required.
    """
    policies = [
        say(
            "{field} {old} → {new}",
            field=".".join((*filter(None, of.place), change.field)),
            old=_written(change.field, change.old),
            new=_written(change.field, change.new),
        )
        for of in found.changed
        for change in _changes_of_policy(of)
    ]
    if policies:
        yield _otherwise(say("policy"), policies)
    runbooks = [
        of.place.name
        for of in found.changed
        if of.place.table == "runbooks" and any(change.field in _STEPS for change in of.fields)
    ]
    if runbooks:
        yield _otherwise(say("runbooks"), runbooks)


_STEPS = ("steps", "required", "optional")


def _changes_of_policy(of: Changed) -> Iterator[FieldChange]:
    """The fields of a policy that changed, and of its rules each one."""
    if of.place.table not in ("policy", "runbooks"):
        return
    for change in (each for field in of.fields for each in field.each):
        if of.place.table == "runbooks" and not change.field.startswith("policy."):
            continue
        if not isinstance(change.new, Mapping):
            yield change
            continue
        for rule in sorted({**change.old, **change.new}):
            if (old := change.old.get(rule)) != (new := change.new.get(rule)):
                yield FieldChange(f"{change.field}.{rule}", old, new)


def _written(field: str, value: object) -> Value:
    """A value as the file says it; where a rule is not set, or a runbook says nothing, so."""
    return say("not said") if value is None else field_text(field, value).partition(" = ")[2]


_FIELDS = {
    "tier": say("tier"),
    "weight": say("weight"),
    "needs": say("needs"),
    "state": say("state"),
    "restore": say("duration"),
}
_CAME = say("New in the plan:")
_WENT = say("No longer in the plan:")


def _has(of: Changed, field: str) -> bool:
    return of.place.name != "" and any(change.field == field for change in of.fields)


def _named(of: Changed, field: str) -> Sentence | str:
    change = next(change for change in of.fields if change.field == field)
    if field not in ("tier", "weight"):
        return of.place.name
    return say("{id} {old} → {new}", id=of.place.name, old=change.old, new=change.new)


def _nodes(places: Sequence[PlanPart]) -> list[str]:
    return [place.name for place in places if place.table in ("services", "servers", "conditions")]
