"""Why a service is expected when it is, and what would bring it sooner.

What stands on its path, which estimate moves it most, and what one more crew or one decision would
gain.

Each answer is the forecast that the program gives once that one thing is otherwise: of the plan
with that line changed, put in order anew, or of the queue after that act. The draws are the same,
so what moves is moved by that thing alone. It takes a tenth of a second for each: never on an event
loop.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from statistics import fmean

from chwapi_console.clock import clock_after
from chwapi_console.inventory.assignments import crews_of
from chwapi_console.inventory.model import Estimate, Plan
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.ahead import Ahead, ahead, alone
from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
from chwapi_console.recovery.forecast.forecast import Outlook, forecast, of_first_runs
from chwapi_console.recovery.forecast.held_longer import gone_before
from chwapi_console.recovery.forecast.learning import learned
from chwapi_console.recovery.forecast.runs_compared import (
    change,
    clear_difference,
    hardly_moves,
    is_surely_not,
    moves_few,
    moves_in_runs,
    tells_enough,
)
from chwapi_console.recovery.forecast.traced import (
    WHAT_PASSES_FIRST,
    DecidingStep,
    Traced,
    deciding,
    held_minutes,
    traced,
)
from chwapi_console.recovery.forecast.unforeseeable import end_of_block, is_foreseeable
from chwapi_console.recovery.order.crew_work import NO_TIER
from chwapi_console.recovery.order.shifts import Shifts
from chwapi_console.recovery.state.of_view.handed_over import handed_over, taken_now
from chwapi_console.recovery.state.of_view.means import (
    minutes_until,
    resources,
    shifts_of,
)
from chwapi_console.recovery.state.view.supposed_views import (
    with_condition_met,
    with_conditions,
    with_entries,
    with_let_go,
    with_marks,
    with_other_means,
    with_standings,
    without_pin,
)
from chwapi_console.recovery.state.view.view import View

MOST_HOLDING, WORTH_HOLDING = 3, 5.0
"""Servers that hold a service up from behind and are named; and the minutes in the mean from which on."""

LITTLE_WORK = 40
"""Servers still to do up to which each thing that is tried is played in as many runs as the forecast."""

MOST_TRIED = 4
"""Estimates of its path that are tried, the longest first; decisions that are tried, likewise."""

MOST_MEANS = 8
"""Crews and lanes of which one more is tried."""

LOOKED_AT = FEWEST_RUNS // 4
"""Runs of something supposed that are looked at first: what moves nothing in them is told so."""

MOST_INSTEAD = 2
"""Crews and lanes of which more brings the service later that are told with what comes sooner instead,
those that do most: it is followed back in runs of their own."""

MOST_LOOKED_AT = 12
"""Services, the most urgent, that are looked at for one that comes sooner instead."""


class PathStep(NamedTuple):
    """One thing on the path: a server with the likely minutes of its work, or a condition.

    With the time before which it does not begin, a condition is not there (UTC), where that is what
    is waited for; and that before which nobody works `whom` it is for (UTC), where what it needs is
    back sooner.
    """

    node: str
    minutes: int
    not_before: datetime | None = None
    nobody_before: datetime | None = None


class Gain(NamedTuple):
    """What one thing more would bring.

    `what` is `alone` (nothing behind the service in the queue were begun before it), `drop` (`node`,
    in hand and of a lower tier or later in the queue, were let go of), `hand_over` (`crew` went on
    with `node`, which is in hand, `since` a moment, None for now), `crew` (one more, of `node` where the plan names
    crews), `hours` (`node` worked day and night), `lane` (one more place in `node`), `estimate`
    (`node` took half as long), `unpin` (`node` were not pinned), `begin` (`node`, the first that is
    ready, were taken now), `take` (`crew`, which has a hand free, took `node` now and not who has it done
    sooner), `start` (that of `node` could), `unblock` or `condition` (of `node`).
    P50 moves by so many `minutes`, below nought where it comes sooner; None where there
    was no time before; and by `clear` minutes as far as the runs tell, nought where chance alone may
    move it so far. Where it comes later, `instead` is the most urgent service that comes sooner;
    where it clearly comes sooner, `later` are those that come later by it, the most urgent first, in a
    tier the worst. `few` says that `clear` is a mean, for half of all cases hardly move. What is let go
    of is in hand for `held_for`, the most urgent service that waits for it. Of what stands behind it
    `holding` is what holds it up most, run by run, and `kept` what it brings to keep that back.
    """

    what: str
    node: str
    minutes: int | None
    then: Outlook
    instead: "Instead | None" = None
    clear: int | None = None
    later: "Sequence[Later] | None" = None
    few: bool = False
    held_for: str = ""
    crew: str = ""
    since: datetime | None = None
    holding: Sequence[str] = ()
    kept: "KeptBack | None" = None


class KeptBack(NamedTuple):
    """Servers that are not begun before a service is up, and the minutes by which that is sooner.

    On average where half of all cases hardly move.
    """

    servers: Sequence[str]
    minutes: int
    on_average: bool = False


class Later(NamedTuple):
    """A service that comes so many minutes later; on average where half of all cases hardly move."""

    service: str
    minutes: int
    on_average: bool = False


class Instead(NamedTuple):
    """A service that comes so many minutes sooner."""

    service: str
    minutes: int


class Why(NamedTuple):
    """The longest way to a service, first what is done first.

    How many servers that it does not need stand `before` the last of its own in the queue; the
    estimate on it that moves the service most; what else would; and what crews are at `ahead` of it.
    It is `timed` where anybody can say when it is up; then `deciding` is what decides that, run by
    run, with what passes before the `first` restoration is begun, where that does.
    """

    service: str
    path: Sequence[PathStep]
    before: int
    estimate: Gain | None
    others: Sequence[Gain]
    ahead: Ahead | None = None
    timed: bool = True
    deciding: Sequence[DecidingStep] = ()
    first: DecidingStep | None = None


class _Asked(NamedTuple):
    """What is asked: the service, the crews (of the plan, or so many), its present outlook.

    `now` is that outlook, and `runs` how it comes of the first runs, where anybody can say; and a
    function that is called now and then.
    """

    view: View
    service: str
    crews: int | None
    now: Outlook
    between: Callable[[float], object]
    others: "_Others"
    runs: Traced | None

    def gain(
        self, what: str, node: str, then: View, crews: int | None = None, *, instead: bool = False
    ) -> Gain:
        """What comes of the view otherwise, or with so many crews; of a loss what it is for (`instead`)."""
        crews, pays = crews or self.crews, what not in ("estimate", "alone", "keep")
        outlook = self.outlook(then.remembering(), crews)
        now = of_first_runs(self.view, self.now, len(outlook.runs))
        clear, few = clear_difference(self.now, outlook), moves_few(self.now, outlook)
        of = Gain(what, node, change(now, outlook), outlook, clear=clear, few=few)
        if pays and clear and clear < 0:
            return of._replace(later=self.others.later(then, crews))
        return self.instead(of, then) if instead and clear and clear > 0 else of

    def instead(self, of: Gain, then: View) -> Gain:
        """What comes later in a view, with the service that comes sooner instead, if any."""
        held = gone_before(self.runs, then, self.service, self.crews) if self.runs else ()
        return of._replace(instead=self.others.instead(then, self.crews, held))

    @property
    def plays_all(self) -> bool:
        """Whether each thing that is tried is played in all runs."""
        return len(self.view.entries) <= LITTLE_WORK

    def mean_move(self, then: View) -> float:
        """The minutes by which the service comes later in the mean of the few first runs of a view."""
        of = forecast(
            then, [self.service], crews=self.crews, runs=LOOKED_AT, between=self.between
        ).services[self.service]
        return fmean(moves_in_runs(self.now.runs, of.runs) or [0.0])

    def outlook(self, then: View, crews: int | None) -> Outlook:
        """What is to be expected of the service, of no more runs than tell enough of what moves it.

        The very same where they plainly move nothing. Of little work all are played: what is told is then
        what the forecast says once that is so, at worst too.
        """
        before, quiet = self.now.runs, set[str]()

        def is_told(service: str, runs: Sequence[float]) -> bool:
            if hardly_moves(before, runs):
                quiet.add(service)
            is_enough = not self.plays_all and len(runs) >= FEWEST_RUNS
            return service in quiet or (is_enough and tells_enough(before, runs))

        of = forecast(
            then,
            [self.service],
            crews=crews,
            is_told=is_told,
            first=LOOKED_AT,
            between=self.between,
        )
        return self.now if quiet else of.services[self.service]


class _Others:
    """Who else comes later by something, as the same runs have it with that and without."""

    def __init__(
        self, view: View, service: str, crews: int | None, between: Callable[[float], object]
    ) -> None:
        self._view, self._service, self._crews, self._between = view, service, crews, between

    @cached_property
    def services(self) -> Sequence[str]:
        """All others that are down."""
        down = [each for each, state in self._view.services.items() if not state.is_up]
        return [each for each in down if each != self._service]

    @cached_property
    def _now(self) -> Mapping[str, Outlook]:
        of = forecast(
            self._view,
            self.services,
            crews=self._crews,
            runs=FEWEST_RUNS,
            between=self._between,
        )
        return {each: outlook for each, outlook in of.services.items() if outlook.runs}

    def _moves(
        self, view: View, crews: int | None, services: Sequence[str], way: int
    ) -> Mapping[str, Later]:
        """By how much those of some come later in a view (`way` 1), or sooner (-1), that do.

        Of no more runs than tell enough of that.
        """
        before = self._now
        asked = [service for service in services if service in before]

        def is_told(service: str, runs: Sequence[float]) -> bool:
            was = before[service].runs
            return tells_enough(was, runs) or is_surely_not(way, was, runs)

        of = forecast(view, asked, crews=crews, is_told=is_told, between=self._between).services
        moves = dict[str, Later]()
        for each, then in of.items():
            minutes = way * (clear_difference(before[each], then) or 0)
            if minutes > 0:
                moves[each] = Later(each, minutes, moves_few(before[each], then))
        return moves

    def instead(self, view: View, crews: int | None, held: Sequence[str]) -> "Instead | None":
        """The most urgent service that clearly comes sooner in a view, by work for which it is `held` up.

        None where none does.
        """
        others = [
            each
            for each in self._view.order.services_by_urgency
            if each != self._service and not set(self._view.missing(each)).isdisjoint(held)
        ]
        moved = self._moves(view, crews, others[:MOST_LOOKED_AT], -1)
        return next((Instead(each, moved[each].minutes) for each in others if each in moved), None)

    def later(self, view: View, crews: int | None) -> list[Later]:
        """The services that clearly come later in a view: by tier, and in a tier the worst first."""
        moved, plan = self._moves(view, crews, self.services, 1), self._view.plan
        return sorted(
            moved.values(),
            key=lambda of: (plan.services[of.service].tier, -of.minutes, of.service),
        )


def why(
    view: View,
    service: str,
    crews: int | None,
    now: Outlook,
    between: Callable[[float], object] = lambda _: None,
) -> Why:
    """Why the service is expected when it is, by the crews of the plan or so many.

    `now` is its outlook. `between` is called every few milliseconds.
    """
    others = _Others(view.remembering(), service, crews, between)
    runs = traced(view, service, crews, between) if now.p50 is not None else None
    asked = _Asked(view, service, crews, now, between, others, runs)
    path = _path(view, service, crews)
    all_steps = deciding(runs) if runs else []
    steps = [step for step in all_steps if step.node != WHAT_PASSES_FIRST]
    estimate = _that_moves_most(asked, _longest(view, path, steps))
    first = ahead(view, service, crews, runs)
    return Why(
        service,
        path,
        _before(view, service),
        estimate,
        [
            *_alone(asked, first, runs),
            *_taken_before_home(asked, first),
            *_handed_over(asked, [step.node for step in steps if step.is_own]),
            *(gain for gain in _others(asked) if _tells(now, gain)),
        ],
        first,
        now.p50 is not None,
        steps,
        next((step for step in all_steps if step.node == WHAT_PASSES_FIRST), None),
    )


def _tells(now: Outlook, gain: Gain) -> bool:
    """Whether anything comes of it, where there is no time: not the very same reason again."""
    return now.p50 is not None or gain.then.p50 is not None or gain.then.reason != now.reason


def _alone(of: _Asked, first: Ahead, runs: Traced | None) -> Iterator[Gain]:
    """What it costs the service that crews begin what stands behind it."""
    if of.now.p50 is None:
        return
    if first.sooner:
        without = alone(of.view, of.service)
        gain = of.gain("alone", "", without)
        holding = _holding(of.view, without, runs) if runs and (gain.clear or 0) < 0 else []
        yield gain._replace(holding=holding, kept=_kept_back(of, holding))
    for server in _later_in_hand(of, first):
        standing = of.view.situation.servers[server].standing
        let_go = with_standings(of.view, {server: standing._replace(work="", holder="")})
        less = is_less_urgent(of.view, server, of.service)
        gain = of.gain("drop", server, let_go, instead=less)
        gain = gain._replace(held_for=next(iter(of.view.because(server)), ""))
        if (gain.clear or 0) < 0 or less:
            yield gain


def _holding(view: View, without: View, runs: Traced) -> list[str]:
    """What is not begun yet and stands behind, and is worked on longest on the way that decides."""
    held = held_minutes(runs)
    left = {entry.server for entry in without.entries} | {*view.in_hand}
    minutes = {
        entry.server: fmean(each.of.get(entry.server, 0.0) for each in held)
        for entry in view.entries
        if entry.server not in left
    }
    longest = sorted(minutes, key=lambda server: (-minutes[server], server))
    return [server for server in longest if minutes[server] >= WORTH_HOLDING][:MOST_HOLDING]


def _kept_back(of: _Asked, holding: Sequence[str]) -> KeptBack | None:
    """What it brings to keep the first of these back, else all of them; None where it brings nothing.

    Whoever would begin them may begin the next then.
    """
    for servers in dict.fromkeys((tuple(holding[:1]), tuple(holding))) if holding else ():
        entries = [entry for entry in of.view.entries if entry.server not in servers]
        gain = of.gain("keep", servers[0], with_entries(of.view, entries))
        if (gain.clear or 0) < 0:
            return KeptBack(servers, -(gain.clear or 0), gain.few)
    return None


def _taken_before_home(of: _Asked, first: Ahead) -> Iterator[Gain]:
    """What it brings where a crew begins what it leaves to another, for it goes home before that is done."""
    left = {(each.waiting, each.crew): None for each in first.sooner if each.why == "home"}
    for server, crew in islice(left, MOST_TRIED):
        then = taken_now(of.view, server, crew)
        gain = of.gain("take", server, then) if then else None
        if gain is not None and (gain.clear or 0) < 0:
            yield gain._replace(crew=crew)


def _handed_over(of: _Asked, decides: Sequence[str]) -> Iterator[Gain]:
    """What it brings where another crew goes on with what is in hand and would rest."""
    if of.now.p50 is None or of.crews is not None:
        return
    for given in islice(handed_over(of.view, of.service, decides), MOST_TRIED):
        gain = of.gain("hand_over", given.server, given.then)
        if (gain.clear or 0) < 0:
            yield gain._replace(crew=given.crew, since=given.since)


def _later_in_hand(of: _Asked, first: Ahead) -> list[str]:
    """What is in hand and of a lower tier; and what has a crew for which the service waits sooner.

    That is what stands later in the queue than a server of it that the same crew is for.
    """
    view, means = of.view, resources(of.view, of.crews)
    waiting = [view.entry[s] for s in view.missing(of.service) if s not in view.in_hand]
    rank = dict[int, int]()
    for entry in waiting:
        for crew in means.kind(entry.server).crews:
            rank[crew] = min(entry.rank, rank.get(crew, entry.rank))
    held = [each.server for each in first.in_hand]
    less = [server for server in held if is_less_urgent(view, server, of.service)]
    later = [
        server
        for server in held
        if server not in less
        and view.entry[server].rank > rank.get(means.crew_at(server), view.entry[server].rank)
    ]
    return less[:MOST_TRIED] + later[:MOST_TRIED]


def is_less_urgent(view: View, server: str, service: str) -> bool:
    """Whether only services of a lower tier than this one wait for a server, or none."""
    return (view.entry[server].tier or NO_TIER) > view.problem.services[service].tier


def _before(view: View, service: str) -> int:
    """The servers that it does not need before the last one of its own that nobody has in hand."""
    missing = {*view.missing(service)} if view.problem.can_come_back(service) else set[str]()
    to_begin = [server for server in missing if server not in view.in_hand]
    last = max((view.order.rank[server] for server in to_begin), default=0)
    own = sum(entry.rank <= last and entry.server in missing for entry in view.entries)
    return max(0, last - own)


def _path(view: View, service: str, crews: int | None) -> list[PathStep]:
    """The longest way to a service by likely minutes, and by the hours of those who are for it.

    What of its needs is back last, and of those of that again; it begins with what may not begin
    before all that it needs is back. A condition of which nobody knows how long it takes is no way.
    """
    hours = _Hours(view if crews is None else None)
    foreseen = {c: m for c, m in view.problem.conditions.items() if is_foreseeable(view, c)}
    minutes = {**view.problem.minutes, **foreseen}
    choice, ends, times = view.order.choice, dict[str, float](), _times_to_come(view)
    held = set[str]()
    for each, members in choice.items():
        ready = max([ends[need] for need in members], default=0)
        takes, then = minutes.get(each, 0), ready
        if each in times:
            then = max(ready, minutes_until(view, times[each]))
            takes = takes if each in view.problem.minutes else 0
        held |= {each} if then > ready else set()
        ends[each] = hours.done(each, then, takes)
    path: list[PathStep] = []
    node: str | None = service if service in choice else None
    while node is not None:
        if node in minutes:
            at = times[node] if node in held else None
            path.append(PathStep(node, minutes[node], at, hours.waited_for.get(node)))
        needs = max(choice[node], key=lambda each: (ends[each], each), default=None)
        node = None if node in held else needs
    return path[::-1]


class _Hours:
    """When work on a server is done by the hours of its crews, and who is waited for before it.

    `view` is None where crews are asked about that work day and night.
    """

    def __init__(self, view: View | None) -> None:
        self._view = view if view is not None and view.plan.crews else None
        self.waited_for: dict[str, datetime] = {}

    def done(self, node: str, ready: float, takes: float) -> float:
        """The minute at which so many minutes of work on a node are done that is ready then."""
        view = self._view
        if view is None or not takes or node not in view.plan.servers or node in view.in_hand:
            return ready + takes
        crews = crews_of(view.plan, view.plan.servers[node])
        begin = {of: _at_work(shifts_of(view, of), ready) for of in crews}
        if (first := min(begin.values())) > ready:
            self.waited_for[node] = clock_after(view.now, first)
        of_each = ((shifts_of(view, of), at) for of, at in begin.items())
        return min(of.done(at, takes) if of else at + takes for of, at in of_each)


def _at_work(of: Shifts | None, minute: float) -> float:
    """The first minute from one on at which they work."""
    return minute if of is None or of.at_work(minute) else of.next_begin(minute)


def _times_to_come(view: View) -> Mapping[str, datetime]:
    """The times before which nothing comes of what is on the way.

    Of a restoration that may not begin yet, of a block with an end, of a condition that is promised
    or awaited for a time.
    """
    blocks = {server: end_of_block(view, server) for server in view.problem.blocked}
    conditions = {name: view.conditions[name].until for name in view.problem.conditions}
    ends = {node: at for node, at in {**blocks, **conditions}.items() if at and at > view.now}
    return {**{server: view.not_before[server] for server in view.problem.starts}, **ends}


def _longest(view: View, path: Sequence[PathStep], steps: Sequence[DecidingStep]) -> list[str]:
    """The servers that decide most, by how often and how long; else the longest of the path."""
    weight = {step.node: step.share * step.minutes for step in steps} or {
        step.node: step.minutes for step in path
    }
    servers = [node for node in weight if node in view.plan.servers]
    return sorted(servers, key=lambda node: (-weight[node], node))[:MOST_TRIED]


def _that_moves_most(of: _Asked, servers: Sequence[str]) -> Gain | None:
    """Of some estimates the one that moves the service most, were it half as long.

    Of much work the one that does in the mean of the few first runs.
    """
    views = {server: _with_half(of.view, server) for server in servers}
    if len(views) > 1 and not of.plays_all:
        mean = {server: of.mean_move(then) for server, then in views.items()}
        views = {server: views[server] for server in sorted(views, key=mean.__getitem__)[:1]}
    tried = [of.gain("estimate", server, then) for server, then in views.items()]
    moving = [gain for gain in tried if gain.minutes]
    return min(moving, key=lambda gain: (gain.minutes or 0, gain.node), default=None)


def _with_half(view: View, server: str) -> View:
    """The view if the restoration of a server took half as long."""
    part = view.written.servers[server]
    low, likely, high = (max(1, minutes // 2) for minutes in part.restore)
    half = view.written.with_part("servers", server, restore=Estimate(low, likely, high))
    return view.with_plan(half).remembering()


def _others(of: _Asked) -> Iterator[Gain]:
    view, service = of.view, of.service
    if of.now.p50 is not None:
        yield from _more_means(of)
        first = _first_to_take(view)
        if first is not None and learned(view).pace.delay:
            yield of.gain("begin", first, with_marks(view, [first], "restoring"))
        for pin in view.pins[:MOST_TRIED]:
            yield of.gain("unpin", pin.subject, without_pin(view, pin.subject))
    for server in [s for s in view.missing(service) if s in view.problem.starts][:MOST_TRIED]:
        at_once = view.written.with_part("servers", server, not_before=None)
        yield of.gain("start", server, view.with_plan(at_once))
    beneath, to_come = view.graph.reached_from([service]), _times_to_come(view)
    missing = view.missing(service)
    replaced = sorted(beneath.intersection(view.problem.blocked, view.plan.servers) - {*missing})
    blocked = [*(each for each in missing if each in view.problem.blocked), *replaced]
    for server in blocked[:MOST_TRIED]:
        unblocked = with_let_go(view, server)
        yield of.gain("unblock", server, unblocked)
    unmet = [view.conditions[each] for each in sorted(view.problem.conditions) if each in beneath]
    for condition in [each.id for each in unmet if each.ready][:MOST_TRIED]:
        yield of.gain("condition", condition, with_condition_met(view, condition))
    awaited = [each.id for each in unmet if not each.ready and each.id in to_come]
    for condition in [each for each in awaited if _estimate(view, each)][:MOST_TRIED]:
        yield of.gain("condition", condition, _not_awaited(view, condition))
    endless = [e.id for e in unmet if not e.ready and not is_foreseeable(view, e.id)]
    for condition in endless[:MOST_TRIED]:
        yield of.gain("condition", condition, _in_no_time(view, condition))


def _first_to_take(view: View) -> str | None:
    """The first server of the queue whose restoration could begin now."""
    ready = (entry.server for entry in view.entries if entry.ready and entry.work == "restore")
    return next(ready, None)


def _estimate(view: View, condition: str) -> Estimate | None:
    part = view.plan.conditions.get(condition)
    return part.estimate if part else None


def _in_no_time(view: View, condition: str) -> View:
    """The view if a condition took no time, once what it needs is there."""
    at = view.conditions[condition]._replace(state="met")
    met = with_condition_met(view, condition)
    return with_conditions(met, {**view.conditions, condition: at})


def _not_awaited(view: View, condition: str) -> View:
    """The view if a condition took its estimate, whatever time was said."""
    at = view.conditions[condition]._replace(until=None)
    return with_conditions(view, {**view.conditions, condition: at})


def _more_means(of: _Asked) -> Iterator[Gain]:
    """One more crew, of each that the plan names; one more place in each lane."""
    plan = of.view.written
    if of.crews is not None or not plan.crews:
        yield of.gain("crew", "", of.view, (of.crews or plan.at_once) + 1)
    tried = [
        (of.gain(what, node, then), then)
        for what, node, wider in _wider(plan, crews=of.crews is None)
        for then in [with_other_means(of.view, wider)]
    ]
    losses = sorted((gain.clear for gain, _ in tried if gain.clear), reverse=True)
    least = max([0, *losses[MOST_INSTEAD - 1 : MOST_INSTEAD]])
    for gain, then in tried:
        is_told = gain.clear and gain.clear > 0 and gain.clear >= least
        yield of.instead(gain, then) if is_told else gain


def _wider(plan: Plan, *, crews: bool) -> Iterator[tuple[str, str, Plan]]:
    """The plan with one more of each crew, with each that sleeps awake, with a place more in each lane."""
    named = [*islice(plan.crews.items(), MOST_MEANS)] if crews else []
    for crew, its in named:
        yield "crew", crew, plan.with_part("crews", crew, at_once=its.at_once + 1)
    for crew, its in named:
        if its.hours or its.weekdays:
            yield "hours", crew, plan.with_part("crews", crew, hours=(), weekdays=())
    for lane, of in islice(plan.lanes.items(), MOST_MEANS):
        yield "lane", lane, plan.with_part("lanes", lane, at_once=of.at_once + 1)
