"""Why nobody can say when a service will be up again.

What a forecast says in place of times, at no cost.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.order.problem import THROUGH_BLOCKED
from chwapi_console.recovery.state.of_view.means import (
    crew_name,
    lane_name,
    resources,
    stretches_left,
)
from chwapi_console.recovery.state.of_view.root_cause import lost_beneath
from chwapi_console.recovery.state.told.blocks import NOTHING_MORE
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import is_overdue, node_name, waited_for
from chwapi_console.text import Sentence, every, say


def why_none(view: View, node: str) -> Sentence | None:
    """Why there is no forecast for a service, server or condition, None where there is one."""
    if view.works(node):
        if node in view.conditions:
            return say("met")
        is_suspect = node in view.services and view.services[node].suspect
        return say("{status}, suspect", status=say("up")) if is_suspect else say("up")
    if not view.problem.can_come_back(node):
        return _why_never(view, node)
    if view.problem.reach[node] < THROUGH_BLOCKED or node in _without_endless_blocks(view):
        return _nobody_can_say(view, node)
    blocked = [server for server in view.missing(node) if is_endless(view, server)]
    if not blocked:
        return say("waits for servers that the plan does not name yet")
    if blocked[0] == node:
        return say("blocked")
    return say("waits for {server}, which is blocked", server=node_name(view, blocked[0]))


def nobody_left(view: View, node: str) -> Sentence | None:
    """That nobody is left for a server it misses, or no place in a lane; None where neither is so."""
    means = resources(view)
    for server in view.missing(node):
        crews = means.kind(server).crews
        if not any(means.means.places[crew] for crew in crews):
            names = every([crew_name(view, means.crews[crew]) for crew in crews])
            return say("nobody is left for {server} ({crews})", server=server, crews=names)
        lanes = {lane for stretch in stretches_left(view, server) for lane in stretch.lanes}
        if full := [lane for lane in view.plan.lanes if lane in lanes and not _places(view, lane)]:
            lane = lane_name(view, full[0])
            if view.situation.state(server) == "unknown":
                return say(
                    "{lane} has no place for {server}, should a look find it hit",
                    lane=lane,
                    server=server,
                )
            return say("{lane} has no place for {server}", lane=lane, server=server)
    return None


def _places(view: View, lane: str) -> int:
    return view.plan.lanes[lane].at_once


def _why_never(view: View, node: str) -> Sentence:
    lost = lost_beneath(view, node) if view.problem.gone else None
    if lost is None or lost not in view.problem.gone:
        return say("cannot come back")
    return say("cannot come back: {condition} is lost", condition=node_name(view, lost))


def _nobody_can_say(view: View, node: str) -> Sentence | None:
    """That it waits for a condition of which nobody said how long it takes or when it comes."""
    open_ended = [each for each in waited_for(view, node) if not is_foreseeable(view, each)]
    if not open_ended or node in _without_the_open_ended(view):
        return None
    first = view.conditions[open_ended[0]]
    name = node_name(view, first.id)
    if is_overdue(view, first):
        return say("waits for {condition}, whose time has passed", condition=name)
    return say("waits for {condition}, and nobody said how long that takes", condition=name)


def _without_the_open_ended(view: View) -> Mapping[str, int]:
    """The nodes that come back without any condition of which nobody can say when it is met.

    By other members of groups.
    """
    never = {each for each in view.problem.conditions if not is_foreseeable(view, each)}

    def finish(node: str, ready: int) -> int | None:
        lost = node in never or node in view.problem.lost or node in view.problem.gone
        return None if lost or is_endless(view, node) else ready

    return Graph(view.problem.down).settle(finish, 0)


def _without_endless_blocks(view: View) -> Mapping[str, int]:
    """The nodes that come back without anything blocked of which nobody said until when.

    Nothing is looked for where nobody gave any block an end.
    """
    if not any(block.until for block in view.situation.blocks.values()):
        return {}

    def finish(node: str, ready: int) -> int | None:
        lost = node in view.problem.lost or node in view.problem.gone
        return None if lost or is_endless(view, node) else ready

    return Graph(view.problem.down).settle(finish, 0)


def is_endless(view: View, node: str) -> bool:
    """Whether a node is blocked and nobody said until when.

    A service is while the plan does not name its servers.
    """
    return node in view.problem.blocked and end_of_block(view, node) is None


def end_of_block(view: View, server: str) -> datetime | None:
    """When what a blocked server waits for is expected; None where nobody said so."""
    return view.situation.blocks.get(server, NOTHING_MORE).until


def is_foreseeable(view: View, condition: str) -> bool:
    """Whether it can be said when an unmet condition is met.

    By an estimate, or by a time to come at which it was promised or is awaited. That this has
    passed tells nothing while what it needs is not there, for nobody could keep it: it is expected
    with that, as it was a minute before.
    """
    part, stands = view.plan.conditions.get(condition), view.conditions[condition]
    if stands.until is not None and (stands.until > view.now or not stands.ready):
        return True
    return (part is None or part.estimate is not None) and not is_overdue(view, stands)


def without_a_time(view: View, nodes: Iterable[str]) -> dict[str, Sentence]:
    """The services among these of which nobody can say when they are up, for people are waited for.

    What waits for something blocked stands by that.
    """
    return {
        node: why
        for node in nodes
        if node in view.plan.services
        and not set(view.missing(node)).intersection(view.problem.blocked)
        and (why := why_none(view, node)) is not None
    }


def without_a_time_words(view: View, nodes: Iterable[str]) -> Iterator[Sentence]:
    """That of services nobody can say when they are up, beside where they stand in the order."""
    for service, why in without_a_time(view, nodes).items():
        yield say(
            "When {service} is up nobody can say: {why}. That moves it nowhere in the order.",
            service=node_name(view, service),
            why=why,
        )
