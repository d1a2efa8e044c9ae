"""Headings that may stand above verdicts, in French, Dutch, German and English."""

import re

from chwapi_console.inventory.importers.words.verdict_words import bare

_INFECTED = (
    "infected",
    "infecté",
    "is infected",
    "compromised",
    "is compromised",
    "compromis",
    "besmet",
    "aangetast",
    "geïnfecteerd",
    "gecompromitteerd",
    "infiziert",
    "befallen",
    "verseucht",
    "kompromittiert",
    "touché",
    "touchée",
    "touchés",
    "atteint",
    "atteinte",
    "impacté",
    "impactée",
    "contaminé",
    "contaminée",
    "affected",
    "impacted",
    "betroffen",
    "getroffen",
    "geraakt",
)


HEADINGS = tuple(
    map(
        bare,
        (
            "verdict",
            "oordeel",
            "eindoordeel",
            "eindconclusie",
            "beoordeling",
            "urteil",
            "gesamturteil",
            "bewertung",
            "gesamtbewertung",
            "beurteilung",
            "infection status",
            "infection state",
            "compromise status",
            "threat status",
            "malware status",
            "virus status",
            "statut infection",
            "statut d'infection",
            "état d'infection",
            "état de compromission",
            *_INFECTED,
            "infektionsstatus",
            "kompromittierungsstatus",
            "kompromittierung",
            "compromitteringsstatus",
            "malwarestatus",
            "virenstatus",
            "bedrohungsstatus",
            "infectiestatus",
            "besmettingsstatus",
            "scan result",
            "scan results",
            "scan status result",
            "résultat du scan",
            "résultat de l'analyse",
            "résultat analyse",
            "résultat de l'examen",
            "résultat du contrôle",
            "scanresultaat",
            "resultaat scan",
            "resultaat van de scan",
            "analyseresultaat",
            "resultaat analyse",
            "resultaat van de analyse",
            "scanergebnis",
            "ergebnis scan",
            "ergebnis des scans",
            "prüfergebnis",
            "ergebnis der prüfung",
            "analyseergebnis",
            "ergebnis der analyse",
            "analyst verdict",
            "analystverdict",
            "detection",
            "détection",
            "detectie",
            "erkennung",
            "diagnostic",
            "diagnose",
            "befund",
            "bevinding",
            "conclusion",
            "conclusie",
            "constat",
            "classification",
            "klassifizierung",
            "compromission",
            "infection",
            "infektion",
        ),
    )
)
"""What stands above a column of verdicts and nothing else."""


OF_INFECTION = frozenset(
    map(
        bare,
        (
            *_INFECTED,
            "detected",
            "détecté",
            "gedetecteerd",
            "erkannt",
        ),
    )
)
"""Headings under which 1 and 0 mean yes and no, and are no numbers of anything."""


VAGUE = tuple(
    map(
        bare,
        (
            "bilan",
            "outcome",
            "uitkomst",
            "uitslag",
            "endergebnis",
            "gesamtergebnis",
            "result",
            "résultat",
            "resultaat",
            "ergebnis",
            "security status",
            "statut de sécurité",
            "sicherheitsstatus",
            "beveiligingsstatus",
            "status",
            "statut",
            "état",
            "state",
            "toestand",
            "staat",
            "zustand",
        ),
    )
)
"""What may stand above one, where no column has a surer heading."""


_WRAPPED = re.compile(
    r"^(?:(?:_source|attributes|properties|fields|node|item|data|record)\.)+", re.IGNORECASE
)


_LATEST = re.compile(
    r"^(?:final|overall|definitive|definitief|endgultiges?) "
    r"| (?:final|finale|actuel|actuelle|global|globale)$"
)
"""What says of a verdict that it stands above others."""


_CHOICES = re.compile(
    r" ?[\[(]? ?\b(?:o|y|j|oui|yes|ja|vrai|true|1) ?/ ?"
    r"(?:n|non|no|nein|nee|neen|faux|false|0)(?: ?/ ?[\w?]{1,9})? ?[\])]? ?[?:]?$"
)
"""The answers that a heading asks for: `Compromis (O/N)`."""


def asked_of(title: str) -> str:
    """A heading in bare words, without the answers that it asks for."""
    return _CHOICES.sub("", bare(title)).rstrip(" ?:*")


def is_heading(title: str) -> bool:
    """Whether a heading stands above verdicts alone, in whatever an API wraps its objects."""
    asked = asked_of(_WRAPPED.sub("", title))
    return asked in HEADINGS or _LATEST.sub("", asked) in HEADINGS
