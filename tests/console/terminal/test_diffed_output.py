"""A terminal that is sent only what changed shows the same as one that is sent everything: cell for
cell, look for look."""

from collections.abc import Sequence

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Offset, Region
from textual.strip import Strip

from chwapi_console.console.terminal.cell import Ground
from chwapi_console.console.terminal.diffed_output import TerminalImage
from chwapi_console.console.terminal.frame import AFRESH
from chwapi_console.console.terminal.sgr import canonical, turn
from console.real_terminal import seen

GROUNDS = {
    "own colours": Ground(),
    "erased": Ground("38;5;252;48;5;233"),
    "written": Ground("38;5;252;48;5;233", erases=False),
}
LOOKS = [
    "",
    "bold",
    "dim",
    "italic",
    "underline",
    "reverse",
    "bold reverse",
    "strike",
    "red",
    "bright_blue on black",
    "default on default",
    "color(200) on color(17)",
    "color(252) on color(233)",
    "bold color(210) on color(233)",
    "bold #ff8800",
    "#123456 on #fedcba",
    "reverse underline green",
]
WORDS = [
    "a",
    "sql1",
    "  ",
    "            ",
    "restored",
    "é",
    "Péruwelz",
    "e\u0301",
    "o\u0302\u0323",
    "─│█",
    "⠿⣀",
    "漢",
    "字漢",
    "한",
    "😀",
    "😀x",
    "x漢",
    "漢\u0301",
    "…",
    "→",
    "✓",
]
ENOUGH = 60


class Screen:
    """A terminal emulator."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.Stream(self.screen)
        self._stream.feed("\x1b[?7l")

    def feed(self, sequences: str) -> None:
        self._stream.feed(sequences)

    def resize(self, width: int, height: int) -> None:
        self.screen.resize(height, width)

    @property
    def cells(self) -> list[list[object]]:
        """Each cell, as it is seen: where no letter stands, of the look what shows."""
        return [
            [seen(self.screen.buffer[y][x]) for x in range(self.screen.columns)]
            for y in range(self.screen.lines)
        ]


def strip(pieces: Sequence[tuple[str, str]], width: int) -> Strip:
    """The pieces in a line of exactly that width; a wide character that the edge would cut becomes
    a blank."""
    return Strip([Segment(text, fresh(look)) for text, look in pieces]).adjust_cell_length(width)


def fresh(look: str) -> Style:
    """The style of a look, which remembers no codes of another colour system."""
    style = Style.parse(look).copy()
    style._ansi = None
    return style


pieces = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(LOOKS)), max_size=12).filter(
    lambda found: not found or not found[0][0].startswith("\u0301")
)


@st.composite
def journeys(draw: st.DrawFn) -> tuple[int, int, list[tuple[str, list[Strip]]]]:
    """A size, and frames one after another: each like the one before but for what was changed in
    it."""
    width, height = draw(st.integers(2, 40)), draw(st.integers(1, 12))
    pool = [strip(found, width) for found in draw(st.lists(pieces, min_size=1, max_size=8))]
    line = st.sampled_from(pool)
    lines = [draw(line) for _ in range(height)]
    frames = [("whole", lines)]
    for _ in range(draw(st.integers(1, 4))):
        lines = list(lines)
        kind = draw(st.sampled_from(["whole", "lines", "move", "part", "forget"]))
        if kind == "move":
            top = draw(st.integers(0, height - 1))
            bottom, by = draw(st.integers(top, height)), draw(st.integers(-4, 4))
            block = lines[top:bottom]
            lines[top:bottom] = [
                block[y + by] if 0 <= y + by < len(block) else draw(line) for y in range(len(block))
            ]
        for _ in range({"whole": height, "move": draw(st.integers(0, 2))}.get(kind, 2)):
            lines[draw(st.integers(0, height - 1))] = draw(line)
        frames.append((kind, lines))
    return width, height, frames


def update_of(
    kind: str, lines: list[Strip], before: list[Strip], cut: int, width: int
) -> LayoutUpdate | ChopsUpdate:
    """What Textual would draw: everything, or the spans that differ in chops."""
    changed = [y for y, line in enumerate(lines) if line != before[y]]
    if kind in ("whole", "forget") or not changed:
        return LayoutUpdate([[line] for line in lines], Region(0, 0, width, len(lines)))
    cuts = [0, cut, width] if 0 < cut < width else [0, width]
    chops = [dict(zip(cuts, line.divide(cuts[1:]), strict=False)) for line in lines]
    return ChopsUpdate(chops, [(y, 0, width) for y in changed], [cuts[1:]] * len(lines))


@given(journeys(), st.sampled_from(sorted(GROUNDS)), st.booleans(), st.integers(0, 40))
def test_what_is_sent_brings_the_terminal_to_the_same_screen(
    journey: tuple[int, int, list[tuple[str, list[Strip]]]], ground: str, can_scroll: bool, cut: int
) -> None:
    width, height, frames = journey
    console = Console(color_system="truecolor", force_terminal=True)
    slim, full = Screen(width, height), Screen(width, height)
    glass = TerminalImage(width, height, can_scroll=can_scroll, ground=GROUNDS[ground])
    before = frames[0][1]
    for kind, lines in frames:
        update = update_of(kind, lines, before, cut, width)
        if kind == "forget":
            glass.forget()
            slim.feed("what somebody else wrote\r\n\x1b[1;31mhere")
        full.feed(update.render_segments(console))
        glass.paint(update)
        slim.feed(glass.catch_up(Offset(0, height - 1)))
        assert full.cells == slim.cells
        assert (0, height - 1) == (slim.screen.cursor.x, slim.screen.cursor.y)
        before = lines


@given(journeys(), st.integers(2, 40), st.integers(1, 12))
def test_after_a_change_of_size_the_terminal_shows_the_same_screen(
    journey: tuple[int, int, list[tuple[str, list[Strip]]]], width: int, height: int
) -> None:
    console = Console(color_system="truecolor", force_terminal=True)
    old_width, old_height, frames = journey
    glass, slim = TerminalImage(old_width, old_height), Screen(old_width, old_height)
    glass.paint(update_of("whole", frames[0][1], frames[0][1], 0, old_width))
    slim.feed(glass.catch_up(Offset(0, 0)))
    lines = [
        line.adjust_cell_length(width) for line in [*frames[-1][1], *[Strip([])] * height][:height]
    ]
    update, full = update_of("whole", lines, lines, 0, width), Screen(width, height)
    full.feed(update.render_segments(console))
    slim.resize(width, height)
    glass = TerminalImage(width, height)
    glass.paint(update)
    slim.feed(glass.catch_up(Offset(0, 0)))
    assert full.cells == slim.cells


@given(journeys())
def test_frames_that_were_held_back_are_made_good_by_one(
    journey: tuple[int, int, list[tuple[str, list[Strip]]]],
) -> None:
    width, height, frames = journey
    console = Console(color_system="truecolor", force_terminal=True)
    glass, slim, full = TerminalImage(width, height), Screen(width, height), Screen(width, height)
    slim.feed(glass.catch_up(Offset(0, 0)))
    for _, lines in frames:
        update = update_of("whole", lines, lines, 0, width)
        full.feed(update.render_segments(console))
        glass.paint(update)
    slim.feed(glass.catch_up(Offset(0, 0)))
    assert full.cells == slim.cells


@given(st.sampled_from(LOOKS), st.sampled_from(LOOKS))
def test_a_turned_pen_writes_like_a_fresh_one(before: str, after: str) -> None:
    looks = [
        canonical(Strip.render_ansi(Style.parse(look), ColorSystem.TRUECOLOR))
        for look in (before, after)
    ]
    turned, fresh = Screen(3, 1), Screen(3, 1)
    turned.feed(turn("", looks[0]) + turn(looks[0], looks[1]) + "x")
    fresh.feed(turn("", looks[1]) + "x")
    assert fresh.cells == turned.cells


def glass_with(*lines: str, width: int = ENOUGH) -> TerminalImage:
    """A glass on a terminal that shows these lines already, with its cursor in the corner."""
    glass = TerminalImage(width, len(lines))
    show(glass, *lines)
    glass.catch_up(Offset(0, 0))
    return glass


def show(glass: TerminalImage, *lines: str) -> None:
    glass.paint(
        LayoutUpdate(
            [[strip([(line, "")], glass.size[0])] for line in lines], Region(0, 0, *glass.size)
        )
    )


def test_nothing_is_sent_when_nothing_changed() -> None:
    glass = glass_with("san1", "sql1")
    show(glass, "san1", "sql1")
    assert "" == glass.catch_up(Offset(0, 0))


def test_a_cursor_that_moved_alone_is_sent_alone() -> None:
    assert "\x1b[2;1H" == glass_with("san1", "sql1").catch_up(Offset(0, 1))


def test_a_changed_word_is_sent_alone() -> None:
    glass = glass_with("san1  compromised  imc", "sql1  compromised  imc")
    show(glass, "san1  restored     imc", "sql1  compromised  imc")
    assert "\x1b[1;7Hrestored   \r" == glass.catch_up(Offset(0, 0))


def test_the_end_of_a_line_is_erased_rather_than_blanked() -> None:
    glass = glass_with("a very long line that becomes short")
    show(glass, "a very")
    assert "\x1b[1;8H\x1b[K\r" == glass.catch_up(Offset(0, 0))


def test_a_block_that_moved_is_moved_by_the_terminal() -> None:
    lines = [f"{n} " + chr(97 + n) * 40 for n in range(9)]
    glass = glass_with("title", *lines[:7], "foot")
    show(glass, "title", *lines[2:], "foot")
    sent = glass.catch_up(Offset(0, 0))
    assert sent.startswith("\x1b[2H\x1b[2M\x1b[7H\x1b[2L")
    assert lines[4] not in sent
    assert lines[7] in sent


def test_what_is_not_one_plain_character_does_not_decide_where_the_next_one_goes() -> None:
    glass = glass_with("")
    show(glass, "a漢b")
    assert "a漢\r\x1b[3Cb" in glass.catch_up(Offset(0, 0))


def test_a_terminal_of_which_nothing_is_known_is_brought_to_a_blank_screen_first() -> None:
    glass = glass_with("san1")
    glass.forget()
    assert f"{AFRESH}\x1b[1Hsan1\r" == glass.catch_up(Offset(0, 0))


def test_colours_of_the_terminal_itself_are_not_sent() -> None:
    assert "1" == canonical("1;39;49")
    assert "38;5;39;48;2;1;2;49" == canonical("38;5;39;48;2;1;2;49")
