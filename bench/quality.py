"""How good the order is: beside the best known, beside three peers, and on small problems beside
the best there is."""

import statistics
from collections.abc import Mapping, Sequence

from bench import lanes
from bench.exact import Exact
from bench.instances import Instance, tangle
from bench.peers import PEERS, the_rule
from bench.search import CREWS, sets, stored, unblocked
from bench.simulation import FACTORS, Simulation
from bench.wishing import Together, Wishing, together, wishing
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Together as Opening

SMALL = 500
"""Small problems looked at in full."""


def ratios(instances: Sequence[Instance], crews: int, factors: str) -> dict[str, list[float]]:
    """For each way of ordering its weighted downtime, as a multiple of the least known, instance by
    instance."""
    known = stored()
    found: dict[str, list[float]] = {peer: [] for peer in PEERS}
    for instance in instances:
        simulation = Simulation(instance.problem)
        downtime = {
            peer: simulation.downtime(order(instance), crews, FACTORS[factors])
            for peer, order in PEERS.items()
        }
        least = min(
            known.get(instance.name, {}).get(f"{crews} {factors}", downtime["this rule"]),
            downtime["this rule"],
        )
        for peer, its in downtime.items():
            if least:
                found[peer].append(its / least)
    return found


def report() -> None:
    """Prints the tables."""
    for factors, of_tier in FACTORS.items():
        counts = ", ".join(map(str, of_tier.values()))
        print(
            "\nweighted downtime / the least known: mean (worst). An hour of tiers 1 to 5 counts "
            f"{counts}"
        )
        print(f"  {'':17}{'crews':>6}" + "".join(f"{peer:>30}" for peer in PEERS))
        for row, instances in sets().items():
            for crews in CREWS:
                found = ratios(instances, crews, factors)
                cells = (f"{statistics.mean(its):.3f} ({max(its):.3f})" for its in found.values())
                print(f"  {row:17}{crews:6}" + "".join(f"{cell:>30}" for cell in cells), flush=True)
    report_words()
    lanes.report()
    report_small()


def report_words() -> None:
    """Prints what the words of a plan are worth that only some say: wishes, and what opens together."""
    factors = FACTORS["gentle"]
    print(
        "\nhospitals that wish for each other, and that open together: downtime with what is lost "
        "without a wish or a whole / the same without these words in the rule: mean (worst); and of "
        "the services alone"
    )
    for row, seeds, size in (("hospital of 300", 30, 300), ("hospital of 1,000", 6, 1000)):
        wishers = [wishing(size, seed) for seed in range(seeds)]
        openers = [together(size, seed) for seed in range(seeds)]
        for crews in CREWS:
            for share in SHARES:
                found = [_wished(of, crews, share, factors) for of in wishers]
                _print_words(row, crews, f"wish {share / 100:.2f}", found)
            for weight in (1, 2):
                found = [_opened(of, crews, weight, factors) for of in openers]
                _print_words(row, crews, f"groups, weight {weight}", found)


SHARES = (1, 5, 10, 25, 50)
"""Shares of a wisher's worth that are tried, in hundredths."""


def _print_words(row: str, crews: int, what: str, found: Sequence[tuple[float, float]]) -> None:
    whole, alone = zip(*found, strict=True)
    print(
        f"  {row:18}{crews:6}  {what:20}{statistics.mean(whole):8.3f} ({max(whole):.3f})"
        f"{statistics.mean(alone):10.3f} ({max(alone):.3f})",
        flush=True,
    )


def _wished(of: Wishing, crews: int, share: int, factors: Mapping[int, int]) -> tuple[float, float]:
    """What the share does to the downtime, and to that of the services alone, as multiples."""
    problem = of.instance.problem
    plain, told = (
        Simulation(each).completion(list(in_order(each).servers), crews)
        for each in (problem, problem._replace(wishes=of.wishes, share=share))
    )
    alone = of._replace(lost=0)
    return (
        of.downtime(told, factors) / of.downtime(plain, factors),
        alone.downtime(told, factors) / alone.downtime(plain, factors),
    )


def _opened(
    of: Together, crews: int, weight: int, factors: Mapping[int, int]
) -> tuple[float, float]:
    """What the groups do to the downtime, and to that of the services alone, as multiples."""
    problem = of.instance.problem
    groups = {name: Opening(members, weight) for name, members in of.groups.items()}
    plain, told = (
        Simulation(each).completion(list(in_order(each).servers), crews)
        for each in (problem, problem._replace(groups=groups))
    )
    alone = of._replace(whole=0)
    return (
        of.downtime(told, factors) / of.downtime(plain, factors),
        alone.downtime(told, factors) / alone.downtime(plain, factors),
    )


def report_small() -> None:
    """Prints how far the rule is from the best there is on problems of at most 8 servers."""
    print(
        f"\n{SMALL} AND/OR graphs of 4 to 8 servers, one crew: weighted downtime / the least of "
        "all orders"
    )
    print(f"  {'':44}{'mean':>8}{'worst':>8}{'optimal':>9}")
    small = [unblocked(tangle(4 + seed % 5, seed)) for seed in range(SMALL)]
    exact = [Exact(instance.problem, FACTORS["gentle"]) for instance in small]
    downtime = [
        Simulation(instance.problem).downtime(the_rule(instance), 1, FACTORS["gentle"])
        for instance in small
    ]
    for what, in_tiers in (("of all that serve the best tier down first", True), ("of all", False)):
        least = [every.least_downtime(in_tiers=in_tiers) for every in exact]
        found = [its / best for its, best in zip(downtime, least, strict=True) if best]
        optimal = sum(ratio < 1 + 1e-9 for ratio in found) / len(found)
        print(f"  {what:44}{statistics.mean(found):8.3f}{max(found):8.2f}{optimal:9.0%}")
