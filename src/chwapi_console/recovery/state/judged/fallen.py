"""Which services were down at some moment since the incident began.

Only those can be brought back. A service that the plan has up and that no act ever took down has
not fallen, and whoever tells the press how many services are back must not count it. What was
undone did not happen.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from chwapi_console.inventory.graph import Graph
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.judged.condition_course import MetFrom, turns
from chwapi_console.recovery.state.told.course import StandingFrom, course
from chwapi_console.recovery.state.told.situation import PLANNED, Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan
    from chwapi_console.recovery.state.judged.suspects import Suspects
    from chwapi_console.recovery.state.view.view import View


class Fallen(NamedTuple):
    """Of some services: how many were down at some moment, are up again, and never fell."""

    fell: int
    up_again: int
    never_fell: int


def fallen(
    plan: "Plan",
    situation: Situation,
    working: AbstractSet[str],
    suspects: "Suspects",
    now: datetime,
) -> frozenset[str]:
    """The services that were down by the plan or at any moment since.

    `working` are the nodes that work now.

    What would stand without all that was ever unavailable has never fallen. Only what is left is
    followed from act to act: of two servers of which either is enough, one may have been lost after
    the other.
    """
    services = set(plan.services)
    planned = planned_down(plan, situation)
    stood = working & plan.graph.working_without(planned)
    lost = {
        server
        for server in plan.servers.keys() - planned
        if any(
            not situation.threshold(server).available(after) for after in _acts(situation, server)
        )
    }
    if not lost:
        return frozenset(services - stood)
    uncertain = services & stood - plan.graph.working_without(planned | lost)
    meanwhile = _lost_meanwhile(plan, situation, planned, uncertain, suspects, now)
    return frozenset(services - stood | meanwhile)


def planned_down(plan: "Plan", situation: Situation) -> frozenset[str]:
    """What was down by the plan, before anybody acted.

    The servers that the plan has as not available, those that the record adds to it, the services
    that it does not name all servers of, and what must be met by people.
    """
    return frozenset(
        [
            *plan.conditions,
            *plan.sign_offs_asked,
            *(service for service, part in plan.services.items() if part.incomplete),
            *(
                server
                for server, part in plan.servers.items()
                if not situation.threshold(server).available(PLANNED[part.state])
            ),
        ]
    )


def fallen_among(view: "View", services: Iterable[str]) -> Fallen:
    """How many of these services fell and are up again.

    Signed off or not, in full or with what they do without.
    """
    those = set(services)
    fell = those & view.fallen
    return Fallen(
        len(fell), sum(view.services[service].is_up for service in fell), len(those) - len(fell)
    )


def _acts(situation: Situation, server: str) -> Iterator[Standing]:
    """What each act that was not undone made of a server."""
    return (event.after for event in _not_undone(situation, server) if event.after is not None)


def _not_undone(situation: Situation, server: str) -> list[Event]:
    return [
        event for event in situation.history.get(server, ()) if event.hash not in situation.undone
    ]


def _lost_meanwhile(
    plan: "Plan",
    situation: Situation,
    planned: AbstractSet[str],
    services: AbstractSet[str],
    suspects: "Suspects",
    now: datetime,
) -> set[str]:
    """Of some services those that were down after some act; `planned` was down by the plan."""
    graph = beneath(plan, situation, services)
    return {
        service
        for then in changes(plan, situation, graph, planned, suspects, now)
        for service in services - then.graph_of(graph, plan).working_without(then.down)
    }


class StoodFrom(NamedTuple):
    """How things stood from `at` on (UTC).

    These nodes are `down`, these servers replace those, and these were not found yet (`absent`).
    """

    at: datetime
    down: AbstractSet[str]
    replacements: Mapping[str, str]
    absent: AbstractSet[str]

    def graph_of(self, graph: Graph, plan: "Plan") -> Graph:
        """The needs that there were then."""
        then = graph.without(self.absent, plan.services.keys())
        return then.replacing(self.replacements)


class _Found(NamedTuple):
    """From `at` on a server is known that the record adds."""

    at: datetime
    server: str


def changes(
    plan: "Plan",
    situation: Situation,
    graph: Graph,
    planned: AbstractSet[str],
    suspects: "Suspects",
    now: datetime,
) -> Iterator[StoodFrom]:
    """The moments at which acts or the time changed how a graph's nodes stood, in time.

    Which servers were available, replaced or found, and which conditions were met. Nodes in
    `planned` start as down, and what the record adds starts as absent. What the time will
    change after `now` has not happened.
    """
    known = StoodFrom(now, frozenset(planned), {}, not_found_yet(situation))
    of_conditions = [
        turn
        for turn in turns(plan, situation, suspects)
        if turn.node in graph.needs and turn.at <= now
    ]
    found = [_Found(at, server) for server, at in situation.found_since.items()]
    all_turns: list[StandingFrom | MetFrom | _Found] = sorted(
        [*found, *_courses(plan, situation, graph), *of_conditions], key=lambda turn: turn.at
    )
    for at, stretches in groupby(all_turns, key=lambda turn: turn.at):
        then = _after(stretches, known, plan, situation)
        then = then._replace(at=at)
        if then != known._replace(at=at):
            known = then
            yield known


def not_found_yet(situation: Situation) -> frozenset[str]:
    """The servers that nobody knew of when the incident began."""
    return frozenset(situation.found_since)


def _after(
    stretches: "Iterable[StandingFrom | MetFrom | _Found]",
    known: StoodFrom,
    plan: "Plan",
    situation: Situation,
) -> StoodFrom:
    """How it stands after what came at one moment."""
    down, replaced, absent = set(known.down), dict(known.replacements), set(known.absent)
    for stretch in stretches:
        if isinstance(stretch, _Found):
            absent.discard(stretch.server)
            continue
        if isinstance(stretch, MetFrom):
            (down.discard if stretch.met else down.add)(stretch.node)
            continue
        server, standing = stretch.event.subject, stretch.standing
        (down.discard if situation.threshold(server).available(standing) else down.add)(server)
        replaced.pop(server, None)
        if standing.work == "retired" and standing.replacement in plan.servers:
            replaced[server] = standing.replacement
    return StoodFrom(known.at, frozenset(down), replaced, frozenset(absent))


def beneath(plan: "Plan", situation: Situation, services: Collection[str]) -> Graph:
    """The part of the plan's graph that these services stand on, with all replacements ever made."""
    replacing = {
        after.replacement for server in plan.servers for after in _acts(situation, server)
    } & plan.servers.keys()
    return Graph(
        {node: plan.graph.needs[node] for node in plan.graph.reached_from([*services, *replacing])}
    )


def _courses(plan: "Plan", situation: Situation, graph: Graph) -> list[StandingFrom]:
    """How the servers of a graph stood, act by act, in time."""
    return sorted(
        (
            stretch
            for server in graph.needs.keys() & plan.servers.keys()
            for stretch in course(
                _not_undone(situation, server), situation.knows, PLANNED[plan.servers[server].state]
            )
        ),
        key=lambda stretch: stretch.at,
    )
