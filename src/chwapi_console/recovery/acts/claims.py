"""Who has a server in hand: taking it, and letting go of it."""

from collections.abc import Sequence

from chwapi_console.journal.kinds.payload import NOTHING
from chwapi_console.journal.kinds.server_kinds import Dropped, Taken
from chwapi_console.recovery.acts.drafting import Act, Drafting
from chwapi_console.recovery.acts.targets import known_servers
from chwapi_console.recovery.rules.cases import DROP, TAKE, ServerCase
from chwapi_console.recovery.rules.remarks import NO_REMARKS, Remarks
from chwapi_console.recovery.state.view.view import View


def take(
    view: View,
    servers: Sequence[str],
    operator: str,
    holder: str = "",
    remarks: Remarks = NO_REMARKS,
) -> Act:
    """Takes servers in hand, for the operator or for `holder`; whoever has one can hand it on."""
    holder = view.situation.spelled(holder or operator)
    drafting, servers = Drafting(view, operator), known_servers(view, servers)
    for server in servers:
        standing = view.situation.servers[server].standing
        after = standing.with_work("restoring", holder, remarks.reason)
        case = ServerCase(view, TAKE, server, after, operator, remarks, servers)
        drafting.stand(case, Taken, NOTHING)
    return drafting.done()


def drop(view: View, servers: Sequence[str], operator: str, remarks: Remarks = NO_REMARKS) -> Act:
    """Lets go of servers: clears `restoring` and `blocked`, and leaves the verdict."""
    drafting, servers = Drafting(view, operator), known_servers(view, servers)
    for server in servers:
        standing = view.situation.servers[server].standing
        after = standing.with_work()
        case = ServerCase(view, DROP, server, after, operator, remarks, servers)
        if standing.work:
            drafting.stand(case, Dropped, NOTHING)
        else:
            drafting.admit(case)
    return drafting.done()
