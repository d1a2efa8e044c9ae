"""Pins in words: who put what before what, which of them cannot hold, and which have ended."""

from collections.abc import Sequence

from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.text import Sentence, Value, either, every, in_one, say, typed


def pin_words(view: View, pin: Pin) -> Sentence:
    """A pin in one sentence."""
    who: dict[str, Value] = {
        "id": node_name(view, pin.subject),
        "operator": view.by(pin.event),
        "reason": reason_told(pin),
    }
    if pin.before:
        who["other"] = node_name(view, pin.before)
    until = view.clock(pin.until) if pin.until else ""
    match bool(pin.before), bool(until):
        case True, True:
            return say(
                "{operator} put {id} before {other} until {until}: {reason}.", until=until, **who
            )
        case True, False:
            return say("{operator} put {id} before {other}: {reason}.", **who)
        case False, True:
            return say("{operator} put {id} first until {until}: {reason}.", until=until, **who)
        case _:
            return say("{operator} put {id} first: {reason}.", **who)


def pins_at_odds(view: View, ring: Sequence[Pin]) -> Sentence:
    """Pins that cannot all hold, with who made them, that none of them does, and what ends it."""
    if len(ring) == 1:
        return say(
            "{pin}, but it waits for that itself: the pin does not hold. Take it away: unpin "
            "{subject}.",
            pin=_put_before(view, ring[0]),
            subject=typed(ring[0].subject),
        )
    return say(
        "{pins}: that cannot all be, so none of these pins holds. Take one away: unpin {subjects}.",
        pins=every([_put_before(view, pin) for pin in ring]),
        subjects=either([typed(pin.subject) for pin in ring]),
    )


def _put_before(view: View, pin: Pin) -> Sentence:
    return say(
        "{operator} put {id} before {other}",
        operator=view.by(pin.event),
        id=node_name(view, pin.subject),
        other=node_name(view, pin.before),
    )


def no_such_pin(view: View, others: Sequence[Pin], before: str, subject: str) -> Sentence:
    """Why something cannot be pinned before another.

    The pins that are against it, or that it waits for the other itself.
    """
    if not others:
        return say(
            "{id} waits for {before}; it cannot stand before it.",
            id=node_name(view, subject),
            before=node_name(view, before),
        )
    return say(
        "{pins} That cannot be as well. Take that pin away first: unpin {subjects}.",
        pins=in_one([pin_words(view, pin) for pin in others]),
        subjects=either([typed(pin.subject) for pin in others]),
    )


def ended_pin_words(view: View, pin: Pin) -> Sentence:
    """That a pin's time has come, and the rule orders again."""
    assert pin.until is not None
    return say(
        "The pin on {id} ended at {until}; the order is the rule's again.",
        id=node_name(view, pin.subject),
        until=view.clock(pin.until),
    )
