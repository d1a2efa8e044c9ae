"""Words by which an EDR or a scanner calls a machine clean or compromised, in four languages.

French, Dutch, German and English; `verdict_meaning` reads cells by them. Caution is not
symmetrical. A word is *clean* only where it is known to the letter, or where each part of it is
understood (`no threats found`): `clean?` and `≠ clean` are not. It is *compromised* where it speaks
of an infection and does not deny it. What speaks of one that is said to be over (`quarantined`,
`mitigated`) is neither. That an agent is healthy, active or protected says nothing about whether
anybody was in the machine; such words are no verdict until a person says that they are.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from chwapi_console.inventory.importers.words.cell_words import NO, YES
from chwapi_console.inventory.model import Verdict
from chwapi_console.inventory.plain_words import plain
from chwapi_console.marks import normalized

Meaning = Verdict | Literal["over", "suspected", "perhaps", "merged"]
"""What a word of a list means: a verdict; an infection that is said to be over, or that is suspected,
which is not clean; one that a row may speak of whose columns are shifted; or one that stands above an
empty cell."""

REST = "*"
"""What a word ends with that stands for all words that begin so."""

_ACCENTS = re.compile("[\u0300\u0301\u0302\u0303\u0308\u0327]")


@lru_cache(maxsize=32_768)
def bare(words: str) -> str:
    """Words in small letters without accents, their blanks, hyphens and underscores alike.

    Every other sign stays.
    """
    if words.isascii():
        return " ".join(re.split(r"[\s_-]+", words.lower().strip()))
    return " ".join(
        re.split(r"[\s_-]+", _ACCENTS.sub("", normalized("NFD", words.casefold())).strip())
    )


_DEALT_WITH = (
    "quarantined",
    "in quarantine",
    "quarantaine",
    "en quarantaine",
    "in quarantäne",
    "mitigated",
    "remediated",
    "cleaned",
    "disinfected",
    "désinfecté",
    "désinfectée",
    "nettoyé",
    "nettoyée",
    "bereinigt",
    "gereinigt",
    "desinfiziert",
    "opgeschoond",
    "previously infected",
    "was infected",
)
_SUSPECTED = (
    "suspicious",
    "suspect",
    "suspecte",
    "suspected",
    "suspecté",
    "suspectée",
    "verdacht",
    "verdächtig",
    "verdachtig",
    "auffällig",
)
_AT_RISK = (
    "à vérifier",
    "at risk",
    "à risque",
    "gefährdet",
)
_TO_LOOK_AT = (
    "à revoir",
    "à voir",
    "à examiner",
    "à tester",
    "à scanner",
    "à investiguer",
    "te bekijken",
    "nog te bekijken",
    "te onderzoeken",
    "noch offen",
    "offen",
    "zu klären",
    "zu untersuchen",
    "à contrôler",
    "à analyser",
    "à refaire",
    "à recommencer",
    "à reprendre",
    "à compléter",
    "to be redone",
    "redo",
    "rescan",
    "to rescan",
    "recheck",
    "nachprüfung nötig",
    "erneut prüfen",
    "nachprüfen",
    "opnieuw te doen",
    "opnieuw scannen",
    "opnieuw controleren",
    "preliminary",
    "provisional",
    "provisoire",
    "tentative",
    "interim",
    "draft",
    "vorläufig",
    "voorlopig",
    "to be checked",
    "to check",
    "to review",
    "doubtful",
    "douteux",
    "douteuse",
    "zu prüfen",
    "zweifelhaft",
    "te controleren",
    "na te kijken",
    "twijfelachtig",
)
SUSPICION = frozenset(map(bare, (*_DEALT_WITH, *_SUSPECTED, *_AT_RISK, *_TO_LOOK_AT)))
"""Words that hold a clean back in whatever column they stand. Others that say of an infection that it
is over (`removed`, `blocked`, `resolved`) do so as a verdict only: elsewhere they speak of tickets,
ports and accounts."""

_WORDS: Mapping[Meaning, tuple[str, ...]] = {
    "compromised": (
        "compromised",
        "compromis",
        "compromise",
        "compromises",
        "gecompromitteerd",
        "kompromittiert",
        "infected",
        "infecté",
        "infectée",
        "infectés",
        "infectées",
        "besmet",
        "geïnfecteerd",
        "infiziert",
        "verseucht",
        "befallen",
        "malicious",
        "malveillant",
        "kwaadaardig",
        "bösartig",
        "malware",
        "malware found",
        "ransomware",
        "encrypted",
        "chiffré",
        "chiffrée",
        "crypté",
        "cryptée",
        "versleuteld",
        "verschlüsselt",
        "threat found",
        "threats found",
        "menace détectée",
        "menaces détectées",
        "positive",
        "positif",
        "positief",
        "positiv",
        "true positive",
        "vrai positif",
        "unclean",
        "dirty",
        "hacked",
        "pwned",
        "piraté",
        "piratée",
        "gehackt",
        "gehackte",
        "hit",
        "hits",
        "touché",
        "touchée",
        "touchés",
        "atteint",
        "atteinte",
        "betroffen",
        "getroffen",
        "geraakt",
        "affected",
    ),
    "clean": (
        "clean",
        "sain",
        "saine",
        "sains",
        "saines",
        "propre",
        "propres",
        "schoon",
        "sauber",
        "not infected",
        "uninfected",
        "non infecté",
        "non infectée",
        "non infectés",
        "non infectées",
        "pas infecté",
        "pas infectée",
        "niet besmet",
        "niet geïnfecteerd",
        "nicht infiziert",
        "nicht befallen",
        "no threat",
        "no threats",
        "no threat found",
        "no threats found",
        "no detections",
        "no detection",
        "no hit",
        "no hits",
        "no ioc",
        "no iocs",
        "no ioc found",
        "no iocs found",
        "aucun ioc",
        "aucun ioc trouvé",
        "geen ioc",
        "geen iocs",
        "keine ioc",
        "keine iocs",
        "indemne",
        "no infection",
        "no infections",
        "no malware",
        "aucune détection",
        "aucune infection",
        "geen detecties",
        "geen infectie",
        "geen infecties",
        "keine infektion",
        "keine infektionen",
        "keine funde",
        "kein befund",
        "ohne befund",
        "aucune menace",
        "aucune menace détectée",
        "geen dreiging",
        "geen bedreiging",
        "keine bedrohung",
        "not compromised",
        "uncompromised",
        "non compromis",
        "non compromise",
        "niet gecompromitteerd",
        "nicht kompromittiert",
        "negative",
        "négatif",
        "negatief",
        "negativ",
        "virenfrei",
        "virusvrij",
        "malware free",
        "virus free",
    ),
    "suspected": _SUSPECTED,
    "unknown": (
        *_AT_RISK,
        "unknown",
        "inconnu",
        "inconnue",
        "onbekend",
        "unbekannt",
        "pending",
        "en attente",
        "ausstehend",
        "in afwachting",
        "in progress",
        "en cours",
        "bezig",
        "läuft",
        "not scanned",
        "not yet scanned",
        "non analysé",
        "non analysée",
        "pas analysé",
        "pas encore analysé",
        "niet gescand",
        "nog niet gescand",
        "nicht gescannt",
        "noch nicht gescannt",
        "nicht geprüft",
        "noch nicht geprüft",
        "pas fait",
        "pas faite",
        "non fait",
        "non faite",
        "pas encore fait",
        "pas encore vu",
        "pas vu",
        "à faire",
        "not done",
        "not run",
        "to do",
        "todo",
        "nicht gemacht",
        "nicht erledigt",
        "noch offen",
        "niet gedaan",
        "nog niet gedaan",
        "te doen",
        "inconclusive",
        "undefined",
        "to be determined",
        "à déterminer",
        "n/a",
        "-",
        "?",
        "??",
    ),
    "over": (
        *_DEALT_WITH,
        "verholpen",
        "gesaneerd",
        "removed",
        "deleted",
        "supprimé",
        "supprimée",
        "entfernt",
        "verwijderd",
        "blocked",
        "bloqué",
        "bloquée",
        "blockiert",
        "geblokkeerd",
        "neutralized",
        "neutralised",
        "neutralisé",
        "contained",
        "isolated",
        "isolé",
        "isolée",
        "isoliert",
        "geïsoleerd",
        "resolved",
        "résolu",
        "behoben",
        "opgelost",
        "recovered",
    ),
}
KNOWN: Mapping[str, Meaning] = {
    bare(word): meaning for meaning, words in _WORDS.items() for word in words
}


PLAIN = frozenset(
    map(
        bare,
        (
            "compromised",
            "compromis",
            "compromise",
            "gecompromitteerd",
            "kompromittiert",
            "infected",
            "infecté",
            "infectée",
            "besmet",
            "geïnfecteerd",
            "infiziert",
            "verseucht",
            "malicious",
            "malveillant",
            "bösartig",
            "kwaadaardig",
        ),
    )
)
"""Words that mean an infection in whatever column they stand."""

YES_WORDS, NO_WORDS = (
    YES | {"wahr", "y", "j", "x", "✓", "✔", "☑", "✅"},
    NO | {"nein", "falsch", "n"},
)
TICKS, CROSSES = frozenset("✓✔☑✅"), frozenset("✗✘✕✖❌")
"""Signs of which a cross says no where ticks stand beside it; alone it may be what somebody ticks
with."""
FOUND: Mapping[str, Literal["yes", "no"]] = {
    **dict.fromkeys(
        map(
            bare,
            (
                "found",
                "detected",
                "present",
                "trouvé",
                "trouvée",
                "détecté",
                "détectée",
                "présent",
                "présente",
                "gefunden",
                "erkannt",
                "entdeckt",
                "vorhanden",
                "gevonden",
                "gedetecteerd",
                "aanwezig",
            ),
        ),
        "yes",
    ),
    **dict.fromkeys(
        map(
            bare,
            (
                "none",
                "not found",
                "not detected",
                "none found",
                "none detected",
                "nothing found",
                "nothing detected",
                "not present",
                "non trouvé",
                "non trouvée",
                "non détecté",
                "non détectée",
                "aucun",
                "aucune",
                "rien trouvé",
                "néant",
                "nicht gefunden",
                "nicht erkannt",
                "keine",
                "keine gefunden",
                "nichts gefunden",
                "niet gevonden",
                "niet gedetecteerd",
                "geen",
                "geen gevonden",
                "niets gevonden",
            ),
        ),
        "no",
    ),
}
"""What answers below a heading that names an infection or a sign of one: `Malware: none`."""
BY_LETTER = "o"
"""Yes in French, where `n` stands beside it."""

ANSWERS = YES_WORDS | NO_WORDS | CROSSES | {BY_LETTER}

PARTS_OF_OVER = frozenset(
    plain(word) for words in _WORDS["over"] for word in bare(words).split() if len(word) > 3
) - {"infected", "previously"}
"""Words in plain letters that say of an infection that it is over."""
