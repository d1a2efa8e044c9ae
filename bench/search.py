"""The best order that a long search finds, to judge the rule by. `python -m bench.search` writes
`best_known.json` anew.

Simulated annealing over lists of servers, with the moves of a person at a whiteboard: one server
elsewhere, two exchanged, a stretch moved, all that one service misses brought together, another
member of an any-of. A lower tier never stands before a higher one, as in the rule; who restores is
simulated as everywhere here. From three starts: the rule's order, the topological one, a random
one. It lives here only: an order that nobody can explain is not wanted at a bedside.
"""

import argparse
import json
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush
from pathlib import Path

from bench.instances import Instance, hospital, tangle
from bench.peers import LAST, inherited_and_topological, the_rule
from bench.simulation import FACTORS, Simulation, worth
from chwapi_console.recovery.order.closures import Closures
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Problem

CREWS = (1, 3, 8)
STORE = Path(__file__).with_name("best_known.json")
STEPS = 20_000
WARMEST, COLDEST = 2e-3, 5e-6
"""What a move may cost at first and at last, as a share of the whole downtime."""

Settled = dict[str, list[str]]


def sets() -> dict[str, list[Instance]]:
    """The instances that the figures are from, by the name of their row."""
    return {
        "hospital of 300": [hospital(300, seed) for seed in range(6)],
        "hospital of 1,000": [hospital(1000, seed) for seed in range(4)],
        "AND/OR graph": [
            unblocked(tangle(size, seed)) for size in (40, 80, 160) for seed in range(3)
        ],
    }


def unblocked(instance: Instance) -> Instance:
    """The instance with its blocked servers merely missing: no simulation knows how long a block
    lasts."""
    return instance._replace(problem=instance.problem._replace(blocked=()))


class Situation:
    """The problem with every any-of settled on one member: what a list of servers is played on."""

    def __init__(self, problem: Problem, choice: Settled, factors: Mapping[int, int]) -> None:
        closures = Closures(problem, choice)
        self.servers = list(closures.servers)
        number = {server: n for n, server in enumerate(self.servers)}
        self.minutes = [problem.minutes[server] for server in self.servers]
        self.tier = [LAST] * len(self.servers)
        self.before: list[int] = []
        self.after: list[list[int]] = [[] for _ in self.servers]
        for server in self.servers:
            beneath = [number[s] for s in closures.names(closures.next[server])]
            self.before.append(len(beneath))
            for lower in beneath:
                self.after[lower].append(number[server])
        whole, last_of = dict[str, list[int]](), dict[tuple[int, ...], int]()
        for service, demand in problem.services.items():
            names = closures.names(closures.whole(service)) if service in choice else []
            if names:
                whole[service] = [number[s] for s in names]
                last = tuple(number[s] for s in closures.names(closures.next[service]))
                last_of[last] = last_of.get(last, 0) + worth(demand, factors)
                for needed in whole[service]:
                    self.tier[needed] = min(self.tier[needed], demand.tier)
        self.closures = list(whole.values())
        self.worth = list(last_of.items())
        self.clinical = sum(tier < LAST for tier in self.tier)

    def cost(self, order: Sequence[int], crews: int) -> int:
        """The weighted downtime of an order."""
        place = [0] * len(order)
        for number, server in enumerate(order):
            place[server] = number
        waiting, finish, minutes, after, tier = (
            self.before.copy(),
            [0] * len(order),
            self.minutes,
            self.after,
            self.tier,
        )
        ready = [place[server] for server, count in enumerate(waiting) if not count]
        heapify(ready)
        running: list[tuple[int, int]] = []
        now, left = 0, self.clinical
        while left:
            while ready and len(running) < crews:
                server = order[heappop(ready)]
                heappush(running, (now + minutes[server], server))
            now, server = heappop(running)
            finish[server] = now
            left -= tier[server] < LAST
            for dependent in after[server]:
                waiting[dependent] -= 1
                if not waiting[dependent]:
                    heappush(ready, place[dependent])
        return sum(value * max([finish[server] for server in last]) for last, value in self.worth)


def best_known(
    instance: Instance, crews: int, factors: Mapping[int, int], steps: int = STEPS
) -> int:
    """The least weighted downtime that the search finds, each start with its share of the steps."""
    problem, simulation = instance.problem, Simulation(instance.problem)
    best = simulation.downtime(the_rule(instance), crews, factors)
    dice = random.Random(f"{instance.name}, {crews}")
    for start in (
        the_rule(instance),
        inherited_and_topological(instance),
        dice.sample(sorted(problem.minutes), len(problem.minutes)),
    ):
        found, order = _annealed(problem, start, crews, factors, steps // 3, dice)
        best = min(best, found, simulation.downtime(order, crews, factors))
    return best


def _annealed(
    problem: Problem,
    start: Sequence[str],
    crews: int,
    factors: Mapping[int, int],
    steps: int,
    dice: random.Random,
) -> tuple[int, list[str]]:
    choice: Settled = {node: list(members) for node, members in in_order(problem).choice.items()}
    flips = list(_flips(problem, choice))
    here = Situation(problem, choice, factors)
    order = _arranged(here, start)
    cost = best = here.cost(order, crews)
    best_order = [here.servers[server] for server in order]
    for step in range(steps if len(order) > 1 else 0):
        warmth = best * WARMEST * (COLDEST / WARMEST) ** (step / steps)
        there, other_choice = here, choice
        if flips and dice.random() < 0.03:
            other_choice = _flipped(choice, *dice.choice(flips))
            if not other_choice:
                continue
            there = Situation(problem, other_choice, factors)
            other = _arranged(there, [here.servers[server] for server in order])
        else:
            other = _moved(here, order, dice)
        after = there.cost(other, crews)
        if after <= cost or dice.random() < math.exp((cost - after) / warmth):
            here, choice, order, cost = there, other_choice, other, after
            if cost < best:
                best, best_order = cost, [here.servers[server] for server in order]
    return best, best_order


def _arranged(situation: Situation, order: Iterable[str]) -> list[int]:
    """The numbers of an order, a lower tier after a higher one."""
    number = {server: n for n, server in enumerate(situation.servers)}
    return sorted(
        (number[server] for server in order if server in number), key=situation.tier.__getitem__
    )


def _moved(situation: Situation, order: list[int], dice: random.Random) -> list[int]:
    """A neighbour of an order."""
    pick, there = dice.random(), dice.randrange(situation.clinical or 1)
    low = (
        there - dice.randint(1, 12)
        if dice.random() < 0.6
        else dice.randrange(situation.clinical or 1)
    )
    if pick < 0.35:
        moving = [order[low]]
    elif pick < 0.5:
        other = order.copy()
        other[low], other[there] = other[there], other[low]
        return sorted(other, key=situation.tier.__getitem__)
    elif pick < 0.7:
        moving = order[max(low, 0) : max(low, 0) + dice.randint(2, 8)]
    else:
        closure = set(dice.choice(situation.closures)) if situation.closures else set()
        moving = [server for server in order if server in closure]
    moved = set(moving)
    left = [server for server in order if server not in moved]
    place = min(max(there, 0), len(left))
    return sorted([*left[:place], *moving, *left[place:]], key=situation.tier.__getitem__)


def _flips(problem: Problem, choice: Settled) -> Iterator[tuple[str, int, str]]:
    """Which node could settle its group of this number on this member instead."""
    for node in choice:
        yield from (
            (node, number, member)
            for number, group in enumerate(problem.down[node])
            if len(group) > 1
            for member in group
            if member in problem.reach
        )


def _flipped(choice: Settled, node: str, number: int, member: str) -> Settled:
    """The choice with one member exchanged, needs first; empty where that would close a cycle."""
    if choice[node][number] == member:
        return {}
    other = choice | {node: [*choice[node][:number], member, *choice[node][number + 1 :]]}
    try:
        return {name: other[name] for name in TopologicalSorter(other).static_order()}
    except CycleError:
        return {}


def _found(task: tuple[Instance, int, str, int]) -> tuple[str, str, int]:
    instance, crews, factors, steps = task
    return instance.name, f"{crews} {factors}", best_known(instance, crews, FACTORS[factors], steps)


def main() -> None:
    """Searches, and writes down the best of what was known before and what was found now."""
    parser = argparse.ArgumentParser(
        prog="bench.search", description="looks for the best orders there are"
    )
    parser.add_argument(
        "--steps", type=int, default=STEPS, help=f"steps of each search (default {STEPS})"
    )
    given = parser.parse_args()
    known: dict[str, dict[str, int]] = stored()
    tasks = [
        (instance, crews, factors, given.steps)
        for row in sets().values()
        for instance in row
        for crews in CREWS
        for factors in FACTORS
    ]
    with ProcessPoolExecutor() as pool:
        for name, what, found in pool.map(_found, tasks):
            of = known.setdefault(name, {})
            of[what] = min(found, of.get(what, found))
            STORE.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def stored() -> dict[str, dict[str, int]]:
    """The best values known, by instance, then by crews and factors."""
    return dict(json.loads(STORE.read_text(encoding="utf-8"))) if STORE.exists() else {}


if __name__ == "__main__":
    main()
