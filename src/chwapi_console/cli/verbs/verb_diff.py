"""`diff`: how one plan differs from another, or how a plan stands to the journal.

What was edited since it was acted by, and where the journal knows better how servers stand.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.verbs.plans.seen_plans import (
    by_the_plan_of,
    latest,
    plan_seen,
    plan_texts,
    record_of,
)
from chwapi_console.clock import iso
from chwapi_console.inventory.edit.difference import Difference, PlanPart, differences
from chwapi_console.inventory.edit.write import field_text, in_words_of_the_file
from chwapi_console.inventory.file.load import load
from chwapi_console.inventory.group_words import as_written
from chwapi_console.inventory.groups import enough
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.told.situation import situation
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, Value, say

SAME, DIFFERENT = 0, 1


class ServerDifference(NamedTuple):
    """A server of which the journal says something else than the plan."""

    server: str
    plan: str
    journal: str


class _Compared(NamedTuple):
    """What two plans are called, how they differ, and what the journal knows better.

    The first is called None where the journal has no plan yet. `of_others` is what says so of it where
    it is none of the journal's own.
    """

    old: str | None
    new: str
    difference: Difference
    verdicts: Sequence[ServerDifference] = ()
    of_others: Event | None = None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.difference.nothing and not self.verdicts


def diff(context: VerbContext) -> int:
    """Prints every difference on a line of its own.

    0, be there any or none; with `--exit-code` 1 when there are.
    """
    first, second = context.given.old, context.given.new
    if second:
        old, new = load(Path(first), context.out.mention), load(Path(second), context.out.mention)
        compared = _Compared(str(old.path), str(new.path), differences(old.plan, new.plan))
    else:
        compared = _with_the_journal(context, Path(first) if first else context.options.inventory)
    if context.options.as_json:
        context.out.json(_object(compared))
    else:
        for line in _lines(compared):
            context.out.say(line)
    return DIFFERENT if context.given.exit_code and not compared.same else SAME


def _with_the_journal(context: VerbContext, path: Path) -> _Compared:
    """A plan's file against the plan last acted by, and its states against the journal's."""
    plan = load(path, context.out.mention).plan
    with record_of(context) as (record, own):
        taken_up = latest(record, own)
        seen = plan_seen(taken_up, plan_texts(record)) if taken_up else None
        known = taken_up if seen else None
        return _Compared(
            known.says(PlanSeen).digest[:12] if known else None,
            str(path),
            differences(seen or plan, plan),
            list(_verdicts(plan, record)),
            known if known and known.origin not in own else None,
        )


def _verdicts(plan: Plan, record: Record) -> Iterator[ServerDifference]:
    now = situation(plan, record)
    for name, server in sorted(plan.servers.items()):
        if server.state != now.state(name):
            yield ServerDifference(name, server.state, now.state(name))


def _lines(compared: _Compared) -> Iterator[Value]:
    if compared.old is None:
        yield say("No plan was acted by yet in this journal.")
    else:
        if compared.of_others is not None:
            yield by_the_plan_of(compared.of_others)
        yield say("From {old} to {new}:", old=compared.old, new=compared.new)
        yield from _of_plans(compared.difference)
    if compared.verdicts:
        yield say(
            "The journal knows better how these servers stand; what the plan says of it does "
            "nothing any more:"
        )
        for verdict in compared.verdicts:
            yield say(
                "  {server}: {state} in the plan, {now} by the journal",
                server=verdict.server,
                state=state_word(verdict.plan),
                now=state_word(verdict.journal),
            )


def _of_plans(found: Difference) -> Iterator[Sentence]:
    """A line for each part that was added or taken out, and for each field that changed."""
    if found.nothing:
        yield say("  nothing differs")
    for place in found.added:
        yield say("  added {part}", part=_dotted(place))
    for place in found.removed:
        yield say("  taken out {part}", part=_dotted(place))
    for changed in found.changed:
        for change in (each for field in changed.fields for each in field.each):
            yield say(
                "  {part}.{field}: {old} → {new}",
                part=_dotted(changed.place),
                field=change.field,
                old=_written(change.field, change.old),
                new=_written(change.field, change.new),
            )


def _dotted(place: PlanPart) -> str:
    return f"{place.table}.{place.name}" if place.name else place.table


def _written(field: str, value: object) -> Value:
    """A value as the file says it; what has none says so."""
    return (
        say("none") if value in (None, "", (), {}) else field_text(field, value).partition(" = ")[2]
    )


def _object(compared: _Compared) -> dict[str, Any]:
    found = compared.difference
    return {
        "old": compared.old,
        "old_by": compared.of_others.operator if compared.of_others else None,
        "new": compared.new,
        "same": compared.same,
        "added": [_place(place) for place in found.added],
        "removed": [_place(place) for place in found.removed],
        "changed": [
            {
                **_place(changed_part.place),
                "field": change.field,
                "old": _plain(change.field, change.old),
                "new": _plain(change.field, change.new),
            }
            for changed_part in found.changed
            for field in changed_part.fields
            for change in field.each
        ],
        "verdicts": [verdict._asdict() for verdict in compared.verdicts],
    }


def _place(place: PlanPart) -> dict[str, str | None]:
    return {"table": place.table, "id": place.name or None}


def _plain(field: str, value: Any) -> object:  # noqa: ANN401 -- whatever a field of a plan is
    """A value as JSON has it; needs as lists of lists, but for those that a file writes as a table."""
    if field == "needs":
        return [as_written(group) if enough(group) > 1 else list(group) for group in value]
    if field in ("tier_when", "wish", "hours", "weekdays"):
        return in_words_of_the_file(field, value)
    return iso(value) if isinstance(value, datetime) else value
