"""The rest of the incident as a network of work: what is to be done, and what waits for what.

Crews take the first ready entry of the present order; `runs.py` plays that, run by run.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from chwapi_console.inventory.groups import enough
from chwapi_console.inventory.model import USUAL_SIGN_OFF, LaneWork
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.by_calendar import (
    MOST_ORDERS,
    Course,
    course,
    time_moves_tiers,
)
from chwapi_console.recovery.forecast.durations import delays
from chwapi_console.recovery.forecast.learning import Learned
from chwapi_console.recovery.forecast.once_looked_at import in_turn, in_turn_of
from chwapi_console.recovery.forecast.stage_minutes import (
    Draws,
    StageMinutes,
    always,
    drawn_once,
    not_before,
    part_of,
    where,
    within,
)
from chwapi_console.recovery.forecast.unforeseeable import end_of_block, is_endless, is_foreseeable
from chwapi_console.recovery.order.crew_work import (
    NO_TIER,
    Means,
    Places,
    PlacesFrom,
    StageKind,
    numbered_kinds,
)
from chwapi_console.recovery.state.of_view.means import (
    BRIEF,
    Resources,
    begins_at,
    minutes_until,
    resources,
    stretches_left,
)
from chwapi_console.recovery.state.told.threshold import CLEAN
from chwapi_console.recovery.state.view.supposed_views import with_entries
from chwapi_console.recovery.state.view.view import View

NEVER = 1 << 30
"""More than anything can wait for: what has so much unmet is never done."""


class Asked(NamedTuple):
    """What the stages ask for, where the plan says who is for what.

    Each by the number of its kind, none where it elapses; and the crew that is at each of those
    that run, with what of these follows what, and which of them rest. As in `crew_work.Work`.
    """

    means: Means
    kinds: Sequence[StageKind]
    kind: Sequence[int | None]
    hands: Sequence[int]
    tiers: Sequence[int]
    running: Mapping[int, int]
    follows: Mapping[int, int]
    resting: Collection[int]
    stretches: Sequence[PlacesFrom] = ()


class Network(NamedTuple):
    """What is to be done and what comes of it, by number.

    First come the stages of work in the order of the queue, then what needs no work: services,
    servers that are available, choices, and what tells of a server. A stage is begun, and anything
    else done, when `unmet` of what it waits for are done; `dependents` wait for it. `draws` has the
    minutes of each stage, of one run after another, at most `runs`; a stage of no minutes needs no
    crew. `running` are the stages that crews are at, `elapsing` those that need none, whatever they
    take. What the others ask for is `asked`, where not everybody does everything. What is `brief`
    takes minutes of a person: they do it beside what they have in hand now and what comes later.
    `names` says of which node each stage is, and `works` at which number each node works. Where no
    restoration was begun yet, each waits for the end of the stage `delay`.
    """

    runs: int
    draws: Sequence[Draws]
    running: Collection[int]
    elapsing: Collection[int]
    unmet: Sequence[int]
    dependents: Sequence[Sequence[int]]
    services: Mapping[int, str]
    asked: Asked | None = None
    brief: Collection[int] = frozenset()
    names: Sequence[str] = ()
    works: Mapping[str, int] = MappingProxyType({})
    delay: int | None = None


def network(
    view: View,
    wanted: Collection[str],
    so_far: Learned,
    runs: int,
    seed: int,
    crews: int | None = None,
    *,
    divided: bool = False,
) -> Network:
    """The network in which these services and servers come up.

    With the draws of so many runs by what was learned so far; for the crews of the plan, or for so
    many that are for everything. It says what each stage asks for where the plan does, or where that
    is asked for (`divided`).
    """
    means = resources(view, crews)
    turns = course(view, so_far, means)
    if not (view.plan.divides_work or time_moves_tiers(view)):
        turns = turns._replace(stretches=())
    then = with_entries(view, turns.entries)
    of = means if divided or view.plan.divides_work or turns.stretches else None
    return _Weaving(then, turns, so_far, runs, seed, of).network(wanted)


class _Own(NamedTuple):
    """What a stage asks for: a kind, so many pairs of hands; `tier` is the most urgent that waits."""

    kind: StageKind
    hands: int = 1
    tier: int = NO_TIER


class _Weaving:
    """Numbers what is to be done, and joins each to what it waits for."""

    def __init__(
        self,
        view: View,
        turns: Course,
        so_far: Learned,
        runs: int,
        seed: int,
        of: Resources | None,
    ) -> None:
        self._turns = turns
        self._of, self._own, self._crew_at = of, list[_Own | None](), dict[int, int]()
        self._follows, self._brief, self._resting = dict[int, int](), set[int](), set[int]()
        self._view, self._learned, self._runs = view, so_far, runs
        self._draws: list[Draws] = []
        self._names, self._laid = list[str](), ""
        self._stages_of: dict[tuple[str, bool], range] = {}
        self._running: list[int] = []
        self._unmet: list[int] = []
        self._dependents: list[list[int]] = []
        self._works: dict[str, int] = {}
        self._choices: dict[tuple[str, ...], int] = {}
        self._minutes = StageMinutes(view, so_far, runs, seed)
        self._begun: int | None = None
        self._elapsing: list[int] = []
        self._no_time = self._minutes.lasting(0)

    def network(self, wanted: Collection[str]) -> Network:
        """Numbers and joins all that these services wait for."""
        self._begin()
        asking = self._work()
        for node in self._view.graph.needs:
            if node not in asking and not self._view.works(node):
                gone = self._is_gone(node)
                asking[node] = self._works[node] = self._node(NEVER if gone else 0)
        for node, number in asking.items():
            for group in self._view.problem.down[node]:
                self._wait(
                    number, self._works[group[0]] if len(group) == 1 else self._choice(group)
                )
        return Network(
            self._runs,
            self._draws,
            self._running,
            frozenset(self._elapsing),
            self._unmet,
            self._dependents,
            {self._told_of(node): node for node in wanted},
            self._asked(),
            self._brief,
            self._names,
            self._works,
            self._begun,
        )

    def _work(self) -> dict[str, int]:
        """Lays out all work, that of crews first, in the order of the queue.

        Gives for each node the stage that waits for its needs.
        """
        asking: dict[str, int] = {}
        foreseeable = [
            each for each in self._view.problem.conditions if is_foreseeable(self._view, each)
        ]
        trades = [each for each in foreseeable if self._trade(each)]
        for condition in trades:
            asking[condition] = self._condition(condition)
        looked: dict[str, int] = {}
        turns = self._turns
        for entry, is_looked_at in (
            in_turn_of(turns.stretches[0][1]) if turns.stretches else in_turn(self._view, turns)
        ):
            first, self._laid = len(self._draws), entry.server
            if entry.to_look_at:
                self._brief_stage(entry.server, "look", self._minutes.looking(entry.server))
            elif entry.state == "retired" or is_endless(self._view, entry.server):
                continue
            elif is_looked_at:
                asking[entry.server] = self._once_looked_at(entry.server, looked[entry.server])
            elif entry.state == "unknown":
                looking = self._minutes.looking(entry.server)
                looked[entry.server] = self._brief_stage(entry.server, "look", looking)
            else:
                asking[entry.server] = self._stages(entry.server, entry.state)
            self._stages_of[entry.server, is_looked_at] = range(first, len(self._draws))
        for condition in foreseeable:
            if condition not in trades:
                asking[condition] = self._condition(condition)
        return asking

    def _stretches(self) -> list[PlacesFrom]:
        """The order and the tiers of the stages from each minute on at which time moves them."""
        views = {id(then): then for _, then in self._turns.stretches}
        once = {
            number: partial(self._as_in, then, exact=nth < MOST_ORDERS)
            for nth, (number, then) in enumerate(views.items())
        }
        return [PlacesFrom(at, once[id(then)]) for at, then in self._turns.stretches]

    def _as_in(self, then: View, *, exact: bool) -> Places:
        """The order and the tiers of the stages by a view: what that does not have stands last."""
        of = self._stages_of
        laid = sorted(stage for stages in of.values() for stage in stages)
        in_turn = [
            stage
            for entry, is_looked_at in in_turn_of(then, exact=exact)
            for stage in of.get((entry.server, is_looked_at), ())
        ]
        left = {*laid}.difference(in_turn)
        places = list(range(len(self._draws)))
        for place, stage in zip(laid, [*in_turn, *sorted(left)], strict=True):
            places[stage] = place
        return Places(places, self._tiers_in(then))

    def _tiers_in(self, then: View) -> list[int]:
        """The tiers of the stages by a view."""
        return [
            (then.entry[name].tier or NO_TIER if name in then.entry else of.tier)
            if of is not None
            else NO_TIER
            for name, of in zip(self._names, self._own, strict=True)
        ]

    def _asked(self) -> Asked | None:
        """What the stages ask for, those alike together."""
        if self._of is None:
            return None
        kinds, kind = numbered_kinds(of and of.kind for of in self._own)
        return Asked(
            self._of.means,
            kinds,
            kind,
            [1 if of is None else of.hands for of in self._own],
            [NO_TIER if of is None else of.tier for of in self._own],
            self._crew_at,
            self._follows,
            self._resting,
            self._stretches(),
        )

    def _trade(self, condition: str) -> _Own | None:
        """What a condition asks for whose people are a crew."""
        kind = self._of.trade(condition) if self._of else None
        return _Own(kind, tier=1) if kind else None

    def _asks(self, server: str, work: LaneWork) -> _Own | None:
        """What work on a server asks for that is no restoration."""
        return self._of and _Own(self._of.work(server, work), tier=self._tier(server))

    def _tier(self, server: str) -> int:
        return self._view.entry[server].tier or NO_TIER

    def _begin(self) -> None:
        """What every restoration waits for where none was begun yet: evidence, decisions."""
        delay = self._learned.pace.delay
        if delay:
            self._begun = self._stage(lambda runs: delays(delay, runs))
            self._elapsing.append(self._begun)

    def _is_gone(self, node: str) -> bool:
        """Whether no work brings it up that anybody knows of."""
        if node in self._view.services:
            return node in self._view.incomplete
        if node in self._view.conditions:
            return not self._view.conditions[node].is_met
        return not self._view.situation.available(node)

    def _condition(self, condition: str) -> int:
        """Lays out a condition: it takes its time once its needs are there.

        A crew only where its people are one. One that was promised is not there before its time,
        and then a while later, the longer the further off that is.
        """
        self._laid, part = condition, self._view.plan.conditions.get(condition)
        stands = self._view.conditions[condition]
        estimate = part.estimate if part else USUAL_SIGN_OFF
        asking = works = self._stage(
            (lambda runs: within(estimate, runs, self._minutes.dice(condition, runs)))
            if estimate
            else self._no_time,
            own=(own := self._trade(condition)),
        )
        if own is None:
            self._elapsing.append(asking)
        if stands.until is not None and stands.until > self._view.now:
            ahead = (stands.until - self._view.now).total_seconds() / 60
            promised = self._stage(
                lambda runs: not_before(
                    ahead, runs, self._minutes.dice(f"{condition} promised", runs)
                )
            )
            self._elapsing.append(promised)
            works = self._stage(self._no_time, asking)
            self._wait(works, promised)
        self._works[condition] = works
        return asking

    def _told_of(self, node: str) -> int:
        """The number at which it is told that a service or server works.

        That is never a stage of work.
        """
        works = self._works[node]
        if works >= len(self._draws):
            return works
        told = self._node(0)
        self._wait(told, works)
        return told

    def _stages(self, server: str, state: str) -> int:
        """Lays out the work on a server, one stage after the other.

        Gives the one that waits for its needs as well.
        """
        threshold = self._view.situation.threshold(server)
        second = self._minutes.looking(server) if threshold.second_for_restored else None
        if state in CLEAN:
            return self._back_on_the_network(server)
        if server in self._minutes.how_far:
            last = self._under_way(server)
            asking = self._brief_stage(server, "verify", second or self._no_time, last)
            self._works[server] = asking
            return asking
        if state == "restored":
            asking = self._brief_stage(server, "verify", self._minutes.looking(server))
            self._works[server] = asking
            return asking
        asking, last = self._restored(
            server, lambda runs: self._minutes.restoration(server, runs), self._begun
        )
        if state == "blocked":
            self._blocked(server, asking)
        self._starts(server, asking)
        self._works[server] = self._brief_stage(server, "verify", second, last) if second else last
        return asking

    def _back_on_the_network(self, server: str) -> int:
        """A clean server: confirmed where that is wanted, then switched on and reconnected."""
        plan, so_far = self._view.plan, self._view.situation
        confirmed = (
            self._brief_stage(server, "verify", self._minutes.looking(server))
            if so_far.is_unconfirmed(server)
            else None
        )
        switching = self._minutes.lasting(
            plan.policy_for(server).connect if so_far.is_off(server) else 0
        )
        asking = self._works[server] = self._brief_stage(server, "connect", switching, confirmed)
        return asking

    def _under_way(self, server: str) -> int:
        """What is left of a restoration that somebody is at; gives its last stage."""
        first, last = self._restored(server, lambda runs: self._minutes.rest(server, runs))
        self._running.append(first)
        if self._of:
            self._crew_at[first] = self._of.crew_at(server)
            if self._of.rests(server) or self._of.is_back_at(server):
                self._resting.add(first)
        return last

    def _restored(self, server: str, draws: Draws, after: int | None = None) -> tuple[int, int]:
        """Lays out a restoration, in the stretches in which it uses other lanes.

        Gives the first of its stages and the last.
        """
        if self._of is None:
            only = self._stage(draws, after)
            return only, only
        stretches = stretches_left(self._view, server)
        drawn = drawn_once(draws) if len(stretches) > 1 else draws
        numbers: list[int] = []
        for stretch in stretches:
            own = _Own(
                self._of.kind(server, stretch),
                self._view.plan.servers[server].hands,
                self._tier(server),
            )
            share = stretch.share
            after = self._stage(part_of(drawn, share) if share < 1 else drawn, after, own)
            numbers.append(after)
        self._follows.update(pairwise(numbers))
        return numbers[0], numbers[-1]

    def _starts(
        self, server: str, then: int, hit: Callable[[range], list[bool]] | None = None
    ) -> None:
        """Until when a restoration may not begin.

        Where it is not known whether there is one, in the runs in which the server is hit.
        """
        since = begins_at(self._view, server)
        if since is None:
            return
        ahead = minutes_until(self._view, since)
        waits = always(ahead)
        start = self._stage(
            waits if hit is None else lambda runs: where(hit(runs), waits(runs), 0.0)
        )
        self._elapsing.append(start)
        self._wait(then, start)

    def _blocked(self, server: str, then: int) -> None:
        """What a blocked server waits for, until it is there.

        Not before the time that was said, and then a while later, the longer the further off that
        is.
        """
        until = end_of_block(self._view, server)
        if until is None or until <= self._view.now:
            return
        ahead = (until - self._view.now).total_seconds() / 60
        awaited = self._stage(
            lambda runs: not_before(ahead, runs, self._minutes.dice(f"{server} awaited", runs))
        )
        self._elapsing.append(awaited)
        self._wait(then, awaited)

    def _once_looked_at(self, server: str, looked: int) -> int:
        """What a look brings: a restoration, or to switch a clean server on.

        Then the second person, where one is asked for.
        """
        self._laid, threshold = server, self._view.situation.threshold(server)
        hit = self._minutes.turns_out_hit(server)
        looking = self._minutes.looking(server)
        connect = float(self._view.plan.policy_for(server).connect) if threshold.unplugged else 0.0
        otherwise = 0.0 if self._of else connect
        asking, last = self._restored(
            server,
            lambda runs: self._minutes.restored_where(server, hit(runs), runs, otherwise),
            looked,
        )
        if self._begun is not None:
            self._wait(asking, self._begun)
        self._starts(server, asking, hit)
        if self._of and connect:
            last = self._brief_stage(
                server,
                "connect",
                lambda runs: [0.0 if is_hit else connect for is_hit in hit(runs)],
                last,
            )
        second_for = {True: threshold.second_for_restored, False: threshold.second_for_clean}
        self._works[server] = (
            self._brief_stage(
                server,
                "verify",
                lambda runs: [
                    minutes if second_for[is_hit] else 0.0
                    for is_hit, minutes in zip(hit(runs), looking(runs), strict=True)
                ],
                last,
            )
            if any(second_for.values())
            else last
        )
        return asking

    def _stage(self, draws: Draws, after: int | None = None, own: _Own | None = None) -> int:
        self._draws.append(draws)
        self._names.append(self._laid)
        self._own.append(own)
        number = self._node(0)
        if after is not None:
            self._wait(number, after)
        return number

    def _brief_stage(
        self, server: str, work: LaneWork, draws: Draws, after: int | None = None
    ) -> int:
        """A stage of minutes: of those that are `BRIEF` it is done beside what somebody has in hand."""
        number = self._stage(draws, after, self._asks(server, work))
        if work in BRIEF:
            self._brief.add(number)
        return number

    def _node(self, unmet: int) -> int:
        self._unmet.append(unmet)
        self._dependents.append([])
        return len(self._unmet) - 1

    def _wait(self, number: int, need: int) -> None:
        self._unmet[number] += 1
        self._dependents[need].append(number)

    def _choice(self, group: tuple[str, ...]) -> int:
        """The node that is done when enough of these are, one for all that ask for the same."""
        if group not in self._choices:
            self._choices[group] = number = self._node(enough(group))
            for member in group:
                self._dependents[self._works[member]].append(number)
        return self._choices[group]
