"""How many runs are enough to tell what a thing that is tried brings."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from chwapi_console.inventory.model import Estimate
from chwapi_console.journal.record.record import Record
from chwapi_console.recovery.forecast.forecast import Outlook, middle_of
from chwapi_console.recovery.forecast.held_longer import (
    comes_later,
    gone_before,
    gone_before_words,
    later_words,
    sooner_words,
)
from chwapi_console.recovery.forecast.runs_compared import (
    clear_difference,
    clear_move,
    enough_runs,
    is_far_from_clear,
)
from chwapi_console.recovery.forecast.traced import traced
from chwapi_console.recovery.state.view.view import view
from chwapi_console.text import ENGLISH
from hospitals import plan_of

START = datetime(2021, 1, 18, 5, 0, tzinfo=UTC)

DICE = Random(5)
BEFORE = [DICE.uniform(1_000, 4_000) for _ in range(64)]


def outlook(runs: list[float]) -> Outlook:
    middle = START + timedelta(minutes=sorted(runs)[len(runs) // 2])
    return Outlook("bloc", p50=middle, runs=runs, begun=START)


def moved(by: float, spread: float) -> list[float]:
    dice = Random(7)
    return [before + by + dice.gauss(0, spread) for before in BEFORE]


def test_a_small_move_among_much_chance_is_far_from_clear_and_a_large_one_is_not() -> None:
    assert is_far_from_clear(BEFORE, moved(-1, 600))
    assert not is_far_from_clear(BEFORE, moved(-600, 120))


def test_of_few_runs_nothing_is_said() -> None:
    assert not is_far_from_clear(BEFORE[:1], moved(0, 600)[:1])


@pytest.mark.parametrize("by", [-3_000, -600, -90, 0, 45, 900])
@pytest.mark.parametrize("spread", [1, 60, 900])
def test_a_page_that_stops_early_tells_what_a_page_with_all_runs_does(by: int, spread: int) -> None:
    dice = Random(11)
    before = [dice.uniform(4_000, 9_000) for _ in range(512)]
    after = [each + by + dice.gauss(0, spread) for each in before]
    enough = enough_runs(before, after)
    assert enough in (64, 128, 256)
    told = {clear_difference(outlook(before), outlook(after[:runs])) for runs in (enough, 300, 512)}
    assert len(told) == 1
    assert enough == 64 or spread > 1


def test_a_quarter_of_the_runs_that_something_has_itself_are_compared_at_most() -> None:
    dice = Random(5)
    for runs, most in ((1_024, 256), (256, 64), (64, 64)):
        before = [float(n) for n in range(runs)]
        after = [each + dice.gauss(45, 200) for each in before]
        assert enough_runs(before, after) == most
    before = [float(n) for n in range(1_024)]
    assert enough_runs(before, [each + 60 for each in before]) == 64
    assert enough_runs(before, before) == 64


def test_of_the_fewest_runs_a_middle_is_told_where_it_is_twice_what_chance_may_move_it_by() -> None:
    moves = [10.0 * n - 250 for n in range(64)]
    assert middle_of(moves) == (60, 40)
    assert clear_move(moves) == 0 and clear_move([*moves, *moves]) == 60


ONE_OF_EACH = """
[policy]
evidence_first = false
[crews.linux]
os = ["linux"]
[crews.windows]
os = ["windows"]
[crews.rest]
os = ["other"]
[services]
blood = { name = "Blood bank", tier = 1, needs = ["b1"] }
dialysis = { name = "Dialysis", tier = 2, needs = ["d1"] }
[servers]
b0 = { site = "imc", role = "x", os = "other", restore = "4h", state = "compromised" }
b1 = { site = "imc", role = "x", os = "windows", restore = "2h", needs = ["b0"], state = "compromised" }
d0 = { site = "imc", role = "x", os = "linux", restore = "9h", state = "compromised" }
d1 = { site = "imc", role = "x", os = "windows", restore = "10h", needs = ["d0"], state = "compromised" }
"""


def test_who_comes_later_by_what_is_supposed_is_told_for_what() -> None:
    of = view(plan_of(ONE_OF_EACH), Record(), START)
    sooner = of.written.with_part("servers", "d0", restore=Estimate(30, 60, 90))
    then = of.with_plan(sooner)
    runs, others = traced(of, "blood"), traced(then, "blood")
    assert runs and others
    assert ["d1"] == gone_before(runs, then, "blood")
    assert [] == gone_before(others, of, "blood")
    assert [] == gone_before(runs, of, "blood")
    said = ENGLISH(gone_before_words(of, "blood", ["d1"]))
    assert (
        "Blood bank comes later, for more work on d1 goes before it. d1 stands behind it in the queue, and is "
        "begun by who finds nothing before it that is ready for them."
    ) == said
    before = ENGLISH(gone_before_words(of, "dialysis", ["b1"]))
    assert "Dialysis comes later, for more work on b1 goes before it." == before


def test_where_no_server_makes_much_of_it_who_has_other_work_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of = view(plan_of(ONE_OF_EACH), Record(), START)
    then = of.with_plan(of.written.with_part("servers", "d0", restore=Estimate(30, 60, 90)))
    monkeypatch.setattr("chwapi_console.recovery.forecast.held_longer.MUCH", 9.0)
    why = later_words(of, "blood", comes_later(of, then, "blood"))
    assert why is not None
    assert "Blood bank comes later: windows is at other work longer before it." == ENGLISH(why)
    assert later_words(of, "blood", comes_later(then, of, "blood")) is None
    less = sooner_words(then, of, "blood")
    assert less is not None
    assert "Blood bank comes sooner: windows is at other work before it for less." == ENGLISH(less)
    assert sooner_words(of, then, "blood") is None
