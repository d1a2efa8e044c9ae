"""French as people say it: what its words do before others, and where its lines may end."""

import pytest

from chwapi_console.text import language, say, wrapped

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
