"""Pins: what people put first against the rule, for a reason, for a time. The order bends to them and says so.

A pinned id's missing closure stands first of all, or just before the first missing server of another id; several pins in the
order they were made. A pin ends at its time, when it is taken away, or when its id works.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chwapi_console.journal.events import Event
from chwapi_console.journal.heads import PIN
from chwapi_console.journal.record import Record
from chwapi_console.recovery.order import Order, longest_chain_first


class Pin(NamedTuple):
    """What is pinned, why, before what (empty: before all), until when (UTC; None: until it works), and the act."""

    subject: str
    reason: str
    before: str
    until: datetime | None
    event: Event

    def runs(self, now: datetime) -> bool:
        """Whether its time has not come yet."""
        return self.until is None or now < self.until


def pins_of(record: Record, known: Container[str]) -> list[Pin]:
    """The pins that nobody took away, of ids that the plan knows, in the order they were made.

    Where people who did not see each other pinned and unpinned the same, it is pinned: the one who asked for it still does.
    """
    pins = []
    for key in record.heads:
        subject = key.removeprefix(PIN)
        asked = [head for head in record.heads.of(key) if head.data["after"] is not None] if key != subject else []
        if asked and subject in known:
            pins.append(pin_in(asked[-1], subject, asked[-1].data["after"]))
    return sorted(pins, key=lambda pin: pin.event.order)


def pin_in(event: Event, subject: str, plain: Mapping[str, Any]) -> Pin:
    """The pin that an event's `data` holds."""
    until = datetime.fromisoformat(plain["until"]) if plain.get("until") else None
    return Pin(subject, str(plain.get("reason", "")), str(plain.get("before", "")), until, event)


def bent(order: Order, pins: Sequence[Pin]) -> Order:
    """The order with the pins' closures moved forward. What a pin needs comes with it; nothing else changes places."""
    if not pins:
        return order
    closures = order.closures
    servers, pinned, foremost = list(order.servers), dict[str, str](), set[str]()
    for pin in pins:
        if pin.before:
            place = _first_of(servers, closures.names(closures.whole(pin.before)))
        else:
            place = max((number for number, server in enumerate(servers, 1) if server in foremost), default=0)
        behind = set(servers[place:])
        wanted = longest_chain_first(order.problem, closures, closures.whole(pin.subject))
        moved = [server for server in wanted if server in behind]
        servers = [*servers[:place], *moved, *(server for server in servers[place:] if server not in moved)]
        foremost |= set() if pin.before else set(moved)
        pinned = {**dict.fromkeys(moved, pin.subject), **pinned}
    return order._replace(servers=servers, standing={server: order.standing[server] for server in servers}, pinned=pinned)


def _first_of(servers: Sequence[str], closure: Sequence[str]) -> int:
    """The place of the first of them in the order; the end where there is none."""
    return min((servers.index(server) for server in closure), default=len(servers))
