"""A wish lends a share of its wisher's worth to what it wishes for, within that one's tier; what nobody
waits for stands behind all that somebody does."""

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import UNIT, Demand, Problem

NEEDS = {
    "lab": (("lab1",),),
    "call": (("call1",),),
    "mail": (("mail1",),),
    **{f"ward{n:02}": ((f"ward{n:02}s",),) for n in range(22)},
}
SERVERS = [member for groups in NEEDS.values() for (member,) in groups]
SERVICES = {
    "lab": Demand(2),
    "call": Demand(2),
    "mail": Demand(4),
    **{f"ward{n:02}": Demand(3) for n in range(22)},
}


def wishing(wishes: dict[str, list[str]], share: int = 5, **more: int) -> Problem:
    return Problem(
        Graph({**NEEDS, **dict.fromkeys([*SERVERS, *more], ())}),
        SERVICES,
        {**dict.fromkeys(SERVERS, 60), "lab1": 90, **more},
        wishes=wishes,
        share=share,
    )


WARDS = {f"ward{n:02}": ["lab"] for n in range(22)}


def test_what_22_services_wish_for_does_not_stand_behind_a_nurse_call_of_its_tier() -> None:
    assert ["call1", "lab1"] == list(in_order(wishing({})).servers)[:2]
    assert ["lab1", "call1"] == list(in_order(wishing(WARDS)).servers)[:2]


def test_a_wisher_lends_a_share_of_its_worth_and_keeps_it() -> None:
    problem = wishing(WARDS)
    assert 22 * 3 * 5 == problem.lent("lab")
    assert 4 * UNIT + 22 * 3 * 5 == problem.worth["lab"]
    assert 3 * UNIT == problem.worth["ward00"]


def test_a_wish_moves_nothing_above_its_tier() -> None:
    order = in_order(wishing({service: ["mail"] for service in SERVICES if service != "mail"}, 100))
    assert "mail1" == order.servers[-1]
    assert 4 == order.tier["mail1"]


def test_who_waits_for_it_anyway_lends_nothing() -> None:
    problem = wishing({"ward00": ["lab"]})
    needing = problem._replace(graph=Graph({**problem.graph.needs, "ward00": (("lab",),)}))
    assert {} == needing.wished_by


def test_a_share_of_nothing_orders_as_without_wishes() -> None:
    assert in_order(wishing({})).servers == in_order(wishing(WARDS, 0)).servers


def test_a_server_that_is_only_wished_for_stands_behind_what_waits_and_before_spares() -> None:
    problem = wishing({"ward00": ["print1"], "ward01": ["print1"]}, print1=10, unused=5, spare=5)
    needs = {**problem.graph.needs, "ward00": (("ward00s",), ("dc1", "spare")), "dc1": ()}
    order = in_order(problem._replace(graph=Graph(needs)))
    assert ["print1", "spare", "unused"] == list(order.servers)[-3:]
    assert ["wished", "spare", "unneeded"] == [order.part[s] for s in order.servers[-3:]]
    assert "print1" not in order.tier


def test_what_a_wished_server_needs_comes_before_it() -> None:
    problem = wishing({"ward00": ["print1"]}, print1=10, san9=500)
    order = in_order(problem._replace(graph=Graph({**problem.graph.needs, "print1": (("san9",),)})))
    assert ["san9", "print1"] == list(order.servers)[-2:]
    assert "wished" == order.part["san9"]
