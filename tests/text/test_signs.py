"""ASCII twins: nothing else is left, nothing loses its width, and the locale says when they are
needed."""

import ast
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import chwapi_console
from chwapi_console.cli.output.table import cells
from chwapi_console.signs import TWINS, Spelling, spelling
from chwapi_console.text import LOCALE_DIR, language, say

LOOKED_FOR = "\u2800"
"""A blank that is none, which names are searched for; it is never written."""
SIGNS, ALL = Spelling(ascii_signs=True), Spelling(ascii_signs=True, ascii_letters=True)
SOURCES = sorted(
    path
    for path in Path(chwapi_console.__file__).parent.rglob("*.py")
    if path.name != "signs.py" and "importers" not in path.parts
)
"""Importers name signs that stand in other people's lists; they write none."""
AMONG_OTHERS = st.text(
    st.one_of(
        st.characters(), st.sampled_from("".join(TWINS)), st.sampled_from("éœ漢字✓🙂e\u0301")
    ),
    max_size=20,
)


def signs_in(text: str) -> set[str]:
    """The characters that are neither ASCII nor letters nor marks on letters, nor without a look of
    their own."""
    return {c for c in text if not c.isascii() and unicodedata.category(c)[0] not in "LMC"}


def said(source: Path) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in documentation
        ):
            yield node.value


def test_every_sign_of_the_program_has_a_twin() -> None:
    used = {sign for source in SOURCES for text in said(source) for sign in signs_in(text)}
    assert {"✓", "»", "…", "·", "│", "↵"} <= used
    assert {LOOKED_FOR} == used - set(TWINS)


def test_every_sign_of_the_french_catalogue_has_a_twin() -> None:
    with (LOCALE_DIR / "fr" / "LC_MESSAGES" / "chwapi_console.po").open("rb") as file:
        used = {
            sign for message in read_po(file) for sign in signs_in("".join(message.string or ""))
        }
    assert "«" in used
    assert set() == used - set(TWINS)


def test_a_twin_in_a_cell_takes_one_cell_and_all_twins_are_ascii() -> None:
    assert [] == [
        sign
        for sign, (cell, words) in TWINS.items()
        if len(cell) != 1 or not f"{cell}{words}".isascii()
    ]


@given(AMONG_OTHERS)
def test_what_is_drawn_in_ascii_keeps_its_width(text: str) -> None:
    assert cells(text) == cells(ALL.drawn(text)) == cells(SIGNS.drawn(text))


@given(AMONG_OTHERS)
def test_nothing_but_ascii_is_left_where_letters_are_spelled_too(text: str) -> None:
    assert ALL.drawn(text).isascii()
    assert ALL.words(text).isascii()


@given(AMONG_OTHERS)
def test_no_sign_of_ours_is_left_where_signs_alone_are_spelled(text: str) -> None:
    assert not set(SIGNS.words(text) + SIGNS.drawn(text)) & set(TWINS)


@given(st.text())
def test_without_a_wish_everything_is_as_it_is(text: str) -> None:
    assert (text, text) == (Spelling().words(text), Spelling().drawn(text))


@pytest.mark.parametrize(
    ("text", "signs", "letters"),
    [
        ("Bloc opératoire Péruwelz", "Bloc opératoire Péruwelz", "Bloc operatoire Peruwelz"),
        ("«\u00a0san1\u00a0» n’est pas…", '"san1" n\'est pas...', '"san1" n\'est pas...'),
        ("a → b", "a -> b", "a -> b"),
        ("sœur, e\u0301t\u00e9", "sœur, e\u0301t\u00e9", "soeur, ete"),
        ("漢", "漢", "?"),
    ],
)
def test_words_are_spelled_as_one_would_by_hand(text: str, signs: str, letters: str) -> None:
    assert (signs, letters) == (SIGNS.words(text), ALL.words(text))


def test_a_language_spells_its_templates_and_what_fills_them() -> None:
    french, sentence = (
        language("fr").spelled(ALL),
        say("Did you mean {states}?", states="vérifié …"),
    )
    assert not language("fr")(sentence).isascii()
    assert "verifie ..." in french(sentence)
    assert french(sentence).isascii()
    assert (True, False) == (french.ascii, language("fr").ascii)


C, UTF_8 = {"LANG": "C"}, {"LANG": "fr_BE.UTF-8"}


@pytest.mark.parametrize(
    ("environ", "asked", "expected"),
    [
        (UTF_8, None, (False, False)),
        ({"LANG": "en_US.utf8"}, None, (False, False)),
        ({"LC_CTYPE": "UTF-8"}, None, (False, False)),
        (C, None, (True, True)),
        ({}, None, (True, True)),
        ({"LANG": "fr_BE.ISO-8859-1"}, None, (True, True)),
        ({**UTF_8, "LC_ALL": "POSIX"}, None, (True, True)),
        ({**C, "LC_ALL": "C.UTF-8"}, None, (False, False)),
        ({**C, "LC_CTYPE": "fr_BE.UTF-8"}, None, (False, False)),
        (UTF_8, True, (True, False)),
        (C, True, (True, True)),
        (C, False, (False, False)),
        (UTF_8, False, (False, False)),
    ],
)
def test_the_locale_says_what_the_terminal_can_show_unless_somebody_does(
    environ: Mapping[str, str], asked: bool | None, expected: tuple[bool, bool]
) -> None:
    assert Spelling(*expected) == spelling(environ, asked, coerced=False)


def test_what_python_wrote_into_the_locale_by_itself_says_nothing_of_the_terminal() -> None:
    assert ALL == spelling({**C, "LC_CTYPE": "C.UTF-8"}, None, coerced=True)
    assert Spelling() == spelling({**C, "LC_CTYPE": "C.UTF-8"}, None, coerced=False)
    assert Spelling() == spelling({**UTF_8, "LC_CTYPE": "C.UTF-8"}, None, coerced=True)


def test_where_nobody_sits_at_a_terminal_the_locale_decides_nothing() -> None:
    assert Spelling() == spelling(C, None, by_locale=False)
    assert ALL == spelling(C, True, by_locale=False)
