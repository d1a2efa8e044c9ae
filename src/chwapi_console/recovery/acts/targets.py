"""What an act may be asked of: servers that the plan knows, and of those the ones on which nobody
disagrees."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from chwapi_console.clock import clock_time
from chwapi_console.errors import ChwapiError, InConflict, RequestError
from chwapi_console.inventory.near_names import with_nearest
from chwapi_console.journal.events import Event
from chwapi_console.recovery.state.situation import ServerState
from chwapi_console.recovery.state.view import View
from chwapi_console.recovery.words.reasons import state_word
from chwapi_console.text import Sentence, Value, every, plural, say


def known_servers(view: View, servers: Iterable[str]) -> list[str]:
    """The servers, each once. RequestError names all that the plan lacks, with the nearest known
    names."""
    known = view.situation.servers
    wanted = list(dict.fromkeys(servers))
    if lacking := [name for name in wanted if name not in known]:
        none_such = plural(
            "There is no server {names} in the plan.",
            "There are no servers {names} in the plan.",
            len(lacking),
            names=every(lacking),
        )
        raise RequestError(with_nearest(none_such, lacking[0], known))
    return wanted


def plainly(view: View, server: str) -> ServerState:
    """The state of a server on which plain acts are allowed."""
    state = view.situation.servers[server]
    if state.conflict:
        raise conflict(view, server, state.heads)
    return state


def conflict(view: View, server: str, heads: Sequence[Event]) -> ChwapiError:
    """The refusal of a plain act where acts disagree, with each of them named."""
    return InConflict(
        say(
            "{server} is in conflict: {heads}. Use settle.",
            server=server,
            heads=every([done_by(view, head) for head in heads]),
        )
    )


def done_by(view: View, event: Event) -> Sentence:
    """Who did what and when, in a few words: "dba 02:14 (restored)"."""
    what: Value = state_word(event.after.state) if event.after else event.kind
    moment = datetime.fromisoformat(event.at)
    return say(
        "{operator} {time} ({what})",
        operator=view.by(event),
        what=what,
        time=clock_time(moment, view.plan.incident.zone, view.now),
    )
