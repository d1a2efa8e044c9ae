"""A store in memory that keeps the contract of `Store`: for laws that need thousands of stores, and
as a second reading of it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

from chwapi_console.journal.audit import Audit, audited
from chwapi_console.journal.file.file_format import values
from chwapi_console.journal.record.events import Draft, Event, new_id
from chwapi_console.journal.record.record import Received, Record
from chwapi_console.journal.record.room import USUAL, Room
from chwapi_console.journal.record.sequencing import (
    Actor,
    following,
    not_written_yet,
    refuse_what_was_not_shown,
    this_machine,
)
from chwapi_console.journal.sync import sync
from chwapi_console.text import Sentence


class MemoryStore:
    """Events in a list. `put_back` is what a restored backup does to a file: it forgets, and goes
    on under its origin; `at` is what its clock says."""

    def __init__(self, name: str = "memory") -> None:
        self.name = name
        self.record = Record()
        self.origin, self.at = "", "2021-01-18T02:00:00.000Z"
        self.format = 1
        self.why_read_only: Sentence | None = None

    @property
    def trouble(self) -> Sentence | None:
        misfits = self.record.misfits
        return misfits[0].sentence if misfits else None

    def refresh(self) -> None:
        """Nobody else writes here."""

    def append(
        self, drafts: Sequence[Draft], actor: Actor, shown: Mapping[str, frozenset[str]]
    ) -> list[Event]:
        unwritten = not_written_yet(self.record, drafts)
        if unwritten:
            refuse_what_was_not_shown(self.record, shown)
            self.origin = self.origin or f"{actor.host}-{new_id()[:8]}"
            for event in following(self.record, self.origin, unwritten, actor, self.at):
                self.record.take(event)
        return [self.record.by_id[draft.id] for draft in drafts]

    def receive(
        self, events: Iterable[Event], room: Room = USUAL, actor: Actor | None = None
    ) -> Received:
        received = self.record.receive(events, room)
        if self.record.goes_on_elsewhere(self.origin, received.taken):
            self.renounce(self.origin)
        if told := self.record.news_of_loose(received):
            self.append(told, actor or this_machine(), {})
        return received

    @property
    def own_origins(self) -> frozenset[str]:
        return frozenset({self.origin} - {""})

    def renounce(self, origin: str) -> None:
        if self.origin == origin:
            self.origin = ""

    def put_back(self, count: int) -> None:
        """Forgets all but the first so many events."""
        events, self.record = self.record.events[:count], Record()
        for event in events:
            self.record.take(event)

    def take_in(self) -> bool:
        return True

    def audit(self) -> Audit:
        return audited(
            (number, *values(event)) for number, event in enumerate(self.record.events, 1)
        )

    def close(self) -> None:
        """Nothing to let go of."""


class Sites:
    """So many journals in memory, cut off from each other until they meet."""

    def __init__(self, count: int) -> None:
        self.sites = [MemoryStore(f"site{number}") for number in range(count)]

    def meet(self, one: int, other: int) -> None:
        """Two sync."""
        sync(self.sites[one], self.sites[other])

    def all_meet(self) -> None:
        """Each syncs with each, until all hold the same."""
        for _ in self.sites:
            for one, other in permutations(range(len(self.sites)), 2):
                self.meet(one, other)
