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
