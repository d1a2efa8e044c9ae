"""A site as it stands: its services, its servers, and what of them is missing where."""

from collections.abc import Sequence

from chwapi_console.inventory.model import ALL_SITES
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.state.view.view import View


class SiteState(NamedTuple):
    """What a site has, and what it is without.

    Its own services by tier and as the queue brings them back; those that serve it beside others;
    its servers, and of these the ones that are missing, in the order of the queue; what its own
    services miss that stands elsewhere, in that order too.
    """

    site: str
    services: Sequence[str]
    serving: Sequence[str]
    servers: Sequence[str]
    missing: Sequence[str]
    elsewhere: Sequence[str]


def site_state(view: View, site: str) -> SiteState:
    """How a site stands."""
    plan, order = view.plan, view.order
    own = order.as_they_return(name for name, of in plan.services.items() if of.site == site)
    serving = order.as_they_return(_serving(view, site))
    here = [name for name, of in plan.servers.items() if of.site == site]
    rank = order.rank
    lacking = [server for server in here if not view.situation.available(server)]
    needed = {server for service in own for server in view.missing(service)}
    return SiteState(
        site,
        own,
        serving,
        sorted(here),
        sorted(lacking, key=lambda server: (rank.get(server, len(rank) + 1), server)),
        sorted((s for s in needed if plan.servers[s].site != site), key=rank.__getitem__),
    )


def not_up(view: View, of: SiteState) -> list[str]:
    """The services of a site that are not up: it is whole with the last of them."""
    return [service for service in of.services if not view.services[service].is_up]


def _serving(view: View, site: str) -> list[str]:
    """The services of no single site that serve this one: those that say so, or are for all."""
    return [
        name
        for name, of in view.written.services.items()
        if of.site is None and (not of.serves or of.serves == ALL_SITES or site in of.serves)
    ]
