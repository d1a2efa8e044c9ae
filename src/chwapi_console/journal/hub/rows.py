"""What a hub answers, as plain values: nothing of the driver is loaded for them."""

from collections.abc import Mapping, Sequence

from chwapi_console.named_tuples import NamedTuple

Heads = Mapping[str, tuple[int, str]]
"""How far each origin goes: the number and the hash of its last event."""


class HowFar(NamedTuple):
    """The `heads` of the origins that were asked about and of some `others`.

    Whether there are `more` of these than were looked at.
    """

    heads: Heads
    others: Sequence[str]
    more: bool


class HubRow(NamedTuple):
    """One event as a hub has it; what its bytes say is another matter.

    They are so many (`size`), and empty where that is more than any event has.
    """

    origin: str
    seq: int
    hash: str
    body: bytes
    size: int = 0


class PlaceTaken(Exception):
    """The place of an event is taken by another one, or the one before it is another.

    `by_another` is false where nothing stands there, though it was put there just now.
    """

    def __init__(self, origin: str, seq: int, *, by_another: bool = True) -> None:
        super().__init__(origin, seq)
        self.origin, self.seq, self.by_another = origin, seq, by_another


class PlacesHeld(Exception):
    """Transactions of others that are not over keep these places: by origin the first number."""

    def __init__(self, places: Mapping[str, int]) -> None:
        super().__init__(places)
        self.places = places
