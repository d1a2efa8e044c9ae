"""Where what a look brings stands in the order.

A look takes minutes, and has its place in the queue for that. If the server turns out hit, hours
follow, and the queue is another then: whatever is worth more for an hour of its work goes before.
"""

from collections.abc import Mapping

from chwapi_console.recovery.forecast.by_calendar import Course
from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.order.problem import UNIT
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.state.work_left import left_to_restore


def places_if_hit(view: View, of: Course) -> Mapping[str, int]:
    """For each unknown server the place, from 0, behind which its restoration would stand.

    As if it alone turned out hit and all else stood as it does. What is pinned stays where it is.
    """
    places = {entry.server: place for place, entry in enumerate(of.entries)}
    first_of: dict[int, Mapping[int, int]] = {}
    found = {}
    for server, place in places.items():
        entry = view.entry[server]
        if entry.state == "unknown" and not entry.to_look_at:
            order = of.order_of.get(server, view.order)
            if id(order) not in first_of:
                first_of[id(order)] = _first_of_each_turn(order, places)
            behind = _first_behind(view, order, server, first_of[id(order)])
            found[server] = place if server in order.pinned else max(place, behind - 1)
    return found


def _first_of_each_turn(order: Order, places: Mapping[str, int]) -> Mapping[int, int]:
    """The place of the first server of each turn."""
    first: dict[int, int] = {}
    for server, turn in order.turn.items():
        if server in places:
            first[turn] = min(places[server], first.get(turn, places[server]))
    return first


def _first_behind(view: View, order: Order, server: str, first_of: Mapping[int, int]) -> int:
    """The place of the first turn that would go behind the server's own if it were hit.

    Of its tier; where all of that would go before, of the next. 0 for what no service waits for.
    """
    if server not in order.turn:
        return 0
    own = order.turn[server]
    tier, stand = order.problem.services[order.turns[own]].tier, order.stands[own]
    more = left_to_restore(view.plan, view.situation, server).likely
    rate = stand.worth * 60 / (UNIT * (stand.minutes + more))
    for turn in range(own + 1, len(order.turns)):
        is_behind = (
            order.problem.services[order.turns[turn]].tier != tier
            or order.stands[turn].rate <= rate
        )
        if is_behind and turn in first_of:
            return first_of[turn]
    return len(view.entries)
