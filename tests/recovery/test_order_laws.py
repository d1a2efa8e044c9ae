"""What docs/design/queue.md says of every order, checked against the text and not against how it is
computed."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Group, enough, entwined, irredundant, replaced
from chwapi_console.recovery.order.order import Order, in_order
from chwapi_console.recovery.order.problem import Demand, Problem
from fixpoint import restored
from hospitals import problems

INVENTORY = Path(__file__).parents[2] / "inventory.toml"


def without_any_of(of: Problem) -> Problem:
    """The problem in which every any-of has lost all members but its first."""
    return of._replace(
        graph=Graph(
            {
                n: irredundant(tuple((group[0],) for group in groups))
                for n, groups in of.graph.needs.items()
            }
        )
    )


def of_one_tier(of: Problem) -> Problem:
    """The problem with all services in tier 1, and nothing blocked or lost."""
    return of._replace(
        services={s: d._replace(tier=1) for s, d in of.services.items()}, blocked=[], lost=[]
    )


def standing_as(order: Order, part: str) -> set[str]:
    return {server for server in order.servers if order.part[server] == part}


def met(group: Group, working: Collection[str]) -> bool:
    return len(set(group) & set(working)) >= enough(group)


def unmet(of: Problem, order: Order, node: str) -> list[Group]:
    return [group for group in of.graph.needs[node] if not met(group, order.problem.working)]


def turns(order: Order) -> Iterator[tuple[str, set[str], set[str]]]:
    """Each service that took a turn, with what stood in the order before it, and what it put
    there."""
    before: set[str] = set()
    for service in order.turns:
        new = set(order.missing[service]) - before
        yield service, set(before), new
        before |= new


@given(problems())
def test_each_server_stands_in_the_part_of_the_queue_that_its_facts_give(of: Problem) -> None:
    order = in_order(of)
    comes_back, needed = restored(of, of.minutes), of.graph.reached_from(of.services)
    waited_for = {
        server
        for service in of.services
        if service in comes_back
        for server in order.missing[service]
    }
    assert waited_for == standing_as(order, "clinical")
    assert {s for s in of.minutes if s in comes_back & needed - waited_for} == standing_as(
        order, "spare"
    )
    assert {s for s in of.minutes if s in comes_back - needed} == standing_as(order, "unneeded")
    assert {s for s in of.minutes if s not in comes_back} == standing_as(order, "cannot") - set(
        of.lost
    )


@given(problems())
def test_a_lost_server_stands_in_the_queue_when_something_cannot_come_back_for_want_of_it(
    of: Problem,
) -> None:
    order = in_order(of)
    comes_back = restored(of, of.minutes)
    holds_back = {
        lost
        for lost in of.lost
        if any(
            lost in group and node not in comes_back
            for node, groups in of.graph.needs.items()
            for group in groups
        )
    }
    assert holds_back == set(of.lost) & set(order.servers)


@given(problems())
def test_without_any_of_a_service_misses_all_that_is_missing_beneath_through_what_is_available(
    of: Problem,
) -> None:
    plain = without_any_of(of)
    order = in_order(plain)
    for service in plain.services:
        beneath = plain.graph.reached_from([service])
        assert beneath & plain.minutes.keys() == set(order.missing[service]) - set(plain.lost)


@given(problems())
def test_a_service_waits_for_something_blocked_only_if_it_cannot_be_up_otherwise(
    of: Problem,
) -> None:
    order = in_order(of)
    without = restored(of, of.minutes.keys() - set(of.blocked))
    for service in of.services:
        if of.can_come_back(service):
            assert (service in without) == set(of.blocked).isdisjoint(order.missing[service])


@given(problems())
def test_a_member_that_waits_for_something_blocked_is_chosen_only_where_no_other_can(
    of: Problem,
) -> None:
    order = in_order(of)
    without = restored(of, of.minutes.keys() - set(of.blocked))
    for node, members in order.choice.items():
        groups = unmet(of, order, node)
        if all(met(group, without) for group in groups):
            assert without.issuperset(members)
        elif not entwined(groups):
            for group in groups:
                assert max(0, enough(group) - len(without & set(group))) == len(
                    set(group) & set(members) - without
                )


@given(problems())
def test_within_a_turn_a_service_that_misses_only_a_part_of_it_is_up_before_the_rest(
    of: Problem,
) -> None:
    """Of those that miss a part only, the first of the best tier: what it misses stands at the head
    of the turn."""
    order = in_order(of)
    place = 0
    for service, before, new in turns(order):
        inside = {
            s: left
            for s in of.services
            if of.can_come_back(s) and (left := set(order.missing[s]) - before) and left < new
        }
        if inside:
            best = min(of.services[s].tier for s in inside)
            assert any(
                left == set(order.servers[place : place + len(left)])
                for s, left in inside.items()
                if of.services[s].tier == best
            ), service
        place += len(new)


@given(problems())
def test_of_each_group_as_many_are_waited_for_as_it_asks_beside_those_that_work_and_none_in_vain(
    of: Problem,
) -> None:
    order = in_order(of)
    assert order.choice.keys() == {node for node in of.graph.needs if of.can_come_back(node)} - set(
        order.problem.working
    )
    for node, members in order.choice.items():
        groups, working = unmet(of, order, node), order.problem.working
        assert all(met(group, {*members, *working}) for group in groups)
        for member in members:
            assert not all(met(group, {*members, *working} - {member}) for group in groups)


@given(problems())
def test_each_turn_is_of_the_greatest_worth_per_minute_among_those_left_of_its_tier(
    of: Problem,
) -> None:
    """Worth: the weight of all that come up with a service, 5 times if vital and once if
    deferrable."""
    order = in_order(of)
    for service, before, new in turns(order):
        left = {s: set(order.missing[s]) - before for s in of.services if of.can_come_back(s)}

        def urgency(
            service: str, left: dict[str, set[str]] = left
        ) -> tuple[bool, Fraction, int, float]:
            demand = of.services[service]
            worth = sum(
                of.services[s].weight * (6 - of.services[s].tier)
                for s in left
                if left[s] and left[s] <= left[service]
            )
            return (
                not set(of.blocked).isdisjoint(left[service]),
                Fraction(sum(of.minutes[server] for server in left[service]), worth),
                -demand.weight,
                float("inf") if demand.rto is None else demand.rto,
            )

        assert new == left[service]
        assert urgency(service) == min(
            urgency(s) for s in left if left[s] and of.services[s].tier == of.services[service].tier
        )


@given(problems())
def test_the_servers_of_a_turn_stand_together_in_the_order(of: Problem) -> None:
    order = in_order(of)
    place = 0
    for _, _, new in turns(order):
        assert new == set(order.servers[place : place + len(new)])
        place += len(new)


@given(problems())
def test_what_cannot_come_back_stands_after_what_it_needs_but_for_what_a_cycle_holds(
    of: Problem,
) -> None:
    order = in_order(of)
    cannot = [server for server in order.servers if order.part[server] == "cannot"]
    needs = {s: {m for group in of.graph.needs[s] for m in group} & set(cannot) for s in cannot}
    free: set[str] = set()
    while more := {server for server in cannot if server not in free and needs[server] <= free}:
        free |= more
    assert free == set(cannot[: len(free)])
    for place, server in enumerate(cannot[: len(free)]):
        assert needs[server] <= set(cannot[:place])


@given(problems(), st.randoms(use_true_random=False))
def test_equal_input_gives_equal_order_however_tables_and_lists_are_shuffled(
    of: Problem, random: Random
) -> None:
    def mixed(things: list[str]) -> list[str]:
        return random.sample(things, len(things))

    other = Problem(
        Graph({n: of.graph.needs[n] for n in mixed(list(of.graph.needs))}),
        {s: of.services[s] for s in mixed(list(of.services))},
        {s: of.minutes[s] for s in mixed(list(of.minutes))},
        mixed(list(of.lost)),
        mixed(list(of.blocked)),
        {s: of.sites[s] for s in mixed(list(of.sites))},
    )
    first, second = in_order(of), in_order(other)
    assert first.servers == second.servers
    assert first.turns == second.turns
    assert first.missing == second.missing
    assert first.because == second.because


@given(problems(), st.randoms(use_true_random=False))
def test_where_nothing_ties_ids_decide_nothing(of: Problem, random: Random) -> None:
    """Minutes with distinct sums, no any-of between equals: then any new names give the same
    order."""
    plain = without_any_of(of)
    plain = plain._replace(
        minutes={s: 1 << number for number, s in enumerate(plain.minutes)},
        services={s: d._replace(weight=1, rto=None) for s, d in plain.services.items()},
    )
    nodes = list(plain.graph.needs)
    name = dict(zip(nodes, random.sample(nodes, len(nodes)), strict=True))
    other = Problem(
        Graph(
            {
                name[n]: tuple(replaced(g, name.__getitem__) for g in groups)
                for n, groups in plain.graph.needs.items()
            }
        ),
        {name[s]: d for s, d in plain.services.items()},
        {name[s]: m for s, m in plain.minutes.items()},
        [name[s] for s in plain.lost],
        [name[s] for s in plain.blocked],
    )
    expected, actual = in_order(plain), in_order(other)
    assert [name[s] for s in expected.servers if expected.part[s] == "clinical"] == [
        s for s in actual.servers if actual.part[s] == "clinical"
    ]


def test_the_order_is_the_same_in_every_process() -> None:
    program = (
        "import sys; from pathlib import Path; from chwapi_console.inventory.file.load import "
        "load; from datetime import *; from chwapi_console.journal.record.record import Record; from "
        "chwapi_console.recovery.state.view.view import view; print(view(load(Path(sys.argv[1])).plan, "
        "Record(), datetime.now(UTC)).order.servers)"
    )
    orders = {
        subprocess.run(
            [sys.executable, "-c", program, str(INVENTORY)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(orders)


# How good it is


def weighted_downtime(of: Problem, servers: list[str]) -> int:
    """The sum over services of weight times the minute at which one crew has it up."""
    minute = total = 0
    up = restored(of, [])
    for place, server in enumerate(servers, 1):
        minute += of.minutes[server]
        now = restored(of, servers[:place])
        total += sum(of.services[s].weight * minute for s in of.services if s in now - up)
        up = now
    return total


def least_downtime(of: Problem) -> int:
    """The least of all orders. One that restores before a need is met only delays, so it needs no
    leaving out."""
    return min(weighted_downtime(of, list(order)) for order in permutations(of.minutes))


@st.composite
def services_of_their_own(draw: st.DrawFn) -> Problem:
    """Services of one tier that share no server."""
    owner = draw(st.lists(st.integers(0, 3), min_size=1, max_size=6))
    needs = {f"s{number}": () for number in range(len(owner))}
    return Problem(
        Graph(
            needs
            | {
                f"v{v}": tuple((f"s{n}",) for n, o in enumerate(owner) if o == v)
                for v in set(owner)
            }
        ),
        {f"v{v}": Demand(1, draw(st.integers(1, 9))) for v in set(owner)},
        {s: draw(st.integers(1, 400)) for s in needs},
    )


@settings(max_examples=20)
@given(services_of_their_own())
def test_where_services_share_nothing_the_order_is_the_best_there_is(of: Problem) -> None:
    assert least_downtime(of) == weighted_downtime(of, list(in_order(of).servers))


@settings(max_examples=20)
@given(problems(most=6))
def test_where_services_share_servers_the_order_is_never_worse_than_the_best_times_their_number(
    of: Problem,
) -> None:
    """For one crew, one tier and no any-of this can be proved.

    Let the turns be 1 … n, d(j) what turn j restores, R(i) all that service i misses, w its weight.
    The order costs at most the sum over j ≤ i of w(i)·d(j); the best order costs at least the sum
    of w(i)·R(i). At turn j service i was there to be taken, so w(i)·d(j) ≤ w(j)·R(i), and d(j) ≤
    R(j): a pair costs at most the greater of w(i)·R(i), w(j)·R(j).
    """
    plain = of_one_tier(without_any_of(of))
    assume(plain.services and plain.minutes)
    assert weighted_downtime(plain, list(in_order(plain).servers)) <= len(
        plain.services
    ) * least_downtime(plain)


def with_lost_twins(of: Problem) -> tuple[Problem, dict[str, str]]:
    """The problem in which each service that can come back has a twin that needs something lost
    too, and that one a service over it; and of which each of these is the twin."""
    hopeful = [service for service in of.services if of.can_come_back(service)]
    twins = {f"t{service}": service for service in hopeful}
    over = {f"o{service}": service for service in hopeful}
    needs = {
        **of.graph.needs,
        "gone": (),
        **{twin: (*of.graph.needs[twins[twin]], ("gone",)) for twin in twins},
        **{twin: ((f"t{over[twin]}",),) for twin in over},
    }
    demands = {twin: of.services[s] for twin, s in [*twins.items(), *over.items()]}
    whole = of._replace(
        graph=Graph(needs), services={**of.services, **demands}, lost=[*of.lost, "gone"]
    )
    return whole, twins | over


@given(problems())
def test_what_cannot_come_back_misses_what_its_twin_does_that_can_and_what_is_lost(
    of: Problem,
) -> None:
    whole, twins = with_lost_twins(of)
    alone, beside = in_order(of), in_order(whole)
    for twin, service in twins.items():
        assert {*beside.missing[twin]} == {*beside.missing[service], "gone"}
    assert alone.missing == {s: [*beside.missing[s]] for s in of.services}
    named = {"gone", *of.lost} - alone.part.keys()  # what a twin needs that is lost is named for it
    assert [*alone.servers] == [server for server in beside.servers if server not in named]
    assert {**alone.part} == {s: part for s, part in beside.part.items() if s not in named}
