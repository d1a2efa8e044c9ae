"""Every word can be read on every ground it stands on, in the colours that are really sent."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from chwapi_console.cli.line.settings import THEMES as OFFERED
from chwapi_console.console.app import Console
from chwapi_console.console.terminal.diffed_output import sgr
from chwapi_console.console.widgets import styles
from chwapi_console.console.widgets.styles import (
    STATE_LOOKS,
    THEMES,
    WEIGHTS,
    Looks,
    looks,
    theme_name,
)
from chwapi_console.recovery.acts.marks import STATES

AAA = 7.0
"""WCAG 2.2, success criterion 1.4.6."""
PAINTED = ("dark", "light")
SENT = {"256 colours": 256, "truecolour": 1 << 24}
CUBE = (0, 95, 135, 175, 215, 255)
WEIGHT_CODES = {"1", "4", "7"}

Rgb = tuple[int, ...]


def xterm(number: int) -> Rgb:
    """The colour that xterm's palette has under a number from 16 on: a cube of 6 by 6 by 6, then 24
    greys."""
    assert 16 <= number <= 255
    return (
        (8 + 10 * (number - 232),) * 3
        if number >= 232
        else tuple(CUBE[(number - 16) // step % 6] for step in (36, 6, 1))
    )


def colours(codes: str) -> tuple[Rgb, Rgb]:
    """Ink and ground in SGR codes; both must be said."""
    found: dict[str, Rgb] = {}
    for place, kind, rest in re.findall(r"([34]8);([25])((?:;\d+)+?)(?=;[34]8|$)", codes):
        numbers = tuple(int(n) for n in rest.split(";")[1:])
        found[place] = numbers if kind == "2" else xterm(*numbers)
    return found["38"], found["48"]


def luminance(colour: Rgb) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        (c / 255 / 12.92 if c / 255 <= 0.04045 else ((c / 255 + 0.055) / 1.055) ** 2.4)
        for c in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio as WCAG 2.2 defines it, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def all_codes(painted: Looks) -> Iterator[tuple[str, str]]:
    """Each look with the codes that are sent for it, on the ground and on the cursor's bar."""
    for look in WEIGHTS:
        yield f"{look or 'plain'} on the ground", sgr(painted.on_ground[look])
        yield f"{look or 'plain'} on the bar", sgr(painted.on_bar[look])


def test_the_measure_is_right_at_both_ends_and_at_a_known_pair() -> None:
    assert (21.0, 1.0, 4.54) == (
        contrast((0, 0, 0), (255, 255, 255)),
        contrast((1, 2, 3), (1, 2, 3)),
        round(contrast((118, 118, 118), (255, 255, 255)), 2),
    )


@pytest.mark.parametrize("name", PAINTED)
@pytest.mark.parametrize("sent", SENT)
def test_every_word_has_at_least_seven_to_one_to_what_it_stands_on(name: str, sent: str) -> None:
    pairs = dict(all_codes(looks(name, SENT[sent])))
    assert len(pairs) == 2 * len(WEIGHTS)
    ratios = {where: round(contrast(*colours(codes)), 2) for where, codes in pairs.items()}
    assert {} == {where: ratio for where, ratio in ratios.items() if ratio < AAA}


@pytest.mark.parametrize("name", PAINTED)
def test_a_terminal_of_256_colours_shows_exactly_what_truecolour_shows(name: str) -> None:
    few, many = (dict(all_codes(looks(name, number))) for number in SENT.values())
    assert {where: colours(codes) for where, codes in many.items()} == {
        where: colours(codes) for where, codes in few.items()
    }
    assert not any(";2;" in codes for codes in few.values())


@pytest.mark.parametrize("name", PAINTED)
def test_the_bar_of_the_cursor_and_the_marks_of_a_selection_stand_out_from_the_ground(
    name: str,
) -> None:
    painted = looks(name, 256)
    ground, bar, picked = (
        colours(sgr(style))[1]
        for style in (painted.on_ground[""], painted.on_bar[""], painted.on_ground["picked"])
    )
    assert contrast(ground, bar) >= AAA
    assert ground != picked != bar


@pytest.mark.parametrize("name", PAINTED)
def test_states_that_mean_different_things_have_different_inks(name: str) -> None:
    painted = looks(name, 256)
    inks = {
        look: colours(sgr(painted.on_ground[look]))[0]
        for look in ("bad", "warn", "busy", "good", "")
    }
    assert len(inks) == len(set(inks.values()))


@pytest.mark.parametrize("colours_there", [8, 256])
def test_without_colour_no_colour_is_sent(colours_there: int) -> None:
    sent = set(
        chain.from_iterable(
            codes.split(";") for _, codes in all_codes(looks("", colours_there)) if codes
        )
    )
    assert sent == WEIGHT_CODES


def test_the_terminals_own_theme_sends_red_and_magenta_and_nothing_on_the_bar() -> None:
    own = looks("terminal", 8)
    sent = set(chain.from_iterable(sgr(style).split(";") for style in own.on_ground.values()))
    assert {"31", "35", "", *WEIGHT_CODES} == sent
    assert all("7" in sgr(style).split(";") for style in own.on_bar.values())
    assert {"1", "7"} == set(
        chain.from_iterable(sgr(style).split(";") for style in own.on_bar.values())
    )


@pytest.mark.parametrize("name", ["", *THEMES])
def test_every_state_has_a_look_that_every_theme_knows(name: str) -> None:
    named = looks(name)
    assert set(STATES) <= set(STATE_LOOKS)
    assert all(set(STATE_LOOKS.values()) <= set(place) == set(WEIGHTS) for place in named)


def test_widgets_name_looks_and_only_one_module_names_colours() -> None:
    modules = {
        path.stem: path.read_text(encoding="utf-8")
        for path in Path(styles.__file__).parents[1].rglob("*.py")
    }
    knowing = {
        name
        for name, source in modules.items()
        if re.search(r"^from rich\.(color|style) import", source, re.MULTILINE)
    }
    assert {"styles", "diffed_output"} == knowing
    assert not re.search(r"color|background|border", Console.CSS)


def test_the_command_line_offers_the_themes_that_there_are() -> None:
    assert tuple(THEMES) == OFFERED


@pytest.mark.parametrize(
    ("asked", "colours_there", "chosen"),
    [
        ("", 8, "terminal"),
        ("", 16, "terminal"),
        ("", -1, "terminal"),
        ("", 256, "dark"),
        ("", 1 << 24, "dark"),
        ("light", 8, "light"),
        ("terminal", 1 << 24, "terminal"),
        ("dark", 8, "dark"),
    ],
)
def test_the_theme_is_the_one_asked_for_else_one_that_the_terminal_can_show(
    asked: str, colours_there: int, chosen: str
) -> None:
    assert chosen == theme_name(asked, colours_there)


def test_a_theme_that_was_asked_for_is_sent_in_256_colours_where_fewer_are_said_to_be_there() -> (
    None
):
    assert dict(all_codes(looks("light", 256))) == dict(all_codes(looks("light", 8)))
