"""What was done to a server for the work on it now.

Who finds it compromised after people could count on it begins its work anew, and what was recorded
for the work before holds no more.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from chwapi_console.journal.kinds.server_kinds import Settled
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.told.server_history import (
    is_undo,
    latest_of_each_origin,
    state_said,
)
from chwapi_console.recovery.state.told.situation import Situation

if TYPE_CHECKING:
    from chwapi_console.inventory.model import Plan

USABLE = ("clean", "on", "restored", "verified")
"""States that say to whom needs a server that it can be used."""
BACK = ("restored", "verified")
"""States of a server that was brought back."""


def ends_of_earlier_work(situation: Situation, server: str) -> list[Event]:
    """The acts that call usable a server which was found compromised again since.

    Of each origin the last: what one of them knows was done for work before the present one.
    """
    said = list(_states_said(situation, server))
    found = latest_of_each_origin(event for event, state in said if state == "compromised")
    return latest_of_each_origin(
        event
        for event, state in said
        if state in USABLE and any(situation.knows(finding, event) for finding in found)
    )


def found_again(situation: Situation, server: str) -> list[Event]:
    """The acts that found a server compromised after it had been back, of each time the first."""
    found, is_back = list[Event](), False
    for event, said in _states_said(situation, server):
        if said in BACK:
            is_back = True
        elif said == "compromised" and is_back:
            found.append(event)
            is_back = False
    return found


def stays_back(situation: Situation, server: str) -> bool:
    """Whether a server was brought back and can be counted on since.

    Who clears a suspect by a verdict ends the work on it (its state is then `clean`), and not that
    it was restored.
    """
    state = situation.state(server)
    if state in BACK:
        return True
    if state not in USABLE or not situation.available(server):
        return False
    is_back = False
    for _, said in _states_said(situation, server):
        is_back = said in BACK or (is_back and said in USABLE)
    return is_back


def finding_stands(
    plan: "Plan", situation: Situation, server: str, is_end: Callable[[Event], bool]
) -> bool:
    """Whether a server was found compromised and nothing ended that, by what `is_end` counts.

    That nobody knows any more how the server stands ends nothing: what was found on it is on it
    still.
    """
    acts = [
        act
        for act in situation.history.get(server, ())
        if act.hash not in situation.undone and not is_undo(act)
    ]
    findings = [act for act in acts if act.after is not None and act.after.state == "compromised"]
    was_before = plan.servers[server].state == "compromised" or any(
        act.before is not None and act.before.verdict == "compromised" for act in acts
    )
    if not (findings or was_before):
        return False
    ends = latest_of_each_origin(filter(is_end, acts))
    return not ends or any(
        not any(situation.knows(end, finding) for end in ends)
        for finding in latest_of_each_origin(findings)
    )


def answers_finding(act: Event) -> bool:
    """Whether an act says of a server that it can be used, or settles that it is not compromised."""
    after = act.after
    if after is None:
        return False
    settled = isinstance(act.payload, Settled) and after.verdict != "compromised"
    return settled or after.state in USABLE


def _states_said(situation: Situation, server: str) -> Iterator[tuple[Event, str]]:
    """The acts that say how somebody found or left a server, with the state they say.

    Those that were not undone, in reading order.
    """
    for event in situation.history.get(server, ()):
        if event.hash not in situation.undone and (state := state_said(event)):
            yield event, state
