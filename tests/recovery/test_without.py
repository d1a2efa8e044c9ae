"""What falls without a node and what stays, held against what works when it is taken out of the whole
plan."""

from itertools import pairwise
from pathlib import Path

import pytest

from chwapi_console.inventory.file.load import load
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.state.of_view.without import without
from chwapi_console.recovery.state.view.view import View, view
from hospitals import NOW, plan_of

INVENTORY = Path(__file__).parents[2] / "inventory.toml"

RING = """
[services.ward]
name = "Ward"
tier = 3
needs = ["app"]
[services.lab]
name = "Lab"
tier = 1
needs = ["one"]
soft = ["ward"]
[servers]
san = { site = "imc", role = "x", state = "clean" }
one = { site = "imc", role = "x", state = "clean", needs = [["san", "two"]] }
two = { site = "imc", role = "x", state = "clean", needs = ["one"] }
app = { site = "imc", role = "x", state = "clean", needs = [["san", "spare"]] }
spare = { site = "imc", role = "x", state = "compromised" }
"""

PAIR = """
[services.mail]
name = "Mail"
tier = 1
needs = ["app"]
[services.late]
name = "Late"
tier = 2
needs = ["app", "base"]
[services.kept]
name = "Kept"
tier = 3
needs = ["base", ["dc1", "dc3"]]
[servers]
dc1 = { site = "imc", role = "x", state = "compromised" }
dc2 = { site = "imc", role = "x", state = "compromised" }
dc3 = { site = "imc", role = "x", state = "clean" }
base = { site = "imc", role = "x", state = "compromised" }
app = { site = "imc", role = "x", state = "clean", needs = [["dc1", "dc2"]] }
"""


@pytest.fixture(scope="module")
def shipped() -> View:
    return view(load(INVENTORY).plan, Record(), NOW)


def test_of_every_node_of_the_shipped_plan_falls_what_does_not_work_without_it(
    shipped: View,
) -> None:
    services, graph = shipped.plan.services.keys(), shipped.graph
    for node in graph.needs:
        of = without(shipped, node)
        there = graph.working_without({node}) & services
        assert services - there - {node} == {fall.service for fall in of.falls}, node
        assert graph.above(node) & there == {stay.service for stay in of.stays}, node


def test_each_chain_leads_by_needs_from_the_node_to_the_service_that_falls(shipped: View) -> None:
    for node in shipped.plan.servers:
        for fall in without(shipped, node).falls:
            chain = (node, *fall.through, fall.service)
            for below, above in pairwise(chain):
                assert above in shipped.graph.dependents(below), chain


def test_what_is_named_in_its_place_is_enough_for_what_stays(shipped: View) -> None:
    for node in shipped.plan.servers:
        lost = {node} | (shipped.graph.needs.keys() - shipped.graph.working_without({node}))
        for stay in without(shipped, node).stays:
            assert len(stay.others) >= stay.least
            assert lost.isdisjoint(stay.others)
            assert any(
                set(stay.others) <= set(group) and not lost.isdisjoint(group)
                for group in shipped.graph.needs[stay.node]
            )


def test_what_would_fall_now_is_what_works_now_and_would_not(shipped: View) -> None:
    down = {*shipped.problem.minutes, *shipped.problem.lost, *shipped.problem.blocked}
    down |= {*shipped.problem.conditions, *shipped.problem.gone}
    before = shipped.graph.working_without(down) & shipped.plan.services.keys()
    for node in shipped.plan.servers:
        after = shipped.graph.working_without({*down, node})
        assert before - after == set(without(shipped, node).falling), node


def test_two_that_only_hold_each_other_up_do_not_stay() -> None:
    of = without(view(plan_of(RING), Record(), NOW), "san")
    assert [("lab", ("one",))] == [(fall.service, tuple(fall.through)) for fall in of.falls]


def test_what_stands_on_a_spare_that_is_down_falls_until_that_works() -> None:
    of = without(view(plan_of(RING), Record(), NOW), "san")
    assert [("ward", "app", ["spare"], True)] == [
        (stay.service, stay.node, list(stay.others), stay.falls_now) for stay in of.stays
    ]
    assert ["lab", "ward"] == list(of.falling)


def test_what_could_do_without_it_does_so_only_where_the_others_work_now() -> None:
    of = without(view(plan_of(PAIR), Record(), NOW), "dc1")
    assert {"mail": False, "late": False, "kept": True} == {
        stay.service: stay.others_work for stay in of.stays
    }
    assert {"dc2"} == {other for stay in of.waiting for other in stay.others}
    assert not of.falling


def test_of_every_node_of_the_shipped_plan_what_works_and_stays_has_others_that_work(
    shipped: View,
) -> None:
    for node in shipped.plan.servers:
        of = without(shipped, node)
        assert [*of.kept, *of.waiting] == sorted(of.stays, key=lambda stay: not stay.others_work)
        for stay in of.stays:
            assert stay.others_work or sum(map(shipped.works, stay.others)) < stay.least
            assert stay.others_work != stay.falls_now or not stay.works, (node, stay)


def test_who_only_wishes_for_what_falls_is_told_apart() -> None:
    seen = view(plan_of(RING), Record(), NOW)
    assert (["ward"], ["lab"]) == (
        [fall.service for fall in without(seen, "app").falls],
        list(without(seen, "app").lacking),
    )


def test_nothing_hangs_on_what_nothing_needs() -> None:
    of = without(view(plan_of(RING), Record(), NOW), "spare")
    assert ([], []) == (list(of.falls), list(of.lacking))
    assert ["ward"] == [stay.service for stay in of.stays]
    assert not of.falling
