"""A hub that was put back to an earlier state: how that is seen, by whichever journal looks first.

Each journal remembers of every origin that it knows how far the hub had it. A hub that has less was
put back, whoever's acts it lacks; what the journal has of them is handed out again by the same
exchange. After that nobody else can see it, so whoever saw it says so to the others, for a while.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chwapi_console.journal.hub.rows import Heads
from chwapi_console.journal.kinds.parts import moment
from chwapi_console.journal.record.events import Event, Place
from chwapi_console.named_tuples import NamedTuple

MOST_LACKED = 10**12
"""That somebody may speak of: no hub has as many events."""

Tips = Mapping[str, tuple[int, str]]


class HubPutBack(NamedTuple):
    """When a hub was seen to have been put back, and how many events it lacked then.

    ISO 8601 UTC; empty where it was not.
    """

    at: str = ""
    lacked: int = 0

    @classmethod
    def read(cls, said: Any) -> "HubPutBack":  # noqa: ANN401
        """What was read. ValueError or TypeError where it is none."""
        at, lacked = said
        return cls(moment(at), min(max(0, int(lacked)), MOST_LACKED))


def confirmed(
    tips: Tips, heads: Heads, sent: Sequence[Event], stopped: Collection[str], own: Collection[str]
) -> dict[str, int]:
    """How far the hub has each origin that is here, by what it said and what it took.

    Of those that do not fit nothing. The journal's own come first: they count even where there is
    no room for all.
    """
    went = {
        origin: min(seq, tips[origin][0]) for origin, (seq, _) in heads.items() if origin in tips
    }
    for event in sent:
        went[event.origin] = max(went.get(event.origin, 0), event.seq)
    return {
        origin: went[origin]
        for origin in sorted(went, key=lambda name: (name not in own, name))
        if origin not in stopped
    }


def lacked(went: Mapping[str, int], heads: Heads, tips: Tips, sent: Sequence[Event] = ()) -> int:
    """How many events that a hub had, and that are here, it lacked at a look or shortly after.

    Those were handed out twice.
    """
    places: list[Place] = [event.place for event in sent]
    return sum(
        max(0, min(had, tips[origin][0]) - heads.get(origin, (0, ""))[0])
        for origin, had in went.items()
        if origin in tips
    ) + (len(places) - len(set(places)))
