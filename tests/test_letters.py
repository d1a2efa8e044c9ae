"""Letters that came as bytes which are no UTF-8."""

import pytest

from chwapi_console.letters import with_letters
from chwapi_console.operators import clean_name


@pytest.mark.parametrize(
    ("locale", "byte", "letter"),
    [
        ({}, 0xE9, "é"),
        ({"LANG": "C.UTF-8"}, 0x9C, "œ"),
        ({"LC_ALL": "C"}, 0xE9, "é"),
        ({"LANG": "fr_BE@euro"}, 0xA4, "€"),
        ({"LC_ALL": "fr_FR.ISO-8859-1", "LANG": "C"}, 0xA4, "¤"),
        ({"LANG": "pl_PL.ISO-8859-2"}, 0xB3, "ł"),
        ({"LANG": "fr_BE@euro"}, 0x9C, "œ"),
        ({"LANG": "ja_JP.eucJP"}, 0xE9, "é"),
        ({}, 0x81, "\N{REPLACEMENT CHARACTER}"),
        ({"LANG": "nowhere"}, 0xE8, "è"),
    ],
)
def test_a_byte_is_read_as_the_locale_says_else_as_windows_1252(
    locale: dict[str, str], byte: int, letter: str
) -> None:
    assert f"a{letter}b" == with_letters(
        b"a%cb".replace(b"%c", bytes([byte])).decode("utf-8", "surrogateescape"), locale
    )


def test_what_is_utf_8_stays_as_it_is_beside_a_byte_that_is_not() -> None:
    assert "né à é" == with_letters("né à ".encode().decode() + "\udce9", {})


def test_an_operators_name_keeps_its_letters() -> None:
    assert "Zoé" == clean_name(b"Zo\xe9".decode("utf-8", "surrogateescape"))
