"""Who could go on with what is in hand when its crew is off, where that brings a service clearly sooner.

It is told before a shift ends, for then both crews are there to hand it over, and while it rests: who
comes reads it then. The forecast does not count on it, as nowhere. It takes some forecasts of few
services: never on an event loop.
"""

from collections.abc import Mapping, Sequence
from itertools import islice
from types import MappingProxyType

from chwapi_console.clock import span, weekday_time
from chwapi_console.inventory.assignments import crew_of
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.forecast import Outlook, forecast
from chwapi_console.recovery.forecast.runs_compared import clear_difference, moves_few, tells_enough
from chwapi_console.recovery.state.of_view.handed_over import HandedOver, at_rest_or_soon
from chwapi_console.recovery.state.of_view.means import crew_name, works_from
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.text import Sentence, Value, say

MOST_TRIED, MOST_ABOVE = 3, 4
"""Servers in hand of which it is asked, those first in the queue, and services above each, the most urgent:
each server costs a forecast of these."""

WORTH_TELLING = 60
"""Minutes from which on a gain is told."""

NOTHING_KNOWN: Mapping[str, Outlook] = MappingProxyType({})


class CouldGoOn(NamedTuple):
    """A crew that could go on with what rests, now or soon, and by how many minutes that brings a service sooner.

    On average where half of all cases hardly move.
    """

    given: HandedOver
    service: str
    minutes: int
    on_average: bool


class ToHandOver(NamedTuple):
    """What another crew could go on with, and the most urgent services above that."""

    given: HandedOver
    services: Sequence[str]


def to_hand_over(view: View) -> list[ToHandOver]:
    """What is in hand of those who are off, or soon, and another crew could go on with."""
    above = (
        ToHandOver(given, services)
        for given in at_rest_or_soon(view)
        if (services := most_urgent_above(view, given.server))
    )
    return list(islice(above, MOST_TRIED))


def most_urgent_above(view: View, server: str) -> list[str]:
    """The most urgent services above a server that miss something."""
    above = view.graph.above(server)
    down = (each for each in view.order.services_by_urgency if each in above)
    return list(islice(down, MOST_ABOVE))


def could_go_on(view: View, known: Mapping[str, Outlook] = NOTHING_KNOWN) -> dict[str, CouldGoOn]:
    """For what rests, now or soon, who could go on with it, where a service clearly gains, by server.

    Of what is to be expected of services some may be `known`.
    """
    asked = to_hand_over(view)
    unknown = {service for of in asked for service in of.services} - known.keys()
    now = {**known, **(forecast(view, unknown).services if unknown else {})}
    found = (_clear_gain(of, now) for of in asked)
    return {gain.given.server: gain for gain in found if gain is not None}


def _clear_gain(of: ToHandOver, now: Mapping[str, Outlook]) -> CouldGoOn | None:
    """What it clearly brings the first of the services that gains.

    Of no more runs than tell enough of that, as `--why` has it.
    """

    def is_told(service: str, runs: Sequence[float]) -> bool:
        return tells_enough(now[service].runs, runs)

    then = forecast(of.given.then.remembering(), of.services, is_told=is_told).services
    for service in of.services:
        minutes = -(clear_difference(now[service], then[service]) or 0)
        if now[service].p50 is not None and minutes >= WORTH_TELLING:
            few = moves_few(now[service], then[service])
            return CouldGoOn(of.given, service, minutes, few)
    return None


def could_go_on_words(view: View, of: CouldGoOn) -> Sentence:
    """Until when who has it is off, or when they go home, who could go on, and what that brings."""
    holder = crew_of(view.plan, view.entry[of.given.server].held_by) or ""
    service, time = node_name(view, of.service), span(of.minutes)
    what: dict[str, Value] = {
        "holder": crew_name(view, holder),
        "crew": crew_name(view, of.given.crew),
        "gain": say("{service} {time} sooner on average", service=service, time=time)
        if of.on_average
        else say("{service} {time} sooner", service=service, time=time),
    }
    zone = view.plan.incident.zone
    if of.given.since is not None:
        goes = weekday_time(of.given.since, zone, view.now)
        return say("{holder} goes home {time}; {crew} could go on: {gain}", time=goes, **what)
    back = works_from(view, holder) or view.now
    return say(
        "{holder} is off until {time}; {crew} could go on: {gain}",
        time=weekday_time(back, zone, view.now),
        **what,
    )
