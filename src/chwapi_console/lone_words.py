"""Whether a remark is so short that it says nothing of a machine by itself.

Of the reasons and notes that were collected none is one word; what people type for another window often
is: a name, a greeting, a password. So one word is asked about, but for those that say what is wrong or
what was done, and for the number of a ticket.
"""

import re
from collections.abc import Set as AbstractSet

from chwapi_console.other_windows import PLACE, SHORT_REASONS
from chwapi_console.people import person

_OF_TROUBLE = (
    "absent alimentation attente bloque bloquee bsod cable casse cassee chiffre chiffree climatisation "
    "controleur coupure crash crypte cryptee deconnecte defaillance defectueux degat demenage desactive "
    "disque dns edr eteint eteinte firmware foudre fumee illisible incendie incomplet infecte infectee "
    "inondation inaccessible injoignable isole isolee licence lent maintenance malware materiel memoire "
    "migration migre obsolete panne perdu plante plantee quarantaine raid ralenti rancongiciel ransomware "
    "redemarrage remplace reseau san saturation sature stockage suspect surchauffe transfert urgence urgent vol "
    "vole virus "
    "broken burnt compromised controller corrupted cut damaged dead defective degraded disconnected disk down "
    "encrypted failed failing fire firewall flood flooded frozen hacked hanging hardware hung infected "
    "isolated leak licensing locked lost malfunction missing network offline outage overheated power "
    "quarantined replaced seized slow stolen storage switched suspicious tape timeout unbootable unplugged "
    "transfer unreachable unreadable unstable urgency waiting waits wiped "
    "brand defect kapot netwerk stroom versleuteld virusalarm wacht "
    "ausgefallen defekt feuer netzwerk strom verschluesselt wartung wasserschaden"
)
_DONE = (
    "redemarre redemarree relance relancee reinstalle reinstallee restaure restauree repare reparee reconstruit "
    "reconstruite rebranche rebranchee patche patchee nettoye nettoyee teste testee verifie verifiee "
    "rebooted restarted reinstalled restored repaired rebuilt reimaged reconnected patched cleaned tested "
    "verified "
    "herstart hersteld herbouwd vervangen gereinigd gepatcht getest "
    "neugestartet wiederhergestellt repariert ersetzt bereinigt gepatcht getestet"
)
SAYS_ENOUGH = frozenset((*_OF_TROUBLE.split(), *_DONE.split()))
"""Words that say by themselves what is the matter, or what was done, without accents."""
_TICKET = re.compile(r"[A-Za-z]{2,}[-#_]?[0-9]{4,}")


def is_lone_word(text: str) -> bool:
    """Whether a text is one word that hardly says what is the matter."""
    words = text.split()
    if len(words) != 1 or "://" in text or _TICKET.fullmatch(words[0]):
        return False
    if PLACE.fullmatch(words[0].casefold()):
        return False
    word = person(words[0].strip(".,;:!?()\"'"))
    return word not in SAYS_ENOUGH and word not in SHORT_REASONS


A_SENTENCE = 3
"""Words from which on a remark can be told from a line to somebody by what they say."""


def says_of_what(text: str, names: AbstractSet[str]) -> bool:
    """Whether a text is a sentence, or has a word that says what is the matter, a figure, or one of some names."""
    words = [person(word.strip(".,;:!?()\"'")) for word in text.split()]
    return len(words) >= A_SENTENCE or any(
        word in SAYS_ENOUGH or word in names or any(map(str.isdigit, word)) for word in words
    )
