"""Letters of several alphabets that look alike, and texts that mix alphabets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chwapi_console.alphabets import as_shaped, strange_letters


@given(st.text(max_size=30))
def test_a_text_by_its_shapes_is_the_same_once_more(text: str) -> None:
    assert as_shaped(as_shaped(text)) == as_shaped(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=30))
def test_a_text_of_ours_has_no_strange_letters_and_keeps_its_own(text: str) -> None:
    letters = "".join(c for c in text if c != "\N{MICRO SIGN}" and c not in "ǀ")
    assert "" == strange_letters(letters)
    assert letters == as_shaped(letters)


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("dbа", "а"),
        ("sql-ѕѕrv", "ѕ"),
        ("Иvан", "v"),
        ("ab вг", "вг"),
        ("oncall-٣", "٣"),
        ("Ωmega", "Ω"),
        ("\N{KELVIN SIGN}ana", ""),
        ("ﬁle-２", ""),
        ("山田 Yamada", ""),
        ("한국 Kim", ""),
        ("山д", "д"),
    ],
)
def test_the_fewer_letters_are_the_strange_ones(text: str, strange: str) -> None:
    assert strange == strange_letters(text)
