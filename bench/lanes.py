"""Hospitals with lanes, several crews, nights and second pairs of hands, to judge by what it is worth
to go on with what the program says.

Written down before anything was measured on them. What uses which lane for how long, how many places
there are, who is for what and who sleeps is drawn anew in every instance.
"""

import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple
from unittest.mock import patch

from bench.instances import Instance, hospital
from bench.peers import PEERS
from bench.simulation import FACTORS, worth
from chwapi_console.recovery.order import crewed
from chwapi_console.recovery.order.crew_work import TIER_COUNTS, Means, StageKind
from chwapi_console.recovery.order.laid_out import Division, Part, played
from chwapi_console.recovery.order.order import Order, in_order
from chwapi_console.recovery.order.shifts import shifts

TRADES = (("network", "san", "hypervisor"), ("directory", "application"), ("database", "interface"))
"""Layers that one trade is for."""

DAY_SHIFT = ((420, 1380),)
DETECTED = 20 * 60 + 46
"""Sunday, as minutes of the day."""

SEARCHED = 400
"""Orders that are tried to find a better one than the rule's."""


class Shared(NamedTuple):
    """A hospital, and who does what with what."""

    instance: Instance
    division: Division


def shared(size: int, seed: int) -> Shared:
    """A hospital with two lanes (imaging, restore throughput), three trades, and crews that are for
    everything; one trade in three sleeps."""
    dice = random.Random(f"shared hospital of {size}, seed {seed}")
    instance = hospital(size, 2000 + seed)
    imaging, restoring = dice.uniform(0.1, 0.25), dice.uniform(0.2, 0.5)
    places = [dice.randint(1, 3), dice.randint(2, 4)]
    crews = [dice.randint(1, 2) for _ in TRADES] + [dice.randint(1, 3)]
    offset = 6 * 1440 + DETECTED
    at_work = [shifts(DAY_SHIFT, (), offset) if dice.random() < 1 / 3 else None for _ in TRADES] + [
        None
    ]
    everything = len(TRADES)
    parts: dict[str, list[Part]] = {}
    for server, minutes in instance.problem.minutes.items():
        layer = instance.layers[server]
        trade = next(n for n, layers in enumerate(TRADES) if layer in layers)
        takers, hands = (trade, everything), 2 if layer in ("directory", "san") else 1
        is_data = layer in ("san", "database", "application") and dice.random() < 0.8
        shares = [(imaging, (1,)), (1 - imaging - restoring * is_data, ())]
        shares += [(restoring, (0,))] if is_data else []
        parts[server] = [
            Part(minutes * share, StageKind(takers, lanes), hands) for share, lanes in shares
        ]
    return Shared(instance, Division(Means(crews, at_work, places), parts))


def downtime(of: Shared, servers: Sequence[str], order: Order) -> float:
    """The weighted downtime when crews go by an order of servers."""
    problem = of.instance.problem
    up = played(problem, servers, order.tier, of.division).up
    return sum(
        up[service] * worth(demand, FACTORS["gentle"])
        for service, demand in problem.services.items()
        if service in up
    )


def alone(of: Shared) -> Shared:
    """The same where nobody lends a hand."""
    parts = {
        server: [part._replace(hands=1) for part in own]
        for server, own in of.division.parts.items()
    }
    return of._replace(division=of.division._replace(parts=parts))


def found_by_search(of: Shared, order: Order, least: float, seed: int) -> float:
    """The least downtime of some hundred orders near the rule's: each time one server is put elsewhere
    within its tier, and stays there where that is better."""
    dice, servers = random.Random(f"search {seed}"), list(order.servers)
    placed = [place for place, server in enumerate(servers) if server in order.tier]
    for _ in range(SEARCHED):
        source, target = dice.choice(placed), dice.choice(placed)
        if order.tier[servers[source]] != order.tier[servers[target]]:
            continue
        tried = servers.copy()
        tried.insert(target, tried.pop(source))
        if (its := downtime(of, tried, order)) < least:
            servers, least = tried, its
    return least


def report() -> None:
    """Prints what the order and who goes on with what are worth."""
    print(
        "\nhospitals with lanes, three trades, nights and second pairs of hands: weighted downtime / "
        f"the least of {SEARCHED} orders near the rule's: mean (worst)"
    )
    ways: Mapping[str, Callable[[Shared, Order], float]] = {
        "this rule": lambda of, order: downtime(of, order.servers, order),
        "… nothing kept free": _without_keeping,
        "… no second pair of hands": lambda of, order: downtime(alone(of), order.servers, order),
        **{
            name: partial(_as_peers_do, peer) for name, peer in PEERS.items() if name != "this rule"
        },
    }
    for row, seeds, size in (("hospital of 300", 12, 300), ("hospital of 1,000", 3, 1000)):
        ratios: dict[str, list[float]] = {way: [] for way in ways}
        for seed in range(seeds):
            of = shared(size, seed)
            order = in_order(of.instance.problem)
            its = {name: way(of, order) for name, way in ways.items()}
            least = found_by_search(of, order, its["this rule"], seed)
            for name, minutes in its.items():
                ratios[name].append(minutes / least)
        for name, found in ratios.items():
            print(
                f"  {row:18}  {name:30}{statistics.mean(found):8.3f} ({max(found):.3f})", flush=True
            )


def _as_peers_do(peer: Callable[[Instance], list[str]], of: Shared, order: Order) -> float:
    return downtime(of, peer(of.instance), order)


def _without_keeping(of: Shared, order: Order) -> float:
    return nothing_kept(of, order.servers, order)


def nothing_kept(of: Shared, servers: Sequence[str], order: Order) -> float:
    """The weighted downtime when crews keep no place in a lane free for what comes earlier."""
    nothing = (0.0,) * len(TIER_COUNTS)
    with patch.object(crewed, "TIER_COUNTS", nothing):
        return downtime(of, servers, order)


def first_ready(of: Shared, servers: Sequence[str], order: Order) -> float:
    """The weighted downtime when crews keep nothing free and nobody lends a hand."""
    return nothing_kept(alone(of), servers, order)
