"""`queue --at` of a moment that is over, and `queue --since`: the order then, and why it changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.placeholders import to_type
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.cli.output import as_json
from chwapi_console.cli.output.as_json import Json
from chwapi_console.cli.output.words import first_of, node_state
from chwapi_console.cli.verbs.plans.seen_plans import by_the_plan_of, latest, plan_seen, plan_texts
from chwapi_console.clock import iso, weekday_time
from chwapi_console.inventory.model import Plan
from chwapi_console.journal.kinds.record_kinds import Noted, PlanSeen
from chwapi_console.journal.kinds.server_kinds import Dropped, StepActed, Taken
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.record_until import record_done_by, record_until
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.acts.open_steps import told_in_full
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.since.moves import is_reordered
from chwapi_console.recovery.words.since.since_then import SinceThen, since_then
from chwapi_console.recovery.words.since.ticks import grouped, ticks_until
from chwapi_console.session.session import Session
from chwapi_console.text import Listing, Sentence, plural, say, some

MOST_ACTS = 12
"""Acts that are told, those on which the order hangs most; the rest is counted, and `log` has them."""

MOST_NAMED = 12
"""Servers that a line names."""


class PastQueue(NamedTuple):
    """The queue at a moment that is over, and what changed since.

    `digest` is that of the plan in force then, as far as the record knows it: empty where it has
    none of that time, and the plan of now stands for it. `of_others` is what says so where it is no
    plan of this journal's own.
    """

    then: View
    now: View
    since: SinceThen
    digest: str
    of_others: Event | None
    empty: bool
    edited: bool


def past(session: Session, now: View, at: datetime) -> PastQueue:
    """The queue as it was, by what was written until then and the plan that was in force."""
    known = record_done_by(session.record, at)
    plan, taken_up = plan_then(session, at, known)
    then = view(plan or session.loaded.plan, known, at)
    was_by_plan = view(plan, session.record, now.now) if plan is not None else None
    return PastQueue(
        then,
        now,
        since_then(then, now, was_by_plan, known, session.record),
        taken_up.says(PlanSeen).digest if taken_up else "",
        plan_of_others(session, taken_up),
        not known.events,
        session.before_edit() is not None,
    )


def plan_then(session: Session, at: datetime, known: Record) -> tuple[Plan | None, Event | None]:
    """The plan that was acted by last at a moment, and what says so; no plan where it is in force now.

    Of the record that was `known` then. Where no plan was written by then, the one that the acts of
    then were entered by; and before a plan of others this journal's own.
    """
    own = session.own_origins
    written, entered = latest(record_until(session.record, at), own), latest(known, own)
    if written is not None and entered is not None and not _is_acted_by(known, entered):
        entered = None
    found = [written, entered]
    taken_up = next((each for each in found if each and each.origin in own), written or entered)
    if taken_up is None:
        return None, None
    digest = taken_up.says(PlanSeen).digest
    if digest == session.loaded.digest:
        return None, taken_up
    plan = plan_seen(taken_up, plan_texts(known))
    return (plan, taken_up) if plan else (None, None)


def _is_acted_by(known: Record, taken_up: Event) -> bool:
    """Whether an act behind it is known in its journal: it may have been taken up for a later one."""
    return any(
        event.origin == taken_up.origin and event.seq > taken_up.seq and event.payload.is_meant
        for event in known.events
    )


def plan_of_others(session: Session, taken_up: Event | None) -> Event | None:
    """What says so of a plan that is none of this journal's own."""
    return None if taken_up is None or taken_up.origin in session.own_origins else taken_up


def past_lines(of: PastQueue) -> Iterator[Sentence]:
    """What the queue of then is, and what it is not."""
    zone = of.now.plan.incident.zone
    yield say(
        "The queue as it was on {time}, by what the record has of that time.",
        time=weekday_time(of.then.now, zone, of.now.now),
    )
    if of.then.now < of.now.started:
        yield say(
            "The incident began on {time}: before that it is the order by the plan alone.",
            time=weekday_time(of.now.started, zone, of.now.now),
        )
    elif of.empty:
        yield say("Nothing had been done by then: it is the order by the plan alone.")
    elif not of.digest:
        yield say("The record has no plan of that time: it is shown by the plan of now.")
    if of.since.entered_later:
        yield plural(
            "{n} act that was done by then was entered later, out of turn, and is not in it.",
            "{n} acts that were done by then were entered later, out of turn, and are not in it.",
            of.since.entered_later,
        )


def since_lines(context: VerbContext, of: PastQueue) -> Iterator[Sentence]:
    """What changed since: acts, edits, time; what left the queue, and what changed places."""
    since, zone = of.since, of.now.plan.incident.zone
    if of.of_others is not None:
        yield by_the_plan_of(of.of_others)
    if since.nothing:
        yield say("Since then nothing changed that the order hangs on.")
        return
    yield say("Since {time}:", time=weekday_time(of.then.now, zone, of.now.now))
    acts = list(grouped(since.acts))
    weightiest = sorted(range(len(acts)), key=lambda place: (_weighs(acts[place]), place))
    in_turn = [*sorted(weightiest[:MOST_ACTS]), *weightiest[MOST_ACTS:]]
    yield from first_of([_act_line(of.now, acts[place]) for place in in_turn], MOST_ACTS)
    if len(acts) > MOST_ACTS:
        words = [PROGRAM, "log", "--since", iso(of.then.now)]
        yield say("All of them: {command}", command=to_type(words, context.out.language))
    yield from since.edits
    yield from since.by_itself
    if of.edited:
        yield say(
            "The plan's file was edited after the last act. When, the record does not know: it keeps a "
            "plan with the first act by it."
        )
    if since.left:
        yield say("No longer in the queue: {servers}.", servers=_named(of.now, since.left))
    if since.came:
        yield say("New in the queue: {servers}.", servers=_named(of.now, since.came))
    yield from (say("{move}.", move=move) for move in since.moves)
    if not is_reordered(of.then, of.now):
        yield say("What is left in the queue stands in the same order, but for what made way.")


def _weighs(acts: Sequence[Event]) -> int:
    """How little an order hangs on acts: least on work that goes on, then on whose it is."""
    if isinstance(acts[0].payload, StepActed | Noted):
        return 2
    return 1 if isinstance(acts[0].payload, Taken | Dropped) else 0


def _act_line(view: View, acts: Sequence[Event]) -> Sentence:
    """An act with when it was done, or the ticks of one person on one server."""
    what = (
        told_in_full(view, acts[0])
        if len(acts) == 1
        else say("{operator}: {what}", operator=view.by(acts[0]), what=ticks_until(view, acts))
    )
    return say("{time} {what}", time=view.when_done(acts[0]), what=what)


def _named(of: View, servers: Sequence[str]) -> Listing:
    """Servers with how they stand now; by id alone where the plan has them no longer."""
    known = of.plan.servers
    return some([node_state(of, each) if each in known else each for each in servers], MOST_NAMED)


def past_in_json(of: PastQueue) -> Json:
    """What `--json` has beside the entries."""
    since = of.since
    return {
        "at": iso(of.then.now),
        "past": True,
        "plan_then": of.digest or None,
        "plan_then_by": of.of_others.operator if of.of_others else None,
        "entered_later": since.entered_later,
        "since": {
            "acts": [as_json.event(event) for event in since.acts],
            "edits": [str(words) for words in since.edits],
            "by_itself": [str(words) for words in since.by_itself],
            "moves": [str(words) for words in since.moves],
            "left": list(since.left),
            "came": list(since.came),
            "edited_since_the_last_act": of.edited,
        },
    }
