"""What came when in the runs of a forecast before a service is up, and what decided that.

The first of its runs are played once more, with a note of who began what, and when what was done.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from math import inf
from statistics import median

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.forecast import MOST_RUNS, SEED
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.network import Network, network
from chwapi_console.recovery.forecast.runs import Drawn, blocks, work_of
from chwapi_console.recovery.forecast.unforeseeable import why_none
from chwapi_console.recovery.order.crew_work import (
    Begun,
    InLanes,
    Means,
    StageKind,
    Work,
    note_in_lanes,
)
from chwapi_console.recovery.order.crewed import play
from chwapi_console.recovery.order.shifts import NEARLY
from chwapi_console.recovery.state.of_view.means import Resources, resources
from chwapi_console.recovery.state.view.view import View

RUNS = 2 * FEWEST_RUNS
"""Runs of which it is noted what came when: enough for what is told, a share of ten of them."""

MOMENT = 1.0
"""Minutes of work that a crew may stand idle between two things and have gone from one to the other."""

OFTEN = 0.25
"""The share of runs in which something decides from which on it is told."""


WHAT_PASSES_FIRST = ""
"""In the place of a node: what passes before the first restoration is begun, which is work on none."""


class TracedRun(NamedTuple):
    """One run: how each stage was begun, and when each number was done, as far as it was.

    And when each stage was in its lanes.
    """

    began: Mapping[int, Begun]
    done: Mapping[int, float]
    in_lanes: Mapping[int, InLanes]


class DecidingStep(NamedTuple):
    """What decides when a service is up, in so large a share of the runs.

    There it takes so many `minutes` on the clock, in the median, from its begin to its end. What the
    service does not need (not `is_own`) has its `crew` before (empty where the plan tells none
    apart), or a place in a `lane`. `awaited` is what mostly waits for a time before which it is not
    there, `asleep` what mostly waits for the hours of who is for it.
    """

    node: str
    share: float
    minutes: int
    is_own: bool = True
    crew: str = ""
    lane: str = ""
    awaited: bool = False
    asleep: bool = False


class LeftTo(NamedTuple):
    """The minute at which a crew goes home, and the crew, by number, to which it leaves something."""

    minute: float
    crew: int


class _Played(NamedTuple):
    means: Resources
    network: Network
    work: Work
    target: int
    own: Collection[str]
    spares: Collection[str]
    runs: Sequence[TracedRun]


class Traced(_Played):
    """The runs of a service, one after the other.

    Of what lies beneath it (`own`) the `spares` are not missing: others are nearer.
    """

    @cached_property
    def needs(self) -> Sequence[Sequence[int]]:
        """What each number waits for."""
        found: list[list[int]] = [[] for _ in self.network.unmet]
        for need, dependents in enumerate(self.network.dependents):
            for number in dependents:
                found[number].append(need)
        return found

    def first_begun(self, run: TracedRun) -> dict[str, Begun]:
        """How the work on each node was begun in a run, where it was."""
        names = self.network.names
        return {names[of.stage]: of for of in sorted(run.began.values(), reverse=True)}

    def up(self, run: TracedRun) -> dict[str, float]:
        """When each node works in a run, of those that do before the service is up."""
        works, done = self.network.works, run.done
        return {node: done[number] for node, number in works.items() if number in done}

    def not_begun(self, run: TracedRun, nodes: Sequence[str], minute: float) -> list[str]:
        """Of some nodes those of whose work something could be begun at a minute and is not.

        Nobody is at them then.
        """
        names, left, at = self.network.names, set[str](), set[str]()
        for stage, begun in run.began.items():
            if begun.minute > minute:
                left.add(names[stage])
            elif run.done.get(stage, inf) > minute:
                at.add(names[stage])
        return [node for node in nodes if node in left - at]

    def is_begun(self, run: TracedRun, node: str, minute: float) -> bool:
        """Whether some of the work on a node is begun by a minute."""
        first = self.first_begun(run).get(node)
        return first is not None and first.minute <= minute

    def under_way(self, run: TracedRun, nodes: Sequence[str], crew: int, minute: float) -> str:
        """The first of some nodes that a crew is at in a minute; empty where it is at none."""
        names = self.network.names
        at = (
            names[stage]
            for stage, begun in sorted(run.began.items())
            if begun.crew == crew and begun.minute <= minute < run.done.get(stage, inf)
        )
        return next((node for node in at if node in nodes), "")

    def next_stage(self, run: TracedRun, node: str, minute: float) -> int:
        """The first stage of a node that is not begun by a minute."""
        names = self.network.names
        return min(
            stage
            for stage, begun in run.began.items()
            if names[stage] == node and begun.minute > minute
        )

    def stands_behind(self, run: TracedRun, stage: int, other: int, minute: float) -> bool:
        """Whether a stage stands behind another in the order that holds at a minute.

        What goes on with what was in hand, or was begun before time moved the order, does not.
        """
        if stage in self.work.in_hand:
            return False
        moved = max((of.minute for of in self.work.stretches if of.minute <= minute), default=0.0)
        earlier = next((of for of, then in self.work.follows.items() if then == stage), stage)
        if earlier != stage and earlier in run.began and run.began[earlier].minute < moved:
            return False
        return self.work.stands_behind(stage, other, minute)

    def crews_for(self, stage: int) -> Sequence[int]:
        """The crews that a stage is for, by number; none of what elapses."""
        kind = self._kind(stage)
        return kind.crews if kind else ()

    def lanes_of(self, stage: int) -> Sequence[int]:
        """The lanes that a stage uses, by number."""
        kind = self._kind(stage)
        return kind.lanes if kind else ()

    def _kind(self, stage: int) -> StageKind | None:
        asked = self.network.asked
        kind = asked.kind[stage] if asked else None
        return asked.kinds[kind] if asked and kind is not None else None

    def is_delayed(self, run: TracedRun, stage: int, minute: float) -> bool:
        """Whether a stage waits at a minute as every restoration does before the first is begun."""
        delay = self.network.delay
        return delay is not None and delay in self.needs[stage] and run.done[delay] > minute

    def first_alike(self, run: TracedRun, stage: int, minute: float) -> int:
        """Of what asks for the same as a stage and could be begun at a minute the first in the order.

        What stands behind that waits for it.
        """
        kind, first = self._kind(stage), stage
        for each, begun in run.began.items():
            if (
                begun.minute > minute
                and self._kind(each) == kind
                and all(run.done.get(need, inf) <= minute for need in self.needs[each])
                and self.stands_behind(run, first, each, minute)
            ):
                first = each
        return first

    def full_lane(self, run: TracedRun, stage: int, beside: Begun) -> str | None:
        """The lane of a stage in which there was no place when another was begun; None where there was."""
        minute = beside.minute
        under_way = [
            each
            for each, held in run.in_lanes.items()
            if each != beside.stage and any(since <= minute < until for since, until in held)
        ]
        for lane in self.lanes_of(stage):
            used = sum(lane in self.lanes_of(each) for each in under_way)
            if used >= self.means.means.lanes[lane]:
                return self.means.lanes[lane]
        return None

    def left_to(self, run: TracedRun, stage: int, beside: Begun) -> LeftTo | None:
        """To whom the crew that began another stage leaves one, for it goes home before that is done.

        That is who could have it done sooner, as it was then. None where it is left to nobody.
        """
        taken, minute, its = run.began[stage], beside.minute, self.means.means.shifts[beside.crew]
        if its is None or stage not in run.done:
            return None
        minutes = self._work_between(taken.crew, taken.minute, run.done[stage])
        if not 0 < (left := its.left(minute)) < minutes:
            return None
        by = {
            crew: self._done(crew, begin, minutes)
            for crew in self.crews_for(stage)
            if (begin := self._has_a_hand(run, crew, minute)) < inf
        }
        crew = min(by, key=lambda each: (by[each], each != beside.crew), default=beside.crew)
        return LeftTo(minute + left, crew) if crew != beside.crew else None

    def has_a_hand_free(self, run: TracedRun, begun: Begun) -> bool:
        """Whether the crew that begins a stage has a hand for another then, beside what it is at."""
        return self._has_a_hand(run, begun.crew, begun.minute) <= begun.minute

    def _has_a_hand(self, run: TracedRun, crew: int, minute: float) -> float:
        """The minute from which a crew has a hand free, as far as it goes with what it is at then."""
        ends = list[float]()
        for stage, begun in run.began.items():
            is_at_it = begun.minute <= minute < run.done.get(stage, inf)
            if begun.crew == crew and is_at_it and stage not in self.network.brief:
                last = stage
                while last in self.work.follows:
                    last = self.work.follows[last]
                ends.append(run.done.get(last, inf))
        return min(ends) if len(ends) >= self.means.means.places[crew] else minute

    def _work_between(self, crew: int, earlier: float, later: float) -> float:
        shifts = self.means.means.shifts[crew]
        return shifts.work_between(earlier, later) if shifts else later - earlier

    def _done(self, crew: int, begin: float, minutes: float) -> float:
        shifts = self.means.means.shifts[crew]
        return shifts.done(begin, minutes) if shifts else begin + minutes

    def last_begun(self, run: TracedRun, nodes: Sequence[str]) -> float:
        """The minute at which the last stage of these was begun."""
        names = self.network.names
        return max(
            (of.minute for of in run.began.values() if names[of.stage] in nodes), default=0.0
        )

    def all_begun(self, run: TracedRun, nodes: Sequence[str]) -> float:
        """The minute at which the last of these was begun, though more of its stages came after."""
        begun = self.first_begun(run)
        return max((begun[node].minute for node in nodes if node in begun), default=0.0)


def traced(
    view: View,
    service: str,
    crews: int | None = None,
    between: Callable[[float], object] = lambda _: None,
    first: int = RUNS,
) -> Traced | None:
    """The `first` runs of the forecast of a service, up to where it is up; None where nobody can say.

    By the crews of the plan or so many. `between` is called between two.
    """
    if why_none(view, service) is not None:
        return None
    view = view.at(view.now.replace(second=0, microsecond=0))
    of = network(view, [service], learned(view), MOST_RUNS, SEED, crews, divided=True)
    assert of.asked is not None
    target, runs = next(iter(of.services)), list[TracedRun]()
    work, means = work_of(of, of.asked), resources(view, crews)
    for block in blocks(first):
        minutes = Drawn(of.draws, block, lambda: None)
        for number in range(len(block)):
            between(1.0)
            runs.append(_run(work, means.means, minutes, number, target))
    is_up = all(target in run.done for run in runs)
    own = view.graph.reached_from([service])
    spares = (own & view.plan.servers.keys()) - {*view.missing(service)}
    return Traced(means, of, work, target, own, spares, runs) if is_up else None


def _run(
    work: Work, means: Means, minutes: Mapping[int, Sequence[float]], number: int, target: int
) -> TracedRun:
    began, done, held = dict[int, Begun](), dict[int, float](), dict[int, InLanes]()

    def is_done(node: int, minute: float, _: int) -> bool:
        done[node] = minute
        return node == target

    def begun(of: Begun) -> None:
        began.setdefault(of.stage, of)

    in_lanes = partial(note_in_lanes, held)
    play(work, means, minutes, number, is_done, begun=begun, in_lanes=in_lanes)
    return TracedRun(began, done, held)


# What decides


class _Link(NamedTuple):
    """A stage on the way that decides, and the minute from which it was worked on or waited for.

    And until when: to its end, or till it gave back a place in a lane (`left`; None: its end). What is
    not needed had its crew, or was in a lane. `asleep` is what waited for the hours of who is for it.
    """

    stage: int
    begins: float = 0.0
    crew: str = ""
    lane: str = ""
    asleep: bool = False
    left: float | None = None

    def minutes(self, run: TracedRun) -> float:
        """How long that is on the clock."""
        return self.until(run) - self.begins

    def until(self, run: TracedRun) -> float:
        """The minute at which that ends."""
        return run.done[self.stage] if self.left is None else self.left


def deciding(of: Traced) -> list[DecidingStep]:
    """What decides when a service is up, often enough to be told: first what mostly comes first.

    In each run it is followed back from its end: what it needs that is done last; and where work is
    begun later than that, what had its crew or its lane until then. What passes before the first
    restoration is begun has no node.
    """
    ways: dict[str, list[_Time]] = {}
    for run in of.runs:
        links: dict[str, list[_Link]] = {}
        for link in _way(of, run):
            links.setdefault(of.network.names[link.stage], []).append(link)
        for node, its in links.items():
            ways.setdefault(node, []).append(_Time(run, its))
    often = {node: times for node, times in ways.items() if len(times) >= OFTEN * RUNS}
    begins = {node: median(min(of.begins for of in t.links) for t in often[node]) for node in often}
    return [_step(of, node, often[node]) for node in sorted(often, key=lambda n: (begins[n], n))]


def _is_own(of: Traced, link: _Link) -> bool:
    """Whether the service waits for that itself: for a spare not, where it only has a crew or a place."""
    node = of.network.names[link.stage]
    return node in of.own and not (node in of.spares and (link.crew or link.lane))


class _Time(NamedTuple):
    """What is of one node on the way of a run."""

    run: TracedRun
    links: Sequence[_Link]


def _step(of: Traced, node: str, times: Sequence[_Time]) -> DecidingStep:
    elapsing, most = of.network.elapsing, len(times) / 2
    is_work = any(link.stage not in elapsing for time in times for link in time.links)
    minutes = [
        sum(
            link.minutes(time.run)
            for link in time.links
            if link.stage not in elapsing or not is_work
        )
        for time in times
    ]
    beside = Counter((link.crew, link.lane) for time in times for link in time.links)
    (crew, lane), _ = max(beside.items(), key=lambda each: (each[0] != ("", ""), each[1], each[0]))
    own = sum(_is_own(of, link) for time in times for link in time.links) > most
    return DecidingStep(
        node,
        len(times) / RUNS,
        round(median(minutes)),
        own,
        "" if own else crew,
        "" if own else lane,
        sum(any(link.stage in elapsing for link in time.links) for time in times) > most,
        sum(any(link.asleep for link in time.links) for time in times) > most,
    )


class HeldMinutes(NamedTuple):
    """When a service is up in a run, in minutes, and of what decides that the work it does not need.

    `by` has its minutes by the crew, or else the lane, that it has before (empty where neither);
    `of` by what that is work on.
    """

    up: float
    by: Mapping[tuple[str, str], float]
    of: Mapping[str, float]


def held_minutes(of: Traced) -> list[HeldMinutes]:
    """Of each run how long on the way that decides it is work on what the service does not need."""
    return [_held_minutes(of, run) for run in of.runs]


def _held_minutes(of: Traced, run: TracedRun) -> HeldMinutes:
    by, nodes = dict[tuple[str, str], float](), dict[str, float]()
    for link in _way(of, run):
        if not _is_own(of, link):
            node = of.network.names[link.stage]
            held, minutes = (link.crew, link.lane), link.minutes(run)
            by[held] = by.get(held, 0.0) + minutes
            nodes[node] = nodes.get(node, 0.0) + minutes
    return HeldMinutes(run.done[of.target], by, nodes)


def _way(of: Traced, run: TracedRun) -> Iterator[_Link]:
    """The stages that decide when it is up in a run, the last first.

    None is later than the one before, and what had a crew or a lane before is earlier: so it ends.
    """
    link: _Link | None = _Link(of.target)
    while link is not None:
        node, done = link.stage, link.until(run)
        before = [need for need in of.needs[node] if run.done.get(need, inf) <= done]
        last = max(before, key=lambda need: (run.done[need], need), default=None)
        ready = 0.0 if last is None else run.done[last]
        began = run.began.get(node)
        if (again := _waited_again(of, run, link)) is not None:
            yield link._replace(begins=again.begins)
            link = again.holder
            continue
        is_late = began is not None and began.minute > ready + NEARLY
        holder = _holder(of, run, began, ready) if began is not None and is_late else None
        if node < len(of.network.draws) and done > ready:
            begins = began.minute if began is not None else ready
            yield link._replace(begins=begins, asleep=is_late and holder is None)
        link = holder or (
            _Link(last, 0.0, link.crew, link.lane) if last is not None and ready else None
        )


class _Again(NamedTuple):
    """When a stage had a place in a lane again for which it had waited, and what had that until then."""

    begins: float
    holder: _Link


def _waited_again(of: Traced, run: TracedRun, link: _Link) -> _Again | None:
    """What had the place in a lane that a stage waited for when its crew was back; None where it had one."""
    began = run.began.get(link.stage)
    for begins, _ in reversed(run.in_lanes.get(link.stage, [])[1:]):
        if began is not None and begins < link.until(run):
            holder = _made_way(of, run, began._replace(minute=begins))
            if holder is not None:
                return _Again(begins, holder)
    return None


def _made_way(of: Traced, run: TracedRun, began: Begun) -> _Link | None:
    """What had the place in a lane that a stage took, up to then; of who just comes nothing had it.

    What gave its place back in the minute in which it took it had none that anything waited for.
    """
    at, lanes, shifts = began.minute, of.lanes_of(began.stage), of.means.means.shifts[began.crew]
    if shifts is not None and not shifts.at_work(at - MOMENT):
        return None
    for stage, stretches in run.in_lanes.items() if lanes else ():
        shared = set(lanes).intersection(of.lanes_of(stage))
        has_left = any(since < until and 0 <= at - until <= NEARLY for since, until in stretches)
        if stage != began.stage and shared and has_left:
            return _Link(stage, 0.0, "", of.means.lanes[min(shared)], left=at)
    return None


def _holder(of: Traced, run: TracedRun, began: Begun, ready: float) -> _Link | None:
    """What had the crew or the lane of a stage until it was begun; None where that slept till then."""
    means, at = of.means, began.minute
    ended = [s for s in run.began if ready < run.done.get(s, inf) <= at]
    same = [stage for stage in ended if run.began[stage].crew == began.crew]
    last = max(same, key=lambda s: (run.done[s], s), default=None)
    if last is not None:
        shifts = means.means.shifts[began.crew]
        idle = shifts.work_between(run.done[last], at) if shifts else at - run.done[last]
        if idle <= MOMENT:
            return _Link(last, 0.0, means.crews[began.crew])
    return _made_way(of, run, began)
