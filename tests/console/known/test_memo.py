"""What is kept is worked out once for the same things, and anew for others."""

from itertools import count

from chwapi_console.console.known.memo import Memo


def test_the_same_things_are_worked_out_once() -> None:
    kept, view, numbers = Memo[int](), object(), count()
    assert [0, 0, 1, 1] == [
        kept.of((view, typed), lambda: next(numbers)) for typed in ("a", "a", "b", "b")
    ]


def test_equal_things_that_are_not_the_same_are_worked_out_anew() -> None:
    kept = Memo[list[int]]()
    assert [1] == kept.of(([1],), lambda: [1])
    assert [2] == kept.of(([1],), lambda: [2])
