"""What a cell of a list of verdicts means: a word that is known, a yes or no, a number, a phrase.

By the words of `verdict_words`, and as cautiously.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from chwapi_console.errors import RequestError
from chwapi_console.inventory.importers.words.infection_words import (
    beside_guards,
    is_of_a_hit,
    speaks_of_hits,
)
from chwapi_console.inventory.importers.words.verdict_words import (
    ANSWERS,
    CROSSES,
    FOUND,
    KNOWN,
    NO_WORDS,
    PARTS_OF_OVER,
    PLAIN,
    REST,
    YES_WORDS,
    Meaning,
    bare,
)
from chwapi_console.inventory.model import Verdict
from chwapi_console.inventory.plain_words import plain, word_set
from chwapi_console.text import say

VERDICTS: tuple[Verdict, ...] = ("unknown", "clean", "compromised")

Sense = Literal["verdict", "flag", "clean flag", "count"]
"""How the cells of a column are read: as words; as yes or no to an infection, or to being clean; as
a number of infections."""

_CONFIRMED = word_set("""
    confirmed confirme confirmee confirmes avere averee averes proven certain bestatigt bevestigd""")
_YES_SPOKEN = word_set("yes oui ja true vrai waar wahr si") | _CONFIRMED
_NO_SPOKEN = word_set("no non nee neen nein false faux onwaar falsch")
"""Answers that say the same with more words behind them; a letter or a figure does not."""

_DENIED = word_set("""
    no not non pas aucun aucune sans none without geen niet kein keine keiner keinen nicht never jamais nie nooit
    ohne nein false faux falsch nee neen zonder""")
_PAST = word_set("""
    geweest eerder vroeger voorheen formerly previously earlier anciennement precedemment auparavant fruher zuvor ehemals
    vormals ex""")
"""What says behind or before `infected` that it was, and nothing of what it is."""
_WAS = word_set("was war etait plus")
_EXCLUDED = word_set("""
    exclue exclu exclus exclut exclure exclude excluded excludes ecarte ecartee ruled rule ausgeschlossen ausschliessen
    auszuschliessen uitgesloten uitsluiten sluiten""")
"""What is no finding of an infection, and with a denial the opposite of a clean."""
_CANNOT = word_set("cannot t unable")
_CURED = word_set("""
    mitigated remediated cleaned disinfected desinfecte nettoye nettoyee bereinigt gereinigt desinfiziert opgeschoond""")
"""Of these the ones that, denied, leave the infection where it is."""
_CUT_OFF = word_set(
    "contained isolated isole isolee isoliert geisoleerd blocked bloque bloquee blockiert "
    "geblokkeerd"
)
"""Of these the ones that say where the machine is and nothing of the infection."""
_DOUBTED = word_set("""
    may might maybe possible possibly potential potentially suspected suspicious probable probably likely peut etre
    suspect possiblement mogelijk verdacht misschien vielleicht moglich moglicherweise verdachtig risk""")
_OF_THE_AGENT = word_set("""
    protection protected prevention engine definition definitions scan scans scanner scanning signature signatures
    database service policy update updates module antivirus schutz bescherming beveiliging
    abwehr wachter analyse low medium high level faible moyen
    eleve laag hoog niedrig mittel hoch intelligence hunting""")
_FILLING = word_set("""
    found detected present trouve trouvee trouves trouvees detecte detectee detectes detectees gefunden erkannt entdeckt
    gevonden gedetecteerd active actif active actives aktiv aktive actieve was were is are est en de d on in was this
    file files fichier fichiers object objects objet objets item items datei dateien objekt objekte bestand bestanden
    system machine computer device sign signs trace traces signe signes evidence indication indications indice indices
    anzeichen hinweis hinweise spur spuren spoor sporen teken tekenen aanwijzing aanwijzingen of any une van von voor fur
    auf einer eines""")
_OF_A_MACHINE = frozenset(map(plain, PLAIN)) | {"befallen"}
_PARTS = re.compile(r"[^\W_]+")
_NO_COUNT = word_set("none aucun aucune keine kein geen nessuno")
_COUNT = re.compile(
    r"(\d{1,3}(?:[\s.,'’]\d{3})+|\d{1,9})(?:[.,]0+)?\+?"
    r"(?: (?:active?s?|aktive?|actieve|open|found|detected|trouvee?s?|detectee?s?|gefunden|erkannt|gevonden))?"
)
_OF_ALL = re.compile(r"\d{1,6}/\d{1,6}")
"""So many of all that were looked for."""
_EMPTY_BOX = re.compile(r"[☐□]|\[ ?\]")
_BOXES = re.compile(r"([☐□☑☒✅✔✓]|\[[ x]?\])")
_TICK = re.compile(r"[☑☒✅✔✓]|\[x")
_STRUCK = re.compile(r"~~([^~]+)~~")
_OFFERED = re.compile(r"/|\||\b(?:or|ou|oder|of)\b")
_SIGN_OF_WELL = re.compile("^[✅✔☑✓🟢💚👍]\ufe0f?\\s*")
"""A sign before a word that is clean by itself; any other sign is a reason to ask."""
_STAYED = re.compile(
    r"(?:unable to|could ?n.?t(?: be)?|could not(?: be)?|cannot(?: be)?|failed to|impossible (?:de|a)|pas pu(?: etre)?"
    r"|kann nicht|konnten? nicht|kon(?:den)? niet|kan niet) (?:\w{1,20} )?"
    r"(?:clean|disinfect|remov|delet|quarantin|remediat|nettoy|supprim|desinfect|desinfiz|entfern|losch|geloscht|bereinig|opschon"
    r"|verwijder).*"
    r"|(?:clean(?:ing|up)?|disinfection|remediation|removal|deletion|quarantine|nettoyage|desinfection|suppression"
    r"|mise en quarantaine|bereinigung|desinfektion|entfernung|opschoning|verwijdering)"
    r" (?:has |a |est |ist |is )?(?:failed|failure|error|unsuccessful|echouee?|en echec|impossible|fehlgeschlagen|gescheitert"
    r"|mislukt)(?!\w).*"
)
"""What says in plain letters that an infection could not be dealt with."""
ENCRYPTED = word_set(
    "encrypted chiffre chiffree chiffres chiffrees crypte cryptee cryptes cryptees verschlusselt versleuteld"
)
_OF_A_DISK = word_set("""
    bitlocker filevault luks tpm disk disks disque disques drive volume volumes festplatte laufwerk schijf device tls ssl
    at rest backup sauvegarde""")
"""What is encrypted by those whose it is."""
_AS_WRITTEN = re.compile(r"[\w\s:.()']+")
_SINCE = re.compile(
    r",? \(?(?:(?:depuis|since|seit|sinds|confirme|confirmed|vu|seen|le|on|am|op|at|a|um|om|the)s? ){0,3}"
    r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{0,4})?(?:[ ,](?:a |at |um |om )?\d{1,2}[:h]\d{0,2}(?: uhr)?)?\)?$"
)
"""What says behind an infection since when it is known; behind a clean it says how old that is."""
MOST_WORDS = 6
"""Words up to which a text is a verdict in words; what is longer is a message, which a person
reads."""


def meaning_of(cell: str, sense: Sense, given: Mapping[str, Verdict]) -> Meaning | None:
    """What a cell of a column means; None where nobody can tell.

    `given` holds what a person said of words in their bare form.
    """
    word = bare(cell)
    if (said := _given(word, given)) is not None:
        return said
    if _STRUCK.search(word):
        return _of_what_is_struck(word, sense, given)
    if (ticked := _ticked(word)) is not None:
        return meaning_of(ticked, sense, given) if ticked else None
    if _is_a_choice(word):
        return None
    if sense == "count" and (count := count_of(word)) is not None:
        return "compromised" if count else "clean"
    if sense == "flag" and (found := FOUND.get(word)):
        return "compromised" if found == "yes" else "clean"
    if sense in ("flag", "clean flag") and (answer := word.rstrip(".") or word) in ANSWERS:
        is_no = answer in NO_WORDS | CROSSES
        return "compromised" if is_no == (sense == "clean flag") else "clean"
    return (
        KNOWN.get(word)
        or KNOWN.get(word.rstrip("."))
        or KNOWN.get(_SIGN_OF_WELL.sub("", word))
        or _of_an_answer(word, sense)
        or _asked(word, _of_a_phrase(word))
        or (_of_names(word) if sense == "flag" else None)
    )


def _asked(word: str, means: Meaning | None) -> Meaning | None:
    """What a phrase means, of which the asking makes a suspicion: `infected?`."""
    return "suspected" if means == "compromised" and word.endswith("?") else means


def _of_what_is_struck(word: str, sense: Sense, given: Mapping[str, Verdict]) -> Meaning | None:
    """What is left of a cell of which words are crossed out; an infection that was is over at the most."""
    crossed = [meaning_of(words, sense, given) for words in _STRUCK.findall(word)]
    left = _STRUCK.sub(" ", word).strip()
    means = meaning_of(left, sense, given) if left else None
    was = any(each in ("compromised", "over", "suspected") for each in crossed)
    return "over" if was and means != "compromised" else means


def _ticked(word: str) -> str | None:
    """Of a form with boxes what is ticked, empty where nothing or more is; None of other cells."""
    boxes = _BOXES.split(word)
    if len(boxes) < 5 and not _EMPTY_BOX.search(word):
        return None
    ticked = [
        after.strip()
        for box, after in zip(boxes[1::2], boxes[2::2], strict=True)
        if _TICK.match(box)
    ]
    return ticked[0] if len(ticked) == 1 else ""


def _is_a_choice(word: str) -> bool:
    """Whether a cell offers both answers, as a form does that nobody filled in: `Oui / Non`."""
    parts = [part.strip(" ?()") for part in _OFFERED.split(word)]
    if not 2 <= len(parts) <= MOST_WORDS:
        return False
    said = {KNOWN.get(part) for part in parts}
    answers = {
        "yes" if part in YES_WORDS else "no" for part in parts if part in YES_WORDS | NO_WORDS
    }
    return said >= {"clean", "compromised"} or (len(answers) == 2 and len(parts) == 2)


def count_of(word: str) -> int | None:
    """The number that a bare word is, however it is written.

    `1 234`, `99+`, `3.0`, `3 active`, `none`; None where it is none.
    """
    if word in _NO_COUNT:
        return 0
    found = _COUNT.fullmatch(word.partition("/")[0] if _OF_ALL.fullmatch(word) else word)
    return int(re.sub(r"\D", "", found[1])) if found else None


def answer_of(word: str) -> str:
    """The answer that a bare word begins with: `yes` of `yes, lockbit 3.0`; else the word."""
    first = next(iter(_PARTS.findall(plain(word))), "")
    return "yes" if first in _YES_SPOKEN else "no" if first in _NO_SPOKEN else word


def says_yes(cell: str) -> bool:
    """Whether a cell is a yes in letters, whatever stands behind it."""
    return answer_of(bare(cell)) == "yes"


def _of_an_answer(word: str, sense: Sense) -> Meaning | None:
    """What a yes or no with more words behind it says of an infection: `Oui (chiffré)`.

    A clean is not told by that.
    """
    infected = {"flag": "yes", "clean flag": "no"}.get(sense)
    return "compromised" if infected and answer_of(word) == infected else None


def _given(word: str, given: Mapping[str, Verdict]) -> Verdict | None:
    """What a person said of this word, else of the longest beginning of it."""
    if word in given:
        return given[word]
    begun = [
        beginning
        for beginning in given
        if beginning.endswith(REST) and word.startswith(beginning[:-1])
    ]
    return given[max(begun, key=len)] if begun else None


def _of_a_phrase(word: str) -> Meaning | None:
    """`no active threats`, `3 menaces détectées`, `Malware: Emotet (not cleaned)`."""
    said = plain(word)
    undated = _SINCE.sub("", said)
    if undated != said and _of_a_phrase(undated) == "compromised":
        return "compromised"
    parts = beside_guards(_PARTS.findall(said))
    if not parts or len(parts) > MOST_WORDS:
        return None
    if _STAYED.fullmatch(said):
        return "compromised"
    if set(parts) & _OF_THE_AGENT:
        return None
    over = [part for part in parts if part in PARTS_OF_OVER]
    hits = speaks_of_hits(parts)
    denied = sum(map(_is_denial, parts))
    if over:
        return _of_what_is_over(parts, over, hits=hits and not denied)
    if not hits:
        return "compromised" if _is_not_clean(parts) or _is_encrypted(parts) else None
    if set(parts) & _EXCLUDED:
        return "suspected" if denied or set(parts) & _CANNOT else None
    if set(parts) & _DOUBTED:
        return "suspected" if not denied else None
    if not denied:
        return "over" if _was_infected(parts) else "compromised"
    understood = all(_is_denial(part) or part in _FILLING or is_of_a_hit(part) for part in parts)
    return "clean" if denied == 1 and understood and _AS_WRITTEN.fullmatch(word) else None


def _was_infected(parts: Sequence[str]) -> bool:
    """Whether a phrase says of a machine that it was infected, and not that it is: `besmet geweest`."""
    is_of_a_machine = any(part in _OF_A_MACHINE for part in parts)
    return is_of_a_machine and (
        bool(set(parts) & _PAST)
        or any(
            before in _WAS and after in _OF_A_MACHINE and after == parts[-1]
            for before, after in pairwise(parts)
        )
    )


def _of_names(word: str) -> Meaning | None:
    """What several names below a heading for infections mean: `Ransom:Win32/A, Trojan.Gen`."""
    parts = re.split(r"\s?[,;|]\s?", word)
    infected = len(parts) > 1 and any(_of_a_phrase(part) == "compromised" for part in parts)
    return "compromised" if infected else None


def _is_denial(part: str) -> bool:
    """Whether a word says that there is none: `no`, `keine`, `0`."""
    return part in _DENIED or not part.strip("0")


def _is_encrypted(parts: Sequence[str]) -> bool:
    """Whether a phrase says that a machine was encrypted, be it in part, by no one of its own."""
    said = set(parts)
    return bool(said & ENCRYPTED) and not said & (_DENIED | _DOUBTED | _OF_A_DISK)


def _is_not_clean(parts: Sequence[str]) -> bool:
    """`not clean`, and nothing else."""
    return len(parts) == 2 and parts[0] in _DENIED and KNOWN.get(parts[1]) == "clean"


def _of_what_is_over(parts: Sequence[str], over: Sequence[str], *, hits: bool) -> Meaning | None:
    """What a phrase means that calls something over.

    `hits` where it speaks of an infection too, and denies nothing.
    """
    if hits and all(part in _CUT_OFF for part in over) and any(part in PLAIN for part in parts):
        return "compromised"  # cut off is not cured
    if not _denies(parts, over):
        return "over"
    return "compromised" if set(over) & _CURED else None


def _denies(parts: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a word that denies stands right before one of these."""
    return any(before in _DENIED and after in words for before, after in pairwise(parts))


def meaning(text: str) -> tuple[str, Verdict]:
    """`WORD=VERDICT`, as `--verdict` gives it; `BEGINNING*=VERDICT` for all words that begin so.

    RequestError for anything else.
    """
    word, _, verdict = text.rpartition("=")
    for known in VERDICTS:
        if verdict.strip() == known and bare(word).rstrip(REST):
            return bare(word), known
    raise RequestError(
        say(
            '"{text}" gives no word a meaning. Write --verdict WORD=clean, or =compromised, or '
            "=unknown.",
            text=text,
        )
    )
