"""Plans with thousands of mistakes are told in full; cycles of needs by the shortest, each step
named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.cycles import shortest_cycles, turning_back
from chwapi_console.inventory.faults import Gravity, PlanError
from chwapi_console.inventory.file.load import parse
from chwapi_console.inventory.graph import Graph
from chwapi_console.inventory.groups import Needs
from hospitals import HEAD


def ring(size: int) -> dict[str, Needs]:
    return {f"s{n:04}": ((f"s{(n + 1) % size:04}",),) for n in range(size)}


def braid(size: int) -> dict[str, Needs]:
    """A ring in which every other node can be gone round, so that very many cycles are equally
    short."""
    needs: dict[str, Needs] = {}
    for n in range(0, size, 3):
        after = f"s{(n + 3) % size:04}"
        needs[f"s{n:04}"] = ((f"s{n + 1:04}",), (f"s{n + 2:04}",))
        needs[f"s{n + 1:04}"] = needs[f"s{n + 2:04}"] = ((after,),)
    return needs


def pairs(size: int) -> dict[str, Needs]:
    """Each node needs its two neighbours."""
    return {
        f"s{n:04}": tuple((f"s{m:04}",) for m in (n - 1, n + 1) if 0 <= m < size)
        for n in range(size)
    }


@pytest.mark.parametrize(
    ("needs", "lengths"),
    [
        (ring(3000), [3000]),
        (braid(3000), [2000]),
        (pairs(3000), [2] * 1500),
        ({**ring(40), "x": (("y",),), "y": (("x",), ("s0000",))}, [2, 40]),
    ],
)
def test_cycles_of_thousands_are_found(needs: dict[str, Needs], lengths: list[int]) -> None:
    assert lengths == [len(cycle) for cycle in shortest_cycles(Graph(needs), needs)]


def test_a_long_cycle_is_named_by_its_first_steps() -> None:
    servers = "".join(
        f'{name} = {{ site = "imc", role = "x", needs = ["{needs[0][0]}"] }}\n'
        for name, needs in ring(3000).items()
    )
    with pytest.raises(PlanError) as caught:
        parse(HEAD + "[servers]\n" + servers, Path("plan.toml"))
    (finding,) = [f for f in caught.value.findings if f.gravity is Gravity.FAULT]
    assert (
        "a cycle that nothing can break: s0000 → s0001 → s0002 → s0003 → s0004 → s0005 → s0006 → "
        "s0007 → … 2992 more … → s0000. Take one of these needs out."
    ) == str(finding.sentence)


def test_thousands_of_unknown_names_are_all_told() -> None:
    servers = "".join(
        f'srv-{n:04} = {{ site = "imc", role = "x", needs = ["app-{n * 7919 % 10007}"] }}\n'
        for n in range(3000)
    )
    with pytest.raises(PlanError) as caught:
        parse(HEAD + "[servers]\n" + servers, Path("plan.toml"))
    assert 3000 == len(caught.value.findings)


@given(
    st.integers(1, 9).flatmap(
        lambda size: st.dictionaries(
            st.integers(0, size), st.sets(st.integers(0, size), max_size=4), min_size=size
        )
    )
)
def test_each_cycle_is_one_and_the_first_is_a_shortest(edges: dict[int, set[int]]) -> None:
    nodes = {*edges, *(end for ends in edges.values() for end in ends)}
    edges = {node: edges.get(node, set()) - {node} for node in nodes}
    graph = Graph(
        {f"n{node}": tuple((f"n{end}",) for end in sorted(ends)) for node, ends in edges.items()}
    )
    cycles = shortest_cycles(graph, graph.needs)
    for cycle in cycles:
        for node, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
            assert int(following[1:]) in edges[int(node[1:])]
        assert min(cycle) == cycle[0]
    used = [node for cycle in cycles for node in cycle]
    assert len(set(used)) == len(used)
    assert sorted(map(len, cycles)) == [len(cycle) for cycle in cycles]
    back = [length for node in nodes if (length := _way_back(edges, node))]
    assert min(back, default=0) == (len(cycles[0]) if cycles else 0)
    assert not any(
        _way_back(
            {
                node: ends - {int(n[1:]) for n in used}
                for node, ends in edges.items()
                if f"n{node}" not in used
            },
            start,
        )
        for start in nodes
        if f"n{start}" not in used
    )


def _way_back(edges: dict[int, set[int]], start: int) -> int:
    """The length of the shortest cycle through a node; 0 where there is none."""
    reached, frontier, length = set[int](), edges[start], 1
    while frontier - reached or start in frontier:
        if start in frontier:
            return length
        reached |= frontier
        frontier = {end for node in frontier for end in edges.get(node, ())} - reached | (
            {start} & {end for node in frontier for end in edges.get(node, ())}
        )
        length += 1
    return 0


@pytest.mark.parametrize("n", [2, 5, 40])
def test_without_what_turns_back_no_cycle_is_left_however_knotted(n: int) -> None:
    nodes = [f"n{number}" for number in range(n)]
    needs = {node: tuple((other,) for other in nodes if other != node) for node in nodes}
    back = set(turning_back(Graph(needs), nodes))
    left = Graph(
        {
            node: tuple(group for group in groups if (node, group[0]) not in back)
            for node, groups in needs.items()
        }
    )
    assert needs.keys() == left.settle(lambda _, ready: ready, 0).keys()
    assert n * (n - 1) // 2 == len(back)
