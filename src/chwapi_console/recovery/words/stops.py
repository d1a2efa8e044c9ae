"""What stops for clinicians when a server that works is taken, or said to stand so that nobody can
count on it.

One key on a server that runs puts services out. So whoever presses it is told what stops, and
asked; the rules refuse it where it was not meant, but for a finding: caution must not be hindered.
Of a server that does not work, or that nothing up needs, nothing is said.
"""

from collections.abc import Sequence

from chwapi_console.journal.events import Event
from chwapi_console.journal.service_kinds import ConditionChange
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.news import naming, services_up
from chwapi_console.recovery.words.open_work import MOST_NAMED
from chwapi_console.recovery.words.reasons import state_word
from chwapi_console.text import Sentence, Value, say, some


def what_stops(
    view: View, servers: Sequence[str], state: str, replacement: str = "", most: int = MOST_NAMED
) -> Sentence | None:
    """Which services that are up would not be any more, were these servers marked so (`restoring`:
    taken); None where none."""
    working = [server for server in servers if view.works(server)]
    if not working:
        return None
    stopped = services_up(view) - services_up(view.with_marks(servers, state, replacement))
    if not stopped:
        return None
    what: dict[str, Value] = {"services": naming(view, stopped, most), "new": state_word(state)}
    if len(working) == 1:
        what |= {"server": working[0], "state": state_word(view.situation.shown_state(working[0]))}
        if state == "restoring":
            return say("{server} is {state} and works. Taking it stops {services}.", **what)
        return say("{server} is {state} and works. Marking it {new} stops {services}.", **what)
    what["servers"] = some(working, most)
    if state == "restoring":
        return say("{servers} work. Taking them stops {services}.", **what)
    return say("{servers} work. Marking them {new} stops {services}.", **what)


def what_undoing_stops(view: View, events: Sequence[Event]) -> Sentence | None:
    """Which services that are up would not be any more, were these acts on servers and conditions
    taken back; None where none."""
    before = {
        event.subject: event.before
        for event in events
        if event.before is not None and event.subject in view.plan.servers
    }
    unmet = {
        event.subject
        for event in events
        if isinstance(event.payload, ConditionChange)
        and (event.payload.before is None or event.payload.before.state != "met")
    }
    if not any(map(view.works, {*before, *unmet})):
        return None
    then = view.with_standings(before)
    for condition in unmet & view.plan.conditions.keys():
        then = then.without_condition(condition)
    stopped = services_up(view) - services_up(then)
    return (
        say("Undoing it stops {services}.", services=naming(view, stopped, MOST_NAMED))
        if stopped
        else None
    )
