"""At least so many of several, and groups that share members: the order, what works, spares, the
forecast and the words."""

from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Group, Needs, enough, group_of, irredundant
from chwapi_console.journal.kinds.standing import Standing
from chwapi_console.recovery.forecast.forecast import forecast
from chwapi_console.recovery.order.entwined import least_together
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Problem
from chwapi_console.recovery.state.view.view import View, view
from chwapi_console.recovery.words.why.reasons import why
from chwapi_console.text import in_one
from hospitals import NOW, plan_of, problems, record_of, standing_event

MINUTES = {"app1": 60, "app2": 300, "app3": 120, "app4": 180, "app5": 240}


def farm(count: int, **states: str) -> View:
    """A record that needs so many of five application servers, hit unless said otherwise."""
    lines = [
        f'{name} = {{ site = "imc", role = "x", restore = "{minutes}m", state = '
        f'"{states.get(name, "compromised")}" }}'
        for name, minutes in MINUTES.items()
    ]
    members = ", ".join(f'"{name}"' for name in MINUTES)
    plan = plan_of(
        f'[services.dpi]\nname = "DPI"\ntier = 1\nneeds = [{{ at_least = {count}, of = [{members}] '
        f"}}]\n[servers]\n" + "\n".join(lines)
    )
    return view(plan, record_of([]), NOW)


def sentence(seen: View, server: str) -> str:
    return str(in_one(why(seen, seen.entry[server])))


def test_the_nearest_are_restored_and_the_others_are_spares() -> None:
    seen = farm(3)
    assert ["app1", "app3", "app4"] == sorted(seen.missing("dpi"))
    assert {"app5": "spare", "app2": "spare"} == {
        s: p for s, p in seen.order.part.items() if p != "clinical"
    }
    assert ["app5", "app2"] == seen.order.servers[3:]


def test_those_that_work_already_count_and_available_ones_come_before_others() -> None:
    seen = farm(3, app2="clean", app5="clean")
    assert ["app1"] == seen.missing("dpi")
    assert "Spare: app1 is nearer." == sentence(seen, "app3").removesuffix(
        " app3 is compromised: it must stay off the network until it is restored."
    )


@pytest.mark.parametrize(("clean", "status"), [(0, "down"), (2, "down"), (3, "up"), (5, "up")])
def test_a_service_is_up_with_as_many_as_it_asks_for(clean: int, status: str) -> None:
    seen = farm(3, **dict.fromkeys(list(MINUTES)[:clean], "clean"))
    assert status == seen.services["dpi"].status


def test_a_server_that_is_one_of_several_says_how_many_are_needed_and_work() -> None:
    assert "DPI needs 3 of 5 like it; 1 work." in sentence(farm(3, app2="clean"), "app1")


def test_a_spare_says_that_enough_others_work() -> None:
    seen = farm(2, app1="clean", app2="clean")
    assert sentence(seen, "app3").startswith("Spare: 2 of 5 work, which is enough.")


def test_what_is_retired_counts_no_more_and_too_few_left_cannot_come_back() -> None:
    assert farm(3, app1="retired", app3="retired").services["dpi"].can_come_back
    seen = farm(3, app1="retired", app3="retired", app4="retired")
    assert not seen.services["dpi"].can_come_back
    assert "cannot" == seen.order.part["app1"]


def test_one_machine_that_replaces_another_of_the_group_counts_once() -> None:
    seen = farm(3, app1="clean", app2="clean")
    retired = standing_event("imc", 1, "app3", Standing("compromised", "retired", "", "", "app1"))
    later = view(seen.plan, record_of([retired]), NOW)
    assert ("down", ["app4"]) == (later.services["dpi"].status, later.missing("dpi"))


def test_a_server_that_waits_for_some_of_several_says_how_many_are_back() -> None:
    plan = plan_of(
        '[services.bloc]\nname = "Bloc"\ntier = 1\nneeds = ["front"]\n[servers]\n'
        'front = { site = "imc", role = "x", state = "compromised", needs = ['
        '{ at_least = 2, of = ["a", "b", "c"] }] }\n'
        'a = { site = "imc", role = "x", state = "clean" }\n'
        'b = { site = "imc", role = "x", state = "compromised" }\n'
        'c = { site = "imc", role = "x", state = "compromised" }\n'
    )
    seen = view(plan, record_of([]), NOW)
    assert sentence(seen, "front").startswith(
        "Waits for 1 more of b (compromised) and c (compromised) (1 of 2 back)."
    )
    assert (("b", "c"),) == seen.entry["front"].waits_for
    assert ["b", "front", "c"] == seen.order.servers


def test_the_forecast_waits_for_as_many_as_are_asked_for() -> None:
    ranges = {count: forecast(farm(count)).services["dpi"] for count in (1, 3, 5)}
    medians = [ranges[count].p50 for count in (1, 3, 5)]
    assert medians == sorted({median for median in medians if median is not None})


@given(problems(), st.data())
def test_an_order_with_redundant_needs_is_that_without_them(
    of: Problem, data: st.DataObject
) -> None:
    """Supersets of a group, the group once more, a member of an all-of in an any-of: none of these
    asks for anything."""
    needs: dict[str, Needs] = {}
    for node, groups in of.graph.needs.items():
        more = [
            _weaker(data, group, [n for n in of.graph.needs if n != node])
            for group in groups
            if data.draw(st.booleans())
        ]
        needs[node] = tuple(data.draw(st.permutations([*groups, *more])))
    assert {n: set(map(_as_set, groups)) for n, groups in of.graph.needs.items()} == {
        n: set(map(_as_set, irredundant(groups))) for n, groups in needs.items()
    }
    clean = of._replace(graph=Graph({node: irredundant(groups) for node, groups in needs.items()}))
    assert in_order(of).servers == in_order(clean).servers
    assert in_order(of).missing == in_order(clean).missing


def _as_set(group: Group) -> tuple[int, frozenset[str]]:
    return enough(group), frozenset(group)


def _weaker(data: st.DataObject, group: Group, nodes: list[str]) -> Group:
    """A group that is met whenever this one is."""
    more = data.draw(st.lists(st.sampled_from(nodes), max_size=2)) if nodes else []
    return group_of(data.draw(st.integers(1, enough(group))), [*group, *more])


HAD = st.fixed_dictionaries(
    dict.fromkeys("abcdef", st.tuples(st.booleans(), st.booleans(), st.integers(0, 9)))
)
GROUPS = st.lists(
    st.builds(
        group_of, st.integers(1, 3), st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=4,
)


@given(HAD, GROUPS, st.booleans())
def test_groups_that_share_members_are_settled_at_the_least_cost_there_is(
    given_: dict[str, tuple[bool, bool, int]], groups: list[Group], in_turn: bool
) -> None:
    had = {member: (*how, member) for member, how in given_.items()}

    def cost(members: set[str]) -> tuple[int, int, int, int]:
        times = [had[member][2] for member in members]
        return (
            sum(had[m][0] for m in members),
            sum(had[m][1] for m in members),
            sum(times) if in_turn else max(times, default=0),
            len(members),
        )

    ways = [
        set(some)
        for some in chain.from_iterable(combinations("abcdef", size) for size in range(7))
        if all(len({*some} & set(group)) >= enough(group) for group in groups)
    ]
    found = set(least_together(groups, had, in_turn=in_turn))
    assert found in ways
    assert min(map(cost, ways)) == cost(found)


def test_who_is_enough_for_two_groups_is_waited_for_once() -> None:
    def plan(needs: str, **states: str) -> View:
        lines = [
            f'{name} = {{ site = "imc", role = "x", state = "{states.get(name, "compromised")}" '
            f"}}\n"
            for name in ("one", "zwei", "drei")
        ]
        text = f'[services.v]\nname = "V"\ntier = 1\nneeds = {needs}\n[servers]\n' + "".join(lines)
        return view(plan_of(text), record_of([]), NOW)

    assert ["zwei"] == plan('[["one", "zwei"], ["drei", "zwei"]]').missing("v")
    assert ["drei", "one"] == sorted(
        plan('[["one", "zwei"], ["drei", "zwei"]]', zwei="retired").missing("v")
    )
    assert [] == plan('[["one", "zwei"], ["drei", "zwei"]]', zwei="clean").missing("v")
    assert ["one"] == plan('["one", ["one", "zwei"]]', zwei="clean").missing("v")
    assert ["drei"] == plan('[["one", "zwei"], ["drei", "zwei"]]', one="clean").missing("v")
