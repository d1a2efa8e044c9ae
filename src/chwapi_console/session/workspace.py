"""What the parts of a session share: the plan in force, the open store, who acts, and the clock."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from chwapi_console.journal.record.events import Draft, Event
from chwapi_console.journal.record.headcode import head_code
from chwapi_console.journal.record.record import Record
from chwapi_console.journal.record.sequencing import Actor
from chwapi_console.journal.store import Store
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.session.plan_in_force import PlanInForce

if TYPE_CHECKING:
    from chwapi_console.session.background_exchange import BackgroundExchange

NOTHING_SHOWN: Mapping[str, frozenset[str]] = {}
"""The heads that were shown to who writes what touches none."""


class Workspace:
    """A plan in force and the store of its journal, both open. `actor` is who acts from now on.

    `begun` is told a record that the first act of this session began.
    """

    def __init__(
        self,
        plan: PlanInForce,
        store: Store,
        actor: Actor,
        clock: Callable[[], datetime],
        exchange: "BackgroundExchange | None" = None,
        begun: Callable[[Record], None] = lambda record: None,
    ) -> None:
        self.plan, self.store, self.actor, self.exchange = plan, store, actor, exchange
        self._clock, self._begun = clock, begun
        self._view: View | None = None
        self._seen_events = -1

    @property
    def record(self) -> Record:
        """What has been read of the store so far."""
        return self.store.record

    @property
    def head_code(self) -> str:
        """The code of the record's last event that names nothing missing; empty while it has none."""
        return code_of(self.record)

    def now(self) -> datetime:
        """The time by the clock of the session, UTC."""
        return self._clock()

    def look(self) -> View:
        """The view of the plan and the record as they are now.

        The same object while neither has changed.
        """
        if self.plan.take_up():
            self._view = None
        self.store.refresh()
        count = len(self.record.events)
        if self._view is None or count != self._seen_events or self._outlived(self._view):
            self.plan.share_text(self.record)
            self._view = self.seen()
            self._seen_events = count
        return self._view

    def seen(self) -> View:
        """The view of what has been read so far.

        Right after an act, all that was there when it was written. Nothing is asked of the disk,
        which may fail just then, and the act is written all the same.
        """
        return view(self.plan.loaded.plan, self.record, self.now())

    def _outlived(self, shown: View) -> bool:
        """Whether a view has changed by the clock alone, as when a pin ends."""
        return shown.holds_until is not None and self.now() >= shown.holds_until

    def plan_drafts(self) -> list[Draft]:
        """What says by which plan this journal's acts are done; see `PlanInForce.drafts`."""
        return self.plan.drafts(self.record, self.store.origin, self.actor.operator)

    def write(
        self,
        drafts: Sequence[Draft],
        shown: Mapping[str, frozenset[str]] = NOTHING_SHOWN,
        *,
        operator: str | None = None,
    ) -> list[Event]:
        """Writes the drafts as this session's actor, or under another's name; see `Store.append`."""
        actor = self.actor if operator is None else self.actor._replace(operator=operator)
        was_empty = not self.record.events
        events = self.store.append(drafts, actor, shown)
        if was_empty and self.record.events[0].hash == events[0].hash:
            self._begun(self.record)
        if self.exchange is not None:
            self.exchange.wake()
        return events


def code_of(record: Record) -> str:
    """The code of a record's last event that names nothing missing; empty while it has none."""
    head = record.head()
    return head_code(head.hash) if head else ""
