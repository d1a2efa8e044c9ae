"""From names that people and domains gave to ids that a plan allows.

The same names give the same ids whenever the list is read again. The id is the name in small
letters, without accents, its spaces and signs as hyphens. Of a full name (`dc1.chw.local`) the
first part alone is the id, unless two servers share it. A name that is at two sites gets the site
behind it: `dc1-imc`, `dc1-union`. A server already in the plan keeps its id, whatever joins later.
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from functools import partial

from chwapi_console.inventory.model import Plan, Server
from chwapi_console.inventory.plain_words import plain
from chwapi_console.marks import normalized
from chwapi_console.named_tuples import NamedTuple

UNKNOWN_SITE = "site-unknown"
"""The id of the site of servers that no list gave one. A list that knows better moves them."""

_FULL = re.compile(r"(?=.*[A-Za-z])[\w-]+(\.[\w-]+)*\.[A-Za-z][A-Za-z-]+")
_SIGNS = re.compile(r"[^\w.-]+")


class Named(NamedTuple):
    """A server to find an id for.

    Its name, the id of its site, empty where the list does not say, and what else tells it from
    others: its full names, as slugs, and its address.
    """

    name: str
    site: str
    full: frozenset[str] = frozenset()
    address: str = ""


def slug(name: str) -> str:
    """The name as an id; empty where nothing of it can stand in one."""
    return re.sub("-{2,}", "-", _SIGNS.sub("-", normalized("NFC", plain(name)))).strip("-._")


def short(name: str) -> str:
    """The first part of a full name; any other name as it is."""
    return name.partition(".")[0] if _FULL.fullmatch(name) else name


def key(name: str) -> str:
    """What two ways of writing one name have in common."""
    return slug(short(name))


def spelling(name: str) -> str:
    """What two names have in common that differ in what stands between their parts: `a_1`, `a-1`."""
    return re.sub("[-_ ]+", "-", name.casefold())


def full_names(bare: str, *texts: str) -> frozenset[str]:
    """The full names in these texts that begin with the bare one, as slugs."""
    return frozenset(
        slug(word)
        for text in texts
        if "." in text
        for word in re.split(r"[\s;,]+", text)
        if short(word) != word and key(word) == bare
    )


def ids_for(servers: Sequence[Named], plan: Plan) -> list[str]:
    """An id for each server: that of the plan's server it is, or a new one; no two alike."""
    called = {slug(server.name) for server in servers} | {key(server.name) for server in servers}
    ids = _known(servers, plan, called)
    taken = {name.casefold() for name in (*plan.servers, *plan.services)} | {
        name for name in ids if name
    }
    fresh = [place for place, name in enumerate(ids) if not name]
    count = Counter(key(servers[place].name) for place in fresh)
    sites = Counter((key(servers[place].name), servers[place].site) for place in fresh)
    numbered: Counter[str] = Counter()
    for place in sorted(
        fresh, key=lambda place: count[key(servers[place].name)] > 1
    ):  # who has a name alone gets it
        server = servers[place]
        alone = count[key(server.name)] == 1
        here_once = sites[key(server.name), server.site] == 1
        ids[place] = next(
            name
            for name in _candidates(server, alone, here_once, numbered)
            if name not in taken and (name not in called or name in _own(server))
        )
        taken.add(ids[place])
    return ids


def _candidates(
    server: Named, alone: bool, here_once: bool, numbered: "Counter[str]"
) -> Iterator[str]:
    """Ids for a new server, the nicest first, without end."""
    bare = key(server.name) or "server"
    if alone:
        yield bare
    if here_once and server.site:
        yield f"{bare}-{server.site}"
    if (full := slug(server.name)) and full != bare:
        yield full
    if not server.site:
        yield bare
    behind = f"{bare}-{server.site}" if server.site else bare
    if not here_once:
        yield behind
    while True:
        numbered[behind] += 1
        yield f"{behind}-{numbered[behind] + 1}"


def _known(servers: Sequence[Named], plan: Plan, called: Container[str]) -> list[str]:
    """For each server the id that it has in the plan; empty where it is new.

    Name and site must agree. Where either side does not know the site, the name decides, if only
    one server has it. Full names that differ (`dc1.chw.local`, `dc1.union.local`) are two machines,
    unless they have the same address.
    """
    by_id = _by_id(plan)
    names = Counter(key(server.name) for server in servers)
    nowhere = {UNKNOWN_SITE} | (set(plan.sites) if len(plan.sites) == 1 else set())
    ids, claimed = [""] * len(servers), set[str]()

    def same_site(server: Named, name: str) -> bool:
        site = plan.servers[name].site
        return site == server.site if server.site else site in nowhere

    def only_one(server: Named, name: str) -> bool:
        is_somewhere = UNKNOWN_SITE not in (server.site or UNKNOWN_SITE, plan.servers[name].site)
        return names[key(server.name)] == 1 and not is_somewhere

    behind = partial(_behind, known=by_id, called=called)
    ways = ((_own, same_site), (behind, same_site), (_spelled(plan), same_site), (_own, only_one))
    for known_as, agrees in ways:
        for place, server in enumerate(servers):
            if ids[place]:
                continue
            candidates = (by_id[id] for id in known_as(server) if id in by_id)
            ids[place] = next(
                (
                    name
                    for name in candidates
                    if name not in claimed
                    and agrees(server, name)
                    and not _is_of_another_domain(server, plan.servers[name], name)
                ),
                "",
            )
            claimed |= {ids[place]} - {""}
    return ids


def _by_id(plan: Plan) -> dict[str, str]:
    """The plan's servers by their ids, case aside, and by the first part of an id.

    The first part counts where only one server has it.
    """
    by_id = {name.casefold(): name for name in plan.servers}
    first_parts = Counter(map(key, plan.servers))
    firsts = {key(name): name for name in plan.servers if first_parts[key(name)] == 1}
    return firsts | by_id


def _is_of_another_domain(server: Named, part: Server, name: str) -> bool:
    """Whether a server of a list is another than this one of the plan, by name and address.

    Its full name is none of this one's, and its address another.
    """
    if not server.full or (server.address and server.address == part.address):
        return False
    known = full_names(key(server.name), name, part.address, part.notes)
    return bool(known) and known.isdisjoint(server.full)


def _own(server: Named) -> Iterator[str]:
    """The ids that say the name and nothing else."""
    yield slug(server.name)
    yield key(server.name) or "server"


def _spelled(plan: Plan) -> Callable[[Named], Iterator[str]]:
    """How the plan calls a server that has its address, and its name in another spelling."""
    known = {(spelling(key(name)), part.address): name for name, part in plan.servers.items()}

    def spelled(server: Named) -> Iterator[str]:
        if server.address and (name := known.get((spelling(key(server.name)), server.address))):
            yield name.casefold()

    return spelled


def _behind(server: Named, known: Container[str], called: Container[str]) -> Iterator[str]:
    """The ids that a name gets which others have too: with the site behind it, then numbered."""
    behind = (
        f"{key(server.name) or 'server'}-{server.site}"
        if server.site
        else key(server.name) or "server"
    )
    yield behind
    number = 2
    while (behind in known or behind in called) and (candidate := f"{behind}-{number}") in known:
        yield candidate
        number += 1


def site_id(name: str, taken: Container[str]) -> str:
    """A new id for a site of this name."""
    bare = slug(name) or "site"
    if bare not in taken:
        return bare
    return next(f"{bare}-{number}" for number in range(2, 10**9) if f"{bare}-{number}" not in taken)
