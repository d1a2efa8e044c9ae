"""Where what a look brings stands in the order.

A look takes minutes, and has its place in the queue for that. If the server turns out hit, hours
follow, and the queue is another then: whatever is worth more for an hour of its work goes before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush

from chwapi_console.recovery.forecast.by_calendar import Course
from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.order.problem import UNIT
from chwapi_console.recovery.state.judged.entry import Entry
from chwapi_console.recovery.state.judged.work_left import left_to_restore
from chwapi_console.recovery.state.view.view import View

MOST_PUT_IN_ORDER = 1_600
"""Servers that are put in order anew for this, all orders together: of a hospital of 80 those that 20
looks may lead to. Where there are more looks, those that come first; of the others it is worked out by
their turns, which know nothing of what opens together."""


def in_turn(view: View, of: Course, *, exact: bool = True) -> Iterator[tuple[Entry, bool]]:
    """The entries of a course in their turn, those to look at once more where what that brings stands."""
    places = places_if_hit(view, of, exact=exact)
    order = {server: (place, nth) for nth, (server, place) in enumerate(places.items())}
    looked_at: list[tuple[int, int, Entry]] = []
    for place, entry in enumerate(of.entries):
        while looked_at and looked_at[0][0] < place:
            yield heappop(looked_at)[2], True
        yield entry, False
        if entry.server in order:
            heappush(looked_at, (*order[entry.server], entry))
    for _, _, entry in sorted(looked_at):
        yield entry, True


def in_turn_of(view: View, *, exact: bool = True) -> Sequence[tuple[Entry, bool]]:
    """The same of the order of a view itself, which keeps it."""
    entries = view.entries
    kept: tuple[Sequence[Entry], Sequence[tuple[Entry, bool]]] | None
    kept = view.__dict__.get("_in_turn")
    if kept is None or kept[0] is not entries:
        kept = view.__dict__["_in_turn"] = (
            entries,
            list(in_turn(view, Course(entries, {}), exact=exact)),
        )
    return kept[1]


def places_if_hit(view: View, of: Course, *, exact: bool = True) -> Mapping[str, int]:
    """For each unknown server the place, from 0, behind which its restoration would stand.

    As if it alone turned out hit and all else stood as it does. What is pinned stays where it is.
    Of several behind one place that first which would stand first if all of these were hit. Where it
    need not be `exact`, of all by their turns.
    """
    places = {entry.server: place for place, entry in enumerate(of.entries)}
    unknown = [
        entry.server
        for entry in of.entries
        if view.entry[entry.server].state == "unknown" and not view.entry[entry.server].to_look_at
    ]
    exactly = unknown[: MOST_PUT_IN_ORDER // max(1, len(places)) if exact else 0]
    found = {server: _if_hit(view, of, server, places[server]) for server in exactly}
    found |= _by_turns(view, of, unknown[len(exactly) :], places)
    return _each_in_turn(view, of, found, frozenset(exactly))


def _if_hit(view: View, of: Course, server: str, place: int) -> int:
    """The place behind most of what would stand before a server if it were hit, and little else.

    By the order of the stretch in which its look stands; where the restoration would stand in
    another, by that of that one.
    """
    first = of.order_of.get(server, view.order)
    if server in first.pinned or server not in first.turn:
        return place

    def behind(order: Order) -> int:
        before, places = _if_these_are_hit(view, order, [server])
        before |= {other for other, at in places.items() if at < places[server]}
        return _least_out(of.entries, place, before | order.pinned.keys(), order.rank)

    found = behind(first)
    then = of.order_of.get(of.entries[found].server, view.order)
    return found if then is first else behind(then)


def before_if_hit(view: View, server: str) -> AbstractSet[str]:
    """What would stand before an unknown server in the order of now, if it were hit."""
    before, places = _if_these_are_hit(view, view.order, [server])
    return before | {other for other, at in places.items() if at < places[server]}


def _minutes_if_hit(view: View, order: Order, servers: Iterable[str]) -> Mapping[str, int]:
    """What the work on these would take if they were hit: the look, and likely the restoration."""
    return {
        server: order.problem.minutes[server]
        + left_to_restore(view.plan, view.situation, server).likely
        for server in servers
    }


def _if_these_are_hit(
    view: View, order: Order, servers: Sequence[str]
) -> tuple[AbstractSet[str], Mapping[str, int]]:
    """What stands before some servers if they are hit: first some in no order, then others by place.

    These have places too. No more is put in order than that asks for.
    """
    minutes = _minutes_if_hit(view, order, servers)
    placed = order.placed_if_longer(minutes)
    if placed is not None:
        return placed[0], {server: place for place, server in enumerate(placed[1])}
    then = order.if_longer(minutes)
    places = {server: place for place, server in enumerate(then.servers)}
    return frozenset(), places | {server: _place_in(then, order, server) for server in servers}


def _place_in(then: Order, now: Order, server: str) -> int:
    """The place of a server in an order of its longer work.

    Where it is a spare there, of what takes its place: all that waits for one of them waits for the
    first.
    """
    if then.part[server] == "spare":
        for place, other in enumerate(then.servers):
            if then.part[other] == "clinical" and now.part.get(other) != "clinical":
                return place
    return then.rank[server] - 1


def _least_out(
    entries: Sequence[Entry], place: int, before: AbstractSet[str], rank: Mapping[str, int]
) -> int:
    """The place, not before one, by which the fewest stand on the wrong side of it.

    What crews begin out of turn, before what stands before it by the order, is on neither.
    """
    following = entries[place + 1 :]
    first = [len(rank) + 1]
    for entry in reversed(following):
        own = rank[entry.server] if entry.server in before else first[-1]
        first.append(min(first[-1], own))
    first.reverse()
    found, least, out = place, 0, 0
    for number, entry in enumerate(following):
        if entry.server in before:
            out -= 1
        elif rank[entry.server] < first[number]:
            out += 1
        if out < least:
            found, least = place + 1 + number, out
    return found


def _each_in_turn(
    view: View, of: Course, found: Mapping[str, int], exactly: frozenset[str]
) -> Mapping[str, int]:
    """The same, those behind one place in the order in which they would stand if all were hit."""
    behind: dict[int, list[str]] = {}
    for server in sorted(found):
        behind.setdefault(found[server], []).append(server)
    in_turn: dict[str, int] = {}
    for place, servers in sorted(behind.items()):
        order = of.order_of.get(servers[0], view.order)
        if len(servers) > 1 and exactly.issuperset(servers):
            _, places_then = _if_these_are_hit(view, order, servers)
            servers.sort(key=places_then.__getitem__)
        in_turn |= dict.fromkeys(servers, place)
    return in_turn


def _by_turns(
    view: View, of: Course, servers: Iterable[str], places: Mapping[str, int]
) -> dict[str, int]:
    """The places of these by what their turns and those behind them are worth for an hour."""
    first_of: dict[int, Mapping[int, int]] = {}
    found = {}
    for server in servers:
        order = of.order_of.get(server, view.order)
        if id(order) not in first_of:
            first_of[id(order)] = _first_of_each_turn(order, places)
        behind = _first_behind(view, order, server, first_of[id(order)])
        place = places[server]
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
