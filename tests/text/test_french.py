"""The French catalogue is French: its signs and spaces, its plurals, its names of keys, and no word that gave it away."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from chwapi_console.text import LOCALE_DIR, NO_BREAK, language, plural, say, unbroken, wrapped

TYPED = re.compile(r'= "\w+"|\["[^]]*\]+|"\d\w+"|"Europe/Brussels"|"\{words\}=VERDICT"|"site"|"role"|"service \d"|"skip"')
"""What stands in straight quotes because somebody is to type it so into a file or a command."""
COUNTED = re.compile(rf"\{{(n|all|back|up|done|shown|hit|fell|left|count|events|vouched)\}}[ {NO_BREAK}](\w+s)\b")
NO_PLURALS = {"fois", "dans", "sans", "services", "baies", "cellules", "manquants", "derniers", "objets"}
"""Words that end so whatever their number, and those that stand only where there are two or more."""


def said() -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the catalogue says, with the forms of the French."""
    with (Path(LOCALE_DIR) / "fr" / "LC_MESSAGES" / "chwapi_console.po").open("rb") as file:
        for message in read_po(file, locale="fr"):
            if message.id:
                forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
                yield (message.id if isinstance(message.id, str) else message.id[0]), forms


def test_no_line_can_break_before_or_after_a_sign_that_clings() -> None:
    assert [] == [form for _, forms in said() for form in forms if unbroken(form) != form]


def test_quotes_and_apostrophes_are_those_of_the_language() -> None:
    assert [] == [form for _, forms in said() for form in forms if '"' in TYPED.sub("", form) or "’" in form]


def test_what_is_counted_agrees_with_its_number() -> None:
    assert [] == [form for _, (form, *more) in said() if not more
                  for _, word in COUNTED.findall(form) if word not in NO_PLURALS]


@pytest.mark.parametrize("foreign", [
    r"\bEsc\b", r"\b(PgUp|PgDn|Home|End|Enter|Space)\b", r"\(y", r"\by/", "[Vv]erbe", "un seul de :", r"[Ff]autif|\bfautes?\b",
    "[Cc]linicien", "[Ss]auf avis|sauf indication", "Dites --", "ne se tient pas", r"un pair\b", "ne marche pas",
    r"\{service\} est retenu"])
def test_what_a_reader_found_foreign_is_said_nowhere(foreign: str) -> None:
    assert [] == [form for _, forms in said() for form in forms if re.search(foreign, form)]


def test_one_and_none_are_singular() -> None:
    t = language("fr")
    for n in (0, 1):
        assert t(plural("{n} shown", "{n} shown", n)) == f"{n} affiché"
    assert t(plural("{n} shown", "{n} shown", 2)) == "2 affichés"


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_begins_with_a_sign_or_ends_with_an_open_quote(width: int) -> None:
    words = "Il n'y a pas de serveur « dc1 » : vouliez-vous dire « dc-1 » ? Sinon ; rien ! ou … fin."
    lines = wrapped(words, width)
    assert [] == [line for line in lines if line[0] in "»:;?!…" or line.endswith("«")]
    assert words.replace(" ", "") == "".join(lines).replace(" ", "").replace(NO_BREAK, "")


def test_ascii_has_plain_spaces_in_their_place() -> None:
    from chwapi_console.signs import Spelling
    t = language("fr").spelled(Spelling(ascii_signs=True, ascii_letters=True))
    shown = t.spelling.drawn("\n".join(wrapped(t(say("Filter:")), 40)))
    assert shown == "Filtre :"
