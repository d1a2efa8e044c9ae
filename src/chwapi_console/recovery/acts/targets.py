"""What an act may be asked of: servers that the plan knows."""

from collections.abc import Iterable

from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import no_such_servers
from chwapi_console.recovery.state.view.view import View


def known_servers(view: View, servers: Iterable[str]) -> list[str]:
    """The servers, each once.

    RequestError names all that the plan lacks, with the nearest known names.
    """
    known = view.situation.servers
    wanted = list(dict.fromkeys(servers))
    if lacking := [name for name in wanted if name not in known]:
        raise RequestError(no_such_servers(lacking, known))
    return wanted
