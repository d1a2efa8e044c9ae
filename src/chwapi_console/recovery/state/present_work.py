"""What was done to a server for the work on it now. Who finds it compromised after people could count
on it begins its work anew, and what was recorded for the work before holds no more."""

from chwapi_console.journal.events import Event
from chwapi_console.journal.server_kinds import Marked, Settled
from chwapi_console.recovery.state.server_history import latest_of_each_origin
from chwapi_console.recovery.state.situation import Situation

USABLE = ("clean", "on", "restored", "verified")
"""States that say to whom needs a server that it can be used."""
BACK = ("restored", "verified")
"""States of a server that was brought back."""


def ends_of_earlier_work(situation: Situation, server: str) -> list[Event]:
    """The acts that call a server usable which was found compromised again since, of each origin the
    last: what one of them knows was done for work before the present one."""
    said = [
        (event, state)
        for event in situation.history.get(server, ())
        if event.hash not in situation.undone and (state := _said(event))
    ]
    found = latest_of_each_origin(event for event, state in said if state == "compromised")
    return latest_of_each_origin(
        event
        for event, state in said
        if state in USABLE and any(situation.knows(finding, event) for finding in found)
    )


def found_again(situation: Situation, server: str) -> list[Event]:
    """The acts that found a server compromised after it had been back, of each time the first."""
    found, is_back = list[Event](), False
    for event in situation.history.get(server, ()):
        said = "" if event.hash in situation.undone else _said(event)
        if said in BACK:
            is_back = True
        elif said == "compromised" and is_back:
            found.append(event)
            is_back = False
    return found


def stays_back(situation: Situation, server: str) -> bool:
    """Whether a server was brought back and can be counted on since. Who clears a suspect by a
    verdict ends the work on it (its state is then `clean`), and not that it was restored."""
    state = situation.state(server)
    if state in BACK:
        return True
    if state not in USABLE or not situation.available(server):
        return False
    is_back = False
    for event in situation.history.get(server, ()):
        said = "" if event.hash in situation.undone else _said(event)
        if said in BACK:
            is_back = True
        elif said and said not in USABLE:
            is_back = False
    return is_back


def _said(event: Event) -> str:
    """How somebody says by an act that they found or left a server; empty for other acts."""
    payload = event.payload
    return payload.after.state if isinstance(payload, Marked | Settled) else ""
