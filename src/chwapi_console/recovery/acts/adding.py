"""Adding a server to the plan that was found tonight.

The record has it, and the file is left alone.
"""

from collections.abc import Iterable

from chwapi_console.errors import RequestError
from chwapi_console.inventory.near_names import no_such_node, with_nearest
from chwapi_console.journal.kinds.server_kinds import ADDED, Added, FoundServer
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.rules.cases import ADD, FoundCase
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.told.found_servers import needs_of
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import Sentence, say


def add(
    view: View, server: str, found_server: FoundServer, operator: str, remarks: Remarks = NO_REMARKS
) -> Act:
    """Adds a server; what it names must be in the plan."""
    drafting, key = Drafting(view, operator), ADDED + server
    one = drafting.admit(FoundCase(view, ADD, server, found_server, operator, remarks))
    _known(view, found_server)
    drafting.shown[key] = view.situation.head_ids.get(key, frozenset())
    drafting.add(one, Added(None, found_server), remarks.data())
    return drafting.done()


def _known(view: View, found_server: FoundServer) -> None:
    """RequestError for what the plan lacks."""
    plan = view.plan
    nodes = [*plan.servers, *plan.services, *plan.conditions]
    for name in [*(m for group in needs_of(found_server) for m in group), *found_server.needed_by]:
        if name not in nodes:
            raise RequestError(no_such_node(name, nodes))
    _in(
        plan.sites,
        found_server.site,
        say("There is no site {id} in the plan.", id=found_server.site),
    )
    if found_server.runbook:
        runbook = say("There is no runbook {id} in the plan.", id=found_server.runbook)
        _in(plan.runbooks, found_server.runbook, runbook)


def _in(known: Iterable[str], name: str, lacking: Sentence) -> None:
    if name not in (names := list(known)):
        raise RequestError(with_nearest(lacking, name, names))
