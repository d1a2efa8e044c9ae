"""What stands in a row beside its verdict and holds a clean back.

A word of suspicion, a remark that speaks of an infection, a number of things that were found or put
into quarantine.

Such a cell calls no machine compromised; but what it says has to be looked at before anybody calls
the machine clean. What nearly all rows say is about the product and not about a machine.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from chwapi_console.inventory.importers.columns.list_columns import title_words
from chwapi_console.inventory.importers.columns.verdict_columns import (
    Cells,
    asks_for_clean,
    counts_infections,
    is_of_a_copy,
    is_settled,
    is_vague,
    speaks_of_a_look,
)
from chwapi_console.inventory.importers.tables.tables import cell_at
from chwapi_console.inventory.importers.verdicts.unread_remarks import is_understood
from chwapi_console.inventory.importers.words.agent_words import NOT_DONE, OF_AN_AGENT, ON
from chwapi_console.inventory.importers.words.infection_words import speaks_of_hits
from chwapi_console.inventory.importers.words.remark_doubts import (
    counts_findings,
    leaves_out_a_drive,
    says_not_looked_at,
    says_records_missing,
)
from chwapi_console.inventory.importers.words.remark_sense import speaks
from chwapi_console.inventory.importers.words.verdict_headings import asked_of
from chwapi_console.inventory.importers.words.verdict_meaning import (
    ENCRYPTED,
    answer_of,
    count_of,
    meaning_of,
    says_yes,
)
from chwapi_console.inventory.importers.words.verdict_words import (
    FOUND,
    KNOWN,
    NO_WORDS,
    SUSPICION,
    TICKS,
    YES_WORDS,
    bare,
)
from chwapi_console.inventory.plain_words import plain, word_set

SAME_IN = 0.9
"""From which part of the filled cells on a word is one about the whole list."""

_OF_THE_PRODUCT = word_set("""
    policy product engine version profile path license licence module group groupe gruppe groep os system systeme name
    type model manufacturer vendor tag tags role encryption chiffrement verschlusselung versleuteling bitlocker""")
_SUSPECTED = re.compile(
    r"suspi|suspect|verdacht|quarant|pups?$|puas?$|alerts?$|alertes?$|incidents?$|incidenten$|vorfalle$|warnungen$|waarschuwingen$|alarme?n?$|meldung(?:en)?$|melding(?:en)?$"
)
_DANGERS = word_set("""
    risk risque risiko risico risikostufe risikoniveau risikobewertung risiconiveau severity gravite schweregrad ernst
    threatlevel bedrohungsstufe dreigingsniveau""")
_GREAT = word_set("""
    high critical severe eleve elevee critique grave majeur hoch kritisch schwer hoog kritiek ernstig""")
"""How great a danger is below these, that a clean does not count beside it."""
_SUSPICIOUS = re.compile("suspici|suspect|suspicio|verdacht|verdachtig")
_TAKEN = re.compile(
    r"stolen|leaked|dumped|volee?s?|derobee?s?|gestohlen\w*|entwendet\w*|gestolen|gelekt\w*|exfiltre?\w*|abused|misused|tampered"
)
"""What an attacker did with what belongs to others."""
_GUARDED = word_set(
    "monitoring protection detection prevention alerting surveillance enabled active module agent sensor"
)
_OF_WHAT = word_set("""
    activity activities behavior behaviour process processes file files traffic login logins activite activites comportement
    processus fichier fichiers trafic connexion connexions aktivitat aktivitaten verhalten prozess prozesse datei dateien
    activiteit activiteiten gedrag proces processen bestand bestanden found vu vue gesehen gezien observed constatee""")
"""What is suspicious, in the heading that asks whether something was."""
_FOUND = word_set("""
    detection detections detectie detecties erkennung erkennungen fund funde treffer hit hits finding findings""")
_FOOTHOLDS = word_set("""
    persistence persistences persistenz persistentie backdoor backdoors anomaly anomalies anomalie anomalien auffalligkeiten""")
"""Below these stands what somebody found, or that there was nothing."""
_MATCHED = word_set("match matches matched treffer treffers correspondance correspondances")
"""What one of several looks at a machine says where it found what it looked for."""
_SURE = word_set(
    "confidence confiance konfidenz vertrauen vertrouwen certainty certitude sicherheit zekerheid "
    "betrouwbaarheid fiabilite zuverlassigkeit probability probabilite wahrscheinlichkeit waarschijnlijkheid"
)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s?%")
_FRACTION = re.compile(r"0[.,]\d{1,6}")
_NUMBER = re.compile(r"\d{1,9}")
SURE_ENOUGH = 80
"""Percent of confidence from which a clean counts."""
_OF_SO_MANY = re.compile(r"(\d{1,3}) ?(?:/|of|sur|von|van) ?(\d{1,3})")
_LOW = word_set("""
    low faible niedrig gering laag unsure medium moyen moyenne mittel middel gemiddeld matig average possible possibly none""")
_LOOKED_AT = word_set("source quelle bron target cible ziel doel scanned scope")
_COPIES = word_set(
    "backup backups sauvegarde sicherung snapshot snapshots instantane copy copie kopie replica vmdk "
    "vhdx restore"
)
_ALARMS = word_set("""
    critical critique kritisch kritiek warning warnung avertissement waarschuwing error erreur fehler fout alarm alarme
    alert alerte danger gefahr gevaar""")
"""By which a product says that all is not well."""
_RELEASES = word_set("""
    verified verifiziert geverifieerd valide validee validated validation validiert gevalideerd
    freigabe freigegeben release released cleared clearance approved approval libere liberee liberation vrijgegeven vrijgave
    goedgekeurd genehmigt reconnect reconnection reconnecter reconnexion reconnexions remise rebrancher rebranche rebranchement
    wiederanschluss wiederverbinden heraansluiten heraansluiting vert""")
"""What asks whether a machine may be used again."""
_WITHHELD = word_set("""
    gesperrt blockiert verweigert locked blocked denied refused withheld bloque bloquee refuse refusee geblokkeerd geweigerd
    offen ausstehend pending not pas nicht niet faire todo rejected rejete rejetee abgelehnt afgewezen
    after apres nach na interdit interdite verboten forbidden attendre wait warten wachten hold""")
_CURES = re.compile(
    r"re-?instal|rebuil|re-?imag|reconstru|neuinstall|neuaufsetz|neuaufgesetzt|herinstall|geherinstall|nettoy|clean-?up|cleaning|bereinig"
    r"|opkuis|opschon|remediat|desinf|disinf"
)
"""What is done with a machine that was not clean."""
_BY_AN_ATTACKER = word_set("""
    by par durch von door attacker attackers attaquant attaquants angreifer aanvaller aanvallers ransomware rancongiciel
    malware files fichiers dateien bestanden data donnees daten gegevens is are est sont ist sind machine server serveur""")
"""What a heading may say of who encrypted what."""
_CLAUSE = re.compile(r"[,;.:!(]|\s[-–—]\s")
_NO_COUNT = word_set("""
    id version level score severity date time first last days hours since policy definition definitions signature
    signatures age port code""")


def suspicion_in(
    cells: Sequence[str], titles: Sequence[str], places: Collection[int]
) -> tuple[int, str] | None:
    """The first cell at these places that holds a clean back, with what is told of it.

    None where none does.
    """
    for place in places:
        cell = cell_at(cells, place)
        title = cell_at(titles, place)
        if cell and (told := _told_by(title, cell)):
            return place, told
    return None


def doubt_in(cells: Sequence[str], titles: Sequence[str], places: Collection[int]) -> str:
    """What the first of the cells at these places tells that says that nobody looked to the end.

    With its heading where that is a part of it; empty where none does.
    """
    for at in places:
        cell, title = (cell_at(each, at) for each in (cells, titles))
        if says_not_looked_at(cell):
            return cell
        if cell and title and says_records_missing(title, cell):
            return f"{title}: {cell}"
    return ""


def remark_in(cells: Sequence[str], titles: Sequence[str], places: Collection[int]) -> str:
    """The first of the cells at these places that speaks of an infection among other words.

    Or that says below the name of a look how much it found: `THOR`, `3 Alerts`. Empty where none does.
    """
    return next(
        (
            cell
            for place in places
            if (cell := cell_at(cells, place))
            and (
                speaks(cell) or (counts_findings(cell) and speaks_of_a_look(cell_at(titles, place)))
            )
        ),
        "",
    )


def hit_in(cells: Sequence[str], titles: Sequence[str], places: Collection[int]) -> str:
    """The first of the cells at these places that says that one look at the machine found something.

    With its heading; empty where none does.
    """
    return next(
        (
            f"{title}: {cell}"
            for place in places
            if (cell := cell_at(cells, place)) and _says_hit(title := cell_at(titles, place), cell)
        ),
        "",
    )


def places_of_remarks(titles: Sequence[str], cells: Cells, read: Collection[int]) -> list[int]:
    """The columns in which people write of machines one by one.

    Not what is read already, nor what nearly all rows say, nor what speaks of the product.
    """
    return [
        place
        for place, said in cells.items()
        if place not in read
        and said
        and not (len(said) > 1 and _commonest(said) >= SAME_IN * len(said))
        and not set(title_words(cell_at(titles, place))) & _OF_THE_PRODUCT
    ]


def _commonest(said: Sequence[str]) -> int:
    counts: Mapping[str, int] = {word: said.count(word) for word in set(said[:3])}
    return max(counts.values())


def _told_by(title: str, cell: str) -> str:
    """What holds a clean back of a cell below its heading.

    The cell, or with a yes or a number the heading too.
    """
    if bare(cell) in SUSPICION or bare(_CLAUSE.split(cell, maxsplit=1)[0]) in SUSPICION:
        return cell
    if (bare(cell) in YES_WORDS or bare(cell) in TICKS) and (
        asks_for_doubt(title) or _asks_for_an_attacker(title)
    ):
        return title
    judges = (
        _says_hit,
        _alarms,
        _says_no_clean_copy,
        _names_a_foothold,
        leaves_out_a_drive,
        _says_how_sure,
        _withholds,
        _is_to_be_cured,
        _counts_a_doubt,
        _says_encrypted,
    )
    return f"{title}: {cell}" if any(judge(title, cell) for judge in judges) else ""


def asks_for_doubt(title: str) -> bool:
    """Whether what stands below a heading is what nobody knows, or somebody suspects: `À voir`."""
    asked = asked_of(title)
    words = title_words(title)
    return (
        asked in SUSPICION
        or (
            any(map(_SUSPICIOUS.match, words))
            and set(words) <= _OF_WHAT | set(filter(_SUSPICIOUS.match, words))
        )
        or says_not_looked_at(asked)
        or meaning_of(asked, "verdict", {}) in ("unknown", "suspected", "over")
    )


@lru_cache(maxsize=65536)
def _asks_for_an_attacker(title: str) -> bool:
    """Whether a heading asks for what an attacker does or takes: `Lateral movement`, `Mots de passe volés`."""
    words = set(title_words(title))
    acts = speaks(title) and not speaks_of_hits(words)
    asks = acts or any(map(_TAKEN.fullmatch, words)) or any(map(_SUSPICIOUS.match, words))
    return asks and not words & (_GUARDED | _OF_THE_PRODUCT)


def _alarms(title: str, cell: str) -> bool:
    """Whether a product says of a state that all is not well, or of a risk that it is great."""
    if not _DANGERS.isdisjoint(title_words(title)):
        return plain(bare(cell)) in _GREAT
    return is_vague(title) and bare(cell) in _ALARMS


def _says_no_clean_copy(title: str, cell: str) -> bool:
    """Whether a copy of a machine is said not to be clean."""
    return is_of_a_copy(title) and asks_for_clean(title) and answer_of(bare(cell)) == "no"


def _says_encrypted(title: str, cell: str) -> bool:
    """Whether a machine is said to be encrypted, by no disk of its own: `Chiffré`, `oui`."""
    words = set(title_words(title))
    return says_yes(cell) and bool(words & ENCRYPTED) and words <= ENCRYPTED | _BY_AN_ATTACKER


def _names_a_foothold(title: str, cell: str) -> bool:
    """Whether something stands below a heading for what an attacker leaves, or does."""
    words = title_words(title)
    asks = not _FOOTHOLDS.isdisjoint(words) or _asks_for_an_attacker(title)
    return asks and not (is_understood(cell) or answer_of(bare(cell)) == "no")


def _counts_a_doubt(title: str, cell: str) -> bool:
    """Whether a cell counts suspicions or infections, in a number or in words that nobody knows: `many`."""
    if _counts_infections(title):
        return bool(count_of(bare(cell)))
    if not counts_doubts(title):
        return False
    if said := _NUMBER.search(cell):
        return int(said[0]) > 0
    is_of_the_product = set(title_words(title)) & (_GUARDED | _OF_THE_PRODUCT)
    return not (is_of_the_product or is_understood(cell) or answer_of(bare(cell)) == "no")


@lru_cache(maxsize=65536)
def _counts_infections(title: str) -> bool:
    return counts_infections(title) and _NO_COUNT.isdisjoint(title_words(title))


def _says_hit(title: str, cell: str) -> bool:
    """Whether one of several looks at a machine found something: `EDR`, `hit`."""
    word = bare(cell)
    found = word in _MATCHED or (FOUND.get(word) == "yes" and not _says_agent_is_there(title, word))
    if found and speaks_of_a_look(title):
        return True
    return (
        KNOWN.get(word) == "compromised"
        and plain(word) not in ENCRYPTED
        and _OF_THE_PRODUCT.isdisjoint(title_words(title))
    )


def _says_agent_is_there(title: str, word: str) -> bool:
    """Whether a word says of an agent that the machine has it: `EDR`, `vorhanden`."""
    return plain(word) in ON and set(title_words(title)) <= OF_AN_AGENT


def _withholds(title: str, cell: str) -> bool:
    """Whether a cell says below its heading that a machine may not be used: `Freigabe`, `gesperrt`."""
    if _RELEASES.isdisjoint(title_words(title)):
        return False
    word = bare(cell)
    return (
        word in NO_WORDS or answer_of(word) == "no" or not _WITHHELD.isdisjoint(title_words(cell))
    )


def _is_to_be_cured(title: str, cell: str) -> bool:
    """Whether a cell says that a machine waits to be made anew, or rid of something: `Réinstallé`, `à faire`."""
    return plain(bare(cell)) in NOT_DONE and any(map(_CURES.match, title_words(title)))


def _says_how_sure(title: str, cell: str) -> bool:
    """Whether a cell says that a verdict is unsure, or was found of a copy of the machine."""
    words = set(title_words(title))
    wanted = (_LOW if words & _SURE else frozenset()) | (
        _COPIES if words & _LOOKED_AT else frozenset()
    )
    if words & _SURE and (share := _PERCENT.fullmatch(cell.strip())):
        return int(share[1]) < SURE_ENOUGH
    if words & _SURE and _FRACTION.fullmatch(cell.strip()):
        return float(cell.strip().replace(",", ".")) * 100 < SURE_ENOUGH
    if words & _SURE and (part := _OF_SO_MANY.fullmatch(plain(cell.strip()))):
        return part[0] == "50/50" or int(part[1]) * 100 < int(part[2]) * SURE_ENOUGH
    return bool(wanted) and bool(wanted.intersection(title_words(cell)))


@lru_cache(maxsize=65536)
def counts_doubts(title: str) -> bool:
    """Whether a heading stands above numbers of suspicions, or of infections dealt with."""
    words = title_words(title)
    return not _NO_COUNT.intersection(words) and (
        any(map(_SUSPECTED.match, words))
        or (is_settled(words) and (speaks_of_hits(words) or not _FOUND.isdisjoint(words)))
    )
