"""The laws of the order (docs/design/queue.md), over random AND/OR problems, and the cases that it
names."""

import tracemalloc
from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import replaced
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Demand, Problem
from fixpoint import available_now, restored, works
from hospitals import problems


def problem(
    needs: dict[str, list[str | list[str]]],
    services: dict[str, Demand],
    minutes: dict[str, int],
    lost: Collection[str] = (),
    blocked: Collection[str] = (),
) -> Problem:
    groups = {
        node: tuple(tuple([m] if isinstance(m, str) else m) for m in members)
        for node, members in needs.items()
    }
    return Problem(Graph(groups), services, minutes, lost, blocked)


@given(problems())
def test_what_works_and_what_can_come_back_agree_with_a_naive_fixpoint(of: Problem) -> None:
    order = in_order(of)
    assert works(of, available_now(of)) == set(order.problem.working)
    assert restored(of, of.minutes) == {node for node in of.graph.needs if of.can_come_back(node)}


@given(problems())
def test_every_server_with_work_stands_in_the_queue_once(of: Problem) -> None:
    servers = in_order(of).servers
    assert len(set(servers)) == len(servers)
    assert set(of.minutes) <= set(servers) <= set(of.minutes) | set(of.lost)


@given(problems())
def test_a_closure_names_no_server_before_what_it_needs_and_itself_last(of: Problem) -> None:
    closures = in_order(of).closures
    for node, members in closures.choice.items():
        names, rank = (
            closures.names(closures.whole(node)),
            {name: place for place, name in enumerate(closures.servers)},
        )
        beneath = {name for member in members for name in closures.names(closures.whole(member))}
        assert beneath | ({node} & of.minutes.keys()) == set(names)
        assert sorted(names, key=rank.__getitem__) == names
        assert node not in of.minutes or node == names[-1] == closures.last(closures.whole(node))


def test_of_services_that_come_back_in_one_turn_the_weightiest_is_named_first() -> None:
    theatres = {"imc": Demand(1, 9), "nd": Demand(1, 8)}
    order = in_order(
        problem(
            {"pacs": [], "app": [], "imc": ["pacs"], "nd": ["pacs", "app"]},
            theatres,
            {"pacs": 360, "app": 60},
        )
    )
    assert ["nd"] == order.turns
    assert {"pacs": ["imc", "nd"], "app": ["nd"]} == order.because


def test_thirty_thousand_servers_of_their_own_cost_little_memory_each() -> None:
    servers = {f"s{number:05}": [] if number < 3 else ["s00001"] for number in range(30_000)}
    of = problem({**servers, "a": ["s00002"]}, {"a": Demand(1)}, dict.fromkeys(servers, 60))  # type: ignore[dict-item]
    tracemalloc.start()
    in_order(of)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 2_000 * len(servers)


@given(problems())
def test_no_server_stands_before_what_it_needs(of: Problem) -> None:
    order = in_order(of)
    for rank, server in enumerate(order.servers):
        if order.part[server] != "cannot":
            assert server in restored(of, order.servers[: rank + 1])


@given(problems())
def test_a_lower_tier_never_stands_before_a_higher_one(of: Problem) -> None:
    order = in_order(of)
    tiers = [order.tier[server] for server in order.servers if order.part[server] == "clinical"]
    assert sorted(tiers) == tiers


@given(problems())
def test_the_effective_tier_is_the_best_of_the_services_that_wait(of: Problem) -> None:
    order = in_order(of)
    for server, tier in order.tier.items():
        waiting = [s for s in of.services if of.can_come_back(s) and server in order.missing[s]]
        assert min(of.services[s].tier for s in waiting) == tier


@given(problems())
def test_what_a_service_misses_is_enough_to_bring_it_back(of: Problem) -> None:
    order = in_order(of)
    for service in of.services:
        if of.can_come_back(service):
            assert service in restored(of, order.missing[service])


@given(problems())
def test_the_parts_of_the_queue_follow_each_other(of: Problem) -> None:
    order = in_order(of)
    parts = ["clinical", "spare", "unneeded", "cannot"]
    places = [parts.index(order.part[server]) for server in order.servers]
    assert sorted(places) == places
    needed = of.graph.reached_from(of.services)
    assert all(server not in needed for server in order.servers if order.part[server] == "unneeded")


@given(problems(), st.randoms())
def test_the_order_of_tables_decides_nothing(of: Problem, random: "st.DataObject") -> None:
    def shuffled(mapping: dict[str, object]) -> dict[str, object]:
        items = list(mapping.items())
        random.shuffle(items)  # type: ignore[attr-defined]
        return dict(items)

    other = of._replace(
        graph=Graph(shuffled(of.graph.needs)),  # type: ignore[arg-type]
        services=shuffled(dict(of.services)),  # type: ignore[arg-type]
        minutes=shuffled(dict(of.minutes)),  # type: ignore[arg-type]
    )
    assert in_order(of).servers == in_order(other).servers


@given(problems())
def test_renaming_ids_changes_nothing_but_names(of: Problem) -> None:
    def name(node: str) -> str:
        return f"x-{node}"

    other = Problem(
        Graph(
            {
                name(n): tuple(replaced(g, name) for g in groups)
                for n, groups in of.graph.needs.items()
            }
        ),
        {name(s): d for s, d in of.services.items()},
        {name(s): m for s, m in of.minutes.items()},
        list(map(name, of.lost)),
        list(map(name, of.blocked)),
        {name(s): site for s, site in of.sites.items()},
    )
    assert [name(server) for server in in_order(of).servers] == list(in_order(other).servers)


def test_a_closure_runs_through_an_available_server_to_the_dead_one_beneath() -> None:
    order = in_order(
        problem({"v": ["app"], "app": ["san"], "san": []}, {"v": Demand(1)}, {"san": 60})
    )
    assert order.servers == ["san"]
    assert order.tier == {"san": 1}


def test_within_a_tier_the_greatest_weight_per_minute_comes_first() -> None:
    services = {"a": Demand(1, weight=2), "b": Demand(1, weight=3), "c": Demand(2, weight=9)}
    order = in_order(
        problem(
            {"a": ["x"], "b": ["y"], "c": ["z"], "x": [], "y": [], "z": []},
            services,
            {"x": 60, "y": 91, "z": 1},
        )
    )
    assert order.servers == ["x", "y", "z"]


def test_of_equal_services_the_one_that_is_wanted_up_earlier_comes_first() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": ["x"],
        "b": ["y"],
        "c": ["z"],
        "x": [],
        "y": [],
        "z": [],
    }
    services = {"a": Demand(1), "b": Demand(1, rto=600), "c": Demand(1, rto=300)}
    assert in_order(problem(needs, services, {"x": 60, "y": 60, "z": 60})).servers == [
        "z",
        "y",
        "x",
    ]


def test_a_service_whose_blocked_server_is_in_the_order_waits_behind_blocked_ones_no_longer() -> (
    None
):
    needs: dict[str, list[str | list[str]]] = {
        "a": ["x"],
        "b": ["x", "y"],
        "c": ["z"],
        "x": [],
        "y": [],
        "z": [],
    }
    services = {"a": Demand(1, weight=9), "b": Demand(1), "c": Demand(1)}
    assert in_order(
        problem(needs, services, {"x": 10, "y": 90, "z": 60}, blocked=["x", "z"])
    ).servers == ["x", "y", "z"]


def test_what_comes_up_with_a_service_counts_with_it() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": ["x"],
        "b": ["y"],
        "c": ["y"],
        "d": ["y"],
        "x": [],
        "y": [],
    }
    services = {"a": Demand(1, weight=3), "b": Demand(1, weight=2), "c": Demand(1), "d": Demand(2)}
    order = in_order(problem(needs, services, {"x": 60, "y": 60}))
    assert order.servers == ["y", "x"]
    assert order.turns == ["b", "a"]


def test_a_service_that_waits_for_something_blocked_comes_after_those_that_do_not() -> None:
    order = in_order(
        problem(
            {"a": ["x"], "b": ["y"], "x": [], "y": []},
            {"a": Demand(1, weight=9), "b": Demand(1)},
            {"x": 10, "y": 600},
            blocked=["x"],
        )
    )
    assert order.servers == ["y", "x"]


def test_an_any_of_is_settled_on_the_nearest_member_and_the_other_is_a_spare() -> None:
    order = in_order(
        problem(
            {"a": [["dc1", "dc2"]], "dc1": [], "dc2": []}, {"a": Demand(1)}, {"dc1": 60, "dc2": 50}
        )
    )
    assert order.servers == ["dc2", "dc1"]
    assert order.part == {"dc2": "clinical", "dc1": "spare"}


def test_an_any_of_is_settled_on_whoever_is_back_first_though_it_takes_longer() -> None:
    """Of two directories one may not be begun for a day: evidence is being taken of it."""
    needs: dict[str, list[str | list[str]]] = {"a": [["dc1", "dc2"]], "dc1": [], "dc2": []}
    asked = problem(needs, {"a": Demand(1)}, {"dc1": 240, "dc2": 360})
    assert "dc1" == in_order(asked).servers[0]
    assert "dc2" == in_order(asked._replace(starts={"dc1": 1440})).servers[0]
    assert "dc1" == in_order(asked._replace(starts={"dc1": 60})).servers[0]


def test_what_may_not_begin_yet_is_no_reason_to_wait_for_it_though_another_service_must() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": [["dc1", "dc2"]],
        "b": ["dc1"],
        "dc1": [],
        "dc2": [],
    }
    asked = problem(needs, {"a": Demand(1), "b": Demand(1, 9)}, {"dc1": 240, "dc2": 360})
    assert {"dc1": "clinical", "dc2": "spare"} == in_order(asked).part
    late = in_order(asked._replace(starts={"dc1": 1440}))
    assert ("dc2",) == late.choice["a"]
    assert {"dc1": "clinical", "dc2": "clinical"} == late.part


def test_groups_that_share_a_member_which_works_are_settled_each_by_itself() -> None:
    """Nothing is left of the group that shares one: what is back in 19 minutes is not passed over."""
    needs: dict[str, list[str | list[str]]] = {
        "v": [["slow", "quick"], ["works", "slow"]],
        "works": [],
        "slow": ["ground"],
        "ground": [],
        "quick": [],
    }
    order = in_order(problem(needs, {"v": Demand(1)}, {"ground": 165, "quick": 19}))
    assert ("quick", ["quick", "ground"]) == (order.choice["v"][0], order.servers)


def test_an_any_of_avoids_a_member_that_waits_for_something_blocked() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": [["dc1", "dc2"]],
        "dc1": ["san"],
        "dc2": [],
        "san": [],
    }
    order = in_order(problem(needs, {"a": Demand(1)}, {"san": 40, "dc2": 60}))
    assert order.servers == ["san", "dc2"]
    blocked = in_order(problem(needs, {"a": Demand(1)}, {"san": 40, "dc2": 60}, blocked=["san"]))
    assert blocked.servers == ["dc2", "san"]


def test_a_service_that_must_wait_for_something_blocked_does_not_wait_for_another_blocked_server_in_vain() -> (
    None
):
    needs: dict[str, list[str | list[str]]] = {
        "a": [["dc1", "dc2"], "late"],
        "dc1": [],
        "dc2": [],
        "late": [],
    }
    order = in_order(
        problem(
            needs, {"a": Demand(1)}, {"dc1": 10, "dc2": 60, "late": 500}, blocked=["dc1", "late"]
        )
    )
    assert order.part == {"late": "clinical", "dc2": "clinical", "dc1": "spare"}


def test_an_any_of_prefers_an_available_member_on_dead_ground_when_both_are_back_in_time() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": [["dc1", "dc2"], "slow"],
        "dc1": ["san"],
        "dc2": [],
        "san": [],
        "slow": [],
    }
    order = in_order(problem(needs, {"a": Demand(1)}, {"san": 90, "dc2": 60, "slow": 500}))
    assert order.part == {"slow": "clinical", "san": "clinical", "dc2": "spare"}


def test_an_any_of_follows_what_another_service_brings_back_anyway() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": ["dc1"],
        "b": [["dc1", "dc2"], "x"],
        "dc1": [],
        "dc2": [],
        "x": [],
    }
    order = in_order(
        problem(needs, {"a": Demand(1, weight=9), "b": Demand(1)}, {"dc1": 70, "dc2": 60, "x": 5})
    )
    assert order.part["dc2"] == "spare"
    assert order.servers[-1] == "dc2"


def test_what_cannot_come_back_stands_last_with_what_is_lost() -> None:
    order = in_order(
        problem(
            {"a": ["x", "z"], "b": ["y"], "x": ["gone"], "y": [], "gone": [], "z": []},
            {"a": Demand(1), "b": Demand(5)},
            {"x": 10, "y": 10, "z": 10},
            lost=["gone"],
        )
    )
    assert order.servers == ["y", "z", "gone", "x"]
    assert order.part == {"y": "clinical", "z": "spare", "gone": "cannot", "x": "cannot"}


def test_what_brings_another_service_up_on_the_way_comes_first_within_a_turn() -> None:
    needs: dict[str, list[str | list[str]]] = {
        "a": ["x", "y", "z"],
        "b": ["y"],
        "c": ["z"],
        "x": [],
        "y": [],
        "z": [],
    }
    order = in_order(
        problem(
            needs,
            {"a": Demand(1, weight=9), "b": Demand(2), "c": Demand(2, weight=2)},
            {"x": 90, "y": 60, "z": 60},
        )
    )
    assert order.servers == ["z", "y", "x"]
    assert order.turns == ["a"]
