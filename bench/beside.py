"""The order of this tree beside that of another checkout, in one run: what a change of the rule does
to instances that say nothing new, and what new words are worth where a plan says them.

The other tree puts the servers in order in a process of its own, by its own source; all orders are
played here, by the same crews.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench import lanes
from bench.instances import Instance
from bench.peers import the_rule
from bench.search import CREWS, sets, stored
from bench.simulation import FACTORS, Simulation
from bench.wishing import Together, Wishing, together, wishing
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.order.problem import Together as Opening

SHARE, WEIGHT = 5, 1
"""What a plan lends by a wish (hundredths) and a group counts for unless it says otherwise."""

GENTLE = FACTORS["gentle"]

ORDERING = """
import json, sys
from bench import instances
from chwapi_console.recovery.order.order import in_order
for name in json.load(sys.stdin):
    kind, size, seed = name.split()
    problem = getattr(instances, kind)(int(size), int(seed[1:])).problem
    print(json.dumps(list(in_order(problem._replace(blocked=())).servers)))
"""
"""What the other tree is asked: the servers of each instance by its name, in its order."""

Up = Mapping[str, int]
"""The minutes at which services are up."""


class Told(NamedTuple):
    """An instance, its problem with the new words, and its downtime as its plan counts it, and that
    of the services alone."""

    instance: Instance
    problem: Problem
    downtime: Callable[[Up], float]
    alone: Callable[[Up], float]


def orders_of(tree: Path, instances: Sequence[Instance]) -> Iterator[list[str]]:
    """The order that another checkout gives to the servers of each instance."""
    own = tree / ".venv/bin/python"
    done = subprocess.run(
        [str(own if own.exists() else sys.executable), "-c", ORDERING],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(("src", "."))},
        input=json.dumps([instance.name for instance in instances]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return map(json.loads, done.stdout.splitlines())


def report(tree: Path) -> None:
    """Prints the tables."""
    _report_plain(tree)
    print(
        "\nhospitals that say more: downtime as their plans count it / that of the order before, and "
        "that of the services alone: mean (worst)"
    )
    for size, count in ((300, 30), (1000, 6)):
        wishers = [_with_wishes(wishing(size, seed)) for seed in range(count)]
        _report_told(tree, f"{size:,}, wishes", wishers)
        openers = [_with_groups(together(size, seed)) for seed in range(count)]
        _report_told(tree, f"{size:,}, groups", openers)
    _report_lanes(tree)


def _report_plain(tree: Path) -> None:
    print(
        f"\ndowntime / the least known: mean (worst), by this rule and by that of {tree}, and this / "
        "that, of instances that say nothing new"
    )
    alike = 0
    for row, instances in sets().items():
        mine, theirs = [the_rule(each) for each in instances], list(orders_of(tree, instances))
        alike += sum(one == other for one, other in zip(mine, theirs, strict=True))
        for name, factors in FACTORS.items():
            for crews in CREWS:
                now, then = (
                    [
                        Simulation(instance.problem).downtime(order, crews, factors)
                        for instance, order in zip(instances, orders, strict=True)
                    ]
                    for orders in (mine, theirs)
                )
                key = f"{crews} {name}"
                least = [
                    min(stored().get(instance.name, {}).get(key, its), its)
                    for instance, its in zip(instances, now, strict=True)
                ]
                _row(
                    f"{row}, {name}",
                    crews,
                    _ratios(now, least),
                    _ratios(then, least),
                    _ratios(now, then),
                )
    print(f"  {alike} of {sum(map(len, sets().values()))} are in the same order to the letter")


def _ratios(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [mine / its for mine, its in zip(one, other, strict=True) if its]


def _row(row: str, crews: object, *cells: Sequence[float]) -> None:
    said = "".join(f"{statistics.mean(its):11.3f} ({max(its):.3f})" for its in cells)
    print(f"  {row:28}{crews!s:>6}{said}", flush=True)


def _with_wishes(of: Wishing) -> Told:
    told = of.instance.problem._replace(wishes=of.wishes, share=SHARE)
    return _told(of, of._replace(lost=0), told)


def _with_groups(of: Together) -> Told:
    groups = {name: Opening(members, WEIGHT) for name, members in of.groups.items()}
    return _told(of, of._replace(whole=0), of.instance.problem._replace(groups=groups))


def _told(of: Wishing | Together, alone: Wishing | Together, problem: Problem) -> Told:
    return Told(
        of.instance,
        problem,
        lambda up: of.downtime(up, GENTLE),
        lambda up: alone.downtime(up, GENTLE),
    )


def _report_told(tree: Path, row: str, told: Sequence[Told]) -> None:
    mine = [list(in_order(of.problem).servers) for of in told]
    theirs = list(orders_of(tree, [of.instance for of in told]))
    for crews in CREWS:
        whole, alone = list[float](), list[float]()
        for of, own, other in zip(told, mine, theirs, strict=True):
            play = Simulation(of.instance.problem)
            now, then = (play.completion(order, crews) for order in (own, other))
            whole.append(of.downtime(now) / of.downtime(then))
            alone.append(of.alone(now) / of.alone(then))
        _row(row, crews, whole, alone)


def _report_lanes(tree: Path) -> None:
    """The order now, and crews that keep lanes free and lend a hand, beside the order before and
    crews that take the first ready entry."""
    print(
        "\nhospitals with lanes, three trades, nights and second pairs of hands: downtime / that of "
        "crews that take the first ready entry of the order before: mean (worst)"
    )
    for size, count in ((300, 12), (1000, 3)):
        found = [lanes.shared(size, seed) for seed in range(count)]
        theirs = orders_of(tree, [of.instance for of in found])
        ratios = list[float]()
        for of, servers in zip(found, theirs, strict=True):
            order = in_order(of.instance.problem)
            now = lanes.downtime(of, order.servers, order)
            then = lanes.first_ready(of, servers, order)
            ratios.append(now / then)
        _row(f"{size:,}, lanes and trades", "", ratios)
