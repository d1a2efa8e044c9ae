"""Plain words that speak of infections, and of what guards a machine against them or looks for them."""

import re
from collections.abc import Iterable, Sequence

from chwapi_console.inventory.plain_words import word_set

_HIT = re.compile(
    r"(infect|infekt|infizi|compromis|compromit|kompromi|gecompromi|geinfecteer|besmet|verseucht|befallen|malware|maliciel|rancon|losgeld|losegeld|erpress|gijzel|mimikatz|webshell|lockbit|keylogger|cobaltstrike|"
    r"malicious|malveillan|ransom|trojan|troyen|virus|viren|worm$|backdoor|rootkit|spyware|threat|menace|dreiging|bedreiging|bedroh|"
    r"schadsoftware|schadprogramm|exploit|befall|reinfect|reinfekt|reinfizi)"
)
_JOINED = re.compile(
    r"(\w{3,}?)(schutz|scanner|scans?|scanning|bescherming|beveiliging|protection|abwehr|wachter|prufung|controle|check|"
    r"suche|erkennung|dete[ck]tie|detektion|signatur(?:en)?|definition(?:en)?|definities?|handtekening(?:en)?|"
    r"datenbank|databank|database)"
)
_NEXT_TO_GUARDS = word_set("echtzeit realtime software endpoint endpunkt")
GUARDS = word_set("""
    protection schutz bescherming beveiliging scanner scanners scanning guard shield bouclier abwehr wachter protected
    protege protegee geschutzt beschermd beveiligd couvert couverte covered""")
"""What guards a machine, and that it is guarded."""


def is_of_a_hit(word: str) -> bool:
    """Whether a plain word begins as words of infections do."""
    return _HIT.match(word) is not None


def speaks_of_hits(words: Iterable[str]) -> bool:
    """Whether any of these plain words does."""
    return any(map(is_of_a_hit, words))


def beside_guards(words: Sequence[str]) -> list[str]:
    """Plain words without those that say in one what guards or looks, where the rest speaks of hits.

    `Virenscan: Trojaner gefunden`; else all of them in their parts.
    """
    rest = [word for word in words if len(parted((word,))) == 1]
    return rest if speaks_of_hits(rest) else parted(words)


def parted(words: Iterable[str]) -> list[str]:
    """Plain words, German and Dutch ones in their parts: `Virenscanner` is a scanner, and no virus."""
    found: list[str] = []
    for word in words:
        parts = _JOINED.fullmatch(word)
        if parts and (is_of_a_hit(parts[1]) or parts[1] in _NEXT_TO_GUARDS):
            found += parts.groups()
        else:
            found.append(word)
    return found
