"""Which server can stand for one that will not come back."""

from collections.abc import Mapping, Sequence

from chwapi_console.errors import RequestError
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.state.situation import followed, replace_each_other
from chwapi_console.recovery.state.view import View
from chwapi_console.text import Sentence, every, say


def possible_replacement(view: View, server: str, replacement: str) -> str:
    """The replacement, refused where it could not stand for the server."""
    if not replacement:
        return ""
    known_servers(view, [replacement])
    if why_not := no_replacement(view, server, {server: replacement}):
        raise RequestError(why_not)
    return replacement


def no_replacement(view: View, server: str, now: Mapping[str, str]) -> Sentence | None:
    """Why a server cannot be replaced as `now` says (which also has what else the act changes),
    None where it can: its replacement, or what stands for that in turn, must be another server, and
    must not need the one it replaces."""
    replacement = now[server]
    others = {
        old: new
        for old, new in {**view.situation.replacements, **now}.items()
        if new in view.situation.servers and old != server
    }
    chain = followed(others, replacement)
    if replacement == server:
        return say("{server} cannot be replaced by itself.", server=server)
    if server in chain:
        return say(
            "{server} cannot be replaced by {replacement}, which it replaces itself.",
            server=server,
            replacement=replacement,
        )
    if ring := replace_each_other(others, replacement):
        return say(
            "{server} cannot be replaced by {replacement}: {servers} are retired, and replace each "
            "other.",
            server=server,
            replacement=replacement,
            servers=every(sorted(ring)),
        )
    if needing := _need_it(view, server, others, chain):
        return say(
            "{server} cannot be replaced by {replacement}, which needs it.",
            server=server,
            replacement=needing[0],
        )
    return None


def _need_it(
    view: View, server: str, replacements: Mapping[str, str], among: Sequence[str]
) -> list[str]:
    """Those among some servers that cannot work without a server, whatever else there is."""
    graph = view.plan.graph.replacing(replacements)
    at_best = graph.settle(lambda _, ready: ready, 0)
    without = graph.settle(lambda node, ready: None if node == server else ready, 0)
    return [other for other in among if other in at_best and other not in without]
