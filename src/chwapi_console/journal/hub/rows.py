"""What a hub answers, as plain values: nothing of the driver is loaded for them."""

from collections.abc import Mapping

from chwapi_console.named_tuples import NamedTuple

Heads = Mapping[str, tuple[int, str]]
"""How far each origin goes: the number and the hash of its last event."""


class Row(NamedTuple):
    """One event as a hub has it; what its bytes say is another matter."""

    origin: str
    seq: int
    hash: str
    body: bytes


class Taken(Exception):
    """The place of an event is taken by another one, or the one before it is another."""

    def __init__(self, origin: str, seq: int) -> None:
        super().__init__(origin, seq)
        self.origin, self.seq = origin, seq
