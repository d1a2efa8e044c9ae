"""An act in the making: from the view that an operator was shown to the events that say what is
done, not yet written.

Each act gives drafts that share one act id, and the heads that the actor was shown, so that the
store can refuse what came too late. Where an act would change nothing, it gives no drafts. The
rules of each kind of act are in `marks`, `claims`, `steps`, `pin`, `sign_off`, `notes` and `undo`;
all pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chwapi_console.clock import iso
from chwapi_console.journal.events import Draft, Standing, new_id
from chwapi_console.recovery.state.view import View


class Act(NamedTuple):
    """What is to be written, in one transaction, and the heads that the actor was shown."""

    drafts: Sequence[Draft]
    shown: Mapping[str, frozenset[str]]


class Remarks(NamedTuple):
    """What an operator adds to an act: why, a note, when it really happened, what replaces the
    server, that it is meant although work is open (they were told what), and until when what it
    waits for is expected."""

    reason: str = ""
    note: str = ""
    done_at: datetime | None = None
    replacement: str = ""
    meant: bool = False
    until: datetime | None = None

    def data(self) -> dict[str, str]:
        """As an event holds them; empty ones are left out. The reason and replacement are in the
        standing."""
        return {
            **({"note": self.note} if self.note else {}),
            **when_done(self.done_at),
            **({"until": iso(self.until)} if self.until else {}),
        }


NO_REMARKS = Remarks()


def when_done(moment: datetime | None) -> dict[str, str]:
    """When an act really happened, as an event holds it; nothing where nobody said."""
    return {"done_at": iso(moment)} if moment else {}


class Drafting:
    """Collects the drafts of one act."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.act = new_id()
        self.drafts: list[Draft] = []
        self.shown: dict[str, frozenset[str]] = {}

    def add(self, subject: str, kind: str, data: Mapping[str, Any]) -> None:
        """One more event of the act."""
        self.drafts.append(Draft(new_id(), subject, kind, {**data, "act": self.act}))

    def stand(self, server: str, kind: str, after: Standing, extra: Mapping[str, Any]) -> None:
        """A state act, unless the server stands so already. To say so anew of a suspect clears
        it."""
        state = self.view.situation.servers[server]
        same = after._replace(reason=after.reason or state.standing.reason) == state.standing
        if same and not state.conflict and not extra and server not in self.view.suspects:
            return
        self.shown[server] = frozenset(head.id for head in state.heads)
        self.add(server, kind, {"before": state.standing.plain(), "after": after.plain(), **extra})

    def rely_on(self, servers: Iterable[str]) -> None:
        """Refuses the act, should somebody have acted on these servers since they were shown."""
        for server in servers if self.drafts else ():
            self.shown.setdefault(
                server, frozenset(head.id for head in self.view.situation.servers[server].heads)
            )

    def done(self) -> Act:
        """The act as it was collected."""
        return Act(self.drafts, self.shown)
