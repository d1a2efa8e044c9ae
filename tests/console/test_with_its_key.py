"""A text that began with the key that asked for it, and a question that is given up for a text."""

from pathlib import Path

import pytest

from chwapi_console.console.control.keys.with_its_key import began_with_its_key, words_of_names
from console.driver import at_console
from console.hands import hunts
from hospitals import plan_of
from remarks_corpus import FOREIGN, FOREIGN_LATER, REAL, REAL_LATER

SLOWLY = 1.2
NAMES = words_of_names(
    plan_of(
        """[services]
theatre = { name = "Opératoire Nord", site = "imc", tier = 1, needs = ["bkp-un1"] }
[servers]
bkp-un1 = { site = "imc", role = "Backup", restore = "1h" }
"""
    ),
    ["Bernard", "Jo"],
)


def is_asked_about(text: str) -> bool:
    """Whether the rest of a text is asked about, the first letter of which was a key."""
    return began_with_its_key(text[1:], text, NAMES)


@pytest.mark.parametrize("key", ["b", "n"])
def test_no_real_reason_or_note_is_asked_about_for_its_key(key: str) -> None:
    texts = (*REAL, *REAL_LATER)
    asked = [text for text in texts if began_with_its_key(text, key + text, NAMES)]
    assert len(asked) <= 0.005 * len(texts), asked


def test_texts_to_somebody_that_begin_with_such_a_key_are_asked_about_without_it() -> None:
    texts = [
        text
        for text in (*FOREIGN, *FOREIGN_LATER)
        if text[0] in "bn" and len(text) > 2 and not text.startswith(("net ", "nslookup"))
    ]
    asked = sum(map(is_asked_about, texts))
    assert texts
    assert asked >= 0.8 * len(texts)


@pytest.mark.parametrize(
    "text",
    [
        *("bonjour marie", "Bonsoir, on arrive", "bloc 3 ouvert", "note disque 2", "salut tous"),
        *("bernard, le disque", "bkp-un1 est mort", "nord sans courant", "bonne nuit", "bsr"),
    ],
)
def test_a_text_that_makes_sense_only_with_its_key_is_known(text: str) -> None:
    assert is_asked_about(text)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        *(("b", "on attend Dell"), ("b", "at 14:00 Dell comes"), ("n", "os reinstalled")),
        *(("b", "of three disks two are dead"), ("n", "bonjour"), ("b", " onjour"), ("", "onjour")),
        *(("y", "a new ward"), ("d", "is the only copy"), ("v", "as before")),
        ("b", "bkp-un1 has no disk"),
    ],
)
def test_a_text_that_makes_sense_without_its_key_is_none_of_these(key: str, text: str) -> None:
    assert not began_with_its_key(text, key + text, NAMES)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *(("fr", "bonjour marie"), ("en", "bonjour marie"), ("fr", "bloc 3 ouvert")),
        *(("fr", "note disque 2 mort"), ("en", "nobody is here")),
    ],
)
async def test_a_word_whose_first_letter_was_the_key_is_written_down_by_a_yes_alone(
    plan: Path, lang: str, text: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        operator.looks()
        await hunts(operator, text, SLOWLY)
        await hunts(operator, "\n", SLOWLY)
        key, rest = text[0], text[1:]
        said = (
            f'"{rest}"? Without "{key}", taken as a key.'
            if lang == "en"
            else f"« {rest} » ? Sans « {key} », pris comme touche."
        )
        await operator.until(
            lambda: said in " ".join(" ".join(operator.screen).split()).replace("\u202f", " "),
            "no doubt came",
        )
        assert [] == operator.acts
        await hunts(operator, "\n", 2.5)
        assert [] == operator.acts
        operator.looks(6)
        await operator.press("y")
        await operator.until(lambda: 1 == len(operator.acts), "it was not written")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", 'That was no answer. Given up, nothing is done: "Mark san1 restored all the same?"'),
        (
            "fr",
            "Pas une réponse. Abandonné, rien n'est fait : « Marquer san1 « restauré » quand même ? »",
        ),
    ],
)
async def test_a_question_that_is_given_up_for_a_text_is_named(
    plan: Path, lang: str, said: str
) -> None:
    async with at_console(plan, lang=lang) as operator:
        await operator.press("home", "d")
        operator.looks()
        await operator.burst("merci")
        await operator.until(
            lambda: said in " ".join(" ".join(operator.screen).split()).replace("\u202f", " "),
            "it is not said",
        )
        assert [] == operator.acts
