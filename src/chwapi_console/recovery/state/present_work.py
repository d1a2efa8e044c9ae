"""What was done to a server since people could last count on it: with that its work begins anew, and
what was recorded or waived for the work before holds no more."""

from chwapi_console.journal.events import Event
from chwapi_console.journal.kinds import Marked, Settled
from chwapi_console.recovery.state.situation import Situation

USABLE = ("clean", "restored", "verified")
"""States that say to whom needs a server that it can be used."""


def is_of_present_work(situation: Situation, server: str, act: Event) -> bool:
    """Whether an act stands and nobody who knew it said since that the server can be used."""
    return act.id not in situation.undone and not any(
        said.id == act.id or situation.knows(said, act)
        for said in situation.history.get(server, ())
        if said.id not in situation.undone and _says_usable(said)
    )


def overrides(situation: Situation, server: str, rule: str) -> list[Event]:
    """The acts of the present work on a server that overrode a rule."""
    return [
        event
        for event in situation.history.get(server, ())
        if rule in event.overridden and is_of_present_work(situation, server, event)
    ]


def _says_usable(event: Event) -> bool:
    payload = event.payload
    return isinstance(payload, Marked | Settled) and payload.after.state in USABLE
