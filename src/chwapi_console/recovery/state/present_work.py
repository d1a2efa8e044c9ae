"""What was done to a server for the work on it now. Who finds it compromised after people could count
on it begins its work anew, and what was recorded for the work before holds no more."""

from chwapi_console.journal.events import Event
from chwapi_console.journal.kinds import Marked, Settled
from chwapi_console.recovery.state.situation import Situation

USABLE = ("clean", "on", "restored", "verified")
"""States that say to whom needs a server that it can be used."""


def is_of_present_work(situation: Situation, server: str, act: Event) -> bool:
    """Whether an act stands and its server was not found compromised again after it had been usable
    since."""
    if act.hash in situation.undone:
        return False
    later = [
        (event, state)
        for event in situation.history.get(server, ())
        if event.hash not in situation.undone
        and (state := _said(event))
        and situation.knows(event, act)
    ]
    usable = [event for event, state in later if state in USABLE]
    return not any(
        state == "compromised" and situation.knows(found, event)
        for found, state in later
        for event in usable
    )


def _said(event: Event) -> str:
    """How somebody says by an act that they found or left a server; empty for other acts."""
    payload = event.payload
    return payload.after.state if isinstance(payload, Marked | Settled) else ""
