"""What opens together is worth most when whole: one group after the other where their worth says so,
and each service by itself where it does not."""

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Demand, Problem, Together

CAMPUSES = [f"c{number}" for number in range(10)]
MINUTES = {"a": 60, "b": 90, "c": 120, "d": 150}


def campuses(groups: dict[str, Together], tiers: dict[str, int] | None = None) -> Problem:
    """Ten campuses of four services, each with a server of its own; a service takes as long on every
    campus, so nothing but a group makes one campus come before the other."""
    services = {
        f"{campus}-{what}": Demand((tiers or {}).get(what, 1))
        for campus in CAMPUSES
        for what in MINUTES
    }
    needs = {service: ((f"{service}-s",),) for service in services}
    return Problem(
        Graph({**needs, **{f"{service}-s": () for service in services}}),
        services,
        {f"{service}-s": MINUTES[service[-1]] for service in services},
        groups=groups,
    )


def together(weight: int = 1) -> dict[str, Together]:
    return {c: Together([f"{c}-{what}" for what in MINUTES], weight) for c in CAMPUSES}


def half_open(servers: list[str]) -> int:
    """The most campuses that are begun and not whole at one time."""
    left = dict.fromkeys(CAMPUSES, 4)
    most = 0
    for server in servers:
        left[server[:2]] -= 1
        most = max(most, sum(0 < n < 4 for n in left.values()))
    return most


def test_without_groups_ten_campuses_are_half_open_and_with_them_one() -> None:
    assert 10 == half_open(list(in_order(campuses({})).servers))
    assert 1 == half_open(list(in_order(campuses(together())).servers))


def test_the_turn_says_which_whole_gave_it() -> None:
    order = in_order(campuses(together()))
    assert {f"{campus} 1" for campus in CAMPUSES} == set(order.opening.values())
    contest = order.contests[3]
    assert contest is not None
    assert ("group", "c0-d", "c1-a") == (contest.term, contest[0].service, contest[1].service)


def test_a_service_that_is_worth_more_by_itself_does_not_wait_for_a_group() -> None:
    problem = campuses(together())
    urgent = {**problem.services, "c9-a": Demand(1, 9)}
    assert "c9-a-s" == in_order(problem._replace(services=urgent)).servers[0]


def test_a_group_moves_nothing_over_a_tier_and_is_whole_tier_by_tier() -> None:
    problem = campuses(together(), {"c": 2, "d": 2})
    order = in_order(problem)
    assert [1] * 20 + [2] * 20 == [order.tier[server] for server in order.servers]
    assert ["c0-a-s", "c0-b-s", "c1-a-s", "c1-b-s"] == list(order.servers)[:4]
    assert ["c0-c-s", "c0-d-s"] == list(order.servers)[20:22]


def test_a_group_of_which_something_cannot_come_back_counts_for_nothing() -> None:
    problem = campuses(together())
    lost = problem._replace(
        minutes={s: m for s, m in problem.minutes.items() if s != "c3-d-s"}, lost=["c3-d-s"]
    )
    assert "c3 1" not in lost.wholes
    order = in_order(lost)
    assert set(order.servers[-4:]) == {"c3-a-s", "c3-b-s", "c3-c-s", "c3-d-s"}


def test_what_works_already_is_part_of_its_whole() -> None:
    problem = campuses(together())
    half = {
        server: n for server, n in problem.minutes.items() if server not in ("c7-a-s", "c7-b-s")
    }
    order = in_order(problem._replace(minutes=half))
    assert ["c7-c-s", "c7-d-s"] == list(order.servers)[:2]


def test_equal_groups_in_another_order_give_the_same_queue() -> None:
    turned = dict(reversed(list(together().items())))
    assert in_order(campuses(together())).servers == in_order(campuses(turned)).servers
