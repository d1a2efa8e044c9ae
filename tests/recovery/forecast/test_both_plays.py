"""A forecast has two plays: a short one where everybody does everything, a long one where crews differ.

The long one takes two and a half times as long (64 runs of 300 servers: 22 ms of CPU beside 8), so most
forecasts keep the short one. What they share, who begins what and what is done beside what is in hand,
stands in both, and this holds them to one rule.
"""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.named_tuples import NamedTuple
from chwapi_console.recovery.forecast.network import Asked, Network
from chwapi_console.recovery.forecast.runs import minutes_until_up
from chwapi_console.recovery.forecast.stage_minutes import Draws
from chwapi_console.recovery.order.crew_work import Means, StageKind


class Night(NamedTuple):
    """The minutes of stages in their order, what each waits for, what is brief and in hand, and crews."""

    minutes: Sequence[int]
    needs: Sequence[frozenset[int]]
    brief: frozenset[int]
    running: Sequence[int]
    crews: int


@st.composite
def nights(draw: st.DrawFn) -> Night:
    """Nights whose stages take times of which no two add up to the same, so that nothing ends at once."""
    count, crews = draw(st.integers(2, 12)), draw(st.integers(1, 4))
    scaled = draw(st.lists(st.integers(1, 300), min_size=count, max_size=count))
    minutes = [(each << count) + (1 << stage) for stage, each in enumerate(scaled)]
    rank = draw(st.permutations(range(count)))
    needs = [
        draw(st.frozensets(st.sampled_from([s for s in range(count) if rank[s] < rank[stage]])))
        if rank[stage] and draw(st.booleans())
        else frozenset[int]()
        for stage in range(count)
    ]
    ready = [stage for stage in range(count) if not needs[stage]]
    running = draw(st.lists(st.sampled_from(ready), unique=True, max_size=crews))
    brief = draw(st.frozensets(st.sampled_from(range(count)))) - set(running)
    return Night(minutes, needs, brief, running, crews)


def played(night: Night, *, divided: bool) -> dict[str, list[float]]:
    """When each stage is done, by the short play or by the long one with a crew that is for all."""
    count = len(night.minutes)
    dependents: list[list[int]] = [[] for _ in range(2 * count)]
    for stage, of in enumerate(night.needs):
        dependents[stage].append(count + stage)
        for need in of:
            dependents[need].append(stage)
    asked = Asked(
        Means([night.crews], [None], []),
        [StageKind((0,))],
        [0] * count,
        [1] * count,
        [1] * count,
        dict.fromkeys(night.running, 0),
        {},
        (),
    )
    network = Network(
        runs=2,
        draws=[drawing(minutes) for minutes in night.minutes],
        running=night.running,
        elapsing=frozenset(),
        unmet=[*map(len, night.needs), *[1] * count],
        dependents=dependents,
        services={count + stage: f"s{stage}" for stage in range(count)},
        asked=asked if divided else None,
        brief=night.brief,
    )
    found = minutes_until_up(network, night.crews, lambda _: None)
    return {service: list(moments) for service, moments in found.items()}


def drawing(minutes: int) -> Draws:
    return lambda runs: [float(minutes)] * len(runs)


@given(nights())
def test_where_one_crew_is_for_everything_both_plays_have_it_done_at_the_same_minute(
    night: Night,
) -> None:
    done = played(night, divided=False)
    assert len(night.minutes) == len(done)
    assert done == played(night, divided=True)


def test_what_is_brief_is_done_beside_what_is_in_hand_by_both() -> None:
    night = Night([15, 600], [frozenset(), frozenset()], frozenset({0}), [1], 1)
    assert {"s0": [15.0, 15.0], "s1": [615.0, 615.0]} == played(night, divided=False)
    assert played(night, divided=True) == played(night, divided=False)
