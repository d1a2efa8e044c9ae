"""How many runs are enough to tell what a thing that is tried brings."""

from random import Random

from chwapi_console.recovery.forecast.outlook import is_far_from_clear

DICE = Random(5)
BEFORE = [DICE.uniform(1_000, 4_000) for _ in range(64)]


def moved(by: float, spread: float) -> list[float]:
    dice = Random(7)
    return [before + by + dice.gauss(0, spread) for before in BEFORE]


def test_a_small_move_among_much_chance_is_far_from_clear_and_a_large_one_is_not() -> None:
    assert is_far_from_clear(BEFORE, moved(-1, 600))
    assert not is_far_from_clear(BEFORE, moved(-600, 120))


def test_of_few_runs_nothing_is_said() -> None:
    assert not is_far_from_clear(BEFORE[:1], moved(0, 600)[:1])
