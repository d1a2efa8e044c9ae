"""Who sits at a console, and what the syncer of their journal says of it to the hub.

Plain values, and the text in which they cross. Nobody vouches for any of it, and no act rests on
it.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from chwapi_console.journal.hub.put_back import HubPutBack
from chwapi_console.named_tuples import NamedTuple

SECONDS_BETWEEN_WORDS = 20.0
"""Between two words of a syncer about who is there."""

SECONDS_UNTIL_GONE = 60
"""After the last word of a syncer nobody is at its consoles any more: it died, or its line is
cut."""

MINUTES_KEPT = 10
"""For which the words of syncers stay in the hub where the role may take them out."""

MOST_SYNCERS = 500
"""Of which it is asked who is there."""

MOST_SEATS, LONGEST_NAME, LONGEST_TEXT = 32, 100, 8_000
"""Of one journal: consoles that are told, characters of a name, characters of all."""

MOST_TOLD = 500
"""Consoles elsewhere that are told: no recovery has as many, but whoever has the hub's password may
say so."""

MOST_EVENTS = 10**12
"""That a syncer may speak of: no hub has as many."""


class Seat(NamedTuple):
    """A console that somebody has open: who, empty while they have not said so; on which host.

    Since when (ISO 8601 UTC).
    """

    operator: str
    host: str
    since: str


class Presence(NamedTuple):
    """What a syncer said last: who sits at the consoles of its journal.

    The origins that are written there; how many of the hub's events the journal has, and how many
    of its own acts `wait`; that the hub was `put_back`, where that was seen there lately.
    """

    seats: Sequence[Seat]
    origins: Sequence[str] = ()
    events: int = 0
    wait: int = 0
    put_back: HubPutBack = HubPutBack()


def text_of(presence: Presence) -> str:
    """A presence as it crosses, in ASCII: as much of it as there is room for."""
    seats = [list(seat) for seat in presence.seats[:MOST_SEATS]]
    origins = list(presence.origins[:MOST_SEATS])
    while True:
        said = {
            "seats": seats,
            "origins": origins,
            "events": presence.events,
            "wait": presence.wait,
            **({"put_back": list(presence.put_back)} if presence.put_back.at else {}),
        }
        text = json.dumps(said, sort_keys=True)
        if len(text) <= LONGEST_TEXT:
            return text
        (origins or seats).pop()


def presence_in(text: str) -> Presence | None:
    """The presence that a text tells; None where it tells none."""
    try:
        said: Any = json.loads(text[:LONGEST_TEXT])
        return Presence(
            seats_in(said["seats"])[:MOST_SEATS],
            [str(origin)[:LONGEST_NAME] for origin in said["origins"][:MOST_SEATS]],
            min(max(0, int(said["events"])), MOST_EVENTS),
            min(max(0, int(said["wait"])), MOST_EVENTS),
            HubPutBack.read(said["put_back"]) if "put_back" in said else HubPutBack(),
        )
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def seats_in(said: Iterable[Iterable[object]]) -> tuple[Seat, ...]:
    """The seats in what was read. ValueError or TypeError where it is none."""
    return tuple(
        Seat(*(str(part)[:LONGEST_NAME].strip() for part in (operator, host, since)))
        for operator, host, since in said
    )


def told_by(all_of: Iterable[Presence]) -> list[Seat]:
    """The seats that syncers told of, the first of them where they are more than are told."""
    return list(islice((seat for of in all_of for seat in of.seats), MOST_TOLD))


def each_once(seats: Iterable[Seat]) -> list[Seat]:
    """The seats in the order of hosts and times; one that two syncers told of counts once."""
    return sorted(set(seats), key=lambda seat: (seat.host, seat.since, seat.operator))
