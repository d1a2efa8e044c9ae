"""Servers that are named by what they have in common.

Those that are clean, and are to be switched on.
"""

from chwapi_console.cli.line.names import servers_named, service_named, site_named
from chwapi_console.cli.line.parser import PROGRAM
from chwapi_console.cli.line.verb_context import VerbContext
from chwapi_console.errors import RequestError, UsageError
from chwapi_console.recovery.state.view.view import View
from chwapi_console.text import say


def is_filtered(context: VerbContext) -> bool:
    """Whether servers were asked for by what they have in common."""
    given = context.given
    return bool(given.all or given.site or given.service)


def refuse_no_names(context: VerbContext) -> None:
    """UsageError where servers are neither named nor asked for: a lone word may be either."""
    if not context.given.servers and not is_filtered(context):
        raise UsageError(
            say(
                "A server or a state is missing: mark SERVER… STATE. See {verb} --help.",
                verb=f"{PROGRAM} mark",
            )
        )


def servers_meant(context: VerbContext, view: View, state: str) -> list[str]:
    """The servers that were named.

    Else the clean ones that are off, of a site or beneath a service where one was named.
    RequestError where there are none.
    """
    given = context.given
    if not is_filtered(context):
        return servers_named(view, given.servers)
    if state != "on" or given.servers:
        raise UsageError(
            say("--all, --site and --service go with the state on, and with no name of a server.")
        )
    site = site_named(view, given.site)
    beneath = view.graph.reached_from(
        [service_named(view, given.service)] if given.service else view.graph.needs
    )
    found = [
        server
        for server, part in view.plan.servers.items()
        if view.situation.is_off(server)
        and not view.situation.servers[server].conflict
        and (site is None or part.site == site)
        and server in beneath
    ]
    if not found:
        raise RequestError(say("No server that is clean and off matches. See queue."))
    return found
