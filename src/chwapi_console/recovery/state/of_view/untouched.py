"""How long nobody has done anything to a server: what was let lie, others may take over."""

from datetime import datetime

from chwapi_console.clock import minutes_between
from chwapi_console.journal.kinds.record_kinds import Note, NoteChange
from chwapi_console.people import same_person
from chwapi_console.recovery.state.view.view import View


def touched(view: View, server: str) -> datetime:
    """When somebody last did anything to a server; the beginning where nobody did.

    What another one than its holder notes is no work on it.
    """
    holder = view.situation.servers[server].standing.holder
    return max(
        (
            e.moment
            for e in view.situation.history.get(server, ())
            if not isinstance(e.payload, Note | NoteChange)
            or not holder
            or same_person(e.operator, holder)
        ),
        default=view.started,
    )


def is_stale(view: View, server: str, now: datetime) -> bool:
    """Whether nobody has touched a server for as many minutes as its policy calls stale.

    Then a claim on it can be taken over.
    """
    return minutes_between(touched(view, server), now) >= view.plan.policy_for(server).stale
