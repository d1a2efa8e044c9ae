"""What stands before a server whose work took longer is found without putting all in order anew.

The forecast asks that of each look in each order that the calendar brings.
"""

from collections import Counter

from bench.instances import hospital, tangle

from chwapi_console.recovery.order.order import Order, in_order


def told(order: Order, server: str) -> str:
    """Whether what stands before a longer server is as the order in full has it."""
    minutes = {server: order.problem.minutes[server] + 300}
    placed = order.placed_if_longer(minutes)
    if placed is None:
        return "hangs on choices"
    urgent, following = placed
    then = order.if_longer(minutes)
    assert (
        then.servers[len(urgent) : then.rank[server]]
        == following[: list(following).index(server) + 1]
    )
    assert urgent == {*then.servers[: len(urgent)]}
    return "the same"


def test_what_stands_before_a_longer_server_is_what_the_order_in_full_has_there() -> None:
    instances = [
        *(hospital(60, seed) for seed in range(4)),
        *(tangle(20, seed) for seed in range(8)),
    ]
    counted = Counter(
        told(order, server)
        for order in (in_order(instance.problem) for instance in instances)
        for server in order.servers
        if server in order.problem.minutes
    )
    assert counted["the same"] > 20
    assert counted["hangs on choices"] > 20


def test_several_that_take_longer_are_placed_up_to_the_last_of_them() -> None:
    order = in_order(hospital(60, 1).problem)
    several = [s for s in order.servers if order.placed_if_longer({s: 900}) is not None][:4]
    minutes = {server: order.problem.minutes[server] + 300 for server in several}
    placed = order.placed_if_longer(minutes)
    assert placed is not None
    urgent, following = placed
    assert {*several} <= {*following}
    then = order.if_longer(minutes)
    last = max(then.rank[server] for server in several)
    assert list(following)[: last - len(urgent)] == then.servers[len(urgent) : last]
