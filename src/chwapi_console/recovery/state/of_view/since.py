"""Since when a server stands as it does, by whose act, and who had it in hand when it was blocked."""

from datetime import datetime

from chwapi_console.journal.record.events import Event
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.people import same_person
from chwapi_console.recovery.state.told.blocks import NOTHING_MORE
from chwapi_console.recovery.state.told.server_history import holders
from chwapi_console.recovery.state.view.view import View


class Since(NamedTuple):
    """When a state began (UTC; as a person said, else as it was written), and whose act that was."""

    at: datetime
    by: str
    until: datetime | None = None
    """When what a blocked server waits for is expected, where somebody said so."""
    awaits: str = ""
    """What that is, by id or in words."""


def since(view: View, server: str) -> Since | None:
    """Since when a server stands so; None where only the plan has spoken.

    What an undo put back stands since it first did.
    """
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
    block = view.situation.blocks.get(server, NOTHING_MORE)
    return Since(act.counts_from, view.by(act), block.until, block.awaits)


def in_hand(view: View, server: str) -> str:
    """Who has a server in hand; of a blocked one, who had it when it was blocked.

    Empty where nobody.
    """
    shown = view.situation.servers[server]
    if shown.state == "restoring":
        return shown.standing.holder
    if shown.state != "blocked":
        return ""
    history = view.situation.history.get(server, ())
    *_, holder = holders(history, view.situation.undone)
    return holder


def is_given(view: View, server: str) -> bool:
    """Whether somebody else gave a server to who has it in hand, who has done nothing to it since.

    Nobody knows yet that they work on it.
    """
    shown = view.situation.servers[server]
    given = shown.latest
    if shown.state != "restoring" or given is None or shown.conflict:
        return False
    holder = shown.standing.holder
    return not same_person(given.operator, holder) and not any(
        same_person(act.operator, holder) and act.order > given.order
        for act in view.situation.history.get(server, ())
    )


def had_in_hand(view: View, event: Event) -> str:
    """Who had a server in hand when it was first blocked that this act blocks anew.

    Empty where nobody, and for other acts.
    """
    if not (event.after and event.before and event.after.work == event.before.work == "blocked"):
        return ""
    return view.held_before[event.place]
