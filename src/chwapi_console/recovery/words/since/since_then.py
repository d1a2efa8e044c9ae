"""What became of the order since a moment that is over: which acts, edits and times changed it.

A queue of the past is by what was written until then, and by what was done by then and entered in
turn afterwards, as from paper. Of what was entered out of turn it is told how much there is.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chwapi_console.clock import weekday_time
from chwapi_console.inventory.assignments import crews_of
from chwapi_console.journal.kinds.server_kinds import FoundChange, StandingChange, StepChange
from chwapi_console.journal.kinds.service_kinds import ConditionChange, PinChange, SignOffChange
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.of_view.means import crew_name
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.since.moves import moved
from chwapi_console.recovery.words.since.plan_edits import edited
from chwapi_console.recovery.words.since.to_come import changes_to_come
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.pin_words import fallen_idle_words
from chwapi_console.recovery.words.why.tier_words import tiers_that_changed
from chwapi_console.text import Sentence, say

MOST_MOVED = 8
"""Servers that changed places which are told, each with why."""

MOVES_THE_ORDER = (StandingChange, PinChange, ConditionChange, SignOffChange, FoundChange)
"""Acts that the order hangs on, beside steps on what is in the queue."""


class SinceThen(NamedTuple):
    """What changed between two moments, the earlier first.

    `acts` are those that the order hangs on; `edits` what the plan says otherwise; `by_itself` what
    changed though nobody acted; `moves` the servers that changed places most, with why; `left` are
    servers that have left the queue, `came` those that came into it; `entered_later` counts acts
    that were done by then and are not known then, for they were entered out of turn.
    """

    acts: Sequence[Event]
    edits: Sequence[Sentence]
    by_itself: Sequence[Sentence]
    moves: Sequence[Sentence]
    left: Sequence[str]
    came: Sequence[str]
    entered_later: int

    @property
    def nothing(self) -> bool:
        """Whether nothing changed that the order hangs on."""
        return not (self.acts or self.edits or self.by_itself or self.moves)


def since_then(
    before: View, after: View, was_by_plan: View | None, known: Record, record: Record
) -> SinceThen:
    """What changed between two views, of what was known then and of the whole record.

    `was_by_plan` is how things stand now by the plan that was in force then; None where that is the
    plan in force.
    """
    later = [event for event in record.events if not known.has(event)]
    return SinceThen(
        sorted(
            (event for event in later if _moves_the_order(event, after)),
            key=lambda event: event.order,
        ),
        edited(was_by_plan, after) if was_by_plan is not None else [],
        list(changed_by_itself(before, after)),
        moved(before, after, MOST_MOVED, all_who_pay=True),
        [server for server in before.entry if server not in after.entry],
        [server for server in after.entry if server not in before.entry],
        sum(event.payload.is_meant and event.counts_from <= before.now for event in later),
    )


def _moves_the_order(event: Event, now: View) -> bool:
    """Whether the order hangs on an act: on a step while its server is in the queue, by the work left."""
    payload = event.payload
    return isinstance(payload, MOVES_THE_ORDER) or (
        isinstance(payload, StepChange) and event.subject in now.entry
    )


def changed_by_itself(before: View, after: View) -> Iterator[Sentence]:
    """What came of time alone: tiers, pins that ended, starts that came, blocks that are due.

    And which pins have nothing to move since, whatever that came of.
    """
    yield from tiers_that_changed(before, after)
    for pin in before.pins:
        if pin.until is not None and pin.until <= after.now and pin in after.situation.pins:
            name = node_name(after, pin.subject)
            yield say("{when}: the pin of {id} ended.", when=_when(after, pin.until), id=name)
    yield from fallen_idle_words(before, after)
    for server, at in before.not_before.items():
        if at <= after.now:
            yield say("{when}: {server} might be begun.", when=_when(after, at), server=server)
    for server in sorted(after.due & before.situation.blocks.keys() - before.due):
        until = after.situation.blocks[server].until
        if until is not None and until <= after.now:
            yield say(
                "{when}: what {server} waits for was to be there.",
                when=_when(after, until),
                server=server,
            )


SOON = timedelta(hours=12)
"""Hours within which it is told which crews came and went, and which pin is to end."""


def turns_of_crews(before: View, after: View, service: str) -> Iterator[Sentence]:
    """Which crews that something a service misses is for began and ended work between two moments.

    Of moments that lie near each other.
    """
    if after.now - before.now > SOON:
        return
    servers = (before.plan.servers[server] for server in before.missing(service))
    its = {crew for server in servers for crew in crews_of(before.plan, server)}
    for change in changes_to_come(before, after.now):
        if change.subject not in its:
            continue
        when = _when(after, change.at)
        if change.what == "works":
            crew = crew_name(after, change.subject)
            yield say("{when}: {crew} begins work.", when=when, crew=crew)
        elif change.what == "leaves":
            crew = crew_name(after, change.subject)
            yield say("{when}: {crew} ends work.", when=when, crew=crew)


def pin_that_ends_soon(view: View, service: str) -> Iterator[Sentence]:
    """That the pin of a service ends soon: what nobody has begun by then stands by the rule again."""
    for pin in view.pins:
        if pin.subject == service and pin.until is not None and pin.until - view.now <= SOON:
            yield say(
                "{when}: the pin of {id} ends, and what nobody has begun by then loses its place.",
                when=_when(view, pin.until),
                id=node_name(view, service),
            )


def _when(view: View, at: datetime) -> Sentence:
    return weekday_time(at, view.plan.incident.zone, view.now)
