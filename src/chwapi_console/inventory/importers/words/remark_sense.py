"""Whether a remark beside a verdict speaks of an infection, in English, French, Dutch and German.

Caution is not symmetrical here either. A remark that names an infection denies it only where each word
of the clause that names it is understood, and the denial governs it: `aucun virus ni malware trouvé`,
`n'a pas été touché par le ransomware`, `virus : 0`. One word that nobody knows (`pas seulement
infecté`, `no malware found by disabled AV`), a question, a doubt in another clause, and it speaks.
"""

import re
from functools import lru_cache

from chwapi_console.inventory.importers.words.verdict_words import PLAIN
from chwapi_console.inventory.plain_words import plain, word_set

_THING = re.compile(
    r"infe[ck]t(?:ion|ions|ie|ies|ionen)|compromissions?|compromises?|kompromittierung\w*|besmetting\w*|"
    r"ransomwares?|rancongiciels?|malwares?|maliciels?|virus|viruses|virussen|viren|trojans?|trojaner|"
    r"troyens?|backdoors?|rootkits?|spywares?|worms|quarantin\w*|quarantain\w*|quarantan\w*|malveillances?|threats?|menaces?|"
    r"(?:be)?dreiging(?:en)?|bedrohung(?:en)?|schadsoftware|(?:viren|malware)?funde?n?|befalls?|pups?|puas?|beacon(?:s|ing|ed)?|cobalt|mimikatz|webshells?|lsass|"
    r"cryptolock\w*|(?:verschlusselungs|erpressungs)troja\w*|psexec|anydesk|rclone|ngrok|impacket|bloodhound|sharphound|adfind|megasync|procdump|secretsdump|rubeus|"
    r"exfiltration\w*|intrusions?|eindringling\w*|indringers?|attackers?|attaquants?|angreifers?|aanvallers?|hackers?"
)
"""What a machine may have."""
_BEING = re.compile(
    r"infe[ck]t\w*|infizi\w*|(?:ge)?compromi[st]\w*|kompromit\w*|geinfecteer\w*|besmet\w*|verseucht|"
    r"befallen|malicious|malveillante?s?|kwaadaardige?|bosartige?s?|suspecte?s?|suspicious|"
    r"verdacht\w*|(?:chiffr|crypt)ee?s?|encrypted|verschlusselte?[nrs]?|versleutelde?|piratee?s?|hacked|pwned|gehackte?"
)
"""What a machine, or what is on it, may be."""
_NO = word_set("""
    no not non pas aucun aucune aucuns sans without geen niet kein keine keiner keinen nicht never jamais nooit ohne
    nothing rien nichts niets zero 0 00""")
_NEITHER = word_set("ni neither nor weder")
_OR = word_set("or ou oder")
_OF = word_set("of")
_AND = word_set("and et und en noch")
_PLAIN_WORDS = word_set("""
    a an the any le la les l un une des du de d n this that is was were are has have had been be est sont etait ont ete
    avoir ist war wurde wurden worden sind der die das den dem ein eine einer het een werd werden van von vom it on il
    elle fur auf to
    sign signs trace traces evidence indication indications indicator indicators ioc iocs signe signes indice indices
    indicateur indicateurs anzeichen hinweis hinweise spuren spur sporen spoor teken tekenen aanwijzing aanwijzingen
    file files process processes activity activities account accounts task tasks fichier fichiers processus activite
    activites compte comptes tache taches datei dateien prozess prozesse prozessen aktivitat aktivitaten konto konten
    bestand bestanden proces processen activiteit activiteiten""")
_MACHINE = word_set("""
    ce cette cet dit deze dieser diese dieses
    server servers serveur machine poste host system systeme device rechner toestel ordinateur computer""")
_FOUND = word_set("""
    found detected seen identified present reported discovered trouve trouvee trouves trouvees detecte detectee detectes
    detectees vu vue constate constatee releve relevee identifie identifiee signale signalee gefunden erkannt entdeckt
    festgestellt gevonden gedetecteerd ontdekt vastgesteld aanwezig gezien gesehen apercu apercue repere reperee observe observee
    observed noticed spotted bemerkt aangetroffen opgemerkt""")
_STRUCK = word_set("""
    hit affected touched struck impacted reached touche touchee atteint atteinte impacte impactee concerne concernee
    affecte affectee getroffen betroffen geraakt""")
_STRUCK_ITSELF = re.compile(
    r"touche[es]*|atteinte?s?|impacte[es]*|affected|impacted|struck|getroffen|betroffen|geraakt"
)
"""Of these the ones that say of a machine, without more words, that the attack reached it."""
_BY = word_set("by par von vom durch door with avec mit met")
_AT = word_set(
    "after during in at from since on lors au apres pendant depuis nach bei beim wahrend na bij tijdens"
)
_LOOK = word_set("""
    full complete complet vollstandig volledig
    scan scans scanned analyse analysis check checked controle verification examen prufung untersuchung onderzoek
    av edr xdr antivirus antimalware virenscanner virusscanner""")
_TOOL = word_set("""
    defender crowdstrike falcon sentinelone sophos trend micro eset kaspersky malwarebytes thor loki velociraptor
    mcafee trellix symantec bitdefender clamav cortex microsoft withsecure cert certs""")
_WELL = word_set("ok clean ras sain propre sauber schoon negative negatif negatief negativ passed")
_ANSWERS = word_set(
    "no non none nein nee neen geen kein keine aucun aucune neant 0 00 zero ras clean false faux n"
)

_DAY = re.compile(
    r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?\b(?!\s?[/%])|\b\d{4}-\d\d-\d\d\b|\b\d{1,2}(?:h|:)\d{2}\b"
    r"|\b(?:today|yesterday|aujourd.hui|hier|heute|gestern|vandaag|gisteren)\b"
)
_ENCRYPTED = r"(?:chiffr|crypt)ee?s?|encrypted|verschlusselte?[nrs]?|versleutelde?"
_OWN = (
    r"bitlocker|filevault|luks|veracrypt|tpm|tls|ssl|https|vpn|at rest|au repos|liaisons?|verbindung(?:en)?|connections?|"
    r"connexions?|verbinding(?:en)?|mails?|courriels?"
)
"""What is encrypted by those whose it is."""
_LOOKED_FOR = (
    r"connexions?|connections?|verbindung(?:en)?|verbinding(?:en)?|services?|dienste?n?|utilisateurs?|users?|benutzer|gebruikers?"
    r"|sessions?|evenements?|events?|ereignisse?|programm(?:e|es|s|a.s)?|programs?|outils?|tools?|logiciels?|software|trafic|traffic"
    r"|verkehr|verkeer|logins?|logons?|anmeldung(?:en)?|aanmelding(?:en)?|entrees?|entries|eintrage|logs?|journaux|folders?|dossiers?"
)
"""What is looked for on a machine, beside files and accounts."""
_SHADY = r"suspecte?s?|suspicious|verdachtige?[nrs]?|malicious|malveillante?s?|kwaadaardige?|bosartige?[nrs]?"
_REWRITTEN = (
    (_DAY, " datum "),
    (re.compile(r"\banti[\s-]+(?=virus|viren|malware|ransom|spam|spyware)"), "anti"),
    (re.compile(r"\b(?:free (?:of|from)|exempte?s? de|frei von|vrij van)\b"), " no "),
    (re.compile(r"\b(virus|malware|ransomware|infection)[\s-]+free\b"), r" no \1 "),
    (re.compile(r"^\W*(?:quarant\w+) (?:is |est |ist )?(?:empty|vide|leer|leeg)\W*$"), " "),
    (
        re.compile(
            r"\b(?:fichiers?|donnees|files?|dateien|daten|bestanden)\s+(?:(?:are|were|sont|sind|wurden|zijn|werden)\s+)?"
            r"(?:chiffre\w*|crypte\w*|encrypted|verschlusselt\w*|versleuteld\w*|illisibles?|unreadable|un(?:lesbar|leserlich)\w*"
            r"|onleesba\w+)"
            r"|\b(?:unreadable|encrypted|unlesbare|verschlusselte|onleesbare|versleutelde)\s+(?:files|dateien|daten|bestanden)"
        ),
        " infected ",
    ),
    (
        re.compile(
            r"\b(?:notes?|messages?|notiz|nachricht|meldung|bericht|briefje|melding)\s"
            r"(?:a l.|sur l.|sur le |on (?:the )?|auf dem |op (?:het )?)(?:ecran|screen|desktop|bureau|bildschirm|scherm)\b"
        ),
        " infected ",
    ),
    (
        re.compile(
            r"\b(?:ransom notes?|ransoms?|(?:notes?|lettres?|demandes?|messages?) de rancons?|rancons?|losegeld\w*|losgeld\w*"
            r"|erpress\w*|lockbit|akira|blackcat|rhysida|blackbasta)\b"
        ),
        " infected ",
    ),
    (
        re.compile(
            r"\b(?:fichiers?|donnees|files?|dateien|daten|bestanden)\s+(?:(?:are|were|sont|sind|wurden|zijn|werden)\s+)?"
            r"(?:renommes?|renamed|umbenannt|hernoemd)"
        ),
        " infected ",
    ),
    (
        re.compile(
            r"\b(?:lateral movements?|mouvements? lateral|mouvements? lateraux|laterale? (?:beweging|bewegung)(?:en)?"
            r"|(?:golden|silver) tickets?|pass[\s-]the[\s-](?:hash|ticket)|krbtgt|dcsync|kerberoast\w*"
            r"|credential (?:dump\w*|theft))\b"
        ),
        " intrusion ",
    ),
    (re.compile(rf"\b(?:{_LOOKED_FOR})\s+({_SHADY})\b"), r" \1 "),
    (re.compile(rf"\b({_SHADY})\s+(?:{_LOOKED_FOR})\b"), r" \1 "),
    (
        re.compile(
            r"\b(?:threats?|menaces?|bedrohungs?|dreigings?)[\s-]+"
            r"(?:protection|prevention|defen[cs]e|intelligence|hunting|management|detection|schutz)\b"
        ),
        " product ",
    ),
    (
        re.compile(
            r"\b(?:malwares?|virus|viren|ransomwares?)[\s-]+(?:protection|prevention|defen[cs]e|schutz|bescherming)\b"
            r"|\bprotection (?:contre|anti|against)[\s-]+(?:les )?(?:malwares?|virus|menaces|maliciels|threats)\b"
        ),
        " product ",
    ),
    (
        re.compile(
            rf"\b(?:{_OWN})\b[^,;.]{{0,30}}?\b(?:{_ENCRYPTED})\b|\b(?:{_ENCRYPTED})\b[^,;.]{{0,30}}?\b(?:{_OWN})\b"
        ),
        " product ",
    ),
    (re.compile(r"(?<=[a-z])/(?=[a-z])"), " ou "),
    (re.compile(r"\b(?:en|in)[\s-]+quarant\w+"), " quarantine "),
)
_CLAUSES = re.compile(
    r"[,;.!()\[\]|\n\u2013\u2014]|\s-\s|"
    r"\b(?:mais|but|aber|maar|sauf|except|excepte|hormis|ausser|behalve|doch|jedoch|however|cependant|toutefois)\b"
)
_DOUBT = re.compile(
    r"\b(?:wrong|falsch|fout|peut|maybe|perhaps|vielleicht|misschien|possib\w*|probab\w*|wahrscheinlich|doute\w*|"
    r"doubt\w*|zweifel\w*|twijfel\w*|confirm(?:er|e)?|(?:re)?verifier|(?:re)?controler|revoir|pending|"
    r"attente|cours|progress|incomplete?|partiel\w*|partial\w*|unvollstandig|onvolledig|desactive\w*|"
    r"disabled|deaktiviert|uitgeschakeld|obsolete|perime\w*|outdated|veraltet|verouderd|unclear|unklar|unsure|"
    r"onzeker|onduidelijk|incertain\w*|unsicher)\b"
)
"""Words that call in question what another clause denies."""

_LETTERS = (
    ("t", frozenset({"datum"})),
    ("i", _NEITHER),
    ("d", _NO),
    ("o", _OR),
    ("x", _OF),
    ("a", _AND),
    ("n", _PLAIN_WORDS),
    ("f", _FOUND),
    ("s", _STRUCK),
    ("b", _BY),
    ("p", _AT),
    ("l", _LOOK),
    ("w", _TOOL),
    ("k", _WELL),
    ("m", _MACHINE),
)
"""What stands for a word of a clause, by the first set that has it; h stands for what a machine may
have, q for what it may be, and u for all that is not understood."""
_INFECTIONS = frozenset("hqr")
_DENIED = re.compile(
    r"[nfmlkwt]*?"  # what stands before
    r"[di][nx]*(?:s?bn*)?"  # the denial: no trace of, not struck by
    r"[hq](?:[nf]*(?:[oix]n*(?:dn*)?|dn*)[hq]|n*an*d?h)*"  # each thing that it denies
    r"[nfxs]*(?:[oi]n+)*(?:t*|[bp][nlwtxbp]*)"  # found by which tool, in which scan, on which day
)
_WELL_SCANNED = re.compile(r"[nt]*(?:ln*h|hn*l)[nt]*k[nft]*")
"""A scan for something that ended well."""
_NAMED = re.compile(r"[nxlm]*[hq][nhqxolm]*")
"""What stands before a colon and an answer: `virus : non`."""


_AT_ALL = re.compile(
    r"infe|infizi|promi|besmet|verseucht|befallen|malici|malveil|kwaad|bosart|susp|verdacht|ransom|rancon|malw|"
    r"vir|troj|troy|backdoor|rootkit|spyware|worms|quaran|threat|menace|dreiging|bedroh|schadsoft|fund|pup|pua|lockbit|"
    r"ransom|renomm|renamed|umbenannt|hernoemd|losgeld|erpress|akira|blackcat|rhysida|blackbasta|lateral|ticket|hash|krbtgt|dcsync|"
    r"kerberoast|credential|chiffre|crypt|lisib|readabl|lesbar|leserlich|leesba|ecran|screen|bildschirm|scherm|desktop|bureau|encrypt|verschlu|versleut|losegeld|pirate|hack|pwned|beacon|cobalt|mimikatz|webshell|lsass|exfilt|intrus|"
    r"psexec|anydesk|rclone|ngrok|impacket|hound|adfind|megasync|procdump|secretsdump|rubeus|"
    r"eindring|indring|attack|attaqu|angreif|aanvall|touche|atteint|impact|affect|touched|struck|getroffen|betroffen|geraakt"
)
"""What is in every text that may speak: most remarks speak of something else."""


def clauses_of(text: str) -> list[str]:
    """The clauses of a plain text, with one word where several mean what it does."""
    return _CLAUSES.split(_rewritten(text))


def denies(clause: str) -> bool:
    """Whether a clause names an infection and denies it to the last word."""
    return _names_infection(_spelled(clause)) and not _speaks_in(clause)


def speaks(cell: str) -> bool:
    """Whether a text says of an infection, or of a suspicion, and does not deny it."""
    text = plain(cell)
    if not _AT_ALL.search(text):
        return False
    text = _rewritten(text)
    all_clauses = _CLAUSES.split(text)
    if any(_says_struck(clause) for clause in all_clauses):
        return True
    clauses = [clause for clause in all_clauses if _names_infection(_spelled(clause))]
    if not clauses:
        return False
    asked = any("?" in clause for clause in all_clauses if clause not in clauses)
    return asked or bool(_DOUBT.search(text)) or any(map(_speaks_in, clauses))


def _rewritten(text: str) -> str:
    for pattern, instead in _REWRITTEN:
        text = pattern.sub(instead, text)
    return text


def _speaks_in(clause: str) -> bool:
    """Whether a clause that names an infection says so and does not deny it."""
    before, sign, behind = _parted(clause)
    if not sign:
        return not _is_denied(_spelled(clause))
    answer = behind.strip()
    if answer in _ANSWERS:
        return not _NAMED.fullmatch(_spelled(before))
    return "?" in clause or any(
        _names_infection(spelled) and not _is_denied(spelled)
        for spelled in (_spelled(before), *map(_spelled, re.split("[:=]", behind)))
    )


def _says_struck(clause: str) -> bool:
    """Whether a clause says that a machine was struck, by whatever, and denies nothing: `touché hier`."""
    words = re.findall(r"[^\W_]+", clause)
    spelled = "".join(map(_letter, words))
    answered = words[-1:] and words[-1] in _ANSWERS
    return (
        any(map(_STRUCK_ITSELF.fullmatch, words)) and not set(spelled) & set("di") and not answered
    )


def _parted(clause: str) -> tuple[str, str, str]:
    """The text before the first `:`, `?` or `=`, the sign itself, and the text behind it."""
    found = re.search(r"[:=?]+", clause)
    return (clause[: found.start()], found[0], clause[found.end() :]) if found else (clause, "", "")


def _is_denied(spelled: str) -> bool:
    return bool(_DENIED.fullmatch(spelled) or _WELL_SCANNED.fullmatch(spelled))


def _names_infection(spelled: str) -> bool:
    return not _INFECTIONS.isdisjoint(spelled)


def _spelled(clause: str) -> str:
    """A letter for each word of a clause."""
    return "".join(map(_letter, re.findall(r"[^\W_]+", clause)))


@lru_cache(maxsize=16_384)
def _letter(word: str) -> str:
    if word.startswith("re") and (_THING.fullmatch(word[2:]) or _BEING.fullmatch(word[2:])):
        return "r"
    if _THING.fullmatch(word):
        return "h"
    if word in PLAIN or _BEING.fullmatch(word):
        return "q"
    return next((letter for letter, words in _LETTERS if word in words), "u")
