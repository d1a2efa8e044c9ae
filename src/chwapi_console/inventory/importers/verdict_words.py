"""The words by which an EDR or a scanner calls a machine clean or compromised, in French, Dutch and English.

Compared by capitals, accents and blanks alone: `clean?` and `≠ clean` are not clean. That an agent is healthy, active or
protected says nothing about whether anybody was in the machine; such words are no verdict until a person says that they are.
"""

import re
from collections.abc import Mapping
from unicodedata import normalize

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.vocabulary import NO, YES
from chwapi_console.inventory.model import Verdict
from chwapi_console.text import say

VERDICTS: tuple[Verdict, ...] = ("unknown", "clean", "compromised")

_ACCENTS = re.compile("[\u0300\u0301\u0302\u0303\u0308\u0327]")


def bare(words: str) -> str:
    """Words in small letters without accents, their blanks, hyphens and underscores alike; every other sign stays."""
    return " ".join(re.split(r"[\s_-]+", _ACCENTS.sub("", normalize("NFD", words.casefold())).strip()))


HEADINGS = tuple(map(bare, (
    "verdict", "infection status", "infection state", "compromise status", "threat status", "malware status",
    "statut infection", "statut d'infection", "état d'infection", "infected", "infecté", "is infected", "compromised",
    "compromis", "besmet", "geïnfecteerd", "gecompromitteerd", "scan result", "résultat du scan", "résultat de l'analyse",
    "scanresultaat", "detection", "détection", "detectie", "diagnostic", "classification")))
"""What stands above a column of verdicts and nothing else."""

VAGUE = tuple(map(bare, (
    "result", "résultat", "resultaat", "security status", "statut de sécurité", "status", "statut", "état", "state", "toestand")))
"""What may stand above one, where no column has a surer heading."""

OF_INFECTION = frozenset(map(bare, (
    "infected", "infecté", "is infected", "compromised", "compromis", "besmet", "geïnfecteerd", "gecompromitteerd")))
"""Headings under which yes and no are verdicts."""

_WORDS: Mapping[Verdict, tuple[str, ...]] = {
    "compromised": (
        "compromised", "compromis", "compromise", "compromises", "gecompromitteerd", "infected", "infecté", "infectée",
        "infectés", "infectées", "besmet", "geïnfecteerd", "malicious", "malveillant", "malware", "malware found", "ransomware",
        "encrypted", "chiffré", "chiffrée", "versleuteld", "threat found", "threats found", "menace détectée",
        "menaces détectées", "positive", "positif", "positief"),
    "clean": (
        "clean", "sain", "saine", "sains", "saines", "propre", "propres", "schoon", "not infected", "uninfected", "non infecté",
        "non infectée", "non infectés", "non infectées", "pas infecté", "pas infectée", "niet besmet", "no threat", "no threats",
        "no threat found", "no threats found", "aucune menace", "aucune menace détectée", "geen dreiging", "not compromised",
        "non compromis", "non compromise", "negative", "négatif", "negatief"),
    "unknown": (
        "unknown", "inconnu", "inconnue", "onbekend", "pending", "en attente", "in progress", "en cours", "bezig", "not scanned",
        "non analysé", "non analysée", "pas analysé", "niet gescand", "suspicious", "suspect", "suspecte", "verdacht",
        "à vérifier", "inconclusive"),
}
KNOWN: Mapping[str, Verdict] = {bare(word): verdict for verdict, words in _WORDS.items() for word in words}
YES_NO: Mapping[str, Verdict] = {**dict.fromkeys(YES, "compromised"), **dict.fromkeys(NO, "clean")}


def meaning(text: str) -> tuple[str, Verdict]:
    """`WORD=VERDICT`, as `--verdict` gives it. RequestError for anything else."""
    word, _, verdict = text.rpartition("=")
    for known in VERDICTS:
        if verdict.strip() == known and bare(word):
            return bare(word), known
    raise RequestError(say('"{text}" gives no word a meaning. Write --verdict WORD=clean, or =compromised, or =unknown.',
                           text=text))
