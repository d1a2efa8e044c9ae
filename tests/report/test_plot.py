"""What is drawn says neither more nor less than the numbers: some is never nothing, and not all is
never all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.report.plot import COLUMN_MINUTES, TICK, axis, bar, chart, minutes_of_a_column

sizes, either = st.integers(1, 40), st.booleans()


def test_a_chart_stands_on_its_foot() -> None:
    assert ["    ▄█", " ▁▄███"] == chart([0, 1, 4, 8, 12, 16], 16, 2, False)
    assert ["    .#", " ..###"] == chart([0, 1, 4, 8, 12, 16], 16, 2, True)


def test_a_bar_is_filled_up_to_all() -> None:
    assert "██▌·" == bar(5, 8, 4, False)
    assert "##.." == bar(5, 8, 4, True)
    assert "    " == bar(0, 0, 4, True)
    assert "" == bar(1, 2, 0, False)


@given(st.integers(0, 400), st.integers(1, 400), sizes, either)
def test_only_nothing_is_drawn_as_nothing_and_only_all_as_all(
    value: int, most: int, size: int, ascii: bool
) -> None:
    column = "".join(chart([value], most, size, ascii))
    full = ("#" if ascii else "█") * size
    drawn = bar(value, most, size + 1, ascii)
    assert (value == 0) == (column == "")
    assert size + 1 == len(drawn)
    assert (value == 0) == (set(drawn) <= set(".·"))
    if (size > 1 or not ascii) and most > 1:
        assert (value >= most) == (column == full)
    assert (value >= most) == (drawn == ("#" if ascii else "█") * (size + 1))


@given(st.integers(0, 400), st.integers(0, 400), st.integers(1, 400), sizes, either)
def test_more_is_never_drawn_as_less(
    one: int, other: int, most: int, size: int, ascii: bool
) -> None:
    less, more = sorted((one, other))
    heights = [
        [line.ljust(2)[place] for line in chart([less, more], most, size, ascii)]
        for place in (0, 1)
    ]
    signs = " .:#" if ascii else " ▁▂▃▄▅▆▇█"
    assert all(signs.index(low) <= signs.index(high) for low, high in zip(*heights, strict=True))


@given(st.lists(st.integers(0, 90), max_size=80), st.integers(0, 80), sizes)
def test_in_ascii_there_is_nothing_but_ascii(values: list[int], most: int, size: int) -> None:
    assert "".join(
        [*chart(values, most, size, True), *(bar(value, most, size, True) for value in values)]
    ).isascii()


@given(st.integers(0, 60 * 24 * 400), st.integers(1, 200))
def test_all_columns_have_room_and_a_tick_is_a_round_time(elapsed: int, width: int) -> None:
    minutes = minutes_of_a_column(elapsed, width)
    assert elapsed // minutes + 1 <= width
    assert minutes in COLUMN_MINUTES or minutes % COLUMN_MINUTES[-1] == 0
    assert (
        minutes == COLUMN_MINUTES[0]
        or minutes > COLUMN_MINUTES[-1]
        or elapsed // [m for m in COLUMN_MINUTES if m < minutes][-1] + 1 > width
    )


@pytest.mark.parametrize(
    ("labels", "columns", "line"),
    [
        (["0", "6 h", "12 h"], 40, "|0          |6 h        |12 h"),
        (["0", "6 h", "12 h"], 27, "|0          |6 h"),
        (
            ["0", "a label of seventeen", "12 h", "18 h"],
            60,
            "|0          |a label of seventeen   |18 h",
        ),
        ([], 40, ""),
    ],
)
def test_labels_stand_at_their_ticks_where_there_is_room(
    labels: list[str], columns: int, line: str
) -> None:
    assert line == axis(labels, columns)
    assert all(not at % TICK for at, sign in enumerate(line) if sign == "|")
