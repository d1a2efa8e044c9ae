"""The list under any mixture of steps, jumps, other rows and sizes: its cursor is in sight, and no
line is drawn in vain."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from textual.events import Resize
from textual.geometry import Region, Size
from textual.message import Message

from chwapi_console.console.widgets.brush import Brush
from chwapi_console.console.widgets.row import Row, RowKey, ending_on_lines, plain, still_at
from chwapi_console.console.widgets.row_list import AHEAD, RowList
from chwapi_console.console.widgets.styles import looks
from chwapi_console.signs import spelling

WIDTH = 30


class OnPaper(RowList):
    """A list that draws on paper when it asks to be drawn, and counts what it draws."""

    def __init__(self, height: int) -> None:
        self.paper: dict[int, str] = {}
        self.drawn = 0
        self.given = Size(WIDTH, height)
        super().__init__(Brush(looks("dark"), spelling({}, False)), id="list")

    @property
    def size(self) -> Size:
        return self.given

    def refresh(self, *regions: Region, **_: object) -> "OnPaper":
        for region in regions or (Region(0, 0, *self.given),):
            for y in range(region.y, region.bottom):
                self.paper[y] = self.render_line(y).text
                self.drawn += 1
        return self

    def post_message(self, message: Message) -> bool:
        return True

    def wanted(self, y: int) -> str:
        """What a line should say."""
        index = self.top + y
        words = self.rows[index].text if index < len(self.rows) else ""
        return f"{'>' if index == self.cursor and self.rows else ' '}{words}".ljust(WIDTH)

    def resize(self, height: int) -> None:
        self.given = Size(WIDTH, height)
        self.paper.clear()
        self.on_resize(Resize(self.given, self.given))


def rows(words: Sequence[int]) -> list[Row]:
    return [plain(f"row {word}", key=RowKey("server", str(word))) for word in words]


NUMBER = st.integers(-3, 45)
ROWS = st.lists(st.integers(0, 9), max_size=40).map(rows)
HEIGHTS = st.integers(1, 30)
DEEDS = st.one_of(
    st.tuples(st.just("move"), st.sampled_from([-30, -8, -1, 1, 8, 30])),
    st.tuples(st.just("move_to"), NUMBER),
    st.tuples(st.just("show"), ROWS, st.none() | st.integers(0, 45), st.none() | NUMBER),
    st.tuples(st.just("resize"), HEIGHTS),
)


@given(HEIGHTS, ROWS, st.lists(DEEDS, max_size=12))
def test_whatever_is_done_the_cursor_is_in_sight_and_only_what_changed_is_drawn(
    height: int, first: list[Row], deeds: list[tuple[object, ...]]
) -> None:
    seen = OnPaper(height)
    seen.resize(height)
    seen.show(first)
    for name, *given_ in deeds:
        before, seen.drawn = dict(seen.paper), 0
        getattr(seen, str(name))(*given_)
        lines = range(seen.given.height)
        assert {y: seen.wanted(y) for y in lines} == {y: seen.paper[y] for y in lines}
        assert 0 <= seen.top <= max(0, len(seen.rows) - seen.given.height)
        assert seen.top <= seen.cursor < seen.top + seen.given.height
        assert name == "resize" or sum(before[y] != seen.paper[y] for y in lines) == seen.drawn


@given(HEIGHTS, st.integers(1, 60), st.integers(0, 60), st.integers(-1, 1))
def test_a_step_that_does_not_scroll_draws_two_lines_and_one_that_does_goes_half_a_page(
    height: int, count: int, start: int, by: int
) -> None:
    seen = OnPaper(height)
    seen.resize(height)
    seen.show(rows(range(count)), start)
    top, cursor, seen.drawn = seen.top, seen.cursor, 0
    seen.move(by)
    if seen.top == top:
        assert 2 * abs(seen.cursor - cursor) == seen.drawn
    else:
        bound = max(0, count - height)
        assert seen.top in {0, bound, seen.cursor - height // 2}


@given(HEIGHTS, st.integers(1, 60), st.lists(st.integers(1, 2), max_size=40))
def test_acts_that_lead_a_list_down_scroll_it_no_faster_than_its_cursor_goes(
    height: int, count: int, steps: list[int]
) -> None:
    seen = OnPaper(height)
    seen.resize(height)
    seen.show(rows(range(count)))
    for step in steps:
        top, cursor = seen.top, seen.cursor
        seen.move_to(cursor + step)
        assert 0 <= seen.top - top <= seen.cursor - cursor
        if top < seen.top < count - height:
            assert (
                min(AHEAD, height // 2) == seen.top + height - 1 - seen.cursor
                or seen.top - top == seen.cursor - cursor
            )


def test_the_cursor_of_a_page_stays_on_what_it_stood_on_and_never_comes_to_stand_on_another_thing() -> (
    None
):
    before = [
        plain("why"),
        plain("expected"),
        plain("Runbook"),
        plain("step", key=RowKey("step", "a")),
        plain("Needs"),
        plain("ntp2", key=RowKey("server", "ntp2")),
    ]
    shorter = [
        plain("done"),
        plain("Runbook"),
        plain("step", key=RowKey("step", "a")),
        plain("Needs"),
        plain("ntp2", key=RowKey("server", "ntp2")),
    ]
    assert [None, None, 1, 2, 3, 4] == [still_at(shorter, before, cursor) for cursor in range(6)]
    without = [
        plain("Runbook"),
        plain("step", key=RowKey("step", "a")),
        plain("ntp2", key=RowKey("server", "ntp2")),
    ]
    assert 1 == still_at(without, before, 4)
    assert None is still_at([], before, 4)
    reworded = [plain("why"), plain("expected at 5"), plain("Runbook")]
    assert 1 == still_at(reworded, before, 1)


def test_a_long_text_keeps_its_end_and_is_cut_before_it() -> None:
    told = "one two three four five six seven eight nine ten eleven twelve."
    assert ["one two three four fi…", "Mark it all the same?", "(y/n)"] == [
        line.rstrip()
        for line in ending_on_lines(
            f"{told} Mark it all the same? (y/n)", "Mark it all the same? (y/n)", 3, 22
        )
    ]
    assert ["Go on? (y/n)"] == ending_on_lines("Go on? (y/n)", "Go on? (y/n)", 2, 22)


def test_lines_that_a_question_takes_and_gives_back_scroll_nothing() -> None:
    seen = OnPaper(16)
    seen.resize(16)
    seen.show(rows(range(40)))
    for _ in range(13):
        seen.move_to(seen.cursor + 1)
    before = seen.top
    assert before == 2
    seen.resize(15)
    seen.resize(16)
    assert before == seen.top


def test_a_list_that_loses_lines_scrolls_no_further_than_keeps_its_cursor_in_sight() -> None:
    seen = OnPaper(16)
    seen.resize(16)
    seen.show(rows(range(40)))
    seen.move(15)
    seen.resize(12)
    assert (4, 15) == (seen.top, seen.cursor)
