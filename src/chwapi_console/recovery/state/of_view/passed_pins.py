"""What people pinned before something, and what stands before it since that has moved."""

from chwapi_console.recovery.state.told.pins import Pin
from chwapi_console.recovery.state.view.view import View


def passed_pins(before: View, after: View) -> list[tuple[Pin, list[str]]]:
    """Pins that had something stand before servers, and have no longer.

    What it is before has moved, or what it missed itself before these is back.
    """
    made, found = {pin.event.hash for pin in before.pins}, list[tuple[Pin, list[str]]]()
    for pin in (pin for pin in after.pins if pin.before and pin.event.hash in made):
        now, was = (
            [of.rank[server] for server, subject in of.pinned.items() if subject == pin.subject]
            for of in (after.order, before.order)
        )
        if now and was and pin.subject in after.order.anchors:
            passed = [
                server
                for server in after.order.servers[: min(now) - 1]
                if server not in after.order.pinned and before.order.rank.get(server, 0) > max(was)
            ]
            found += [(pin, passed)] if passed else []
    return found


def idle_pins(view: View) -> list[Pin]:
    """Pins before something that have nothing to move now: by the rule all of it stands before that."""
    moving = {*view.order.pinned.values()}
    return [
        pin
        for pin in view.pins
        if pin.before and pin.subject in view.order.anchors and pin.subject not in moving
    ]


def fallen_idle(before: View, after: View) -> list[Pin]:
    """Pins that moved something before, and have nothing to move since."""
    moving = {*before.order.pinned.values()}
    made = {pin.event.hash for pin in before.pins if pin.subject in moving}
    return [pin for pin in idle_pins(after) if pin.event.hash in made]


def pinned_by(view: View, pin: Pin) -> set[str]:
    """The servers in the queue that a pin is about: what is pinned, and what that waits for."""
    closures = view.order.closures
    return view.order.rank.keys() & {*closures.names(closures.whole(pin.subject))}
