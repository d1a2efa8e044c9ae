"""How the recovery went.

Of the servers hit how many were back, and how many services were up, at each moment since the
incident's clock started.

At a moment stands what the heads say among the acts that count from then or before, as they would
have been shown together: where acts disagree the most cautious, and what is unknown is not back. So
the last moment says what the view says, and what was lost again goes down. Pure; a hundred thousand
events take a second, so whoever draws has it worked out elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.condition_course import turns as condition_turns
from chwapi_console.recovery.state.judged.fallen import Fallen, fallen_among, not_found_yet
from chwapi_console.recovery.state.told.course import course
from chwapi_console.recovery.state.told.situation import PLANNED
from chwapi_console.recovery.state.view.view import View, says_compromised

MOST_MOMENTS = 1000
"""Moments that are told apart. Of more, each stretch of time keeps its last and the one when least
was available."""


class ProgressPoint(NamedTuple):
    """From `at` on (UTC): servers known to be hit, those of them back, services up."""

    at: datetime
    hit: int
    back: int
    up: int


class ProgressShare(NamedTuple):
    """How much of a site or a tier is back and up now.

    Of the `services` that `fell`, how many are up again; of those up, how many are `limited`.
    `name` is the site's id or the tier; None for what belongs to none.
    """

    name: str | None
    back: int
    hit: int
    up: int
    services: int
    fell: int
    up_again: int
    limited: int = 0


class Progress(NamedTuple):
    """The moments in order, the first when the clock started.

    The shares of the sites, in the plan's order, and of the tiers. A server counts for the most
    urgent tier that needs it by the plan, through all needs. `fallen` has how many services were
    down at some moment, and are up again: what was brought back.
    """

    started: datetime
    services: int
    fallen: Fallen
    moments: Sequence[ProgressPoint]
    sites: Sequence[ProgressShare]
    tiers: Sequence[ProgressShare]

    @property
    def now(self) -> ProgressPoint:
        """How it stands."""
        return self.moments[-1]


class _ServerFrom(NamedTuple):
    """A server stands so from a moment on, or a condition is met (`available`) or is not.

    `replacement` is what replaces a server, empty where nothing does.
    """

    at: datetime
    server: str
    available: bool
    hit: bool
    replacement: str


def progress(view: View) -> Progress:
    """The progress that a view's acts made."""
    found = view.situation.found_since
    planned = {
        server: _planned(view, server, found.get(server, view.started))
        for server in view.plan.servers
    }
    turns = [*planned.values()]
    for server, events in view.situation.history.items():
        if server in planned:
            turns += _turns(view, planned[server], events)
    turns += _of_conditions(view)
    turns.sort(key=lambda turn: turn.at)
    return Progress(
        view.started,
        len(view.plan.services),
        fallen_among(view, view.services),
        _moments(view, turns),
        _sites(view),
        _tiers(view),
    )


# What each server went through


def _planned(view: View, server: str, known_since: datetime) -> _ServerFrom:
    """How a server stood before anybody acted, from when it is known."""
    planned = view.plan.servers[server].state
    return _ServerFrom(
        _within(view, known_since),
        server,
        view.situation.threshold(server).available(PLANNED[planned]),
        planned == "compromised",
        "",
    )


def _turns(view: View, last: _ServerFrom, events: Iterable[Event]) -> Iterator[_ServerFrom]:
    """How a server stood, from act to act, after how it stood before.

    What was undone did not happen. An act from before the clock started counts from its start, one
    dated later than now from now.
    """
    stand, server = [e for e in events if e.hash not in view.situation.undone], last.server
    planned = PLANNED[view.plan.servers[server].state]
    for at, event, standing in course(stand, view.situation.knows, planned):
        hit = last.hit or says_compromised(event)
        turn = _ServerFrom(
            max(_within(view, at), last.at),
            server,
            view.situation.threshold(server).available(standing),
            hit,
            standing.replacement if standing.work == "retired" else "",
        )
        if turn[2:] != last[2:]:
            yield turn
            last = turn


def _within(view: View, at: datetime) -> datetime:
    """A moment, or the end of the time that is told that is nearest to it."""
    return min(max(at, view.started), max(view.now, view.started))


def _of_conditions(view: View) -> Iterator[_ServerFrom]:
    """How conditions turned, and the sign-offs that some need asks for; in the end as they stand."""
    met = set[str]()
    for turn in condition_turns(view.plan, view.situation, view.suspects):
        if turn.at <= view.now:
            at = max(turn.at, view.started)
            yield _ServerFrom(at, turn.node, turn.met, hit=False, replacement="")
            (met.add if turn.met else met.discard)(turn.node)
    for node, condition in view.conditions.items():
        if condition.is_met != (node in met):
            now = max(view.now, view.started)
            yield _ServerFrom(now, node, condition.is_met, hit=False, replacement="")


# All together


class _Stand:
    """How all servers stand at a moment; takes turns as they come."""

    def __init__(self, view: View) -> None:
        self._plan_graph = view.plan.graph
        self._servers = view.plan.servers.keys() | view.conditions.keys()
        self._services = view.plan.services.keys()
        self._incomplete = view.incomplete
        self._replacements: dict[str, str] = {}
        self._available, self._hit = set[str](), set[str]()
        self._absent = not_found_yet(view.situation)
        self._graph = self._plan_graph.without(self._absent, self._services)

    def take(self, turns: Sequence[_ServerFrom]) -> None:
        """Some servers turn."""
        replacements = dict(self._replacements)
        for turn in turns:
            (self._available.add if turn.available else self._available.discard)(turn.server)
            if turn.hit:
                self._hit.add(turn.server)
            replacements.pop(turn.server, None)
            if turn.replacement in self._servers:
                replacements[turn.server] = turn.replacement
        absent = self._absent - {turn.server for turn in turns}
        if replacements != self._replacements or absent != self._absent:
            self._replacements, self._absent = replacements, absent
            known = self._plan_graph.without(absent, self._services)
            self._graph = known.replacing(replacements)

    @property
    def usable(self) -> int:
        """Servers that are available, hit or not."""
        return len(self._available)

    def moment(self, at: datetime) -> ProgressPoint:
        """The moment in numbers. Seeing which services are up is what takes time."""
        missing = self._servers - self._available
        working = self._graph.settle(
            lambda node, ready: None if node in missing or node in self._incomplete else ready, 0
        )
        return ProgressPoint(
            at,
            len(self._hit),
            len(self._hit & self._available),
            len(self._services & working.keys()),
        )


def _moments(view: View, turns: Sequence[_ServerFrom]) -> list[ProgressPoint]:
    """A moment for each time at which some server turned, without repetitions.

    As far as there is room for them.
    """
    at_once = [(at, list(those)) for at, those in groupby(turns, key=lambda turn: turn.at)]
    if not at_once or at_once[0][0] > view.started:
        at_once.insert(0, (view.started, []))
    wanted, stand, moments = _wanted(view, at_once), _Stand(view), list[ProgressPoint]()
    for number, (at, those) in enumerate(at_once):
        stand.take(those)
        if number in wanted:
            moment = stand.moment(at)
            if not moments or moment[1:] != moments[-1][1:]:
                moments.append(moment)
    return moments


def _wanted(view: View, at_once: Sequence[tuple[datetime, Sequence[_ServerFrom]]]) -> set[int]:
    """The numbers of the moments to be told.

    All, or of each stretch the last, and the first when least was available.
    """
    if len(at_once) <= MOST_MOMENTS:
        return set(range(len(at_once)))
    stretch = (at_once[-1][0] - view.started) / (MOST_MOMENTS // 2) or timedelta.resolution
    stand, least, last = _Stand(view), dict[int, tuple[int, int]](), dict[int, int]()
    for number, (at, those) in enumerate(at_once):
        stand.take(those)
        place = (at - view.started) // stretch
        least[place] = min(least.get(place, (stand.usable, number)), (stand.usable, number))
        last[place] = number
    return {0, *last.values(), *(number for _, number in least.values())}


# Shares


def _sites(view: View) -> list[ProgressShare]:
    """What of each site is back and up; services without a site last, where there are any."""
    site_of = {server: view.plan.servers[server].site for server in view.hit}
    shares = [
        _share(view, site, site_of, {name: part.site for name, part in view.plan.services.items()})
        for site in (*view.plan.sites, None)
    ]
    return [share for share in shares if share.hit or share.services]


def _tiers(view: View) -> list[ProgressShare]:
    """What of each tier is back and up; servers that no service needs last, where there are any."""
    tiers = {name: str(part.tier) for name, part in view.plan.services.items()}
    graph, tier_of = view.plan.graph, dict[str, str | None]()
    for tier in sorted(set(tiers.values())):
        for node in graph.reached_from([service for service, its in tiers.items() if its == tier]):
            tier_of.setdefault(node, tier)
    of_hit = {server: tier_of.get(server) for server in view.hit}
    shares = [_share(view, tier, of_hit, tiers) for tier in (*sorted(set(tiers.values())), None)]
    return [share for share in shares if share.hit or share.services]


def _share(
    view: View,
    name: str | None,
    servers: Mapping[str, str | None],
    services: Mapping[str, str | None],
) -> ProgressShare:
    hit = [server for server in view.hit if servers[server] == name]
    those = [service for service, its in services.items() if its == name]
    fell, up_again, _ = fallen_among(view, those)
    return ProgressShare(
        name,
        sum(map(view.situation.available, hit)),
        len(hit),
        sum(view.services[s].is_up for s in those),
        len(those),
        fell,
        up_again,
        sum(view.services[s].is_limited for s in those),
    )
