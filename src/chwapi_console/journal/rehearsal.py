"""A store on a stage.

It holds what another store has read, takes acts as that one would, and keeps nothing. What it took
can then be written to the other in one transaction.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.clock import iso
from chwapi_console.journal.kinds.payload import NOTHING
from chwapi_console.journal.kinds.record_kinds import PlanSeen
from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.record import Received, Record
from chwapi_console.journal.record.room import USUAL, Room
from chwapi_console.journal.record.sequencing import (
    Actor,
    as_events,
    following,
    not_written_yet,
    refuse_what_was_not_shown,
)
from chwapi_console.journal.store import Store
from chwapi_console.text import Sentence

if TYPE_CHECKING:
    from chwapi_console.journal.audit import Audit

ON_STAGE = "rehearsal"
"""The origin of what is rehearsed before a journal has one of its own."""


class Rehearsal:
    """A store that takes acts like another one, and writes nothing.

    `drafts` were taken, each with who did it and what is to be kept `beside` it, in order; `shown`
    has the heads that the other store held of what they touch, and must hold still when they are
    written.
    """

    def __init__(self, of: Store, clock: Callable[[], datetime]) -> None:
        self._of, self._clock = of, clock
        self.beside: Mapping[str, str] = NOTHING
        self.name, self.origin = of.name, of.origin or ON_STAGE
        self.own_origins = of.own_origins | {self.origin}
        self.format = of.format
        self.why_read_only: Sentence | None = None
        self.trouble: Sentence | None = None
        self.record = Record()
        for event in of.record.events:
            self.record.take(event)
        self.drafts: list[Draft] = []
        self.shown: dict[str, frozenset[str]] = {}

    def refresh(self) -> None:
        """Nothing arrives on a stage."""

    def append(
        self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        """Takes the drafts; see `Store.append`."""
        refuse_what_was_not_shown(self.record, shown)
        unwritten = not_written_yet(self.record, drafts)
        at = iso(self._clock())
        meant = [
            draft
            if draft.kind == PlanSeen.kind
            else draft._replace(operator=actor.operator, data={**draft.data, **self.beside})
            for draft in unwritten
        ]
        for event in following(self.record, self.origin, meant, actor, at):
            self.record.take(event)
        self.drafts += meant
        for key in shown:
            heads = self._of.record.heads.of(key)
            self.shown.setdefault(key, frozenset(head.hash for head in heads))
        return as_events(self.record, meant)

    def receive(
        self, events: Iterable[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        """Takes events from elsewhere onto the stage; the other store has none of them."""
        return self.record.receive(events, room)

    def renounce(self, origin: str) -> None:
        """Nobody else goes on with what is rehearsed."""

    def take_in(self) -> bool:
        """There is no file."""
        return True

    def audit(self) -> "Audit":
        """Reads the other store anew: on a stage there are no bytes."""
        return self._of.audit()

    def close(self) -> None:
        """There is nothing to let go of."""
