"""What the shipped plan promises: the theatres come first, and that is a decision of the plan, not
of luck."""

import random
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from chwapi_console.inventory.file.load import LoadedPlan, load
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.model import Estimate, Plan
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.order.order import Order, in_order
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.state.view.view import View, view
from hospitals import NOW

INVENTORY = Path(__file__).parents[2] / "inventory.toml"
THEATRES = ("bloc-imc", "bloc-notre-dame", "bloc-union")


@pytest.fixture(scope="module")
def loaded() -> LoadedPlan:
    return load(INVENTORY)


@pytest.fixture(scope="module")
def shipped(loaded: LoadedPlan) -> View:
    return view(loaded.plan, Record(), NOW)


def test_the_plan_has_300_servers_of_which_80_were_hit(loaded: LoadedPlan) -> None:
    states = [server.state for server in loaded.plan.servers.values()]
    assert {"compromised": 80, "clean": 220} == {
        state: states.count(state) for state in set(states)
    }
    assert ["imc", "notre-dame", "peruwelz", "union"] == sorted(loaded.plan.sites)


def test_no_finding_is_worse_than_a_note(loaded: LoadedPlan) -> None:
    assert {"NOTE"} == {finding.gravity.name for finding in loaded.findings}


def test_every_tier_has_services_and_every_site_a_theatre_but_peruwelz(loaded: LoadedPlan) -> None:
    assert {1, 2, 3, 4, 5} == {service.tier for service in loaded.plan.services.values()}
    assert ["imc", "notre-dame", "union"] == [
        loaded.plan.services[theatre].site for theatre in THEATRES
    ]


def comes_up(order: Order, service: str) -> int:
    """After how many restorations a service is up."""
    return order.rank[order.missing[service][-1]]


def theatres_come_first(order: Order, name: Mapping[str, str]) -> bool:
    """Five restorations bring up IMC, then Notre-Dame; Union's follow before any other work; mail
    is after them."""
    imc, notre_dame, union = (name[theatre] for theatre in THEATRES)
    only_union = set(order.missing[union]) - set(order.servers[:5])
    return (
        comes_up(order, imc) < comes_up(order, notre_dame) <= 5
        and set(order.servers[5 : 5 + len(only_union)]) == only_union
        and comes_up(order, name["mail"]) > comes_up(order, union)
    )


def test_the_first_five_restorations_bring_up_imc_and_then_notre_dame(shipped: View) -> None:
    assert theatres_come_first(shipped.order, {node: node for node in shipped.graph.needs})


def varied(of: Problem, plan: Plan, seed: int) -> tuple[Problem, dict[str, str]]:
    """The problem with every id renamed at random and every estimate changed by up to 30 %."""
    dice = random.Random(seed)
    numbers = list(range(len(of.graph.needs)))
    dice.shuffle(numbers)
    name = {node: f"n{number:04}" for node, number in zip(of.graph.needs, numbers, strict=True)}

    def changed(estimate: Estimate) -> int:
        return max(1, round(estimate.likely * dice.uniform(0.7, 1.3)))

    return of._replace(
        graph=Graph(
            {
                name[n]: tuple(tuple(name[m] for m in g) for g in groups)
                for n, groups in of.graph.needs.items()
            }
        ),
        services={name[s]: demand for s, demand in of.services.items()},
        minutes={name[s]: changed(plan.servers[s].restore) for s in of.minutes},
        sites={name[s]: site for s, site in of.sites.items()},
        wishes={name[s]: [name[wish] for wish in wishes] for s, wishes in of.wishes.items()},
    ), name


def test_it_holds_with_ids_shuffled_and_estimates_changed_by_thirty_per_cent(shipped: View) -> None:
    failed = []
    for seed in range(200):
        other, name = varied(shipped.order.problem, shipped.plan, seed)
        if not theatres_come_first(in_order(other), name):
            failed.append(seed)
    assert [] == failed


def test_the_head_of_the_file_tells_fact_from_illustration() -> None:
    head = INVENTORY.read_text(encoding="utf-8").split("schema")[0]
    assert re.search(r"80", head)
    assert re.search(r"invent|illustration", head, re.IGNORECASE)
