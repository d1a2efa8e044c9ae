"""Servers that the record adds to a plan: found tonight, and not in the file yet.

They depend on the plan and the set of events alone. What the file says goes first: a server that it
has by now is as it says. One whose site, needs or runbook this plan lacks has no place in it, and
is listed with what else is not in the plan, and so is one under a name that nobody could add it by:
acts that come by sync go by the checks of the verb. Nothing that is added closes a circle.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from types import MappingProxyType

from chwapi_console.inventory.group_words import AT_LEAST, OF
from chwapi_console.inventory.groups import Needs, accepted_service, group_of
from chwapi_console.inventory.identifiers import as_taken, why_no_identifier
from chwapi_console.inventory.model import USUAL_RESTORE, Estimate, Plan, Server
from chwapi_console.journal.kinds.server_kinds import ADDED, FoundChange, FoundServer
from chwapi_console.journal.record.events import Event
from chwapi_console.journal.record.record import Record
from chwapi_console.named_tuples import NamedTuple

ABOUT_THE_RECORD = ("plan", "record")
"""Subjects of events that are about no server or service."""

MOST_ADDED = 2000
"""Servers that a record adds to a plan, and what is said to need them: of more, the first."""


class Growth(NamedTuple):
    """What a record adds to a plan.

    For each server that has its place there by that the act that added it (`added`), and `found`,
    the same of those too that the file has by now; for each node the acts by which it came to need
    one (`acts_on`), of a service or condition also those by which what it needs did, but through
    servers: who vouched for it before did not try it with that.
    """

    added: Mapping[str, Event] = MappingProxyType({})
    found: Mapping[str, Event] = MappingProxyType({})
    acts_on: Mapping[str, Sequence[Event]] = MappingProxyType({})


class Grown(NamedTuple):
    """A plan with what a record adds to it, and what that is."""

    plan: Plan
    growth: Growth = Growth()


def with_added(plan: Plan, record: Record) -> Grown:
    """The plan with what the record adds to it; the very same where that is nothing."""
    acts = _added_by(record)
    if not acts:
        return Grown(plan)
    key = tuple(act.hash for act in acts.values())
    kept: tuple[object, Plan] | None = plan.__dict__.get("_with_added")
    if kept is None or kept[0] != key:
        kept = plan.__dict__["_with_added"] = (key, _grown(plan, acts))
    whole, fresh = kept[1], kept[1].servers.keys() - plan.servers.keys()
    return Grown(
        whole,
        Growth(
            {name: act for name, act in acts.items() if name in fresh},
            found := {name: act for name, act in acts.items() if name in whole.servers},
            _acts_on(whole, found),
        ),
    )


def _added_by(record: Record) -> dict[str, Event]:
    """The act that adds each server to the plan, by its id, in the order in which people read.

    Where several did without seeing each other, the last of them.
    """
    acts = [
        heads[-1]
        for key in record.heads
        if key.startswith(ADDED)
        for heads in [[head for head in record.heads.of(key) if found_in(head) is not None]]
        if heads
    ]
    return {act.subject: act for act in sorted(acts, key=lambda act: act.order)}


def found_since(
    growth: Growth, history: Mapping[str, Sequence[Event]], undone: Set[str]
) -> dict[str, datetime]:
    """Since when each server that somebody found is known (UTC).

    Since the first act that added it and was not undone, by when that was done. Nothing waited for
    it before. One that the file has, and that others had acted on before it was added, was known to
    them by their plan.
    """
    since: dict[str, datetime] = {}
    for server in growth.found:
        acts = history.get(server, ())
        adding = [e for e in acts if e.hash not in undone and found_in(e) is not None]
        if adding and (server in growth.added or isinstance(acts[0].payload, FoundChange)):
            since[server] = min(event.counts_from for event in adding)
    return since


def _acts_on(plan: Plan, acts: Mapping[str, Event]) -> dict[str, list[Event]]:
    told = plan.services.keys() | plan.conditions.keys() | set(plan.sign_offs_asked)
    grown = defaultdict[str, list[Event]](list)
    for name, act in acts.items():
        found = found_in(act)
        needing = set(plan.graph.dependents(name))
        beneath = [node for node in (found.needed_by if found else ()) if node in needing]
        above = plan.graph.above_any(told.intersection(beneath), told)
        for node in {*beneath, *above}:
            grown[node].append(act)
    return dict(grown)


def found_in(event: Event) -> FoundServer | None:
    """The server that an act adds; None where it adds none."""
    payload = event.payload
    return payload.after if isinstance(payload, FoundChange) else None


def _grown(plan: Plan, acts: Mapping[str, Event]) -> Plan:
    """Whoever added a server had seen those that it needs, so one pass in their order is enough.

    What came earlier needs nothing of what came later.
    """
    added: dict[str, Server] = {}
    known = {*plan.servers, *plan.services, *plan.conditions}
    taken = names_taken(plan)
    for name, act in acts.items():
        if len(added) == MOST_ADDED:
            break
        server = found_in(act)
        if (
            server is not None
            and name not in ABOUT_THE_RECORD
            and why_no_identifier(name) is None
            and as_taken(name) not in taken
            and is_somewhere(server)
            and server.site in plan.sites
            and all(member in known for group in needs_of(server) for member in group)
        ):
            added[name] = _server(plan, server)
            known.add(name)
            taken[as_taken(name)] = name
    grown = plan._replace(servers={**plan.servers, **added})
    needed_by = {
        name: server.needed_by for name in added if (server := found_in(acts[name])) is not None
    }
    return _needed(grown, needed_by)


def with_one_more(plan: Plan, name: str, found_server: FoundServer) -> Plan:
    """The plan with one more server, whatever that needs itself."""
    server = _server(plan, found_server._replace(needs=()))
    return _needed(
        plan._replace(servers={**plan.servers, name: server}), {name: found_server.needed_by}
    )


def names_taken(plan: Plan) -> dict[str, str]:
    """The names in a plan, each by what people take for the same (`as_taken`)."""
    return {as_taken(name): name for name in (*plan.servers, *plan.services, *plan.conditions)}


def is_somewhere(found_server: FoundServer) -> bool:
    """Whether it is said at which site a server stands and what it does."""
    return bool(found_server.site.strip() and found_server.role.strip())


def needs_of(server: FoundServer) -> Needs:
    """The needs of a server that was found."""
    return tuple(
        group_of(need[AT_LEAST], need[OF])
        if isinstance(need, dict)
        else tuple(dict.fromkeys(need if isinstance(need, list) else [need]))
        for need in server.needs
    )


def _server(plan: Plan, found_server: FoundServer) -> Server:
    return Server(
        site=found_server.site,
        role=found_server.role,
        needs=needs_of(found_server),
        restore=Estimate._make(found_server.restore) if found_server.restore else USUAL_RESTORE,
        runbook=found_server.runbook if found_server.runbook in plan.runbooks else None,
        os=found_server.os,
        address=found_server.address,
        contact=found_server.contact,
        notes=found_server.notes,
    )


def _needed(plan: Plan, needed_by: Mapping[str, Sequence[str]]) -> Plan:
    """The plan in which an added server is `needed_by` what it is said to be.

    By its id, and where that closes no circle.
    """
    more: dict[str, list[str]] = defaultdict(list)
    wanted = [
        (node, name)
        for name, nodes in needed_by.items()
        for node in dict.fromkeys(nodes)
        if node in plan.graph.needs and not accepted_service(node)
    ]
    for node, name in wanted[:MOST_ADDED]:
        if node not in _reached(plan.graph.needs, more, name):
            more[node].append(name)

    servers, services, conditions = dict(plan.servers), dict(plan.services), dict(plan.conditions)
    for node, names in more.items():
        needs = tuple((name,) for name in names)
        if node in servers:
            servers[node] = servers[node]._replace(needs=(*servers[node].needs, *needs))
        elif node in services:
            services[node] = services[node]._replace(needs=(*services[node].needs, *needs))
        else:
            conditions[node] = conditions[node]._replace(needs=(*conditions[node].needs, *needs))
    return plan._replace(servers=servers, services=services, conditions=conditions)


def _reached(needs: Mapping[str, Needs], more: Mapping[str, Sequence[str]], name: str) -> set[str]:
    """All that a node needs, with what was added by now."""
    reached, left = {name}, [name]
    while left:
        node = left.pop()
        beneath = {member for group in needs[node] for member in group} | {*more.get(node, ())}
        left += beneath - reached
        reached |= beneath
    return reached
