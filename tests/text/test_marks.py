"""Texts are put into one form whatever marks somebody heaped on a letter."""

import sys
from pathlib import Path
from unicodedata import category, combining, normalize

import pytest

import chwapi_console
from chwapi_console.inventory.importers.tables.tables import one_line
from chwapi_console.inventory.plain_words import plain
from chwapi_console.marks import Form, normalized, without_heaps
from chwapi_console.people import person
from chwapi_console.text import safe
from growth import grows_in_line

MAY = {"marks.py", "signs.py", "text.py"}
"""The one place, and those that do it to a letter or eight; `letters.py` means a locale."""


@pytest.mark.parametrize("does", [safe, one_line, plain, person])
def test_marks_that_are_heaped_on_a_letter_cost_no_more_than_other_letters(does: object) -> None:
    assert callable(does)
    assert grows_in_line(lambda n: "e" + "\u0301\u0323" * n, does, 10_000)


def test_every_mark_is_among_the_signs_by_which_a_heap_is_looked_for() -> None:
    marks = [
        sign
        for sign in map(chr, range(128, sys.maxunicode + 1))
        if category(sign) in ("Mn", "Me") or combining(sign)
    ]
    assert len(marks) > 1_000
    assert not [sign for sign in marks if without_heaps("a" * 99 + "b" + sign * 9)[-9:] == sign * 9]


def test_what_people_write_is_put_into_the_form_as_it_is() -> None:
    written = "Stérilisation, Ångström, Tiê\u0301ng Viê\u0323t, हिन्दी, ﬁ² " * 20
    forms: tuple[Form, ...] = ("NFC", "NFD", "NFKC", "NFKD")
    for form in forms:
        assert normalize(form, written) == normalized(form, written)


def test_no_other_module_puts_texts_into_a_form() -> None:
    source = Path(chwapi_console.__file__).parent
    found = {path.name for path in source.rglob("*.py") if "normalize(" in path.read_text()}
    assert MAY | {"letters.py"} == found
