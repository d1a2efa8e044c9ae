"""The graph against a naive reading of its words: whatever the groups are, with repeats, with none,
in a circle, replaced."""

from collections.abc import Collection

from hypothesis import example, given
from hypothesis import strategies as st

from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs

NODES = [f"n{number}" for number in range(7)]
NODE = st.sampled_from(NODES)
GRAPHS = st.fixed_dictionaries(
    {node: st.lists(st.lists(NODE, max_size=3).map(tuple), max_size=3).map(tuple) for node in NODES}
)
SOME = st.sets(NODE, max_size=4)


def one(**needs: Needs) -> dict[str, Needs]:
    """A graph of which only some nodes need anything."""
    return {**dict.fromkeys(NODES, ()), **needs}


def working(needs: dict[str, Needs], missing: Collection[str]) -> set[str]:
    """What works, found by asking every node again until nothing more does."""
    found: set[str] = set()
    while more := {
        node
        for node, groups in needs.items()
        if node not in found and node not in missing and all(set(group) & found for group in groups)
    }:
        found |= more
    return found


@given(GRAPHS, SOME)
@example(one(n0=(("n1", "n1"), ("n2",))), {"n2"})
@example(one(n0=((),)), set())
@example(one(n0=(("n1", "n2"),), n1=(("n0", "n2"),), n2=(("n0",),)), set())
def test_what_works_is_what_a_naive_reading_says(
    needs: dict[str, Needs], missing: set[str]
) -> None:
    graph, expected = Graph(needs), working(needs, missing)
    assert expected == graph.working_without(missing)
    assert (
        expected == graph.settle(lambda node, ready: None if node in missing else ready, 0).keys()
    )


@given(GRAPHS, SOME, st.dictionaries(NODE, st.integers(0, 9)))
def test_nothing_is_done_before_all_it_needs_or_later_than_that(
    needs: dict[str, Needs], never: set[str], minutes: dict[str, int]
) -> None:
    done = Graph(needs).settle(
        lambda node, ready: None if node in never else ready + minutes.get(node, 0), 0
    )
    assert {
        node: max(
            (min(done[member] for member in group if member in done) for group in needs[node]),
            default=0,
        )
        + minutes.get(node, 0)
        for node in done
    } == done


@given(GRAPHS, st.dictionaries(NODE, NODE, max_size=4), SOME)
@example(one(n0=(("n1", "n2"), ("n3",))), {"n1": "n2"}, {"n1"})
@example(one(n0=(("n1",), ("n2",))), {"n1": "n2", "n2": "n1"}, {"n1", "n2"})
def test_what_stands_for_another_is_needed_in_its_place(
    needs: dict[str, Needs], replacements: dict[str, str], missing: set[str]
) -> None:
    graph = Graph(needs).replacing(replacements)
    final = {node: _end(replacements, node) for node in NODES}
    renamed = {
        node: tuple(tuple(final[member] for member in group) for group in groups)
        for node, groups in needs.items()
    }
    assert working(renamed, missing) == graph.working_without(missing)


def _end(replacements: dict[str, str], node: str) -> str:
    """What stands for a node in the end; of a ring the last one before it comes round again."""
    chain = [node]
    while (following := replacements.get(chain[-1])) is not None and following not in chain:
        chain.append(following)
    return chain[-1]


@given(GRAPHS)
def test_dependents_are_those_who_name_a_node_each_once(needs: dict[str, Needs]) -> None:
    graph = Graph(needs)
    for node in NODES:
        naming = [(other, group) for other in NODES for group in needs[other] if node in group]
        assert sorted({other for other, _ in naming}) == graph.dependents(node)
        assert naming == graph.groups_with(node)


@given(GRAPHS, SOME)
def test_what_is_left_without_the_working_can_be_met_by_nothing_that_works(
    needs: dict[str, Needs], missing: set[str]
) -> None:
    graph = Graph(needs)
    left = Graph(graph.unmet_beside(graph.working_without(missing)))
    assert frozenset() == left.working_without(missing)
    assert {node for node in NODES if node not in working(needs, missing)} == left.needs.keys()
