"""The course of a service in words: since when it was how, and its outages with how long they took."""

from collections.abc import Iterable, Iterator, Sequence

from chwapi_console.clock import minutes_between, span
from chwapi_console.recovery.state.of_view.service_changes import ServiceChanges, UpFrom
from chwapi_console.recovery.state.of_view.service_course import Outage, Spell
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.limits import status_for_others
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Listing, Sentence, Value, every, plural, say

MOST_SPELLS = 8
"""Spells that a page lists; of more the last."""
MOST_TURNED = 6
"""Services that came and went of which a page says when; more are counted."""

MOST_UP_NOW = 2
"""Services that came and went, and are up now, of which a page in brief says when."""


def outages_in_words(view: View, of: Iterable[Outage]) -> Listing:
    """The outages of a service, each with its length; nothing for one that never fell."""
    return every([outage_in_words(view, outage) for outage in of])


def outage_in_words(view: View, of: Outage) -> Sentence:
    """`17/01 20:46 (detected) to 02:10 (5 h 24)`; of one that goes on since when it is partial."""
    minutes, start = of.minutes(view.now), start_in_words(view, of)
    if minutes is None:
        return (
            say("not up, since when is not known")
            if of.until is None
            else say("from a time not known to {end}", end=view.clock(of.until))
        )
    time = span(minutes)
    if of.until is not None:
        return say("{start} to {end} ({time})", start=start, end=view.clock(of.until), time=time)
    so_far = say("{time} so far", time=time)
    if of.partial_since is None:
        return say("since {start} ({time})", start=start, time=so_far)
    if of.partial_since == of.since:
        return say("partial since {start} ({time})", start=start, time=so_far)
    return say(
        "since {start} ({time}), partial since {partial}",
        start=start,
        time=so_far,
        partial=view.clock(of.partial_since),
    )


def course_in_words(view: View, course: Sequence[Spell]) -> list[Sentence]:
    """How a service stood, a line for each spell; of many the last."""
    return [_spell(view, spell) for spell in course[-MOST_SPELLS:]]


def _spell(view: View, spell: Spell) -> Sentence:
    start, state = start_in_words(view, spell), state_word(spell.status)
    if spell.since is None:
        return say("{start}  {state}", start=start, state=state)
    time = span(minutes_between(spell.since, spell.until or view.now))
    return (
        say("{start}  {state}, {time} so far", start=start, state=state, time=time)
        if spell.until is None
        else say("{start}  {state}, {time}", start=start, state=state, time=time)
    )


def turned_words(view: View, of: ServiceChanges, most: int = MOST_TURNED) -> Iterator[Sentence]:
    """Of each service that came back and was lost between, or the other way round, when.

    "Bloc IMC: 02:00 up and 02:30 no longer up"; of many the rest is counted.
    """
    for service, turns in of.turns[:most]:
        yield say(
            "{service}: {turns}",
            service=node_name(view, service),
            turns=every([_turned(view, turn) for turn in turns[-MOST_SPELLS:]]),
        )
    if (more := len(of.turns) - most) > 0:
        yield _more_turned(more)


def _more_turned(more: int) -> Sentence:
    return plural(
        "{n} more service came and went between.",
        "{n} more services came and went between.",
        more,
    )


def turned_in_brief(view: View, of: ServiceChanges, most: int) -> Iterator[Sentence]:
    """How services turned, those that are not up now by name, and the others counted.

    "Bloc IMC: up 02:00 to 02:30"; those that are up now have their names where they are few.
    """
    up = [turned for turned in of.turns if turned[1][-1].up]
    down = [turned for turned in of.turns if not turned[1][-1].up]
    for service, turns in down[:most]:
        yield _turned_in_brief(view, service, turns)
    more = len(down) - most
    if more > 0 and up:
        yield plural(
            "{n} more service came and went, {up} up now.",
            "{n} more services came and went, {up} up now.",
            more + len(up),
            up=len(up),
        )
    elif more > 0:
        yield _more_turned(more)
    elif len(up) <= MOST_UP_NOW:
        yield from (_turned_in_brief(view, *turned) for turned in up)
    else:
        yield plural(
            "{n} service came and went between, and is up now.",
            "{n} services came and went between, and are up now.",
            len(up),
        )


def _turned_in_brief(view: View, service: str, turns: Sequence[UpFrom]) -> Sentence:
    name, last = node_name(view, service), turns[-1]
    if len(turns) != 2:
        time = _at(view, last)
        return (
            say("{service}: came and went, up since {time}", service=name, time=time)
            if last.up
            else say("{service}: came and went, not up since {time}", service=name, time=time)
        )
    begin, end = (_at(view, turn) for turn in turns)
    return (
        say("{service}: not up {begin} to {end}", service=name, begin=begin, end=end)
        if last.up
        else say("{service}: up {begin} to {end}", service=name, begin=begin, end=end)
    )


def _turned(view: View, turn: UpFrom) -> Sentence:
    time = _at(view, turn)
    return say("{time} up", time=time) if turn.up else say("{time} no longer up", time=time)


def _at(view: View, turn: UpFrom) -> Value:
    return view.clock(turn.at) if turn.at else say("a time not known")


def start_in_words(view: View, of: Spell | Outage) -> Sentence | str:
    """When it began.

    What the plan has so counts from when the incident was detected, in a drill from its first act.
    """
    if of.since is None:
        return say("a time not known")
    time = view.clock(of.since)
    if not of.by_plan:
        return time
    if view.plan.incident.drill:
        return say("{time} (drill began)", time=time)
    return say("{time} (detected)", time=time)


def not_up_words(view: View, service: str, outage: Outage | None) -> Sentence:
    """Of a service that is not up, since when.

    That part of what it needs works is said last, for it helps no patient yet.
    """
    if outage is None or outage.since is None:
        return status_for_others(view, service)
    since = start_in_words(view, outage)
    if view.services[service].met:
        return say("not up since {time}; part of what it needs works", time=since)
    return say("not up since {time}", time=since)
