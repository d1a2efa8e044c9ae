"""Heads: the acts on one thing that no other act on it knows.

One head is the rule; several are people who did not see each other.

Heads depend on the set of events alone, so they may be added in any order: *knows* is transitive,
because an event's `saw` names all that its journal held.
"""

from bisect import insort
from collections.abc import Callable, Iterator, Sequence

from chwapi_console.inventory.model import MOST_CAUTIOUS_FIRST
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.journal.record.events import Event
from chwapi_console.people import person

MOST_TOLD = 5
"""Acts named of those that disagree or came in between: a peer can make any number of them."""


def key_of(event: Event) -> str | None:
    """What the event writes the standing of.

    A server's id, `server/step`, `pin id`, `sign-off id` or `condition id`; None for the rest.
    """
    return event.payload.heads_key(event.subject)


class Heads:
    """The heads of every key that any event wrote.

    `knows(later, earlier)` says who could see whom.
    """

    def __init__(self, knows: Callable[[Event, Event], bool] = Event.knows) -> None:
        self._knows = knows
        self._of: dict[str, tuple[Event, ...]] = {}

    def add(self, event: Event) -> None:
        """Takes one more event into account; adding it again changes nothing."""
        key = key_of(event)
        if key is None:
            return
        heads = self._of.get(key, ())
        if self._is_known(heads, event):
            return
        kept = self._unknown(heads, event)
        insort(kept, event, key=lambda head: head.order)
        self._of[key] = tuple(kept)

    def _is_known(self, heads: Sequence[Event], event: Event) -> bool:
        """Whether one of the heads is the event, or knows it.

        By their own word without a call for each: a peer may make hundreds of heads, and each of
        its thousands of acts meets all.
        """
        if self._knows is not Event.knows:
            return any(head.hash == event.hash or self._knows(head, event) for head in heads)
        origin, seq, digest = event.origin, event.seq, event.hash
        return any(
            head.seq > seq or head.hash == digest
            if head.origin == origin
            else origin in head.saw and head.saw[origin][0] >= seq
            for head in heads
        )

    def _unknown(self, heads: Sequence[Event], event: Event) -> list[Event]:
        """Those of the heads that the event does not know, in their order; see `_is_known`."""
        if self._knows is not Event.knows:
            return [head for head in heads if not self._knows(event, head)]
        origin, seq, saw = event.origin, event.seq, event.saw
        return [
            head
            for head in heads
            if (
                head.seq >= seq
                if head.origin == origin
                else head.origin not in saw or saw[head.origin][0] < head.seq
            )
        ]

    def of(self, key: str) -> tuple[Event, ...]:
        """The heads of a key, in reading order; none where nobody wrote it."""
        return self._of.get(key, ())

    def __iter__(self) -> Iterator[str]:
        """Every key that has heads."""
        return iter(self._of)


def standing_shown(heads: Sequence[Event], otherwise: Standing) -> Standing:
    """The standing to show.

    That of the most cautious head, or `otherwise` (the plan's) where nobody acted.
    """
    standings = [head.after for head in heads if head.after is not None]
    return min(standings, key=_caution, default=otherwise)


def most_cautious_first(heads: Sequence[Event]) -> Sequence[Event]:
    """The heads in reading order where all can be told.

    Else so that those which are told are the ones that hold the others back.
    """
    if len(heads) <= MOST_TOLD:
        return heads
    return sorted(heads, key=lambda head: _caution(head.after) if head.after else ())


def _caution(standing: Standing) -> tuple[int, str, str, str]:
    return (
        MOST_CAUTIOUS_FIRST.index(standing.state),
        standing.holder,
        standing.replacement,
        standing.reason,
    )


def in_conflict(heads: Sequence[Event]) -> bool:
    """Whether the heads differ in state, holder or replacement."""
    standings = [head.after for head in heads if head.after is not None] if len(heads) > 1 else []
    return (
        len(
            {
                (standing.state, person(standing.holder), standing.replacement)
                for standing in standings
            }
        )
        > 1
    )
