"""What a pin costs and what it gains.

Told before anybody pins, and kept with the pin, for whoever is asked about it tomorrow.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from chwapi_console.clock import forecast_time, iso, later, span
from chwapi_console.journal.kinds.parts import told_moment
from chwapi_console.journal.kinds.service_kinds import Pinned
from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.crew_work import NO_TIER
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import by_urgency
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Listing, Sentence, Value, plural, say, some

if TYPE_CHECKING:
    from chwapi_console.recovery.forecast.forecast import Outlook

MOST_KEPT = 1000
"""Services, the most urgent, whose minutes an event keeps: it must stay within what its readers
take for one."""


MOST_TOLD = 10
"""Services that are told by name; the others are counted."""

MOST_SOONER = 5
"""Services that come sooner which are told by name beside those that come later."""

SOON = 30
"""Minutes from now at which it is asked whether a price still says the same."""

MOST_ASKED_AGAIN = 1000
"""Servers to be done up to which it is."""

STEADY = 0.25
"""The share of what it says by which a service moves then too, at least, where it does not turn."""

BY_FORECAST = "p50"
"""By which word a price that is kept says that its minutes are those of the forecast."""


class ExpectedRange(NamedTuple):
    """When something is expected, in half of all cases by `p50` and in nine of ten by `p90` (UTC).

    Or why nothing can be said, as far as that is known. What is kept was `told` at a time (UTC), and
    is told as finely as it was then; None of what is expected now.
    """

    p50: datetime | None = None
    p90: datetime | None = None
    reason: Sentence | None = None
    told: datetime | None = None


class Price(NamedTuple):
    """What pinning a subject does.

    `moves` has the minutes by which each service comes later, below nought sooner, the most urgent
    first; `pinned` and `unpinned` are when the subject itself is expected with the pin and without.
    The minutes are those between the `p50` of the same two forecasts; of a price that was kept
    before `by_forecast` was, they were added up of likely times, which an incident may outlast many
    times over. Of the `few` services the minutes are a mean: in half of all cases they hardly move.
    The price of those that are `turning` would not say the same half an hour from now; nobody asked
    that where it is empty, or none is.
    """

    subject: str
    moves: Mapping[str, int]
    pinned: ExpectedRange = ExpectedRange()
    unpinned: ExpectedRange = ExpectedRange()
    by_forecast: bool = False
    few: AbstractSet[str] = frozenset()
    turning: AbstractSet[str] = frozenset()
    timed: Mapping[str, tuple[ExpectedRange, ExpectedRange]] = MappingProxyType({})
    """Of what gets a time from none, or none from one: when it is expected without, and with it."""
    beside: Mapping[str, tuple[ExpectedRange, ExpectedRange]] = MappingProxyType({})
    """The same of what was asked about beside the subject, in the order in which it was."""

    def data(self) -> dict[str, Any]:
        """As an event keeps it: minutes by service, times in UTC, null where there is no forecast."""
        moves = dict(islice(self.moves.items(), MOST_KEPT))
        return {
            "later": {service: minutes for service, minutes in moves.items() if minutes > 0},
            "sooner": {service: -minutes for service, minutes in moves.items() if minutes < 0},
            "expected": _range_data(self.pinned),
            "without": _range_data(self.unpinned),
            **({"by": BY_FORECAST} if self.by_forecast else {}),
            **({"on_average": sorted(few)} if (few := self.few & moves.keys()) else {}),
        }


def price_of(
    before: View,
    after: View,
    subject: str,
    between: Callable[[float], object] = lambda _: None,
    beside: Sequence[str] = (),
) -> Price:
    """What the pin costs and gains that makes the second view out of the first.

    Of some services `beside` it is told when they are expected. It takes two forecasts of one
    thing, a tenth of a second and more: never on an event loop. One is enough where the pin moves
    nothing. `between` is called as `forecast` does, in each of the two.
    """
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.runs_compared import clear_difference, moves_few

    down = [s for s, state in before.services.items() if not state.is_up and s in after.services]
    asked = [*down, *({subject, *beside} - set(down))]
    was = forecast(before, asked, between=between).services
    if _same(before, after):
        return Price(subject, {}, _range(was[subject]), _range(was[subject]), True)
    becomes = forecast(after, asked, between=between).services
    moves = {
        service: minutes
        for service in by_urgency(after, down)
        if (minutes := clear_difference(was[service], becomes[service]))
    }
    few = frozenset(s for s in moves if moves_few(was[s], becomes[s]))
    ranges = {
        service: (_range(was[service]), _range(becomes[service]))
        for service in by_urgency(after, down)
    }
    timed = {s: of for s, of in ranges.items() if (of[0].p50 is None) != (of[1].p50 is None)}
    pinned, unpinned = _range(becomes[subject]), _range(was[subject])
    return Price(subject, moves, pinned, unpinned, True, few, timed=timed)._replace(
        beside={service: (_range(was[service]), _range(becomes[service])) for service in beside}
    )


def with_turning(before: View, after: View, price: Price) -> Price:
    """The price with the services of which half an hour from now, nobody acting, it would not say so.

    They would not move that way any more, by a quarter of it at least: what hours and shifts turn.
    It takes two short forecasts; where very much is to be done nobody is made to wait for them.
    """
    from chwapi_console.recovery.forecast.durations import FEWEST_RUNS
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.runs_compared import clear_move, mean_move, moves_in_runs

    if not price.moves or not price.by_forecast or len(before.entries) > MOST_ASKED_AGAIN:
        return price
    soon = later(before.now, SOON)
    was, becomes = (
        forecast(view.at(soon), list(price.moves), runs=FEWEST_RUNS).services
        for view in (before, after)
    )
    found = set[str]()
    for service, minutes in price.moves.items():
        moves = moves_in_runs(was[service].runs, becomes[service].runs)
        way = 1 if minutes > 0 else -1
        if max(way * clear_move(moves), way * mean_move(moves)[0]) < abs(minutes) * STEADY:
            found.add(service)
    return price._replace(turning=frozenset(found))


def turning_words(view: View, price: Price) -> Sentence | None:
    """That the price of some may turn soon; None where that of none does."""
    of = [service for service in by_weight(view, price) if service in price.turning]
    if not of:
        return None
    return plural(
        "Mind: half an hour from now, with nothing done, {services} would not move so.",
        "Mind: half an hour from now, with nothing done, these would not move so: {services}.",
        len(of),
        services=some([node_name(view, service) for service in of], MOST_TOLD),
    )


def _same(before: View, after: View) -> bool:
    """Whether nothing would be done otherwise.

    By one plan, as servers stand, the same in the same order, for the same tiers.
    """
    one, other = before.order, after.order
    return (
        before.plan is after.plan
        and before.situation.servers == after.situation.servers
        and list(one.servers) == list(other.servers)
        and one.tier == other.tier
    )


def _range(outlook: "Outlook") -> ExpectedRange:
    return ExpectedRange(outlook.p50, outlook.p90, outlook.reason)


def _range_data(when: ExpectedRange) -> dict[str, str] | None:
    return (
        {"p50": iso(when.p50), "p90": iso(when.p90)}
        if when.p50 is not None and when.p90 is not None
        else None
    )


def kept_price(event: Event) -> Price | None:
    """The price that was told before a pin was made.

    None where the event keeps none that can be read: it may come from a hand that writes another.
    """
    payload = event.payload
    cost = payload.cost if isinstance(payload, Pinned) else None
    if not isinstance(cost, Mapping):
        return None
    moves = {**_minutes(cost.get("later"), 1), **_minutes(cost.get("sooner"), -1)}
    return Price(
        event.subject,
        moves,
        _kept_range(cost.get("expected"), event.moment),
        _kept_range(cost.get("without"), event.moment),
        cost.get("by") == BY_FORECAST,
        _means(cost.get("on_average"), moves),
    )


def _means(kept: object, moves: Mapping[str, int]) -> AbstractSet[str]:
    """The services of which the minutes that are kept are a mean."""
    named = kept if isinstance(kept, list) else []
    return frozenset(service for service in named if isinstance(service, str) and service in moves)


def _minutes(kept: object, sign: int) -> dict[str, int]:
    if not isinstance(kept, Mapping):
        return {}
    return {
        service: sign * minutes
        for service, minutes in kept.items()
        if type(minutes) is int and minutes > 0
    }


def _kept_range(kept: object, told: datetime) -> ExpectedRange:
    if not isinstance(kept, Mapping):
        return ExpectedRange()
    p50, p90 = (told_moment(kept.get(name)) for name in ("p50", "p90"))
    if p50 is None or p90 is None:
        return ExpectedRange()
    return ExpectedRange(p50, p90, told=told)


# In words


def pin_move_words(view: View, price: Price, service: str) -> Sentence:
    """By how much a service comes later or sooner."""
    name, minutes = node_name(view, service), price.moves[service]
    if service in price.few:
        from chwapi_console.recovery.forecast.outlook import mean_words

        return say("{service} {mean}", service=name, mean=mean_words(minutes))
    if minutes > 0:
        return say("{service} {time} later", service=name, time=span(minutes))
    return say("{service} {time} sooner", service=name, time=span(-minutes))


def by_weight(view: View, price: Price) -> list[str]:
    """The services that a pin moves: itself, then those that come later, then those that come sooner.

    Each by tier, and within one those first that it moves most. Those of a price by likely times
    stand as they were told.
    """
    if not price.by_forecast:
        services = by_urgency(view, price.moves)
        return [*services, *sorted(price.moves.keys() - set(services))]

    def turn(service: str) -> tuple[bool, bool, int, int, str]:
        minutes = price.moves[service]
        return (service != price.subject, minutes < 0, _tier(view, service), -abs(minutes), service)

    return sorted(price.moves, key=turn)


def _tier(view: View, service: str) -> int:
    part = view.plan.services.get(service)
    return part.tier if part else NO_TIER


def cost_words(view: View, price: Price) -> Sentence:
    """What is pinned, the services that come later, and those that come sooner.

    Every vital one that pays by name; by likely times all as they were told.
    """
    if not price.moves:
        return say("It moves no service.")
    return _told(price, _in_turn(view, price))


def _in_turn(view: View, price: Price) -> Value:
    """First what is pinned, then who pays, then who gains; of each the most urgent by name."""
    services, moves = by_weight(view, price), price.moves
    if not price.by_forecast:
        return _costs(view, price, services)
    others = [service for service in services if service != price.subject]
    paying = [service for service in others if moves[service] > 0]
    vital = sum(_tier(view, service) == 1 for service in paying)
    parts = [
        _costs(view, price, of, most)
        for of, most in (
            ([service for service in services if service == price.subject], 1),
            (paying, max(MOST_TOLD, vital)),
            ([service for service in others if moves[service] < 0], MOST_SOONER),
        )
        if of
    ]
    return parts[0] if len(parts) == 1 else _side_by_side(parts)


def _side_by_side(parts: Sequence[Value]) -> Sentence:
    if len(parts) == 2:
        return say("{one}; {other}", one=parts[0], other=parts[1])
    return say("{own}; {later}; {sooner}", own=parts[0], later=parts[1], sooner=parts[2])


def _told(price: Price, costs: Value) -> Sentence:
    """By what the minutes are: the very scale of the times beside them, or none."""
    if price.by_forecast:
        return say("Compared case by case: {costs}.", costs=costs)
    return say("By likely times: {costs}.", costs=costs)


def dearest_words(view: View, price: Price, most: int) -> Sentence:
    """The most urgent services that come later, so many by name, the others counted."""
    paying = {service: minutes for service, minutes in price.moves.items() if minutes > 0}
    if not price.moves:
        return say("It moves no service.")
    if not paying:
        return (
            say("Compared case by case no service comes later.")
            if price.by_forecast
            else say("By likely times no service comes later.")
        )
    return _told(
        price, _costs(view, price, [s for s in by_weight(view, price) if s in paying], most)
    )


def gain_words(view: View, price: Price) -> Sentence:
    """When what is pinned is expected, and when it would be without the pin; or why nobody can say."""
    name, pinned, without = (
        node_name(view, price.subject),
        range_words(view, price.pinned),
        range_words(view, price.unpinned),
    )
    if pinned is None:
        return say("{service}: {why}.", service=name, why=price.pinned.reason or say("no forecast"))
    if without is None:
        return say("Pinned, {service} is expected {when}.", service=name, when=pinned)
    return say(
        "Pinned, {service} is expected {when}; without the pin {without}.",
        service=name,
        when=pinned,
        without=without,
    )


def kept_price_words(view: View, event: Event) -> Sentence | None:
    """The cost and gain of a pin as told before it was made, in brackets behind the deed."""
    price = kept_price(event)
    if price is None:
        return None
    cost = _kept_cost(view, price)
    pinned, without = range_words(view, price.pinned), range_words(view, price.unpinned)
    if pinned is None:
        return cost
    return (
        say("expected {when}; {cost}", cost=cost, when=pinned)
        if without is None
        else say(
            "expected {when}, without the pin {without}; {cost}",
            cost=cost,
            when=pinned,
            without=without,
        )
    )


def _kept_cost(view: View, price: Price) -> Sentence:
    if not price.moves:
        return say("it moved no service")
    costs = _in_turn(view, price)
    if price.by_forecast:
        return say("compared case by case: {costs}", costs=costs)
    return say("by likely times: {costs}", costs=costs)


def _costs(view: View, price: Price, services: Sequence[str], most: int = MOST_TOLD) -> Listing:
    return some([pin_move_words(view, price, service) for service in services], most)


def later_for(before: View, after: View, service: str) -> Sentence | None:
    """How much later a service is expected since something moved, with both times.

    None where it is not clearly later, or nobody can say. It takes two forecasts of the service.
    """
    from chwapi_console.recovery.forecast.forecast import forecast
    from chwapi_console.recovery.forecast.runs_compared import clear_difference

    was, now = (forecast(of, [service]).services[service] for of in (before, after))
    minutes = clear_difference(was, now) or 0
    then, since = range_words(after, _range(now)), range_words(after, _range(was))
    if minutes <= 0 or then is None or since is None:
        return None
    return say(
        "{service}: {time} later by that: expected {when}; it was {was}.",
        service=node_name(after, service),
        time=span(minutes),
        when=then,
        was=since,
    )


def range_words(view: View, when: ExpectedRange) -> Sentence | None:
    """When something is expected, likely and at worst; None where nothing can be said."""
    if when.p50 is None or when.p90 is None:
        return None
    zone = view.plan.incident.zone
    return say(
        "{likely}, at worst {worst}",
        likely=forecast_time(when.p50, zone, view.now, when.told),
        worst=forecast_time(when.p90, zone, view.now, when.told),
    )
