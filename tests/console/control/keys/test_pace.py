"""Which Enter ends a line that a program gave, and which one a hand pressed on a slow line."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.console.control.keys.pace import FASTEST_HAND, KeyPace
from chwapi_console.console.terminal.stroke import Stroke

Piece = tuple[float, str]
"""How many seconds after the piece before it comes, and its keys; `<` is the key Home."""


def heard(*pieces: Piece) -> list[Stroke]:
    """The strokes of these pieces, as the pace hears them."""
    pace, at, strokes = KeyPace(), 0.0, []
    for after, keys in pieces:
        at += after
        for key in keys:
            name = {"\r": "enter", "<": "home"}.get(key, key)
            strokes.append(pace.heard(Stroke(name, None if key == "<" else key, at)))
    return strokes


@pytest.mark.parametrize(
    ("pieces", "ends"),
    [
        ([(1, "n"), (0.12, "a real key"), (0.08, "\r")], True),
        ([(1, "n"), (0.2, "redémarré"), (0.2, "\r")], True),
        ([(1, "<"), (0.2, "n"), (0.2, "e1"), (0.2, "\r")], True),
        ([(1, "n"), (0.2, "e1"), (0.2, "\r")], False),
        ([(1, "na real key"), (0.08, "\r")], False),
        ([(1, "n"), (0.12, "a real key\r")], False),
        ([(1, "n"), (0.05, "a real key"), (0.08, "\r")], False),
        ([(1, "n"), (0.12, "a real"), (0.12, " key"), (0.08, "\r")], False),
        ([(1, "n"), (0.12, "two\rlines"), (0.08, "\r")], False),
        ([(1, "n"), (0.12, "a real key"), (0.08, "\r\r")], False),
        ([(1, "n"), (0.7, "hello"), (0.7, "\r")], True),
        ([(1, "n"), (0.7, "ls"), (0.7, "\r")], False),
        ([(1, "n"), (0.12, "<"), (0.12, "\r")], False),
    ],
)
def test_a_line_of_a_program_is_a_key_a_text_in_one_piece_and_enter_alone(
    pieces: Sequence[Piece], ends: bool
) -> None:
    found = heard(*pieces)
    first = next((at for at, stroke in enumerate(found) if stroke.ends_line), len(found))
    ended = first < len(found) and not any(stroke.key == "enter" for stroke in found[first + 1 :])
    assert ends == ended


@pytest.mark.parametrize(
    ("pieces", "sure"),
    [
        ([(1, "b"), (0.12, "carte HS"), (0.08, "\r")], True),
        ([(1, "b"), (0.7, "carte HS"), (0.7, "\r")], True),
        ([(1, "b"), (0.7, "carte"), (0.7, "\r")], False),
        ([(1, "b"), (0.12, "vu"), (0.08, "\r")], False),
        ([(1, "b"), (2.0, "disk dead"), (0.3, "\r")], False),
    ],
)
def test_no_hand_gave_a_line_of_more_letters_than_one_types_meanwhile(
    pieces: Sequence[Piece], sure: bool
) -> None:
    assert sure == heard(*pieces)[-1].of_program


@pytest.mark.parametrize(
    ("pieces", "gathered"),
    [
        ([(1, "n"), (2, "di"), (0.3, "sq"), (0.3, "ue"), (0.3, " \r")], True),
        ([(1, "n"), (2, "app"), (0.7, "ele"), (0.6, " le"), (0.39, "\r")], True),
        ([(1, "t"), (3, "n"), (2, "m"), (0.3, "ar"), (0.3, "c\r")], False),
        ([(1, "t"), (3, "n"), (2, "v"), (0.3, "u"), (0.3, "e"), (1, "ok\r")], False),
        ([(1, "n"), (2, "di"), (0.3, "sq"), (0.3, "ue"), (3, "sudo reboot\r")], False),
        ([(1, "n"), (2, "disk"), (0.1, " dead"), (0.1, " at night\r")], False),
        ([(1, "n"), (0.2, "disk "), (0.2, "dead "), (0.2, "now\r")], False),
    ],
)
def test_what_a_hand_types_on_a_slow_line_is_known_by_its_many_small_pieces(
    pieces: Sequence[Piece], gathered: bool
) -> None:
    assert gathered == heard(*pieces)[-1].gathered


def let_through(at: float, stalls: Sequence[tuple[float, float]]) -> float:
    """When a line that stands still now and then lets a key through that was typed at a moment."""
    return max([at, *(begin + lasts for begin, lasts in stalls if begin <= at < begin + lasts)])


@given(
    gaps=st.lists(st.floats(1 / FASTEST_HAND, 1.0), min_size=2, max_size=12),
    stalls=st.lists(st.tuples(st.floats(0, 6), st.floats(0, 3)), max_size=4),
)
def test_no_line_that_stands_still_makes_a_line_of_a_program_of_what_a_hand_types(
    gaps: list[float], stalls: list[tuple[float, float]]
) -> None:
    pace, typed, came, strokes = KeyPace(), 0.0, 0.0, list[Stroke]()
    for key, gap in zip("abcdefghijk", gaps[:-1], strict=False):
        typed += gap
        came = max(came, let_through(typed, stalls))
        strokes.append(pace.heard(Stroke(key, key, came)))
    end = max(came, let_through(typed + gaps[-1], stalls))
    strokes.append(pace.heard(Stroke("enter", "\r", end)))
    assert not any(stroke.of_program for stroke in strokes)
    if all(lasts < 4 / FASTEST_HAND for _, lasts in stalls):
        assert not any(stroke.ends_line for stroke in strokes)
