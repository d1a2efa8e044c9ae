"""Who decided what the plan says of something, and when: by the plans that the journal has in it."""

from collections.abc import Iterator, Sequence

from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.verbs.plans.seen_plans import plan_seen, plan_texts
from chwapi_console.inventory.edit.write import field_text
from chwapi_console.inventory.model import Plan, Server, Service
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View
from chwapi_console.session.session import Session
from chwapi_console.text import Sentence, beginning, say

MOST_PLANS = 8
"""Plans that are read, the last ones: each costs as much as to open one."""

SERVICE = ("tier", "weight", "rto", "needs", "soft", "serves", "tier_when")
SERVER = ("restore", "needs", "runbook", "not_before")
"""What the order and the forecast hang on, of a service and of a server."""


class TakenPlan(NamedTuple):
    """A plan, and the act by which it was taken up."""

    event: Event
    plan: Plan


class Decision(NamedTuple):
    """A field that a plan says otherwise, and the act by which that plan was taken up.

    No act where nobody has acted by it yet; no field where the plan before had no such part.
    """

    field: str
    old: Sentence | str
    new: Sentence | str
    event: Event | None


def decided(taken: Sequence[TakenPlan], now: Plan, subject: str) -> list[Decision]:
    """What plans said of a service or server and say otherwise, up to that of now, the oldest first."""
    if not taken or _part(now, subject) is None:
        return []
    steps = [(of.event, of.plan) for of in taken[1:]]
    plans, found = [taken[0].plan, *(plan for _, plan in steps)], list[Decision]()
    for before, (event, after) in zip(plans, [*steps, (None, now)], strict=True):
        found += _changes(before, after, subject, event)
    return found


def decided_words(session: Session, view: View, subject: str) -> Iterator[Sentence]:
    """The same in words, and who acted by the oldest plan that is read, and when."""
    taken = taken_up(session)
    found = decided(taken, session.loaded.plan, subject)
    for of in found:
        change = _change_words(of)
        if of.event is None:
            yield say("{change} by an edit that nobody has acted by yet", change=change)
        else:
            yield say(
                "{change} by the plan that {operator} first acted by, {time}",
                change=change,
                operator=view.by(of.event),
                time=view.when(of.event),
            )
    if taken and _part(taken[0].plan, subject) is not None:
        operator, time = view.by(taken[0].event), view.when(taken[0].event)
        yield (
            say(
                "before that as the oldest plan has it that was read of the record: {operator}, {time}",
                operator=operator,
                time=time,
            )
            if found
            else say(
                "the same since the oldest plan that was read of the record: {operator}, {time}",
                operator=operator,
                time=time,
            )
        )


def decided_in_json(session: Session, subject: str) -> list[Json]:
    """The same for `--json`."""
    return [
        {
            "field": of.field or None,
            "old": str(of.old) if of.field else None,
            "new": str(of.new) if of.field else None,
            "operator": of.event.operator if of.event else None,
            "at": of.event.at if of.event else None,
        }
        for of in decided(taken_up(session), session.loaded.plan, subject)
    ]


def _change_words(of: Decision) -> Sentence:
    if not of.field:
        return say("new in the plan")
    return say("{field} {old} → {new}", field=of.field, old=of.old, new=of.new)


def taken_up(session: Session) -> list[TakenPlan]:
    """The last plans that people acted by on any host, the oldest first.

    One that this program cannot read is passed over.
    """
    texts = plan_texts(session.record)
    known = [event for event in session.record.plans if event.says(PlanSeen).digest in texts]
    loaded, found = session.loaded, list[TakenPlan]()
    for event in sorted(known, key=lambda event: event.order)[-MOST_PLANS:]:
        is_of_now = event.says(PlanSeen).digest == loaded.digest
        if (plan := loaded.plan if is_of_now else plan_seen(event, texts)) is not None:
            found.append(TakenPlan(event, plan))
    return found


def _part(plan: Plan, subject: str) -> Service | Server | None:
    return plan.services.get(subject) or plan.servers.get(subject)


def _changes(before: Plan, after: Plan, subject: str, event: Event | None) -> Iterator[Decision]:
    """What two plans say otherwise of a service or server, field by field."""
    old, new = _part(before, subject), _part(after, subject)
    if new is None:
        return
    if old is None:
        yield Decision("", "", "", event)
        return
    for field in SERVICE if isinstance(new, Service) else SERVER:
        was, becomes = getattr(old, field, None), getattr(new, field, None)
        if was != becomes:
            yield Decision(field, _written(field, was), _written(field, becomes), event)


def _written(field: str, value: object) -> Sentence | str:
    """A value as the file says it."""
    if value is None or value in ((), "", 0):
        return say("not said")
    return beginning(field_text(field, value).partition(" = ")[2])
