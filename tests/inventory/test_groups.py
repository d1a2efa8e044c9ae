"""Groups of needs: what is met, what is left, what says nothing; and that a plan keeps them on
every way."""

from itertools import chain, combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.edit.editing import edited
from chwapi_console.inventory.edit.write import toml_text
from chwapi_console.inventory.faults import Gravity, PlanError
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.file.plan_cache import recall, remember
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import (
    AtLeast,
    Group,
    Needs,
    enough,
    group_of,
    irredundant,
    left_of,
    without_members,
)
from chwapi_console.inventory.model import Plan
from hospitals import HEAD, plan_of

IDS = ["a", "b", "c", "d", "e"]
GROUPS = st.builds(
    group_of, st.integers(1, 4), st.lists(st.sampled_from(IDS), min_size=1, max_size=5)
)
NEEDS = st.lists(GROUPS, max_size=5).map(tuple)

PLAN = """
[services.dpi]
name = "DPI"
tier = 1
needs = [
    { at_least = 2, of = ["app1", "app2", "app3"] },  # three would be better
    ["dc1", "dc2"],
]
[services.bloc]
name = "Bloc"
tier = 1
needs = [{ at_least = 2, of = ["dpi", "dc1", "dc2"] }]
[servers]
""" + "".join(
    f'{name} = {{ site = "imc", role = "x", needs = [{needs}] }}\n'
    for name, needs in (
        ("app1", ""),
        ("app2", ""),
        ("app3", '{ at_least = 1, of = ["dc1", "dc2"] }'),
        ("dc1", ""),
        ("dc2", ""),
    )
)


def met(groups: Needs, working: set[str]) -> bool:
    return all(len(working.intersection(group)) >= enough(group) for group in groups)


def subsets() -> list[set[str]]:
    return [
        set(some)
        for some in chain.from_iterable(combinations(IDS, size) for size in range(len(IDS) + 1))
    ]


@given(NEEDS)
def test_what_is_left_out_as_redundant_changes_nothing_and_nothing_more_can_be_left_out(
    needs: Needs,
) -> None:
    kept = irredundant(needs)
    assert [met(needs, working) for working in subsets()] == [
        met(kept, working) for working in subsets()
    ]
    for group in kept:
        for other in kept:
            assert group is other or any(
                met((other,), working) and not met((group,), working) for working in subsets()
            )


@given(GROUPS, st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
def test_what_is_left_of_a_group_is_met_by_what_meets_the_group_with_those_that_work(
    group: Group, working: set[str], later: set[str]
) -> None:
    left = left_of(group, working)
    assert met((group,), working | later) == (left is None or met((left,), later))


@given(
    st.dictionaries(st.sampled_from(IDS), NEEDS, min_size=5, max_size=5),
    st.sets(st.sampled_from(IDS)),
)
def test_what_works_and_comes_back_is_what_a_naive_count_says(
    needs: dict[str, Needs], missing: set[str]
) -> None:
    graph, working = Graph(needs), set[str]()
    while more := {
        n for n in IDS if n not in working and n not in missing and met(needs[n], working)
    }:
        working |= more
    assert working == graph.working_without(missing)
    assert working == set(graph.settle(lambda node, ready: None if node in missing else ready, 0))
    for node, groups in graph.unmet_beside(working).items():
        assert met(groups, set(IDS) - working) == met(needs[node], set(IDS))


def test_a_group_that_asks_for_one_is_any_of_and_one_that_asks_for_too_many_is_all() -> None:
    assert ("a", "b") == group_of(1, "ab") == group_of(0, "abab")
    assert AtLeast(2, "ab") == group_of(7, "aba")
    assert ("a",) == group_of(2, "aa")
    assert ((AtLeast(2, "ab"),), (("a",),)) == (
        without_members((AtLeast(2, "abc"),), "c"),
        without_members((AtLeast(2, "abc"),), "bc"),
    )


def test_groups_are_told_apart_by_what_they_ask() -> None:
    assert AtLeast(2, "abc") != ("a", "b", "c")
    assert ("a", "b", "c") != AtLeast(2, "abc")
    assert AtLeast(2, "abc") != AtLeast(3, "abc")
    assert 3 == len({("a", "b", "c"), AtLeast(2, "abc"), AtLeast(3, "abc"), AtLeast(2, "abc")})


def test_a_file_says_at_least_and_the_plan_keeps_it_when_it_is_written_again() -> None:
    plan = plan_of(PLAN)
    assert (AtLeast(2, ("app1", "app2", "app3")), ("dc1", "dc2")) == plan.services["dpi"].needs
    assert (("dc1", "dc2"),) == plan.servers["app3"].needs
    assert plan == parse(toml_text(plan), Path("plan.toml")).plan


def test_a_known_plan_comes_back_with_what_its_groups_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    plan = plan_of(PLAN)
    remember("0" * 64, plan)
    assert plan == recall("0" * 64)


def test_an_edit_beside_such_a_group_leaves_it_as_it_stands() -> None:
    loaded = parse(HEAD + PLAN, Path("plan.toml"))
    services, servers = loaded.plan.services, loaded.plan.servers
    wanted = loaded.plan._replace(
        services={
            **services,
            "dpi": services["dpi"]._replace(
                needs=(*services["dpi"].needs, AtLeast(2, ("dc1", "dc2")))
            ),
        },
        servers={**servers, "app2": servers["app2"]._replace(needs=(AtLeast(2, ("dc1", "dc2")),))},
    )
    text = edited(loaded, wanted)
    assert '{ at_least = 2, of = ["app1", "app2", "app3"] },  # three would be better\n' in text
    assert (
        'app2 = { site = "imc", role = "x", needs = [{ at_least = 2, of = ["dc1", "dc2"] }] }'
        in text
    )


def warnings(needs: str) -> list[str]:
    plan = parse(
        f'{HEAD}[services.v]\nname = "V"\ntier = 1\nneeds = {needs}\n[servers]\n'
        + "".join(f'{name} = {{ site = "imc", role = "x" }}\n' for name in IDS),
        Path("plan.toml"),
    )
    return [str(f.sentence) for f in plan.findings if f.gravity is Gravity.WARNING]


@pytest.mark.parametrize(
    ("needs", "sentences"),
    [
        ('[["a", "b"], ["a", "c"]]', []),
        ('["a", "a"]', ["a stands twice among the needs. Take one of them out."]),
        (
            '[["a", "b"], ["b", "a"]]',
            ["b or a stands twice among the needs. Take one of them out."],
        ),
        (
            '["a", ["a", "b"]]',
            ["a or b says nothing, for a is needed in any case. Take one of the two out."],
        ),
        (
            '[["a", "b", "c"], ["a", "b"]]',
            ["a, b or c says nothing, for a or b is needed in any case. Take one of the two out."],
        ),
        ('[["a", "a", "b"]]', ['"a" stands twice in one list. Take one of them out.']),
        (
            '[{ at_least = 2, of = ["a", "b", "c"] }, ["a", "b"]]',
            [
                (
                    "a or b says nothing, for 2 of a, b and c is needed in any case. Take one of the "
                    "two out."
                )
            ],
        ),
    ],
)
def test_what_is_said_twice_is_a_warning(needs: str, sentences: list[str]) -> None:
    assert sentences == warnings(needs)


def test_a_cycle_that_other_members_can_break_is_a_warning_and_one_that_they_cannot_a_fault() -> (
    None
):
    def plan(count: int) -> Plan:
        return plan_of(
            '[services.v]\nname = "V"\ntier = 1\nneeds = ["a"]\n[servers]\n'
            f'a = {{ site = "imc", role = "x", needs = [{{ at_least = {count}, of = ["b", "c", '
            f'"d"] }}] }}\n'
            'b = { site = "imc", role = "x", needs = ["a"] }\n'
            'c = { site = "imc", role = "x" }\nd = { site = "imc", role = "x" }\n'
        )

    assert (AtLeast(2, "bcd"),) == plan(2).servers["a"].needs
    with pytest.raises(PlanError, match="1 fault"):
        plan(3)
