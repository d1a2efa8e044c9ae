"""Since when a server stands as it does, by whose act, and who had it in hand when it was
blocked."""

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile
from typing import NamedTuple

from chwapi_console.journal.events import Event
from chwapi_console.journal.kinds import StandingChange
from chwapi_console.recovery.state.server_history import is_undo
from chwapi_console.recovery.state.view import View


class Since(NamedTuple):
    """When a state began (UTC; as a person said, else as it was written), and whose act that
    was."""

    at: datetime
    by: str
    until: datetime | None = None
    """When what a blocked server waits for is expected, where somebody said so."""


def since(view: View, server: str) -> Since | None:
    """Since when a server stands so; None where only the plan has spoken. What an undo put back
    stands since it first did."""
    shown = view.situation.servers[server]
    head = next(
        (head for head in reversed(shown.heads) if head.after == shown.standing), shown.latest
    )
    if head is None:
        return None
    acts = view.situation.past(server).acts_behind(head)
    act = max(acts, key=lambda act: act.order, default=None)
    if act is None:
        return None
    payload, blocked = act.payload, shown.state == "blocked"
    until = payload.until if blocked and isinstance(payload, StandingChange) else ""
    return Since(
        datetime.fromisoformat(act.done_at or act.at),
        view.by(act),
        datetime.fromisoformat(until) if until else None,
    )


def in_hand(view: View, server: str) -> str:
    """Who has a server in hand; of a blocked one, who had it when it was blocked. Empty where
    nobody."""
    shown = view.situation.servers[server]
    if shown.state == "restoring":
        return shown.standing.holder
    return (
        _left_by(view, view.situation.history.get(server, ())) if shown.state == "blocked" else ""
    )


def had_in_hand(view: View, event: Event) -> str:
    """Who had a server in hand when it was first blocked that this act blocks anew; empty where
    nobody, and for other acts."""
    if not (event.after and event.before and event.after.work == event.before.work == "blocked"):
        return ""
    return _left_by(
        view,
        takewhile(
            lambda earlier: earlier.hash != event.hash,
            view.situation.history.get(event.subject, ()),
        ),
    )


def _left_by(view: View, events: Iterable[Event]) -> str:
    """Who last took a server that has only been blocked since, by the acts on it in reading
    order."""
    holder = ""
    for event in events:
        if (
            event.after is not None
            and event.hash not in view.situation.undone
            and not is_undo(event)
        ):
            holder = _still_in_hand(event, holder)
    return holder


def _still_in_hand(event: Event, holder: str) -> str:
    assert event.after is not None
    return (
        event.after.holder
        if event.after.work == "restoring"
        else holder
        if event.after.work == "blocked"
        else ""
    )
