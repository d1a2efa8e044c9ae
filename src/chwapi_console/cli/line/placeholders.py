"""Placeholders for people's own words in usage lines, help pages and refusals.

And what examples say. All of it in the reader's language.
"""

import re
from collections.abc import Mapping, Sequence

from chwapi_console.text import Language, Sentence, Typed, typed, word

WORDS: Mapping[str, Sentence] = {
    sentence.template: sentence
    for sentence in (
        word("placeholder", "CODE"),
        word("placeholder", "COLUMN"),
        word("placeholder", "CONDITION"),
        word("placeholder", "DIGEST"),
        word("placeholder", "DIGITS"),
        word("placeholder", "DIR"),
        word("placeholder", "DURATION"),
        word("placeholder", "DUTY"),
        word("placeholder", "EVENT"),
        word("placeholder", "FIELD"),
        word("placeholder", "FILE"),
        word("placeholder", "FOLDER"),
        word("placeholder", "FORMAT"),
        word("placeholder", "GROUP"),
        word("placeholder", "ID"),
        word("placeholder", "IDS"),
        word("placeholder", "ITEM"),
        word("placeholder", "KIND"),
        word("placeholder", "N"),
        word("placeholder", "NAME"),
        word("placeholder", "NAMES"),
        word("placeholder", "NEW"),
        word("placeholder", "LAW"),
        word("placeholder", "NUMBER"),
        word("placeholder", "OLD"),
        word("placeholder", "OTHER"),
        word("placeholder", "PATH"),
        word("placeholder", "REASON"),
        word("placeholder", "RELATION"),
        word("placeholder", "RULE=REASON"),
        word("placeholder", "ID=REASON"),
        word("placeholder", "SERVER"),
        word("placeholder", "SET"),
        word("placeholder", "SERVICE"),
        word("placeholder", "SITE"),
        word("placeholder", "STATE"),
        word("placeholder", "STEP"),
        word("placeholder", "TEXT"),
        word("placeholder", "TIME"),
        word("placeholder", "TRADE"),
        word("placeholder", "URL"),
        word("placeholder", "VERB"),
        word("placeholder", "VERDICT"),
        word("placeholder", "WHAT"),
        word("placeholder", "WHOM"),
        word("placeholder", "WORD"),
        word("placeholder", "YES|NO"),
        word("placeholder", "ZONE"),
    )
}
"""By the word in the table of verbs."""

EXAMPLES: Mapping[str, Sentence] = {
    sentence.template: sentence
    for sentence in (
        word("example", "from tape"),
        word("example", "controller ordered"),
        word("example", "the courier"),
        word("example", "no EDR here"),
        word("example", "infected by its tape"),
        word("example", "bloc-union tier 2"),
        word("example", "theatre IMC at eight"),
        word("example", "two theatres open"),
        word("example", "tape 14 is unreadable"),
        word("example", "looked again"),
        word("example", "head of theatre"),
        word("example", "images of two patients opened"),
        word("example", "transfer at 14:00"),
        word("example", "head of radiology"),
        word("example", "two images opened"),
        word("example", "one room only"),
        word("example", "outside laboratory"),
        word("example", "yesterday 23:40"),
        word("example", "tomorrow 06:00"),
        word("example", "safe, shelf 2"),
        word("example", "their laboratory"),
        word("example", "Cardiology images"),
        word("example", "handed over to the usual service"),
        word("example", "normal work"),
        word("example", "ens-imc=moved to a supplier"),
        word("example", "condition=the archive goes on"),
        word("example", "dc1 was found infected again"),
    )
}
"""What people say in the examples, by how it stands there between quotes."""


def placeholder(metavar: str, language: Language) -> str:
    """What stands for somebody's word, as the language has it: `SERVEUR`, `CHAMP=COLONNE`.

    What is to be typed as it is (`fr|en`) stays.
    """
    if metavar in WORDS:
        return language(WORDS[metavar])
    return re.sub(
        "[A-Z]+",
        lambda found: language(WORDS[found[0]]) if found[0] in WORDS else found[0],
        metavar,
    )


def to_type(words: Sequence[str], language: Language) -> Typed:
    """A command line to be typed, with what stands for somebody's word as the language has it."""
    return typed(*(language(WORDS[word]) if word in WORDS else word for word in words))


def example(line: str, language: Language) -> str:
    """An example with what people say in it put into the language; what is typed as it is stays."""
    return re.sub(
        '"([^"]+)"', lambda found: f'"{language(EXAMPLES.get(found[1], found[1]))}"', line
    )
