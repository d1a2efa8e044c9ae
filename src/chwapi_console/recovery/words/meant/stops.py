"""What stops for clinicians when a working server is taken or said not to be usable.

One key on a server that runs puts services out. So whoever presses it is told what stops, and
asked; the rules refuse it where it was not meant, but for a finding: caution must not be hindered.
Of a server that does not work, or that nothing up needs, nothing is said.
"""

from collections.abc import Sequence
from functools import reduce

from chwapi_console.inventory.groups import accepted
from chwapi_console.journal.kinds.server_kinds import FoundServer
from chwapi_console.journal.kinds.service_kinds import ConditionChange, SignOffChange
from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.holding_again import holds_again, in_force_again
from chwapi_console.recovery.state.view.supposed_views import (
    with_found,
    with_marks,
    with_standings,
    without_condition,
)
from chwapi_console.recovery.state.view.view import View
from chwapi_console.recovery.words.meant.consequences import naming, services_up
from chwapi_console.recovery.words.meant.open_work import MOST_NAMED
from chwapi_console.recovery.words.things.state_words import state_word
from chwapi_console.text import Sentence, Value, say, some


def what_stops(
    view: View, servers: Sequence[str], state: str, replacement: str = "", most: int = MOST_NAMED
) -> Sentence | None:
    """Which services that are up would stop, were these servers marked so; None where none.

    `restoring` means taken.
    """
    working = [server for server in servers if view.works(server)]
    if not working:
        return None
    stopped = services_up(view) - services_up(with_marks(view, servers, state, replacement))
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


def what_adding_stops(view: View, server: str, found_server: FoundServer) -> Sentence | None:
    """Which services that are up would not be any more, were this server added.

    What needs it waits for it then; None where none.
    """
    if server in view.plan.servers or not any(map(view.works, found_server.needed_by)):
        return None
    stopped = services_up(view) - services_up(with_found(view, server, found_server))
    if not stopped:
        return None
    return say(
        "Nobody knows how {server} stands. What needs it waits for it then. That stops {services}.",
        server=server,
        services=naming(view, stopped, MOST_NAMED),
    )


def what_undoing_stops(view: View, events: Sequence[Event]) -> Sentence | None:
    """Which services that are up would stop, were these acts taken back; None where none.

    Acts on servers, conditions and sign-offs.
    """
    before = {
        event.subject: event.before
        for event in events
        if event.before is not None and event.subject in view.plan.servers
    }
    unmet = {node for event in events if (node := _unmet_without(view, event)) in view.conditions}
    if not any(map(view.works, {*before, *unmet})):
        return None
    then = reduce(without_condition, sorted(unmet), with_standings(view, before))
    stopped = services_up(view) - services_up(then)
    return (
        say("Undoing it stops {services}.", services=naming(view, stopped, MOST_NAMED))
        if stopped
        else None
    )


def _unmet_without(view: View, event: Event) -> str:
    """The condition or asked-for sign-off that is not met once the act is taken back.

    What stood before it does not hold any more, or never did. Empty where there is none.
    """
    payload, so_far, subject = event.payload, view.situation, event.subject
    if isinstance(payload, ConditionChange):
        terms = payload.before
        holds = terms is not None and in_force_again(
            so_far, subject, terms, view.suspects, view.now
        )
        return "" if holds else subject
    if isinstance(payload, SignOffChange):
        given = payload.before
        return (
            "" if given is not None and holds_again(so_far, subject, given) else accepted(subject)
        )
    return ""
