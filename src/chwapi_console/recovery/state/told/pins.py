"""Pins: what people put first against the rule, for a reason, for a time.

The order bends to them and says so.

A pinned id's missing closure stands first of all, or just before the first missing server of
another id; several pins in the order they were made. A pin ends at its time, when it is taken away,
or when its id works. Pins that cannot all hold, as two sites may make them unseen by each other,
bend nothing until one of them is taken away: no clock decides between people.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime

from chwapi_console.journal.kinds.service_kinds import PIN, PinChange, PinTerms
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.order.chains import longest_chain_first
from chwapi_console.recovery.order.order import Order
from chwapi_console.recovery.state.told.server_history import Past


class Pin(NamedTuple):
    """What is pinned, why, before what and until when, and the act that made it.

    `before` is empty where it stands before all; `until` is UTC, None where it holds until it
    works.
    """

    subject: str
    reason: str
    before: str
    until: datetime | None
    event: Event

    def runs(self, now: datetime) -> bool:
        """Whether its time has not come yet."""
        return self.until is None or now < self.until


def pins_of(record: Record, known: Container[str], pasts: Mapping[str, Past]) -> list[Pin]:
    """The pins that nobody took away, of ids that the plan knows, in the order they were made.

    One that an undo put back stands where it stood.

    Where people who did not see each other pinned and unpinned the same, it is pinned: the one who
    asked for it still does.
    """
    pins: list[Pin] = []
    for key in record.heads:
        subject = key.removeprefix(PIN)
        asked = (
            [head for head in record.heads.of(key) if pin_after(head) is not None]
            if key != subject
            else []
        )
        if asked and subject in known:
            made = _made(asked[-1], pasts[subject])
            if (terms := pin_after(made)) is not None:
                pins.append(pin_in(made, subject, terms))
    return sorted(pins, key=lambda pin: pin.event.order)


def _made(head: Event, past: Past) -> Event:
    """The act that made the pin which a head writes: for an undo the one that it put back."""
    acts = [act for act in past.acts_behind(head) if pin_after(act) == pin_after(head)]
    return min(acts, key=lambda act: act.order, default=head)


def pin_after(event: Event) -> PinTerms | None:
    """The pin that stands after an act; None where there is none, and for an act on something else."""
    payload = event.payload
    return payload.after if isinstance(payload, PinChange) else None


def pin_in(event: Event, subject: str, terms: PinTerms) -> Pin:
    """A pin that an event says."""
    until = datetime.fromisoformat(terms.until) if terms.until else None
    return Pin(subject, terms.reason, terms.before, until, event)


def contradictions(order: Order, pins: Sequence[Pin]) -> list[tuple[Pin, ...]]:
    """The pins that cannot all hold, those that meet in one ring together, in their order.

    Each puts something before what the next one puts forward, or before what that waits for. One
    alone puts something before what it waits for itself.
    """
    beneath = {pin.subject: _waited_for(order, pin.subject) for pin in pins}
    after = {
        pin.subject: {
            other.subject for other in pins if other.before and pin.before in beneath[other.subject]
        }
        for pin in pins
        if pin.before
    }
    behind = {subject: _reached(after, subject) for subject in after}
    found: list[tuple[Pin, ...]] = []
    for pin in pins:
        if pin.subject in behind.get(pin.subject, ()) and not any(pin in ring for ring in found):
            found.append(
                tuple(
                    other
                    for other in pins
                    if other.subject in behind[pin.subject] and pin.subject in behind[other.subject]
                )
            )
    return found


def _waited_for(order: Order, node: str) -> set[str]:
    """A node and all that it waits for, by the choices of the order."""
    return {node} | _reached(order.choice, node)


def _reached(following: Mapping[str, Iterable[str]], start: str) -> set[str]:
    """All that comes after a node, near or far; the node itself only where a ring leads back to it."""
    found: set[str] = set()
    left = [start]
    while left:
        fresh = set(following.get(left.pop(), ())) - found
        found |= fresh
        left += fresh
    return found


def bent(order: Order, pins: Sequence[Pin]) -> Order:
    """The order with the pins' closures moved forward.

    What a pin needs comes with it; nothing else changes places.
    """
    if not pins:
        return order
    closures = order.closures
    servers, pinned, foremost = list(order.servers), dict[str, str](), set[str]()
    anchors = dict[str, str]()
    for pin in pins:
        if pin.before:
            place = _first_of(servers, closures.names(closures.whole(pin.before)))
        else:
            place = max(
                (number for number, server in enumerate(servers, 1) if server in foremost),
                default=0,
            )
        behind = set(servers[place:])
        chain = longest_chain_first(order.problem, closures, closures.whole(pin.subject))
        moved = [server for server in chain if server in behind]
        servers = [
            *servers[:place],
            *moved,
            *(server for server in servers[place:] if server not in moved),
        ]
        if pin.before:
            after, wanted = servers[place + len(moved) :], closures.whole(pin.before)
            if (first := _first_of(after, closures.names(wanted))) < len(after):
                anchors[pin.subject] = after[first]
        foremost |= set() if pin.before else set(moved)
        pinned = {**dict.fromkeys(moved, pin.subject), **pinned}
    return order._replace(
        servers=servers,
        part={server: order.part[server] for server in servers},
        pinned=pinned,
        anchors=anchors,
    )


def _first_of(servers: Sequence[str], closure: Iterable[str]) -> int:
    """The place of the first of them in the order; the end where there is none."""
    wanted = {*closure}
    return next((n for n, server in enumerate(servers) if server in wanted), len(servers))
