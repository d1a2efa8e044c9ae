"""Where what a look brings stands in the order.

A look takes minutes, and has its place in the queue for that. If the server turns out hit, hours
follow, and the queue is another then: whatever is worth more for an hour of its work goes before.
"""

from collections.abc import Mapping

from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.order.problem import UNIT
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.state.work_left import left_to_restore


def places_if_hit(view: View) -> Mapping[str, int]:
    """For each unknown server the place, from 0, behind which its restoration would stand.

    As if it alone turned out hit and all else stood as it does.
    """
    places = {entry.server: place for place, entry in enumerate(view.entries)}
    first_of = _first_of_each_turn(view.order, places)
    return {
        entry.server: max(place, _before_turn(view, entry.server, first_of) - 1)
        for place, entry in enumerate(view.entries)
        if entry.state == "unknown" and not entry.to_look_at
    }


def _first_of_each_turn(order: Order, places: Mapping[str, int]) -> Mapping[int, int]:
    """The place of the first server of each turn."""
    first: dict[int, int] = {}
    for server, turn in order.turn.items():
        first[turn] = min(places[server], first.get(turn, places[server]))
    return first


def _before_turn(view: View, server: str, first_of: Mapping[int, int]) -> int:
    """The place of the first turn of its tier that would go behind the server's own if it were hit.

    Where all would go before, that of the next tier; 0 for what no service waits for.
    """
    order = view.order
    if server not in order.turn:
        return 0
    own = order.turn[server]
    tier = order.problem.services[order.turns[own]].tier
    stand = order.stands[own]
    more = left_to_restore(view.plan, view.situation, server).likely
    rate = stand.worth * 60 / (UNIT * (stand.minutes + more))
    for turn in range(own + 1, len(order.turns)):
        if turn not in first_of:
            continue
        if order.problem.services[order.turns[turn]].tier != tier:
            return first_of[turn]
        if order.stands[turn].rate <= rate:
            return first_of[turn]
    return len(view.entries)
