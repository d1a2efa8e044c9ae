"""Which of many names is most like another, and that asking costs what the names cost."""

from difflib import get_close_matches

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.inventory.importers.words.alike import LIKE, LONGEST, Alike
from growth import does_lines_in_line

NAMES = st.text("ab01é", max_size=9)


@given(NAMES, st.lists(NAMES, unique=True))
def test_it_is_the_one_that_difflib_finds_among_all(name: str, names: list[str]) -> None:
    found = Alike(names).nearest(name)
    assert get_close_matches(name, names, n=1, cutoff=LIKE) == ([] if found is None else [found])


def test_a_vast_name_is_like_none() -> None:
    assert None is Alike(["a" * LONGEST]).nearest("a" * (LONGEST + 1))
    assert "a" * LONGEST == Alike(["a" * LONGEST]).nearest("a" * (LONGEST - 1))


def test_names_are_compared_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chwapi_console.inventory.importers.words.alike.MOST_COMPARED", 1000)
    alike = Alike([f"srv{number:06}" for number in range(1000)])
    assert ["srv000123", None] == [alike.nearest("srw000123") for _ in range(2)]


def test_the_work_of_one_name_grows_in_line_with_the_names() -> None:
    assert does_lines_in_line(
        lambda n: [f"srv{number:06}" for number in range(n)],
        lambda names: Alike(names).nearest("ws000001x"),
        100,
    )
