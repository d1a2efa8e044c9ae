"""Who is for what at the moment, and which lanes the work uses.

The crews, lanes, hands and earliest starts of a plan, for whoever plays the order.

Of a server in hand it is seen how far it is: by the steps that are ticked, else by the time that it
was in hand of what it likely takes.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from math import inf

from chwapi_console.clock import clock_after
from chwapi_console.inventory.assignments import (
    LaneStretch,
    crew_of,
    crews_for,
    crews_of,
    lane_stretches,
    lanes_of,
)
from chwapi_console.inventory.called import crew_called
from chwapi_console.inventory.model import LaneWork
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.crew_work import Means, StageKind
from chwapi_console.recovery.order.laid_out import BegunPart, Division, Part, Played, played
from chwapi_console.recovery.order.shifts import Shifts, shifts
from chwapi_console.recovery.state.judged.at_work import moments_at_it, week_minute_at
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.stints import in_hand_since
from chwapi_console.recovery.state.of_view.timings import likely_left, under_way
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.state.view.view import View

ALMOST = 0.95
"""What is done of a restoration at most, as far as steps or time tell: there is always a rest."""

NO_LANES = LaneStretch(1.0)

BRIEF: tuple[LaneWork, ...] = ("look", "connect")
"""Work that takes minutes of whoever is at the keyboard, and no hand from what goes on by itself: who
has a restoration in hand does it beside that, where it comes before that in the queue."""


class _Found(NamedTuple):
    view: View
    crews: tuple[str, ...]
    lanes: tuple[str, ...]
    means: Means


class Resources(_Found):
    """The crews and lanes of a view, by number, and what each piece of work asks of them."""

    def kind(self, server: str, stretch: LaneStretch = NO_LANES) -> StageKind:
        """What work on a server asks for."""
        lanes, places = (tuple(map(self.lanes.index, of)) for of in (stretch.lanes, stretch.places))
        return StageKind(self._crews_for(server), lanes, places)

    def work(self, server: str, work: LaneWork) -> StageKind:
        """What a kind of work on a server asks for, other than a restoration."""
        return self.kind(server, LaneStretch(1.0, lanes_of(self.view.plan, server, work)))

    def trade(self, condition: str) -> StageKind | None:
        """What a condition asks for whose people are a crew; None where they are none."""
        part = self.view.plan.conditions.get(condition)
        crew = crew_called(self.view.plan, part.who) if part else None
        return StageKind((self.crews.index(crew),)) if crew in self.crews else None

    def crew_at(self, server: str) -> int:
        """The crew that is at a server in hand: its holder's, else the first that is for it."""
        crew = crew_of(self.view.plan, self.view.entry[server].held_by)
        return self.crews.index(crew) if crew in self.crews else self._crews_for(server)[0]

    def hands_free(self, crew: int) -> int:
        """How many servers more a crew can have in hand at once; nought or less where it has its fill."""
        return self.means.places[crew] - len(self.in_hand([crew]))

    def rests(self, server: str) -> bool:
        """Whether nobody is at a server in hand: the hours of its crew ended, and it did not act since.

        So it is taken for as long in the minute after they end as in the minute before.
        """
        shifts = self.means.shifts[self.crew_at(server)]
        return (
            shifts is not None
            and not shifts.at_work(0)
            and self._untouched(server, shifts.rested(0))
        )

    def is_back_at(self, server: str) -> bool:
        """Whether a server in hand rested until its crew came to work, which did not act on it since.

        Then its place in a lane may be another's by now.
        """
        shifts = self.means.shifts[self.crew_at(server)]
        return (
            shifts is not None
            and shifts.at_work(0)
            and self._untouched(server, shifts.worked_since(0))
            and self._had_for(server) > shifts.worked_since(0)
        )

    def at_work_for(self, server: str) -> float:
        """The minutes for which the crew that is at a server in hand works; nought day and night."""
        shifts = self.means.shifts[self.crew_at(server)]
        return shifts.worked_since(0) if shifts else 0.0

    def _untouched(self, server: str, minutes: float) -> bool:
        """Whether those who have a server in hand did not act on it for so many minutes, to take it say."""
        view, holder = self.view, self.view.entry[server].held_by
        acts = view.situation.history.get(server, ())
        at_it = moments_at_it(view.plan, server, holder, acts)
        return max((minutes_until(view, at) for at in at_it), default=-inf) < -minutes

    def _had_for(self, server: str) -> float:
        """The minutes for which who has a server in hand has it; nought where the record has nobody."""
        since = in_hand_since(self.view.plan, self.view.situation, server)
        return 0.0 if since is None else -minutes_until(self.view, since)

    def in_hand(self, crews: Collection[int]) -> list[str]:
        """The servers that these crews are at."""
        return [server for server in self.view.in_hand if self.crew_at(server) in crews]

    @cached_property
    def division(self) -> Division:
        """Who does what with what, by likely times, for all that is to be done."""
        return division(self.view, self)

    def _crews_for(self, server: str) -> tuple[int, ...]:
        return self._takers.get(server) or tuple(range(len(self.crews)))

    @cached_property
    def _takers(self) -> Mapping[str, tuple[int, ...]]:
        """For each server its crews by number, first those that are for the fewest servers."""
        if self.crews == ANY_CREW:
            return {}
        takers = crews_for(self.view.plan)
        count = dict.fromkeys(self.crews, 0)
        for crews in takers.values():
            for crew in crews:
                count[crew] += 1
        order = {crew: n for n, crew in enumerate(sorted(count, key=lambda c: (count[c], c)))}
        number = {crew: n for n, crew in enumerate(self.crews)}
        known: dict[tuple[str, ...], tuple[int, ...]] = {}
        return {
            server: known.setdefault(
                crews, tuple(number[c] for c in sorted(crews, key=order.__getitem__))
            )
            for server, crews in takers.items()
        }


ANY_CREW = ("",)
"""Crews that the plan does not tell apart."""


def resources(view: View, crews: int | None = None) -> Resources:
    """What there is to work with.

    The crews of the plan, or so many that are for everything, day and night.
    """
    plan = view.plan
    lanes = tuple(plan.lanes)
    places = [plan.lanes[lane].at_once for lane in lanes]
    if crews is not None or not plan.crews:
        at_once = plan.at_once if crews is None else crews
        return Resources(view, ANY_CREW, lanes, Means([at_once], [None], places))
    offset = week_minute(view)
    return Resources(
        view,
        tuple(plan.crews),
        lanes,
        Means(
            [of.at_once for of in plan.crews.values()],
            [shifts(of.hours, of.weekdays, offset) for of in plan.crews.values()],
            places,
        ),
    )


def week_minute(view: View) -> float:
    """The minutes since Monday 00:00 on the clock of the incident."""
    return week_minute_at(view.plan, view.now)


def shifts_of(view: View, crew: str) -> Shifts | None:
    """The hours of a crew, from the moment of the view on; None for who works day and night."""
    of = view.plan.crews[crew]
    return shifts(of.hours, of.weekdays, week_minute(view))


def works_from(view: View, crew: str) -> datetime | None:
    """When a crew works again by its hours; None where it does now."""
    shifts = shifts_of(view, crew)
    if shifts is None or shifts.at_work(0):
        return None
    return clock_after(view.now, shifts.next_begin(0))


def hands_free(view: View, crew: str) -> int:
    """How many servers more a crew can have in hand at once; nought or less where it has its fill."""
    means = resources(view)
    return means.hands_free(means.crews.index(crew))


def hands_free_at(view: View, minute: float) -> Mapping[str, int]:
    """How many servers more each crew can have in hand at once at a minute: by likely times of one to come."""
    means = resources(view)
    if minute <= 0:
        return {crew: means.hands_free(number) for number, crew in enumerate(means.crews)}
    at = dict[tuple[str, bool], int]()
    for of in sorted(play_by_likely_times(view, means).begun, key=lambda each: each.begun.minute):
        if of.begun.minute <= minute:
            at.pop((of.node, of.begun.helps), None)
            if minute < _is_at_it_until(view, means, of):
                at[of.node, of.begun.helps] = of.begun.crew
    taken = list(at.values())
    return {
        crew: means.means.places[number] - taken.count(number)
        for number, crew in enumerate(means.crews)
    }


def _is_at_it_until(view: View, means: Resources, of: BegunPart) -> float:
    """The minute until which a crew is at what it began, by likely times."""
    parts, shifts = means.division.parts.get(of.node), means.means.shifts[of.begun.crew]
    minutes = parts[of.part].minutes if parts else view.problem.conditions[of.node]
    begins = of.begun.minute
    return shifts.done(begins, minutes) if shifts else begins + minutes


def rests_until(view: View, server: str) -> datetime | None:
    """When the crew works again that has a server in hand which rests until then; None where it does not."""
    crew = crew_of(view.plan, view.entry[server].held_by)
    if crew is None or crew not in view.plan.crews or not resources(view).rests(server):
        return None
    return works_from(view, crew)


class Away(NamedTuple):
    """The crews that are for a server, none of which is at work; and when the first of them is."""

    crews: tuple[str, ...]
    until: datetime


def who_is_away(view: View, server: str) -> Away | None:
    """Who is for a server where nobody of them works now; None where somebody does."""
    if not any(of.hours or of.weekdays for of in view.plan.crews.values()):
        return None
    crews = crews_of(view.plan, view.plan.servers[server])
    begin = [at for crew in crews if (at := works_from(view, crew)) is not None]
    return Away(crews, min(begin)) if len(begin) == len(crews) else None


def lane_name(view: View, lane: str) -> str:
    """What people call a lane."""
    return view.plan.lanes[lane].name or lane


def crew_name(view: View, crew: str) -> str:
    """What people call a crew."""
    return view.plan.crews[crew].name or crew


def begins_at(view: View, server: str) -> datetime | None:
    """When the restoration of a server may begin that may not yet; None where it may."""
    return view.not_before.get(server)


def minutes_until(view: View, moment: datetime) -> float:
    """The minutes until a moment; of one before they are less than nought."""
    return (moment - view.now).total_seconds() / 60


def stretches_left(view: View, server: str) -> Sequence[LaneStretch]:
    """What is left of the restoration of a server, in stretches whose shares add up to 1."""
    whole = lane_stretches(view.plan, server)
    if len(whole) == 1:
        return whole
    done, left, reached = _share_done(view, server, whole), list[LaneStretch](), 0.0
    for stretch in whole:
        reached += stretch.share
        if reached > done and not _all_skipped(view, server, stretch):
            left.append(stretch._replace(share=min(stretch.share, reached - done)))
    if not left:
        return whole[-1:]
    rest = sum(stretch.share for stretch in left)
    return [stretch._replace(share=stretch.share / rest) for stretch in left]


def _all_skipped(view: View, server: str, stretch: LaneStretch) -> bool:
    """Whether nothing of a stretch is done at all, for each of its steps was skipped."""
    return bool(stretch.steps) and all(
        view.situation.step_state(server, step) == "skipped" for step in stretch.steps
    )


def _share_done(view: View, server: str, whole: Sequence[LaneStretch]) -> float:
    """The share of a restoration that is over: as its steps say where one was done, else as its time."""
    so_far = view.situation
    states = {step: so_far.step_state(server, step) for step in view.plan.steps_of(server)}
    to_do = [step for step in states if so_far.is_to_do(server, step)]
    at_it = under_way(view, server) if so_far.state(server) == "restoring" else None
    if "done" in states.values() or (len(to_do) < len(states) and not (at_it and at_it.pieces)):
        done = 0.0
        for stretch in whole:
            ticked = sum(step not in to_do for step in stretch.steps)
            done += stretch.share * ticked / len(stretch.steps)
            if ticked < len(stretch.steps):
                break
    else:
        done = at_it.share_done if at_it else 0.0
    return min(done, ALMOST)


def is_by_the_clock(view: View, server: str) -> bool:
    """Whether how far a restoration is, is known by its time alone: no step of it was ticked."""
    steps = view.plan.steps_of(server)
    return (
        view.situation.state(server) == "restoring"
        and len(lane_stretches(view.plan, server)) > 1
        and all(view.situation.step_state(server, step) != "done" for step in steps)
    )


def lanes_in_use(view: View) -> Mapping[str, Sequence[str]]:
    """For each lane the servers in hand whose restoration is in it now, by likely times.

    What rests has given its place back; what rested has one again where there is any left for it,
    first that whose crew came first.
    """
    used: dict[str, list[str]] = {lane: [] for lane in view.plan.lanes}
    in_lanes = {
        server: lanes
        for server in (view.in_hand if used else ())
        if (lanes := stretches_left(view, server)[0].lanes)
    }
    means = resources(view)
    back = {server: means.at_work_for(server) for server in in_lanes if means.is_back_at(server)}
    for server in sorted(in_lanes, key=lambda each: -back.get(each, inf)):
        lanes, is_back = in_lanes[server], server in back
        if not means.rests(server) and not (
            is_back and any(len(used[of]) >= view.plan.lanes[of].at_once for of in lanes)
        ):
            for lane in lanes:
                used[lane].append(server)
    return used


def without_place(view: View, lane: str) -> list[str]:
    """What is in hand and would go on in a lane, but rests, or waits until there is a place again."""
    used = lanes_in_use(view)[lane]
    return [
        server
        for server in view.in_hand
        if server not in used and lane in stretches_left(view, server)[0].lanes
    ]


def lanes_to_begin(view: View, entry: Entry) -> Sequence[str]:
    """The lanes that the work on a server of the queue begins in."""
    match entry.work:
        case "look" | "verify" | "connect":
            return lanes_of(view.plan, entry.server, entry.work)
        case "restore":
            return stretches_left(view, entry.server)[0].lanes
    return ()


def full_lane(view: View, entry: Entry) -> str | None:
    """The lane in which there is no place for the work on a server to begin; None where there is."""
    begins_in = lanes_to_begin(view, entry) if view.plan.lanes else ()
    if not begins_in:
        return None
    used = lanes_in_use(view)
    return next((of for of in begins_in if len(used[of]) >= view.plan.lanes[of].at_once), None)


def division(view: View, means: Resources) -> Division:
    """Who does what with what, by likely times, for all that is to be done."""
    minutes = view.problem.minutes
    running = {
        entry.server: means.crew_at(entry.server)
        for entry in view.entries
        if entry.state == "restoring" and entry.server in minutes
    }
    starts = {
        server: minutes_until(view, since)
        for server in minutes
        if server not in running
        and _is_restored_anew(view, server)
        and (since := begins_at(view, server)) is not None
    }
    return Division(
        means.means,
        {server: list(_parts(view, means, server)) for server in minutes},
        running,
        starts,
        frozenset(
            server
            for server in minutes
            if server in running or view.situation.state(server) == "unknown"
        ),
        {
            condition: kind
            for condition in view.problem.conditions
            if (kind := means.trade(condition)) is not None
        },
        frozenset(server for server in running if means.rests(server)),
        frozenset(server for server in running if means.is_back_at(server)),
    )


def play_by_likely_times(view: View, means: Resources | None = None) -> Played:
    """How the rest goes if everything takes its likely time."""
    order = view.order
    return played(view.problem, order.servers, order.tier, (means or resources(view)).division)


def _is_restored_anew(view: View, server: str) -> bool:
    return view.situation.state(server) in ("compromised", "blocked")


def _parts(view: View, means: Resources, server: str) -> Sequence[Part]:
    """The stretches of the work on a server that is missing."""
    state, likely = view.situation.state(server), view.problem.minutes[server]
    if state == "unknown":
        return [Part(likely, means.work(server, "look"), brief=True)]
    if state == "restored":
        return [Part(likely, means.work(server, "verify"))]
    if state in CLEAN:
        return [Part(likely, means.work(server, "connect"), brief=True)]
    if state == "restoring":
        likely = max(round(likely * (1 - ALMOST)), round(likely_left(view, server)), 1)
    hands = view.plan.servers[server].hands
    return [
        Part(likely * stretch.share, means.kind(server, stretch), hands)
        for stretch in stretches_left(view, server)
    ]
