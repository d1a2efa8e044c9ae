"""Servers and the sites where they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from chwapi_console.inventory.faults import Finding, Gravity
from chwapi_console.inventory.model import Plan
from chwapi_console.text import Sentence, plural, say, some

MOST_NAMED = 8
"""Servers with one address, and sites, that are named."""


def odd_starts(plan: Plan) -> Iterator[Finding]:
    """Restorations that may begin at a time before the incident, which says nothing."""
    for name in sorted(plan.servers):
        since = plan.servers[name].not_before
        if since is not None and since <= plan.incident.detected and not plan.incident.drill:
            yield Finding(
                ("servers", name, "not_before"),
                say(
                    "it is before the incident was detected, so it says nothing. Is the year, or the "
                    "day, another?"
                ),
                Gravity.WARNING,
            )


def empty_sites(plan: Plan) -> dict[str, Sentence]:
    """Sites that have services and no server, in a plan that has servers.

    Their names may not be those that a list uses. With each what it means, and what to do.
    """
    served = {server.site for server in plan.servers.values()}
    services = Counter(service.site for service in plan.services.values())
    strange = [
        part.name for site, part in plan.sites.items() if site in served and site not in services
    ]
    return {
        site: _empty_site(part.name, services[site], strange)
        for site, part in plan.sites.items()
        if served and site not in served and services[site]
    }


def _empty_site(name: str, n: int, strange: Sequence[str]) -> Sentence:
    """What is said of a site with so many services and no server.

    Beside `strange` sites, which have servers and no service.
    """
    if not strange:
        return plural(
            "{n} service is at {site}, and no server. Is the site called otherwise?",
            "{n} services are at {site}, and no server. Is the site called otherwise?",
            n,
            site=name,
        )
    return plural(
        "{n} service is at {site}, and no server; the servers of {sites} have no service. Write "
        "one of these as its site, or "
        "start again with init --sites, the sites named as your list names them.",
        "{n} services are at {site}, and no server; the servers of {sites} have no service. Write "
        "one of these as their site, or "
        "start again with init --sites, the sites named as your list names them.",
        n,
        site=name,
        sites=some(strange, MOST_NAMED),
    )


def odd_sites(plan: Plan) -> Iterator[Finding]:
    """See `empty_sites`."""
    for site, sentence in empty_sites(plan).items():
        yield Finding(("sites", site), sentence, Gravity.WARNING)


def shared_addresses(plan: Plan) -> Iterator[Finding]:
    """Addresses that several servers have, told at the second of them."""
    by_address: dict[str, list[str]] = defaultdict(list)
    for name in sorted(plan.servers):
        if address := plan.servers[name].address:
            by_address[address].append(name)
    for address, names in by_address.items():
        if len(names) > 1:
            yield Finding(
                ("servers", names[1], "address"),
                say(
                    "{address} is also the address of {others}.",
                    address=address,
                    others=some([names[0], *names[2:]], MOST_NAMED),
                ),
                Gravity.WARNING,
            )
