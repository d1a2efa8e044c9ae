"""Which suspects were cleared by acts, whatever state their servers had before."""

from collections.abc import Iterable, Sequence

from chwapi_console.journal.record.events import Event
from chwapi_console.recovery.state.judged.suspects import Suspicion
from chwapi_console.recovery.state.told.situation import Situation
from chwapi_console.recovery.state.told.vouching import vouches
from chwapi_console.recovery.state.view.view import View


def cleared_by(view: View, acts: Iterable[Event]) -> set[str]:
    """The servers that the acts cleared: suspect before, usable and not suspect now.

    Suspect as the acts found them, by what these knew.
    """
    looks: dict[str, list[Event]] = {}
    now = view.situation
    for act in acts:
        if act.subject in now.servers and vouches(act):
            looks.setdefault(act.subject, []).append(act)
    can_be_used = {
        server
        for server in looks.keys() - view.suspects.keys() - view.set_aside.keys()
        if now.available(server)
    }
    if not can_be_used:
        return set()
    suspicion = Suspicion(view.plan, now)
    return {server for server in can_be_used if _was_suspect(now, suspicion, looks[server])}


def _was_suspect(now: Situation, suspicion: Suspicion, looks: Sequence[Event]) -> bool:
    """Whether a server was suspect before one of these acts on it, for what the act knew."""
    for act in looks:
        if act.before is None:
            continue
        server = act.subject
        earlier = now.servers[server]._replace(
            standing=act.before, heads=now.past(server).heads_before(act)
        )
        causes = suspicion.of({server: earlier}).get(server, ())
        if any(now.knows(act, cause.found) for cause in causes):
            return True
    return False
