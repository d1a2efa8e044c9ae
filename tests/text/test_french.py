"""French as people say it: what its words do before others, and where its lines may end."""

import re
from gettext import NullTranslations

import pytest
from babel.messages.pofile import read_po

from chwapi_console.text import ENGLISH, LOCALE_DIR, Language, Sentence, language, say, wrapped

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
        (r"\b(verbe|VERBE)s?\b", "commande"),
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


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("accepté à {time}", {"time": "14:00"}, "accepté à 14:00"),
        ("accepté à {time}", {"time": "28/11 23:30"}, "accepté le 28/11 à 23:30"),
        ("par {who} à {time}.", {"who": "eve", "time": "28/11/2026"}, "par eve le 28/11/2026."),
        ("{what}, jusqu'à {time} ?", {"what": "x", "time": "30/11"}, "x, jusqu'au 30/11 ?"),
        ("jusqu'à {time}", {"time": "ven. 19:00"}, "jusqu'à ven. 19:00"),
        ("à {time}", {"time": "ven. 19:00"}, "ven. à 19:00"),
        ("pour {time}", {"time": "28/11"}, "pour le 28/11"),
        ("avant {time}", {"time": "dim. 06/12 03:00"}, "avant le dim. 06/12 à 03:00"),
        ("Depuis {time}", {"time": "28/11 23:30"}, "Depuis le 28/11 à 23:30"),
        (
            "De {a} à {b}",
            {"a": "28/11 23:30", "b": "29/11 02:10"},
            "Du 28/11 à 23:30 au 29/11 à 02:10",
        ),
        ("de {a} à {b}", {"a": "23:30", "b": "02:10"}, "de 23:30 à 02:10"),
        ("de {a} à {b}", {"a": "28/11 22:00", "b": "23:10"}, "du 28/11 à 22:00 à 23:10"),
        ("remis de {a} à {b}", {"a": "eve", "b": "28/11 rue X"}, "remis d'eve à 28/11 rue X"),
    ],
)
def test_a_date_behind_a_preposition_is_as_french_has_it(
    template: str, values: dict[str, str], said: str
) -> None:
    french = Language("fr", NullTranslations())
    assert said == french(Sentence(template, values))
    assert template.format(**values) == ENGLISH(Sentence(template, values))
