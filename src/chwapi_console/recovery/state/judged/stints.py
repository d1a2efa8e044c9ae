"""How long a server was in hand, and what is likely left of one that is.

An any-of waits for the member that is back first, and one that is nearly done is back before a
fresh one. What is left is counted in half hours begun, by the acts of the record, so that all who
look within the half hour see the same order.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chwapi_console.inventory.graph import Graph
from chwapi_console.journal.kinds.server_kinds import Marked, StepDone, StepSkipped
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import same_person
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.state.judged.at_work import MINUTE, time_at_work
from chwapi_console.recovery.state.judged.crews_so_far import crews_so_far
from chwapi_console.recovery.state.judged.under_way import UnderWay, pieces_left
from chwapi_console.recovery.state.judged.work_left import left_to_restore, step_minutes
from chwapi_console.recovery.state.told.server_history import is_undo
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

STEP = timedelta(minutes=30)
"""In steps of this what is left of a server in hand is counted."""

NO_TIME = timedelta()


class Stint(NamedTuple):
    """How long a server was in hand until a mark that it is restored; no mark: it is in hand now."""

    lasted: timedelta
    mark: Event | None


class WorkInHand(NamedTuple):
    """What counts as left of a server in hand, in minutes, and when it counts otherwise.

    None as `until` where it never does, though nobody acts.
    """

    minutes: int
    until: datetime | None


class _Worked(NamedTuple):
    """How long a server was worked on up to an act, and since when who has it in hand by that, if any."""

    act: Event
    spent: timedelta
    since: datetime | None
    holder: str


def stints(plan: "Plan", situation: Situation, server: str, now: datetime) -> Iterator[Stint]:
    """How long a server was worked on until each mark that it is restored, and since.

    Since only if it is in hand now. Time in which it was blocked or let go is not counted, nor the hours
    in which those slept who had it in hand (`at_work`); and a verdict begins anew.
    """
    of = None
    for of in _worked(plan, situation, server):
        after = of.act.after
        if after and after.work == "restored" and isinstance(of.act.payload, Marked):
            yield Stint(of.spent, of.act)
    if of is not None and of.since is not None:
        yield Stint(_until(plan, situation, server, of, now), None)


def in_hand_since(plan: "Plan", situation: Situation, server: str) -> datetime | None:
    """Since when who has a server in hand has it; None where nobody has."""
    worked = list(_worked(plan, situation, server))
    return worked[-1].since if worked else None


class TimeWorked(NamedTuple):
    """How long a server was worked on: before the last verdict on it, and since."""

    before: timedelta = NO_TIME
    since: timedelta = NO_TIME


def time_worked(plan: "Plan", situation: Situation, server: str, now: datetime) -> TimeWorked:
    """How long a server was worked on in all, what came to nothing among it."""
    before, since, of = NO_TIME, NO_TIME, None
    for of in _worked(plan, situation, server):
        if _begins_anew(of.act):
            since += of.spent
        if _is_verdict(of.act):
            before, since = before + since, NO_TIME
    if of is not None and not _begins_anew(of.act):
        since += _until(plan, situation, server, of, now)
    return TimeWorked(before, since)


def time_laid_down(plan: "Plan", situation: Situation, server: str, now: datetime) -> timedelta:
    """How long a server that nobody has in hand was worked on, since it was last judged, and not done.

    None of what was called done since, or was never in hand. Where people disagree whether it is in
    hand, its time up to now.
    """
    worked = list(_worked(plan, situation, server))
    if not worked or _begins_anew((of := worked[-1]).act):
        return NO_TIME
    return _until(plan, situation, server, of, now)


def _until(
    plan: "Plan", situation: Situation, server: str, of: _Worked, moment: datetime
) -> timedelta:
    """How long a server was worked on up to a moment, before which nothing else was done to it."""
    if of.since is None:
        return of.spent
    acts, crews = situation.history.get(server, ()), crews_so_far(plan, situation)
    return of.spent + time_at_work(plan, server, of.holder, of.since, moment, acts, crews)


def _worked(plan: "Plan", situation: Situation, server: str) -> Iterator[_Worked]:
    """What each act on a server that counts says of the work on it, up to the latest.

    That others take it from who has it is no work of theirs, nor what is done to it after it was laid
    down.
    """
    spent, since, holder = NO_TIME, None, ""
    acts, crews = situation.history.get(server, ()), crews_so_far(plan, situation)
    for event in acts:
        if event.after is None or event.hash in situation.undone or is_undo(event):
            continue
        at, is_held = event.counts_from, event.after.work == "restoring"
        if since is not None and not (is_held and same_person(event.after.holder, holder)):
            by_then = [
                act
                for act in acts
                if (act.moment < event.moment if is_held else act.counts_from <= at)
            ]
            spent += time_at_work(plan, server, holder, since, at, by_then, crews)
            since = None
        if is_held:
            since, holder = min(since or at, at), event.after.holder
        yield _Worked(event, spent, since, holder)
        if _begins_anew(event):
            spent = NO_TIME


def _begins_anew(act: Event) -> bool:
    """Whether what was worked before an act counts no more: the server is done, or was judged."""
    work = act.after.work if act.after else ""
    return work in ("on", "restored", "verified") or _is_verdict(act)


def _is_verdict(act: Event) -> bool:
    return isinstance(act.payload, Marked) and not (act.after and act.after.work)


def time_in_hand(plan: "Plan", situation: Situation, server: str, now: datetime) -> timedelta:
    """How long a running restoration has been worked on so far."""
    running = (of.lasted for of in stints(plan, situation, server, now) if of.mark is None)
    return max(running, default=NO_TIME)


def under_way(plan: "Plan", situation: Situation, server: str, now: datetime) -> UnderWay:
    """How far a restoration in hand is, and what it takes.

    By the begin or a step that was done since: by which least is left, so that a step done never
    makes more of it.
    """
    return min(_under_way(plan, situation, server, now), key=lambda of: of.still_open)


def _under_way(
    plan: "Plan", situation: Situation, server: str, now: datetime
) -> Iterator[UnderWay]:
    """The same by each step that was done, the latest first, and by the begin."""
    minutes = step_minutes(plan, server)
    done = {
        step: act.counts_from
        for step in minutes
        if (act := situation.steps.get((server, step))) and isinstance(act.payload, StepDone)
    }
    in_hand = time_in_hand(plan, situation, server, now)
    worked = _worked_by(plan, situation, server, now)
    for since in (*sorted(set(done.values()), reverse=True), None):
        spent, later = in_hand, set(done)
        if since is not None:
            by_then = _worked_by(plan, situation, server, min(since, now))
            spent = max(NO_TIME, min(in_hand, worked - by_then))
            later = {step for step, at in done.items() if at > since}
        skipped = _skipped_in_hand(plan, situation, server, now, spent)
        whole = left_to_restore(plan, situation, server, {*skipped, *later})
        of_it = {
            step: each
            for step, each in minutes.items()
            if step in skipped or step in later or situation.is_to_do(server, step)
        }
        pieces = pieces_left(of_it, whole, skipped) if skipped else ()
        yield UnderWay(whole, spent / MINUTE, pieces)


def _skipped_in_hand(
    plan: "Plan", situation: Situation, server: str, now: datetime, spent: timedelta
) -> dict[str, float]:
    """The steps that were skipped, or are supposed to be, after some of this time.

    By the minutes of it that were spent until then. None where the plan gives no step a time.
    """
    found, worked = dict[str, float](), _worked_by(plan, situation, server, now)
    for step, minutes in step_minutes(plan, server).items():
        if not minutes or situation.step_state(server, step) != "skipped":
            continue
        act = situation.steps.get((server, step))
        at = act.counts_from if act and isinstance(act.payload, StepSkipped) else now
        until_then = spent - (worked - _worked_by(plan, situation, server, min(at, now)))
        if until_then > NO_TIME:
            found[step] = min(until_then, spent) / MINUTE
    return found


def _worked_by(plan: "Plan", situation: Situation, server: str, moment: datetime) -> timedelta:
    """How long a server had been worked on by a moment, since it was last judged by then."""
    worked = NO_TIME
    for of in _worked(plan, situation, server):
        if of.act.counts_from > moment:
            break
        worked = _until(plan, situation, server, of, moment)
    return worked


def left_in_hand(
    plan: "Plan", situation: Situation, problem: Problem, now: datetime
) -> dict[str, WorkInHand]:
    """What is left of each server in hand that stands where others could do its work.

    Of what takes longer than is likely half as much as that is over: the longer it takes, the less
    anybody knows. Nothing of those that took longer than their longest estimate: they count as if they
    had just been begun.
    """
    running = [s for s in problem.minutes if situation.state(s) == "restoring"]
    if not running or not problem.has_choice:
        return {}
    chosen_from = _with_others(problem)
    return {
        server: left
        for server in running
        if server in chosen_from and (left := _left(plan, situation, server, now)) is not None
    }


def _with_others(problem: Problem) -> Collection[str]:
    """What is down and stands in a group of which not all are needed, or beneath a member of one."""
    members = {
        member
        for groups in problem.down.values()
        for group in groups
        if len(group) > 1
        for member in group
    }
    return Graph(problem.down).reached_from(members)


def _left(plan: "Plan", situation: Situation, server: str, now: datetime) -> WorkInHand | None:
    ways = [
        left
        for of in _under_way(plan, situation, server, now)
        if (left := _left_by(of, now)) is not None
    ]
    return (
        WorkInHand(
            min(left.minutes for left in ways),
            min((left.until for left in ways if left.until is not None), default=None),
        )
        if ways
        else None
    )


def _left_by(of: UnderWay, now: datetime) -> WorkInHand | None:
    spent, likely, longest = (
        timedelta(minutes=each)
        for each in (of.spent, of.lasts(of.estimate.likely), of.lasts(of.estimate.high))
    )
    if spent >= longest:
        return None
    over = (spent - likely) // STEP
    steps = max(1.0, over / 2 if over >= 0 else -over)
    turns = (likely + (over + 1) * STEP, longest)
    return WorkInHand(
        min(round(likely / MINUTE), round(steps * STEP / MINUTE)),
        min((now + (turn - spent) for turn in turns if turn > spent), default=None),
    )
