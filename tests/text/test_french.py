"""French as people say it: what its words do before others, and where its lines may end."""

import re

import pytest
from babel.messages.pofile import read_po

from chwapi_console.text import LOCALE_DIR, language, say, wrapped

FRENCH = language("fr")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Éloïse", "qu'Éloïse"),
        ("oncall-1", "qu'oncall-1"),
        ("Hôpital Nord", "qu'Hôpital Nord"),
        ("Hygiène", "qu'Hygiène"),
        ("Yves", "qu'Yves"),
        ("Œuvres", "qu'Œuvres"),
        ("hyperviseur2", "qu'hyperviseur2"),
        ("Yann", "que Yann"),
        ("hv1", "que hv1"),
        ("h2", "que h2"),
        ("Hall", "que Hall"),
        ("dba", "que dba"),
        ("8", "que 8"),
        ("", "que "),
    ],
)
def test_que_loses_its_vowel_before_another_for_the_ear(name: str, said: str) -> None:
    assert f"le même acte {said}, gardé d'une bifurcation" == FRENCH(
        say("the same act as {event}, kept from a fork", event=name)
    )


def test_no_line_ends_within_a_quantity_or_a_name() -> None:
    assert ["Attendre", "3 h 05 ou", "45 min à", "Saint-Étienne", "à 7 / h."] == wrapped(
        "Attendre 3 h 05 ou 45 min à Saint-Étienne à 7 / h.", 14
    )


@pytest.mark.parametrize(
    ("not_said", "said"),
    [
        (r"\bverbes?\b", "commande"),
        (r"\bfauti", "contient une erreur"),
        (r"Selon les durées", "D'après les durées"),
        (r"\bun seul de\b", "l'un de ceux-ci suffit"),
        (r"ne marche pas", "hors service"),
        (r"(ce dont (il|elle) dépend|des besoins) marche", "fonctionne"),
        (r"ne se tient pas", "incohérente"),
        (r"\bsauf (avis|indication)", "par défaut"),
        (r"clinicien", "soignant"),
        (r"est retenu par", "est bloqué par"),
        (r"\} remise?s?\Z", "de retour"),
        (r"\(y/|/Échap\)", "(o/n)"),
    ],
)
def test_what_a_reader_at_night_misread_is_said_nowhere(not_said: str, said: str) -> None:
    with (LOCALE_DIR / "fr" / "LC_MESSAGES" / "chwapi_console.po").open("rb") as file:
        strings = [message.string or "" for message in read_po(file) if message.id]
    told = [text for each in strings for text in ([each] if isinstance(each, str) else each)]
    assert [] == [text for text in told if re.search(not_said, text)], said
