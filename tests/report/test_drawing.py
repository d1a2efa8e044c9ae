"""Pictures are drawn to scale, say their words as words, and have round numbers beside them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.report.drawing import (
    MOST_LETTERS,
    MOST_TICKS,
    Curve,
    DrawnRange,
    Scale,
    bars_svg,
    number_ticks,
    steps_svg,
    time_ticks,
)
from chwapi_console.text import language
from report.html_reader import Reader

EN = language("en")
BRUSSELS = ZoneInfo("Europe/Brussels")
START = datetime(2021, 1, 17, 19, 46, tzinfo=UTC)
HOUR = timedelta(hours=1)
SCALE = Scale(START, START + 10 * HOUR)
DURATIONS = st.timedeltas(timedelta(0), timedelta(days=4000))


def corners(svg: str) -> list[list[tuple[float, float]]]:
    return [
        [(float(x), float(y)) for x, y in (pair.split(",") for pair in points.split())]
        for points in re.findall(r'points="([^"]*)"', svg)
    ]


def test_a_course_stays_until_it_turns_and_ends_where_the_picture_does() -> None:
    course = Curve("back", [(START, 0), (START + 5 * HOUR, 10), (START + 6 * HOUR, 5)], 20)
    (line,) = corners(steps_svg([course], SCALE, BRUSSELS, EN))
    foot, half = line[0][1], line[2][1]
    assert [SCALE.x(START + n * HOUR) for n in (0, 5, 5, 6, 6, 10)] == [x for x, _ in line]
    assert [foot, foot, half] == [y for _, y in line[:3]]
    assert round((foot - half) / 2, 3) == round(foot - line[-1][1], 3)


def test_lines_differ_without_colour() -> None:
    courses = [Curve(str(n), [(START, n)], 3) for n in range(3)]
    svg = steps_svg(courses, SCALE, BRUSSELS, EN)
    drawn = re.findall(r"<polyline[^>]*?(stroke-width.*?)/>", svg)
    assert 3 == len(set(drawn))
    assert {"#000", "#999", "#fff", "none"} >= set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))


def test_bars_begin_now_and_are_open_from_likely_to_worst() -> None:
    svg = bars_svg([DrawnRange("a", START + HOUR, START + 4 * HOUR)], SCALE, BRUSSELS, EN)
    boxes = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)".*?fill="(\S+)"', svg)
    (x1, width1, black), (x2, width2, white) = boxes
    assert ("#000", "#fff") == (black, white)
    assert SCALE.x(START) == float(x1)
    assert abs(float(x1) + float(width1) - float(x2)) < 0.2
    assert abs(float(width2) - 3 * float(width1)) < 0.3


@given(st.text(min_size=1, max_size=MOST_LETTERS))
def test_a_name_is_words_and_no_markup(name: str) -> None:
    svg = bars_svg([DrawnRange(name, START, START)], SCALE, BRUSSELS, EN)
    found = Reader(svg)
    assert {"svg", "line", "rect", "text"} >= found.names
    assert [] == found.misnested
    assert EN(name) == found.words["text"][-1]


@given(st.integers(1, 100_000))
def test_numbers_beside_a_chart_are_few_rise_and_end_with_the_most(most: int) -> None:
    ticks = number_ticks(most)
    assert (0, most) == (ticks[0], ticks[-1])
    assert ticks == sorted(set(ticks))
    assert len(ticks) <= 7


@given(DURATIONS)
def test_times_below_a_picture_are_few_and_within_it(duration: timedelta) -> None:
    ticks = time_ticks(Scale(START, START + duration), BRUSSELS)
    assert all(START <= at <= START + duration for at, _ in ticks)
    assert len(ticks) <= MOST_TICKS + 1
    assert len(ticks) >= 2 or duration < 3 * HOUR


def test_a_day_that_begins_is_told_by_its_date_in_the_zone_of_the_incident() -> None:
    ticks = [words for _, words in time_ticks(SCALE, BRUSSELS)]
    assert "18/01" in ticks
    assert "23:00" in [words for _, words in time_ticks(Scale(START, START + 6 * HOUR), BRUSSELS)]


def test_a_name_that_a_line_has_no_room_for_is_cut() -> None:
    svg = bars_svg([DrawnRange("a" * 300, START, START)], SCALE, BRUSSELS, EN)
    assert f"{'a' * MOST_LETTERS}…" == Reader(svg).words["text"][-1]
