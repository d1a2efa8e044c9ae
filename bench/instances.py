"""Problems to judge the order by, each from a seed: hospitals as they are built, and AND/OR graphs
of no shape at all.

They were written down before any rule was measured on them and know nothing of how a rule decides:
which layer an attack hits most, what weighs how much and who shares what are drawn anew in every
instance.
"""

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs
from chwapi_console.recovery.order.problem import Demand, Problem

HIT = 0.27
LAYERS = ("network", "san", "hypervisor", "directory", "database", "interface", "application")
"""From the ground up."""

SHARES = {
    "network": 0.06,
    "san": 0.03,
    "hypervisor": 0.13,
    "directory": 0.03,
    "database": 0.14,
    "interface": 0.02,
}
"""Of all servers; the rest are applications, and a few that nothing needs."""

LIKELY = {
    "network": (30, 120),
    "san": (120, 600),
    "hypervisor": (60, 240),
    "directory": (120, 360),
    "database": (90, 480),
    "interface": (60, 240),
    "application": (30, 480),
}
"""The range of likely minutes to restore one, layer by layer."""


class Instance(NamedTuple):
    """A problem, and what other ways of ordering go by: the layer of each server, and the tier
    somebody once wrote on it.

    `ranges` are low, likely and high minutes of every server; the problem has the likely ones of
    those that are missing.
    """

    name: str
    problem: Problem
    layers: Mapping[str, str]
    written: Mapping[str, int]
    ranges: Mapping[str, tuple[int, int, int]]


def hospital(size: int, seed: int) -> Instance:
    """A hospital of so many servers on a few sites, about 27 % of them hit."""
    dice = random.Random(f"hospital of {size}, seed {seed}")
    built = _Building(dice, size)
    services = _services(dice, built, max(8, size // 7))
    ranges = {server: _range(dice, *LIKELY[layer]) for server, layer in built.layers.items()}
    hit = _hit(dice, built.layers)
    problem = Problem(
        Graph(built.needs),
        services,
        {s: ranges[s][1] for s in built.layers if s in hit},
        sites=built.sites,
    )
    return Instance(
        f"hospital {size} #{seed}", problem, built.layers, _written(dice, built, services), ranges
    )


def tangle(size: int, seed: int) -> Instance:
    """An AND/OR graph of so many servers without a shape: any-of, cycles that an any-of breaks,
    blocked, retired, unused."""
    dice = random.Random(f"tangle of {size}, seed {seed}")
    servers = _ids("s", size)
    services = _ids("v", max(3, size // 5))
    needs: dict[str, Needs] = {}
    for number, server in enumerate(servers):
        needs[server] = _any_groups(dice, servers[:number], servers, most=3)
    for number, service in enumerate(services):
        beneath = [*servers, *services[:number]]
        needs[service] = _any_groups(dice, beneath, beneath, most=4) or ((dice.choice(servers),),)
    state = {
        server: dice.choices(("missing", "available", "blocked", "lost"), (50, 40, 6, 4))[0]
        for server in servers
    }
    ranges = {server: _range(dice, 10, 600) for server in servers}
    problem = Problem(
        Graph(needs),
        {
            service: Demand(
                dice.randint(1, 5),
                dice.choice((1, 1, 2, 3, 5, 9)),
                dice.choice((None, dice.randint(300, 6000))),
            )
            for service in services
        },
        {
            server: ranges[server][1]
            for server in servers
            if state[server] in ("missing", "blocked")
        },
        [server for server in servers if state[server] == "lost"],
        [server for server in servers if state[server] == "blocked"],
        dict.fromkeys(servers, "site0"),
    )
    layers = {server: LAYERS[min(6, 7 * number // size)] for number, server in enumerate(servers)}
    return Instance(
        f"tangle {size} #{seed}",
        problem,
        layers,
        {server: dice.randint(1, 5) for server in servers},
        ranges,
    )


class _Building:
    """The servers of a hospital, layer upon layer, and what each needs."""

    def __init__(self, dice: random.Random, size: int) -> None:
        self.dice = dice
        self.needs: dict[str, Needs] = {}
        self.layers: dict[str, str] = {}
        self.sites: dict[str, str] = {}
        self.site_names = [f"site{number}" for number in range(max(2, size // 90))]
        self.at: dict[tuple[str, str], list[str]] = {}
        self._wanted = {layer: max(2, round(share * size)) for layer, share in SHARES.items()}
        self._wanted["application"] = size - sum(self._wanted.values())
        for layer in LAYERS[:2]:
            self._spread(layer)
        self.clusters = self._hypervisors()
        for layer in LAYERS[3:]:
            self._spread(layer)

    def _spread(self, layer: str) -> None:
        """Puts the servers of a layer on sites, larger sites first; every site has some of the
        ground."""
        for number in range(self._wanted[layer]):
            every_site = layer in ("network", "san") and number < 2 * len(self.site_names)
            site = self.site_names[number % len(self.site_names)] if every_site else self._site()
            self._put(layer, site, getattr(self, f"_{layer}")(site))

    def _put(self, layer: str, site: str, needs: Sequence[Sequence[str]]) -> str:
        server = f"{layer[:3]}{len(self.layers):04}"
        self.layers[server], self.sites[server] = layer, site
        self.needs[server] = tuple(tuple(group) for group in needs if group)
        self.at.setdefault((layer, site), []).append(server)
        return server

    def _site(self) -> str:
        return self.dice.choices(
            self.site_names, [1 / (number + 1) for number in range(len(self.site_names))]
        )[0]

    def _here(self, layer: str, site: str, most: int) -> list[str]:
        """A few servers of a layer at a site, or anywhere when the site has none."""
        some = self.at.get((layer, site)) or self.everywhere(layer)
        return self.dice.sample(some, min(most, len(some)))

    def everywhere(self, layer: str) -> list[str]:
        """All servers of a layer so far."""
        return [server for server, its in self.layers.items() if its == layer]

    def _network(self, site: str) -> list[list[str]]:
        return [self._here("network", site, 2)] if self.layers and self.dice.random() < 0.3 else []

    def _san(self, site: str) -> list[list[str]]:
        return [self._here("network", site, 2)]

    def _hypervisors(self) -> list[tuple[str, list[str]]]:
        """Clusters of two to five hosts on one SAN; a guest needs any one host of its cluster."""
        clusters: list[tuple[str, list[str]]] = []
        left = self._wanted["hypervisor"]
        while left > 0:
            site = (
                self._site()
                if len(clusters) >= len(self.site_names)
                else self.site_names[len(clusters)]
            )
            san, network = self._here("san", site, 1), self._here("network", site, 2)
            hosts = [
                self._put("hypervisor", site, [san, network])
                for _ in range(min(left, self.dice.randint(2, 5)))
            ]
            clusters.append((site, hosts))
            left -= len(hosts)
        return clusters

    def _cluster(self, site: str) -> list[str]:
        return self.dice.choice(
            [hosts for at, hosts in self.clusters if at == site]
            or [hosts for _, hosts in self.clusters]
        )

    def _directory(self, site: str) -> list[list[str]]:
        return (
            [self._cluster(site)] if self.dice.random() < 0.8 else [self._here("network", site, 2)]
        )

    def _any_controller(self) -> list[str]:
        """Any domain controller of a pair: a domain has two or three, and a large hospital has
        several domains."""
        controllers = self.everywhere("directory")
        first = self.dice.randrange(0, max(1, len(controllers) - 1), 3)
        return controllers[first : first + self.dice.choice((2, 2, 3))]

    def _database(self, site: str) -> list[list[str]]:
        return [
            self._cluster(site),
            *([self._any_controller()] if self.dice.random() < 0.8 else []),
        ]

    def _interface(self, site: str) -> list[list[str]]:
        return [self._cluster(site), self._a_database(site)]

    def _a_database(self, site: str) -> list[str]:
        """One database, seldom a mirrored pair of which either will do."""
        return self._here("database", site, 2 if self.dice.random() < 0.2 else 1)

    def _application(self, site: str) -> list[list[str]]:
        groups = [
            self._cluster(site) if self.dice.random() < 0.9 else self._here("network", site, 2)
        ]
        for chance, group in (
            (0.75, self._any_controller()),
            (0.6, self._a_database(site)),
            (0.25, self.everywhere("interface")),
        ):
            if self.dice.random() < chance:
                groups.append(group)
        return groups


def _services(dice: random.Random, built: _Building, count: int) -> dict[str, Demand]:
    """Services at a site over two to eight applications; one in three needs another service too,
    often one all share."""
    applications = built.everywhere("application")
    idle = set(dice.sample(applications, len(applications) // 30))
    nobodys = {
        site: [a for a in dice.sample(at, len(at)) if a not in idle]
        for site in built.site_names
        if (at := built.at.get(("application", site)))
    }
    services: dict[str, Demand] = {}
    for service in _ids("v", count):
        site = dice.choice(list(nobodys))
        wanted = [
            _application_for(dice, nobodys[site], built.at["application", site])
            for _ in range(dice.choice((2, 3, 4, 5, 6, 8)))
        ]
        others = list(services)[:6] if dice.random() < 0.6 else list(services)
        wanted += dice.sample(others, min(len(others), dice.choice((0, 0, 0, 0, 1, 2))))
        built.needs[service] = tuple((need,) for need in dict.fromkeys(wanted))
        built.sites[service] = site
        services[service] = Demand(
            dice.choices((1, 2, 3, 4, 5), (30, 25, 20, 13, 12))[0],
            dice.choice((1, 1, 1, 2, 3, 4, 5, 9, 20)),
            dice.choice((None, 60 * dice.choice((12, 24, 48, 72, 120)))),
        )
    return services


def _application_for(dice: random.Random, nobodys: list[str], all_there: Sequence[str]) -> str:
    """An application that no service uses yet; seldom, or when there is none left, any."""
    return nobodys.pop() if nobodys and dice.random() < 0.85 else dice.choice(all_there)


def _hit(dice: random.Random, layers: Mapping[str, str]) -> set[str]:
    """About 27 % of all servers; how likely each layer is to be among them differs from attack to
    attack."""
    leaning = {layer: dice.choice((0.3, 1.0, 1.0, 3.0)) for layer in LAYERS}
    waiting = {server: dice.random() ** (1 / leaning[layer]) for server, layer in layers.items()}
    return set(sorted(waiting, key=waiting.__getitem__, reverse=True)[: round(HIT * len(layers))])


def _written(
    dice: random.Random, built: _Building, services: Mapping[str, Demand]
) -> dict[str, int]:
    """The tier that stands in the inventory: what was thought when a server was bought.

    An application has the tier of one service that uses it, a database of one application; the
    ground has what its owners thought of it. One in five has slipped by one since.
    """
    written = {server: dice.choice((1, 2, 3, 3, 4)) for server in built.layers}
    for service in dice.sample(list(services), len(services)):
        written |= {
            need: services[service].tier for (need,) in built.needs[service] if need in written
        }
    for application in built.everywhere("application"):
        for group in built.needs[application]:
            written |= {
                need: written[application] for need in group if built.layers[need] == "database"
            }
    return {
        server: min(5, max(1, tier + dice.choice((-1, 1)) * (dice.random() < 0.2)))
        for server, tier in written.items()
    }


def _range(dice: random.Random, least: int, most: int) -> tuple[int, int, int]:
    """Low, likely and high minutes: short work is common, long work is not rare."""
    likely = round(least * (most / least) ** dice.random())
    return (
        max(1, round(likely * dice.uniform(0.4, 0.8))),
        likely,
        round(likely * dice.uniform(1.4, 3.5)),
    )


def _any_groups(
    dice: random.Random, earlier: Sequence[str], anything: Sequence[str], most: int
) -> Needs:
    """A few groups, each with one member that was there before, so that whatever cycle the others
    close can be broken."""
    groups: list[tuple[str, ...]] = []
    for _ in range(dice.randint(0, most) if earlier else 0):
        others = dice.sample(anything, dice.randint(1, 2)) if dice.random() < 0.4 else []
        groups.append(tuple(dict.fromkeys([dice.choice(earlier[-30:]), *others])))
    return tuple(dict.fromkeys(groups))


def _ids(letter: str, count: int) -> list[str]:
    return [f"{letter}{number:04}" for number in range(count)]
