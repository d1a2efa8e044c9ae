"""What servers and services probably need, each with its reason.

Proposals, of which none is taken without somebody's yes.

A need is proposed only on a lower layer (inference.toml), only where the plan does not say it
already, and never so that needs run in a cycle with those that the plan has. Where names do not
tell, nothing is proposed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Literal

from chwapi_console.inventory.cycles import shortest_cycles
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.plain_words import folded
from chwapi_console.inventory.proposals.catalogue import catalogue
from chwapi_console.inventory.proposals.purposes import Reader, ServerPurpose, numberless, rules
from chwapi_console.inventory.systems import family
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, plural, say, some

Relation = Literal["directory", "names", "time", "host", "storage", "database", "service"]
RELATIONS: tuple[Relation, ...] = (
    "directory",
    "names",
    "time",
    "host",
    "storage",
    "database",
    "service",
)
Basic = Literal["directory", "names", "time"]
BASICS: tuple[Basic, ...] = ("directory", "names", "time")
"""What nearly everything stands on, whatever it is for."""

URGENT = 2
"""The last tier of which it is told that nothing of these lies beneath a service."""
MOST_CANDIDATES = 4
"""Databases or arrays beyond which a name fits too many to mean any."""


MOST_OF_ONE_KIND = 100
"""Controllers or hypervisors beyond which any one of them says nothing; a plan of so many would be
written over and over."""

SHOWN = 6
"""Servers that a reason names."""

FARM = 3
"""Servers alike from which any one of them probably does, as of terminal servers."""


class Proposal(NamedTuple):
    """A need that something probably has: any one of `members` is enough.

    `likely` ones rest on what names or systems say, the others are guesses. `kind` is what a
    service need not have named any more then.
    """

    node: str
    members: tuple[str, ...]
    relation: Relation
    likely: bool
    reason: Sentence
    kind: str = ""


def proposals(plan: Plan) -> list[Proposal]:
    """All proposals for a plan, by relation and by id."""
    seen = _Seen(plan)
    graph = plan.graph
    reached = cache(lambda node: graph.reached_from([node]))
    found = [
        proposal
        for relation in RELATIONS
        for proposal in seen.proposed(relation)
        if reached(proposal.node).isdisjoint(proposal.members)
    ]
    return _without_cycles(graph, found)


def with_needs(plan: Plan, chosen_proposals: Sequence[Proposal]) -> Plan:
    """The plan with the proposals that were taken."""
    kinds = catalogue().kinds
    groups, named = defaultdict[str, list[tuple[str, ...]]](list), defaultdict[str, set[str]](set)
    for proposal in chosen_proposals:
        groups[proposal.node].append(proposal.members)
        if proposal.kind:
            named[proposal.node] |= {name.casefold() for name in kinds[proposal.kind].name.values()}
    servers = {
        name: server._replace(needs=(*server.needs, *groups[name])) if name in groups else server
        for name, server in plan.servers.items()
    }
    services = {
        name: service._replace(
            needs=(*service.needs, *groups[name]),
            unnamed=tuple(k for k in service.unnamed if k.casefold() not in named[name]),
        )
        if name in groups
        else service
        for name, service in plan.services.items()
    }
    return plan._replace(servers=servers, services=services)


class _Seen:
    """The servers of a plan as their names tell of them, by site and role."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._catalogue = plan, catalogue()
        reader = Reader(plan)
        self._known: dict[str, ServerPurpose] = {
            name: reader.known(name, server)
            for name, server in sorted(plan.servers.items())
            if server.state != "retired"
        }
        self._at: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._of_role: dict[str, list[str]] = defaultdict(list)
        self._of_offer: dict[str, list[str]] = defaultdict(list)
        self._databases: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._giving: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name, known in self._known.items():
            self._at[known.role, plan.servers[name].site].append(name)
            self._of_role[known.role].append(name)
            for basic in known.gives if known.productive else ():
                self._giving[basic, plan.servers[name].site].append(name)
            if known.offer and known.productive:
                self._of_offer[known.offer].append(name)
            for mark in (
                self._marks(name, known) if known.role == "database" and known.productive else ()
            ):
                self._databases[mark].append(name)

    def proposed(self, relation: Relation) -> Iterator[Proposal]:
        """The proposals of one relation."""
        if relation == "service":
            for name in sorted(self._plan.services):
                yield from self._of_service(name)
            return
        rule: Mapping[str, Callable[[str, ServerPurpose], Iterator[Proposal]]] = {
            "directory": self._directory,
            "names": self._names,
            "time": self._time,
            "host": self._host,
            "storage": self._storage,
            "database": self._database,
        }
        for name, known in self._known.items():
            yield from rule[relation](name, known)

    def _site(self, name: str) -> str:
        return self._plan.sites[self._plan.servers[name].site].name

    def _directory(self, name: str, purpose: ServerPurpose) -> Iterator[Proposal]:
        """A Windows server signs in to a domain controller, of its own site first."""
        layer = {role: of.layer for role, of in rules().roles.items()}
        server = self._plan.servers[name]
        if family(server.os) != "windows" or layer[purpose.role] <= layer["directory"]:
            return
        here, anywhere = self._at["directory", server.site], self._of_role["directory"]
        if 0 < len(here) <= MOST_OF_ONE_KIND:
            reason = plural(
                "it runs Windows, and {members} is the domain controller of {site}",
                "it runs Windows, and {members} are the domain controllers of {site}",
                len(here),
                members=some(here, SHOWN),
                site=self._site(name),
            )
            yield Proposal(name, tuple(here), "directory", True, reason)
        elif not here and 0 < len(anywhere) <= MOST_OF_ONE_KIND:
            reason = plural(
                "it runs Windows, {site} has no domain controller, and {members} serves other "
                "sites",
                "it runs Windows, {site} has no domain controller, and {members} serve other sites",
                len(anywhere),
                site=self._site(name),
                members=some(anywhere, SHOWN),
            )
            yield Proposal(name, tuple(anywhere), "directory", False, reason)

    def _names(self, name: str, purpose: ServerPurpose) -> Iterator[Proposal]:
        """Applications and databases that look names up, at their site's servers that give names."""
        yield from self._given_to(name, purpose, "names")

    def _time(self, name: str, purpose: ServerPurpose) -> Iterator[Proposal]:
        """It takes its time there too: without it nobody signs in."""
        yield from self._given_to(name, purpose, "time")

    def _given_to(self, name: str, purpose: ServerPurpose, basic: Basic) -> Iterator[Proposal]:
        """That applications need any server of their site that gives this, else perhaps others."""
        here = self._giving[basic, self._plan.servers[name].site]
        members = here or [
            server
            for (what, _), servers in sorted(self._giving.items())
            if what == basic
            for server in servers
        ]
        if (
            purpose.role in ("application", "database")
            and not purpose.gives
            and 0 < len(members) <= MOST_OF_ONE_KIND
        ):
            what = say("names") if basic == "names" else say("the time")
            yield Proposal(
                name,
                tuple(members),
                basic,
                bool(here),
                plural(
                    "{members} gives {what} at {site}",
                    "{members} give {what} at {site}",
                    len(members),
                    what=what,
                    members=some(members, SHOWN),
                    site=self._site(name),
                )
                if here
                else plural(
                    "{site} has none that gives {what}, and {members} serves other sites",
                    "{site} has none that gives {what}, and {members} serve other sites",
                    len(members),
                    what=what,
                    members=some(members, SHOWN),
                    site=self._site(name),
                ),
            )

    def _host(self, name: str, purpose: ServerPurpose) -> Iterator[Proposal]:
        """What runs a system for servers is probably virtual where there are hypervisors."""
        hosts = self._at["hypervisor", self._plan.servers[name].site]
        runs = purpose.role in ("directory", "database", "application") and family(
            self._plan.servers[name].os
        )
        if runs and not purpose.physical and 0 < len(hosts) <= MOST_OF_ONE_KIND:
            yield Proposal(
                name,
                tuple(hosts),
                "host",
                purpose.role != "directory",
                say(
                    "it is probably virtual, and {site} has {members} to run it on",
                    site=self._site(name),
                    members=some(hosts, SHOWN),
                ),
            )

    def _storage(self, name: str, purpose: ServerPurpose) -> Iterator[Proposal]:
        """A hypervisor's disks lie in an array of its site.

        Where there are several nobody knows which, so all are meant.
        """
        arrays = self._at["storage", self._plan.servers[name].site]
        if purpose.role == "hypervisor" and len(arrays) <= MOST_CANDIDATES:
            for array in arrays:
                yield Proposal(
                    name,
                    (array,),
                    "storage",
                    len(arrays) == 1,
                    say("{array} is the only storage of {site}", array=array, site=self._site(name))
                    if len(arrays) == 1
                    else say(
                        "{array} is one of {n} storages of {site}; which one it uses is not known",
                        array=array,
                        n=len(arrays),
                        site=self._site(name),
                    ),
                )

    def _database(self, name: str, purpose: ServerPurpose) -> Iterator[Proposal]:
        """Applications need databases of their name, else of their service, else the only one."""
        if purpose.role != "application":
            return
        bearing = {database for stem in purpose.stems for database in self._databases["stem", stem]}
        if named := self._nearest(name, sorted(bearing)):
            for pair in _together(named):
                stem = min(self._known[pair[0]].stems & purpose.stems)
                yield Proposal(
                    name, pair, "database", True, say('both bear the name "{stem}"', stem=stem)
                )
        elif (
            purpose.offer
            and purpose.sure
            and (same := self._nearest(name, self._databases["offer", purpose.offer]))
        ):
            for pair in _together(same):
                yield Proposal(
                    name,
                    pair,
                    "database",
                    True,
                    say('by their roles both serve "{service}"', service=purpose.offer),
                )
        elif (
            len(near := self._databases["network", self._network(name)]) == 1
            and not self._known[near[0]].stems
        ):
            yield Proposal(
                name,
                (near[0],),
                "database",
                False,
                say(
                    "{database} is the only database on its network {network}",
                    database=near[0],
                    network=self._network(name),
                ),
            )

    def _marks(self, name: str, purpose: ServerPurpose) -> Iterator[tuple[str, str]]:
        """What others may have in common with a server: words of its id, its offer, its network."""
        yield from (("stem", stem) for stem in purpose.stems)
        yield from [("offer", purpose.offer)] if purpose.offer and purpose.sure else []
        yield from [("network", network)] if (network := self._network(name)) else []

    def _nearest(self, name: str, candidates: Sequence[str]) -> list[str]:
        """Those of the same site, else all; none where they are too many to mean something."""
        here = [
            other
            for other in candidates
            if self._plan.servers[other].site == self._plan.servers[name].site
        ]
        return list(here or candidates) if len(here or candidates) <= MOST_CANDIDATES else []

    def _network(self, name: str) -> str:
        """The network of a server, by its address: its /24, or its /64; empty where it has none."""
        try:
            address = ip_address(self._plan.servers[name].address)
        except ValueError:
            return ""
        return str(ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))

    def _of_service(self, name: str) -> Iterator[Proposal]:
        """A service needs the servers that are for it, by their words.

        One of a site those of the site.
        """
        service = self._plan.services[name]
        offer = self._catalogue.offer_of(name, service.site)
        mine = [
            server
            for server in self._of_offer[offer or ""]
            if service.site in (None, self._plan.servers[server].site)
        ]
        farms = Counter(map(self._farm, mine))
        directory = any(self._known[server].role == "directory" for server in mine)
        for members in _together(
            mine, lambda server: self._stands_in(server, farms[self._farm(server)])
        ):
            known = self._known[members[0]]
            alike = known.role in ("directory", "hypervisor", "database")
            likely = ((known.sure and len(members) < FARM) or alike) and not any(
                self._known[m].gainsaid for m in members
            )
            kind = "core" if "core" in self._catalogue.offers[offer or ""].kinds else known.kind
            role = self._plan.servers[members[0]].role
            yield Proposal(
                name,
                members,
                "service",
                likely and not (directory and known.role != "directory"),
                say('by the role "{role}"', role=role) if role.strip() else say("by the name"),
                kind,
            )

    def _farm(self, server: str) -> tuple[str, str]:
        """A key that servers share which are called alike but for their number and do the same."""
        return numberless(server), folded(self._plan.servers[server].role)

    def _stands_in(self, server: str, alike: int) -> str:
        """A key that servers share which stand in for each other.

        All domain controllers, all hypervisors, databases of a pair, and three or more that are
        alike, for these are a farm.
        """
        match self._known[server].role:
            case "directory" | "hypervisor" as role:
                return f"any {role}"
            case "database":
                return numberless(server)
            case _:
                return " ".join(self._farm(server)) if alike >= FARM else server


def without_basics(plan: Plan) -> dict[Basic, list[str]]:
    """For each of `BASICS` the vital services beneath which no server gives it.

    Services of tiers 1 and 2, by tier and id.
    """
    reader, graph = Reader(plan), plan.graph
    giving: dict[Basic, set[str]] = {basic: set() for basic in BASICS}
    for name, server in plan.servers.items():
        known = reader.known(name, server)
        for basic in BASICS:
            if basic in known.gives or (basic == known.role == "directory"):
                giving[basic].add(name)
    urgent = sorted(
        (s for s, part in plan.services.items() if part.tier <= URGENT),
        key=lambda s: (plan.services[s].tier, s),
    )
    beneath = {service: graph.reached_from([service]) for service in urgent}
    return {
        basic: [service for service in urgent if giving[basic].isdisjoint(beneath[service])]
        for basic in BASICS
    }


def _together(
    servers: Sequence[str], stands_in: Callable[[str], str] = numberless
) -> list[tuple[str, ...]]:
    """The servers, those together that stand in for each other."""
    groups: dict[str, list[str]] = defaultdict(list)
    for server in servers:
        groups[stands_in(server)].append(server)
    return [tuple(group) for group in groups.values()]


def _without_cycles(graph: Graph, chosen_proposals: Sequence[Proposal]) -> list[Proposal]:
    """The proposals but those that would close a cycle; guesses go first.

    Cycles that the plan has itself are not ours.
    """
    kept = list(chosen_proposals)
    while True:
        needs = {node: list(groups) for node, groups in graph.needs.items()}
        for proposal in kept:
            needs[proposal.node].append(proposal.members)
        cycles = shortest_cycles(
            Graph({node: tuple(groups) for node, groups in needs.items()}), needs
        )
        of = defaultdict[str, list[Proposal]](list)
        for proposal in kept:
            of[proposal.node].append(proposal)
        closing = {id(closed) for cycle in cycles if (closed := _on(cycle, of)) is not None}
        if not closing:
            return kept
        kept = [proposal for proposal in kept if id(proposal) not in closing]


def _on(cycle: Sequence[str], of: Mapping[str, Sequence[Proposal]]) -> Proposal | None:
    """The proposal that a cycle runs through, a guess rather than a likely one.

    None where the plan itself runs so.
    """
    steps = zip(cycle, [*cycle[1:], cycle[0]], strict=True)
    through = [
        proposal
        for node, member in steps
        for proposal in of.get(node, ())
        if member in proposal.members
    ]
    return min(through, key=lambda proposal: proposal.likely, default=None)
