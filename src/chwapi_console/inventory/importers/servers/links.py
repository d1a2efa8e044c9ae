"""Needs that a list writes as names become needs of a plan.

What cannot be linked is told, and none is made up.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import count

from chwapi_console.inventory.cycles import shortest_cycles, turning_back
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs, without_members
from chwapi_console.inventory.importers.found import ListedServer, Unread, Where
from chwapi_console.inventory.importers.words.ids import full_names, key, slug
from chwapi_console.inventory.model import Plan
from chwapi_console.inventory.plain_words import folded
from chwapi_console.named_tuples import NamedTuple
from chwapi_console.text import Sentence, every, say, some

MOST_TURNS = 10
"""Times that the shortest cycles are looked for and cut, before a knot is cut at once."""

MOST_NAMED = 8


class Linked(NamedTuple):
    """The needs of a server by ids, and a word about each that led nowhere."""

    needs: Needs
    unread: tuple[Unread, ...]


class Names:
    """What the servers and services of a plan and a list may be called, and their ids."""

    def __init__(
        self, plan: Plan, machines: Sequence[ListedServer], ids: Sequence[str], sites: Sequence[str]
    ) -> None:
        self._site = {
            **{name: part.site or "" for name, part in plan.services.items()},
            **{name: server.site for name, server in plan.servers.items()},
            **dict(zip(ids, sites, strict=True)),
        }
        called: dict[str, dict[str, None]] = defaultdict(dict)
        for name in (*plan.servers, *plan.services):
            called[key(name)][name] = None
        for service, part in plan.services.items():
            called[folded(part.name)][service] = None
        for server, name in zip(machines, ids, strict=True):
            called[key(server.name)][name] = None
            called[slug(server.name)][name] = None
        for name, known in plan.servers.items():
            for full in full_names(key(name), name, known.address, known.notes):
                called[full][name] = None
        self._called = called

    def linked(self, server: ListedServer, own: str) -> Linked:
        """The needs of one server, whose id is `own`."""
        groups: list[tuple[str, ...]] = []
        unread: list[Unread] = []
        used = {own}
        for group in sorted(
            server.needs, key=lambda group: len(group) > 1
        ):  # who needs dc1 needs "dc1 or dc2" no more
            members = []
            for name in group:
                known = self._ids(name, self._site[own])
                if len(known) == 1 and known[0] not in used:
                    members.append(known[0])
                elif len(known) != 1 or known[0] == own:
                    unread.append(Unread(server.where, _no_link(server.name, name, known, own)))
            if len(group) > 1 and any(
                (known,) in groups for name in group for known in self._ids(name, self._site[own])
            ):
                continue
            used.update(members)
            if members:
                groups.append(tuple(dict.fromkeys(members)))
        return Linked(tuple(groups), tuple(unread))

    def _ids(self, name: str, site: str) -> Sequence[str]:
        """The ids that a name may mean: those at the same site, if any are there."""
        known = list(self._called.get(slug(name), self._called.get(key(name), ()))) or list(
            self._called.get(folded(name), ())
        )
        return [each for each in known if self._site[each] == site] or known


def _no_link(server: str, name: str, known: Sequence[str], own: str) -> Sentence:
    if list(known) == [own]:
        return say(
            "{server} needs {name}, which is itself. It was left out.", server=server, name=name
        )
    if known:
        return say(
            "{server} needs {name}, which may be {ids}. Write which in the plan.",
            server=server,
            name=name,
            ids=every(known),
        )
    return say(
        "{server} needs {name}, which neither the list nor the plan has. It was left out.",
        server=server,
        name=name,
    )


def without_cycles(plan: Plan, imported: Mapping[str, Where]) -> tuple[Plan, list[Unread]]:
    """The plan without imported needs that close a cycle which nothing can break.

    Cycles that people write by mistake are cut one by one, each at its weakest need. Of what is
    knotted beyond that, like a list in which everything needs everything, all needs that lead back
    to where one came from are left out at once.
    """
    unread: list[Unread] = []
    servers = dict(plan.servers)
    for turn in count():
        graph = Graph(
            {
                **{name: part.needs for name, part in servers.items()},
                **{name: part.needs for name, part in plan.services.items()},
            }
        )
        stuck = graph.needs.keys() - graph.settle(lambda _, ready: ready, 0)
        cut = [
            edge for cycle in shortest_cycles(graph, stuck) if (edge := _weakest(cycle, imported))
        ]
        if cut and turn >= MOST_TURNS:
            cut = [
                (server, need) for server, need in turning_back(graph, stuck) if server in imported
            ] or cut
        cut = cut or _hopeless(graph, stuck, imported)
        if not cut:
            break
        needs_of: dict[str, list[str]] = defaultdict(list)
        for server, need in cut:
            needs_of[server].append(need)
        for server, needs in needs_of.items():
            servers[server] = servers[server]._replace(
                needs=without_members(servers[server].needs, set(needs))
            )
            unread += [Unread(imported[server], sentence) for sentence in _left_out(server, needs)]
    return plan._replace(servers=servers), unread


def _left_out(server: str, needs: Sequence[str]) -> list[Sentence]:
    if len(needs) > 1:
        return [
            say(
                "{server} needs {needs}, and each of these in the end needs {server}: nothing "
                "could bring any of them back. "
                "These needs were left out; write the right ones in the plan.",
                server=server,
                needs=some(needs, MOST_NAMED),
            )
        ]
    return [
        say(
            "{server} needs {need}, and {need} in the end needs {server}: nothing could bring "
            "either back. This need was left out; write the right one in the plan.",
            server=server,
            need=need,
        )
        for need in needs
    ]


def _weakest(cycle: Sequence[str], imported: Mapping[str, Where]) -> tuple[str, str] | None:
    """The last need of the cycle that came from the list.

    None where all of them were in the plan before.
    """
    return next(
        (
            (node, cycle[(place + 1) % len(cycle)])
            for place, node in reversed(list(enumerate(cycle)))
            if node in imported
        ),
        None,
    )


def _hopeless(
    graph: Graph, stuck: Set[str], imported: Mapping[str, Where]
) -> list[tuple[str, str]]:
    """A need from the list that no longer can come true.

    The shortest cycles lie in the plan, and another way out of them was closed by the list.
    """
    return next(
        (
            [(server, group[-1])]
            for server in sorted(stuck & imported.keys())
            for group in reversed(graph.needs[server])
            if stuck >= set(group)
        ),
        [],
    )
