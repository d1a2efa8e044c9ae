"""What stands for somebody's own word is one word in each language, wherever it stands: in a usage
line, on a help page, in a refusal."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from babel.messages.pofile import read_po

import chwapi_console
from chwapi_console.cli.line.placeholders import WORDS
from chwapi_console.text import LANGUAGES, language

LOCALE = Path(chwapi_console.__file__).parent / "locale"
CAPITALS = re.compile(r"(?<![\w{])[^\W\d_a-z]{2,}(?![\w}])")
AS_A_WORD = re.compile(r"--[a-z-]+ (?P<of>[A-Z=|]{2,})|(?P<after>[?&]?[a-z]*=[A-Z]{2,})")
"""Where a word in capitals stands for what is to be typed: behind an option, or behind a sign of
equality."""


def _text(words: object) -> str:
    return words if isinstance(words, str) else " ".join(map(str, cast(Iterable[object], words)))


def _sentences(code: str) -> Iterator[tuple[str, str]]:
    with (LOCALE / code / "LC_MESSAGES" / "chwapi_console.po").open("rb") as file:
        for message in read_po(file, locale=code):
            if message.id:
                yield _text(message.id), _text(message.string)


def _doublets(code: str) -> list[str]:
    t = language(code)
    return [
        f"{name}, not {theirs}: {translated}"
        for original, translated in _sentences(code)
        for found in AS_A_WORD.finditer(original)
        for name in CAPITALS.findall(found[0])
        if name in WORDS and (theirs := t(WORDS[name]))
        if {name, theirs} & set(CAPITALS.findall(translated)) != {theirs}
    ]


def test_what_stands_for_a_word_has_one_name_in_every_sentence() -> None:
    assert {code: [] for code in LANGUAGES if code != "en"} == {
        code: _doublets(code) for code in LANGUAGES if code != "en"
    }
