"""One list out of several, and the machines behind the machines.

A server that stands twice is one: by the same name, whole or its first part, at the same site, or
at the only site, or the one of its address, that a row names where another names none. What one row leaves open another may
say, and where two rows disagree the first holds and the other is told. A virtual machine needs any
one of the hosts of its cluster, or the host it runs on where no cluster is known; hosts that are
only named by what runs on them are servers too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from chwapi_console.inventory.importers.found import AskedService, Haul, ListedServer, Unread
from chwapi_console.inventory.importers.words.ids import key, short, spelling
from chwapi_console.inventory.plain_words import folded, site_mark
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import every, say

_TEXTS = ("role", "os", "address", "notes", "contact", "backup", "runs_on", "cluster")


class _Machines(NamedTuple):
    """The hosts of each cluster at a site, and of all clusters of that name.

    All hosts by what their names have in common.
    """

    of_cluster: Mapping[tuple[str, str], Sequence[str]]
    named: Mapping[str, ListedServer]


def joined(haul: Haul) -> Haul:
    """Each server once, with the hosts it needs.

    A word about every row that says otherwise than one before it.
    """
    once: dict[_Identity, ListedServer] = {}
    unread = list(haul.unread)
    for server, identity in zip(haul.found, _identities(haul.found), strict=True):
        if (first := once.get(identity)) is None:
            once[identity] = server
        else:
            once[identity] = _filled_up(first, server)
            unread.append(_twice(first, server))
    found = [*once.values(), *_unlisted_hosts(list(once.values()))]
    return Haul(tuple(_on_its_hosts(found)), tuple(unread))


class _Identity(NamedTuple):
    """What tells a server from others.

    The first part of its name, its site and its domain, each where it is known.
    """

    name: str
    site: str
    domain: str


def _identities(machines: Sequence[ListedServer]) -> list[_Identity]:
    """Who each row means.

    One that leaves the site or the domain open means the server that only one other row can be.
    """
    said = _spelled_alike([_said(server) for server in machines], machines)
    meant = _with_sites(_at_addresses(said, machines))
    return _with_domains(meant, {*said, *meant})


def _said(server: ListedServer) -> _Identity:
    name = server.name.casefold()
    bare = short(name)
    return _Identity(bare, site_mark(server.site), name.removeprefix(bare).lstrip("."))


def _spelled_alike(said: Sequence[_Identity], machines: Sequence[ListedServer]) -> list[_Identity]:
    """Each by the first of several spellings of one name at one address: `adt_db_1`, `adt-db-1`."""
    first: dict[tuple[str, str], str] = {}
    return [
        each._replace(name=first.setdefault((spelling(each.name), server.address), each.name))
        if server.address
        else each
        for each, server in zip(said, machines, strict=True)
    ]


def _at_addresses(said: Sequence[_Identity], machines: Sequence[ListedServer]) -> list[_Identity]:
    """Each without a site with the only one at which a server of its name has its address."""
    sites: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each, server in zip(said, machines, strict=True):
        if each.site and server.address:
            sites[each.name, server.address].add(each.site)
    return [
        each._replace(site=next(iter(only)))
        if not each.site and len(only := sites.get((each.name, server.address), set())) == 1
        else each
        for each, server in zip(said, machines, strict=True)
    ]


def _with_sites(said: Sequence[_Identity]) -> list[_Identity]:
    """Each with the only site that servers of its name have, those without a domain or of its own."""
    of_name: dict[str, set[str]] = defaultdict(set)
    of_domain: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in set(said):
        if each.site:
            of_name[each.name].add(each.site)
            of_domain[each.name, each.domain].add(each.site)

    def sites(each: _Identity) -> Set[str]:
        if not each.domain or len(without := of_domain.get((each.name, ""), set())) > 1:
            return of_name.get(each.name, set())
        return without | of_domain.get((each.name, each.domain), set())

    return [
        each._replace(site=next(iter(only)))
        if not each.site and len(only := sites(each)) == 1
        else each
        for each in said
    ]


def _with_domains(meant: Sequence[_Identity], known: Set[_Identity]) -> list[_Identity]:
    """Each with the only domain that servers of its name have at its site."""
    domains: dict[tuple[str, str], set[str]] = defaultdict(set)
    for each in known:
        if each.domain:
            domains[each.name, each.site].add(each.domain)
    return [
        each._replace(domain=next(iter(only)))
        if not each.domain and len(only := domains.get((each.name, each.site), set())) == 1
        else each
        for each in meant
    ]


def _filled_up(first: ListedServer, second: ListedServer) -> ListedServer:
    """The first, with what only the second says.

    What they need and are for is all that either says.
    """
    if short(second.name) != second.name and short(first.name) == first.name:
        second = second._replace(address=second.address or second.name)
    added = {
        field: getattr(second, field) for field in ("site", *_TEXTS) if not getattr(first, field)
    }
    services: dict[str, AskedService] = {}
    for service in (*first.services, *second.services):
        services.setdefault(folded(service.name), service)
    return first._replace(
        **added,
        hosts=first.hosts or second.hosts,
        services=tuple(services.values()),
        needs=tuple(dict.fromkeys((*first.needs, *second.needs))),
    )


def _twice(first: ListedServer, second: ListedServer) -> Unread:
    unlike = [
        field
        for field in _TEXTS
        if getattr(second, field)
        and getattr(first, field)
        and getattr(first, field) != getattr(second, field)
    ]
    if not unlike:
        return Unread(
            second.where,
            say(
                "{name} stands in {first} already; they are taken together.",
                name=second.name,
                first=first.where.sentence,
            ),
        )
    return Unread(
        second.where,
        say(
            "{name} stands in {first} already, which holds; here {differences}.",
            name=second.name,
            first=first.where.sentence,
            differences=every(
                [
                    say("{field} is {words}", field=field, words=getattr(second, field))
                    for field in unlike
                ]
            ),
        ),
    )


def _unlisted_hosts(machines: Sequence[ListedServer]) -> Iterator[ListedServer]:
    """Hosts that servers say they run on, and that are not in the list themselves."""
    known = {key(server.name) for server in machines}
    for server in machines:
        if server.runs_on and key(server.runs_on) not in known:
            known.add(key(server.runs_on))
            yield ListedServer(
                server.runs_on,
                server.where,
                server.site,
                "Hypervisor",
                cluster=server.cluster,
                hosts=True,
            )


def _on_its_hosts(machines_found: Sequence[ListedServer]) -> Iterator[ListedServer]:
    machines = _machines(machines_found)
    for server in machines_found:
        group = _hosts_of(server, machines)
        yield (
            server._replace(needs=(*server.needs, group))
            if group and group not in server.needs
            else server
        )


def _machines(machines: Sequence[ListedServer]) -> _Machines:
    ran_on = {key(server.runs_on) for server in machines if server.runs_on}
    of_cluster: dict[tuple[str, str], list[str]] = defaultdict(list)
    named = {}
    for server in machines:
        if server.hosts or key(server.name) in ran_on:
            named[key(server.name)] = server
            if server.cluster:
                for site in {site_mark(server.site), ""}:
                    of_cluster[folded(server.cluster), site].append(server.name)
    return _Machines(of_cluster, named)


def _hosts_of(server: ListedServer, machines: _Machines) -> tuple[str, ...]:
    """The machines of which a virtual one needs any; none for a host itself."""
    if server.hosts or key(server.name) in machines.named:
        return ()
    hosts = (
        machines.of_cluster.get((folded(server.cluster), site_mark(server.site)), ())
        if server.cluster
        else ()
    )
    return tuple(hosts) or ((server.runs_on,) if server.runs_on else ())
