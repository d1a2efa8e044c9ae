"""A list laid beside a plan.

What is new, what it fills in, where the two differ, what it no longer has.

What a person wrote holds. A list adds servers and fills fields that the plan leaves open; where
both say something and not the same, the plan's word stays and the other is shown, to be taken by
the name of its field. Nothing is ever taken out.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Any

from chwapi_console.inventory.edit.difference import FieldChange
from chwapi_console.inventory.groups import Needs, enough
from chwapi_console.inventory.importers.found import Haul, ListedServer, Unread, Where
from chwapi_console.inventory.importers.servers.joining import joined
from chwapi_console.inventory.importers.servers.links import Names, without_cycles
from chwapi_console.inventory.importers.words.ids import (
    UNKNOWN_SITE,
    Named,
    full_names,
    ids_for,
    key,
    short,
    site_id,
    slug,
)
from chwapi_console.inventory.importers.words.paths import placed
from chwapi_console.inventory.importers.words.places import SiteNames
from chwapi_console.inventory.model import Plan, Server, Service, Tier
from chwapi_console.inventory.plain_words import folded
from chwapi_console.inventory.systems import fitting_runbook
from chwapi_console.named_tuples import NamedTuple

TAKEN = ("site", "role", "os", "address", "needs", "notes", "contact", "backup")
"""Fields of a server that a list can say."""


class Beside(NamedTuple):
    """One server of the plan with the fields that a list fills in or says otherwise.

    As the plan has them, and the list.
    """

    server: str
    fields: tuple[FieldChange, ...]


class Merge(NamedTuple):
    """The plan as it comes out, and all that is to be known about how.

    Ids; servers in the order of the list.
    """

    plan: Plan
    new: tuple[str, ...]
    new_sites: tuple[str, ...]
    new_services: tuple[str, ...]
    filled: tuple[Beside, ...]
    taken: tuple[Beside, ...]
    kept: tuple[Beside, ...]
    gone: tuple[str, ...]
    unread: tuple[Unread, ...]
    called: tuple[tuple[str, str], ...]
    """The new servers whose id is not what the list calls them, capitals and domain apart: with that
    name."""


class _Besides(NamedTuple):
    """The servers that both have.

    What was filled in, what was taken from the list, what was kept as the plan has it.
    """

    filled: tuple[Beside, ...]
    taken: tuple[Beside, ...]
    kept: tuple[Beside, ...]


class _Laid(NamedTuple):
    """One server of the list in the terms of the plan.

    `said_site` is empty where only the plan knows its site, or nobody.
    """

    found: ListedServer
    id: str
    said_site: str
    site: str
    needs: Needs


def merged(plan: Plan, list_: Haul, take: Iterable[str] = (), unknown_site: str = "?") -> Merge:
    """The plan with the list worked in.

    `take` names the fields in which the list's word replaces the plan's.
    """
    whole = joined(placed(list_, plan.sites))
    places = SiteNames(plan.sites, unknown_site)
    laid, unlinked = _laid(plan, whole, places)
    servers, beside = _worked_in(plan, laid, frozenset(take))
    services = _services(plan, laid)
    whole_plan = plan._replace(sites=places.all, servers=servers, services=services)
    sound, cut = without_cycles(whole_plan, _imported(plan, laid, beside))
    unread = sorted((*whole.unread, *unlinked, *cut), key=lambda each: each.where[::-1])
    return Merge(
        plan=sound,
        new=tuple(each.id for each in laid if each.id not in plan.servers),
        new_sites=tuple(name for name in places.all if name not in plan.sites),
        new_services=tuple(name for name in services if name not in plan.services),
        filled=_as_came_out(beside.filled, sound),
        taken=_as_came_out(beside.taken, sound),
        kept=beside.kept,
        gone=_gone(plan, laid),
        unread=tuple(unread),
        called=tuple(
            (each.id, each.found.name)
            for each in laid
            if each.id not in plan.servers and each.id != short(each.found.name).casefold()
        ),
    )


def _laid(plan: Plan, whole: Haul, places: SiteNames) -> tuple[list[_Laid], list[Unread]]:
    """The servers of the list with ids, sites and needs, and a word about each lost need."""
    named = [
        Named(server.name, places.named(server.site), _full_names(server), server.address)
        for server in whole.found
    ]
    ids = ids_for(named, plan)
    sites = [
        server.site
        or (plan.servers[name].site if name in plan.servers else places.of_the_unplaced())
        for server, name in zip(named, ids, strict=True)
    ]
    names = Names(plan, whole.found, ids, sites)
    linked = [names.linked(server, name) for server, name in zip(whole.found, ids, strict=True)]
    laid = [
        _Laid(_fully_named(server, name), name, said.site, site, link.needs)
        for server, name, said, site, link in zip(
            whole.found, ids, named, sites, linked, strict=True
        )
    ]
    return laid, [unread for link in linked for unread in link.unread]


def _full_names(server: ListedServer) -> frozenset[str]:
    return full_names(key(server.name), server.name, server.address, server.notes)


def _fully_named(server: ListedServer, own: str) -> ListedServer:
    """A server whose id is shorter than its name, with its full name kept.

    As its address, or among its notes: a later list may have another that begins alike.
    """
    if (
        short(server.name) == server.name
        or slug(server.name) == own
        or slug(server.name) in _full_names(server._replace(name=short(server.name)))
    ):
        return server
    if not server.address:
        return server._replace(address=server.name)
    return server._replace(notes="; ".join(filter(None, (server.notes, server.name))))


def _worked_in(
    plan: Plan, laid: Iterable[_Laid], take: Set[str]
) -> tuple[dict[str, Server], _Besides]:
    """All servers as they come out, and what happened to those that both have."""
    servers = dict(plan.servers)
    filled, taken, kept = list[Beside](), list[Beside](), list[Beside]()
    for server, name, said_site, site, needs in laid:
        said = _said(server, said_site, needs)
        if (old := plan.servers.get(name)) is None:
            servers[name] = _new(said, site, plan)
            continue
        fills, differs = _compared(old, said)
        takes = tuple(change for change in differs if change.field in take)
        stays = tuple(change for change in differs if change.field not in take)
        for changes, told in ((fills, filled), (takes, taken), (stays, kept)):
            if changes:
                told.append(Beside(name, changes))
        if fills or takes:
            servers[name] = old._replace(
                **{change.field: change.new for change in (*fills, *takes)}
            )
    return servers, _Besides(tuple(filled), tuple(taken), tuple(kept))


def _said(server: ListedServer, site: str, needs: Needs) -> dict[str, Any]:
    """What the list says of a server, by field of the plan; nothing of what it leaves open."""
    said = {
        "site": site,
        "needs": needs,
        **{field: getattr(server, field) for field in TAKEN if field not in ("site", "needs")},
    }
    return {field: value for field, value in said.items() if value}


def _new(said: Mapping[str, Any], site: str, plan: Plan) -> Server:
    server = Server(**{"role": "", **said, "site": site})
    return server._replace(runbook=fitting_runbook(server.os, plan.runbooks))


def _compared(
    old: Server, said: Mapping[str, Any]
) -> tuple[tuple[FieldChange, ...], tuple[FieldChange, ...]]:
    """What the list fills in, and what it says otherwise.

    Capitals, accents and signs make no difference.
    """
    fills, differs = [], []
    for field, new in said.items():
        before = getattr(old, field)
        change = FieldChange(field, before, new)
        if (
            not before
            or (field == "site" and before == UNKNOWN_SITE)
            or (field == "address" and _is_noted(old, said))
        ):
            fills.append(change)
        elif not (_alike(before, new) or (field == "notes" and folded(new) in folded(before))):
            differs.append(change)
    return tuple(fills), tuple(differs)


def _is_noted(old: Server, said: Mapping[str, Any]) -> bool:
    """Whether the address is but the server's full name, which its notes will say too.

    A list with an address fills it in.
    """
    name, notes = old.address, folded(old.notes or said.get("notes", ""))
    return short(name) != name != said["address"] and folded(name) in notes


def _alike(before: str | Needs, new: str | Needs) -> bool:
    if isinstance(before, str) and isinstance(new, str):
        return before == new or (folded(before) == folded(new) != "")
    if isinstance(before, str) or isinstance(new, str):
        return False
    return {(enough(group), frozenset(group)) for group in before} == {
        (enough(group), frozenset(group)) for group in new
    }


def _as_came_out(besides: Iterable[Beside], plan: Plan) -> tuple[Beside, ...]:
    """The changes as the plan has them in the end.

    Of needs that would close a cycle less is left, or nothing.
    """
    told = []
    for beside in besides:
        fields = [
            change._replace(new=getattr(plan.servers[beside.server], change.field))
            for change in beside.fields
        ]
        if changed := tuple(change for change in fields if change.new != change.old):
            told.append(Beside(beside.server, changed))
    return tuple(told)


def _services(plan: Plan, laid: Sequence[_Laid]) -> dict[str, Service]:
    """The plan's services, and those of the list that it lacks, needing the servers they name."""
    services = dict(plan.services)
    known = {folded(service.name) for service in services.values()} | {
        folded(name) for name in services
    }
    wanted: dict[str, tuple[str, Tier, list[str]]] = {}
    for each in laid:
        for asked in each.found.services:
            if folded(asked.name) not in known:
                wanted.setdefault(folded(asked.name), (asked.name, asked.tier, []))[2].append(
                    each.id
                )
    taken = {*services, *plan.servers, *(each.id for each in laid)}
    for name, tier, needs in wanted.values():
        own = site_id(name, taken)
        taken.add(own)
        services[own] = Service(
            name=name, tier=tier, needs=tuple((need,) for need in dict.fromkeys(needs))
        )
    return services


def _imported(plan: Plan, laid: Iterable[_Laid], beside: _Besides) -> dict[str, Where]:
    """Where the needs of servers come from that the list gave needs to."""
    theirs = {
        each.server
        for each in (*beside.filled, *beside.taken)
        if any(c.field == "needs" for c in each.fields)
    }
    return {
        each.id: each.found.where
        for each in laid
        if each.id not in plan.servers or each.id in theirs
    }


def _gone(plan: Plan, laid: Sequence[_Laid]) -> tuple[str, ...]:
    """Servers of the plan that the list lacks, at the sites that it speaks of.

    At all sites, where it names none.
    """
    listed, named = {each.id for each in laid}, {each.said_site for each in laid} - {""}
    return tuple(
        name
        for name, server in plan.servers.items()
        if name not in listed and server.state != "retired" and (not named or server.site in named)
    )
