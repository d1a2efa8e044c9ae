"""Which suspects were cleared by acts, whatever state their servers had before."""

from collections.abc import Iterable
from itertools import zip_longest

from chwapi_console.journal.events import Event
from chwapi_console.recovery.state.suspects import found_suspects, vouches
from chwapi_console.recovery.state.view import View


def cleared_by(view: View, acts: Iterable[Event]) -> set[str]:
    """The servers that were suspect as the acts found them, for what these knew, and can be used
    and are not suspect now."""
    looks: dict[str, list[Event]] = {}
    for act in acts:
        if act.subject in view.situation.servers and vouches(act):
            looks.setdefault(act.subject, []).append(act)
    cleared = set[str]()
    for together in zip_longest(*looks.values()):
        cleared |= _suspect_before(view, [act for act in together if act is not None])
    return {
        server
        for server in cleared - view.suspects.keys() - view.set_aside.keys()
        if view.situation.available(server)
    }


def _suspect_before(view: View, acts: Iterable[Event]) -> set[str]:
    """The servers that were suspect before these acts, one of each, for what the act knew."""
    of, now = {act.subject: act for act in acts}, view.situation
    earlier = {
        server: now.servers[server]._replace(
            standing=act.before, heads=now.past(server).heads_before(act)
        )
        for server, act in of.items()
        if act.before is not None
    }
    found = found_suspects(view.plan, now._replace(servers={**now.servers, **earlier}))
    return {
        server
        for server, act in of.items()
        if server in earlier
        for cause in (*found.suspect.get(server, ()), *found.set_aside.get(server, ()))
        if now.knows(act, cause.found)
    }
