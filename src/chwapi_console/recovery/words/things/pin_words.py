"""Pins in words: who put what before what, which of them cannot hold, and which have ended."""

from collections.abc import Iterator, Sequence

from chwapi_console.recovery.state.of_view.passed_pins import fallen_idle, idle_pins
from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.things.conditions import node_name
from chwapi_console.recovery.words.things.reason_told import reason_told
from chwapi_console.text import Sentence, Value, either, every, in_one, say, typed


def placed_pin_words(view: View, pin: Pin) -> Sentence:
    """A pin, and where it puts what is pinned."""
    told = pin_words(view, pin)
    return in_one([told, place]) if (place := pin_place(view, pin)) is not None else told


def pin_place(view: View, pin: Pin) -> Sentence | None:
    """Before which server what is pinned before something stands, where that is not what it names.

    Or that the pin has nothing to move now. None too where it does not hold.
    """
    if pin in idle_pins(view):
        return say(
            "It moves nothing now: {id} stands before {server} by the rule.",
            id=node_name(view, pin.subject),
            server=view.order.anchors[pin.subject],
        )
    ranks = [
        view.order.rank[of] for of, subject in view.order.pinned.items() if subject == pin.subject
    ]
    anchor = view.order.anchors.get(pin.subject)
    if not pin.before or anchor in (None, pin.before) or not ranks:
        return None
    return say(
        "That is before {server}, the first that {other} still misses: rank {rank}.",
        server=anchor,
        other=node_name(view, pin.before),
        rank=min(ranks),
    )


def fallen_idle_words(before: View, after: View) -> Iterator[Sentence]:
    """Of pins that have nothing to move since, that the rule alone orders what they are about."""
    for pin in fallen_idle(before, after):
        yield say(
            "{id}, pinned before {other}, stands by the rule now: {server} stands behind it, and the pin "
            "moves nothing.",
            id=node_name(after, pin.subject),
            other=node_name(after, pin.before),
            server=after.order.anchors[pin.subject],
        )


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
