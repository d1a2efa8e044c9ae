"""Crews that are for some of the work and sleep at night, lanes, and second pairs of hands."""

from collections import Counter
from collections.abc import Mapping

import pytest
from bench.instances import hospital, tangle
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.graph import Graph
from chwapi_console.recovery.order.crew_work import (
    Begun,
    InLanes,
    Means,
    Places,
    PlacesFrom,
    StageKind,
    Work,
)
from chwapi_console.recovery.order.crewed import play
from chwapi_console.recovery.order.laid_out import BegunPart, Division, Part, Played, played
from chwapi_console.recovery.order.order import in_order
from chwapi_console.recovery.order.problem import Demand, Problem
from chwapi_console.recovery.order.schedule import completion
from chwapi_console.recovery.order.shifts import WEEK, Shifts, shifts

DAY_SHIFT = ((420, 1140),)
"""From 07:00 to 19:00."""


def of(*services: str, tier: int = 1, **needs: tuple[str, ...]) -> Problem:
    """Servers a, b, c … of an hour each that are missing, and the services that need them."""
    servers = sorted({server for group in needs.values() for server in group} - set(services))
    graph = dict.fromkeys(servers, ()) | {s: tuple((n,) for n in of) for s, of in needs.items()}
    return Problem(Graph(graph), {s: Demand(tier) for s in services}, dict.fromkeys(servers, 60))


def seen(problem: Problem, division: Division, *order: str, tier: int = 1) -> Played:
    return played(problem, order, dict.fromkeys(order, tier), division)


def began(of: Played) -> list[tuple[str, float]]:
    return [(each.node, each.begun.minute) for each in of.begun]


@pytest.mark.parametrize("crews", [1, 3, 8])
@pytest.mark.parametrize("seed", range(6))
def test_where_everybody_does_everything_it_goes_as_in_a_plain_schedule(
    seed: int, crews: int
) -> None:
    for problem in (hospital(90, seed).problem, tangle(60, seed).problem):
        order, everybody = in_order(problem), StageKind((0,))
        division = Division(
            Means([crews], [None], []),
            {server: [Part(time, everybody)] for server, time in problem.minutes.items()},
        )
        up = played(problem, order.servers, order.tier, division).up
        expected = completion(problem, order.servers, crews)
        assert expected == {service: up[service] for service in problem.services if service in up}


def test_what_is_brief_is_done_beside_what_is_in_hand_and_comes_later() -> None:
    problem, anybody = of("x", "y", x=("a", "b"), y=("c", "d")), StageKind((0,))
    look = Part(15, anybody, brief=True)
    parts = {"a": [look], "b": [Part(60, anybody)], "c": [Part(60, anybody)], "d": [look]}
    found = seen(problem, Division(Means([1], [None], []), parts, {"c": 0}), *"abcd")
    assert [("c", 0), ("a", 0), ("b", 75), ("d", 135)] == began(found)
    assert (150, 135) == (found.up["y"], found.up["x"])


def test_who_has_something_in_hand_at_night_does_what_is_brief_when_they_work() -> None:
    problem, anybody = of("x", "y", x=("a",), y=("c",)), StageKind((0,))
    parts = {"a": [Part(15, anybody, brief=True)], "c": [Part(600, anybody)]}
    by_day = shifts(DAY_SHIFT, (), 360)
    found = seen(problem, Division(Means([1], [by_day], []), parts, {"c": 0}), "a", "c")
    assert [("c", 0), ("a", 60)] == began(found)
    assert (75, 615) == (found.up["x"], found.up["y"])


@pytest.mark.parametrize(
    ("left", "off_in", "crews", "lanes", "done"),
    [
        (5, 20, (0,), (), 5),
        (5, 19, (0,), (), 5),
        (5, 20.5, (0,), (), 20),
        (60, 70, (0,), (), 795),
        (60, 70, (0, 1), (), 60),
        (60, 70, (0,), (0,), 60),
    ],
    ids=["minutes", "no time for both", "time for both", "an hour", "others come", "in a lane"],
)
def test_what_would_be_done_before_going_home_does_not_lie_till_morning_for_what_is_brief(
    left: float, off_in: float, crews: tuple[int, ...], lanes: tuple[int, ...], done: float
) -> None:
    """A look beside an image of five minutes more had that hold its lane over the night."""
    problem, look = of("x", "y", x=("a",), y=("c",)), Part(15, StageKind(crews), brief=True)
    now = 1140 - off_in
    by_day, late = shifts(DAY_SHIFT, (), now), shifts(((1090, 1320),), (), now)
    parts = {"a": [look], "c": [Part(left, StageKind((0,), lanes))]}
    means = Means([1, 1], [by_day, late], [1])
    assert done == seen(problem, Division(means, parts, {"c": 0}), *"ac").up["y"]


def test_what_is_brief_finds_a_place_in_its_lanes_or_waits() -> None:
    problem, anybody = of("x", "y", x=("a",), y=("c",)), StageKind((0,))
    parts = {"a": [Part(15, StageKind((0,), (0,)), brief=True)], "c": [Part(60, anybody)]}
    narrow = Division(Means([1], [None], [0]), parts, {"c": 0})
    assert [("c", 0)] == began(seen(problem, narrow, "a", "c"))


def test_a_lane_holds_no_more_than_its_places_and_the_next_takes_the_crew() -> None:
    problem = of("x", "y", x=("a", "b"), y=("c",))
    narrow, free = StageKind((0,), (0,)), StageKind((0,))
    parts = {"a": [Part(60, narrow)], "b": [Part(60, narrow)], "c": [Part(60, free)]}
    found = seen(problem, Division(Means([2], [None], [1]), parts), "a", "b", "c")
    assert [("a", 0), ("c", 0), ("b", 60)] == began(found)
    assert (120, 60) == (found.up["x"], found.up["y"])


def test_a_stretch_outside_the_lane_lets_another_in() -> None:
    problem = of("x", x=("a", "b"))
    parts = {
        server: [Part(20, StageKind((0,), (0,))), Part(40, StageKind((0,)))]
        for server in ("a", "b")
    }
    found = seen(problem, Division(Means([2], [None], [1]), parts), "a", "b")
    assert [("a", 0), ("a", 20), ("b", 20), ("b", 40)] == began(found)
    assert 80 == found.up["x"]


@pytest.mark.parametrize(("minutes", "kept"), [(15, False), (60, True)])
def test_a_place_is_kept_for_what_is_under_way_where_that_would_wait_longer(
    minutes: int, kept: bool
) -> None:
    problem = of("x", "y", x=("a",), y=("b",))
    free, narrow = StageKind((0,)), StageKind((0,), (0,))
    parts = {"a": [Part(10, free), Part(5, narrow)], "b": [Part(minutes, narrow)]}
    division = Division(Means([2], [None], [1]), parts)
    found = played(problem, ("a", "b"), {"a": 1, "b": 2}, division)
    assert (15 if kept else 0) == found.begins["b", 0]
    assert (15 if kept else 20) == found.up["x"]


def test_a_crew_takes_only_what_it_is_for() -> None:
    problem = of("x", x=("a", "b", "c"))
    network, windows = StageKind((0,)), StageKind((1,))
    parts = {"a": [Part(60, windows)], "b": [Part(60, windows)], "c": [Part(60, network)]}
    found = seen(problem, Division(Means([1, 1], [None, None], []), parts), "a", "b", "c")
    assert [("a", 0), ("c", 0), ("b", 60)] == began(found)


def test_nobody_begins_at_night_and_what_is_left_in_the_evening_goes_on_in_the_morning() -> None:
    problem = of("x", x=("a", "b"))
    parts = {server: [Part(60, StageKind((0,)))] for server in ("a", "b")}
    evening = shifts(DAY_SHIFT, (), 18.5 * 60)
    found = seen(problem, Division(Means([1], [evening], []), parts), "a", "b")
    assert [("a", 0), ("b", 13 * 60)] == began(found)
    assert 14 * 60 == found.up["x"]


def test_who_has_a_server_in_hand_at_night_is_at_it() -> None:
    problem = of("x", x=("a",))
    night = shifts(DAY_SHIFT, (), 2 * 60)
    division = Division(Means([1], [night], []), {"a": [Part(60, StageKind((0,)))]}, {"a": 0})
    assert 60 == seen(problem, division, "a").up["x"]


def test_a_second_pair_of_hands_helps_before_anything_of_a_lower_tier_is_begun() -> None:
    problem = of("x", "y", x=("a",), y=("b",))
    alone = StageKind((0,))
    parts = {"a": [Part(60, alone, 2)], "b": [Part(60, alone)]}
    division = Division(Means([2], [None], []), parts)
    found = played(problem, ("a", "b"), {"a": 1, "b": 2}, division)
    assert (40, 100) == (found.up["x"], found.up["y"])
    assert [("a", False), ("a", True), ("b", False)] == [
        (each.node, each.begun.helps) for each in found.begun
    ]
    pinned = played(problem, ("b", "a"), {"a": 1, "b": 2}, division._replace(running={"a": 0}))
    assert [("a", False), ("b", False)] == [(e.node, e.begun.helps) for e in pinned.begun][:2]
    same_tier = played(problem, ("a", "b"), {"a": 1, "b": 1}, division)
    assert (60, 60) == (same_tier.up["x"], same_tier.up["y"])


def test_in_a_lane_more_hands_make_nothing_faster() -> None:
    problem = of("x", x=("a",))
    division = Division(Means([2], [None], [1]), {"a": [Part(60, StageKind((0,), (0,)), 2)]})
    assert 60 == seen(problem, division, "a").up["x"]


def test_in_a_place_that_a_restoration_keeps_a_second_pair_of_hands_helps() -> None:
    problem, kept = of("x", x=("a",)), StageKind((0,), (0,), (0,))
    division = Division(Means([2], [None], [1]), {"a": [Part(60, kept, 2)]})
    assert 40 == seen(problem, division, "a").up["x"]


@pytest.mark.parametrize(
    ("clock", "minutes", "resting", "hours", "done"),
    [
        (120, 60, True, (DAY_SHIFT, ((1140, 420),)), (360, 360)),
        (1110, 60, False, (DAY_SHIFT, ((1140, 420),)), (780, 780)),
        (120, 60, True, (DAY_SHIFT, ()), (360, 340)),
        (1110, 60, False, (DAY_SHIFT, ()), (780, 760)),
        (1120, 60, False, ((), DAY_SHIFT), (60, 50)),
        (120, 1200, False, (DAY_SHIFT, DAY_SHIFT), (1200, 900)),
        (120, 60, True, ((), ((1140, 420),)), (60, 40)),
        (1240, 1500, True, (((0, 900),), ((480, 0),)), (2240, 2030)),
    ],
    ids=["night", "evening", "morning", "both", "helper goes", "awake", "no rest", "one comes"],
)
def test_nobody_lends_a_hand_at_what_rests(
    clock: int,
    minutes: int,
    resting: bool,
    hours: tuple[tuple[tuple[int, int], ...], ...],
    done: tuple[float, float],
) -> None:
    """The hours of sleep got a third shorter as if they were work; `done` is without help, and with it."""
    means = Means([1, 1], [shifts(of, (), clock) for of in hours], [])
    for hands, expected in enumerate(done, 1):
        parts = {"a": [Part(minutes, StageKind((0, 1)), hands)]}
        rests = frozenset("a") if resting else frozenset[str]()
        division = Division(means, parts, {"a": 0}, resting=rests)
        assert expected == pytest.approx(seen(of("x", x=("a",)), division, "a").up["x"])


def test_who_lends_a_hand_begins_something_else_while_that_rests() -> None:
    problem, by_day = of("x", "y", x=("a",), y=("b",)), shifts(DAY_SHIFT, (), 1110)
    parts = {"a": [Part(60, StageKind((0, 1)), 2)], "b": [Part(60, StageKind((1,)))]}
    division = Division(Means([1, 1], [by_day, None], []), parts, {"a": 0})
    found = played(problem, ("a", "b"), {"a": 1, "b": 2}, division)
    assert pytest.approx((90, 760)) == (found.up["y"], found.up["x"])


def test_of_two_crews_the_one_begins_that_does_not_go_home_before_it_is_done() -> None:
    problem, either = of("x", x=("a",)), StageKind((0, 1))
    evening = shifts(DAY_SHIFT, (), 18.5 * 60)
    parts = {"a": [Part(60, either)]}
    found = seen(problem, Division(Means([1, 1], [evening, None], []), parts), "a")
    assert (1, 60) == (found.begun[0].begun.crew, found.up["x"])
    noon = shifts(DAY_SHIFT, (), 12 * 60)
    found = seen(problem, Division(Means([1, 1], [noon, None], []), parts), "a")
    assert (0, 60) == (found.begun[0].begun.crew, found.up["x"])


def test_nothing_is_left_to_a_crew_that_goes_on_for_long_with_what_it_has_in_hand() -> None:
    """Not to be begun by it once its present stretch is done: it goes on with the next one."""
    problem, either = of("x", "y", x=("a",), y=("b",)), StageKind((0, 1))
    evening = shifts(DAY_SHIFT, (), 18.5 * 60)
    for rest, crew in ((60, 1), (24 * 60, 0)):
        parts = {"a": [Part(60, either)], "b": [Part(10, either), Part(rest, either)]}
        division = Division(Means([1, 1], [evening, None], []), parts, {"b": 1})
        found = seen(problem, division, "a", "b")
        (begun,) = [each.begun.crew for each in found.begun if each.node == "a"]
        assert crew == begun


def test_who_has_a_server_in_hand_goes_on_with_it_from_stretch_to_stretch() -> None:
    """Though more is in hand than there are people, and another crew is free until the evening."""
    problem, either = of("x", "y", x=("a",), y=("b",)), StageKind((0, 1))
    evening = shifts(DAY_SHIFT, (), 18 * 60)
    parts = {server: [Part(30, either), Part(60, either)] for server in ("a", "b")}
    division = Division(Means([1, 1], [evening, None], []), parts, {"a": 1, "b": 1})
    found = seen(problem, division, "a", "b")
    assert (90, 90) == (found.up["x"], found.up["y"])
    assert {1} == {each.begun.crew for each in found.begun}


def test_what_is_in_hand_waits_for_its_lane_and_its_crew_goes_on_with_something_else() -> None:
    free, narrow = StageKind((0,)), StageKind((0,), (0,))
    parts = {
        "a": [Part(30, free), Part(60, narrow)],
        "b": [Part(60, narrow)],
        "c": [Part(10, free)],
    }
    problem = of("x", "y", "z", x=("a",), y=("b",), z=("c",))
    division = Division(Means([2], [None], [1]), parts, {"a": 0, "b": 0})
    found = seen(problem, division, "a", "b", "c")
    assert (120, 60, 40) == (found.up["x"], found.up["y"], found.up["z"])


NO_STARTS: Mapping[str, float] = {}

BY_NIGHT = ((1140, 420),)
BY_DAY, NIGHT, ALWAYS = (StageKind((crew,), (0,)) for crew in range(3))
"""Work of three crews in one lane."""


def in_lane(
    clock: int,
    minutes: dict[str, int],
    starts: Mapping[str, float] = NO_STARTS,
    resting: str = "",
    back: str = "",
) -> dict[str, InLanes]:
    """When each is in the lane, from a minute of Monday on: `a` by night, `b` by day, the rest always.

    Of these `a` and `c` are in hand, but for what begins later.
    """
    kinds = {"a": NIGHT, "b": BY_DAY, "c": ALWAYS, "d": ALWAYS}
    hours = [shifts(DAY_SHIFT, (), clock), shifts(BY_NIGHT, (), clock), None]
    parts = {server: [Part(takes, kinds[server])] for server, takes in minutes.items()}
    held = {s: crew for s, crew in (("a", 1), ("c", 2)) if s in minutes and s not in starts}
    means = Means([1, 1, 2], hours, [1])
    division = Division(
        means, parts, held, starts, resting=frozenset(resting), back=frozenset(back)
    )
    found = seen(of("x", x=tuple(minutes)), division, *minutes).in_lanes
    return {of: [(round(a), round(b)) for a, b in its] for (of, _), its in found.items()}


def test_what_rests_for_its_crew_has_gone_home_gives_its_place_in_a_lane_back() -> None:
    at_six = in_lane(360, {"a": 120, "b": 90})
    assert {"a": [(0, 60), (780, 840)], "b": [(60, 150)]} == at_six
    at_noon = in_lane(720, {"a": 60, "b": 90}, resting="a")
    assert {"a": [(0, 0), (420, 480)], "b": [(0, 90)]} == at_noon
    assert [(30, 120)] == in_lane(390, {"b": 90})["b"], "as where nothing sleeps"
    assert [(30, 120)] == in_lane(390, {"a": 90, "b": 90})["b"]


def test_it_takes_one_again_before_what_has_not_begun_and_waits_where_there_is_none() -> None:
    """`c` is begun when nobody else copies, and is not done when the night comes back; `d` is behind."""
    parts = {"d": 30, "a": 120, "c": 800}
    found = in_lane(360, parts, starts={"c": 60.0, "d": 700.0})
    assert {"a": [(0, 60), (860, 920)], "c": [(60, 860)], "d": [(920, 950)]} == found
    back = in_lane(1150, {"d": 10, "a": 60, "c": 30}, back="a")
    assert {"c": [(0, 30)], "a": [(0, 0), (30, 90)], "d": [(90, 100)]} == back


@pytest.mark.parametrize("clock", [370, 419, 420, 421, 479, 480, 481, 500])
def test_who_came_first_has_the_place_though_what_comes_later_is_earlier_in_the_order(
    clock: int,
) -> None:
    """The crew of `b` comes at 07:00, that of `a` at 08:00; whenever it is asked, it is the same."""
    hours = [shifts(((begin, 1140),), (), clock) for begin in (480, 420)]
    minutes = {"a": 60, "b": 120 - max(0, clock - 420)}
    parts = {s: [Part(of, StageKind((n,), (0,)))] for n, (s, of) in enumerate(minutes.items())}
    back = frozenset(s for s, begin in (("a", 480), ("b", 420)) if clock >= begin)
    held = Division(
        Means([1, 1], hours, [1]),
        parts,
        {"a": 0, "b": 1},
        resting=frozenset("ab") - back,
        back=back,
    )
    found = seen(of("x", x=("a", "b")), held, "a", "b").in_lanes
    ends = {server: clock + of[-1][1] for (server, _), of in found.items()}
    assert {"b": pytest.approx(540), "a": pytest.approx(600)} == ends


def test_of_crews_that_come_at_one_minute_what_is_first_in_the_order_has_the_place() -> None:
    for clock, back in ((400, frozenset[str]()), (420, frozenset("ab"))):
        hours = [shifts(DAY_SHIFT, (), clock)] * 2
        parts = {s: [Part(60, StageKind((n,), (0,)))] for n, s in enumerate("ab")}
        held = Division(
            Means([1, 1], hours, [1]),
            parts,
            {"a": 0, "b": 1},
            resting=frozenset("ab") - back,
            back=back,
        )
        found = seen(of("x", x=("a", "b")), held, "a", "b").in_lanes
        ends = {server: round(clock + of[-1][1]) for (server, _), of in found.items()}
        assert {"a": 480, "b": 540} == ends


def test_a_restoration_begins_no_sooner_than_it_may() -> None:
    problem = of("x", x=("a", "b"))
    parts = {server: [Part(60, StageKind((0,)))] for server in ("a", "b")}
    division = Division(Means([1], [None], []), parts, starts={"a": 90.0})
    assert [("b", 0), ("a", 90)] == began(seen(problem, division, "a", "b"))


def test_a_condition_of_a_trade_takes_its_crew() -> None:
    problem = of("x", x=("a", "ok"))._replace(minutes={"a": 60}, conditions={"ok": 30})
    crew = StageKind((0,))
    division = Division(Means([1], [None], []), {"a": [Part(60, crew)]}, trades={"ok": crew})
    assert [("ok", 0), ("a", 30)] == began(seen(problem, division, "a"))
    outside = division._replace(trades={})
    assert 60 == seen(problem, outside, "a").up["x"]


@given(st.integers(0, 40))
def test_no_lane_and_no_crew_is_ever_fuller_than_it_may_be(seed: int) -> None:
    problem = hospital(60, seed).problem
    order = in_order(problem)
    kinds = [
        StageKind((0, 1)),
        StageKind((1,), (0,)),
        StageKind((0,), (0, 1)),
        StageKind((1, 0), (1,)),
    ]
    parts = {
        server: [Part(time / 2, kinds[n % 4]), Part(time / 2, kinds[(n + 1) % 4])]
        for n, (server, time) in enumerate(sorted(problem.minutes.items()))
    }
    means = Means([2, 1], [None, shifts(DAY_SHIFT, (0, 1, 2, 3), 600)], [1, 2])
    found = played(problem, order.servers, order.tier, Division(means, parts))
    assert set(problem.minutes) <= found.up.keys()
    for each in found.begun:
        at_it = [
            other
            for other in found.begun
            if other.begun.minute <= each.begun.minute < _end(means, parts, other) - 1e-6
        ]
        crews = Counter(other.begun.crew for other in at_it)
        lanes = Counter(
            lane
            for (node, part), held in found.in_lanes.items()
            if any(since <= each.begun.minute < until - 1e-6 for since, until in held)
            for lane in parts[node][part].kind.lanes
        )
        assert all(crews[crew] <= places for crew, places in enumerate(means.places))
        assert all(lanes[lane] <= places for lane, places in enumerate(means.lanes))


def _end(means: Means, parts: dict[str, list[Part]], of: BegunPart) -> float:
    at_work, minutes = means.shifts[of.begun.crew], parts[of.node][of.part].minutes
    begun = of.begun.minute
    return at_work.done(begun, minutes) if at_work else begun + minutes


hours = st.lists(
    st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda of: of[0] != of[1]),
    min_size=1,
    max_size=3,
).map(tuple)
days = st.lists(st.integers(0, 6), max_size=4).map(tuple)


@given(hours, days, st.integers(0, WEEK - 1), st.integers(0, 9000), st.integers(1, 5000))
def test_work_is_done_when_so_many_minutes_of_shifts_have_passed(
    of: tuple[tuple[int, int], ...], on: tuple[int, ...], offset: int, minute: int, work: int
) -> None:
    made = shifts(of, on, offset)
    if made is None:
        return
    if not made.at_work(minute):
        minute = round(made.next_begin(minute))
    assert made.at_work(minute)
    end = made.done(minute, work)
    assert end >= minute + work - 1e-6
    assert work == pytest.approx(made.work_between(minute, end))
    assert work == sum(_works(made, each) for each in range(minute, round(end)))


def _works(of: Shifts, minute: int) -> bool:
    return of.at_work(minute + 0.5)


def test_who_works_from_one_week_into_the_next_goes_home_when_that_shift_ends() -> None:
    night = shifts(((1200, 1560),), (), WEEK - 60)
    assert night is not None
    assert 180 == pytest.approx(night.left(0))
    assert 119 == pytest.approx(night.left(61))
    assert 1260 == pytest.approx(night.next_begin(181))


def test_who_works_day_and_night_has_no_shifts() -> None:
    assert shifts((), (), 0) is None
    assert shifts(((0, 720), (720, 1440)), (), 0) is None
    nights = shifts(((1320, 360),), (4,), 0)
    assert nights is not None
    assert [True, True, False, False] == [
        nights.at_work(minute)
        for minute in (4 * 1440 + 1320, 5 * 1440 + 359, 5 * 1440 + 360, 4 * 1440 + 100)
    ]


ON_TWO_LANES = [StageKind((0,)), StageKind((0,), (0,), ())]
"""Work of one crew, without a lane and in one of a single place."""


def begun_where_time_moves_it(
    kinds: list[int],
    follows: dict[int, int],
    moved: list[int],
    crews: int = 1,
    running: dict[int, int] | None = None,
    **longer: float,
) -> list[tuple[int, float]]:
    """Stages of an hour each, of which some follow one another, whose order is another from 00:30 on."""
    dependents = [[follows[n]] if n in follows else [] for n in range(len(kinds))]
    work = Work(
        ON_TWO_LANES,
        kinds,
        [1] * len(kinds),
        [1] * len(kinds),
        [n in follows.values() for n in range(len(kinds))],
        dependents,
        running or {},
        follows,
        stretches=[
            PlacesFrom(0, lambda: Places(list(range(len(kinds))), [1] * len(kinds))),
            PlacesFrom(30, lambda: Places(moved, [1] * len(kinds))),
        ],
    )
    found = list[Begun]()
    minutes = {n: (longer.get(f"stage_{n}", 60.0),) for n in range(len(kinds))}
    play(work, Means([crews], [None], [1]), minutes, 0, lambda *_: False, begun=found.append)
    return [(of.stage, of.minute) for of in found]


def test_what_is_begun_goes_on_wherever_time_moves_it() -> None:
    last_of_all = [2, 3, 0, 1]
    found = begun_where_time_moves_it([0, 1, 0, 0], {0: 1}, last_of_all)
    assert [(0, 0), (1, 60), (2, 120), (3, 180)] == found


def test_what_is_not_begun_goes_where_time_moves_it() -> None:
    found = begun_where_time_moves_it([0, 0, 0], {0: 1}, [1, 2, 0])
    assert [(0, 0), (1, 60), (2, 120)] == found
    assert [(0, 0), (2, 60), (1, 120)] == begun_where_time_moves_it([0, 0, 0], {}, [0, 2, 1])


def test_what_is_begun_has_the_next_place_in_a_lane_wherever_time_moves_it() -> None:
    # 0 and 1 are one restoration, 2 has the lane until 01:00, and 3 and 4 want it next.
    found = begun_where_time_moves_it([0, 1, 1, 1, 1], {0: 1}, [3, 4, 0, 1, 2], crews=2)
    assert [(0, 0), (2, 0), (1, 60), (3, 120), (4, 180)] == found


def test_what_is_in_hand_has_the_next_place_in_a_lane() -> None:
    # 3 and 4 are one restoration, in hand, the last in the order.
    found = begun_where_time_moves_it(
        [1, 1, 1, 0, 1], {3: 4}, list(range(5)), 2, {3: 0}, stage_0=90
    )
    assert [(3, 0), (0, 0), (4, 90), (1, 150), (2, 210)] == found


def test_what_is_in_hand_and_waits_for_a_lane_is_left_to_nobody_else() -> None:
    """Its crew goes home at 19:00 while the lane is full, and another is there all night."""
    problem, by_day = of("x", "y", x=("a",), y=("b",)), shifts(DAY_SHIFT, (), 18 * 60)
    windows, night = StageKind((0, 1)), StageKind((1,), (0,))
    parts = {"a": [Part(30, windows), Part(60, StageKind((0, 1), (0,)))], "b": [Part(90, night)]}
    division = Division(Means([1, 2], [by_day, None], [1]), parts, {"a": 0, "b": 1})
    found = seen(problem, division, "a", "b")
    assert (90, 13 * 60 + 60) == (found.up["y"], found.up["x"])
